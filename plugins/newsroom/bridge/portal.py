# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican as the host.

Pelican's own generators for articles, pages and static files stay idle: their settings are read
into our typed ones, then emptied. One generator of ours does the build.
"""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.log import console
from pelican.log import init as init_logging
from pelican.settings import DEFAULT_CONFIG
from pelican.settings import read_settings as read_pelican_settings
from rich.console import Console

from newsroom.bridge import plugins
from newsroom.bridge.console import tell_changes, tell_problems, tell_report
from newsroom.bridge.host import HostConsole, explained, kept_locale, refused, speak
from newsroom.bridge.progress import Progress
from newsroom.engine import clock, folder, interrupts, last_good
from newsroom.engine.build_report import BuildReport
from newsroom.engine.store_path import path_of, store_path
from newsroom.errors import ContentError, NewsroomError, SettingsError
from newsroom.messages import _, tell
from newsroom.newspaper import build, templates
from newsroom.settings import Settings, read_settings, settings_warnings
from newsroom.store.database import discard
from newsroom.store.sources import ARTICLE, PAGE

# Here, since faults of the settings file are told before a plugin is asked.
speak(pelican)

SETTINGS = "_newsroom"
FRESH = "_newsroom_fresh"  # somebody wants a build from nothing
FAULTS = "_newsroom_faults"
CHANGED = 3
"""The exit status of a run with errors that has changed the site all the same."""
REWRITTEN = "_newsroom_rewritten"  # files that are others since they were announced
WRITTEN = "_newsroom_written"  # the files at the top of the output, as our build left them
STARTED = "_newsroom_started"  # set once a run of this process has begun: watching goes on

_IDLE: dict[str, Any] = {
    "ARTICLE_PATHS": [],
    "PAGE_PATHS": [],
    "STATIC_PATHS": [],
    "THEME_STATIC_PATHS": [],
    "DIRECT_TEMPLATES": [],
    "CACHE_CONTENT": False,
    "FEED_ATOM": None,
    "FEED_RSS": None,
    "FEED_ALL_ATOM": None,
    "FEED_ALL_RSS": None,
    "CATEGORY_FEED_ATOM": None,
    "CATEGORY_FEED_RSS": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "TAG_FEED_ATOM": None,
    "TAG_FEED_RSS": None,
    "TRANSLATION_FEED_ATOM": None,
    "TRANSLATION_FEED_RSS": None,
}


def connect() -> None:
    """Connect to Pelican's signals."""
    signals.initialized.connect(take_settings)
    signals.get_generators.connect(get_generator)


def take_settings(host: pelican.Pelican) -> None:
    """Read our settings once, and leave Pelican's own generators nothing to do."""
    if SETTINGS not in host.settings:
        try:
            host.settings[SETTINGS] = _typed(host.settings)
        except SettingsError as error:
            kept = last_good.find(host.settings)
            faults = [*refused, *error.lines]
            if kept is None:
                _fail(*faults)
            # What has to go, goes by the last good settings.
            host.settings[SETTINGS], host.settings[FAULTS] = kept, faults
            host.settings.update(_IDLE)
            return
        if refused:
            _fail(*refused)
        for warning in settings_warnings(host.settings, DEFAULT_CONFIG):
            tell(_("warning: ") + warning, to=sys.stderr)
        host.settings.update(_IDLE)


def load_settings(conf: Path, output: Path | None = None) -> Settings:
    """The typed settings of a settings file, without a run of Pelican.

    ``output`` stands for OUTPUT_PATH, as with Pelican's ``-o``.

    Raises:
        SettingsError: there is no such file, it can't be run, or it has faults of ours.
    """
    return _typed(_raw_settings(conf, output))


def _typed(raw: dict[str, Any]) -> Settings:
    """The typed settings; if they are wrong, what templates the theme lacks is told, too."""
    try:
        return read_settings(raw, DEFAULT_CONFIG)
    except SettingsError as error:
        folder_of = Path(raw["THEME"], "templates")
        lacks = [name for name in templates() if not (folder_of / name).is_file()]
        if not lacks:
            raise
        message = _(
            "THEME: {path} is no theme of this portal; it lacks the templates {names}. "
            "See docs/theme.md."
        )
        told = message.format(path=raw["THEME"], names=", ".join(lacks))
        raise SettingsError(*error.lines, told) from error


def output_of(conf: Path, output: Path | None = None) -> Path:
    """The output folder of a settings file, whatever else is wrong with it."""
    return Path(_raw_settings(conf, output)["OUTPUT_PATH"]).resolve()


def site_url_of(conf: Path) -> str:
    """The SITEURL of a settings file, whatever else is wrong with it."""
    return str(_raw_settings(conf, None).get("SITEURL") or "")


def store_of(conf: Path, output: Path | None = None) -> Path:
    """The store of a settings file's output folder, whatever else is wrong with it."""
    cache = Path(_raw_settings(conf, output).get("CACHE_PATH") or "cache").resolve()
    return path_of(cache, output_of(conf, output))


def _raw_settings(conf: Path, output: Path | None) -> dict[str, Any]:
    if not conf.is_file():
        message = _("There is no {path} here; go to the paper's folder, or name one with -s.")
        raise SettingsError(message.format(path=conf))
    # Not Path.resolve: the folder may be a link that is to be kept.
    override = {"OUTPUT_PATH": os.path.abspath(output)} if output else {}  # noqa: PTH100 - see above
    try:
        with kept_locale():
            return dict(read_pelican_settings(str(conf), override=override))
    except NewsroomError:
        raise
    except Exception as error:  # a settings file is a program: anything may happen in it
        if told := explained(str(error)):
            raise SettingsError(told) from error
        message = _("{path} can't be used as settings ({kind}: {error}).")
        kind = type(error).__name__
        raise SettingsError(message.format(path=conf, kind=kind, error=error)) from error


def run(
    conf: Path, output: Path | None = None, *, fresh: bool = False, adopt: bool = False
) -> None:
    """One run of Pelican, as its own command line does it, but for its last line.

    ``fresh``: forget everything known, and build from nothing. ``adopt``: the output folder is the
    site's alone from now on, whatever lies in it.

    Raises:
        SettingsError: see `load_settings`, `newsroom.engine.folder.adopt`.
        SystemExit: the build failed; the reasons have been told.
    """
    raw = _raw_settings(conf, output)
    raw[FRESH] = fresh
    if adopt:
        parts = (conf, Path(raw["PATH"]), Path(raw["THEME"]))
        folder.adopt(Path(raw["OUTPUT_PATH"]).resolve(), [part.resolve() for part in parts])
    init_logging(level=logging.WARNING, name="pelican")
    # That line counts, in English, what ours has told. It is printed to this name alone.
    pelican.console = HostConsole(Console(quiet=True))
    wanted = raw["PELICAN_CLASS"]
    host = Portal if wanted is pelican.Pelican else _class(wanted)
    host(raw).run()


def _class(wanted: Any) -> Any:
    """The class that PELICAN_CLASS is, or names."""
    if not isinstance(wanted, str):
        return wanted
    module, _dot, name = wanted.rpartition(".")
    return getattr(import_module(module), name)


def get_generator(host: pelican.Pelican) -> type:
    """Our generator."""
    return NewsroomGenerator


class NewsroomGenerator:
    """Runs the build when Pelican asks for output.

    Pelican's `Generator` is not its base: that would make a template environment and readers for
    every file format, which nobody uses, at the start of each build.
    """

    def __init__(
        self, context: dict[str, Any], settings: dict[str, Any], output_path: str, **_kwargs: object
    ) -> None:
        self.context = context
        self.settings = settings
        self.output_path = output_path

    def generate_output(self, writer: object) -> None:
        """Bring the output folder up to date, and report.

        Raises:
            SystemExit: the build failed; the reasons have been told.
        """
        settings: Settings = self.settings[SETTINGS]
        # Pelican's LOAD_CONTENT_CACHE is about its own cache, and off by default; only the flag
        # says that somebody wants a build from nothing.
        wanted = "--ignore-cache" in sys.argv or self.settings.get(FRESH)
        if wanted and not self.settings.get(STARTED):
            discard(store_path(settings))
        self.settings[STARTED] = True
        progress = Progress(console, self._sent)
        try:
            with progress:
                faults = self.settings.get(FAULTS, ())
                report = build(settings, clock.now(), listener=progress, faults=faults)
        except interrupts.Interrupted:
            message = _("Stopped before the end; build again before anything is published.")
            tell(message, to=sys.stderr)
            raise
        except ContentError as error:
            tell_problems(error.problems, settings.content, _report_of(error))
            raise SystemExit(_status(error)) from None
        except NewsroomError as error:
            tell(*error.lines, to=sys.stderr)
            done = _report_of(error)
            if done is not None and done.changed:
                tell_changes(done, len(error.lines))
            raise SystemExit(_status(error)) from None
        tell_problems(report.warnings, settings.content)
        tell_report(report, settings.zone)
        self.context["newsroom_report"] = report
        self.settings[WRITTEN] = plugins.states(settings.output)

    def _sent(self, save_as: str) -> None:
        if signals.content_written.receivers:
            path = str(Path(self.output_path, save_as))
            before = plugins.state(path)
            signals.content_written.send(path, context=self.context)
            if plugins.state(path) != before:
                self.settings.setdefault(REWRITTEN, []).append(save_as)


def _report_of(error: NewsroomError) -> BuildReport | None:
    return error.report if isinstance(error.report, BuildReport) else None


def _status(error: NewsroomError) -> int:
    """3 if what had to go has gone, and may be copied to a server; 1 if nothing has changed."""
    report = _report_of(error)
    return CHANGED if report is not None and report.changed else 1


def _fail(*lines: str) -> None:
    tell(*lines, to=sys.stderr)
    raise SystemExit(1)


class Portal(pelican.Pelican):  # type: ignore[misc]  # Pelican has no types
    """Pelican with two habits mended, for ``PELICAN_CLASS``.

    A plugin that can't be loaded ends the run, instead of a site without it; and while watching
    (``--autoreload``) a faulty article is told once, until a file changes again.
    """

    def init_plugins(self) -> None:
        """Load the plugins.

        Raises:
            SystemExit: one of them can't be loaded or registered.
        """
        wanted = list(self.settings.get("PLUGINS") or [])
        super().init_plugins()
        if len(self.plugins) < len(wanted):
            loaded = {plugin.__name__.rpartition(".")[2] for plugin in self.plugins}
            lost = [str(name) for name in wanted if str(name).rpartition(".")[2] not in loaded]
            message = _("These plugins could not be loaded: {names}. Nothing was built.")
            _fail(message.format(names=", ".join(lost)))
        for line in plugins.idle(self.plugins):
            tell(_("warning: ") + line, to=sys.stderr)
        if any(take_settings is heard for heard in signals.initialized.receivers_for(self)):
            # Pelican's signals have no order: another's change of settings would count, or not.
            take_settings(self)

    def run(self) -> None:
        """Build the site once."""
        watching = sys._getframe(1).f_code is pelican.autoreload.__code__
        try:
            super().run()
            self._check_writers()
        except SystemExit:
            if not watching:
                raise
        except Exception as error:
            # Pelican would try again at once, and for ever, without waiting for a change.
            told = plugins.failed(error, self.plugins)
            if told and not watching:
                _fail(told)
            if not watching:
                raise
            tell(told or f"{type(error).__name__}: {error}", to=sys.stderr)

    def _check_writers(self) -> None:
        """Two writers of one file are an error."""
        before = self.settings.get(WRITTEN)
        if before and len(self.plugins) > 1:
            rewritten = self.settings.pop(REWRITTEN, ())
            lines = plugins.overwritten(self.settings[SETTINGS].output, before, rewritten)
            if lines:
                _fail(*lines)

    def _get_generator_classes(self) -> list[type]:
        # Pelican looks for its own two at the end, to count what they made.
        idle = {ArticlesGenerator: IdleArticles, PagesGenerator: IdlePages, StaticGenerator: None}
        classes = [idle.get(c, c) for c in super()._get_generator_classes()]
        return [c for c in classes if c is not None]


class _Idle:
    """What Pelican's last line counts, and nothing to do before it."""

    def __init__(self, context: dict[str, Any], **_kwargs: object) -> None:
        self.context = context
        self.translations = self.drafts = self.drafts_translations = ()
        self.hidden_articles = self.hidden_translations = self.hidden_pages = ()
        self.draft_pages = self.draft_translations = ()

    def _count(self, kind: str) -> range:
        report: BuildReport | None = self.context.get("newsroom_report")
        return range(report.live.get(kind, 0) if report else 0)

    def generate_context(self) -> None:
        """Nothing."""

    def check_disabled_readers(self) -> None:
        """Nothing."""

    def refresh_metadata_intersite_links(self) -> None:
        """Nothing."""

    def generate_output(self, writer: object) -> None:
        """Nothing."""


class IdleArticles(_Idle, ArticlesGenerator):  # type: ignore[misc]  # no types
    """Stands where Pelican expects its generator of articles."""

    @property
    def articles(self) -> range:
        """As many as the site has."""
        return self._count(ARTICLE)


class IdlePages(_Idle, PagesGenerator):  # type: ignore[misc]  # no types
    """Stands where Pelican expects its generator of static pages."""

    @property
    def pages(self) -> range:
        """As many as the site has."""
        return self._count(PAGE)
