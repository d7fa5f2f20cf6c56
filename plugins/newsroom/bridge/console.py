# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor sees of a build: problems, and the last line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import msgspec

from newsroom.arrange import addresses
from newsroom.engine.build_report import BuildReport
from newsroom.errors import ERROR, Problem
from newsroom.messages import _, escaped_json, language, tell, tell_machine
from newsroom.store.sources import ARTICLE, PAGE

_SHOWN = 200
_NAMED = 10


def tell_problems(
    problems: Iterable[Problem], content: Path, report: BuildReport | None = None
) -> None:
    """Print problems to standard error, each as ``content/path:line: message``.

    After the first 200 only their number is told: nobody reads 10,000 lines. Warnings end in
    their code, by which the settings switch them, and in one count of them all. ``report`` is of
    what was done in spite of errors; its warnings are told, too, for no later build may read those
    files again, and the last line tells what was done.
    """
    found = [*problems, *(report.warnings if report is not None else ())]
    for problem in found[:_SHOWN]:
        tell(f"{content.name}/{marked(problem)}", to=sys.stderr)
    if len(found) > _SHOWN:
        message = _("… and {count} more, in {files} files.")
        files = len({problem.path for problem in found})
        tell(message.format(count=len(found) - _SHOWN, files=files), to=sys.stderr)
    errors = sum(problem.severity == ERROR for problem in found)
    if errors and report is not None and report.changed:
        for fault in report.faults:
            tell(fault, to=sys.stderr)
        tell_changes(report, errors + len(report.faults))
    elif errors:
        for fault in report.faults if report is not None else ():
            tell(fault, to=sys.stderr)
        message = _("{count} errors; nothing was written.")
        tell(message.format(count=errors), to=sys.stderr)
    elif found:
        message = _("{count} warnings in {files} files.")
        files = len({problem.path for problem in found})
        tell(message.format(count=len(found), files=files), to=sys.stderr)


def tell_changes(report: BuildReport, errors: int) -> None:
    """Print, to standard error and in one line, what went and came in spite of errors."""
    parts = [_("{count} errors; {held} files wait.").format(count=errors, held=len(report.held))]
    if report.taken_down:
        parts.append(_("Taken down: {paths}.").format(paths=_listed(report.taken_down)))
    if report.published:
        parts.append(_("Published: {paths}.").format(paths=_listed(report.published)))
    message = _("{written} files written, {removed} removed.")
    parts.append(message.format(written=report.written, removed=report.removed))
    tell(" ".join(parts), to=sys.stderr)


def _listed(paths: Sequence[str]) -> str:
    more = len(paths) - _NAMED
    if more <= 0:
        return ", ".join(paths)
    return _("{paths} and {count} more").format(paths=", ".join(paths[:_NAMED]), count=more)


def marked(problem: Problem) -> Problem:
    """The problem as it is told: a warning says that it is one, and ends in its code."""
    if problem.severity == ERROR:
        return problem
    message = f"{_('warning: ')}{problem.message} [{problem.code}]"
    return msgspec.structs.replace(problem, message=message)


def tell_previews(report: BuildReport, site_url: str) -> None:
    """Print where the drafts that were saved can be seen."""
    for address in report.unlisted[:_NAMED]:
        tell(_("Preview: {address}").format(address=site_url + address))
    if len(report.unlisted) > _NAMED:
        message = _("… and {count} more; all are listed at {address}")
        more = len(report.unlisted) - _NAMED
        tell(
            message.format(count=more, address=f"{site_url}{addresses.to_url(addresses.PREVIEWS)}")
        )


def _as_told(report: BuildReport) -> dict[str, Any]:
    """A report's fields, by the names that people and machines know them by."""
    found = {"articles": report.live.get(ARTICLE, 0), "pages": report.live.get(PAGE, 0)}
    found |= msgspec.structs.asdict(report)
    found["previews"] = found.pop("unlisted")
    del found["live"]
    return found


_REASONS = {
    "stamp": "the code or the settings have changed",
    "damaged": "the store was damaged",
}


def tell_report(report: BuildReport, zone: tzinfo) -> None:
    """Print what a build did, in one line; as JSON if the environment has NEWSROOM_REPORT=json.

    ``zone`` is the paper's, for the time of the next change.
    """
    if os.environ.get("NEWSROOM_REPORT") == "json":
        tell_machine(escaped_json(msgspec.json.encode(_as_told(report)).decode()) + "\n")
        return
    reason = _REASONS.get(report.reason, "")
    if reason:
        tell(_("Everything is built anew: {reason}.").format(reason=_(reason)))
    message = _(
        "{articles} articles: {read} files read, {rendered} pages rendered, "
        "{written} files written, {removed} removed in {time} s."
    )
    time = f"{report.seconds:.2f}".replace(".", "," if language() == "vi" else ".")
    tell(message.format(**_as_told(report), time=time))
    if report.next_due is not None:
        moment = datetime.fromtimestamp(report.next_due, zone)
        message = _("Next, at {moment}, something is published or taken down: build again then.")
        when = _("{time} on {day}").format(time=f"{moment:%H:%M}", day=f"{moment:%d/%m/%Y}")
        tell(message.format(moment=when))
