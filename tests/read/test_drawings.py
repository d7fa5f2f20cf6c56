# SPDX-License-Identifier: AGPL-3.0-or-later
"""SVG drawings: what may run or load something is refused, what programs draw is not."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from newsroom.model import Refusal
from newsroom.read.drawings import Drawing

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def judge(data: bytes, piece: int = 1 << 20) -> Refusal | None:
    drawing = Drawing()
    for at in range(0, len(data), piece):
        drawing.feed(data[at : at + piece])
    drawing.feed(b"", last=True)
    return drawing.refusal


def drawn(inside: str, attributes: str = "") -> bytes:
    return HEAD.format(attributes, inside).encode()


INSIDE = [
    "<script>alert(1)</script>",
    "<script/>",
    '<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>',
    "<foreignObject/>",
    '<b xmlns="http://www.w3.org/1999/xhtml">x</b>',
    '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="//a"/>',
    '<metadata><h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script></metadata>',
    '<rect onclick="x()"/>',
    '<rect ONLOAD="x()"/>',
    '<a href="javascript:x()"><rect/></a>',
    '<a xlink:href="java&#10;script:x()"><rect/></a>',
    '<a href="https://a.example/"><rect/></a>',
    '<a href="//a.example/"><rect/></a>',
    '<use href="other.svg#a"/>',
    '<use xlink:href="data:image/svg+xml;base64,AA#a"/>',
    '<image href="https://a.example/x.png"/>',
    '<image href="x.png"/>',
    '<image href="data:image/svg+xml;base64,AA"/>',
    '<feImage xlink:href="http://a.example/x.png"/>',
    '<animate attributeName="href" values="javascript:x()"/>',
    '<set attributeName="xlink:href" to="#b"/>',
    '<set attributeName="onclick" to="x()"/>',
    '<animate attributeName="mask" values="url(https://a.example/)"/>',
    '<rect style="fill:url(https://a.example/#x)"/>',
    '<rect style="fill:u\\72l(https://a.example/)"/>',
    "<rect fill=\"URL( '//a.example/')\"/>",
    '<rect filter="url(other.svg#f)"/>',
    "<style>@import 'https://a.example/x.css';</style>",
    "<style><![CDATA[@IMPORT url(x.css);]]></style>",
    "<style>a{background:image-set('https://a.example/x' 1x)}</style>",
    "<style>@font-face{src:url(https://a.example/x.woff)}</style>",
    "<style><g/>@import 'x'</style>",
    "<?xml-stylesheet href='x.xsl'?>",
    '<handler type="text/ecmascript">x()</handler>',
    '<rect xml:base="https://a.example/"/>',
    '<iframe src="x"/>',
    "<unknown/>",
    '<math xmlns="http://www.w3.org/1998/Math/MathML"/>',
]


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("piece", [1 << 20, 7])
def test_what_may_run_or_load_something_is_refused(inside: str, piece: int) -> None:
    refusal = judge(drawn(f"<g>\n{inside}</g>"), piece)
    assert refusal is not None and refusal.reason == "drawing"
    assert refusal.values[0] == "2"  # its line


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn("&a;"),
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.example/x.dtd">' + drawn(""),
        b'<?xml-stylesheet href="x.xsl"?>' + drawn(""),
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        drawn("", 'onload="x()"'),
        drawn("<script/>").decode().encode("utf-16"),
    ],
)
def test_so_is_what_stands_around_it(data: bytes) -> None:
    refusal = judge(data)
    assert refusal is not None and refusal.reason == "drawing"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"\x89PNG",
        drawn("<g>"),
        drawn("&x;"),
        b"<svg>\xff</svg>",
        b'<?xml version="1.0" encoding="nothing"?><svg/>',
    ],
)
def test_what_is_no_xml_can_not_be_read(data: bytes) -> None:
    refusal = judge(data)
    assert refusal is not None and refusal.reason == "unreadable"


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><linearGradient id="a"/><path id="b" d="M0 0"/></defs><use xlink:href="#b"/>',
        '<rect fill="url(#a)" style="fill:url(\'#a\');stroke:#fff"/>',
        '<style>.a{fill:url("#a")} @media print{.a{fill:none}}</style><text class="a">Ảnh</text>',
        '<image href="data:image/png;base64,AAAA" width="1"/>',
        "<style>@font-face{src:url(data:font/woff2;base64,AA)}</style>",
        '<animate attributeName="opacity" values="0;1"/><animateTransform type="rotate"/>',
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
        '<s:namedview xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>',
        '<?xpacket begin="x"?><g transform="translate(1 2)"/><?xpacket end="w"?>',
        "<title>onload=alert(1) &lt;script&gt;</title>",
    ],
)
def test_what_programs_draw_is_allowed(inside: str) -> None:
    assert judge(drawn(inside)) is None


@given(st.binary(max_size=200), st.integers(1, 50))
def test_nothing_makes_it_fail(data: bytes, piece: int) -> None:
    judge(data, piece)
    judge(drawn("") + data, piece)


@given(
    st.sampled_from(["", "g", "metadata", "text", "symbol"]),
    st.sampled_from(INSIDE),
    st.sampled_from(["<rect/>", "<!-- x -->", "text", "<style>a{}</style>"]),
)
def test_wherever_it_stands(around: str, inside: str, beside: str) -> None:
    whole = f"<{around}>{inside}</{around}>" if around else inside
    assert judge(drawn(beside + whole + beside)) is not None
