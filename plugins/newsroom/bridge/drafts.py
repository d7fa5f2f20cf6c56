# SPDX-License-Identifier: AGPL-3.0-or-later
"""The preview's list of what is not published yet, at ``/ban-nhap/``.

It is made from the store for who asks, and is no page of any build: so no draft's headline can
reach the files of a published site by it.

What it quotes is shown as messages show it: a name with a line's end, or with a sign that turns the
direction of what follows, looks like no other file's.
"""

from __future__ import annotations

import html
from itertools import groupby

from newsroom.commands.due import Due, find_waiting, head_of
from newsroom.errors import NewsroomError
from newsroom.messages import _, escaped, language
from newsroom.settings import Settings


def drafts_page(site: Settings, now: int) -> str:
    """The list as a page of HTML, with links to the articles' own previews."""
    try:
        found, told = find_waiting(site, now), _("Nothing waits: there is no draft.")
    except NewsroomError as error:
        found, told = [], str(error)
    title = _("Drafts and scheduled articles")
    parts = [f"<h1>{escape(title)}</h1>"]
    for kind, of_kind in groupby(found, lambda due: due.kind):
        items = "".join(_item(due, site) for due in of_kind)
        parts.append(f'<h2>{escape(head_of(kind))}</h2><ol class="notes">{items}</ol>')
    if not found:
        parts.append(f"<p>{escape(told)}</p>")
    return page(title, "".join(parts))


def _item(due: Due, site: Settings) -> str:
    time = ""
    if due.moment:
        shown = _("{time} on {day}").format(
            time=f"{due.moment:%H:%M}", day=f"{due.moment:%d/%m/%Y}"
        )
        time = f'<time datetime="{due.moment.isoformat()}">{escape(shown)}</time>'
    name = escape(due.title or due.path)
    if due.address:
        name = f'<a href="{escape(due.address)}">{name}</a>'
    return (
        f'<li class="note">{time}{name}'
        f'<code class="place">{escape(f"{site.content.name}/{due.path}")}</code></li>'
    )


def page(title: str, body: str) -> str:
    """A page of the preview's own, to which it adds its script as to all others."""
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/.preview/preview.css">'
        f'</head><body><main class="list">{body}</main></body></html>'
    )


def escape(text: str) -> str:
    """Text of others as HTML, with what can't be seen spelled out."""
    return html.escape(escaped(text))
