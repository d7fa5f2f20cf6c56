# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's command line on a tiny project: what works there works here."""

from __future__ import annotations

import pytest

from tests.bridge.project import Project, fetch, free_port, look, numbers, told
from tests.portal import read_tree


def test_a_build_ends_well_and_a_second_one_touches_nothing(project: Project) -> None:
    first = project.pelican()
    assert first.returncode == 0 and first.stderr == ""
    rendered, written, removed = numbers(first)
    assert rendered == written > 20 and removed == 0
    assert "\n1 bài: " in f"\n{first.stdout}" and "Done" not in first.stdout
    assert (project.output / "2025/04/a.html").is_file()
    before = look(project.output)
    second = project.pelican()
    assert second.returncode == 0 and numbers(second) == (0, 0, 0)
    assert look(project.output) == before


def test_one_edit_touches_only_what_shows_it(project: Project) -> None:
    for number in range(2, 6):
        name = f"doi-song/2025/0{number}/bai-{number}.md"
        project.article(name, date=f"2025-0{number}-01", summary="Sapo.")
    project.pelican()
    before = look(project.output)
    project.article("doi-song/2025/02/bai-2.md", "*Nội dung.*", date="2025-02-01", summary="Sapo.")
    after = project.pelican()
    changed = {path for path, stat in look(project.output).items() if before[path] != stat}
    assert changed == {"2025/02/bai-2.html"} and numbers(after)[1] == 1


def test_output_folder_theme_and_settings_by_options(project: Project) -> None:
    """``-o``, ``-t``, ``-e`` in one run."""
    theme = project.own_theme()
    base = theme / "templates/base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", "Giao diện khác</body>"), "utf-8")
    ran = project.pelican(
        "-o", "elsewhere", "-t", str(theme), "-e", 'SITENAME="Báo Mới"', "DEFAULT_PAGINATION=7"
    )
    assert ran.returncode == 0, told(ran)
    assert not project.output.exists()
    page = (project.root / "elsewhere/index.html").read_text("utf-8")
    assert "Giao diện khác" in page and "<title>Báo Mới" in page
    assert "Báo Mới" in (project.root / "elsewhere/rss/tin-moi.rss").read_text("utf-8")


def test_ignore_cache_builds_everything_anew_to_the_same_bytes(project: Project) -> None:
    rendered = numbers(project.pelican())[0]
    tree, before = read_tree(project.output), look(project.output)
    again = project.pelican("--ignore-cache")
    assert again.returncode == 0
    assert numbers(again)[:2] == (rendered, 0)
    assert read_tree(project.output) == tree and look(project.output) == before


@pytest.mark.parametrize("name", ["", "NEWSROOM_TAGLINE"])
def test_print_settings(built: Project, name: str) -> None:
    ran = built.pelican("--print-settings", *([name] if name else []))
    assert ran.returncode == 0, told(ran)
    assert "NEWSROOM_TAGLINE" in ran.stdout and "Tiếng nói của đoàn viên" in ran.stdout
    assert ("THEME" in ran.stdout) is (name == "")


def test_print_settings_builds_nothing(project: Project) -> None:
    project.pelican("--print-settings")
    assert not project.output.exists() and not (project.root / ".cache").exists()


def test_listen_serves_the_built_site(built: Project) -> None:
    port = free_port()
    arguments = ("-l", "-s", "pelicanconf.py", "-p", str(port), "-b", "127.0.0.1")
    with built.running("pelican", *arguments) as serving:
        serving.wait_for(lambda: fetch(f"http://127.0.0.1:{port}/"))
        assert "Bài một" in fetch(f"http://127.0.0.1:{port}/2025/04/a.html")
        assert fetch(f"http://127.0.0.1:{port}/khong-co.html") == ""


def test_the_published_site_has_a_folder_and_an_address_of_its_own(built: Project) -> None:
    before = look(built.output)
    ran = built.pelican(conf="publishconf.py")
    assert ran.returncode == 0, told(ran)
    assert look(built.output) == before
    public = built.root / "public"
    assert set(read_tree(public)) == set(read_tree(built.output))
    address = "https://congdoanthudo.example.org"
    page = (public / "2025/04/a.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{address}/2025/04/a.html">' in page
    for name in ("sitemap.xml", "robots.txt", "rss/tin-moi.rss"):
        text = (public / name).read_text("utf-8")
        assert f"{address}/" in text and "localhost" not in text


def test_an_unknown_option_is_refused(built: Project) -> None:
    assert built.pelican("--no-such-option").returncode != 0
