# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a finished site's index of search, as its readers do."""

from __future__ import annotations

import msgspec

from newsroom.arrange import addresses
from newsroom.errors import StoreError
from newsroom.messages import _
from newsroom.search.index import Answer, SearchIndex
from newsroom.settings import Settings

_FIELDS = ("title", "url", "date", "score")


def search(
    settings: Settings, text: str, limit: int = 10
) -> tuple[Answer, list[dict[str, object]]]:
    """What answers a question, and of the first ``limit`` results title, url, date, score.

    Raises:
        StoreError: the site has no index, or one of another format.
    """
    folder = settings.output / addresses.SEARCH_FOLDER
    try:
        index = SearchIndex(lambda name: (folder / name).read_bytes())
    except (OSError, ValueError, KeyError) as error:
        message = _(
            "There is no search in {folder}; set NEWSROOM_SEARCH = True and build the site."
        )
        raise StoreError(message.format(folder=settings.output)) from error
    answer = index.answer(text)
    rows = index.results(answer.hits[:limit])
    return answer, [{name: row[name] for name in _FIELDS} for row in rows]


def list_found(settings: Settings, text: str, limit: int) -> list[str]:
    """Lines that tell what answers a question, best first."""
    answer, rows = search(settings, text, limit)
    lines = [_("{count} results for “{text}”").format(count=len(answer.hits), text=text)]
    for rank, row in enumerate(rows, 1):
        lines.append(f"{rank:>4}. {row['score']:>9}  {row['title']}")
        lines.append(f"{'':>17}{row['date']}  {row['url']}")
    if answer.lost:
        lost = ", ".join(answer.lost)
        lines.append(
            _("Part of the index can't be read ({files}): some are missing.").format(files=lost)
        )
    return lines


def found_as_json(settings: Settings, text: str, limit: int) -> str:
    """The same for machines: ``count``, ``results`` (title, url, date, score), ``lost`` files."""
    answer, rows = search(settings, text, limit)
    made = {"count": len(answer.hits), "results": rows, "lost": answer.lost}
    return msgspec.json.encode(made).decode()
