# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings for the published site: everything of pelicanconf.py, at its public address."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403 - Pelican's way of one settings file on another

SITEURL = "https://congdoanthudo.example.org"
# A folder of its own, so that writing (output/) and publishing don't rebuild each other's pages.
OUTPUT_PATH = "public"
