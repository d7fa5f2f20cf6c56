# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random sequences of edits until so many builds were compared with clean ones.

``python -m tests.engine.sequences 6000`` runs the machines of `tests.engine.test_exactness` and
`tests.engine.test_upgrades` (one portion in twenty) on all processors, and says how many builds
were compared, by which seeds. A seed is a portion of sequences: ``--seed 17 1`` repeats that alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import redirect_stdout
from io import StringIO
from itertools import count
from multiprocessing import get_context

import hypothesis.core
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.engine.test_exactness import Edits
from tests.engine.test_upgrades import Upgrades

PORTION = 4  # sequences of a seed
EVERY = 20  # so many portions of edits come with one sequence of upgrades


def portion(seed: int) -> tuple[int, int, str]:
    """Run a portion; the seed, how many builds were compared, and what was wrong."""
    machine: type[RuleBasedStateMachine] = Upgrades if seed % EVERY == EVERY - 1 else Edits
    before = machine.compared  # type: ignore[attr-defined]  # both have it
    told = StringIO()
    hypothesis.core.global_force_seed = seed
    try:
        with redirect_stdout(told):
            run_state_machine_as_test(machine, settings=_settings(machine))
    except BaseException:
        traceback.print_exc(file=told)
        return seed, machine.compared - before, told.getvalue()  # type: ignore[attr-defined]
    return seed, machine.compared - before, ""  # type: ignore[attr-defined]


def _settings(machine: type[RuleBasedStateMachine]) -> settings:
    return settings(
        max_examples=1 if machine is Upgrades else PORTION,
        stateful_step_count=12,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )


def run(builds: int, seed: int, processes: int) -> Iterator[tuple[int, int, str]]:
    """Portions, as they end, until so many builds were compared."""
    seeds, compared = count(seed), 0
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        running = {pool.submit(portion, next(seeds)) for _process in range(processes)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                compared += future.result()[1]
                yield future.result()
                if compared < builds:
                    running.add(pool.submit(portion, next(seeds)))


def main() -> int:
    """Run the machines; the exit status is 1 if a build differed from a clean one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("builds", type=int, help="how many builds to compare at least")
    parser.add_argument("--seed", type=int, default=0, help="the first portion's seed")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    started, compared, portions, wrong = time.monotonic(), 0, 0, 0
    for seed, builds, fault in run(given.builds, given.seed, given.processes):
        compared, portions, wrong = compared + builds, portions + 1, wrong + bool(fault)
        if fault:
            print(f"seed {seed}:\n{fault}")
        elif portions % 25 == 0:
            print(f"{compared} builds compared", file=sys.stderr)
    minutes = (time.monotonic() - started) / 60
    last = given.seed + portions - 1
    print(
        f"{compared} builds compared with clean ones, in {portions} portions"
        f" (seeds {given.seed} to {last}), {minutes:.0f} minutes: {wrong} portions with a fault"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
