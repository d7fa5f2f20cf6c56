"""What an editor sees of a build: problems, progress, and the last line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from newsroom.build.report import Report
from newsroom.errors import ERROR, Problem
from newsroom.messages import _

_SHOWN = 200


def tell_problems(problems: Iterable[Problem], content: Path) -> None:
    """Print problems to standard error, each as ``content/path:line: message``.

    After the first 200 only their number is told: nobody reads 10,000 lines.
    """
    found = list(problems)
    for problem in found[:_SHOWN]:
        mark = "" if problem.severity == ERROR else _("warning: ")
        place, message = f"{content.name}/{problem.path}", problem.message
        line = f":{problem.line}" if problem.line else ""
        print(f"{place}{line}: {mark}{message}", file=sys.stderr)
    if len(found) > _SHOWN:
        message = _("… and {count} more, in {files} files.")
        files = len({problem.path for problem in found})
        print(message.format(count=len(found) - _SHOWN, files=files), file=sys.stderr)
    errors = sum(problem.severity == ERROR for problem in found)
    if errors:
        message = _("{count} errors; nothing was written.")
        print(message.format(count=errors), file=sys.stderr)


_REASONS = {
    "new": "",
    "stamp": "the code or the settings have changed",
    "damaged": "the store was damaged",
}


def tell_report(report: Report) -> None:
    """Print what a build did, in one line."""
    reason = _REASONS.get(report.reason, "")
    if reason:
        print(_("Everything is built anew: {reason}.").format(reason=_(reason)))
    message = _(
        "{articles} articles: {read} files read, {rendered} pages rendered, "
        "{written} files written, {removed} removed in {seconds:.2f} s."
    )
    print(
        message.format(
            articles=report.articles,
            read=report.read,
            rendered=report.rendered,
            written=report.written,
            removed=report.removed,
            seconds=report.seconds,
        )
    )


class Progress:
    """Listens to a build."""

    def __init__(self, written: Callable[[str], None]) -> None:
        self._written = written

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to clean up."""

    def phase(self, name: str, total: int) -> None:
        """A phase begins."""

    def step(self, count: int) -> None:
        """So many steps are done."""

    def written(self, save_as: str) -> None:
        """A file was put in its place."""
        self._written(save_as)
