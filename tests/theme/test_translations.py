# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Vietnamese catalogue is complete, and the compiled file is its own."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from tests.theme.messages import catalogue, compiled, extracted
from tests.theme.render import CATALOGUE

MESSAGES = [message for message in catalogue() if message.id]


def test_the_catalogue_holds_exactly_the_messages_in_use() -> None:
    assert {m.id for m in extracted() if m.id} == {m.id for m in MESSAGES}


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: str(message.id)[:40])
def test_every_message_is_translated(message: Message) -> None:
    found = message.string if isinstance(message.string, tuple) else (message.string,)
    translations = [text for text in found if isinstance(text, str)]
    assert translations and all(translations) and not message.fuzzy
    source = message.id if isinstance(message.id, str) else message.id[0]
    for translation in translations:
        assert placeholders(translation) == placeholders(source)


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|%[sd]", text))


def test_the_compiled_catalogue_is_fresh() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(catalogue())
