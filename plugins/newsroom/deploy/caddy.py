# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's configuration for Caddy (2.6 and later), which fetches certificates by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsroom.deploy.moved import Moved
from newsroom.deploy.place import ServerPlace
from newsroom.deploy.policy import Rule, headers, rules
from newsroom.settings import Settings


def write(settings: Settings, place: ServerPlace, moved: Moved) -> str:
    """The text of a Caddyfile; Caddy itself leads from http to https."""
    base = settings.base
    told = headers(settings)
    lines = [
        f"{place.origin} {{",
        *_certificate(place),
        f"\troot * {_quoted(place.root)}",
        "\tencode zstd gzip",
        "\troute {",  # in the order in which they stand: of two that fit the later one decides
        *_headers(told, "\t\t"),
        *(line for rule in rules(settings) for line in _rule(rule, base)),
        *_map("newsroom_moved", moved.redirects),
        '\t\t@moved expression `{newsroom_moved} != ""`',
        "\t\tredir @moved {newsroom_moved} 301",
        *_map("newsroom_asked", moved.queries, "{path}?{query}"),
        '\t\t@asked expression `{newsroom_asked} != ""`',
        "\t\tredir @asked {newsroom_asked} 301",
        *_map("newsroom_gone", dict.fromkeys(moved.gone, "1")),
        *_gone("newsroom_gone"),
        *_map("newsroom_gone_asked", dict.fromkeys(moved.gone_queries, "1"), "{path}?{query}"),
        *_gone("newsroom_gone_asked"),
        "\t\t@dotfiles {",
        "\t\t\tpath_regexp /\\.",
        "\t\t\tnot path /.well-known/acme-challenge/*",
        "\t\t}",
        "\t\terror @dotfiles 404",
        "\t\tfile_server {",
        "\t\t\tprecompressed br gzip",
        "\t\t}",
        "\t}",
        "\thandle_errors {",
        *_headers(told, "\t\t"),
        f"\t\trewrite * {base}/404.html",
        "\t\tfile_server",
        "\t}",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _headers(told: dict[str, str], indent: str) -> Iterable[str]:
    yield f"{indent}header {{"
    yield from (f"{indent}\t{name} {_quoted(value)}" for name, value in told.items())
    yield f"{indent}}}"
    # By itself: what deletes is put off until the answer is written, and all beside it.
    yield f"{indent}header -Server"


def _certificate(place: ServerPlace) -> Iterable[str]:
    """A certificate of one's own, if it is not where others of nginx's would lie."""
    if place.secure and not place.certificate.startswith("/etc/letsencrypt/"):
        yield f"\ttls {_quoted(place.certificate)} {_quoted(place.key)}"


def _rule(rule: Rule, base: str) -> Iterable[str]:
    pattern = f"^{base}{rule.pattern[1:]}" if rule.pattern.startswith("^") else rule.pattern
    yield f"\t\t@{rule.name} path_regexp (?i){pattern}"
    told = {
        "Content-Security-Policy": rule.policy,
        "Cache-Control": rule.cache,
        "Content-Type": f"{rule.mime}; charset=utf-8" if rule.mime else "",
        "Content-Disposition": "attachment" if rule.attachment else "",
    }
    for name, value in told.items():
        if value:
            yield f"\t\theader @{rule.name} {name} {_quoted(value)}"


def _map(name: str, table: dict[str, str], asked: str = "{path}") -> Iterable[str]:
    yield f"\t\tmap {asked} {{{name}}} {{"
    for old, new in table.items():
        yield f"\t\t\t{_key(old)} {_quoted(new)}"
    yield '\t\t\tdefault ""'
    yield "\t\t}"


def _key(address: str) -> str:
    """An address as it is compared.

    Where a Caddyfile has ``{$NAME}`` or ``{path}``, Caddy puts something else, whatever is around:
    the address would be another one, perhaps a picture's. In an expression no such name is left.
    """
    if "{" not in address:
        return _quoted(address)
    expression = re.escape(address).replace(r"\{", "[{]").replace(r"\$", "[$]")
    return '"~^' + expression.replace('"', '\\"') + '$"'  # a backslash before others stays one


def _gone(variable: str) -> Iterable[str]:
    """410 for what a map names, unless it has come back since the configuration was written."""
    yield f"\t\t@{variable} {{"
    yield f'\t\t\texpression `{{{variable}}} != ""`'
    yield "\t\t\tnot file {path} {path}/index.html"
    yield "\t\t}"
    yield f"\t\terror @{variable} 410"


def _quoted(text: str) -> str:
    """A token of a Caddyfile."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
