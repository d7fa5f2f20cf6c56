# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tiny project for tests that run Pelican as a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bridge.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one article, not built yet."""
    return Project(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that is built once for the tests of a module, which only look at it."""
    project = Project(tmp_path_factory.mktemp("project"))
    ran = project.pelican()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return project
