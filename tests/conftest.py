# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fixtures for all tests."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.portal import Portal

# A job in the background ignores Ctrl-C, and so would all that the tests start and then stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long one example takes is no matter of right or wrong: a busy machine is no fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# What a quick run leaves out (`invoke test --quick`): what starts processes, builds the demo, or
# builds sites by the dozen. Folders stand for all in them. Of the engine it keeps exactness, by few
# sequences, and counts; of search all but long runs of edits.
SLOW = (
    "bridge",
    "site",
    "benchmarks",
    "deploy/test_redirects.py",
    "deploy/test_servers.py",
    "test_cli.py",
    "test_extensions.py",
    "test_installed.py",
    "test_pythons.py",
    "test_escaping.py",
    "arrange/test_broken.py",
    "arrange/test_collisions.py",
    "arrange/test_concerned.py",
    "arrange/test_links.py",
    "arrange/test_links_whatever.py",
    "arrange/test_places_and_people.py",
    "arrange/test_update.py",
    "commands/test_bulletin.py",
    "commands/test_check.py",
    "commands/test_freezing.py",
    "commands/test_letters.py",
    "commands/test_pictures.py",
    "commands/test_related_stories.py",
    "deploy/test_websub.py",
    "engine/test_bad_input.py",
    "engine/test_bad_names.py",
    "engine/test_checkout.py",
    "engine/test_counts_site.py",
    "engine/test_crash.py",
    "engine/test_damage.py",
    "engine/test_disk.py",
    "engine/test_doubts.py",
    "engine/test_errors_and_takedowns.py",
    "engine/test_everyday.py",
    "engine/test_folder.py",
    "engine/test_growth_of_work.py",
    "engine/test_hidden.py",
    "engine/test_idle.py",
    "engine/test_lost.py",
    "engine/test_moments.py",
    "engine/test_moves_in_time.py",
    "engine/test_others.py",
    "engine/test_readings.py",
    "engine/test_session.py",
    "engine/test_stamps.py",
    "engine/test_statics.py",
    "engine/test_strays.py",
    "engine/test_takedown.py",
    "engine/test_upgrades.py",
    "engine/test_workers.py",
    "pages/test_archive.py",
    "pages/test_attacks.py",
    "pages/test_banners.py",
    "pages/test_fuzz.py",
    "pages/test_growth.py",
    "pages/test_icons.py",
    "pages/test_identity.py",
    "pages/test_imprint.py",
    "pages/test_lists.py",
    "pages/test_machine.py",
    "pages/test_odd_papers.py",
    "pages/test_panels.py",
    "pages/test_plain.py",
    "pages/test_renamed.py",
    "pages/test_renditions.py",
    "pages/test_sitemaps.py",
    "pages/test_story_pictures.py",
    "pages/test_taxonomies.py",
    "pages/test_title_cards.py",
    "pictures/test_cluster.py",
    "pictures/test_attention.py",
    "pictures/test_broken.py",
    "pictures/test_full_disk.py",
    "pictures/test_heif.py",
    "pictures/test_idle.py",
    "pictures/test_inspect.py",
    "pictures/test_looks.py",
    "pictures/test_make.py",
    "pictures/test_memory.py",
    "read/markup/test_marks.py",
    "read/markup/test_paragraphs.py",
    "read/markup/test_words.py",
    "read/markup/test_xss.py",
    "read/test_body_growth.py",
    "read/test_body_limits.py",
    "read/test_body_properties.py",
    "read/test_body_work.py",
    "read/test_field_growth.py",
    "read/test_foreign.py",
    "read/test_properties.py",
    "related/test_exact.py",
    "search/test_exact.py",
    "store/test_private.py",
    "theme/test_weights.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in `SLOW`."""
    root = Path(__file__).parent
    places = [root / name for name in SLOW]
    assert all(place.exists() for place in places), "SLOW names a file that is not there"
    for item in items:
        if any(item.path.is_relative_to(place) for place in places):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Editors' messages in Vietnamese, whatever the machine's language."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """An empty site with registries."""
    return Portal(tmp_path)


def mounted(folder: Path, *options: str) -> bool:
    """Whether something could be mounted on a folder; only root may."""
    command = ["mount", *options, str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small disk of its own; needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(size: str) -> Path:
        if not mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs"):
            pytest.skip("needs a disk of its own, which only root may mount")
        return folder

    yield mount
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
