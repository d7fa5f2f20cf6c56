# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's configuration for nginx (1.18 and later), for its folder of sites.

All headers are set once, for the whole server: nginx drops those of a server in every location
that sets one of its own. What differs between files is in maps.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.deploy.moved import Moved
from newsroom.deploy.nginx_maps import quoted, table
from newsroom.deploy.place import ServerPlace
from newsroom.deploy.policy import Rule, headers, rules
from newsroom.settings import Settings

_TEXT = (
    "text/plain text/css text/xml application/xml application/javascript text/javascript"
    " application/json application/feed+json image/svg+xml"
)
_GZIP = f"""\
    gzip on;
    gzip_static on;
    gzip_vary on;
    gzip_min_length 512;
    gzip_comp_level 6;
    gzip_types {_TEXT};
"""


def write(settings: Settings, place: ServerPlace, moved: Moved) -> str:
    """The text of the configuration."""
    everywhere, own = headers(settings), rules(settings)
    base = settings.base
    lines = [
        *_map("newsroom_policy", everywhere["Content-Security-Policy"], own, base, "policy"),
        *_map("newsroom_cache", everywhere["Cache-Control"], own, base, "cache"),
        *_documents(own),
        *_moved(moved),
        "",
        *(_to_https(place) if place.secure else ()),
        "server {",
        *_listen(place),
        f"    server_name {place.host};",
        f"    root {quoted(place.root)};",
        "    index index.html;",
        "    charset utf-8;",
        f"    charset_types {_TEXT};",
        "    server_tokens off;",
        "    absolute_redirect off;  # behind a proxy, its own port and scheme would be wrong",
        "    ssi off;",
        "    etag on;",
        "",
        *_headers(everywhere),
        "",
        "    set $newsroom_lost $newsroom_gone;",
        '    if (-f $request_filename) { set $newsroom_lost ""; }  # it has come back since',
        '    if (-f $request_filename/index.html) { set $newsroom_lost ""; }',
        "    if ($newsroom_lost) { return 410; }",
        "    if ($newsroom_asked) { return 301 $newsroom_asked; }",
        "    error_page 404 410 " + f"{base}/404.html;",
        "",
        *_locations(own),
        "",
        *_GZIP.splitlines(),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _map(name: str, default: str, own: Iterable[Rule], base: str, field: str) -> list[str]:
    # The first expression that fits decides, so the rules stand the other way round.
    cases = [(rule.pattern, getattr(rule, field)) for rule in own]
    return [
        f"map $uri ${name} {{",
        f"    default {quoted(default)};",
        *(
            f"    {quoted('~*' + _below(pattern, base))} {quoted(value)};"
            for pattern, value in reversed(cases)
            if value
        ),
        "}",
    ]


def _below(pattern: str, base: str) -> str:
    """A pattern from the site's root, for a site at a path of its own."""
    return f"^{base}{pattern[1:]}" if pattern.startswith("^") else pattern


def _documents(own: Iterable[Rule]) -> list[str]:
    saved = [rule.pattern for rule in own if rule.attachment]
    return [
        "map $uri $newsroom_disposition {",
        '    default "";',
        *(f"    {quoted('~*' + pattern)} attachment;" for pattern in saved),
        "}",
    ]


def _moved(moved: Moved) -> list[str]:
    gone, gone_asked = (dict.fromkeys(told, "1") for told in (moved.gone, moved.gone_queries))
    asked = "$uri?$args"
    return [
        *table("newsroom_moved", "$uri", moved.redirects),
        *table("newsroom_asked", asked, moved.queries, "$newsroom_moved"),
        *table("newsroom_gone_path", "$uri", gone, volatile=True),
        *table("newsroom_gone", asked, gone_asked, "$newsroom_gone_path", volatile=True),
    ]


def _to_https(place: ServerPlace) -> list[str]:
    return [
        "server {",
        f"    listen {place.http_port};",
        f"    listen [::]:{place.http_port};",
        f"    server_name {place.host};",
        f"    location ^~ /.well-known/acme-challenge/ {{ root {quoted(place.root)}; }}",
        f"    location / {{ return 301 {place.origin}$request_uri; }}",
        "}",
        "",
    ]


def _listen(place: ServerPlace) -> list[str]:
    if not place.secure:
        return [f"    listen {place.http_port};", f"    listen [::]:{place.http_port};"]
    return [
        f"    listen {place.https_port} ssl http2;",
        f"    listen [::]:{place.https_port} ssl http2;",
        f"    ssl_certificate {quoted(place.certificate)};",
        f"    ssl_certificate_key {quoted(place.key)};",
        "    ssl_protocols TLSv1.2 TLSv1.3;",
    ]


def _headers(everywhere: dict[str, str]) -> list[str]:
    varied = {
        "Content-Security-Policy": "$newsroom_policy",
        "Cache-Control": "$newsroom_cache",
    }
    told = [
        f"    add_header {name} {varied.get(name) or quoted(value)} always;"
        for name, value in everywhere.items()
    ]
    return [*told, "    add_header Content-Disposition $newsroom_disposition;"]


def _locations(own: Iterable[Rule]) -> list[str]:
    typed = [
        f"    location ~* {rule.pattern} {{ types {{ }} default_type {rule.mime}; }}"
        for rule in own
        if rule.mime
    ]
    return [
        "    location ^~ /.well-known/acme-challenge/ { }",
        "    location ~ /\\. { return 404; }  # dotfiles are nobody's business",
        *typed,
        "    location / { try_files $uri $uri/ =404; }",
    ]
