# SPDX-License-Identifier: AGPL-3.0-or-later
"""The configuration for nginx and Caddy, held by a real nginx and a real Caddy."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from newsroom.deploy import moved
from newsroom.deploy.config import server_config
from newsroom.deploy.moved import Moved
from newsroom.deploy.policy import DOCUMENTS, headers, page_policy
from tests.deploy.servers import SERVERS, Server, running
from tests.portal import Portal

PAGE = "/2025/04/a.html"
EVERYWHERE = (
    "content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy", "strict-transport-security",
)  # fmt: skip


STATES = {
    "withdrawn": {"status": "withdrawn"},
    "expired": {"expires": "2026-01-01"},
    "draft": {"status": "draft"},
    "coming": {"date": "2027-04-22"},
    "never": {"date": "2027-04-22", "status": "gỡ bài"},
}
LONG = f"/cu/{'dai-' * 40}188017.html"
ODD = (
    LONG, f"/{'😀' * 200}.php", "/images/A.svg", "/images/{$X}a.svg", "/$uri/a'b;{c}\".php",
    "/khong-co.php?https://evil.example/", "/khong-co.php?/evil&a=:b", "/Hoa.php", "/~x.php",
    "/cuối.php/", "/a{path}.php", "/{http.request.host}[^(|*+?.php", "/{env.HOME}/`x`/",
    *(f"/đ{number}đ" for number in range(80)),
)  # fmt: skip
NAMED = (
    "/tag/a'b/", "/tag/a b/", "/tag/a;b{c}/", "/tag/$uri/", "/tag/{$HOME}/", "/tag/{path}/",
    "/tag/~x/", "/tag/`x`/", "/tag/(a/", "/tag/[^a/", "/tag/$1.html", "/volatile", "/default",
    "/hostnames/",
)  # fmt: skip
GONE, HIDDEN = ("withdrawn", "expired"), ("draft", "coming", "never")


def _olds(name: str) -> list[str]:
    return [f"/cu/{name}.html", f"/cu/{name}-2.html", f"/cu/{name}/", f"/{name}.php", f"/t?{name}"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A site with a file of each kind; some that no build would put there lie beside."""
    portal = Portal(tmp_path_factory.mktemp("served"), SITEURL="https://localhost")
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')
    portal.article(
        "cong-doan/2025/04/a.md",
        "![Ảnh](images/a.svg)",
        image="images/a.svg",
        aliases=["/cu/bai-cu-188017.html", "/thu-muc/", "/tin.php", "/index.php?id=5&p=1"],
    )
    for name, state in STATES.items():
        portal.article(f"cong-doan/2025/04/{name}.md", aliases=_olds(name), **state)
    portal.write("pages/trang-go.md", "---\ntitle: Trang\nstatus: đã gỡ\n---\nChữ\n")
    portal.article("cong-doan/2025/04/thay.md", aliases=["/cu/withdrawn-2.html", "/hoa.php"])
    portal.article("cong-doan/2025/04/la.md", aliases=list(ODD))
    portal.article("cong-doan/2025/04/the.md", tags=["an toàn"])
    portal.write("data/tags.yaml", f"- {{name: an toàn, former: {json.dumps(NAMED)}}}\n")
    portal.article("cong-doan/2025/04/la-go.md", status="withdrawn", aliases=["/La.php", "/lb.php"])
    portal.article("cong-doan/2025/04/la-2.md", aliases=["/la.php", f"{LONG}l"])
    portal.build()
    out = portal.output
    (out / ".bi-mat").write_text("bí mật")
    (out / "images/.git").mkdir()
    (out / "images/.git/config").write_text("bí mật")
    (out / "images/to-roi.pdf").write_bytes(b"%PDF-1.4")
    (out / "images/van-ban.docx").write_bytes(b"PK")
    (out / "theme/nen.css").write_bytes(b"a{}" * 400)
    (out / "theme/nen.css.gz").write_bytes(gzip.compress(b"a{}" * 400))
    (portal.root / "secret.txt").write_text("bí mật")
    return portal


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, site: Portal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    found = moved.moved(site.settings, site.now)
    # As if these two had come back since the configuration was written: what is there is shown.
    found = msgspec.structs.replace(found, gone=(*found.gone, PAGE, "/cong-doan/"))
    scratch = tmp_path_factory.mktemp("server") / request.param
    with running(request.param, site.settings, scratch, site.output, found) as started:
        yield started


@pytest.mark.parametrize("path", ["/", PAGE, "/khong-co.html", "/images/a.svg", "/rss/tin-moi.rss"])
def test_every_answer_has_the_headers_that_hold_everywhere(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status == (404 if path == "/khong-co.html" else 200)
    assert not [name for name in EVERYWHERE if not answer.headers.get(name)]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "caddy" not in answer.headers.get("server", "").lower()
    assert "/1." not in answer.headers.get("server", "")  # nginx tells no version


def test_pages_have_the_strict_policy_and_uploads_run_nothing(server: Server, site: Portal) -> None:
    policy = server.get(PAGE).headers["content-security-policy"]
    assert policy == page_policy(site.settings)
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for path in ("/images/a.svg", "/images/to-roi.pdf"):
        assert "sandbox" in server.get(path).headers["content-security-policy"]


def test_documents_are_saved_and_not_shown(server: Server) -> None:
    for name in ("to-roi.pdf", "van-ban.docx"):
        assert server.get(f"/images/{name}").headers["content-disposition"] == "attachment"
    assert "content-disposition" not in server.get("/images/a.svg").headers
    assert "pdf" in DOCUMENTS


@pytest.mark.parametrize(
    ("path", "mime"),
    [
        (PAGE, "text/html"),
        ("/rss/tin-moi.rss", "application/xml"),
        ("/rss/tin-moi.atom", "application/xml"),
        ("/rss/feeds.opml", "application/xml"),
        ("/rss/tin-moi.json", "application/feed+json"),
        ("/manh/nen-xem.inc", "text/html"),
        ("/sitemap.xml", "xml"),
        ("/theme/css/site.css", "text/css"),
    ],
)
def test_types_say_what_the_letters_are(server: Server, path: str, mime: str) -> None:
    told = server.get(path).headers["content-type"].lower()
    assert mime in told and "charset=utf-8" in told.replace('"', "")


@pytest.mark.parametrize(
    "path",
    [
        *(PAGE, "/", "/images/a.svg", "/manh/nen-xem.inc", "/sitemap.xml", "/rss/feeds.opml"),
        *("/rss/tin-moi.rss", "/rss/tin-moi.atom", "/rss/tin-moi.json", "/rss/cong-doan.atom"),
    ],
)
def test_what_has_not_changed_is_a_304(server: Server, path: str) -> None:
    first = server.get(path)
    again = server.get(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    packed = server.get(path, Accept_Encoding="gzip")
    assert packed.headers.get("etag")
    assert (
        server.get(path, Accept_Encoding="gzip", If_None_Match=packed.headers["etag"]).status == 304
    )


def test_every_feed_that_has_not_changed_is_a_304(server: Server, site: Portal) -> None:
    feeds = [path for path in site.tree() if path.startswith("rss/") and path[-5:] != ".html"]
    assert {path.rpartition(".")[2] for path in feeds} == {"rss", "atom", "json", "opml"}
    for path in feeds:
        first = server.get(f"/{quote(path)}")
        if first.status == 301:  # of a topic that was renamed: the feed that it has now is there
            assert first.headers["location"] == "/rss/tag/an-toan.rss"
            continue
        again = server.get(f"/{quote(path)}", If_None_Match=first.headers["etag"])
        dated = server.get(f"/{quote(path)}", If_Modified_Since=first.headers["last-modified"])
        assert (first.status, again.status, dated.status) == (200, 304, 304), path


def test_pages_are_asked_for_again_and_pictures_are_kept(server: Server) -> None:
    assert server.get(PAGE).headers["cache-control"] == "public, no-cache"
    assert "max-age=604800" in server.get("/images/a.svg").headers["cache-control"]
    assert "max-age=300" in server.get("/rss/tin-moi.rss").headers["cache-control"]


def test_text_is_sent_packed_and_what_lies_packed_beside_it_is_used(server: Server) -> None:
    answer = server.get(PAGE, Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.body)
    ready = server.get("/theme/nen.css", Accept_Encoding="gzip")
    assert gzip.decompress(ready.body) == b"a{}" * 400


@pytest.mark.parametrize(
    "path",
    [
        "/.bi-mat", "/.newsroom", "/images/.git/config", "/images/%2egit/config", "/../secret.txt",
        "/%2e%2e/secret.txt", "/images/..%2f..%2fsecret.txt", "/images/%2e%2e/%2e%2e/secret.txt",
        "//../secret.txt", "/images/..;/secret.txt",
    ],
)  # fmt: skip
def test_dotfiles_and_what_lies_outside_are_denied(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in (400, 404)
    assert "bí mật".encode() not in answer.body


def test_old_addresses_lead_on_at_once(server: Server) -> None:
    for path in (
        "/cu/bai-cu-188017.html",
        "/thu-muc/",
        "/thu-muc",
        "/cu/bai-cu-188017.html?fbclid=1",
    ):
        answer = server.get(path)
        assert (answer.status, answer.headers["location"]) == (301, PAGE), path


def test_old_addresses_that_no_file_can_answer_lead_on_too(server: Server) -> None:
    for path in ("/tin.php", "/tin.php?fbclid=1", "/index.php?id=5&p=1"):
        answer = server.get(path)
        assert (answer.status, answer.headers["location"]) == (301, PAGE), path
    assert server.get("/index.php?id=6").status == 404


def test_old_addresses_of_any_letters_lead_on_and_take_nothing_from_others(server: Server) -> None:
    """The server starts at all, and a picture whose name differs in case or a variable stays."""
    for old in ODD:
        answer = server.get(quote(old, safe="/?=&:"))
        assert (answer.status, answer.headers.get("location")) == (301, "/2025/04/la.html"), old
    assert server.get("/images/a.svg").status == 200
    assert server.get("/hoa.php").headers["location"] == "/2025/04/thay.html"
    assert server.get("/HOA.php").status == 404
    assert server.get("/la.php").headers["location"] == "/2025/04/la-2.html"
    assert [server.get(path).status for path in ("/La.php", "/lb.php", "/LB.php")] == [
        410,
        410,
        404,
    ]


def test_old_addresses_of_lists_may_have_any_letters_too(server: Server) -> None:
    for old in NAMED:
        answer = server.get(quote(old))
        assert (answer.status, answer.headers.get("location")) == (301, "/tag/an-toan/"), old


def _addresses(name: str) -> list[str]:
    folder = "2027" if name in ("coming", "never") else "2025"
    return [f"/{folder}/04/{name}.html", *_olds(name), f"/cu/{name}", f"/{name}.php?x=1"]


@pytest.mark.parametrize("name", GONE)
def test_what_was_taken_down_is_gone(server: Server, name: str) -> None:
    for path in _addresses(name):
        if path == "/cu/withdrawn-2.html":  # another article has it now
            assert server.get(path).headers["location"] == "/2025/04/thay.html"
            continue
        answer = server.get(path)
        assert answer.status == 410, path
        assert "Báo Thử".encode() in answer.body
        assert [header for header in EVERYWHERE if not answer.headers.get(header)] == []
    assert server.get("/trang-go.html").status == 410


def test_what_has_come_back_is_shown(server: Server) -> None:
    assert {server.get(path).status for path in (PAGE, "/cong-doan/")} == {200}


@pytest.mark.parametrize("name", HIDDEN)
def test_of_what_was_never_out_nothing_is_told(server: Server, site: Portal, name: str) -> None:
    assert {server.get(path).status for path in _addresses(name)} == {404}
    for kind in ("nginx", "caddy", "headers", "redirects"):
        assert f"{name}.html" not in server_config(site.settings, kind)


def test_a_folder_without_its_slash_stays_on_this_host(server: Server) -> None:
    answer = server.get("/cong-doan")
    assert answer.status in (301, 302, 307, 308)
    assert answer.headers["location"] in ("/cong-doan/", "cong-doan/")


def test_http_leads_to_https(server: Server) -> None:
    answer = server.get(PAGE, secure=False)
    assert answer.status in (301, 308)
    assert answer.headers["location"].startswith("https://localhost")
    assert answer.headers["location"].endswith(PAGE)


@pytest.mark.parametrize("kind", SERVERS)
def test_a_site_at_a_path_of_its_own(kind: str, portal: Portal, tmp_path: Path) -> None:
    portal.overrides["SITEURL"] = "https://localhost/tin"
    portal.overrides["OUTPUT_PATH"] = str(tmp_path / "www/tin")
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')
    portal.article("cong-doan/2025/04/a.md", "![Ảnh](images/a.svg)", aliases=["/cu.html"])
    portal.build()
    found = moved.moved(portal.settings, portal.now)
    with running(kind, portal.settings, tmp_path / "server", tmp_path / "www", found) as server:
        assert server.get("/tin/2025/04/a.html").status == 200
        old = server.get("/tin/cu.html")
        assert (old.status, old.headers["location"]) == (301, "/tin/2025/04/a.html")
        lost = server.get("/tin/khong-co")
        assert lost.status == 404 and "Báo Thử".encode() in lost.body
        assert "sandbox" in server.get("/tin/images/a.svg").headers["content-security-policy"]


def test_hosts_of_static_sites_get_the_same(site: Portal) -> None:
    told = server_config(site.settings, "headers")
    for name, value in headers(site.settings).items():
        assert name == "Cache-Control" or f"  {name}: {value}\n" in told
    assert "/images/*\n  Content-Security-Policy: default-src 'none'; style-src" in told
    moves = server_config(site.settings, "redirects").splitlines()
    assert f"/cu/bai-cu-188017.html {PAGE} 301" in moves
    assert f"/index.php id=5 p=1 {PAGE} 301" in moves
    assert "/2025/04/withdrawn.html /404.html 410" in moves
    # Where a host would read a part of a query as the way's end, nothing is told.
    assert not [line for line in moves if "evil" in line or line.startswith("/t ")]


def test_configurations_are_the_same_each_time_and_name_the_settings(site: Portal) -> None:
    for kind in ("nginx", "caddy"):
        text = server_config(site.settings, kind, root="/srv/báo")
        assert text == server_config(site.settings, kind, root="/srv/báo")
        assert "/srv/báo" in text and "localhost" in text


def test_a_site_without_https_promises_none(site: Portal) -> None:
    plain = msgspec.structs.replace(site.settings, site_url="http://localhost")
    assert "Strict-Transport-Security" not in headers(plain)
    assert "upgrade-insecure" not in page_policy(plain)
    assert Moved() == Moved({}, {}, (), ())
