# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``newsroom check`` and ``newsroom due`` print: for people, and in the forms of machines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

from newsroom.bridge.console import marked
from newsroom.commands.check import Checked, check
from newsroom.commands.due import find_due, tell_due
from newsroom.engine import clock
from newsroom.engine.folder import check_output
from newsroom.errors import ERROR, Problem
from newsroom.messages import _, escaped, escaped_json, tell, tell_machine
from newsroom.settings import Settings

# Where a CI has the repository, whose files its notes name.
_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def check_files(
    site: Settings, files: list[Path], form: str | None = None, *, strict: bool = False
) -> int:
    """Print what a build would say of these files (of all, if there are none).

    ``form`` is "json", "github", "gitlab", or None for people. Returns the exit status: 1 if there
    is an error, or, if ``strict``, a warning.

    Raises:
        SettingsError, BusyError: see `newsroom.commands.check.check`.
    """
    checked = check(_stores(site), clock.now(), files)
    for line in _FORMS[form](checked, _shown(site.content)):
        if form is None:
            tell(line)
        else:
            tell_machine(f"{line}\n")
    if files and not checked.by_store:
        tell(_("Nothing is built yet, so everything was read; build once."), to=sys.stderr)
    if checked.elsewhere:
        message = _("{count} errors in other files that have changed; newsroom check tells them.")
        tell(message.format(count=checked.elsewhere), to=sys.stderr)
    return int(bool(checked.problems if strict else checked.errors))


def compare_output(site: Settings) -> int:
    """Print what others did to the output folder; the exit status is 1 if they did anything.

    Raises:
        StoreError: nothing was built yet.
    """
    found = check_output(site)
    tell(*(found or [_("Every file is as it was written.")]))
    return int(bool(found))


def list_due(site: Settings) -> list[str]:
    """Lines that tell what is to come; if there are errors, that is told on standard error.

    Raises:
        BusyError: a build is at work on the same store.
    """
    found, errors = find_due(_stores(site), site, clock.now())
    if errors:
        message = _("{count} errors; what they concern may lack here: newsroom check tells them.")
        tell(message.format(count=errors), to=sys.stderr)
    return tell_due(found, _shown(site.content))


def _stores(site: Settings) -> tuple[Settings, Settings]:
    """Whose stores are asked: that of builds; else that of the preview, for who only writes."""
    return site, site.for_preview()


def _shown(content: Path) -> str:
    """The content folder as notes name it: seen from the repository, or from where we are."""
    bases = [Path(os.environ[name]) for name in _CHECKOUTS if os.environ.get(name)]
    for base in (*bases, Path.cwd()):
        if content.is_relative_to(base.resolve()):
            return content.relative_to(base.resolve()).as_posix()
    return content.name


# -------------------------------------------------------------------------------------- forms


def _for_people(checked: Checked, content: str) -> Iterator[str]:
    yield from (f"{content}/{marked(problem)}" for problem in checked.problems)
    warnings = len(checked.problems) - checked.errors
    if not checked.problems:
        yield _("No errors.")
    else:
        message = _("{errors} errors, {warnings} warnings.")
        yield message.format(errors=checked.errors, warnings=warnings)


def _as_json(checked: Checked, content: str) -> Iterator[str]:
    problems = [
        {
            "file": f"{content}/{problem.path}",
            "line": problem.line,
            "severity": problem.severity,
            "code": problem.code,
            "message": escaped(problem.message),
        }
        for problem in checked.problems
    ]
    warnings = len(problems) - checked.errors
    whole = {"problems": problems, "errors": checked.errors, "warnings": warnings}
    yield escaped_json(msgspec.json.encode(whole).decode())


def _for_github(checked: Checked, content: str) -> Iterator[str]:
    """Workflow commands, which GitHub shows beside the lines."""
    for problem in checked.problems:
        file = _property(f"{content}/{problem.path}")
        line = f",line={problem.line}" if problem.line else ""
        title = f",title={problem.code}" if problem.code else ""
        yield f"::{problem.severity} file={file}{line}{title}::{_data(problem.message)}"


def _data(text: str) -> str:
    return escaped(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _for_gitlab(checked: Checked, content: str) -> Iterator[str]:
    """A Code Quality report, which GitLab shows in merge requests."""
    seen: dict[str, int] = {}
    report = []
    for problem in checked.problems:
        path = f"{content}/{problem.path}"
        # Without its line, or an edit above it would make an old problem a new one.
        same = f"{path}\0{problem.code}\0{problem.message}"
        seen[same] = seen.get(same, 0) + 1
        number = blake2b(f"{same}\0{seen[same]}".encode(), digest_size=16).hexdigest()
        report.append(_quality(problem, path, number))
    yield escaped_json(msgspec.json.encode(report).decode())


def _quality(problem: Problem, path: str, fingerprint: str) -> dict[str, object]:
    return {
        "description": escaped(problem.message),
        "check_name": problem.code or "newsroom",
        "fingerprint": fingerprint,
        "severity": "major" if problem.severity == ERROR else "minor",
        "location": {"path": path, "lines": {"begin": max(1, problem.line)}},
    }


_FORMS: dict[str | None, Callable[[Checked, str], Iterator[str]]] = {
    None: _for_people,
    "json": _as_json,
    "github": _for_github,
    "gitlab": _for_gitlab,
}
