# SPDX-License-Identifier: AGPL-3.0-or-later
"""Freezing the weights of words: read, count and write them down.

Worker processes read and count, a portion at a time, and nothing is kept of a portion but its
counts. Portions follow from the files alone and are joined in their order, so any number of
processes writes the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from newsroom.commands.words import WordsReading, article_files, words_of
from newsroom.engine.ingest import Ingest, Task
from newsroom.engine.workers import Workers
from newsroom.errors import ContentError, Problem, Problems
from newsroom.messages import _
from newsroom.related.weights import count_terms, join_counts, step_of, table_of
from newsroom.settings import Settings

_PORTION = 100  # articles: enough to share words, few enough to keep all processes at work


class _Counted(msgspec.Struct, frozen=True):
    """A portion: how many of its articles are published, and in how many of these each term is."""

    articles: int
    counts: Counter[str]
    problems: tuple[Problem, ...]


class _Counting(Ingest):
    """Counts files; one in each worker process."""

    def count(self, tasks: list[Task]) -> _Counted:
        """Read and count a portion."""
        taken = [self.take(task) for task in tasks]
        words = [found for one in taken if (found := words_of(one)) is not None]
        problems = tuple(problem for one in taken for problem in one.problems)
        return _Counted(len(words), count_terms(words), problems)


def freeze_weights(settings: Settings) -> list[str]:
    """Count the terms of published articles and write the site's table of weights.

    Returns a line that tells it. The next build computes all lists anew. Of a large archive every
    so many-th file is read (`newsroom.related.weights.step_of`).

    Raises:
        ContentError: sources that were read have errors; nothing was written.
    """
    files = article_files(settings)
    step = step_of(len(files))
    problems = Problems()
    tasks = [Task(path, files[path].kind, b"", files[path].name) for path in list(files)[::step]]
    counted, counts = join_counts(_portions(settings, tasks, problems))
    if problems.errors:
        raise ContentError(problems.errors)
    count = min(counted * step, len(files))
    target = settings.content / settings.weights_path
    temporary = target.with_suffix(".tmp")
    temporary.write_bytes(table_of(counts, count, step))
    temporary.replace(target)
    message = _("{file}: the weights of words in {count} articles; everything is built anew next.")
    return [message.format(file=target, count=count)]


def _portions(
    settings: Settings, tasks: list[Task], problems: Problems
) -> Iterator[tuple[int, Counter[str]]]:
    batches = [tasks[start : start + _PORTION] for start in range(0, len(tasks), _PORTION)]
    with (
        Workers(settings.newsroom.workers) as workers,
        workers.pool(_Counting, (settings, WordsReading), "count", items=len(tasks)) as pool,
    ):
        for portion in pool.map(batches):
            problems.extend(portion.problems)
            yield portion.articles, portion.counts
