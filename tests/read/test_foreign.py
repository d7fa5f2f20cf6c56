# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures, sound and video of other sites: refused, allowed by host, or warned of."""

from __future__ import annotations

import pytest

from newsroom.deploy.policy import page_policy
from newsroom.errors import ContentError, Problem, SettingsError
from tests.portal import Portal

A = "cong-doan/2025/04/a.md"
PICTURES = {
    "markdown": "![Mô tả]({})",
    "html": '<img alt="Mô tả" src="{}">',
    "reference": "![Mô tả][x]\n\n[x]: {}",
    "sound": '<audio controls src="{}"></audio>',
    "video": '<video controls src="{}"></video>',
    "source": '<video controls><source src="{}" type="video/mp4"></video>',
    "linked": "[![Mô tả]({})](https://example.org/)",
}
ADDRESSES = [
    "https://anh.vn/a.jpg", "http://anh.vn/a.jpg", "//anh.vn/a.jpg", "HTTPS://ANH.vn/a.jpg",
    "https:anh.vn/a.jpg", "https:/anh.vn/a.jpg", "https://u:p@anh.vn/a.jpg", "https://[::1/a.jpg",
    "https://anh.vn./a.jpg", "\\\\anh.vn/a.jpg", "https:\\\\anh.vn\\a.jpg", "ht\ntps://anh.vn/a.jpg",
    "https://anh.vn:8443/a.jpg",
]  # fmt: skip


def problems_of(portal: Portal) -> list[Problem]:
    try:
        return list(portal.build().warnings)
    except ContentError as error:
        return error.problems


@pytest.mark.parametrize("form", PICTURES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_loaded_from_elsewhere(portal: Portal, form: str, address: str) -> None:
    """Told, or left out of the page; what is left is only links, which a reader may click."""
    portal.article(A, f"Một.\n\n{PICTURES[form].format(address)}\n\nHai.")
    if not [found for found in problems_of(portal) if found.severity == "error"]:
        page = portal.page("2025/04/a.html")
        assert page.main is not None
        for tag in page.main.find_all(["img", "audio", "video", "source", "iframe"]):
            assert str(tag.get("src", "")).startswith("/images/") or not tag.get("src"), tag


@pytest.mark.parametrize("form", [name for name in PICTURES if name != "source"])
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_it_is_an_error_at_its_line(portal: Portal, form: str, scheme: str) -> None:
    portal.article(A, f"Một.\n\n{PICTURES[form].format(f'{scheme}://anh.vn/a.jpg')}")
    (found,) = [found for found in problems_of(portal) if found.severity == "error"]
    assert found.line and f"{scheme}://anh.vn/a.jpg" in found.message
    assert "images/" in found.message


def test_pictures_of_fields_and_registries_too(portal: Portal) -> None:
    portal.article(A, image={"src": "https://anh.vn/a.jpg", "alt": "Mô tả"})
    portal.write("data/authors.yaml", "- name: Lê Vân Anh\n  photo: https://anh.vn/b.jpg\n")
    told = [str(found) for found in problems_of(portal) if found.severity == "error"]
    assert any("image.src" in line and "anh.vn/a.jpg" in line for line in told), told
    assert any("photo" in line and "anh.vn/b.jpg" in line for line in told), told


def test_a_host_may_be_allowed(portal: Portal) -> None:
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = ["Anh.vn"]
    body = "![Mô tả](https://anh.vn/a.jpg)\n\n![Mô tả](https://Anh.vn/b.jpg)"
    portal.article(A, body, image={"src": "https://anh.vn/c.jpg", "alt": "Mô tả"})
    assert problems_of(portal) == []
    policy = page_policy(portal.settings)
    assert (
        "img-src 'self' https://anh.vn;" in policy and "media-src 'self' https://anh.vn" in policy
    )
    for address in ("http://anh.vn/a.jpg", "https://khac.vn/a.jpg", "https://anh.vn.khac.vn/a.jpg"):
        portal.article(A, f"![Mô tả]({address})")
        (found,) = problems_of(portal)
        assert found.severity == "error" and address in found.message


def test_an_archive_that_has_many_is_warned(portal: Portal) -> None:
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = ["*"]
    portal.article(A, "![a](http://anh.vn/a.jpg)", image={"src": "https://b.vn/c.jpg", "alt": "x"})
    found = problems_of(portal)
    assert [problem.code for problem in found] == ["foreign-picture"] * 2
    assert "img-src 'self' https:;" in page_policy(portal.settings)
    portal.overrides["NEWSROOM_WARNINGS"] = {"foreign-picture": False}
    portal.article(A, "![a](http://anh.vn/b.jpg)")
    assert problems_of(portal) == []


def test_a_changed_setting_reads_again(portal: Portal) -> None:
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = ["anh.vn"]
    portal.article(A, "![Mô tả](https://anh.vn/a.jpg)")
    portal.build()
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = []
    (found,) = problems_of(portal)
    assert found.severity == "error"


def test_what_is_ours_is_a_file(portal: Portal) -> None:
    portal.overrides["SITEURL"] = "https://bao.example.vn"
    portal.write("images/a.jpg", "x")
    address = "https://bao.example.vn/images/a.jpg"
    portal.article(A, image={"src": address, "alt": "Mô tả"})
    assert [found for found in problems_of(portal) if "bao.example.vn" in found.message] == []


@pytest.mark.parametrize(
    "host", ["https://anh.vn", "anh.vn/", "anh", "a.vn; script-src *", "*.vn", ""]
)
def test_hosts_are_names(portal: Portal, host: str) -> None:
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = [host]
    with pytest.raises(SettingsError, match="NEWSROOM_PICTURE_HOSTS"):
        assert portal.settings
