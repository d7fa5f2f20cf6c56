# SPDX-License-Identifier: AGPL-3.0-or-later
"""SVG: metadata, and paths on the machine it was drawn on, go; credits and comments stay.

Comments are kept because that is where collections of drawings have their licences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from newsroom.metadata import xmp
from newsroom.metadata.cuts import BrokenError, Cut, PartReader

_METADATA = ("http://www.w3.org/2000/svg\nmetadata", "metadata")
_NOTED = re.compile(
    rb"""\s+[\w.-]+:(?:docname|docbase|export-filename|absref)\s*=\s*(?:"[^"]*"|'[^']*')"""
)


class _SvgReader:
    """Notes where tags and elements of metadata begin and end."""

    def __init__(self, data: bytes) -> None:
        self.cuts: list[Cut] = []
        self._data = data
        self._tag: int | None = None  # where a tag has begun
        self._begun: int | None = None  # where an element of metadata has
        self._depth = 0  # how deep within one
        self._parser = parser = expat.ParserCreate(namespace_separator="\n")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.DefaultHandler = self._other

    def read(self) -> None:
        self._parser.Parse(self._data, True)
        self._reach(len(self._data))

    def _reach(self, at: int) -> None:
        """What has begun ends where the next thing begins."""
        if self._tag is not None:
            tag = self._data[self._tag : at]
            for found in _NOTED.finditer(tag):
                self.cuts.append(Cut(self._tag + found.start(), self._tag + found.end()))
            self._tag = None
        if self._begun is not None and not self._depth:
            self.cuts.append(Cut(self._begun, at))
            self._begun = None

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self._depth:
            self._depth += 1
            return
        self._reach(self._parser.CurrentByteIndex)
        if name in _METADATA:
            self._begun, self._depth = self._parser.CurrentByteIndex, 1
        else:
            self._tag = self._parser.CurrentByteIndex

    def _end(self, _name: str) -> None:
        if self._depth:
            self._depth -= 1
        else:
            self._reach(self._parser.CurrentByteIndex)

    def _other(self, _data: str) -> None:
        if not self._depth:
            self._reach(self._parser.CurrentByteIndex)


def cuts(parts: PartReader) -> Iterator[Cut]:
    """What goes of a drawing."""
    data = parts.at(0, parts.size)
    reader = _SvgReader(data)
    try:
        reader.read()
    except (expat.ExpatError, ValueError, LookupError):
        raise BrokenError from None
    whole = [number for number, cut in enumerate(reader.cuts) if data[cut.start :][:1] == b"<"]
    credits_ = xmp.rdf(xmp.credits_in(data)) if whole else b""
    for number, cut in enumerate(reader.cuts):
        first = credits_ and number == whole[0]
        new = b"<metadata>" + credits_ + b"</metadata>" if first else b""
        yield Cut(cut.start, cut.end, new)
