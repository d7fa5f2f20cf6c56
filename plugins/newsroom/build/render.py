"""Rendering pages: a page function's answer becomes bytes, and what it read is handed on."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from newsroom.build.output import Output
from newsroom.errors import ThemeError
from newsroom.messages import _
from newsroom.pages.catalogue import KINDS
from newsroom.pages.present import Presenter
from newsroom.pages.views import Site, Story
from newsroom.settings import Settings
from newsroom.store.database import connect
from newsroom.store.pages import Done, PageRow
from newsroom.store.reader import Reader

_CARDS_KEPT = 20_000


class Result(msgspec.Struct, frozen=True):
    """A page whose file is in place; ``replaced`` tells whether its bytes are new."""

    done: Done
    replaced: bool


def translations(settings: Settings) -> NullTranslations:
    """The theme's catalogue in the site's language."""
    folder = settings.theme / "translations"
    return translation("theme", folder, languages=[settings.language], fallback=True)


def make_environment(settings: Settings, site: Site) -> Environment:
    """The template engine: autoescape, strict undefined, gettext."""
    compiled = settings.cache / "templates"
    with suppress(OSError):
        compiled.mkdir(parents=True, exist_ok=True)
    environment = Environment(
        loader=FileSystemLoader(settings.theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        # Compiling the templates of a publish takes 0.1 s; the cache goes by their content.
        bytecode_cache=_Compiled(str(compiled)),
        auto_reload=False,
    )
    catalogue = translations(settings)
    # The extension adds this method when it is loaded; no type tells of it.
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["_"] = translator(catalogue)
    environment.globals["site"] = site
    environment.globals["asset"] = site.assets.__getitem__
    environment.globals["card"] = Cards(environment)
    return environment


def translator(catalogue: NullTranslations) -> Callable[..., Markup]:
    """The template function ``_``: each message is looked up and escaped once."""

    @cache
    def known(message: str) -> Markup:
        return escape(catalogue.gettext(message))

    def say(message: str, **values: object) -> Markup:
        return known(message) % values if values else known(message)

    return say


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates on disk; where there is no room they are compiled again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


class Cards:
    """The template function ``card(form, stories)``: stories by ``cards/<form>.html``, joined.

    A story stands on some thirty pages in the same form, so its HTML is kept.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._templates: dict[str, Template] = {}
        self._kept: dict[tuple[str, str], tuple[Story, str]] = {}

    def __call__(self, form: str, stories: Iterable[Story]) -> Markup:
        """The HTML of ``stories`` in this form."""
        return Markup("".join([self._card(form, story) for story in stories]))

    def _card(self, form: str, story: Story) -> str:
        place = (form, story.url)
        known = self._kept.get(place)
        if known is not None and known[0] is story:
            return known[1]
        if len(self._kept) > _CARDS_KEPT:
            self._kept.clear()
        html = self._template(form).render(story=story)
        self._kept[place] = (story, html)
        return html

    def _template(self, form: str) -> Template:
        found = self._templates.get(form)
        if found is None:
            found = self._environment.get_template(f"cards/{form}.html")
            self._templates[form] = found
        return found


class Renderer:
    """Renders pages and writes their files; one in each worker process."""

    def __init__(
        self, settings: Settings, site: Site, fed_sections: tuple[str, ...], store: Path
    ) -> None:
        self._connection = connect(store, readonly=True)
        self._ask = Reader(self._connection)
        say = translations(settings).gettext
        self._make = Presenter(settings, site, fed_sections, say)
        self._environment = make_environment(settings, site)
        self._templates: dict[str, Template] = {}
        self._output = Output(settings.output)

    def close(self) -> None:
        """Let go of the store."""
        self._connection.close()

    def batch(self, pages: Iterable[PageRow]) -> list[Result]:
        """Render and write several pages."""
        return [self.put(page) for page in pages]

    def put(self, page: PageRow) -> Result:
        """Render one page and write its file.

        Raises:
            OutputError: the file can't be written.
            ThemeError: a template is wrong.
        """
        self._ask.start()
        made = self.render(page)
        if isinstance(made, Path):
            digest, size, replaced = self._output.copy(page.save_as, made)
        else:
            digest, replaced = self._output.write(page.save_as, made)
            size = len(made)
        return Result(Done(page.id, self._ask.reads, digest, size), replaced)

    def render(self, page: PageRow) -> bytes | Path:
        """A page's bytes, or the file that it is a copy of."""
        made = KINDS[page.kind].compose(self._ask, self._make, page.key)
        if made is None:
            raise LookupError(f"nothing to show for {page.kind} {page.key}")
        if isinstance(made, tuple):
            return self._fill(*made).encode()
        return made

    def _fill(self, name: str, variables: Mapping[str, Any]) -> str:
        try:
            return self._template(name).render(variables)
        except TemplateError as error:
            raise ThemeError(_explain(error, name)) from error

    def _template(self, name: str) -> Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self._environment.get_template(name)
        return found


def _explain(error: TemplateError, name: str) -> str:
    """File, line and fault of a template error."""
    place, line = name, getattr(error, "lineno", 0) or 0
    if isinstance(error, TemplateSyntaxError):
        place = error.name or name
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if "/templates/" in frame.filename:
                place, line = frame.filename.rpartition("/templates/")[2], frame.lineno or 0
    message = _("theme/templates/{place}:{line}: {fault}; mend the template.")
    return message.format(place=place, line=line, fault=error.message or error)
