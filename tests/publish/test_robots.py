# SPDX-License-Identifier: AGPL-3.0-or-later
from urllib.robotparser import RobotFileParser

import pytest

from newsroom.publish.robots import write_robots

SITEMAP = "https://x.example/sitemap.xml"


def rules(text):
    parser = RobotFileParser()
    parser.parse(text.decode().splitlines())
    return parser


def test_a_public_site():
    written = write_robots(SITEMAP, allowed=True)
    assert written == b"User-agent: *\nAllow: /\n\nSitemap: https://x.example/sitemap.xml\n"
    assert rules(written).can_fetch("Googlebot", "https://x.example/a.html")
    assert rules(written).site_maps() == [SITEMAP]


def test_a_preview_keeps_everybody_out():
    written = write_robots(SITEMAP, allowed=False)
    assert not rules(written).can_fetch("Googlebot", "https://x.example/")
    assert rules(written).site_maps() is None


def test_without_a_sitemap():
    assert write_robots("", allowed=True) == b"User-agent: *\nAllow: /\n"


@pytest.mark.parametrize("address", ["https://x.example/a b", "https://x.example/\nDisallow: /"])
@pytest.mark.parametrize("allowed", [True, False])
def test_an_address_cannot_add_rules(address, allowed):
    with pytest.raises(ValueError, match="white space"):
        write_robots(address, allowed)
