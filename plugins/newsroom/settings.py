# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings, read once from Pelican's into a typed, frozen object.

Pelican's own settings keep their meaning; ours begin with ``NEWSROOM_`` and are the fields of
`Newsroom`. Everything behind this module takes a `Settings` and never a dict.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from newsroom.errors import SettingsError
from newsroom.imprint import Imprint, Line, Policy
from newsroom.imprint import faults as imprint_faults
from newsroom.messages import _
from newsroom.pictures.card_look import FILE as LOOK
from newsroom.pictures.card_look import CardLook, read_look
from newsroom.pictures.plan import FILE as SLOTS
from newsroom.pictures.plan import Slots, read_slots
from newsroom.setting_checks import (
    check_taxonomies,
    engine_address,
    feed_authority,
    hub_address,
    lost_files,
    misspelled,
    no_hosts,
    of_theme,
    page_size,
    patterns,
    site_address,
    warnings,
    wrong_types,
    zone_named,
)
from newsroom.taxonomies import Table, Taxonomy, table
from newsroom.text.slug import slugify
from newsroom.text.tones import ToneStyle
from newsroom.warnings import WARNINGS

PREFIX = "NEWSROOM_"

FeedFormat = Literal["rss", "atom", "json"]


class Newsroom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Our own settings; each is ``NEWSROOM_`` and the field's name in capitals."""

    tagline: str = ""
    """A line under the paper's name."""
    publisher: str = ""
    """The organisation that publishes the site, for the foot of pages and for feeds."""
    imprint: Imprint = Imprint()
    """Who publishes the paper and how it is reached: see [the imprint](#the-imprint)."""
    imprint_everywhere: tuple[Line, ...] = ("governing_body", "licence", "head")
    """The lines of the imprint that stand on all pages; the front page has all."""
    sponsored_label: str = "Nội dung tài trợ"
    """What stands before the headline of paid content (``sponsored: true``), wherever it does."""
    policies: dict[Policy, str] = {}
    """What the paper holds itself to, for search engines: see [policies](#policies)."""
    rights: str = ""
    """The rights line at the foot of pages, in print and in feeds."""
    description: str = ""
    """What the site is, in a sentence: for search engines and for the main feed."""
    image: str = ""
    """The picture shown when a page without one is shared, under the content folder."""
    data_path: str = "data"
    """The folder of the registries, under the content folder."""
    hosts: tuple[str, ...] = ()
    """The site's names besides that of SITEURL: links to ``bao.example.org`` are its own, too."""
    elsewhere: tuple[str, ...] = ()
    """What others serve under the site's name (``/binh-chon/``): links there are left alone."""
    picture_hosts: tuple[str, ...] = ()
    """Sites whose pictures, sound and video pages may load; ``"*"``: all, each with a warning."""
    feed_authority: str = ""
    """Under whose name feeds know stories, for ever (RFC 4151): ``congdoan.vn,2025``."""
    feed_formats: tuple[FeedFormat, ...] = ("rss", "atom", "json")
    """The formats of the feeds of the site and its sections; the first is the one shown first."""
    feed_items: int = 30
    """How many articles a feed of the site or a section carries."""
    term_feed_formats: tuple[FeedFormat, ...] = ("rss",)
    """The formats of all other feeds: of units, authors, dossiers, tags."""
    term_feed_items: int = 10
    """How many articles such a feed carries."""
    feed_full_text: bool = False
    """Whether feeds carry whole articles or their sapo alone."""
    hub: str = ""
    """The hub that is told of changed feeds: see [WebSub](publishing.md#websub)."""
    drafts: bool = False
    """Whether drafts get pages (``/ban-nhap/``), for writing; never on a published site."""
    workers: int = 0
    """Worker processes or threads for large builds; 0: one for each processor."""
    warnings: dict[str, bool] = {}
    """Warnings by code, each told or not; see [errors.md](errors.md#warnings)."""
    trust_ctime: bool = True
    """Whether a source's change time and inode count; not on some network mounts."""
    panel_in_lead: int = 3
    """Stories under the sapo."""
    panel_related: int = 5
    """Stories in *Có thể bạn quan tâm*."""
    panel_recommended: int = 7
    """Stories in *Nên xem*."""
    panel_recommended_sapo: bool = False
    """Whether *Nên xem* shows the sapo of its stories."""
    panel_more: int = 10
    """Stories in *Tin khác*."""
    home_latest: int = 10
    """Stories in the front page's list of the latest."""
    home_block: int = 5
    """Stories in each section's block on the front page."""
    dateline: str = ""
    """What a sapo opens with where the article says nothing (``dateline: không``: nothing)."""
    tone_style: ToneStyle = "hòa"
    """Where names bear tones, whoever wrote them: ``"hòa"``, ``"hoà"``, or ``""``, as written."""
    static_always: tuple[str, ...] = ()
    """Files that are published though nothing refers to them: ``images/huy-hieu/*``."""
    largest_file: int = 500
    """MiB that a sound, a video or a document may have."""
    largest_picture: int = 30
    """MiB that a picture may have."""
    largest_pixels: int = 60
    """Millions of pixels that a picture may have."""
    hsts: int = 31_536_000
    """For how many seconds browsers insist on https (`newsroom server-config`); 0: not at all."""
    on_error: Literal["stop", "hold"] = "stop"
    """With errors: ``"stop"`` takes in nothing new, ``"hold"`` all but the files in error."""
    pictures: bool = False
    """Whether pages show renditions of pictures: see [design.md](design.md#renditions)."""
    picture_formats: tuple[Literal["avif", "webp"], ...] = ("avif", "webp")
    """A photo's formats beside JPEG, best first; fewer are made sooner."""
    picture_links: bool = False
    """Whether renditions are hard links to their store ([design.md](design.md#renditions))."""
    pictures_again: bool = False
    """Whether a build that meets another version of the encoders makes all renditions anew."""
    cluster: str = ""
    """Whose workers `newsroom pictures make` asks ([scale.md](scale.md)); a build asks nobody."""
    picture_attention: bool = False
    """Whether crops look where eyes go, if no editor says where; else at the upper third."""
    title_cards: date | None = None
    """Since which day stories without a picture are shared with a card of their headline."""
    search: bool = False
    """Whether the site has a search ([search.md](search.md))."""
    search_elsewhere: str = ""
    """A search engine for readers without script: `"https://duckduckgo.com/?q=site%3A{host}"`."""
    taxonomies: tuple[Taxonomy, ...] = ()
    """Taxonomies of the site's own, beside sections, units, authors, dossiers and tags."""
    extensions: tuple[str, ...] = ()
    """Python modules that add something to the site; see [extending.md](extending.md)."""


HOW = frozenset({"workers", "warnings", "trust_ctime", "cluster"})
"""Our settings that say how to work and what to tell: nothing that is made depends on them."""


class Settings(msgspec.Struct, frozen=True):
    """What a build needs to know, from Pelican's settings and ours.

    Paths are absolute. ``base`` is the path of SITEURL without a trailing slash ("" at a
    domain's root); every link on the site begins with it.
    """

    content: Path
    output: Path
    cache: Path
    theme: Path
    theme_static: tuple[str, ...]
    site_url: str
    site_name: str
    language: str
    timezone: str
    page_size: int
    article_url: str
    article_save_as: str
    page_url: str
    page_save_as: str
    page_paths: tuple[str, ...]
    static_paths: tuple[str, ...]
    ignore: tuple[str, ...]
    retained: tuple[str, ...]
    markdown: str
    newsroom: Newsroom
    slots: Slots = ()
    cards: CardLook | None = None

    @property
    def base(self) -> str:
        """The path of SITEURL, without a trailing slash."""
        return urlsplit(self.site_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """SITEURL without its path ("https://example.org"), or "" when SITEURL is empty."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def taxonomies(self) -> Table:
        """All taxonomies: our own, and those of ``NEWSROOM_TAXONOMIES``."""
        return table(self.newsroom.taxonomies)

    @property
    def feed_authority(self) -> str:
        """Under whose name feeds know stories; the site's own name is nobody's host (RFC 2606)."""
        own = self.newsroom.feed_authority
        return own or f"{slugify(self.site_name)[:60].strip('-')}.invalid,2025"

    @property
    def has_origin(self) -> bool:
        """Whether SITEURL says where the site is: then addresses can be absolute."""
        return bool(self.origin)

    @property
    def zone(self) -> ZoneInfo:
        """The paper's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def data_folder(self) -> str:
        """The registries' folder in the content folder, with its slash."""
        return f"{self.newsroom.data_path.strip('/')}/"

    @property
    def weights_path(self) -> str:
        """The table of weights in the content folder, which a command writes and no editor."""
        return f"{self.data_folder}term-weights.txt"

    def for_preview(
        self,
        port: int = 8000,
        *,
        host: str = "localhost",
        drafts: bool = True,
        output: Path | None = None,
    ) -> Settings:
        """The same site for looking at it on this machine, in a folder of its own."""
        return msgspec.structs.replace(
            self,
            site_url=f"http://{host}:{port}",
            output=output or self.cache / "preview",
            newsroom=msgspec.structs.replace(self.newsroom, drafts=drafts),
        )


def read_settings(raw: Mapping[str, Any], host: Collection[str] = ()) -> Settings:
    """The typed settings from Pelican's dict; ``host`` are names that Pelican itself knows.

    Raises:
        SettingsError: a ``NEWSROOM_`` setting is unknown or of the wrong type, the time zone
            does not exist, or an address pattern has an unknown field. All are told at once.
    """
    faults = [*wrong_types(raw), *site_address(raw.get("SITEURL")), *lost_files(raw)]
    faults += imprint_faults(raw.get("NEWSROOM_IMPRINT"))
    own = _newsroom(raw, host, faults)
    zone = zone_named(str(raw.get("TIMEZONE") or "Asia/Ho_Chi_Minh"), faults)
    size = page_size(raw.get("DEFAULT_PAGINATION"), faults)
    check_taxonomies(own.taxonomies, faults)
    faults += [*feed_authority(own.feed_authority), *hub_address(own.hub)]
    faults += engine_address(own.search_elsewhere)
    faults += no_hosts("NEWSROOM_PICTURE_HOSTS", own.picture_hosts)
    faults += patterns(raw)
    if faults:
        raise SettingsError(*faults)
    return _build(raw, own, zone, size)


def settings_warnings(raw: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[str]:
    """What the settings hold that is not wrong, but surely not meant.

    ``defaults`` are Pelican's own: what differs from them and has no effect here is told.
    """
    return warnings(raw, defaults, [PREFIX + name.upper() for name in Newsroom.__struct_fields__])


def _build(raw: Mapping[str, Any], own: Newsroom, zone: str, size: int) -> Settings:
    content, theme = Path(raw["PATH"]).resolve(), Path(raw["THEME"])
    faults: list[str] = []
    slots, cards, formats = (), None, own.picture_formats
    if own.pictures:
        slots = of_theme("NEWSROOM_PICTURES", theme / SLOTS, read_slots, faults, formats)
    if own.title_cards:
        cards = of_theme("NEWSROOM_TITLE_CARDS", theme / LOOK, read_look, faults)
    if faults:
        raise SettingsError(*faults)
    return Settings(
        content=content,
        output=Path(raw["OUTPUT_PATH"]).resolve(),
        cache=Path(raw.get("CACHE_PATH") or "cache").resolve(),
        theme=theme.resolve(),
        theme_static=tuple(raw.get("THEME_STATIC_PATHS") or ["static"]),
        site_url=str(raw.get("SITEURL") or "").rstrip("/"),
        site_name=str(raw.get("SITENAME") or ""),
        language=str(raw.get("DEFAULT_LANG") or "vi"),
        timezone=zone,
        page_size=size,
        article_url=str(raw["ARTICLE_URL"]),
        article_save_as=str(raw["ARTICLE_SAVE_AS"]),
        page_url=str(raw["PAGE_URL"]),
        page_save_as=str(raw["PAGE_SAVE_AS"]),
        page_paths=tuple(str(path).strip("/") for path in raw.get("PAGE_PATHS") or ()),
        static_paths=tuple(str(path).strip("/") for path in raw.get("STATIC_PATHS") or ()),
        ignore=tuple(raw.get("IGNORE_FILES") or ()),
        retained=tuple(raw.get("OUTPUT_RETENTION") or ()),
        markdown=_as_text(raw.get("MARKDOWN") or {}),
        newsroom=own,
        slots=slots,
        cards=cards,
    )


def _newsroom(raw: Mapping[str, Any], host: Collection[str], faults: list[str]) -> Newsroom:
    known = {PREFIX + name.upper(): name for name in Newsroom.__struct_fields__}
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if name in known:
            values[known[name]] = value
        elif name.startswith(PREFIX):
            faults.append(_unknown(name, list(known)))
    for name, guess in misspelled([name for name in raw if name not in host], known):
        if not name.startswith(PREFIX):
            faults.append(_unknown(name, [guess]))
    fields = msgspec.structs.fields(Newsroom)
    wrong = {field.name for field in fields if _is_wrong(field, values, faults)}
    own = msgspec.convert({n: v for n, v in values.items() if n not in wrong}, Newsroom)
    faults += (_unknown_warning(code) for code in own.warnings if code not in WARNINGS)
    return own


def _is_wrong(field: msgspec.structs.FieldInfo, values: dict[str, Any], faults: list[str]) -> bool:
    """Whether one of our settings holds what it can't, which is then among the faults."""
    value = values.get(field.name, field.default)
    if field.name not in values or (_fits(value, field.type) and not _is_below(field, value)):
        return False
    if field.name == "imprint" and isinstance(value, Mapping):
        return True  # told by its lines
    name = PREFIX + field.name.upper()
    if field.type is bool:
        message = _("{name} must be True or False, not {value}.")
    elif field.type is int:
        message = _("{name} must be a whole number from {least} on, such as {sample}, not {value}.")
    elif field.type is str:
        message = _('{name} must be text in quotation marks, such as "…", not {value}.')
    else:
        message = _("{name} is not written as docs/settings.md says: {value}.")
    faults.append(
        message.format(name=name, value=repr(value)[:60], least=_least(field), sample=field.default)
    )
    return True


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _least(field: msgspec.structs.FieldInfo) -> int:
    return 1 if field.name in ("feed_items", "term_feed_items") else 0


def _is_below(field: msgspec.structs.FieldInfo, value: object) -> bool:
    return field.type is int and isinstance(value, int) and value < _least(field)


def _unknown(name: str, known: list[str]) -> str:
    guess = get_close_matches(name, known, 1)
    if guess:
        message = _("{name} is not a setting; did you mean {guess}?")
        return message.format(name=name, guess=guess[0])
    return _("{name} is not a setting; see docs/settings.md.").format(name=name)


def _unknown_warning(code: str) -> str:
    guess = get_close_matches(code, WARNINGS, 1)
    if guess:
        message = _('NEWSROOM_WARNINGS: no warning is called "{code}"; did you mean "{guess}"?')
        return message.format(code=code, guess=guess[0])
    message = _('NEWSROOM_WARNINGS: no warning is called "{code}"; see docs/errors.md.')
    return message.format(code=code)


def _as_text(markdown: Mapping[str, Any]) -> str:
    # Text, so that it can be compared, hashed and sent to workers; extension objects can't.
    try:
        return json.dumps(markdown, sort_keys=True)
    except TypeError as error:
        message = _("MARKDOWN: name extensions as text, not as objects ({error}).")
        raise SettingsError(message.format(error=error)) from error
