# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever stands in an article, its feed is well-formed and says the same."""

import html

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from .specs import (
    ATOM,
    CONTENT,
    DC,
    by_feedgen_alone,
    channel_of,
    feed,
    item,
    only_item,
    rich,
    write,
)

# Surrogates too: an editor can't type one, but a YAML escape can.
anything = st.text(st.characters(exclude_categories=()), max_size=60)
relaxed = settings(deadline=None, max_examples=150)


def legal(text):
    """The definition of XML 1.0 §2.2, written out."""

    def allowed(code):
        return (
            code in (9, 10, 13)
            or 0x20 <= code <= 0xD7FF
            or 0xE000 <= code <= 0xFFFD
            or code >= 0x10000
        )

    return "".join(char for char in text if allowed(ord(char)))


@relaxed
@given(anything, anything, anything, anything)
def test_any_text_survives(title, summary, body, name):
    spec = item(title="." + title, summary=summary, html=body, authors=(name,), categories=(name,))
    document = write(spec)
    written = only_item(document)
    assert written.findtext("title") == "." + legal(title)
    description = html.escape(legal(summary), quote=False)
    if legal(summary):
        assert written.findtext("description") == description
        assert (written.findtext(CONTENT) or "") == legal(body)
    assert written.findtext("category") == legal(name)
    assert written.findtext(f"{DC}creator") == legal(name)
    assert document == by_feedgen_alone(feed(spec))


@relaxed
@given(anything)
def test_any_text_survives_in_channels_and_attributes(text):
    document = write(rich(), title="." + text, stylesheet="/" + text, hub="/" + text)
    channel = channel_of(document)
    assert channel.findtext("title") == "." + legal(text)
    assert channel.findall(f"{ATOM}link")[1].get("href") == "/" + legal(text)
    assert etree.fromstring(document).getprevious().target == "xml-stylesheet"
