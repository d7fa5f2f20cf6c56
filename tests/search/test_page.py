# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of search, in a real browser."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.portal import ROOT, Portal
from tests.search.sample import TITLES, make
from tests.site.browser import Reader, served, start

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return make(tmp_path_factory.mktemp("search"), SITEURL="")


@pytest.fixture(scope="module")
def chromium() -> Iterator[webdriver.Chrome]:
    driver = start()
    yield driver
    driver.quit()


@pytest.fixture
def reader(portal: Portal, chromium: webdriver.Chrome) -> Iterator[Reader]:
    with served(portal.output) as origin:
        found = Reader(chromium, origin)
        found.forget()
        yield found


def titles(reader: Reader, at_least: int = 1) -> list[str]:
    """The headlines of the results, once there are some."""
    find = reader.driver.find_elements
    wait = WebDriverWait(reader.driver, 10)
    wait.until(lambda _: len(find(By.CSS_SELECTOR, ".search-list h2")) >= at_least)
    return [element.text for element in find(By.CSS_SELECTOR, ".search-list h2")]


def status(reader: Reader, part: str) -> str:
    """What is told, once it has this part."""
    told = reader.driver.find_element(By.CSS_SELECTOR, "[role=status]")
    WebDriverWait(reader.driver, 10).until(lambda _: part in told.text)
    return told.text


def test_the_box_of_every_page_leads_to_results(reader: Reader) -> None:
    reader.driver.set_window_size(1280, 900)
    reader.open("")
    box = reader.driver.find_element(By.CSS_SELECTOR, ".find input")
    box.send_keys("cong doan dong da", Keys.ENTER)
    assert titles(reader)[0] == TITLES["qua"]
    assert reader.driver.current_url.endswith("/tim-kiem/?q=cong+doan+dong+da")
    marks = reader.driver.find_elements(By.CSS_SELECTOR, ".search-list h2 mark")
    assert [mark.text for mark in marks[:4]] == ["Công", "đoàn", "Đống", "Đa"]
    assert reader.complaints() == []


def test_a_cold_question_asks_for_few_files(reader: Reader) -> None:
    reader.open("tim-kiem/?q=cong+doan")
    titles(reader)
    asked = [url.partition("/tim-kiem/")[2] for url in reader.requests() if "/tim-kiem/" in url]
    assert asked == ["?q=cong+doan", "0/0.json", "tin/2025/05/01.json"]


def test_results_are_loaded_as_they_come_into_sight(reader: Reader) -> None:
    reader.driver.set_window_size(500, 600)
    reader.open("tim-kiem/?q=tien+thuong")
    first = len(titles(reader, 3))
    assert first < 10
    days = [url for url in reader.requests() if "/tin/" in url]
    assert len(days) == first  # each is of a day of its own
    to_the_end(reader, 10)
    assert len(titles(reader, 10)) == 10


def to_the_end(reader: Reader, at_least: int) -> None:
    """Look at the last result until there are so many."""
    last = "[...document.querySelectorAll('.search-list li')].at(-1)"
    script = f"{last}?.scrollIntoView(); return document.querySelectorAll('.search-list li').length"
    WebDriverWait(reader.driver, 10).until(lambda _: reader.run(script) >= at_least)


def test_more_results_the_newest_and_the_way_back(reader: Reader) -> None:
    reader.open("tim-kiem/?q=tien+thuong")
    to_the_end(reader, 10)
    assert len(titles(reader, 10)) == 10
    assert "14" in status(reader, "14")
    more = reader.driver.find_element(By.CSS_SELECTOR, "[data-part=more]")
    more.click()
    assert len(titles(reader, 14)) == 14
    assert not more.is_displayed()
    text = reader.driver.find_element(By.CSS_SELECTOR, ".search-list .sapo").text
    assert text == "Người thợ nhận tiền thưởng & quà."
    choice = reader.driver.find_element(By.CSS_SELECTOR, "[data-part=sort]")
    reader.run(
        "arguments[0].value = 'moi'; arguments[0].dispatchEvent(new Event('change'))", choice
    )
    WebDriverWait(reader.driver, 10).until(lambda _: titles(reader)[0] == "Tiền thưởng đợt 13")
    assert "xep=moi" in reader.driver.current_url
    reader.driver.back()
    WebDriverWait(reader.driver, 10).until(lambda driver: "xep" not in driver.current_url)


def test_nothing_found_is_told_and_nothing_asked_is_quiet(reader: Reader) -> None:
    reader.open("tim-kiem/?q=xyzzy")
    assert "xyzzy" in status(reader, "xyzzy")
    reader.open("tim-kiem/")
    box = reader.driver.find_element(By.CSS_SELECTOR, ".search input")
    assert reader.run("return document.activeElement === arguments[0]", box)
    assert reader.complaints() == []


def test_what_html_says_is_text(reader: Reader) -> None:
    reader.open("tim-kiem/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    assert "<img src=x" in status(reader, "<img")
    assert reader.driver.find_elements(By.CSS_SELECTOR, ".search img[src=x]") == []


def test_a_lost_shard_is_told_and_asked_for_again(portal: Portal, reader: Reader) -> None:
    shard = portal.output / "tim-kiem/0/0.json"
    data = shard.read_bytes()
    shard.write_bytes(data[: len(data) // 2])
    try:
        reader.open("tim-kiem/?q=cong+doan")
        retry = reader.driver.find_element(By.CSS_SELECTOR, "[data-part=retry]")
        WebDriverWait(reader.driver, 10).until(lambda _: retry.is_displayed())
    finally:
        shard.write_bytes(data)
    retry.click()
    assert titles(reader)[0] == TITLES["qua"]
    assert not retry.is_displayed()


NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { get() { throw new DOMException("", "SecurityError"); } });
"""


def test_in_private_mode_without_storage_it_answers(reader: Reader) -> None:
    added = reader.command("Page.addScriptToEvaluateOnNewDocument", source=NO_STORAGE)
    try:
        reader.open("tim-kiem/?q=cong+doan")
        assert titles(reader)[0] == TITLES["qua"]
        assert reader.complaints() == []
    finally:
        reader.command("Page.removeScriptToEvaluateOnNewDocument", **added)


def test_without_a_network_it_says_so_and_answers_when_there_is_one(reader: Reader) -> None:
    reader.open("tim-kiem/")
    reader.command("Network.enable")
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    reader.command("Network.emulateNetworkConditions", offline=True, **network)
    try:
        box_of(reader).send_keys("cong doan", Keys.ENTER)
        assert "Không có kết nối mạng" in status(reader, "Không có")
    finally:
        reader.command("Network.emulateNetworkConditions", offline=False, **network)
    reader.driver.find_element(By.CSS_SELECTOR, "[data-part=retry]").click()
    assert titles(reader)[0] == TITLES["qua"]


def test_a_page_that_was_opened_before_a_publish_finds_what_is_there_now(
    portal: Portal, reader: Reader
) -> None:
    """Its generations are gone, files and all: it asks what there is now, once."""
    page, shard = portal.output / "tim-kiem/index.html", portal.output / "tim-kiem/0/0.json"
    whole = page.read_text("utf-8")
    for name, other in (
        ("&#34;name&#34;:&#34;0&#34;", "&#34;name&#34;:&#34;1&#34;"),
        ("&#34;stamp&#34;:", "&#34;stamp&#34;:1"),
    ):
        assert name in whole
        page.write_text(whole.replace(name, other), "utf-8")
        try:
            reader.open("tim-kiem/?q=cong+doan")
            assert titles(reader)[0] == TITLES["qua"]
            assert not reader.driver.find_element(
                By.CSS_SELECTOR, "[data-part=retry]"
            ).is_displayed()
            assert sum("index.json" in url for url in reader.requests()) == 1
        finally:
            page.write_text(whole, "utf-8")
    assert shard.exists()


def box_of(reader: Reader) -> WebElement:
    return reader.driver.find_element(By.CSS_SELECTOR, ".search input")


def test_names_are_suggested_while_typing(reader: Reader) -> None:
    reader.open("tim-kiem/")
    box = box_of(reader)
    box.send_keys("thuy h")
    offers = reader.driver.find_element(By.CSS_SELECTOR, "[role=listbox]")
    WebDriverWait(reader.driver, 10).until(lambda _: offers.is_displayed())
    assert "Thúy Hà" in offers.text
    assert box.get_attribute("aria-expanded") == "true"
    told = reader.driver.find_element(By.CSS_SELECTOR, "[role=log]")
    assert (told.get_attribute("textContent") or "").startswith("1 ")
    box.send_keys(Keys.ARROW_DOWN)
    picked = box.get_attribute("aria-activedescendant") or ""
    option = reader.driver.find_element(By.ID, picked)
    assert option.get_attribute("aria-selected") == "true"
    box.send_keys(Keys.ESCAPE)
    assert not offers.is_displayed()
    assert box.get_attribute("value") == "thuy h"
    box.send_keys("a")
    WebDriverWait(reader.driver, 10).until(lambda _: offers.is_displayed())
    box.send_keys(Keys.ARROW_UP, Keys.ENTER)
    WebDriverWait(reader.driver, 10).until(lambda driver: "tac-gia" in driver.current_url)
    assert reader.complaints() == []


def test_a_word_that_no_story_has_gets_a_proposal(reader: Reader) -> None:
    reader.open("tim-kiem/?q=thuuy+hxa")
    meant = reader.driver.find_element(By.CSS_SELECTOR, "[data-part=meant]")
    WebDriverWait(reader.driver, 10).until(lambda _: meant.is_displayed())
    meant.find_element(By.TAG_NAME, "a").click()
    assert titles(reader)[0] == "Chuyện chiều nay"


def test_results_are_filtered_by_author_and_the_address_says_so(reader: Reader) -> None:
    reader.open("tim-kiem/?q=chuyen")
    titles(reader)
    choice = reader.driver.find_element(By.CSS_SELECTOR, "[data-part=author]")
    WebDriverWait(reader.driver, 10).until(lambda _: "Thúy Hà (1)" in choice.text)
    reader.run(
        "arguments[0].value = 'Thúy Hà'; arguments[0].dispatchEvent(new Event('change'))", choice
    )
    assert titles(reader) == ["Chuyện chiều nay"]
    address = reader.driver.current_url
    assert "tacgia=" in address
    reader.driver.get(address)
    assert titles(reader) == ["Chuyện chiều nay"]
    assert "1" in reader.driver.find_element(By.CSS_SELECTOR, "[data-part=loaded]").text


def test_the_sentence_that_says_it_is_fetched_afterwards(reader: Reader) -> None:
    reader.driver.set_window_size(1280, 900)  # it is fetched once the result is in sight
    reader.open("tim-kiem/?q=hoa+giai")
    assert titles(reader) == ["Chuyện chiều nay"]
    find = reader.driver.find_elements
    WebDriverWait(reader.driver, 10).until(lambda _: find(By.CSS_SELECTOR, ".search-list .note"))
    assert "Thợ mộc kể chuyện hòa giải." in find(By.CSS_SELECTOR, ".search-list .note")[0].text


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(reader: Reader, width: int) -> None:
    reader.driver.set_window_size(max(width, 500), 900)
    reader.command(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=800,
        deviceScaleFactor=1,
        mobile=False,
    )
    reader.open("tim-kiem/?q=tien+thuong")
    to_the_end(reader, 10)
    assert reader.run("return document.documentElement.scrollWidth") <= width
    # The five choices are one row, however narrow.
    choices = reader.driver.find_elements(By.CSS_SELECTOR, ".search-choices select")
    assert len({choice.rect["y"] for choice in choices}) == 1 < len(choices)
    reader.command("Emulation.clearDeviceMetricsOverride")


def test_it_works_from_a_folder_of_a_site(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("below")
    portal = make(
        root, SITEURL="https://bao.example.org/bao", OUTPUT_PATH=str(root / "www" / "bao")
    )
    description = (root / "www/bao/tim-kiem/opensearch.xml").read_text("utf-8")
    assert 'template="https://bao.example.org/bao/tim-kiem/?q={searchTerms}"' in description
    driver = start()
    with served(root / "www") as origin:
        reader = Reader(driver, f"{origin}/bao")
        reader.open("tim-kiem/?q=cong+doan")
        assert titles(reader)[0] == TITLES["qua"]
    driver.quit()
    assert portal.settings.base == "/bao"


def test_the_script_is_small() -> None:
    script = (ROOT / "theme/static/js/search.js").read_bytes()
    assert len(gzip.compress(script)) <= 8 * 1024
