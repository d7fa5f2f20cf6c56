# SPDX-License-Identifier: AGPL-3.0-or-later
"""What questions find, by the files of a finished site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsroom.commands.search import found_as_json, list_found, search
from newsroom.errors import StoreError
from newsroom.search import figures
from newsroom.search.index import SearchIndex
from newsroom.text.fold import fold
from newsroom.text.unicode import normalise
from tests.portal import Portal
from tests.search.sample import TITLES, make


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return make(tmp_path_factory.mktemp("search"))


def found(portal: Portal, text: str) -> list[str]:
    _answer, rows = search(portal.settings, text, 100)
    return [str(row["url"]).rpartition("/")[2].removesuffix(".html") for row in rows]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cong doan", "qua"),
        ("công đoàn đống đa", "qua"),
        ("CÔNG ĐOÀN", "qua"),
        (normalise("NFD", "Đống Đa"), "qua"),
        ("dong da", "qua"),
        ("đoán", "doan"),
        ("doan", "doan"),  # both have the syllable in their headline: the newer goes first
        ("đoàn", "roi"),  # as spelled, in the shorter headline
        ("1500", "nha"),
        ("1.500 căn", "nha"),
        ("2/NQ-BCH", "so"),
        ("tho moc", "than"),  # in the text alone
        ("hoà giải", "than"),  # the other way to place a tone
        ("thuy ha", "than"),  # an author
        ("trao qua dong da xyzzy", "qua"),
        ("<b>công an</b> 🙂", "cong-an"),
    ],
)
def test_the_right_story_comes_first(portal: Portal, text: str, first: str) -> None:
    assert found(portal, text)[:1] == [first]


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "🙂", "Q", "xyzzy", "a" * 100_000, '"', "x " * 1_000]
)
def test_any_text_is_a_question(portal: Portal, text: str) -> None:
    assert found(portal, text) == []


def test_every_accented_question_finds_what_it_finds_without_marks(portal: Portal) -> None:
    for title in TITLES.values():
        plain = title.replace("đ", "d").replace("Đ", "D")
        folded = "".join(c for c in normalise("NFD", plain) if ord(c) < 0x300)
        assert set(found(portal, title)) <= set(found(portal, folded))


def test_of_headlines_that_say_it_the_shorter_goes_first(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for slug, title in (
        ("ngan", "Nadal rút khỏi giải"),
        ("dai", "Tay vợt Nadal bất ngờ rút khỏi giải quần vợt lớn nhất trong năm nay"),
        ("vua", "Tay vợt Nadal bất ngờ rút khỏi giải"),
    ):
        portal.article(f"doi-song/{slug}.md", title=title, date="2025-05-01")
    portal.build()
    assert found(portal, "nadal rut khoi giai") == ["ngan", "vua", "dai"]


def test_a_phrase_must_be_there(portal: Portal) -> None:
    assert found(portal, '"công đoàn"') == ["qua"]
    assert found(portal, '"đoàn công"') == []
    assert found(portal, '"công đoàn') == found(portal, "công đoàn")  # a lone mark is none


def test_an_abbreviation_and_what_it_means_find_the_same(portal: Portal) -> None:
    both = ["tat", "ld"]
    for text in (
        "LĐLĐ",
        "ldld",
        "Liên đoàn Lao động",
        "lien doan lao dong",
        '"liên đoàn lao động"',
    ):
        assert found(portal, text) == both, text
    assert found(portal, "liên đoàn lao động tỉnh")[0] == "ld"
    assert found(portal, "LĐLĐ thành phố")[0] == "tat"
    assert "roi" not in found(portal, "LĐLĐ")  # it has the words, but not together
    assert "roi" in found(portal, "lao động")


def test_new_synonyms_make_the_index_anew_and_no_article(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    portal.article("doi-song/dai.md", title="Bảo hiểm xã hội một lần", date="2024-05-01")
    portal.article("doi-song/tat.md", title="BHXH một lần", date="2025-05-01")
    portal.build()
    assert found(portal, "BHXH") == ["tat"]
    entry = "- name: BHXH\n  means: [bảo hiểm xã hội]\n"
    for text, wanted in ((entry, ["tat", "dai"]), (entry.replace("xã hội", "y tế"), ["tat"])):
        portal.write("data/synonyms.yaml", text)
        report = portal.build()
        assert report.read <= 1, "the registry alone"
        assert found(portal, "BHXH") == wanted
        assert portal.tree() == portal.clean_tree(
            tmp_path / text[-8:].strip("] \n").replace(" ", "")
        )


def test_stories_of_a_unit_are_found_by_those_before_and_after_it(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    portal.article("doi-song/a.md", title="Một", district="quan-dong-da", date="2025-05-01")
    portal.article("doi-song/b.md", title="Hai", district="phuong-dong-da", date="2025-07-02")
    portal.article("doi-song/c.md", title="Ba", district="toan-thanh-pho", date="2025-07-03")
    portal.article(
        "doi-song/d.md", title="Về phường Đống Đa", district="toan-thanh-pho", date="2025-01-01"
    )
    portal.build()
    # Named by the headline, of the unit itself, of the one before it.
    assert found(portal, "phường Đống Đa") == ["d", "b", "a"]
    assert found(portal, "quan dong da")[0] == "a"
    assert found(portal, '"quận Đống Đa"') == ["a", "b"]
    districts = (portal.content / "data/districts.yaml").read_text("utf-8")
    cut = districts.replace("  successors: [phuong-dong-da]\n", "")
    portal.write("data/districts.yaml", cut.replace("  predecessors: [quan-dong-da]\n", ""))
    report = portal.build()
    assert report.read <= 1, "the registry alone"
    assert found(portal, '"quận Đống Đa"') == ["a"]
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")
    portal.article("doi-song/c.md", title="Ba", district="quan-dong-da", date="2025-07-03")
    portal.build()
    assert sorted(found(portal, '"quận Đống Đa"')) == ["a", "c"]
    assert portal.tree() == portal.clean_tree(tmp_path / "again")


def test_a_word_in_quotation_marks_must_be_there(portal: Portal) -> None:
    assert len(found(portal, "tiền thưởng")) == 14
    assert found(portal, 'tiền thưởng "Tết"') == ["qua"]
    assert len(found(portal, 'tiền thưởng "đợt"')) == 14


def test_a_short_question_asks_for_single_words_only_where_no_pair_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And then by generations, the newest first, until enough have all the words it met."""
    monkeypatch.setattr(figures, "SMALL", 2)
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for number in range(12):
        portal.article(f"doi-song/a{number}.md", title="Mộc thợ", date=f"2025-05-0{1 + number % 3}")
    portal.article("doi-song/cu.md", title="Thợ cũ mộc", date="2023-01-01")
    portal.build()
    folder = portal.output / "tim-kiem"
    index = SearchIndex(lambda name: (folder / name).read_bytes())
    assert [each["name"] for each in index.about["generations"]] == ["2", "0"]

    def answer(text: str) -> int:
        return len(index.answer(text).hits)

    assert answer("moc tho") == 12  # those that have the pair; nobody asks for single words
    assert answer("tho xyz moc") == 12  # the older one is beyond what is enough
    index.about["enough"] = 13
    assert answer("tho xyz moc") == 13


def test_a_lost_or_damaged_shard_is_told(portal: Portal) -> None:
    files = {
        path.removeprefix("tim-kiem/"): data
        for path, data in portal.tree().items()
        if path.startswith("tim-kiem/")
    }
    whole = files["0/0.json"]
    files["0/0.json"] = whole[: len(whole) // 2]
    assert SearchIndex(files.__getitem__).answer("công đoàn").lost == ["0/0.json"]

    def fetch(name: str) -> bytes:
        if name == "0/0.json":
            raise FileNotFoundError(name)
        return files[name]

    answer = SearchIndex(fetch).answer("công đoàn")
    assert (answer.hits, answer.lost) == ([], ["0/0.json"])


def test_a_mention_far_down_is_found(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    text = " ".join(f"từ{n}".replace("0", "a") for n in range(3_000))
    portal.article("doi-song/dai.md", title="Dài", body=f"{text}. Cuối cùng có Khương Đình.")
    portal.article("doi-song/khac.md", title="Khác")
    portal.build()
    assert found(portal, "khuong dinh") == found(portal, '"Khương Đình"') == ["dai"]


def test_marks_have_no_say_in_what_is_found(tmp_path: Path) -> None:
    """Those that are spelled otherwise come after, and none is left out."""
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for number, word in enumerate(("đoàn", "đoán", "doan", "đoạn") * 3):
        portal.article(f"doi-song/a{number}.md", title=f"Công {word} {'vui ' * number}")
    portal.build()
    for asked in ("Công đoàn", "công đoán", "đoạn", "đoàn vui"):
        accented, plain = found(portal, asked), found(portal, fold(asked))
        assert sorted(accented) == sorted(plain)


def test_an_index_that_was_published_meanwhile_is_read_anew(portal: Portal) -> None:
    folder = portal.output / "tim-kiem"
    index = SearchIndex(lambda name: (folder / name).read_bytes())
    index.about["generations"] = [{**index.about["generations"][0], "stamp": 1}]
    assert index.answer("công đoàn").hits


def test_shards_that_are_still_those_of_before_are_lost_until_they_come(portal: Portal) -> None:
    folder = portal.output / "tim-kiem"
    about = json.loads((folder / "index.json").read_bytes())
    about["generations"][0]["stamp"] += 1
    come = {"index.json": json.dumps(about).encode()}

    def fetch(name: str) -> bytes:
        return come.get(name) or (folder / name).read_bytes()

    index = SearchIndex(fetch)
    answer = index.answer("công đoàn")
    assert (answer.hits, answer.lost) == ([], ["0/0.json"])
    come.clear()
    assert index.answer("công đoàn").hits


def test_shards_that_a_publish_has_taken_away_are_looked_for_elsewhere(portal: Portal) -> None:
    folder = portal.output / "tim-kiem"
    index = SearchIndex(lambda name: (folder / name).read_bytes())
    index.about["generations"] = [{**index.about["generations"][0], "name": "2"}]
    answer = index.answer("công đoàn")
    assert (bool(answer.hits), answer.lost) == (True, [])


def test_the_command_lists_what_is_found(portal: Portal) -> None:
    made = json.loads(found_as_json(portal.settings, "cong doan", 1))
    assert [row["title"] for row in made["results"]] == [TITLES["qua"]]
    assert made["results"][0].keys() == {"title", "url", "date", "score"}
    assert any(TITLES["qua"] in line for line in list_found(portal.settings, "cong doan", 10))


def test_without_an_index_the_command_says_so(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.article("doi-song/a.md")
    portal.build()
    with pytest.raises(StoreError, match="NEWSROOM_SEARCH"):
        search(portal.settings, "a")
