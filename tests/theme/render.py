# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme as the builder sets it up: Jinja2 with autoescape, strict names and messages."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from newsroom.engine.templates import Partials, Shown
from newsroom.newspaper import THEMING
from tests.theme.examples import PAGES
from tests.theme.sample import ASSETS, SITE

THEME = Path(__file__).parents[2] / "theme"
CATALOGUE = THEME / "translations/vi/LC_MESSAGES/theme.po"


def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(THEME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        env.install_gettext_translations(GNUTranslations(file), newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(THEMING.filters)
    env.globals["site"] = SITE
    env.globals["asset"] = ASSETS.__getitem__
    for name, form in THEMING.forms.items():
        env.globals[name] = Shown(env, form)
    env.globals["part"] = Partials(env)
    return env


def render(name: str, env: Environment | None = None) -> str:
    """The named example page, as HTML."""
    template, variables = PAGES[name]
    return (env or environment()).get_template(template).render(variables)
