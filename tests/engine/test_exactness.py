# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any sequence of edits ends in the same bytes as a clean build (hypothesis state machine).

A real small site is edited at random: articles come, change in any field, move, are drafted,
scheduled, expire while the clock moves, and go; sets of files that mention each other are deleted,
renamed and moved (`tests.engine.linked`); errors hold back what is new and not what has to go
(`tests.engine.halting`); registries, templates, settings and pictures
change; builds are killed at a random write and asked to stop at a random call, output folders are
restored and touched by others (`tests.engine.meddling`); pictures and their renditions come, break
and go (`tests.engine.picturing`); several such acts come in one build. After
each build the whole output is compared with a clean build of the same content: the same paths, the
same bytes; or both fail, for the same errors. Edits of the code are another machine's
(`tests.engine.test_upgrades`), and `tests.engine.sequences` counts what both compare.

``NEWSROOM_SEQUENCES`` sets the number of sequences (the default suits a quick run; CI runs 200).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from textwrap import dedent
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from newsroom.engine import checkout
from newsroom.engine.build_report import BuildReport
from newsroom.engine.checkout import WORTH_ASKING
from newsroom.engine.output import Output
from newsroom.errors import ContentError
from tests.engine.advertising import Advertising
from tests.engine.halting import Halting
from tests.engine.linked import Linked, LinkedFiles
from tests.engine.meddling import Meddling
from tests.engine.picturing import SETTINGS, Picturing
from tests.portal import REGISTRIES, ROOT, Portal

SEQUENCES = int(os.environ.get("NEWSROOM_SEQUENCES", "200" if os.environ.get("CI") else "40"))
STEPS = int(os.environ.get("NEWSROOM_STEPS", "8"))

FOLDERS = ("cong-doan/2025/04", "cong-doan/phat-trien-doan-vien/2025/04", "doi-song/2025/05")
SLUGS = ("a", "b", "c", "d", "e", "f", "g", "h")
TAGS = ("phúc lợi", "Phúc lợi", "an toàn", "Tết sum vầy", "nhà ở")
DAYS = ("2025-03-31 23:59", "2025-04-01", "2025-04-22 09:15", "2025-04-22 09:16", "2026-09-21")
LATER = ("2026-09-22 10:00", "2026-09-30", "2027-01-05")
BODIES = (
    "Một đoạn.",
    "Hai đoạn.\n\nĐoạn hai có [liên kết]({filename}/cong-doan/2025/04/a.md).",
    '![Ảnh minh họa](/images/anh.svg "Chú thích")\n\nSau ảnh.',
    '## Mục\n\n!!! hộp "Hộp"\n    Nội dung.',
    "Tới [b](/2025/04/b.html), [c](https://bao.example.org/2026/09/c.html#muc), "
    "[từ khóa](/tag/nha-o/), [cũ](/cu/b), [cũ](/cu.php?id=c) và [trang](gioi-thieu.html#x).",
    "Bác sĩ khám mắt cho thợ mộc xưởng gỗ.",
    "Thợ mộc xưởng gỗ được phát kính, khám mắt.",
    # Enough to be known for a copy.
    " ".join(f"Câu {n} kể chuyện thợ mộc thứ {n * 7}." for n in range(20)),
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}"><rect/></svg>'


class Killed(BaseException):
    """The build was killed."""


AWAY = [{"title": name, "url": "https://bao-khac.example.org/a.html"} for name in ("Bài", "Tựa")]


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    """The fields of an article."""
    fields: dict[str, Any] = {
        "title": draw(st.sampled_from(["Một", "Hai", "Ba & <b>", "Thợ mộc “năm”"])),
        "date": draw(st.sampled_from(DAYS + LATER)),
        "author": draw(st.sampled_from(["Minh Khôi", "Thu Hằng", ["An Nhiên", "Minh Khôi"]])),
        "district": draw(st.sampled_from(["Quận Đống Đa", "toan-thanh-pho", "Đống Đa"])),
        "tags": draw(st.lists(st.sampled_from(TAGS), max_size=3, unique_by=str.lower)),
        "body": draw(st.sampled_from(BODIES)),
    }
    if draw(st.booleans()):
        fields["summary"] = "Sapo của bài."
        fields["image"] = "images/anh.svg"
    optional = {
        "kicker": "LĐLĐ quận:",
        "status": draw(st.sampled_from(["draft", "withdrawn"])),
        "expires": "2026-10-01",
        "series": "thang-cong-nhan",
        "updated": "2026-09-20 08:00",
        "related": ["cong-doan/2025/04/a.md", draw(st.sampled_from(AWAY))],
        "sponsored": "true",
        "in_lead": draw(st.integers(0, 3)),
        "unrelated": ["cong-doan/2025/04/a.md"],
        "corrections": [{"date": "2026-01-02", "text": "Sửa số liệu."}],
        "aliases": ["/cu/{}", "/cu.php?id={}"],
    }
    if fields["date"] in LATER:  # a story can't be taken down before it is published
        del optional["expires"], optional["updated"]
    for name, value in optional.items():
        if draw(st.integers(0, 4)) == 0:
            fields[name] = value
    if "related" in fields:  # both would be an error
        fields.pop("unrelated", None)
    return fields


class Edits(LinkedFiles, Halting, Meddling, Advertising, Picturing, RuleBasedStateMachine):
    """See the module's text; ``compared`` counts the builds of all sequences."""

    compared = 0

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
        theme = self.root / "theme"
        shutil.copytree(ROOT / "theme", theme)
        more = {"DEFAULT_PAGINATION": 2, "NEWSROOM_SEARCH": True, **SETTINGS}
        self.portal = Portal(self.root, THEME=str(theme), **more)
        self.known: dict[str, dict[str, Any]] = {}
        self.linked: dict[int, Linked] = {}
        self.kept: list[Path] = []
        self.report = BuildReport()
        self.waiting = 0
        self.unbuilt = False
        self.made = 0
        self.edits = 0

    def teardown(self) -> None:
        try:
            self._settle()
        finally:
            checkout.WORTH_ASKING = WORTH_ASKING
            shutil.rmtree(self.root, ignore_errors=True)

    # ------------------------------------------------------------------------- content

    @initialize()
    def begin(self) -> None:
        """``a`` always exists: others link to it."""
        self.portal.write("images/anh.svg", SVG.format(60, 40))
        self.portal.write("data/series.yaml", "- {slug: thang-cong-nhan, name: Tháng Công nhân}\n")
        self.portal.write("data/authors.yaml", "- {name: Minh Khôi, bio: Phóng viên.}\n")
        self.portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
        slots = "nen-xem: [cong-doan/2025/04/a.md]\ntrang-nhat: [cong-doan/2025/04/a.md]\n"
        self.portal.write("data/slots.yaml", slots)
        self._put("cong-doan/2025/04/a.md", {"title": "A", "date": "2025-04-10", "body": "A."})
        self.begin_linked()
        self._check()

    def _put(self, path: str, fields: dict[str, Any]) -> None:
        self.known[path] = fields
        slug = path.rpartition("/")[2].removesuffix(".md")
        values = fields | {"aliases": [old.format(slug) for old in fields.get("aliases", ())]}
        self.portal.article(path, values.pop("body"), **values)

    @rule(folder=st.sampled_from(FOLDERS), slug=st.sampled_from(SLUGS[1:]), fields=articles())
    def put(self, folder: str, slug: str, fields: dict[str, Any]) -> None:
        """Add an article, or change any of its fields; one address belongs to one of them."""
        for path in [p for p in self.known if p.endswith(f"/{slug}.md")]:
            self._drop(path)
        self._put(f"{folder}/{slug}.md", fields)
        self._check()

    @rule(count=st.integers(2, 6), fields=articles())
    def put_many(self, count: int, fields: dict[str, Any]) -> None:
        """Several articles in one build."""
        for slug in SLUGS[1:count]:
            for path in [p for p in self.known if p.endswith(f"/{slug}.md")]:
                self._drop(path)
            self._put(f"doi-song/2025/05/{slug}.md", fields)
        self._check()

    def _drop(self, path: str) -> None:
        """Remove an article, and its name from the editors' choice: that would be an error."""
        (self.portal.content / path).unlink()
        del self.known[path]
        slots = self.portal.content / "data" / "slots.yaml"
        lines = [line for line in slots.read_text().splitlines() if path not in line]
        slots.write_text("\n".join([*lines, "  []"] if len(lines) == 1 else lines) + "\n")

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """An article goes."""
        paths = sorted(path for path in self.known if not path.endswith("/a.md"))
        if paths:
            self._drop(data.draw(st.sampled_from(paths)))
        self._check()

    @rule(fields=articles())
    def edit_a(self, fields: dict[str, Any]) -> None:
        """The article that others link to changes; it may become a draft."""
        body = {"body": "A."}
        self._put("cong-doan/2025/04/a.md", {**fields, **body, "related": None, "unrelated": None})
        self._check()

    @rule(days=st.sampled_from([1, 10, 200, -30]))
    def clock(self, days: int) -> None:
        """Time passes (or the clock was wrong): articles come due and expire."""
        self.portal.now += days * 86_400
        self._check()

    # -------------------------------------------------------- registries, theme, pictures

    @rule(slots=st.lists(st.sampled_from(SLUGS[:4]), max_size=3, unique=True), name=st.booleans())
    def edit_slots(self, slots: list[str], name: bool) -> None:
        """Editors choose other stories."""
        paths = [p for p in self.known if p.rpartition("/")[2][:-3] in slots]
        lines = "".join(f"  - {path}\n" for path in paths) or "  []\n"
        slot = "nen-xem" if name else "trang-nhat"
        self.portal.write("data/slots.yaml", f"{slot}:\n{lines}")
        self._check()

    @rule(name=st.sampled_from(["Công đoàn", "Tổ chức Công đoàn"]), feed=st.booleans())
    def edit_sections(self, name: str, feed: bool) -> None:
        """A section is renamed, or its feed turned off."""
        text = REGISTRIES["sections.yaml"].replace("Công đoàn", name, 1)
        flag = "order: 2\n          feed: " + ("true" if feed else "false")
        self.portal.write("data/sections.yaml", text.replace("order: 2", flag))
        self._check()

    @rule(
        successors=st.sampled_from(["[phuong-dong-da]", "[]"]),
        scope=st.sampled_from(["city", "elsewhere", "country"]),
    )
    def edit_districts(self, successors: str, scope: str) -> None:
        """Units are kin no more, or again; one is of another province, or everywhere."""
        text = dedent(REGISTRIES["districts.yaml"])
        text = text.replace("successors: [phuong-dong-da]", f"successors: {successors}")
        if successors == "[]":
            text = text.replace("predecessors: [quan-dong-da]", "predecessors: []")
        text = text.replace("kind: quận", f"kind: quận\n  scope: {scope}")
        self.portal.write("data/districts.yaml", text)
        self._check()

    @rule(weight=st.sampled_from([0, 20, 50]))
    def edit_weights(self, weight: int) -> None:
        """Words are counted anew."""
        table = f"# least 1 of 9 articles, most 4000; others weigh 60\n{weight}\tmộc\tthợ mộc\n"
        self.portal.write("data/term-weights.txt", table)
        self._check()

    @rule(bio=st.sampled_from(["Phóng viên.", "Biên tập viên."]), extra=st.booleans())
    def edit_authors(self, bio: str, extra: bool) -> None:
        """A profile changes; another, whose name somebody writes under, comes and goes."""
        more = "- {name: Hà Phương, aliases: [thu hằng]}\n" if extra else ""
        self.portal.write("data/authors.yaml", f"- {{name: Minh Khôi, bio: {bio}}}\n{more}")
        self._check()

    @rule(template=st.sampled_from(["article.html", "base.html", "section.html", "home.html"]))
    def edit_template(self, template: str) -> None:
        """The theme changes."""
        self.edits += 1
        path = Path(self.portal.overrides["THEME"]) / "templates" / template
        with path.open("a") as file:
            file.write(f"<!-- {self.edits} -->" if template == "base.html" else "{# edited #}")
        self._check()

    @rule(
        name=st.sampled_from(["Báo Thử", "Báo Khác"]),
        size=st.sampled_from([2, 3]),
        dateline=st.sampled_from(["", "(LĐTĐ)"]),
    )
    def edit_settings(self, name: str, size: int, dateline: str) -> None:
        """The settings change."""
        self.portal.overrides |= {
            "SITENAME": name,
            "DEFAULT_PAGINATION": size,
            "NEWSROOM_DATELINE": dateline,
        }
        self._check()

    @rule(width=st.sampled_from([60, 90]), extra=st.booleans())
    def edit_pictures(self, width: int, extra: bool) -> None:
        """A picture gets another size; another comes and goes."""
        self.portal.write("images/anh.svg", SVG.format(width, 40))
        other = self.portal.content / "images" / "khac.svg"
        if extra:
            other.write_text(SVG.format(1, 1))
        else:
            other.unlink(missing_ok=True)
        self._check()

    # ---------------------------------------------------------------------- catastrophes

    @rule(after=st.integers(0, 30), fields=articles())
    def kill(self, after: int, fields: dict[str, Any]) -> None:
        """A build with a new article dies at some write; the next one mends everything."""
        for path in [p for p in self.known if p.endswith("/h.md")]:
            self._drop(path)
        self._put("doi-song/2025/05/h.md", fields)
        writes, write = [0], Output.write

        def dying(self: Output, *arguments: Any) -> Any:
            writes[0] += 1
            if writes[0] > after:
                raise Killed
            return write(self, *arguments)

        Output.write = dying  # type: ignore[method-assign]
        try:
            self.portal.build()
        except Killed:
            pass
        finally:
            Output.write = write  # type: ignore[method-assign]
        self._check()

    # ----------------------------------------------------------------------------- truth

    def _check(self) -> None:
        if self.waiting:
            self.waiting -= 1
            self.unbuilt = True
        else:
            self._compare()

    def _settle(self) -> None:
        """Build what waits for a build."""
        if self.waiting or self.unbuilt:
            self.waiting = 0
            self._compare()

    def _compare(self) -> None:
        Edits.compared += 1
        self.unbuilt = False
        told = self._errors()
        scratch = Path(tempfile.mkdtemp(prefix="newsroom-clean-"))
        try:
            clean, errors = self._clean(scratch)
        finally:
            shutil.rmtree(scratch)
        assert told == errors
        if not errors:
            self._adopt(clean)
            built = self.portal.tree()
            assert sorted(built) == sorted(clean)
            assert [path for path in clean if built[path] != clean[path]] == []
            assert self.portal.build().rendered == 0, "a second build does nothing"

    def _errors(self) -> set[str]:
        try:
            self.report = self.portal.build()
        except ContentError as error:
            return {str(problem) for problem in error.problems}
        return set()

    def _clean(self, scratch: Path) -> tuple[dict[str, bytes], set[str]]:
        try:
            return self.portal.clean_tree(scratch), set()
        except ContentError as error:
            return {}, {str(problem) for problem in error.problems}


# Four machines, so that several processors can work on them.
SHARDS = 4  # Edits0 … Edits3
EDITS = settings(
    max_examples=max(1, SEQUENCES // SHARDS),
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A failing sequence is short already; shrinking it would take longer than reading it.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    print_blob=True,
)


class Edits0(Edits):
    """One shard of the sequences."""


class Edits1(Edits):
    """One shard of the sequences."""


class Edits2(Edits):
    """One shard of the sequences."""


class Edits3(Edits):
    """One shard of the sequences."""


TestEdits0, TestEdits1 = Edits0.TestCase, Edits1.TestCase
TestEdits2, TestEdits3 = Edits2.TestCase, Edits3.TestCase
for machine in (TestEdits0, TestEdits1, TestEdits2, TestEdits3):
    machine.settings = EDITS
del machine  # a second name would run the last shard twice
