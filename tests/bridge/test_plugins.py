# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plugins of Pelican that can do nothing here, that fail, or that write over our files."""

from __future__ import annotations

from pathlib import Path

import pelican

from newsroom.newspaper import templates
from tests.bridge.project import Project, Ran, numbers, told

IDLE = """
from pelican import signals

def note(generator):
    raise AssertionError("it never comes")

def register():
    signals.article_generator_finalized.connect(note)
    signals.article_generator_write_article.connect(note)
"""
HEARD = """
from pelican import signals

def note(path, context):
    print("viết", path)

def register():
    signals.content_written.connect(note)
    signals.article_generator_finalized.connect(note)
"""
ASKING = """
from pelican import signals

def change(host):
    host.settings["SITENAME"] = "Báo khác"

def count(generators):
    for generator in generators:
        for article in getattr(generator, "articles", ()):
            article.readtime = len(article.content)

def register():
    signals.initialized.connect(change)
    signals.all_generators_finalized.connect(count)
"""
WRITER = """
from pathlib import Path
from pelican import signals

def write(host):
    Path(host.settings["OUTPUT_PATH"], "sitemap.xml").write_text("của người khác")

def register():
    signals.finalized.connect(write)
"""
REWRITER = """
from pathlib import Path
from pelican import signals

def minify(path, context):
    if path.endswith(".html"):
        page = Path(path)
        page.write_text(page.read_text().replace("<!doctype html>", "<!DOCTYPE html> "))

def register():
    signals.content_written.connect(minify)
"""
FAULTY = """
from pelican import signals

def show(host):
    host.articles[0]

def register():
    signals.finalized.connect(show)
"""


SETTINGS = {"SITEURL": "https://bao-thu.vn", "PLUGIN_PATHS": ["plugins", "more"]}


def run(project: Project, text: str) -> Ran:
    project.plugin("them", text)
    return project.pelican(conf=project.conf(**SETTINGS, PLUGINS=["newsroom", "them"]))


def test_one_that_waits_for_what_never_comes_is_told(project: Project) -> None:
    ran = run(project, IDLE)
    assert ran.returncode == 0
    assert "them" in ran.stderr and "article_generator_finalized" in ran.stderr
    assert "docs/extending.md" in ran.stderr


def test_one_that_hears_something_is_told_what_it_waits_for_in_vain(project: Project) -> None:
    ran = run(project, HEARD)
    assert ran.returncode == 0 and "index.html" in ran.stdout
    (line,) = ran.stderr.splitlines()
    assert "một phần: article_generator_finalized không" in line


def test_one_that_hears_all_that_it_wants_is_not_told(project: Project) -> None:
    ran = run(project, HEARD.replace("signals.article_generator_finalized", "# signals"))
    assert ran.returncode == 0 and ran.stderr == "", told(ran)


def test_one_that_asks_generators_for_articles_is_told(project: Project) -> None:
    """Ours have none to give."""
    ran = run(project, ASKING)
    assert ran.returncode == 0
    assert "all_generators_finalized, initialized" in ran.stderr


def test_settings_are_those_of_the_file_whatever_a_plugin_makes_of_them(project: Project) -> None:
    """Pelican's signals have no order, so the change would count in one run and not in another."""
    ran = run(project, ASKING)
    assert ran.returncode == 0
    assert "Báo khác" not in (project.output / "index.html").read_text("utf-8")


def test_one_that_listens_to_nothing_is_not_told(project: Project) -> None:
    ran = run(project, "def register():\n    pass\n")
    assert ran.returncode == 0 and ran.stderr == "", told(ran)


def test_two_writers_of_one_file_are_an_error_and_ours_comes_back(project: Project) -> None:
    ran = run(project, WRITER)
    assert ran.returncode == 1 and "sitemap.xml" in ran.stderr
    sitemap = project.output / "sitemap.xml"
    assert sitemap.read_text("utf-8") == "của người khác"
    again = project.pelican(conf=project.conf(**SETTINGS))
    assert again.returncode == 0 and numbers(again)[1] == 1
    assert "sitemapindex" in sitemap.read_text("utf-8")


def test_who_rewrites_pages_as_they_are_announced_is_told(project: Project) -> None:
    ran = run(project, REWRITER)
    assert ran.returncode == 1 and "404.html" in ran.stderr
    lines = ran.stderr.splitlines()
    assert len(lines) == 6 and lines[-1].startswith("… và")  # five by name
    assert project.pelican(conf=project.conf(**SETTINGS)).returncode == 0
    for path in project.output.rglob("*.html"):
        assert "<!DOCTYPE html> " not in path.read_text("utf-8"), path


def test_one_that_fails_is_named(project: Project) -> None:
    ran = run(project, FAULTY)
    assert ran.returncode == 1
    assert "them" in ran.stderr and "AttributeError" in ran.stderr and "Traceback" not in ran.stderr


def test_a_theme_of_stock_pelican_is_told_at_once(project: Project) -> None:
    """With all settings of the demo: its files, and every template."""
    conf = project.conf(THEME="simple", NEWSROOM_TITLE_CARDS="2025-01-01", NEWSROOM_PICTURES=True)
    for ran in (project.pelican(conf=conf), project.newsroom("check", "-s", conf)):
        assert ran.returncode == 1 and "Traceback" not in ran.stderr
        stock = Path(pelican.__file__).parent / "themes/simple/templates"
        for name in ("cards.toml", "pictures.toml", *templates()):
            assert name in ran.stderr or (stock / name).exists(), name


def test_a_theme_of_stock_pelican_is_told_by_the_templates_that_it_lacks(project: Project) -> None:
    ran = project.pelican(conf=project.conf(THEME="simple", NEWSROOM_TITLE_CARDS=None))
    assert ran.returncode == 1
    for name in ("home.html", "section.html"):
        assert name in ran.stderr
    assert "Traceback" not in ran.stderr and not (project.output / "index.html").exists()
