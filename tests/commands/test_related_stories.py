# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor is told about related stories; the frozen weights of words."""

from __future__ import annotations

import shutil

import pytest

from newsroom.commands.freezing import freeze_weights
from newsroom.commands.related_stories import list_related, why_related
from newsroom.errors import ContentError, StoreError
from newsroom.related import params
from tests.portal import Portal

EYES, GLASSES, CHESS, DRAFT = (f"cong-doan/2025/04/{name}.md" for name in ("a", "b", "c", "d"))


@pytest.fixture
def site(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Portal:
    monkeypatch.setenv("LANG", "en")
    portal.article(EYES, "Bác sĩ khám mắt cho công nhân xưởng gỗ.", title="Khám mắt miễn phí")
    portal.article(GLASSES, "Thợ mộc được bác sĩ phát kính.", title="Khám mắt ở xưởng gỗ")
    portal.article(CHESS, "Kỳ thủ tranh cúp.", title="Giải cờ tướng", district="toan-thanh-pho")
    portal.article(DRAFT, "Nháp.", title="Khám mắt lần hai", status="draft")
    portal.build()
    return portal


def test_related_stories_are_listed_with_their_scores(site: Portal) -> None:
    head, first, path = list_related(site.settings, EYES)
    assert head == f"Related to “Khám mắt miễn phí” ({EYES}):"
    assert first.split()[0] == "1." and int(first.split()[1]) > 0
    assert first.endswith("Khám mắt ở xưởng gỗ")
    assert path.strip() == GLASSES


def test_a_newer_story_that_is_closer_to_others_is_told_so(
    site: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "(newer, and closer to other stories: not shown)"

    def told() -> list[bool]:
        return [list_related(site.settings, path)[1].endswith(note) for path in (EYES, GLASSES)]

    assert told() == [False, False]
    monkeypatch.setattr(params, "AUDIENCE", 0)
    assert sorted(told()) == [False, True]


@pytest.mark.parametrize("name", ["/2025/04/a.html", "output/2025/04/a.html", f"content/{EYES}"])
def test_an_article_is_found_by_any_of_its_names(site: Portal, name: str) -> None:
    assert GLASSES in "\n".join(list_related(site.settings, name))


def test_a_story_by_itself_has_none(site: Portal) -> None:
    assert [line.strip() for line in list_related(site.settings, CHESS)][1:] == ["none"]


@pytest.mark.parametrize("name", [DRAFT, "no.md", "/"])
def test_what_readers_cannot_see_has_no_list(site: Portal, name: str) -> None:
    with pytest.raises(StoreError, match="no article that readers can see"):
        list_related(site.settings, name)


def test_before_the_first_build_there_is_nothing_to_tell(portal: Portal) -> None:
    with pytest.raises(StoreError):
        list_related(portal.settings, EYES)


def numbers(lines: list[str]) -> list[int]:
    return [int(line.split()[0]) for line in lines if line[:1] == " " and line.split()[0].isdigit()]


def test_the_parts_of_a_score_add_up(site: Portal) -> None:
    lines = why_related(site.settings, EYES, GLASSES)
    terms = lines[lines.index("Common terms (weight in the first × in the second, of 255):") + 1 :]
    *products, likeness = numbers(terms[: terms.index("")])
    assert sum(products) == likeness
    listed = list_related(site.settings, EYES)[1].split()[1]
    assert any(line.startswith(f"Score: {likeness} × ") for line in lines)
    assert any(line.endswith(f"= {listed}") for line in lines)
    assert f"Place 1 among the stories related to {EYES}." in lines
    assert any("the same section" in line for line in lines)
    # The other way round it is the same score.
    assert any(line.endswith(f"= {listed}") for line in why_related(site.settings, GLASSES, EYES))


def test_it_says_why_two_articles_have_nothing_in_common(site: Portal) -> None:
    lines = why_related(site.settings, EYES, CHESS)
    assert any("below" in line for line in lines)
    assert f"Not among the 24 stories most closely related to {EYES}." in lines


def test_it_says_that_an_editor_banned_the_pair(site: Portal) -> None:
    site.article(GLASSES, "Khám mắt.", title="Khám mắt ở xưởng gỗ", unrelated=[EYES])
    site.build()
    assert any("unrelated" in line for line in why_related(site.settings, EYES, GLASSES))
    assert list_related(site.settings, EYES)[1].strip() == "none"


def test_it_says_that_two_articles_tell_the_same(site: Portal) -> None:
    text = " ".join(f"Câu thứ {n} kể chuyện riêng của cơ sở {n * 7}." for n in range(30))
    site.article(EYES, text, title="Khám mắt")
    site.article(GLASSES, text, title="Khám mắt")
    site.build()
    assert "almost the same text" in "\n".join(list_related(site.settings, EYES))
    assert "almost the same text" in "\n".join(why_related(site.settings, EYES, GLASSES))


# ------------------------------------------------------------------------------- frozen weights


def test_frozen_weights_are_used_by_the_next_build(site: Portal) -> None:
    (line,) = freeze_weights(site.settings)
    table = site.content / "data" / "term-weights.txt"
    assert line.startswith(str(table)) and " 3 articles" in line  # the draft is not counted
    assert table.read_text().startswith("# least 2 of 3 articles")
    report = site.build()
    assert (report.reason, report.read > 0) == ("stamp", True)
    assert site.build().rendered == 0
    frozen = table.read_bytes()
    freeze_weights(site.settings)
    assert table.read_bytes() == frozen


def test_a_large_archive_without_weights_is_told_so_once(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(params, "LARGE", 2)
    portal.article(EYES, "Khám mắt.")
    assert [p.message for p in portal.build().warnings] == []
    portal.article(CHESS, "Cờ tướng.")
    assert [p.message for p in portal.build().warnings] == []
    shutil.rmtree(portal.settings.cache)
    (problem,) = portal.build().warnings
    assert problem.path == "data/term-weights.txt"
    assert problem.message.startswith("Kho có 2 bài") and "related-freeze" in problem.message
    freeze_weights(portal.settings)
    assert [p.message for p in portal.build().warnings] == []


def test_weights_of_less_than_half_of_a_large_archive_are_told(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(params, "LARGE", 2)
    portal.article(EYES, "Khám mắt.")
    portal.build()
    freeze_weights(portal.settings)
    for path, told in ((CHESS, 0), ("doi-song/2025/06/an-ca.md", 1)):
        portal.article(path, "Một bài nữa.")
        shutil.rmtree(portal.settings.cache)
        found = [p.message for p in portal.build().warnings]
        assert len(found) == told
    assert "1 bài, nay đã có 3" in found[0] and "related-freeze" in found[0]


def test_weights_are_not_frozen_from_articles_with_errors(site: Portal) -> None:
    site.write(EYES, "---\ntitle: [\n---\n")
    with pytest.raises(ContentError):
        freeze_weights(site.settings)
    assert not (site.content / "data" / "term-weights.txt").exists()


@pytest.mark.parametrize("table", [b"", b"rubbish\n", b"# others weigh 3\nx\tlao\n", b"\xff\xfe"])
def test_a_damaged_table_is_told_with_its_name(site: Portal, table: bytes) -> None:
    site.write("data/term-weights.txt", table or b"\n")
    before = site.tree()
    with pytest.raises(ContentError) as caught:
        site.build()
    (problem,) = caught.value.problems
    assert problem.path == "data/term-weights.txt"
    assert "related-freeze" in problem.message
    assert site.tree() == before
