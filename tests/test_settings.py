# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings: read once, typed, every fault told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from newsroom.errors import SettingsError
from newsroom.settings import PREFIX, Newsroom, Settings, read_settings
from tests.portal import RAW


@pytest.fixture(autouse=True)
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def read(**changes: Any) -> Settings:
    raw = RAW | {"PATH": "content", "OUTPUT_PATH": "out", "CACHE_PATH": "cache"}
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


@pytest.mark.parametrize("name", Newsroom.__struct_fields__)
def test_each_of_ours_is_read(name: str) -> None:
    default = getattr(Newsroom(), name)
    if name == "taxonomies":  # rows, which tests/pages/test_taxonomies.py reads
        return
    value = {bool: True, int: 7, str: "x", dict: {"lost-letter": True}}[type(default)]
    assert getattr(read(**{PREFIX + name.upper(): value}).newsroom, name) == value


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"NEWSROOM_DRAFT": True}, ["did you mean NEWSROOM_DRAFTS?"]),
        ({"NEWSROOM_KHONG_CO": 1}, ["NEWSROOM_KHONG_CO is not a setting"]),
        ({"NEWSROOM_WORKERS": "hai"}, ["wrong type"]),
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
