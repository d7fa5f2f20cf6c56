# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures, videos and sound: from the image syntax to figures.

An image alone in its paragraph is a figure, its title the caption; several are a gallery. An
image within a text stays there. A video or a sound is always a figure, for which its paragraph
is split; where no figure may stand (in a heading, in a link) it becomes a link or its title.
"""

from __future__ import annotations

from newsroom.messages import _
from newsroom.model import Photo
from newsroom.read.markup.galleries import finish_gallery, gallery
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.media import Media
from newsroom.read.markup.soup import BodyTree, NavigableString, PageElement, Tag, is_blank, text_of
from newsroom.read.markup.videos import is_foreign_video, video_id
from newsroom.read.report import Report, shown

# Where a figure may stand, by the elements that the sanitiser lets through.
_HOSTS = frozenset(
    {"aside", "blockquote", "dd", "details", "div", "figure", "li", "p", "section", "td", "th"}
)


def finish_pictures(tree: BodyTree, media: Media, lines: Lines, report: Report) -> None:
    """Turn every image, video and sound of the body into its final form."""
    _prepare(tree)
    images = tree.all("img")
    paragraphs = {id(image.parent): image.parent for image in images}
    for image in images:
        _finish(image, tree, media)
    for figure in tree.all("figure"):
        if figure.get("class") == "gallery":
            finish_gallery(figure, tree, media, lines, report)
        elif not figure.get("class") and figure.find("img"):
            figure.attrs = {"class": "figure"}
    for paragraph in paragraphs.values():
        if paragraph is not None and paragraph.name == "p" and paragraph.parent is not None:
            _rebuild(paragraph, tree, media)
    for paragraph in tree.all("p"):
        if not paragraph.contents:
            # Left by markdown where raw HTML stood, and by what was taken out above.
            paragraph.extract()


def photos(tree: BodyTree) -> tuple[Photo, ...]:
    """The pictures of ours in a finished body, but those of boxes, which are beside the story.

    One of a gallery, small and cropped there, is not in the ``lead`` wherever it stands.
    """
    found: dict[str, Photo] = {}
    for image in tree.all("img"):
        path = str(image.get("src", "")).partition("#")[0]
        if path.startswith(_OURS) and image.find_parent("aside") is None:
            figure = image.find_parent("figure")
            caption = figure.find("figcaption", recursive=False) if figure else None
            words = text_of(caption) if isinstance(caption, Tag) else ""
            path = path.removeprefix(_OURS)
            alone = image.find_parent(class_="gallery") is None
            found.setdefault(path, Photo(path, str(image.get("alt", "")), words, lead=alone))
    return tuple(found.values())


_OURS = "{static}"


def _prepare(tree: BodyTree) -> None:
    """Bring all that is no image into the image syntax's form, and leave out what has none."""
    for player in tree.all("audio", "video"):
        _as_image(player, tree)
    for source in tree.all("source"):
        source.extract()  # of a <picture>, whose <img> is shown


def adopt_bare_videos(tree: BodyTree, title: str) -> None:
    """Turn a link to a YouTube video, alone in its paragraph and named by its address alone.

    It becomes an image, as if the editor had written ``![title](address)``.
    """
    for link in tree.all("a"):
        address = str(link.get("href", ""))
        if not video_id(address) or not address.endswith(text_of(link)):
            continue
        paragraph = link.parent
        if paragraph is not None and paragraph.name == "p" and _only(paragraph, link):
            link.replace_with(tree.new("img", {"src": address, "alt": title}))


def tell_foreign_videos(tree: BodyTree, lines: Lines, report: Report) -> None:
    """Warn of an address by itself that is a video's, but none that can be shown."""
    for link in tree.all("a"):
        address = str(link.get("href", ""))
        paragraph = link.parent
        if paragraph is None or paragraph.name != "p" or not _only(paragraph, link):
            continue
        if is_foreign_video(address) and address.endswith(text_of(link)):
            message = _('"{address}" is shown as a link: only videos of YouTube can be embedded')
            line = lines.of(text_of(link))
            report.warning(line, message.format(address=shown(address)), code="video-not-shown")


def _only(paragraph: Tag, link: Tag) -> bool:
    return all(node is link or is_blank(node) for node in paragraph.contents)


def _as_image(player: Tag, tree: BodyTree) -> None:
    """Bring raw ``<audio>`` and ``<video>`` into the image syntax's form."""
    sources = [source for source in player.find_all("source") if isinstance(source, Tag)]
    given = (str(tag.get("src", "")) for tag in (player, *sources))
    first, *others = [*dict.fromkeys(address for address in given if address)] or [""]
    title = str(player.get("title", "")) or text_of(player)
    more = {"sources": "\n".join(others), "poster": str(player.get("poster", ""))}
    kept = {name: value for name, value in more.items() if value}
    player.replace_with(tree.new("img", {"src": first, "alt": title} | kept))


def _finish(image: Tag, tree: BodyTree, media: Media) -> None:
    made = media.make(image)
    if made is None:
        image.extract()
    elif made is not image:
        parent = image.parent
        if image.find_parent("a"):
            image.replace_with(NavigableString(text_of(media.as_words(made))))
        elif parent is tree.root or (parent is not None and parent.name in _HOSTS):
            image.replace_with(made)
        else:
            image.replace_with(media.as_words(made))


def _rebuild(paragraph: Tag, tree: BodyTree, media: Media) -> None:
    """Replace a paragraph by its figures, and paragraphs of the text between them."""
    nodes = list(paragraph.contents)
    alone = all(is_blank(node) or _is(node, "img", "figure") for node in nodes)
    if not alone and not any(_is(node, "figure") for node in nodes):
        return
    parts: list[Tag] = []
    run: list[PageElement] = []
    for node in [*nodes, None]:
        if node is not None and not _is(node, "figure"):
            run.append(node)
            continue
        if not all(is_blank(part) for part in run):
            parts.append(_pictures(run, tree, media) if alone else _paragraph(run, paragraph, tree))
        run = []
        if isinstance(node, Tag):
            parts.append(node)
    if parts:
        paragraph.replace_with(*parts)
    else:
        paragraph.clear()


def _is(node: PageElement, *names: str) -> bool:
    return isinstance(node, Tag) and node.name in names


def _pictures(run: list[PageElement], tree: BodyTree, media: Media) -> Tag:
    images = [node for node in run if isinstance(node, Tag) and node.name == "img"]
    return media.captioned(images[0]) if len(images) == 1 else gallery(images, "", tree, media)


def _paragraph(run: list[PageElement], like: Tag, tree: BodyTree) -> Tag:
    paragraph = tree.new("p", {name: str(value) for name, value in like.attrs.items()})
    paragraph.extend(run)
    return paragraph
