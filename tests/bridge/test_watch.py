# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing with a watcher at work: a saved file shows, and no fault ends or spins it."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bridge.project import Project, Running, fetch, free_port, save


def spins(running: Running) -> bool:
    """Whether a watcher works while nobody does anything."""
    time.sleep(1)
    before = running.busy
    time.sleep(2)
    return running.busy - before > 0.3


def test_autoreload_follows_edits_and_survives_faults(project: Project) -> None:
    page, source = project.output / "2025/04/a.html", project.content / "cong-doan/2025/04/a.md"
    text = source.read_text("utf-8")
    fault = "content/cong-doan/2025/04/a.md:3:"

    def shows(words: str) -> Callable[[], bool]:
        return lambda: page.is_file() and words in page.read_text("utf-8")

    with project.running("pelican", "content", "-r", "-s", "pelicanconf.py") as watcher:
        watcher.wait_for(shows("Bài một"))
        save(watcher, source, text + "Sửa lần một.", shows("Sửa lần một."))
        broken = text.replace("2025-04-22", "2025-02-30")
        save(watcher, source, broken, lambda: fault in watcher.said)
        assert not spins(watcher), "a faulty article makes it build again and again"
        assert watcher.alive and shows("Sửa lần một.")()
        save(watcher, source, text + "Sửa lần hai.", shows("Sửa lần hai."))


def test_autoreload_survives_a_broken_template(project: Project) -> None:
    theme = project.own_theme()
    template = theme / "templates/article.html"
    sound = template.read_text("utf-8")
    page = project.output / "2025/04/a.html"
    arguments = ("content", "-r", "-s", "pelicanconf.py", "-t", str(theme))
    with project.running("pelican", *arguments) as watcher:
        watcher.wait_for(lambda: "1 bài: " in watcher.said)
        broken = sound.replace("<h1>", "<h1>{{ page.titel }}")
        save(watcher, template, broken, lambda: "titel" in watcher.said)
        assert not spins(watcher), "a broken template makes it build again and again"
        mended = sound.replace("<h1>", '<h1 class="moi">')
        save(watcher, template, mended, lambda: 'class="moi"' in page.read_text("utf-8"))


def test_autoreload_and_listen_together(project: Project) -> None:
    port = free_port()
    arguments = ("content", "-lr", "-s", "pelicanconf.py", "-p", str(port), "-b", "127.0.0.1")
    source = project.content / "cong-doan/2025/04/a.md"
    with project.running("pelican", *arguments) as watcher:
        url = f"http://127.0.0.1:{port}/2025/04/a.html"
        watcher.wait_for(lambda: "Bài một" in fetch(url))
        text = source.read_text("utf-8") + "Đã sửa."
        save(watcher, source, text, lambda: "Đã sửa." in fetch(url))
