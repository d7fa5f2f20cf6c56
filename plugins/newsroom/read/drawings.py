# SPDX-License-Identifier: AGPL-3.0-or-later
"""SVG drawings: one that may run something, or load something, is refused.

A drawing is a document of its own, which a browser opens by itself when somebody follows its
address. What is allowed is named (elements, and namespaces of drawing programs); attributes are
judged by what they can do. The parser is expat, which loads nothing from outside; a DOCTYPE, the
only place of entities, ends the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from newsroom.model import Refusal

_SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_ALLOWED = (
    "svg g defs symbol use switch a title desc metadata style view path rect circle "
    "ellipse line polyline polygon text tspan textPath image marker mask clipPath "
    "linearGradient radialGradient meshgradient meshrow meshpatch hatch hatchpath stop "
    "pattern filter feBlend feColorMatrix feComponentTransfer feComposite "
    "feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode "
    "feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
    "feTurbulence animate animateMotion animateTransform animateColor set mpath font "
    "glyph missing-glyph hkern vkern font-face font-face-src font-face-name flowRoot "
    "flowRegion flowPara flowSpan"
)
_ELEMENTS = frozenset(_ALLOWED.split())
# What drawing programs note for themselves; no browser does anything with it.
_NOTES = (
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.inkscape.org/namespaces/",
    "http://sodipodi.sourceforge.net/",
    "http://ns.adobe.com/",
    "http://www.serif.com/",
    "http://www.bohemiancoding.com/sketch/",
    "http://www.figma.com/",
    "http://xmp.gettyimages.com/",
    "http://www.corel.com/",
    "http://vectornator.io",
    "https://boxy-svg.com",
    "https://sketch.io",
)
_ANIMATIONS = frozenset({"animate", "animateTransform", "animateColor", "animateMotion", "set"})
_PICTURES = ("png", "jpeg", "jpg", "gif", "webp", "avif")
_OWN_DATA = tuple(f"data:image/{kind};base64," for kind in _PICTURES)
_FONTS = ("data:font/", "data:application/font-", "data:application/x-font-")
# What CSS loads with, beside url(); a string in it may be an address.
_LOADS = re.compile(
    r"@import|@namespace|image-set\(|(?<![\w-])(?:image|src|element)\(|expression\("
)
_URL = re.compile(r"url\(\s*['\"]?")
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0]+")


class _Found(Exception):  # noqa: N818 - it ends the reading, whatever it is
    """What is not allowed in a drawing."""


class Drawing:
    """Reads one drawing, piece by piece. `refusal` is known when all was fed."""

    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate(namespace_separator="\n")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        self._depth = 0
        self._style: list[str] | None = None
        self.refusal: Refusal | None = None

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Read on; ``last`` says that nothing follows."""
        if self.refusal is not None:
            return
        try:
            self._parser.Parse(data, last)
        except _Found as found:
            line = self._parser.CurrentLineNumber
            self.refusal = Refusal("drawing", (str(line), str(found)))
        except expat.ExpatError as error:
            fault = expat.ErrorString(error.code) or "?"
            self.refusal = Refusal("unreadable", (str(error.lineno), fault))
        except (ValueError, LookupError) as error:  # an encoding that nobody knows
            self.refusal = Refusal("unreadable", ("1", str(error)))

    def _doctype(self, *_: object) -> None:
        raise _Found("<!DOCTYPE>")

    def _instruction(self, target: str, _data: str) -> None:
        if target != "xpacket":  # metadata of Adobe's programs stand between two of these
            raise _Found(f"<?{target}?>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("\n")
        if not self._depth and (local != "svg" or space not in (_SVG, "")):
            raise _Found(f"<{local}>")
        self._depth += 1
        own = space in (_SVG, "")
        known = local in _ELEMENTS if own else space.startswith(_NOTES)
        if not known or self._style is not None:
            raise _Found(f"<{local}>")
        for attribute, value in attributes.items():
            self._attribute(local, attribute, value)
        if own and local == "style":
            self._style = []

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._style is not None:
            _check_css("".join(self._style))
            self._style = None

    def _text(self, data: str) -> None:
        if self._style is not None:
            self._style.append(data)

    def _attribute(self, element: str, attribute: str, value: str) -> None:
        space, _, local = attribute.rpartition("\n")
        lower = local.lower()
        if space.startswith(_NOTES):
            return  # a file's name that a program has noted is no reference
        if lower.startswith("on") or lower == "src" or (space, lower) == (_XML, "base"):
            raise _Found(local)
        if lower == "href":
            _check_reference(element, value)
        elif element in _ANIMATIONS and lower == "attributename":
            target = value.strip().lower().rpartition(":")[2]
            if target in ("href", "src", "style") or target.startswith("on"):
                raise _Found(f"<{element} attributeName={value.strip()}>")
        if _SPACE.sub("", value).lower().startswith(("javascript:", "vbscript:", "data:text")):
            raise _Found(local)
        if "(" in value or lower == "style":
            _check_css(value)


def _check_reference(element: str, value: str) -> None:
    """A reference leads to another place of the drawing; a picture may be within it, too."""
    address = value.strip()
    if not address or address.startswith("#"):
        return
    if element in ("image", "feImage") and address.lower().startswith(_OWN_DATA):
        return
    raise _Found(f"href={address[:40]}")


def _check_css(text: str) -> None:
    """CSS loads nothing but what is in the drawing."""
    lower = text.lower()
    if "\\" in lower:  # letters may be written so, also those of what is looked for here
        raise _Found("\\")
    if found := _LOADS.search(lower):
        raise _Found(found[0])
    for address in _addresses(lower):
        if not address.startswith(("#", *_OWN_DATA, *_FONTS)):
            raise _Found(f"url({address[:40]}")


def _addresses(css: str) -> Iterable[str]:
    return (css[found.end() : found.end() + 80].strip() for found in _URL.finditer(css))
