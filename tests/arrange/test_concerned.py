# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is arranged again after a change of the registries: at least all whose names mean another."""

from __future__ import annotations

from datetime import UTC, date, datetime

import hypothesis.strategies as st
from hypothesis import given, settings

from newsroom.arrange.articles import make_article
from newsroom.arrange.concerned import concerned
from newsroom.arrange.memberships import dated_lists
from newsroom.errors import Problems
from newsroom.model import Article, Author, Dossier, Entry, Registries, Section, Unit
from newsroom.read.resolve import RegistryIndex, resolve
from newsroom.settings import read_settings
from tests.portal import RAW

NAMES = ("Ba Đình", "ba đình", "Quận Ba Đình", "LĐLĐ Ba Đình", "Đống Đa", "dong-da", "toan")
PENS = ("Minh Khôi", "minh khôi", "Minh Khoi", "An Nhiên")
LIMIT = date(2025, 6, 30)
SETTINGS = read_settings(RAW | {"PATH": "content", "OUTPUT_PATH": "output"})


@st.composite
def units(draw: st.DrawFn) -> tuple[Unit, ...]:
    found = []
    for slug in draw(st.lists(st.sampled_from(["q-ba-dinh", "dong-da", "toan"]), unique=True)):
        found.append(
            Unit(
                slug,
                draw(st.sampled_from(NAMES)),
                short=draw(st.sampled_from(["", "Ba Đình", "Đống Đa"])),
                kind=draw(st.sampled_from(["", "quận"])),
                valid_to=draw(st.sampled_from([None, LIMIT])),
                aliases=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2))),
            )
        )
    return tuple(found)


@st.composite
def registries(draw: st.DrawFn) -> Registries:
    pens = draw(st.lists(st.sampled_from(PENS), max_size=2))
    return Registries(
        sections=(Section("tin", draw(st.sampled_from(["Tin", "Tin tức"]))),),
        units=draw(units()),
        authors=tuple(
            Author(draw(st.sampled_from(["mk", "minh-khoi", "an"])), pen, bio=draw(st.text()))
            for pen in dict.fromkeys(pens)
        ),
        dossiers=tuple(
            Dossier(slug, slug) for slug in draw(st.sets(st.sampled_from(["a", "b"]), max_size=2))
        ),
    )


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    return Entry(
        path="tin/a.md",
        slug="a",
        title="A",
        date=datetime(2025, draw(st.sampled_from([1, 12])), 1, tzinfo=UTC),
        authors=tuple(draw(st.lists(st.sampled_from(PENS), min_size=1, max_size=2))),
        units=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2))),
        dossier=draw(st.sampled_from(["", "a"])),
    )


def made(entry: Entry, known: Registries) -> Article | None:
    index = RegistryIndex(known)
    place = resolve(entry, index, Problems())
    return make_article(entry, place, index, SETTINGS, live=True) if place else None


@settings(max_examples=300, deadline=None)
@given(entry=entries(), old=registries(), new=registries())
def test_whoever_is_arranged_otherwise_is_concerned(
    entry: Entry, old: Registries, new: Registries
) -> None:
    before = made(entry, old)
    lists = concerned(old, new)
    if before is not None and lists is not None and made(entry, new) != before:
        assert set(lists) & set(dated_lists(before.card, SETTINGS.zone))


def test_nobody_is_concerned_by_what_no_article_asks_for() -> None:
    old = Registries(
        sections=(Section("tin", "Tin"),),
        units=(Unit("q", "Quận Một"), Unit("p", "Phường Một")),
        authors=(Author("mk", "Minh Khôi"),),
    )
    new = Registries(
        sections=(Section("tin", "Tin tức", feed=False, order=3),),
        units=(Unit("q", "Quận Một", successors=("p",)), Unit("p", "Phường Một")),
        authors=(Author("mk", "Minh Khôi", bio="Phóng viên."),),
        slots={"nen-xem": ("tin/a.md",)},
    )
    assert concerned(old, new) == []


def test_a_name_that_nobody_had_concerns_nobody() -> None:
    def units(*aliases: str) -> Registries:
        one = Unit("q", "Quận Một", aliases=aliases)
        return Registries(units=(one, Unit("h", "Huyện Hai")))

    assert concerned(units("Một"), units("Một", "Nhất")) == []
    assert concerned(units("Một"), units("Một", "LĐLĐ Huyện Hai")) == ["district/h"]
    assert concerned(units("Một"), units()) == ["district/q"]


def test_another_tree_of_sections_concerns_all() -> None:
    old = Registries(sections=(Section("tin", "Tin"),))
    new = Registries(sections=(*old.sections, Section("b", "B", parent="tin")))
    assert concerned(old, new) is None
