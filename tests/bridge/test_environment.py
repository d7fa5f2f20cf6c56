# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the environment decides: the clock, and the language of messages."""

from __future__ import annotations

import locale
from datetime import datetime

import pytest

from newsroom.bridge.portal import load_settings
from tests.bridge.project import Project, numbers, told
from tests.site.demo import HANOI


def epoch(text: str) -> str:
    """Seconds for SOURCE_DATE_EPOCH of a moment in Hanoi."""
    return str(int(datetime.fromisoformat(text).replace(tzinfo=HANOI).timestamp()))


def test_the_clock_publishes_and_takes_down(project: Project) -> None:
    """Nothing is edited: the same command, at another moment, brings a story and takes it away."""
    project.article("doi-song/2026/05/b.md", title="Đúng giờ", date="2026-05-10 07:00",
                    expires="2026-05-20 07:00")  # fmt: skip
    page, front = project.output / "2026/05/b.html", project.output / "index.html"
    ran = project.pelican(SOURCE_DATE_EPOCH=epoch("2026-05-10 06:59"))
    assert ran.returncode == 0
    assert not page.exists() and "Đúng giờ" not in front.read_text("utf-8")
    project.pelican(SOURCE_DATE_EPOCH=epoch("2026-05-10 07:00"))
    assert page.is_file() and "Đúng giờ" in front.read_text("utf-8")
    assert "Đúng giờ" in (project.output / "rss/doi-song.rss").read_text("utf-8")
    older = project.pelican(SOURCE_DATE_EPOCH=epoch("2026-05-12 07:01"))
    assert numbers(older) == (1, 1, 0)  # the sitemap of two days' news
    between = project.pelican(SOURCE_DATE_EPOCH=epoch("2026-05-20 06:59"))
    assert numbers(between) == (0, 0, 0)
    project.pelican(SOURCE_DATE_EPOCH=epoch("2026-05-20 07:00"))
    assert not page.exists() and "Đúng giờ" not in front.read_text("utf-8")


def test_the_next_change_is_told_in_the_papers_time(project: Project) -> None:
    """Whoever plans the next build reads the hour in Hanoi, wherever the machine stands."""
    project.article("doi-song/2027/05/b.md", date="2027-05-10 07:00")
    ran = project.pelican(TZ="UTC")
    assert "07:00 ngày 10/05/2027" in ran.stdout, told(ran)


def test_a_clock_that_is_no_number_is_refused(project: Project) -> None:
    ran = project.pelican(SOURCE_DATE_EPOCH="hôm nay")
    assert ran.returncode == 1 and "SOURCE_DATE_EPOCH" in ran.stderr
    assert "Traceback" not in told(ran)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"LANG": "en_US.UTF-8"}, "errors; nothing was written"),
        ({"LANG": "C"}, "lỗi"),
        ({"LANG": ""}, "lỗi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "errors; nothing was written"),
    ],
    ids=["en", "C", "none", "LC_ALL"],
)
def test_messages_are_vietnamese_unless_english_is_asked_for(
    project: Project, environment: dict[str, str], words: str
) -> None:
    project.article("cong-doan/2025/04/a.md", title=None)
    ran = project.pelican(**environment)
    assert ran.returncode == 1
    assert words in ran.stderr.splitlines()[-1]
    assert "content/cong-doan/2025/04/a.md:" in ran.stderr


def test_reading_the_settings_leaves_the_locale_alone(project: Project) -> None:
    """Pelican sets that of LOCALE ("C"): what has no encoding of its own is ASCII with it."""

    def own() -> tuple[str, str]:
        return locale.setlocale(locale.LC_ALL), locale.getpreferredencoding(do_setlocale=False)

    before = own()
    load_settings(project.root / "pelicanconf.py")
    assert own() == before
