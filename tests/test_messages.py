# SPDX-License-Identifier: AGPL-3.0-or-later
"""The message catalogues: complete, correct, compiled, and chosen by the right environment."""

from __future__ import annotations

import re
import unicodedata
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from tools import catalogues

from newsroom import messages
from newsroom.messages import _

FOUND = {
    catalogues.NEWSROOM: catalogues.newsroom_messages,
    catalogues.THEME: catalogues.theme_messages,
}
both = pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)

_PERCENT = re.compile(r"%(?:\(\w+\))?[sd]")


def entries(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="vi") if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@both
def test_every_message_is_translated(path: Path) -> None:
    assert catalogues.untranslated(path) == []


@both
def test_catalogue_has_just_the_messages_of_the_code(path: Path) -> None:
    wanted = {forms(message) for _place, message in FOUND[path]()}
    assert {forms(message.id) for message in entries(path)} == wanted, "run `invoke messages`"


@both
def test_compiled_catalogue_is_fresh(path: Path) -> None:
    fresh = catalogues.compiled(catalogues.merged(path, FOUND[path]()))
    assert translations(path.with_suffix(".mo").read_bytes()) == translations(fresh)


def translations(compiled: bytes) -> dict[object, str]:
    """The messages of a .mo file, without its header."""
    found = GNUTranslations(BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    return {message: text for message, text in found.items() if message}


@both
def test_translations_are_composed(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\u200b\ufeff\xa0]", text)


@both
def test_placeholders_are_those_of_the_message(path: Path) -> None:
    for message in entries(path):
        for translation in forms(message.string):
            assert placeholders(translation) == placeholders(forms(message.id)[-1]), message.id


def placeholders(text: str) -> list[str]:
    """The placeholders of a text, sorted: ``{name}``, ``{seconds:.2f}``, ``%(num)s``, ``%s``."""
    if "{" not in text:
        return sorted(_PERCENT.findall(text))
    fields = [field for field in Formatter().parse(text) if field[1] is not None]
    return sorted(f"{name}:{spec}" for _literal, name, spec, _conversion in fields)


@both
def test_typography(path: Path) -> None:
    for message in entries(path):
        for source, text in zip(forms(message.id), forms(message.string), strict=False):
            assert (text[-1:] == ".") == (source[-1:] == "."), text
            assert text.strip() == text or source.strip() != source, text
            assert "  " not in text, text
            assert not re.search(r"\s[,;.?!](?:\s|$)", text), text


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "vi"),
        ({"LANG": "C"}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
        ({"LANGUAGE": "vi", "LANG": "en_US.UTF-8"}, "vi"),
    ],
)
def test_language_of_messages(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert messages.language() == language
    wanted = {"vi": "Chú thích cuối bài", "en": "Footnotes"}[language]
    assert _("Footnotes") == wanted


@both
def test_nothing_to_do_after_a_run(path: Path, tmp_path: Path) -> None:
    written = tmp_path / "x.po"
    written.write_bytes(catalogues.source(catalogues.merged(path, FOUND[path]())))
    assert catalogues.source(catalogues.merged(written, FOUND[path]())) == written.read_bytes()


def test_literals_are_found_however_they_are_written(tmp_path: Path) -> None:
    code = tmp_path / "x.py"
    code.write_text(
        '_("a " "b")\nf"{make.say(\'c %d\') % 3}"\nother("d")\n_("e") if x else _("f")\n'
    )
    found = sorted(catalogues.messages_of(code, frozenset({"_", "say"})))
    assert found == ["a b", "c %d", "e", "f"]


def test_names_stand_for_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    code = tmp_path / "x.py"
    code.write_text('TABLE = {1: "a", 2: ""}\nOTHER = {1: 2}\n_(TABLE[1])\n')
    assert list(catalogues.messages_of(code, frozenset({"_"}))) == ["a"]
    code.write_text("_(name)\n")
    with pytest.raises(catalogues.NotLiteralError, match=r"x\.py:1"):
        list(catalogues.messages_of(code, frozenset({"_"})))
