# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest
from hypothesis import given

from newsroom.text.normalise import canonical_tone
from newsroom.text.slug import short_digest, slugify

from .samples import megabyte, nfd, relaxed, slow_runs, texts


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đống Đa: 100% CNVCLĐ", "dong-da-100-cnvcld"),
        ("  “Tháng Công nhân” – 2025… ", "thang-cong-nhan-2025"),
        ("quận Bắc Từ Liêm", "quan-bac-tu-liem"),
        ("TP.HCM & Hà Nội", "tp-hcm-ha-noi"),
        ("Straße, Łódź, Tromsø, œuvre", "strasse-lodz-tromso-oeuvre"),
        ("Москва 2025 東京", "2025"),
        ("17.711 đoàn viên 😀", "17-711-doan-vien"),
        ("already-a-slug", "already-a-slug"),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug
    assert slugify(nfd(text)) == slug


@pytest.mark.parametrize("text", ["", "…", "😀", "Москва", "東京", "\ud83d"])
def test_a_slug_is_never_empty(text):
    assert slugify(text) == "x-" + short_digest(text)


def test_texts_without_latin_letters_have_slugs_of_their_own():
    assert slugify("Москва") != slugify("Киев")


def test_short_digest():
    assert short_digest("abc") == "ba7816bf"  # FIPS 180-4, example B.1
    assert short_digest("abc", 64).endswith("f20015ad")
    assert short_digest(nfd("Đà"), 12) == short_digest("Đà", 12)
    for n in (0, 65):
        with pytest.raises(ValueError, match=f"1 to 64 digits to give, not {n}"):
            short_digest("abc", n)


@relaxed
@given(texts)
def test_slugs_are_stable_and_plain(text):
    slug = slugify(text)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slugify(slug) == slug == slugify(nfd(text))
    if not slug.startswith("x-"):
        assert slugify(canonical_tone(text)) == slug


def test_long_text_takes_linear_time():
    assert slow_runs(slugify) == []
    assert len(slugify(megabyte())) > 800_000
