# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings: read once, typed, every fault told at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from newsroom.errors import SettingsError
from newsroom.settings import PREFIX, Newsroom, Settings, read_settings, settings_warnings
from tests.portal import RAW, ROOT


@pytest.fixture(autouse=True)
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def read(**changes: Any) -> Settings:
    raw = RAW | {"PATH": str(ROOT / "content"), "OUTPUT_PATH": "out", "CACHE_PATH": "cache"}
    return read_settings(raw | changes)


def faults(**changes: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(**changes)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("url", "base", "origin"),
    [
        ("https://x.org", "", "https://x.org"),
        ("https://x.org/", "", "https://x.org"),
        ("https://x.org/bao/", "/bao", "https://x.org"),
        ("http://localhost:8000", "", "http://localhost:8000"),
        ("", "", ""),
    ],
)
def test_the_address_of_the_site(url: str, base: str, origin: str) -> None:
    settings = read(SITEURL=url)
    assert (settings.base, settings.origin) == (base, origin)


def test_paths_are_absolute() -> None:
    settings = read()
    for path in (settings.content, settings.output, settings.cache, settings.theme):
        assert isinstance(path, Path) and path.is_absolute()


@pytest.mark.parametrize(
    ("setting", "value", "field", "result"),
    [
        ("DEFAULT_PAGINATION", False, "page_size", 20),
        ("DEFAULT_PAGINATION", 7, "page_size", 7),
        ("PAGE_PATHS", ["/trang/"], "page_paths", ("trang",)),
        ("STATIC_PATHS", None, "static_paths", ()),
        ("SITENAME", None, "site_name", ""),
        ("OUTPUT_RETENTION", [".git"], "retained", (".git",)),
        ("TIMEZONE", None, "timezone", "Asia/Ho_Chi_Minh"),
        ("MARKDOWN", {"b": 1, "a": []}, "markdown", '{"a": [], "b": 1}'),
    ],
)
def test_pelicans_settings_keep_their_meaning(
    setting: str, value: object, field: str, result: object
) -> None:
    assert getattr(read(**{setting: value}), field) == result


# What fits those settings that not just any text or number fits.
_FITTING: dict[str, object] = {
    "policies": {"ethicsPolicy": "/dao-duc.html"},
    "image": "images/chia-se.png",  # the one setting that names a file
    "hub": "https://hub.vn/",
    "search_elsewhere": "https://duckduckgo.com/?q=site%3A{host}",
    "picture_hosts": ("anh.vn",),
    "imprint_everywhere": ("issn",),
    "tone_style": "hoà",
    "on_error": "hold",
    "feed_formats": ("json",),
    "picture_formats": ("webp",),
    "title_cards": date(2026, 1, 1),
    "term_feed_formats": ("json",),
    "feed_authority": "congdoan.vn,2025",
}


@pytest.mark.parametrize("name", Newsroom.__struct_fields__)
def test_each_of_ours_is_read(name: str) -> None:
    default = getattr(Newsroom(), name)
    if name == "imprint":
        assert read(NEWSROOM_IMPRINT={"head": "A"}).newsroom.imprint.head == "A"
        return
    if name == "taxonomies":  # rows, which tests/pages/test_taxonomies.py reads
        return
    values = {bool: True, int: 7, str: "x", dict: {"lost-letter": True}, tuple: ("x",)}
    value = _FITTING.get(name, values.get(type(default)))
    assert getattr(read(**{PREFIX + name.upper(): value}).newsroom, name) == value


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"NEWSROOM_IMPRINT": {"licens": "1"}}, ['"licens" is no line of the imprint; did you']),
        ({"NEWSROOM_IMPRINT": {"xyz": "1"}}, ["write one of: name, agency, governing_body"]),
        (
            {"NEWSROOM_IMPRINT": {"head": 1, "fax": "x"}},
            ["head must be text", '"x" is no telephone'],
        ),
        ({"NEWSROOM_IMPRINT": {"issn": "1234-5678"}}, ['"1234-5678" is no ISSN']),
        ({"NEWSROOM_IMPRINT": {"email": "a b@c"}}, ["is no e-mail address"]),
        ({"NEWSROOM_IMPRINT": "x"}, ["NEWSROOM_IMPRINT is not written as docs/settings.md"]),
        ({"NEWSROOM_IMPRINT_EVERYWHERE": ["x"]}, ["NEWSROOM_IMPRINT_EVERYWHERE is not written"]),
        ({"NEWSROOM_TITLE_CARDS": "1/1/2026"}, ["NEWSROOM_TITLE_CARDS is not written as docs"]),
        ({"NEWSROOM_DRAFT": True}, ["did you mean NEWSROOM_DRAFTS?"]),
        ({"NEWSROOM_KHONG_CO": 1}, ["NEWSROOM_KHONG_CO is not a setting"]),
        ({"NEWSROOM_WORKERS": "hai"}, ["NEWSROOM_WORKERS must be a whole number from 0 on"]),
        ({"NEWSROOM_FEED_AUTHORITY": "congdoan.vn"}, ["since when, such as"]),
        ({"NEWSROOM_FEED_AUTHORITY": "https://congdoan.vn,2025"}, ["NEWSROOM_FEED_AUTHORITY"]),
        ({"NEWSROOM_SEARCH_ELSEWHERE": "https://duckduckgo.com/"}, ["where the name of your site"]),
        ({"NEWSROOM_SEARCH_ELSEWHERE": "https://{host}/?q="}, ["NEWSROOM_SEARCH_ELSEWHERE"]),
        ({"NEWSROOM_SEARCH_ELSEWHERE": "http://a.vn/{host}"}, ["NEWSROOM_SEARCH_ELSEWHERE"]),
        ({"NEWSROOM_SEARCH_ELSEWHERE": "https://a.vn/{host}{q}"}, ["NEWSROOM_SEARCH_ELSEWHERE"]),
        ({"NEWSROOM_FEED_ITEMS": 0}, ["NEWSROOM_FEED_ITEMS must be a whole number from 1 on"]),
        ({"NEWSROOM_PANEL_MORE": True}, ["NEWSROOM_PANEL_MORE must be a whole number"]),
        ({"NEWSROOM_DRAFTS": "yes"}, ["NEWSROOM_DRAFTS must be True or False, not 'yes'"]),
        ({"NEWSROOM_TAGLINE": 1}, ["NEWSROOM_TAGLINE must be text in quotation marks"]),
        ({"NEWSROOM_WARNINGS": ["x"]}, ["NEWSROOM_WARNINGS is not written as docs/settings.md"]),
        ({"NEWSROM_TAGLINE": "x"}, ["NEWSROM_TAGLINE is not a setting; did you mean NEWSROOM_TAG"]),
        ({"NEWSROOM_IMAGE": "images/k.png"}, ["NEWSROOM_IMAGE: there is no file"]),
        ({"NEWSROOM_IMAGE": "data/series.yaml"}, ["is in none of the folders of STATIC_PATHS"]),
        ({"SITEURL": "congdoan.vn"}, ["write it whole, such as https://congdoan.vn."]),
        ({"SITEURL": "https//congdoan.vn/bao"}, ["such as https://congdoan.vn/bao."]),
        ({"SITEURL": "/bao"}, ["SITEURL: /bao is no address"]),
        ({"SITEURL": "https://congdoan.vn/?x"}, ['has a part from "?" or "#" on']),
        ({"SITEURL": 5}, ["SITEURL must be text in quotation marks"]),
        ({"THEME": "khong-co"}, ["THEME: there is no folder khong-co."]),
        ({"PATH": "khong-co"}, ["PATH: there is no folder khong-co."]),
        ({"STATIC_PATHS": "images"}, ["STATIC_PATHS must be a list of texts"]),
        ({"OUTPUT_RETENTION": [1]}, ["OUTPUT_RETENTION must be a list of texts"]),
        ({"MARKDOWN": ["tables"]}, ["MARKDOWN must be written"]),
        ({"MARKDOWN": {"extensions": "tables"}}, ["MARKDOWN must be written"]),
        ({"MARKDOWN": {"extensions": ["tables", "khong_co"]}}, ["no extension is called khong_co"]),
        ({"MARKDOWN": {"extensions": ["a.b:C"]}}, ["no extension is called a.b:C"]),
        ({"DEFAULT_PAGINATION": True}, ["DEFAULT_PAGINATION"]),
        ({"NEWSROOM_ON_ERROR": "ignore"}, ["NEWSROOM_ON_ERROR is not written as"]),
        ({"TIMEZONE": "Hà Nội"}, ["Hà Nội is not a time zone"]),
        ({"TIMEZONE": "../etc"}, ["../etc is not a time zone"]),
        ({"DEFAULT_PAGINATION": 0}, ["DEFAULT_PAGINATION"]),
        ({"DEFAULT_PAGINATION": "5"}, ["DEFAULT_PAGINATION"]),
        ({"ARTICLE_URL": "{ngay}"}, ["ARTICLE_URL: {ngay}"]),
        ({"PAGE_SAVE_AS": "{slug"}, ["PAGE_SAVE_AS: {slug"]),
        ({"MARKDOWN": {"extensions": [object()]}}, ["MARKDOWN"]),
    ],
)
def test_a_fault_is_told_with_its_setting(changes: dict[str, Any], told: list[str]) -> None:
    found = faults(**changes)
    assert len(found) == len(told)
    assert all(text in line for text, line in zip(told, found, strict=True))


def test_all_faults_are_told_at_once() -> None:
    found = faults(NEWSROOM_X=1, TIMEZONE="x", DEFAULT_PAGINATION=-1, ARTICLE_URL="{x}")
    assert len(found) == 4


def test_settings_are_frozen_and_go_to_workers() -> None:
    import pickle

    settings = read()
    assert pickle.loads(pickle.dumps(settings)) == settings
    with pytest.raises(AttributeError):
        settings.page_size = 3  # type: ignore[misc]
    assert msgspec.structs.replace(settings, page_size=3) != settings


def test_what_is_surely_not_meant_is_a_warning() -> None:
    defaults = {"RELATIVE_URLS": False, "TAG_URL": "tag/{slug}.html", "SITEURL": "", "TIMEZONE": ""}
    raw = {
        "RELATIVE_URLS": True, "TAG_URL": "tag/{slug}.html", "MENUITEMS": (("a", "/"),),
        "LINKS": (), "SITEURL": "https://bao.example.org", "TIME_ZONE": "x", "MY_OWN": 1,
        "TIMEZONE": "Asia/Ho_Chi_Minh",
    }  # fmt: skip
    assert settings_warnings(raw, defaults) == [
        "These settings have no effect here: MENUITEMS, RELATIVE_URLS; see docs/settings.md.",
        "TIME_ZONE is not a setting; did you mean TIMEZONE?",
        "SITEURL is still https://bao.example.org, an example; write the site's own address there.",
    ]
    assert settings_warnings({"SITEURL": "https://congdoan.vn"}, defaults) == []
