"""Starting an article: a file in its place with its front matter, for editors."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import yaml

from newsroom.bridge.portal import load_settings
from newsroom.engine import registry
from newsroom.engine.scan import scan
from newsroom.errors import Problems, SettingsError
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.text.slug import slugify

_TEMPLATE = """---
{fields}
# kicker: ""
# image:
#   src: images/…
#   alt: ""
#   caption: ""
#   credit: ""
# tags: []
---

"""


def start_article(
    conf: Path,
    title: str,
    section: str,
    *,
    author: str,
    district: str,
    moment: datetime | None = None,
) -> Path:
    """Make a draft ``content/<section>/<yyyy>/<mm>/<slug>.md`` and return its path.

    Raises:
        SettingsError: there is no such section folder, or the file exists already.
    """
    settings = load_settings(conf)
    now = moment or datetime.now(settings.zone)
    folder = settings.content / section.strip("/") / f"{now:%Y}" / f"{now:%m}"
    path = folder / f"{slugify(title)}.md"
    _refuse(settings, section, path)
    fields = {
        "title": title,
        "date": f"{now:%Y-%m-%d %H:%M}",
        "author": author,
        "district": district,
        "summary": "",
        "status": "draft",
    }
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000).rstrip()
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(_TEMPLATE.format(fields=text))
    return path


def _refuse(settings: Settings, section: str, path: Path) -> None:
    if section.strip("/") not in _sections(settings):
        message = _("{section} is not a section's folder; the sections are: {known}.")
        known = ", ".join(_sections(settings))
        raise SettingsError(message.format(section=section, known=known))
    if path.exists():
        message = _("{path} exists already; choose another title, or open that file.")
        raise SettingsError(message.format(path=path))


def _sections(settings: Settings) -> list[str]:
    """The folders of all sections."""
    problems = Problems()
    loaded = registry.load(settings, scan(settings, {}, problems, only=()).data, problems)
    return [
        f"{section.parent}/{section.slug}" if section.parent else section.slug
        for section in loaded.registries.sections
    ]
