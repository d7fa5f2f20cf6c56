# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which headers each file of the site is sent with; servers differ only in how it is written.

Sources: CSP Level 3, Fetch (nosniff), HSTS (RFC 6797), Referrer Policy, Permissions Policy, and
OWASP ASVS 5, chapter V3.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from newsroom.address_words import PICTURES
from newsroom.errors import ThemeError
from newsroom.messages import _
from newsroom.settings import Settings

# What each component of a page loads. The policy is their union: whoever adds a component adds
# its line, and a test loads every kind of page under the policy in a real browser.
COMPONENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "stylesheets of pages and of feeds": {"style-src": ("'self'",)},
    "scripts": {"script-src": ("'self'",)},
    "pictures": {"img-src": ("'self'",)},
    "the name and the icons that phones keep": {"manifest-src": ("'self'",)},
    "sound and video": {"media-src": ("'self'",)},
    "today's stories in open panels": {"connect-src": ("'self'",)},
    "a video of YouTube, once a reader asks for it": {
        "frame-src": ("https://www.youtube-nocookie.com",)
    },
}
# What nothing on our pages needs; a stranger's markup could use it all the same.
_CLOSED = {
    "default-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
    "frame-ancestors": ("'none'",),
}
_UPLOADS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy of what editors put in: opened by itself, it may run and load nothing."""

DOCUMENTS = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp")
"""Endings of files that are saved, not shown: a viewer inside the browser would run for them."""

_OFTEN = "public, max-age=300"
"""How long feeds are kept: readers ask each few minutes, and then cost a 304."""

_FOR_EVER = "public, max-age=31536000, immutable"

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


class Rule(msgspec.Struct, frozen=True):
    """Headers of the files that a regular expression finds in a path (without the site's own)."""

    name: str
    pattern: str
    policy: str = ""
    cache: str = ""
    mime: str = ""
    attachment: bool = False


def rules(settings: Settings) -> tuple[Rule, ...]:
    """The rules beside those that hold for all files; of two that fit the later one decides."""
    folders = "|".join(re.escape(path) for path in settings.static_paths if path)
    week = "public, max-age=604800"
    uploads = (Rule("uploads", f"^/({folders})/", policy=_UPLOADS, cache=week),) if folders else ()
    return (
        *uploads,
        # Their addresses hold what they are made of: what is under one never changes.
        Rule("renditions", f"^/{PICTURES}/[0-9a-f]{{2}}/", policy=_UPLOADS, cache=_FOR_EVER),
        Rule("documents", rf"\.({'|'.join(DOCUMENTS)})$", policy=_UPLOADS, attachment=True),
        # Browsers then show a feed with our stylesheet, in the right letters.
        Rule("feeds", r"\.(rss|atom|opml)$", cache=_OFTEN, mime="application/xml"),
        Rule("json", r"/rss/.+\.json$", cache=_OFTEN, mime="application/feed+json"),
        Rule("manifest", r"\.webmanifest$", mime="application/manifest+json"),
        # Pieces of pages: servers don't know the ending, and would not compress them.
        Rule("fragments", r"\.inc$", mime="text/html"),
    )


def headers(settings: Settings) -> dict[str, str]:
    """The headers of every file. Pages are asked for again each time: an unchanged one is a 304."""
    found = {
        "Cache-Control": "public, no-cache",
        "Content-Security-Policy": page_policy(settings),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if _is_secure(settings) and settings.newsroom.hsts:
        found["Strict-Transport-Security"] = f"max-age={settings.newsroom.hsts}"
    return found


def page_policy(settings: Settings) -> str:
    """The content security policy of pages.

    Raises:
        ThemeError: a template has an inline script that is not the same on all pages.
    """
    sources = {name: dict.fromkeys(values) for name, values in _CLOSED.items()}
    for component in COMPONENTS.values():
        for name, values in component.items():
            sources.setdefault(name, {}).update(dict.fromkeys(values))
    if settings.newsroom.search:  # the box of every page is a form: it leads to the page of search
        sources["form-action"] = {"'self'": None}
    for name in ("img-src", "media-src"):
        sources[name].update(dict.fromkeys(_picture_sources(settings)))
    sources["script-src"].update(dict.fromkeys(inline_scripts(settings.theme)))
    told = [f"{name} {' '.join(values)}" for name, values in sources.items()]
    if _is_secure(settings):
        told.append("upgrade-insecure-requests")
    return "; ".join(told)


def _is_secure(settings: Settings) -> bool:
    """Whether readers come by HTTPS."""
    return settings.site_url.startswith("https:")


def _picture_sources(settings: Settings) -> list[str]:
    hosts = settings.newsroom.picture_hosts
    return ["https:"] if "*" in hosts else [f"https://{host.lower()}" for host in hosts]


def inline_scripts(theme: Path) -> list[str]:
    """The sources that allow the theme's inline scripts: their SHA-256, as CSP Level 3 has it.

    Raises:
        ThemeError: a template fills something into an inline script.
    """
    return [f"'sha256-{_digest(script)}'" for script in sorted(_scripts(theme))]


def _scripts(theme: Path) -> Iterable[str]:
    found: set[str] = set()
    for path in sorted((theme / "templates").rglob("*.html")):
        for script in _SCRIPT.findall(path.read_text("utf-8")):
            if "{{" in script or "{%" in script:
                message = _(
                    "theme/templates/{path}: an inline script must be the same on all pages; move "
                    "it into a file, and what differs into data attributes."
                )
                raise ThemeError(message.format(path=path.relative_to(theme / "templates")))
            found.add(script)
    return found


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
