# SPDX-License-Identifier: AGPL-3.0-or-later
"""Problems and how they are told."""

from __future__ import annotations

import pickle

import pytest

from newsroom import errors
from newsroom.errors import ContentError, NewsroomError, Problem, Problems


def test_a_problem_is_told_as_file_line_and_message() -> None:
    assert str(Problem("a/b.md", 4, "sai")) == "a/b.md:4: sai"
    assert str(Problem("a/b.md", 0, "sai")) == "a/b.md: sai"


def test_problems_are_sorted_by_file_and_line_each_once() -> None:
    problems = Problems()
    problems.error("b.md", 2, "y")
    problems.error("b.md", 10, "z")
    problems.error("a.md", 3, "x")
    problems.warning("a.md", 1, "w", code="lost-letter")
    problems.extend([Problem("a.md", 3, "x")])
    assert [str(problem) for problem in problems.errors] == ["a.md:3: x", "b.md:2: y", "b.md:10: z"]
    assert [str(problem) for problem in problems.warnings] == ["a.md:1: w"]
    assert len(problems) == len(list(problems)) == 5


def test_a_content_error_says_everything() -> None:
    found = [Problem("a.md", 1, "x"), Problem("b.md", 0, "y")]
    error = ContentError(found)
    assert error.problems == found
    assert str(error) == "a.md:1: x\nb.md: y"


KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, NewsroomError)
]


@pytest.mark.parametrize("kind", KINDS)
def test_errors_come_back_from_worker_processes(kind: type[NewsroomError]) -> None:
    error = kind([Problem("a.md", 1, "x")]) if kind is ContentError else kind("sai")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    if kind is not ContentError:  # reading never raises it: workers hand problems back
        assert str(again) == str(error)


def test_every_error_stands_in_the_tree_of_the_docstring() -> None:
    assert errors.__doc__ is not None
    assert [kind.__name__ for kind in KINDS if kind.__name__ not in errors.__doc__] == []
