# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with the settings before anybody uses one, told in whole sentences.

Functions take Pelican's dict and return lines for whoever keeps the settings file.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsroom import address_words as words
from newsroom.messages import _
from newsroom.model import Entry
from newsroom.taxonomies import OWN, Taxonomy
from newsroom.text.slug import slugify

_TEXTS = (
    *("SITENAME", "SITEURL", "DEFAULT_LANG", "TIMEZONE", "PATH", "OUTPUT_PATH", "CACHE_PATH"),
    *("THEME", "ARTICLE_URL", "ARTICLE_SAVE_AS", "PAGE_URL", "PAGE_SAVE_AS"),
)
_LISTS = ("PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "IGNORE_FILES", "OUTPUT_RETENTION")
# What Pelican itself does something with, beside those above and the ones of `newsroom.settings`.
_OF_THE_HOST = frozenset(
    (
        *(*_TEXTS, *_LISTS, "MARKDOWN", "DEFAULT_PAGINATION", "PELICAN_CLASS", "PLUGINS"),
        *("PLUGIN_PATHS", "LOCALE", "LOG_FILTER", "BIND", "PORT", "LOAD_CONTENT_CACHE"),
        # The rest Pelican changes by itself.
        *("DELETE_OUTPUT_DIRECTORY", "ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "CSS_FILE"),
    )
)
# Settings of Pelican's own themes, which are not among its defaults.
_OF_THEMES = (
    *("MENUITEMS", "LINKS", "LINKS_WIDGET_NAME", "SOCIAL", "SOCIAL_WIDGET_NAME", "GITHUB_URL"),
    *("GOOGLE_ANALYTICS", "DISQUS_SITENAME", "TWITTER_USERNAME", "STYLESHEET_URL", "AUTHOR"),
    *("FEED_ATOM", "FEED_RSS", "FEED_ALL_RSS", "CATEGORY_FEED_RSS", "TAG_FEED_ATOM"),
    *("SITESUBTITLE", "SITELOGO", "FAVICON"),
)
_EXAMPLES = re.compile(r"(?:.*\.)?example\.(?:org|com|net)|.*\.(?:example|test|invalid)")


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)


def no_hosts(name: str, hosts: Iterable[str]) -> Iterator[str]:
    """Those of a setting's ``hosts`` that are neither the name of one nor ``"*"``."""
    for host in hosts:
        if host != "*" and not _HOST.fullmatch(host):
            message = _('{name}: "{host}" must be the name of a site alone, such as "anh.vn".')
            yield message.format(name=name, host=host)


_SAMPLE = {"slug": "x", "section": "x", "category": "x", "date": datetime(2025, 1, 1)}


def patterns(raw: Mapping[str, Any]) -> Iterator[str]:
    """The patterns of addresses that name a field which no article has."""
    for name in ("ARTICLE_URL", "ARTICLE_SAVE_AS", "PAGE_URL", "PAGE_SAVE_AS"):
        pattern = str(raw.get(name, ""))
        try:
            pattern.format(**_SAMPLE)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            message = _("{name}: {pattern} can't be filled in ({error}); use {{slug}}, {{date}} …")
            yield message.format(name=name, pattern=pattern, error=error)


def wrong_types(raw: Mapping[str, Any]) -> Iterator[str]:
    """Pelican's settings that hold a value of another type than they have to."""
    for name in _TEXTS:
        if not isinstance(raw.get(name, ""), (str, Path, type(None))):
            message = _('{name} must be text in quotation marks, such as "…", not {value}.')
            yield message.format(name=name, value=_shown(raw[name]))
    for name in _LISTS:
        value = raw.get(name)
        fine = isinstance(value, (list, tuple, set, type(None)))
        if not fine or not all(isinstance(item, (str, Path)) for item in value or ()):
            message = _('{name} must be a list of texts, such as ["…"], not {value}.')
            yield message.format(name=name, value=_shown(value))
    yield from _markdown(raw.get("MARKDOWN") or {})


def _markdown(value: object) -> Iterator[str]:
    names = value.get("extensions") or [] if isinstance(value, Mapping) else None
    configs = value.get("extension_configs") or {} if isinstance(value, Mapping) else None
    if not isinstance(names, (list, tuple)) or not isinstance(configs, Mapping):
        message = _("MARKDOWN must be written {form}, not {value}.")
        yield message.format(form='{"extensions": ["…"]}', value=_shown(value))
        return
    for name in [*names, *configs]:
        if isinstance(name, str) and not _is_extension(name):
            message = _("MARKDOWN: no extension is called {name}; is its package installed?")
            yield message.format(name=name)


def _is_extension(name: str) -> bool:
    if any(entry.name == name for entry in importlib.metadata.entry_points(group=_GROUP)):
        return True
    try:
        return importlib.util.find_spec(name.partition(":")[0]) is not None
    except (ImportError, ValueError):
        return False


_GROUP = "markdown.extensions"


def site_address(value: object) -> Iterator[str]:
    """What is wrong with SITEURL; empty, it is left out."""
    url = value if isinstance(value, str) else ""
    if not url:
        return
    parts = urlsplit(url)
    bare = re.sub(r"^(?:[a-z]+://+|https?:?/*|/+)", "", url, flags=re.IGNORECASE)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", url):
        message = _("SITEURL: {value} is no address; write it whole, such as https://{bare}.")
        yield message.format(value=url, bare=bare or "congdoan.vn")
    elif parts.query or parts.fragment:
        message = _('SITEURL: {value} has a part from "?" or "#" on; leave that out.')
        yield message.format(value=url)


_AUTHORITY = re.compile(
    r"(?:[\w.+-]+@)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*"
    r",[0-9]{4}(?:-[01][0-9](?:-[0-3][0-9])?)?",
    re.ASCII,
)


def feed_authority(value: str) -> Iterator[str]:
    """What is wrong with NEWSROOM_FEED_AUTHORITY, by RFC 4151 §2.1."""
    if value and not _AUTHORITY.fullmatch(value):
        message = _(
            "NEWSROOM_FEED_AUTHORITY: write a name that is yours, and since when, such as "
            '"congdoan.vn,2025", not {value}.'
        )
        yield message.format(value=_shown(value))


def hub_address(value: str) -> Iterator[str]:
    """What is wrong with NEWSROOM_HUB."""
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if value and (not fine or parts.fragment or not re.fullmatch(r"[!-~]+", value)):
        message = _(
            "NEWSROOM_HUB: write the whole address of a WebSub hub, such as "
            '"https://pubsubhubbub.appspot.com/", not {value}.'
        )
        yield message.format(value=_shown(value))


def engine_address(value: str) -> Iterator[str]:
    """What is wrong with NEWSROOM_SEARCH_ELSEWHERE."""
    try:
        parts = urlsplit(value)
        fine = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    # Of braces there is just one pair, and behind the name of the engine's own host.
    inside = value.partition("{host}")
    whole = not re.search("[{}]", inside[0] + inside[2]) and inside[0].count("/") > 2
    if value and not (fine and inside[1] and whole and re.fullmatch(r"[!-~]+", value)):
        message = _(
            "NEWSROOM_SEARCH_ELSEWHERE: write the address of a search engine with {place} where "
            'the name of your site goes, such as "{sample}", not {value}.'
        )
        sample = "https://duckduckgo.com/?q=site%3A{host}"
        yield message.format(place="{host}", sample=sample, value=_shown(value))


def lost_files(raw: Mapping[str, Any]) -> Iterator[str]:
    """Folders and files that settings name, and that are not there."""
    for name in ("PATH", "THEME"):
        folder = raw.get(name)
        if isinstance(folder, (str, Path)) and not Path(folder).is_dir():
            yield _("{name}: there is no folder {path}.").format(name=name, path=folder)
    image, content = raw.get("NEWSROOM_IMAGE"), raw.get("PATH")
    if not isinstance(image, str) or not image or not isinstance(content, (str, Path)):
        return
    if not Path(content, image).is_file():
        yield _("NEWSROOM_IMAGE: there is no file {path}.").format(path=Path(content, image))
        return
    copied = [str(path).strip("/") for path in raw.get("STATIC_PATHS") or ()]
    if not any(image == path or image.startswith(f"{path}/") for path in copied):
        message = _("NEWSROOM_IMAGE: {path} is in none of the folders of STATIC_PATHS ({known}).")
        yield message.format(path=image, known=", ".join(copied))


def misspelled(given: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that are no setting, each with the one that was probably meant."""
    names = [*known]
    for name in given:
        if name.isupper() and name not in names and name not in _OF_THEMES:
            for guess in get_close_matches(name, names, 1, 0.85):
                yield name, guess


def warnings(raw: Mapping[str, Any], defaults: Mapping[str, Any], own: Iterable[str]) -> list[str]:
    """What is not wrong but surely not meant; ``defaults`` are Pelican's, ``own`` our settings."""
    idle = [
        name
        for name, value in raw.items()
        if (name in defaults and value != defaults[name] and name not in _OF_THE_HOST)
        or (name in _OF_THEMES and name not in defaults and value)
    ]
    found = []
    if idle:
        message = _("These settings have no effect here: {names}; see docs/settings.md.")
        found.append(message.format(names=", ".join(sorted(idle))))
    for name, guess in misspelled(raw, [*defaults, *own, *_HOSTS_OWN]):
        message = _("{name} is not a setting; did you mean {guess}?")
        found.append(message.format(name=name, guess=guess))
    url = raw.get("SITEURL")
    if isinstance(url, str) and _EXAMPLES.fullmatch(urlsplit(url).hostname or ""):
        message = _("SITEURL is still {url}, an example; write the site's own address there.")
        found.append(message.format(url=url))
    return found


# What Pelican puts among the settings by itself.
_HOSTS_OWN = ("FEED_DOMAIN", "AUTORELOAD_IGNORE_CACHE", "DEBUG")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
# Kinds of pages and lists that are no taxonomies; and folders that hold something else.
_KINDS = (
    *("home", "article", "page", "404", "redirect", "feeds", "feed", "feed-atom", "feed-json"),
    *("opml", "fragment", "sitemap", "robots", "static", "theme", "all", "path", "leading"),
    *("picks", "related", "terms", "slot", "opensearch", "search", "search-shard", "search-day"),
    *("search-index", "search-names", "search-postings", "moved", "site", "source"),
)
_FOLDERS = (*words.FOLDERS, words.SEARCH)


def check_taxonomies(added: Sequence[Taxonomy], faults: list[str]) -> None:
    """Tell of added rows: each brings names, a field and a folder that nothing else has."""
    names = {*(row.name for row in OWN), *(row.index for row in OWN), *_KINDS}
    fields = {*Entry.__struct_fields__, *(row.field for row in OWN)}
    folders = {*(row.folder for row in OWN), *_FOLDERS}
    for row in added:
        new = [(row.name, names), (row.field, fields), (row.folder, folders)]
        for value, taken in [*new, (row.index, names)] if row.index else new:
            if value in taken or not _NAME.fullmatch(value):
                message = _(
                    'NEWSROOM_TAXONOMIES, {name}: "{value}" is taken, or is not made of a-z, 0-9, '
                    "hyphens and underscores."
                )
                faults.append(message.format(name=row.name, value=value))
            taken.add(value)
        if not row.title or len({*map(slugify, row.terms)}) < len(row.terms):
            message = _(
                "NEWSROOM_TAXONOMIES, {name}: a title is needed, and terms that differ in more "
                "than their marks."
            )
            faults.append(message.format(name=row.name))


def zone_named(name: str, faults: list[str]) -> str:
    """The name of a time zone, whether there is one or not."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        faults.append(_("TIMEZONE: {name} is not a time zone.").format(name=name))
    return name


def page_size(value: object, faults: list[str]) -> int:
    """How many stories a page of a list has."""
    if value is False or value is None:
        return 20
    if isinstance(value, int) and value is not True and value > 0:
        return value
    faults.append(_("DEFAULT_PAGINATION must be a whole number above 0."))
    return 20


def of_theme(
    setting: str, file: Path, read: Callable[..., Any], faults: list[str], *more: object
) -> Any:
    """What ``read`` finds in a file of the theme that a setting wants; what is wrong is a fault."""
    try:
        return read(file.parent, *more)
    except (OSError, ValueError) as error:
        message = _("{setting}: {path} can't be used ({error}).")
        faults.append(message.format(setting=setting, path=file, error=error))
