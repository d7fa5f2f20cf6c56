# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a story without a picture is shared with: a card of its headline, or of its section."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.commands import pictures
from newsroom.errors import SettingsError
from newsroom.pictures import cards
from newsroom.pictures.card_look import CardLook, TitleCard
from tests.pages.test_renditions import clean
from tests.pictures import photos
from tests.portal import Portal

HOST = "https://bao.example.org/"


@pytest.fixture
def site(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path, NEWSROOM_PICTURES=True, NEWSROOM_TITLE_CARDS="2025-04-01")
    portal.write("images/a.jpg", photos.phone(700, 500))
    portal.article("cong-doan/a.md", image="images/a.jpg")
    portal.article("cong-doan/b.md", title="Sở Y tế Hà Nội họp")
    portal.article("doi-song/c.md", date="2025-03-31")
    portal.article("doi-song/d.md", date="2025-04-01 00:00", kicker="Phường Đống Đa")
    return portal


def shared(site: Portal, path: str) -> str:
    """The picture that a page is shared with, by its file."""
    tag = site.page(path).select_one("meta[property='og:image']")
    return str(tag["content"]).removeprefix(HOST) if tag else ""


def of_stories(site: Portal) -> set[str]:
    return {path for path in site.tree() if path.endswith("-card.png")}


def test_a_story_without_a_picture_has_a_card(site: Portal) -> None:
    site.build()
    tree = site.tree()
    assert shared(site, "2025/04/a.html").endswith(".jpg")
    new = {shared(site, f"2025/04/{name}.html") for name in "bd"}
    assert new == of_stories(site) and len(new) == 2
    assert shared(site, "2025/03/c.html") == "anh/muc/doi-song.png"
    assert shared(site, "doi-song/index.html") == "anh/muc/doi-song.png"
    head = site.page("2025/04/b.html")
    told = {tag["property"]: tag["content"] for tag in head.select("meta[property^='og:image']")}
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == "Sở Y tế Hà Nội họp"
    assert f'"{HOST}{shared(site, "2025/04/b.html")}"' in head.select("script[type]")[0].text
    assert photos.opened(tree["anh/muc/doi-song.png"]).size == (1200, 630)
    assert site.page("cong-doan/index.html").select_one(".row img[src*=card]") is None
    assert site.build().rendered == 0
    assert tree == clean(site)


def test_a_card_goes_with_its_story_and_follows_its_headline(site: Portal) -> None:
    site.build()
    before = shared(site, "2025/04/b.html")
    site.article("cong-doan/b.md", title="Sở Y tế Hà Nội họp báo")
    site.build()
    after = shared(site, "2025/04/b.html")
    assert before != after and before not in site.tree() and site.tree() == clean(site)
    site.article("cong-doan/b.md", title="Sở Y tế Hà Nội họp báo", image="images/a.jpg")
    site.build()
    assert after not in site.tree() and site.tree() == clean(site)
    (site.content / "doi-song/d.md").unlink()
    site.build()
    assert not of_stories(site) and site.tree() == clean(site)


def test_a_text_may_change_and_its_card_is_not_drawn_again(
    site: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.build()
    drawn: list[str] = []
    real = cards.draw

    def noted(card: TitleCard, look: CardLook, theme: Path) -> bytes:
        drawn.append(card.title)
        return real(card, look, theme)

    monkeypatch.setattr(cards, "draw", noted)
    site.article("cong-doan/b.md", "Lời khác.", title="Sở Y tế Hà Nội họp")
    site.build()
    site.output = tmp_path / "other"
    site.build()
    assert set(drawn) == {"Công đoàn", "Phát triển đoàn viên", "Đời sống"}  # of fronts, elsewhere


def test_what_stands_on_a_card_may_change_for_all(site: Portal) -> None:
    site.build()
    before = of_stories(site)
    data = site.content / "data" / "sections.yaml"
    data.write_text(data.read_text("utf-8").replace("Công đoàn", "Tổ chức công đoàn"), "utf-8")
    site.build()
    assert len(of_stories(site) & before) == 1 and site.tree() == clean(site)  # d has a kicker
    site.overrides = site.overrides | {"SITENAME": "Báo Khác"}
    site.build()
    assert not of_stories(site) & before and site.tree() == clean(site)
    site.overrides = site.overrides | {"NEWSROOM_TITLE_CARDS": "2025-05-01"}
    site.build()
    assert not of_stories(site) and site.tree() == clean(site)
    site.overrides = {"NEWSROOM_PICTURES": True}
    site.build()
    assert not any(path.startswith("anh/muc/") for path in site.tree())
    assert shared(site, "2025/04/b.html") == "" and site.tree() == clean(site)


def test_nobody_hears_of_a_story_to_come(site: Portal) -> None:
    site.build()
    before = of_stories(site)
    site.article("cong-doan/e.md", title="Sắp tới", status="draft")
    site.article("cong-doan/f.md", title="Sắp tới nữa", date="2027-01-01")
    site.build()
    assert of_stories(site) == before
    site.now += 366 * 86_400
    site.build()
    assert len(of_stories(site) - before) == 1 and site.tree() == clean(site)


def test_twins_have_cards_of_their_own(site: Portal) -> None:
    site.article("cong-doan/b2.md", title="Sở Y tế Hà Nội họp")
    site.build()
    assert len(of_stories(site)) == 3 and site.tree() == clean(site)


def test_pruning_leaves_the_cards_that_are_shown(site: Portal) -> None:
    site.build()
    kept = {path.name for path in (site.root / "cache" / "pictures").rglob("*-card.png")}
    site.article("cong-doan/b.md", title="Một tiêu đề khác")
    site.build()
    pictures.prune(site.settings)
    left = {path.name for path in (site.root / "cache" / "pictures").rglob("*-card.png")}
    assert left == {path.rpartition("/")[2] for path in of_stories(site)} and kept - left


def test_a_theme_that_has_no_look_for_cards_is_told(site: Portal, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "pictures.toml").touch()
    site.overrides = site.overrides | {"THEME": str(theme)}
    with pytest.raises(SettingsError, match="NEWSROOM_TITLE_CARDS"):
        site.build()
