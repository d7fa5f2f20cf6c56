# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any sequence of edits of the code, too, ends in the bytes of a clean build by that code.

The package is copied and edited at random: functions of every layer, so that what they make is
visibly another; catalogues of messages; versions of libraries; settings; articles in between. Each
build is a process of its own, which imports the copy. After it a clean build by the same code must
give the same bytes, and a second build must do nothing.

``NEWSROOM_SEQUENCES`` sets the number of sequences, as for `tests.engine.test_exactness`: here a
twentieth of them is tried.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.portal import ROOT, Portal

SEQUENCES = int(os.environ.get("NEWSROOM_SEQUENCES", "200" if os.environ.get("CI") else "40"))
STEPS = 5
PACKAGE = ROOT / "plugins" / "newsroom"

# Where, what, and what instead; each of them changes what a reader sees, or could.
CODE = (
    ("text/cut.py", "…", "..."),
    ("text/dates.py", "/", "-"),
    ("read/reader.py", "200", "20"),
    ("read/markup/headings.py", "_LONGEST = ", "_LONGEST = 3 + 0 * "),
    ("related/params.py", "SECTION = ", "SECTION = 0 * "),
    ("arrange/memberships.py", "and bool(card.summary)", ""),
    ("arrange/order.py", "_TIE_BITS = 29", "_TIE_BITS = 28"),
    ("pages/panels.py", "timedelta(days=7)", "timedelta(days=1)"),
    ("address_words.py", '"ban-nhap"', '"nhap"'),
    ("taxonomies.py", 'folder="tac-gia"', 'folder="nguoi-viet"'),
    ("pages/kinds.py", "range(1, listed.count", "range(1, 1 + 0 * listed.count"),
    ("pages/lists.py", "size = make.settings.page_size", "size = make.settings.page_size * 1"),
    ("pages/lists.py", "not number,", "True,"),
    ("pages/home.py", "_SECONDARY = 4", "_SECONDARY = 1"),
    ("pages/present.py", "ceil(words / 300)", "ceil(words / 3)"),
    ("publish/sitemaps.py", 'timespec="seconds"', 'timespec="minutes"'),
    ("store/reader.py", "count < size else size", "count < size else 0 * size"),
    ("engine/templates.py", "trim_blocks=True", "trim_blocks=False"),
)
LIBRARIES = ("beautifulsoup4", "nh3", "jinja2", "feedgen", "numpy")

BUILD = """
import json, sys
from pathlib import Path
from tests.portal import Portal
given = json.loads(sys.argv[1])
site = Portal.__new__(Portal)
site.root = Path(given["root"])
site.content, site.output = site.root / "content", site.root / "output"
site.overrides, site.now = given["settings"], given["now"]
first = site.build()
clean, built = site.clean_tree(site.root / "clean"), site.tree()
built.pop(".newsroom", None), clean.pop(".newsroom", None)
wrong = sorted(p for p in clean.keys() | built.keys() if clean.get(p) != built.get(p))
again = site.build()
import newsroom
print(json.dumps({
    "code": newsroom.__file__, "wrong": wrong, "again": [again.read, again.rendered, again.written],
    "read": first.read, "rendered": first.rendered,
}))
"""


@pytest.mark.parametrize(("name", "old", "new"), CODE)
def test_the_edits_are_of_what_is_there(name: str, old: str, new: str) -> None:
    text = (PACKAGE / name).read_text("utf-8")
    assert old in text
    compile(text.replace(old, new, 1), name, "exec")


class Upgrades(RuleBasedStateMachine):
    """See the module's text; ``compared`` counts the builds of all sequences."""

    compared = 0

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="newsroom-upgrades-"))
        self.code = self.root / "code"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PACKAGE, self.code / "newsroom", ignore=ignored)
        self.site = Portal(self.root / "site", DEFAULT_PAGINATION=2)
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        """A site with something for every edit to change."""
        self.site.write("images/anh.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
        self.site.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
        for number in range(7):
            self.put(number, 10 + number)
        paths = "\n".join(f"  - cong-doan/2025/b{number}.md" for number in (1, 3))
        self.site.write("data/slots.yaml", f"nen-xem:\n{paths}\n")
        self.check()

    def put(self, number: int, day: int) -> None:
        body = " ".join(f"Câu {n} kể chuyện thợ mộc thứ {n * number}." for n in range(20))
        self.site.article(
            f"cong-doan/2025/b{number}.md",
            f"{body}\n\n## Một đề mục rất dài của bài\n\n{body}",
            date=f"2025-04-{day} 08:00",
            tags=["an toàn", "Phúc lợi"][: number % 3],
            summary="Sapo." if number % 2 else None,
            image="images/anh.svg" if number % 3 else None,
            status="draft" if number == 6 else None,
        )

    @rule(edits=st.lists(st.sampled_from(CODE), min_size=1, max_size=2, unique=True))
    def edit_code(self, edits: list[tuple[str, str, str]]) -> None:
        """An upgrade, or back to what was."""
        for name, old, new in edits:
            path = self.code / "newsroom" / name
            text = path.read_text("utf-8")
            if old in text:
                path.write_text(text.replace(old, new, 1), "utf-8")
            elif new:
                path.write_text(text.replace(new, old, 1), "utf-8")
        self.check()

    @rule()
    def translate(self) -> None:
        """Messages to editors are translated otherwise: nothing happens."""
        for path in (self.code / "newsroom").rglob("*.mo"):
            path.write_bytes(path.read_bytes() + b"\x00")
        found = self.check()
        assert (found["read"], found["rendered"]) == (0, 0)

    @rule(library=st.sampled_from(LIBRARIES), version=st.integers(90, 92))
    def upgrade_library(self, library: str, version: int) -> None:
        """Another version of a library is installed (the code is the same)."""
        for old in self.code.glob(f"{library}-*.dist-info"):
            shutil.rmtree(old)
        place = self.code / f"{library}-{version}.0.dist-info"
        place.mkdir()
        (place / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {library}\nVersion: {version}.0\n"
        )
        self.check()

    @rule(
        name=st.sampled_from(["DEFAULT_PAGINATION", "NEWSROOM_DRAFTS", "NEWSROOM_FEED_ITEMS"]),
        value=st.integers(1, 3),
    )
    def edit_settings(self, name: str, value: int) -> None:
        """A setting changes in the same build."""
        self.site.overrides[name] = value > 1 if name.endswith("DRAFTS") else value
        self.check()

    @rule(number=st.integers(0, 6), day=st.integers(10, 28))
    def edit_article(self, number: int, day: int) -> None:
        """An article moves in time."""
        self.put(number, day if day != 10 + number else 29)
        self.check()

    def check(self) -> dict[str, Any]:
        Upgrades.compared += 1
        given = {"root": str(self.site.root), "settings": self.site.overrides, "now": self.site.now}
        environment = os.environ | {"PYTHONPATH": f"{self.code}{os.pathsep}{ROOT}"}
        done = subprocess.run(
            [sys.executable, "-c", BUILD, json.dumps(given)],
            env=environment, capture_output=True, text=True, check=False, cwd=self.root,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        assert found["code"].startswith(str(self.code))
        assert found["wrong"] == []
        assert found["again"] == [0, 0, 0]
        return found


TestUpgrades = Upgrades.TestCase
TestUpgrades.settings = settings(
    max_examples=max(1, SEQUENCES // 20),
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    print_blob=True,
)
