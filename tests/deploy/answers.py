# SPDX-License-Identifier: AGPL-3.0-or-later
"""The literal answers of docs/answers.md: ``python -m tests.deploy.answers`` writes them anew.

They are those of a small site behind a real nginx with the configuration that the portal writes.
`test_answers.py` asks for each again, and compares all that is the same each time.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from newsroom.deploy import moved
from tests.deploy.servers import Server, running
from tests.pictures import photos
from tests.portal import ROOT, Portal

FILE = ROOT / "docs" / "answers.md"
ORIGIN = "https://localhost"
# Of each kind of file one; the address of a rendition holds what it is made of.
PATHS = (
    "/", "/2025/04/a.html", "/cong-doan/", "/luu-tru/2025/04/22/", "/tac-gia/minh-khoi/",
    "/images/a.svg", "/images/a.jpg", "/images/a.pdf",
    "/anh/*.avif", "/anh/*.webp", "/anh/*.jpg",
    "/rss/tin-moi.rss", "/rss/tin-moi.atom", "/rss/tin-moi.json", "/rss/feeds.opml",
    "/sitemap.xml", "/sitemap/2025-04.xml", "/sitemap/news.xml", "/robots.txt",
    "/manh/nen-xem.inc",
    "/tim-kiem/", "/tim-kiem/index.json", "/tim-kiem/0/0.json", "/tim-kiem/tin/2025/04/22.json",
    "/tim-kiem/opensearch.xml",
    "/theme/css/site.css", "/theme/js/site.js", "/theme/images/logo.svg",
    "/favicon.ico", "/favicon.svg", "/icon-192.png", "/manifest.webmanifest",
    "/cu.html", "/cu.php", "/2025/04/go.html", "/cong-doan", "/khong-co.html", "/.newsroom",
)  # fmt: skip
VARYING = frozenset({"date", "last-modified", "etag", "content-length", "server"})
"""Headers of which only the presence is compared."""
HEAD = """\
# What nginx answers, to the letter

`curl -I` of each kind of file of a small site, with what `newsroom server-config nginx` writes;
[security.md](security.md#what-the-server-answers) tells what it means. This file is written by
`python -m tests.deploy.answers`, and `tests/deploy/test_answers.py` asks for each again (dates,
lengths and ETags vary).

```console
"""


def make(root: Path) -> Portal:
    """The site: an article with pictures and a document, one that was taken down, and search."""
    site = Portal(root, SITEURL=ORIGIN, NEWSROOM_SEARCH=True, NEWSROOM_PICTURES=True)
    site.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')
    site.write("images/a.jpg", photos.phone(240, 180, 6))
    site.write("images/a.pdf", b"%PDF-1.4\n%%EOF\n")
    site.article(
        "cong-doan/2025/04/a.md",
        "![Ảnh](images/a.svg)\n\n[Văn bản](/images/a.pdf)",
        image="images/a.jpg",
        summary="Sapo.",
        aliases=["/cu.html", "/cu.php"],
    )
    site.article("cong-doan/2025/04/go.md", status="withdrawn")
    site.build()
    return site


def address(site: Portal, path: str) -> str:
    """The address that a path of the list has in this build."""
    if "*" not in path:
        return path
    found = min(site.output.glob(path.removeprefix("/").replace("*", "*/*")))
    return f"/{found.relative_to(site.output).as_posix()}"


def told() -> dict[str, tuple[int, dict[str, str]]]:
    """What the document says: address → status and headers."""
    blocks = FILE.read_text("utf-8").split(f"$ curl -I {ORIGIN}")[1:]
    return dict(map(_told, blocks))


def _told(block: str) -> tuple[str, tuple[int, dict[str, str]]]:
    path, status, *lines = block.removesuffix("```\n").strip().splitlines()
    headers = dict(line.split(": ", 1) for line in lines)
    return re.sub(r"^/anh/[^.]+", "/anh/*", path), (int(status.split()[1]), headers)


def _answers(site: Portal, server: Server) -> str:
    at = f"localhost:{server.place.https_port}"
    parts = []
    for path in PATHS:
        asked = address(site, path)
        command = ["curl", "-sSkI", f"https://{at}{asked}"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        parts.append(f"$ curl -I {ORIGIN}{asked}\n{answer.replace(at, 'localhost')}")
    return re.sub(r" *\r?\n", "\n", "".join(parts)).strip()


def main() -> None:
    """Write the document."""
    with tempfile.TemporaryDirectory() as folder:
        site = make(Path(folder) / "site")
        found = moved.moved(site.settings, site.now)
        scratch = Path(folder) / "server"
        with running("nginx", site.settings, scratch, site.output, found) as server:
            FILE.write_text(f"{HEAD}{_answers(site, server)}\n```\n", "utf-8")


if __name__ == "__main__":
    main()
