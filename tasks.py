# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tasks for people: ``.venv/bin/invoke --list``.

What a paper needs is the command ``newsroom``, and works in any folder; here are its tasks for this
checkout, and those of whoever develops it.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from invoke import Context, Exit, task

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "plugins"))

from newsroom.messages import _  # noqa: E402 - the path comes first

BIN = Path(sys.executable).parent


def run(context: Context, command: str, **environment: str) -> None:
    """Run a command in the project's folder, with its output as it comes."""
    with context.cd(str(ROOT)):
        context.run(command, env=environment, pty=False, replace_env=False)


def newsroom(command: str, *arguments: str | bool, conf: str = "pelicanconf.py") -> None:
    """Do what ``newsroom COMMAND`` does, for this checkout; False leaves an argument out."""
    from newsroom.cli import main

    given = [argument for argument in arguments if isinstance(argument, str)]
    status = main([command, "-s", str(ROOT / conf), *given])
    if status:
        raise Exit(code=status)


def flag(name: str, given: bool) -> str | bool:
    """An option without a value."""
    return given and name


@task(
    help={
        "fresh": "forget everything known and build from nothing",
        "json": "print the last line as JSON, for machines",
    }
)
def build(context: Context, fresh: bool = False, json: bool = False) -> None:
    """Build the site into output/, as far as anything has changed."""
    newsroom("build", flag("--fresh", fresh), flag("--json", json))


@task(help={"path": "a page's file or address, or an article"})
def why(context: Context, path: str) -> None:
    """Say why a page was, or would be, rendered again."""
    newsroom("why", path)


@task(help={"path": "its file or address"})
def related(context: Context, path: str) -> None:
    """List the stories related to an article, with their scores."""
    newsroom("related", path)


@task(help={"first": "its file or address", "second": "another article's"})
def why_related(context: Context, first: str, second: str) -> None:
    """Say why two articles are related, or are not: the parts of their score."""
    newsroom("why-related", first, second)


@task
def related_freeze(context: Context) -> None:
    """Count words anew for related stories (once a year, on a quiet day); see docs/related.md."""
    newsroom("related-freeze")


@task(
    help={
        "port": "the port to open",
        "drafts": "leave drafts out",  # its option is --no-drafts
    }
)
def serve(context: Context, port: int = 8000, drafts: bool = True) -> None:
    """Serve the site on this machine; a saved file shows in the browser by itself."""
    newsroom("serve", "--port", str(port), flag("--no-drafts", not drafts))


@task(help={"tests": "run the tests, too"})
def check(context: Context, tests: bool = True) -> None:
    """What a reviewer asks for: style, types, tests."""
    run(context, f"{BIN}/ruff check plugins tests tools tasks.py pelicanconf.py publishconf.py")
    run(context, f"{BIN}/ruff format --check plugins tests tools tasks.py pelicanconf.py")
    run(context, f"{BIN}/mypy --strict plugins/newsroom")
    if tests:
        test(context)


@task(
    help={
        "title": "the headline",
        "section": "the section's folder",
        "author": "the byline",
        "district": "the unit's name",
    }
)
def new(
    context: Context,
    title: str = "",
    section: str = "",
    author: str = "",
    district: str = "",
) -> None:
    """Start an article: a file in its place, with its front matter filled in, as a draft."""
    options = ("--section", section, "--author", author, "--district", district)
    newsroom("new", *options, "--", title)


@task(
    help={
        "only": "a part of the tests, as pytest's -k",
        "path": "a file or folder of tests",
        "quick": "in a minute: no browser, no processes, few sequences of edits",
    }
)
def test(context: Context, only: str = "", path: str = "", quick: bool = False) -> None:
    """Run the tests on all processors; the twenty slowest are told, and CI=true adds long ones."""
    options = ["-n", "auto", "--dist", "worksteal", *([path] if path else [])]
    options += ["-k", only] if only else []
    options += ["-W", "error", "-m", "not slow and not browser"] if quick else ["--durations=20"]
    few = {"NEWSROOM_SEQUENCES": "4"} if quick else {}
    run(context, shlex.join([str(BIN / "pytest"), *options]), **few)


@task(
    help={
        "what": "builds (of generated articles), or related (the quality of related stories)",
        "sizes": "builds: numbers of articles, e.g. 1000,10000",
        "peers": "builds: e.g. hugo,pelican,nikola",
        "scenarios": "builds: e.g. clean,unchanged,publish,title,body,template",
        "repeat": "builds: turns of each edit",
        "data": "related, search: articles with known answers, as JSON lines (.gz)",
        "others": "related: strangers to them; how much of a panel is related",
    }
)
def bench(  # noqa: PLR0917 - invoke takes them by name
    context: Context,
    what: str,
    sizes: str = "1000",
    peers: str = "",
    scenarios: str = "clean,unchanged,publish,title,body",
    repeat: int = 3,
    data: str = "",
    others: str = "",
) -> None:
    """Measure: `bench builds` (docs/benchmarks.md), `bench related --data FILE` (related.md), or
    `bench search --data FILE` (search.md).
    """
    if what == "search" and data:
        run(context, f"{BIN}/python -m tests.benchmarks.search --data {shlex.quote(data)}")
        return
    if what == "related" and data:
        name = "related_panels" if others else "related"
        options = f"--data {shlex.quote(data)}" + f" --others {shlex.quote(others)}" * bool(others)
        run(context, f"{BIN}/python -m tests.benchmarks.{name} {options}")
        return
    if what != "builds":
        raise Exit("bench builds [--sizes …], or bench related (or search) --data FILE", 2)
    options = f"--sizes {sizes} --scenarios {scenarios} --repeat {repeat}"
    chosen = f" --peers {shlex.quote(peers)} --limits nikola=2000" if peers else ""
    run(context, f"{BIN}/python -m tests.benchmarks {options}{chosen}")


@task(
    help={
        "target": "where to, e.g. web@example.org:/var/www/site/",
        "dry": "only list what would be copied and removed",
        "full": "compare all files, not only those that have changed",
        "accept_lost": "give up addresses that lead nowhere now",
    }
)
def publish(
    context: Context,
    target: str,
    dry: bool = False,
    full: bool = False,
    accept_lost: bool = False,
) -> None:
    """Build the published site and copy what has changed to a server (rsync)."""
    options = (flag("--dry", dry), flag("--full", full), flag("--accept-lost", accept_lost))
    newsroom("publish", *options, "--", target, conf="publishconf.py")


@task
def check_output(context: Context) -> None:
    """Name the files of public/ that others have changed: every digest is compared."""
    newsroom("check", "--output", conf="publishconf.py")


@task
def messages(context: Context) -> None:
    """Bring the message catalogues up to date with the code and the theme."""
    run(context, f"{BIN}/python tools/catalogues.py")


# Editors see these in `invoke --list`, in the words of `newsroom --help`; the others are for those
# who develop the portal.
TOLD = {
    build: "Bring the site up to date with its articles",
    why: "Say why a page was, or would be, rendered again",
    related: "List the stories related to an article",
    why_related: "Say why two articles are related, or not",
    related_freeze: "Count words anew for related stories, once a year, on a quiet day",
    serve: "Show the site on this machine; a saved file shows by itself",
    new: "Start an article: a draft in its place; at a terminal, what lacks is asked",
    publish: "Build the published site and copy it to a server",
}
for _task, _text in TOLD.items():
    _task.__doc__ = f"{_(_text)}."
    _task.help = {_name: _(_what) for _name, _what in _task.help.items()}
