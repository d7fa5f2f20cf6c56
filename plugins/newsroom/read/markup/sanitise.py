# SPDX-License-Identifier: AGPL-3.0-or-later
"""The allow-list: which elements, attributes and classes an article may have.

Everything that Markdown gives and everything that editors write as raw HTML goes through
`sanitise` (nh3: html5ever's parser, as browsers parse), and everything that we make of it goes
out through the lists below once more (`serialise`). ``style``, event handlers, scripts, forms,
frames, SVG and MathML are on neither list.
"""

from __future__ import annotations

import nh3

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_GENERIC = {"lang", "dir"}

_ATTRIBUTES: dict[str, set[str]] = {
    **{name: set() for name in ("aside", "b", "bdi", "blockquote", "br", "caption", "cite")},
    **{name: set() for name in ("code", "dd", "dl", "dt", "em", "figcaption", "hr", "i")},
    **{name: set() for name in ("kbd", "mark", "p", "pre", "q", "s", "samp", "section")},
    **{name: set() for name in ("small", "span", "strong", "sub", "summary", "table", "tbody")},
    **{name: set() for name in ("tfoot", "thead", "tr", "u", "ul", "var", "wbr", "figure", "div")},
    **{name: {"id"} for name in (*_HEADINGS, "sup")},
    "a": {"href", "title"},
    "abbr": {"title"},
    "audio": {"src", "title"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "dfn": {"title"},
    "img": {"src", "alt", "title"},
    "ins": {"datetime"},
    "li": {"id", "value"},
    "ol": {"start", "reversed"},
    "source": {"src"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "title", "poster"},
}

ELEMENTS = frozenset(_ATTRIBUTES)

_CLASSES: dict[str, set[str]] = {
    "a": {"footnote-ref", "footnote-backref"},
    "aside": {"box"},
    "div": {"footnote"},
    "figure": {"gallery", "pull-quote"},
    "p": {"box-title"},
}

_SCHEMES = {"http", "https", "mailto", "tel"}

# Also their text goes: it was never meant to be read.
SWALLOWED = {
    "script",
    "style",
    "title",
    "svg",
    "math",
    "object",
    "template",
    "noscript",
    "textarea",
}
SWALLOWED |= {"select", "xmp", "noembed", "noframes", "plaintext", "iframe"}

# Enough for all that we have seen; the last round's result is harmless in any case.
_ROUNDS = 6

_CLEANER = nh3.Cleaner(
    tags=set(_ATTRIBUTES),
    clean_content_tags=SWALLOWED,
    attributes={name: allowed for name, allowed in _ATTRIBUTES.items() if allowed}
    | {"*": _GENERIC},
    allowed_classes=_CLASSES,
    url_schemes=_SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """``html`` with what is on the allow-list only; well-formed, and a fixed point of itself.

    Addresses keep the schemes http, https, mailto and tel, or have none: ``{filename}x`` has
    none. What is left out leaves its text behind, unless that text is code.
    """
    # HTML that is written as it was parsed may be parsed otherwise the next time (misnested tables
    # are moved about). Until it no longer is, a browser would see something that we have not.
    for _ in range(_ROUNDS):
        before, html = html, _CLEANER.clean(html)
        if html == before:
            break
    return html


# What leaves: the names above, and what our own transforms add. Elements that they turn into
# other things (the first level of headings) are not among them.
_ADDED: dict[str, set[str]] = {
    "a": {"class", "rel", "data-embed", "data-id", "aria-label"},
    "aside": {"class"},
    "audio": {"controls", "preload", "aria-label"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "figure": {"class"},
    "img": {"loading", "decoding"},
    "ol": {"aria-label"},
    "p": {"class"},
    "section": {"class"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class"},
    "video": {"controls", "preload", "aria-label"},
}
_GONE = {"h1", "h5", "h6"}

ALLOWED: dict[str, frozenset[str]] = {
    name: frozenset(attributes | _GENERIC | _ADDED.get(name, set()))
    for name, attributes in _ATTRIBUTES.items()
    if name not in _GONE
}
