# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build tells of a site that has errors, and what a reader sees of one that has none."""

from __future__ import annotations

import pytest

from newsroom.engine.build_report import BuildReport
from newsroom.errors import ContentError
from tests.portal import Portal


def problems_of(portal: Portal) -> list[str]:
    """The errors of a build that fails; nothing but housekeeping was written."""
    before = portal.tree() if portal.output.exists() else {}
    with pytest.raises(ContentError) as caught:
        portal.build()
    after = portal.tree()
    after.pop(".newsroom", None)
    before.pop(".newsroom", None)
    assert after == before
    return [str(problem) for problem in caught.value.problems]


def told_with_a_takedown(portal: Portal) -> list[str]:
    """The errors of a build that takes something down all the same."""
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert isinstance(caught.value.report, BuildReport) and caught.value.report.changed
    return [str(problem) for problem in caught.value.problems]


def title_of(portal: Portal, path: str = "2025/04/a.html") -> str:
    return portal.page(path).h1.text.strip()
