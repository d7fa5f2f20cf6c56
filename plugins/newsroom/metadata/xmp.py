# SPDX-License-Identifier: AGPL-3.0-or-later
"""XMP (ISO 16684-1): who is named in a packet, and a packet that says just that.

Left are dc:creator, dc:rights, photoshop:Credit and photoshop:Source, xmpRights:UsageTerms and
xmpRights:WebStatement. The parser is expat, which loads nothing; a DOCTYPE ends the reading.
"""

from __future__ import annotations

from xml.parsers import expat
from xml.sax.saxutils import escape

LARGEST = 4 << 20
"""Bytes of a packet that are looked into; a larger one goes as a whole."""

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# The array that a property's values stand in; "" for a plain one.
_KEPT = {
    ("dc", "creator"): "Seq",
    ("dc", "rights"): "Alt",
    ("photoshop", "Credit"): "",
    ("photoshop", "Source"): "",
    ("xmpRights", "UsageTerms"): "Alt",
    ("xmpRights", "WebStatement"): "",
}
CAPTION = ("dc", "description")
"""What a picture shows: read, but never left in what is published."""

_NAMES = {f"{_SPACES[space]}\n{name}": (space, name) for space, name in (*_KEPT, CAPTION)}
_LI = f"{_RDF}\nli"
_MOST, _LONGEST = 20, 1000

Credits = dict[tuple[str, str], list[str]]
"""What a packet says by the properties that are read: their prefix and name."""


class _XmpReader:
    """Collects texts of the properties that stay, and the caption."""

    def __init__(self) -> None:
        self.found: Credits = {}
        self._within: list[tuple[str, str]] = []
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        for attribute, value in attributes.items():
            if attribute in _NAMES:
                self._keep(_NAMES[attribute], value)
        if name in _NAMES:
            self._within.append(_NAMES[name])
            self._text.clear()

    def text(self, data: str) -> None:
        if self._within:
            self._text.append(data)

    def end(self, name: str) -> None:
        if self._within and (name == _LI or name in _NAMES):
            self._keep(self._within[-1], "".join(self._text))
            self._text.clear()
        if self._within and name in _NAMES:
            self._within.pop()

    def _keep(self, key: tuple[str, str], text: str) -> None:
        values = self.found.setdefault(key, [])
        plain = " ".join(text.split())
        if plain and len(plain) <= _LONGEST and len(values) < _MOST and plain not in values:
            values.append(plain)


def _no_doctype(*_: object) -> None:
    raise ValueError


def credits_in(packet: bytes) -> Credits:
    """Who is named in a packet, and its caption; nothing in one that can't be read."""
    if len(packet) > LARGEST:
        return {}
    reader = _XmpReader()
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(packet.strip(b"\x00"), True)
    except (expat.ExpatError, ValueError, LookupError):
        return {}
    return {key: values for key, values in reader.found.items() if values}


def rdf(found: Credits) -> bytes:
    """The credits as RDF; b"" if there are none."""
    kept = [key for key in _KEPT if key in found]
    if not kept:
        return b""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    inner = "".join(_property(key, found[key]) for key in kept)
    return (
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about=""{spaces}>{inner}'
        "</rdf:Description></rdf:RDF>"
    ).encode()


def slim(packet: bytes) -> bytes:
    """A packet that names whom ``packet`` names, and says no more; b"" if it names nobody."""
    inner = rdf(credits_in(packet))
    if not inner:
        return b""
    return (
        b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + inner + b'</x:xmpmeta><?xpacket end="w"?>'
    )


def _property(key: tuple[str, str], values: list[str]) -> str:
    name, array = ":".join(key), _KEPT[key]
    if not array:
        return f"<{name}>{escape(values[0])}</{name}>"
    language = ' xml:lang="x-default"' if array == "Alt" else ""
    shown = values[:1] if array == "Alt" else values
    items = "".join(f"<rdf:li{language}>{escape(value)}</rdf:li>" for value in shown)
    return f"<{name}><rdf:{array}>{items}</rdf:{array}></{name}>"
