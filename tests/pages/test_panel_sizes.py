# SPDX-License-Identifier: AGPL-3.0-or-later
"""A panel of another size shows all that it has: neither page nor style hides a story."""

from __future__ import annotations

import re

from tests.portal import ROOT, Portal


def test_twelve_recommended_stories_are_there(portal: Portal) -> None:
    portal.overrides["NEWSROOM_PANEL_RECOMMENDED"] = 12
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>')
    for number in range(1, 29):
        portal.article(
            f"doi-song/2025/04/b{number:02}.md", f"Chuyện {number}.", title=f"Việc {number}",
            date=f"2025-04-{number:02}", summary="Sapo.", image="images/a.svg",
        )  # fmt: skip
    portal.build()
    assert len(portal.page("2025/04/b28.html").select(".recommended h3")) == 12


def test_the_style_hides_no_story() -> None:
    style = (ROOT / "theme/static/css/site.css").read_text("utf-8")
    hiding = re.findall(r"([^{}]+)\{[^{}]*display: none", style)
    assert hiding and not [one for one in hiding if "nth-" in one or " li" in one]
