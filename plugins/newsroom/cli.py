# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command ``newsroom``: what people do with a paper, in any folder with a pelicanconf.py.

Worker processes import this module again, and a build is measured from its process's start: so
nothing but the command line comes in here, and each command imports what it needs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.arguments import Compared, Parser, beside, port
from newsroom.errors import ContentError, NewsroomError
from newsroom.messages import _, tell, tell_machine, traced
from newsroom.picturing import add_picturing
from newsroom.sending import add_sending

if TYPE_CHECKING:
    from newsroom.settings import Settings

# ruff: noqa: PLC0415 - see the module's text

Options = argparse.Namespace
CONF = "pelicanconf.py"

FAILED = 1
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; returns the exit status. What goes wrong is told here."""
    options = parser().parse_args(arguments)
    try:
        return options.command(options) or 0
    except ContentError as error:
        from newsroom.bridge.console import tell_problems

        tell_problems(error.problems, options.site.content)
        return _status(error)
    except NewsroomError as error:
        tell(*error.lines, to=sys.stderr)
        return _status(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # a fault in the code; what it says may quote anything
        tell(*traced(error), to=sys.stderr)
        return FAILED


def _status(error: NewsroomError) -> int:
    return int(getattr(error, "status", FAILED))


def _site(options: Options) -> Settings:
    """The paper's settings; whoever tells of its files later needs them, too."""
    from newsroom.bridge.portal import load_settings

    site = options.site = load_settings(options.settings, options.output)
    return site


# ----------------------------------------------------------------------------------- commands


def _build(options: Options) -> None:
    _heed()
    from newsroom.bridge.portal import run

    if options.json:
        os.environ["NEWSROOM_REPORT"] = "json"
    run(options.settings, options.output, fresh=options.fresh, adopt=options.adopt)


def _heed() -> None:
    """Be stopped in order, also while all that a build needs is being imported."""
    from newsroom.engine import interrupts

    interrupts.heed()


def _serve(options: Options) -> None:
    from newsroom.bridge.watch import serve

    serve(
        options.settings,
        options.port,
        host=options.host,
        drafts=options.drafts,
        output=options.output,
    )


def _new(options: Options) -> None:
    from newsroom.bridge.scaffold import Wishes, ask, start_article

    site = _site(options)
    wishes = Wishes(options.title, options.section, options.author, options.district)
    if sys.stdin.isatty():
        wishes = ask(site, wishes)
    _print(start_article(site, wishes))


def _check(options: Options) -> int:
    from newsroom.bridge.checking import check_files, compare_output

    site = _site(options)
    status = compare_output(site) if options.compare else 0
    if not _only_compared(options):
        status |= check_files(site, options.files, options.form, strict=options.strict)
    return status


def _only_compared(options: Options) -> bool:
    return options.compare and not options.files


def _due(options: Options) -> None:
    from newsroom.bridge.checking import list_due

    _print(list_due(_site(options)))


def _init(options: Options) -> None:
    from newsroom.bridge.init import start_paper

    _print(start_paper(options.folder))


def _why(options: Options) -> None:
    from newsroom.commands.why import explain

    _print(explain(_site(options), options.path))


def _related(options: Options) -> None:
    from newsroom.commands.related_stories import list_related

    _print(list_related(_site(options), options.path))


def _search(options: Options) -> None:
    from newsroom.commands.search import found_as_json, list_found

    if options.json:
        tell_machine(found_as_json(_site(options), options.text, options.limit))
    else:
        _print(list_found(_site(options), options.text, options.limit))


def _why_related(options: Options) -> None:
    from newsroom.commands.related_stories import why_related

    _print(why_related(_site(options), options.first, options.second))


def _related_freeze(options: Options) -> None:
    from newsroom.commands.freezing import freeze_weights

    _print(freeze_weights(_site(options)))


def _print(lines: list[str]) -> None:
    tell(*lines)


# ------------------------------------------------------------------------------- command line


def parser() -> Parser:
    """The whole command line."""
    whole = Parser(prog="newsroom", description=_("A newsroom's site, from its articles."))
    whole.add_argument("--version", action=_Version, nargs=0)
    kinds = whole.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), required=True, parser_class=Parser
    )
    commands = _Commands(kinds)
    _add_init(kinds)
    for add in (_add_writing, _add_checking, _add_asking):
        add(commands)
    add_sending(commands.add)
    add_picturing(commands.add)
    return whole


def _add_init(kinds: argparse._SubParsersAction[Parser]) -> None:
    text = _("Start a paper: its settings and registries, in an empty folder")
    made = kinds.add_parser("init", help=text, description=f"{text}.")
    made.add_argument("folder", type=_folder, nargs="?", default=Path(), metavar=_("FOLDER"))
    made.set_defaults(command=_init)


class _Commands:
    """Adds commands, each with the options that all have."""

    def __init__(self, commands: argparse._SubParsersAction[Parser]) -> None:
        self._commands = commands

    def add(
        self,
        name: str,
        command: Callable[[Options], int | None],
        text: str,
        conf: str = CONF,
        output: type[argparse.Action] | None = None,
    ) -> Parser:
        """A command and its parser; ``text`` is its help, a sentence without its full stop.

        ``output`` is what ``--output`` does, if it is more than to name the folder.
        """
        made = self._commands.add_parser(name, help=text, description=f"{text}.")
        made.set_defaults(command=command)
        made.add_argument(
            "-s",
            "--settings",
            type=Path,
            default=Path(conf),
            metavar=_("FILE"),
            help=_("the settings file (if not given: {name})").format(name=conf),
        )
        made.add_argument(
            "-o",
            "--output",
            type=_folder,
            metavar=_("FOLDER"),
            action=output or "store",
            help=_("the folder of the finished site (if not given: as in the settings)"),
        )
        return made


def _folder(text: str) -> Path:
    return Path(text).expanduser()


def _add_writing(commands: _Commands) -> None:
    build = commands.add("build", _build, _("Bring the site up to date with its articles"))
    build.add_argument(
        "--fresh", action="store_true", help=_("forget everything known and build from nothing")
    )
    build.add_argument(
        "--adopt", action="store_true", help=_("remove all that is not the site's from its folder")
    )
    build.add_argument(
        "--json", action="store_true", help=_("print the last line as JSON, for machines")
    )
    serve = commands.add(
        "serve", _serve, _("Show the site on this machine; a saved file shows by itself")
    )
    serve.add_argument(
        "--port", type=port, default=8000, metavar=_("NUMBER"), help=_("the port to open")
    )
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=_("ADDRESS"),
        help=_("the address to open; other machines see drafts, too (if not given: none does)"),
    )
    serve.add_argument(
        "--no-drafts", dest="drafts", action="store_false", help=_("leave drafts out")
    )
    new = commands.add(
        "new", _new, _("Start an article: a draft in its place; at a terminal, what lacks is asked")
    )
    new.add_argument("title", nargs="?", default="", metavar=_("TITLE"), help=_("the headline"))
    new.add_argument("--section", default="", metavar=_("FOLDER"), help=_("the section's folder"))
    new.add_argument("--author", default="", metavar=_("NAME"), help=_("the byline"))
    new.add_argument("--district", default="", metavar=_("UNIT"), help=_("the unit's name"))


def _add_checking(commands: _Commands) -> None:
    text = _("Say all that a build would say, and write nothing")
    check = commands.add("check", _check, text, output=Compared)
    check.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar=_("FILE"),
        help=_("what to look at (if not given: everything)"),
    )
    forms = check.add_mutually_exclusive_group()
    for name, text in (
        ("json", _("for programs: as JSON")),
        ("github", _("for GitHub: notes beside the lines")),
        ("gitlab", _("for GitLab: a report of code quality")),
    ):
        forms.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=text)
    check.add_argument(
        "--strict", action="store_true", help=_("end with status 1 for warnings, too")
    )
    check.set_defaults(compare=False)
    for option in ("--json", "--github", "--gitlab", "--strict"):  # of what articles are told
        check.refuse(option, lambda own: beside("--output") if _only_compared(own) else "")
    commands.add(
        "due", _due, _("List what is to be published or taken down, drafts, and files not read")
    )


def _add_asking(commands: _Commands) -> None:
    why = commands.add("why", _why, _("Say why a page was, or would be, rendered again"))
    why.add_argument("path", metavar=_("PAGE"), help=_("a page's file or address, or an article"))
    search = commands.add("search", _search, _("Search the finished site, as its readers do"))
    search.add_argument("text", metavar=_("TEXT"), help=_("what to look for"))
    search.add_argument(
        "--limit", type=int, default=10, metavar=_("NUMBER"), help=_("how many results to list")
    )
    search.add_argument("--json", action="store_true", help=_("for programs: as JSON"))
    related = commands.add("related", _related, _("List the stories related to an article"))
    related.add_argument("path", metavar=_("ARTICLE"), help=_("its file or address"))
    both = commands.add("why-related", _why_related, _("Say why two articles are related, or not"))
    both.add_argument("first", metavar=_("ARTICLE"), help=_("its file or address"))
    both.add_argument("second", metavar=_("OTHER"), help=_("another article's"))
    commands.add(
        "related-freeze",
        _related_freeze,
        _("Count words anew for related stories, once a year, on a quiet day"),
    )


class _Version(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __init__(self, **options: object) -> None:
        options["help"] = _("show the version and exit")
        super().__init__(**options)  # type: ignore[arg-type]  # argparse's own

    def __call__(self, parser: argparse.ArgumentParser, *_args: object, **_more: object) -> None:
        from importlib.metadata import version

        tell(f"newsroom {version('newsroom-portal')}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
