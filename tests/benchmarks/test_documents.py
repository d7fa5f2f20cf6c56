# SPDX-License-Identifier: AGPL-3.0-or-later
"""The judge of sitemaps complains of what is wrong; small schemas stand for the official ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsroom.publish.sitemaps import News, Url, write_index, write_urlset
from tests.benchmarks.documents import by_schema, main, sitemaps

XS = "http://www.w3.org/2001/XMLSchema"
PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NOON = datetime(2026, 9, 21, 12, tzinfo=UTC)


def _schema(namespace: str, root: str, inner: str) -> str:
    return (
        f'<xs:schema xmlns:xs="{XS}" targetNamespace="{namespace}" elementFormDefault="qualified">'
        f'<xs:element name="{root}"><xs:complexType><xs:sequence>{inner}</xs:sequence>'
        "</xs:complexType></xs:element></xs:schema>"
    )


def _of_addresses(element: str) -> str:
    """One address at least, each with whatever extends it."""
    inner = '<xs:element name="loc" type="xs:anyURI"/><xs:any namespace="##any" minOccurs="0"/>'
    return (
        f'<xs:element name="{element}" maxOccurs="unbounded"><xs:complexType><xs:sequence>{inner}'
        "</xs:sequence></xs:complexType></xs:element>"
    )


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    folder = tmp_path / "schemas"
    folder.mkdir()
    title = '<xs:any namespace="##any" processContents="skip" maxOccurs="unbounded"/>'
    for name, text in {
        "sitemap": _schema(PROTOCOL, "urlset", _of_addresses("url")),
        "siteindex": _schema(PROTOCOL, "sitemapindex", _of_addresses("sitemap")),
        "sitemap-image": _schema(IMAGE, "image", '<xs:element name="loc" type="xs:anyURI"/>'),
        "sitemap-news": _schema(NEWS, "news", title),
    }.items():
        (folder / f"{name}.xsd").write_text(text, "utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site/sitemap"
    folder.mkdir(parents=True)
    address = "https://bao.example.org/a.html"
    news = Url(address, news=News("Báo", "vi", NOON, "Tựa & tên"))
    (folder / "news.xml").write_bytes(write_urlset([news]))
    (folder / "2026-09.xml").write_bytes(write_urlset([Url(address, image=f"{address}.png")]))
    (folder.parent / "sitemap.xml").write_bytes(write_index([Url(address)]))
    (folder.parent / "other.xml").write_text("<a/>")
    return folder.parent


def test_what_is_right_is_not_told(site: Path, schemas: Path) -> None:
    found = sitemaps(site)
    assert len(found) == 3 and not by_schema(found, schemas)
    (site / "sitemap/news.xml").write_bytes(write_urlset([]))  # no news for two days
    assert not by_schema(found, schemas)
    assert main(["--site", str(site), "--schemas", str(schemas)]) == 0


WRONG = {
    "sitemap.xml": (b"loc>", b"place>"),
    "sitemap/2026-09.xml": (b"image:loc>", b"image:place>"),
    "sitemap/news.xml": (b"news:news>", b"news:story>"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told(
    site: Path, schemas: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site / name
    path.write_bytes(path.read_bytes().replace(*WRONG[name]))
    assert main(["--site", str(site), "--schemas", str(schemas)]) == 1
    assert path.name in capsys.readouterr().out


def test_a_month_without_addresses_is_told(site: Path, schemas: Path) -> None:
    (site / "sitemap/2026-09.xml").write_bytes(write_urlset([]))
    assert by_schema(sitemaps(site), schemas)
