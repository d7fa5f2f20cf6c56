# SPDX-License-Identifier: AGPL-3.0-or-later
"""What editors and machines do every day to a large archive, with the bar of each act.

Each act is done a few times, to other articles each time, and each time a build follows. What an
act needs besides (another state to begin with) is done before, and built without being measured.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.benchmarks.articles import Article, Head
from tests.benchmarks.generators import put_aside
from tests.benchmarks.layouts import Ours
from tests.benchmarks.vocabulary import SECTIONS

_APART = 10  # articles between two turns of an act, so that none meets another's


class Site:
    """The site that is edited: its layout, and what the acts have done to its registries."""

    def __init__(self, layout: Ours) -> None:
        self.layout = layout
        self.archive = layout.archive
        self.root = layout.root
        self.data = layout.root / "content/data"

    def middle(self, turn: int, place: int) -> Article:
        """An article from the middle of the archive; ``place`` is another one for each act."""
        span = self.archive.count // 40
        return self.archive.article(self.archive.count // 3 + place * span + turn * _APART)

    def edit(self, article: Article, **fields: str) -> None:
        """Save an article with other fields, or with lines of its front matter replaced."""
        path = self.layout.path(article.head)
        path.parent.mkdir(parents=True, exist_ok=True)
        begin, head, rest = self.layout.text(article).split("---\n", 2)
        lines = [line for line in head.splitlines() if line.partition(":")[0] not in fields]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        path.write_text("---\n".join((begin, "\n".join([*lines, ""]), rest)), "utf-8")

    def change(self, registry: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a registry."""
        path = self.data / registry
        text = path.read_text("utf-8")
        if old not in text:
            raise LookupError(f"{path} has no {old!r}")
        path.write_text(text.replace(old, new, 1), "utf-8")

    def pick(self, heads: list[Head]) -> None:
        """These are the editors' picks, and no others."""
        picks = "".join(f"  - {head.source}.md\n" for head in heads)
        (self.data / "slots.yaml").write_text(f"nen-xem:\n{picks}", "utf-8")


Do = Callable[[Site, int], None]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens between two builds; ``bar`` as issue and docs have it."""

    name: str
    do: Do
    bar: str = ""
    before: Do | None = None
    turns: int = 3
    copied: bool = False
    """Whether the site is copied to another folder of this disk as well, by `newsroom publish`."""


def nothing(site: Site, turn: int) -> None:
    """Nothing happened."""


def publish(site: Site, turn: int) -> None:
    """A new article, the newest of all."""
    site.layout.put(site.archive.article(site.archive.count + turn))


def publish_back(site: Site, turn: int) -> None:
    """A new article, dated a year back."""
    article = site.archive.article(site.archive.count + 20 + turn)
    date = article.head.date - timedelta(days=365)
    site.layout.put(replace(article, head=replace(article.head, date=date), link=None))


def publish_more(site: Site, turn: int) -> None:
    """Other new articles."""
    publish(site, turn + 10)


def no_picks(site: Site, turn: int) -> None:
    """The editors pick nothing."""
    site.pick([])


def picks(site: Site, turn: int) -> None:
    """Five recent stories are picked."""
    newest = site.archive.count - 1 - 5 * turn
    site.pick([site.archive.head(newest - place) for place in range(5)])


def old_pick(site: Site, turn: int) -> None:
    """One story of 2022 is picked."""
    numbers = range(site.archive.count)
    at = next(n for n in numbers[::97] if site.archive.head(n).date >= datetime(2022, 3, 1))
    site.pick([site.archive.head(at + turn * _APART)])


def blank_line(site: Site, turn: int) -> None:
    """One more blank line at the end of a registry."""
    path = site.data / "authors.yaml"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def alias(site: Site, turn: int) -> None:
    """A unit gets another name that texts may use."""
    site.change("districts.yaml", "  aliases:\n", f"  aliases:\n  - LĐLĐ vùng {turn + 1}\n")


def biography(site: Site, turn: int) -> None:
    """An author's biography is another one."""
    site.change("authors.yaml", "  bio: Phóng viên.", f"  bio: Phóng viên, lần {turn + 1}.")


def updated(site: Site, turn: int) -> None:
    """An old article tells of an update."""
    article = site.middle(turn, 1)
    moment = article.head.date + timedelta(hours=3)
    site.edit(article, updated=f"{moment:%Y-%m-%d %H:%M}")


def case_of_tag(site: Site, turn: int) -> None:
    """An old article's first tag is written in capitals."""
    article = site.middle(turn, 2)
    first, *others = article.tags
    site.layout.put(replace(article, tags=(first.upper(), *others)))


def title(site: Site, turn: int) -> None:
    """An old article has another headline."""
    article = site.middle(turn, 3)
    site.layout.put(
        replace(article, head=replace(article.head, title=article.head.title + ", thêm"))
    )


def sapo(site: Site, turn: int) -> None:
    """An old article has another sapo."""
    article = site.middle(turn, 4)
    site.layout.put(replace(article, sapo=article.sapo + " Thêm một câu."))


def body(site: Site, turn: int) -> None:
    """An old article has a paragraph more."""
    article = site.middle(turn, 5)
    site.layout.put(replace(article, paragraphs=(*article.paragraphs, "Thêm một đoạn.")))


def hour(site: Site, turn: int) -> None:
    """An old article's hour is an hour later."""
    article = site.middle(turn, 6)
    moment = article.head.date + timedelta(hours=1)
    site.edit(article, date=f"{moment:%Y-%m-%d %H:%M}")


def section(site: Site, turn: int) -> None:
    """An old article is moved to the next section; its address stays."""
    article = site.middle(turn, 7)
    names = list(SECTIONS)
    other = names[(names.index(article.head.section) + 1) % len(names)]
    moved = replace(article, head=replace(article.head, section=other))
    site.layout.path(article.head).unlink()
    site.layout.put(moved)


def byline(site: Site, turn: int) -> None:
    """An old article is somebody else's."""
    article = site.middle(turn, 8)
    authors = site.archive.authors
    other = authors[(authors.index(article.author) + 1) % len(authors)]
    site.layout.put(replace(article, author=other))


def deletion(site: Site, turn: int) -> None:
    """An article from the middle is deleted, to which no other links."""
    heads = (site.middle(turn + 3 * step, 9).head for step in range(site.archive.count))
    next(site.layout.path(head) for head in heads if not _linked(site, head)).unlink()


def _linked(site: Site, head: Head) -> bool:
    """Whether a text links to an article that is there; one that is not can't be deleted."""
    command = ["grep", "-rqF", "--include=*.md", site.layout.link(head), str(site.root / "content")]
    there = site.layout.path(head).exists()
    return not there or subprocess.run(command, check=False).returncode == 0


def begin_repository(root: Path) -> None:
    """The site is a repository, with nothing in it."""
    (root / ".gitignore").write_text("/output\n/.cache\n__pycache__\n", "utf-8")
    _git(root, "init", "-q")
    _git(root, "config", "gc.auto", "0")


def commit(root: Path) -> None:
    """All that has happened is committed; the first time all sources are."""
    if not (root / ".git").exists():
        begin_repository(root)
    _git(root, "add", "-A")
    who = ("-c", "user.name=B", "-c", "user.email=b@example.org")
    _git(root, *who, "commit", "-q", "--allow-empty", "-m", "B")


def fresh_clone(site: Site, turn: int) -> None:
    """The sources are a fresh clone; store and output folder are as they were."""
    commit(site.root)
    clone = site.root.with_name(f"{site.root.name}-clone-{turn}")
    _git(site.root, "clone", "-q", "--no-hardlinks", str(site.root), str(clone))
    put_aside([site.root / name for name in ("content", ".git")], site.root.parent)
    for name in ("content", ".git"):
        shutil.move(clone / name, site.root)


def restored(site: Site, turn: int) -> None:
    """The same, and the output folder was restored from an archive: all its files are new ones."""
    fresh_clone(site, turn + 100)
    copy = site.root / "output-restored"
    subprocess.run(["cp", "-a", str(site.root / "output"), str(copy)], check=True)
    put_aside([site.root / "output"], site.root.parent)
    copy.rename(site.root / "output")


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)


FEW = "rendered ≤ 1.2 × written"
ACTS = (
    Act("unchanged", nothing, "≤ floor + 0.1 s", turns=5),
    Act("publish", publish, "≤ floor + 0.6 s", turns=5),
    Act("publish, dated a year back", publish_back),
    Act("copied for the first time, all of it", nothing, turns=1, copied=True),
    Act("publish, and what has changed is copied", publish_more, copied=True),
    Act("`slots.yaml`: five recent picks", picks, "≤ 1.3 × publish", before=no_picks),
    Act("`slots.yaml`: one story of 2022", old_pick, "≤ 150 pages", before=no_picks),
    Act("a blank line in `authors.yaml`", blank_line, "≤ 1.5 s"),
    Act("an alias in `districts.yaml`", alias, "≤ 1.5 s"),
    Act("a biography in `authors.yaml`", biography, "≤ 1.5 s, pages that show it"),
    Act("`updated`", updated, FEW),
    Act("a tag's letter case", case_of_tag, FEW),
    Act("a headline", title, FEW),
    Act("a sapo", sapo, FEW),
    Act("a body", body, FEW),
    Act("the hour", hour, FEW),
    Act("the section", section, FEW),
    Act("the byline", byline, FEW),
    Act("a deletion from the middle", deletion, "rendered ≤ 1.1 × written"),
    Act("fresh clone, store restored", fresh_clone, "≤ 2 s", turns=2),
    Act("… and the output folder restored", restored, turns=1),
)
