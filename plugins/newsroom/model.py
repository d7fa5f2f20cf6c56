# SPDX-License-Identifier: AGPL-3.0-or-later
"""The records that flow through a build: typed, frozen, without behaviour.

Paths of sources are relative to the content folder, with forward slashes
(``cong-doan/2025/04/x.md``). URLs are relative to the site's root, with a leading slash
(``/2025/04/x.html``); ``save_as`` is the same file in the output folder, without it. The store
keeps records as MessagePack arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from newsroom.advertising import Banner

# ---------------------------------------------------------------------------- what editors write


class Shape(msgspec.Struct, frozen=True, array_like=True):
    """What its renditions are offered by: what their names begin with, size in pixels, and kind.

    The kinds are those of `newsroom.pictures.inspect`; ``focus`` is where crops look, if an editor
    says so or it was found. ``colour`` (``#9ab``) stands in a photo's place until it is there.
    """

    stem: str
    width: int
    height: int
    kind: str
    focus: tuple[float, float] | None = None
    colour: str = ""


class Photo(msgspec.Struct, frozen=True, array_like=True):
    """A picture: ``src`` is a path under the content folder (``images/x.webp``) or an https URL.

    ``focus`` is the point that crops keep (from the left and the top, 0 to 1), ``lead`` whether it
    stands at the head of its article, ``download`` whether the original is published. ``origin``
    tells where it comes from if no editor chose it: "body", "series". It has a ``shape`` in
    what is arranged, if there are renditions of it.
    """

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    shape: Shape | None = None
    focus: tuple[float, float] | None = None
    lead: bool = True
    download: bool = False
    origin: str = ""


class Correction(msgspec.Struct, frozen=True, array_like=True):
    """One correction (đính chính): the day it was made, and what it says (plain text)."""

    date: date
    text: str


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Where a story was taken from (Nguồn)."""

    name: str
    url: str = ""


class Elsewhere(msgspec.Struct, frozen=True, array_like=True):
    """A story of another site that an editor has picked; ``host`` is whose it is, for readers."""

    title: str
    url: str
    host: str = ""


class Reference(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Something that a source points to, on line ``line`` of it.

    ``kind`` says what ``target`` is: ``"article"`` is an article or a static page, by its source
    path; ``"static"`` a file under the content folder, by its path; ``"address"`` an address of
    this site, as ``newsroom.read.paths.canonical`` spells it (it begins with a slash, as no path
    does). ``use`` says what for: in a body ``"link"``, ``"picture"``, ``"media"`` or ``"poster"``;
    elsewhere the field or registry (``"image"``, ``"related"``, ``"photo"``, ``"slot"`` …).
    ``fragment`` is what follows ``#``, decoded.
    """

    kind: str
    target: str
    line: int
    use: str = "link"
    fragment: str = ""


class Body(msgspec.Struct, frozen=True, array_like=True):
    """A rendered body.

    ``html`` is sanitised and whole, but for addresses that only the store knows: links to other
    sources, static files and addresses of this site stand as ``{filename}path``, ``{static}path``
    and ``{address}/path``. ``text`` is its plain text (paragraphs separated by newlines); it is
    for search and related stories and is not kept in the store. ``excerpt`` is its beginning, for
    articles without a sapo. ``photos`` are the pictures of ours that stand in the text, in its
    order; those of boxes are not among them.
    """

    html: str = ""
    text: str = ""
    references: tuple[Reference, ...] = ()
    words: int = 0
    has_embed: bool = False
    excerpt: str = ""
    photos: tuple[Photo, ...] = ()


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A source file after reading: every field valid by itself, names as the editor wrote them.

    ``terms`` are those of the taxonomies that a site has added, by taxonomy. ``related`` are source
    paths, and stories of other sites; ``in_lead`` is None where the editor leaves it to the site.
    ``extra`` is what extensions have added, by their names (`newsroom.extensions`). ``bare``: it
    shall have no picture, not even one of its text.
    """

    path: str
    slug: str
    title: str
    date: datetime | None = None
    authors: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kicker: str = ""
    summary: str = ""
    dateline: str = ""
    tags: tuple[str, ...] = ()
    image: Photo | None = None
    related: tuple[str | Elsewhere, ...] = ()
    unrelated: tuple[str, ...] = ()
    updated: datetime | None = None
    expires: datetime | None = None
    status: str = "published"
    corrections: tuple[Correction, ...] = ()
    source: Source | None = None
    dossier: str = ""
    aliases: tuple[str, ...] = ()
    url: str = ""
    order: int = 0
    lines: dict[str, int] = {}
    body: Body = Body()
    terms: dict[str, tuple[str, ...]] = {}
    id: str = ""
    in_lead: int | None = None
    extra: dict[str, Any] = {}
    sponsored: bool = False
    bare: bool = False


# ------------------------------------------------------------------------------------ registries


class Section(msgspec.Struct, frozen=True, array_like=True):
    """A section of the paper; ``parent`` is the slug of the section it belongs to, or empty.

    ``former``, of this and of all entries, are old addresses of its page, which lead to it.
    """

    slug: str
    name: str
    description: str = ""
    parent: str = ""
    order: int = 0
    feed: bool = True
    former: tuple[str, ...] = ()


WHOLE_CITY = "toan-thanh-pho"
"""The slug of the unit that is everywhere."""


CITY, SECTOR, ELSEWHERE, COUNTRY = SCOPES = ("city", "sector", "elsewhere", "country")
"""Where a unit is: in the city, across it (a union of a sector), in another province, or all over
the country."""


class Unit(msgspec.Struct, frozen=True, array_like=True):
    """An administrative unit, both days of its validity included; ``scope`` is one of `SCOPES`."""

    slug: str
    name: str
    short: str = ""
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    scope: str = CITY
    former: tuple[str, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """Whether it says nothing of a place: the whole city, the whole country."""
        return self.slug == WHOLE_CITY or self.scope == COUNTRY


class Author(msgspec.Struct, frozen=True, array_like=True):
    """A byline; ``name`` is the pen name as it stands under articles, ``aliases`` are other ones.

    Until readers can see an article of theirs nothing of an author is published, unless ``always``.
    """

    slug: str
    name: str
    full_name: str = ""
    bio: str = ""
    photo: str = ""
    always: bool = False
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


class Dossier(msgspec.Struct, frozen=True, array_like=True):
    """A special dossier (chuyên đề); ``always``: it has its page before its first article, too."""

    slug: str
    name: str
    description: str = ""
    image: str = ""
    always: bool = False
    former: tuple[str, ...] = ()


class Tag(msgspec.Struct, frozen=True, array_like=True):
    """A topic that has old addresses: only such topics are in a registry."""

    slug: str
    name: str
    former: tuple[str, ...] = ()


class Synonym(msgspec.Struct, frozen=True, array_like=True):
    """An abbreviation, ``name``, and the phrases that it stands for: search takes them for one."""

    slug: str
    name: str
    means: tuple[str, ...]


RECORDS: dict[str, type[Section | Unit | Author | Dossier]] = {
    "sections": Section,
    "districts": Unit,
    "authors": Author,
    "series": Dossier,
}
"""The entries of each registry whose entries have pages, by the name of its file."""


class Registries(msgspec.Struct, frozen=True, array_like=True):
    """Everything in ``content/data``; ``slots`` maps a slot's name to source paths, in order."""

    sections: tuple[Section, ...] = ()
    units: tuple[Unit, ...] = ()
    authors: tuple[Author, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    slots: dict[str, tuple[str, ...]] = {}
    tags: tuple[Tag, ...] = ()
    banners: tuple[Banner, ...] = ()
    synonyms: tuple[Synonym, ...] = ()


# ------------------------------------------------------------------------------- in the store


class Card(msgspec.Struct, frozen=True, array_like=True):
    """The small view of an article that other pages show.

    ``key`` is its place in every dated list (see ``newsroom.arrange.order``); ``section`` and
    ``units`` are slugs; ``parents`` are the sections above ``section``, nearest first;
    ``author_slugs`` stand in the order of ``authors``. Static pages have no section.
    ``excerpt`` is the body's beginning where there is no summary: for descriptions alone.
    ``terms`` are those of the taxonomies that a site has added. A ``preview`` is a draft's, shown
    at an address of its own and on no list. ``identity`` is what feeds know the story by, where
    that is not its address: the field ``id``, else the oldest of its old addresses. ``sponsored``
    is paid content, whose ``kicker`` begins with its label.
    """

    path: str
    key: int
    url: str
    title: str
    date: datetime
    section: str
    parents: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    author_slugs: tuple[str, ...] = ()
    kicker: str = ""
    summary: str = ""
    dateline: str = ""
    tags: tuple[str, ...] = ()
    image: Photo | None = None
    updated: datetime | None = None
    dossier: str = ""
    excerpt: str = ""
    terms: dict[str, tuple[str, ...]] = {}
    preview: bool = False
    identity: str = ""
    sponsored: bool = False

    @property
    def filed(self) -> bool:
        """Whether it stands in a section: static pages don't."""
        return bool(self.section)


class Article(msgspec.Struct, frozen=True, array_like=True):
    """An article as its own page shows it: its card, and what only that page needs.

    ``sharing`` is the file of a title card that it is shared with, where it has no picture.
    """

    card: Card
    body: Body
    related: tuple[str | Elsewhere, ...] = ()
    corrections: tuple[Correction, ...] = ()
    source: Source | None = None
    aliases: tuple[str, ...] = ()
    in_lead: int | None = None
    extra: dict[str, Any] = {}
    sharing: str = ""


class Term(msgspec.Struct, frozen=True, array_like=True):
    """One entry of a taxonomy: a tag, an author, a month …, and how many articles it has."""

    taxonomy: str
    slug: str
    name: str
    count: int


class Copy(msgspec.Struct, frozen=True):
    """A page that is a file's copy: where the file is, and the digest of what it held when read.

    ``cuts`` finds what is left out of it, given the open file, its size and its name. ``share`` is
    how it may be one with it on the disk (`newsroom.engine.sharing`), "" not at all.
    """

    source: Path
    digest: bytes
    cuts: Callable[[BinaryIO, int, str], tuple[Any, ...]] | None = None
    share: str = ""


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """Why a file is not published (`newsroom.read.uploads.explain`), and the figures of it."""

    reason: str
    values: tuple[str, ...] = ()


class PhotoFacts(msgspec.Struct, frozen=True, array_like=True):
    """What is found in a photo: its colour, where to look, and whom and what its file names."""

    colour: str = ""
    focus: tuple[float, float] | None = None
    credit: str = ""
    caption: str = ""


class StaticFile(msgspec.Struct, frozen=True, array_like=True):
    """A static file: its digest, the bytes of what is published of it, and a picture's pixels.

    These are 0 × 0 when unknown.

    ``name`` is its path on disk where that is not ``path``. ``kind`` is that of a picture of which
    there are renditions (`newsroom.pictures.inspect`), whose pixels are then as they are seen.
    """

    path: str
    digest: bytes
    size: int
    width: int = 0
    height: int = 0
    name: str = ""
    kind: str = ""
    facts: PhotoFacts | None = None


def parted(list_name: str) -> tuple[str, str]:
    """The taxonomy and the slug of a list; the slug of one that is no term's is "".

    The store knows lists by name alone, which is a key like any other. This is the one way back.
    """
    taxonomy, _slash, slug = list_name.partition("/")
    return taxonomy, slug
