# SPDX-License-Identifier: AGPL-3.0-or-later
"""One image of the image syntax → what it shows: a picture, a YouTube façade, a player."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.markup.addresses import Addresses
from newsroom.read.markup.labels import Labels
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.soup import BodyTree, Tag, text_of
from newsroom.read.markup.videos import is_youtube, video_id, watch_url
from newsroom.read.paths import picture_in_text
from newsroom.read.report import Report, shown

# What the sanitiser would leave nothing of; the mark is an address that says what was there.
_IN_TEXT = re.compile(
    r"(<(?:img|audio|video|source)\b[^<>]*?\bsrc\s*=\s*)([\"'])\s*data:[^\"']*\2", re.IGNORECASE
)
IN_TEXT = "{data}"


def mark_in_text(html: str) -> str:
    """HTML before it is sanitised, with a mark in place of pictures that are text (``data:``)."""
    if "data:" not in html and "DATA:" not in html:
        return html
    return _IN_TEXT.sub(rf"\1\2{IN_TEXT}\2", html)


_FILE = re.compile(r"[^?#]*\.(?:(mp3|ogg|oga|m4a|wav|opus)|(mp4|webm))(?:[?#]|$)", re.IGNORECASE)


class Media:
    """Makes the final element of each image of one body. ``embeds`` counts the façades."""

    def __init__(
        self, tree: BodyTree, addresses: Addresses, labels: Labels, lines: Lines, report: Report
    ) -> None:
        self._tree = tree
        self._addresses = addresses
        self._labels = labels
        self._lines = lines
        self._report = report
        self.embeds = 0

    def make(self, image: Tag) -> Tag | None:
        """The element that ``image`` becomes: itself, a figure, or None if it leads nowhere."""
        written = str(image.get("src", ""))
        if written == IN_TEXT:
            begin = next(filter(self._lines.hold, ("data:image/", "data:", "DATA:")), "data:")
            self._report.error(self._lines.of(begin), picture_in_text("images/x.webp"))
            return None
        if not written:
            message = _("a picture leads nowhere: write ![description](images/name.webp)")
            self._report.error(self._lines.of(f"![{image.get('alt', '')}"), message)
            return None
        if video := video_id(written):
            return self._facade(image, video)
        if is_youtube(written):
            message = _('"{address}" is not the address of a video')
            self._report.error(self._lines.of(written), message.format(address=shown(written)))
            return None
        if file := _FILE.match(written):
            return self._player(image, "audio" if file[1] else "video", written)
        return self._picture(image, written)

    def as_words(self, figure: Tag) -> Tag:
        """A façade or a player for a place where no figure may stand: a link to it."""
        inner = next(tag for tag in figure.contents if isinstance(tag, Tag))
        first = inner.find("source")
        address = str(inner.get("href") or (first if isinstance(first, Tag) else inner)["src"])
        words = self._tree.new("a", {"href": address})
        words.append(text_of(inner) or str(inner.get("aria-label", address.rpartition("/")[2])))
        if "://" in address:
            words["rel"] = "noopener"
        return words

    def captioned(self, image: Tag) -> Tag:
        """A finished picture in a figure, its title as the caption."""
        caption = str(image.attrs.pop("title", ""))
        return self.figure("figure", image.extract(), caption)

    def _picture(self, image: Tag, written: str) -> Tag | None:
        address = self._addresses.picture(written)
        if not address:
            return None
        alt = self._alt(image, written)
        title = str(image.get("title", "")).strip()
        # ``src`` stays first: pages find ``<img src="{static}…"`` to add the picture's size.
        image.attrs = {"src": address, "alt": alt, "loading": "lazy", "decoding": "async"}
        if title:
            image["title"] = title
        return image

    def _alt(self, image: Tag, written: str) -> str:
        alt = " ".join(str(image.get("alt", "")).split())
        if not alt:
            message = _(
                '"{address}" has no description: write ![what it shows](address), '
                "for readers who can't see or hear it"
            )
            text = message.format(address=shown(written))
            self._report.warning(self._lines.of(written), text, code="no-description")
        return alt

    def _facade(self, image: Tag, video: str) -> Tag:
        self.embeds += 1
        title = self._tree.new("span", {"class": "embed-title"})
        title.append(self._alt(image, str(image["src"])) or self._labels.video)
        attributes = {"class": "embed-link", "href": watch_url(video), "data-embed": "youtube"}
        link = self._tree.new("a", attributes | {"data-id": video, "rel": "noopener"})
        link.append(title)
        return self.figure("embed", link, str(image.get("title", "")))

    def _player(self, image: Tag, name: str, written: str) -> Tag | None:
        address = self._addresses.picture(written)
        if not address:
            return None
        label = self._alt(image, written)
        more = [made for other in self._others(image) if (made := self._addresses.picture(other))]
        attributes = {"controls": "", "preload": "none"} | ({} if more else {"src": address})
        poster = str(image.get("poster", ""))
        if (
            name == "video"
            and poster
            and (shown_first := self._addresses.picture(poster, "poster"))
        ):
            attributes["poster"] = shown_first
        player = self._tree.new(name, attributes | ({"aria-label": label} if label else {}))
        player.extend(
            self._tree.new("source", {"src": it}) for it in ([address, *more] if more else ())
        )
        return self.figure("media", player, str(image.get("title", "")) or label)

    def _others(self, image: Tag) -> list[str]:
        """The addresses of the same in other formats: a browser takes the first that it knows."""
        return [address for address in str(image.get("sources", "")).split("\n") if address]

    def figure(self, name: str, content: Tag, caption: str) -> Tag:
        """``content`` in a figure of class ``name``, with a caption unless that is empty."""
        figure = self._tree.new("figure", {"class": name})
        figure.append(content)
        if words := " ".join(caption.split()):
            figcaption = self._tree.new("figcaption")
            figcaption.append(words)
            figure.append(figcaption)
        return figure
