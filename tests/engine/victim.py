# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build in a process of its own, for tests that kill it; run as a script.

    python victim.py ROOT SITENAME

builds the site under ROOT with two worker processes. The environment may name a page: a worker
that comes to write it leaves its number in ROOT/at-work, waits until ROOT/go-on is there (or for
five seconds), writes the page, and leaves ROOT/wrote. Workers import this file, too, because their
job stands in it; so what it patches is patched there.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
sys.path[:0] = [str(HERE / "plugins"), str(HERE)]

from newsroom.engine import pipeline, render, workers  # noqa: E402 - the path comes first
from newsroom.engine.output import Output  # noqa: E402
from newsroom.errors import NewsroomError  # noqa: E402
from tests.portal import Portal  # noqa: E402

workers.WORTH_STARTING = 10
WAIT_AT = os.environ.get("VICTIM_WAITS_AT", "")
ROOT = Path(os.environ.get("VICTIM_ROOT", "."))


def wait_before_writing() -> None:
    write = Output.write

    def waiting(self: Output, save_as: str, *rest: Any) -> Any:
        if save_as == WAIT_AT:
            (ROOT / "at-work").write_text(str(os.getpid()))
            for _ in range(100):
                if (ROOT / "go-on").exists():
                    break
                time.sleep(0.05)
            found = write(self, save_as, *rest)
            (ROOT / "wrote").touch()
            return found
        return write(self, save_as, *rest)

    Output.write = waiting  # type: ignore[method-assign]


class Renderer(render.Renderer):
    """A job that brings this file into the worker process."""


if WAIT_AT:
    wait_before_writing()


def main(root: str, name: str) -> int:
    # This very file, under the name by which workers find it.
    setattr(pipeline, "Renderer", import_module("tests.engine.victim").Renderer)  # noqa: B010
    portal = Portal(Path(root), SITENAME=name, NEWSROOM_WORKERS=2)
    try:
        portal.build()
    except NewsroomError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
