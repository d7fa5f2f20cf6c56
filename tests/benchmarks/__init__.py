# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks: builds of generated articles, ours and those of other generators. See __main__."""

import sys
from pathlib import Path

# `python -m tests.benchmarks` knows nothing of pytest's and mypy's paths.
sys.path.insert(0, str(Path(__file__).parents[2] / "plugins"))
