# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lighthouse on the demo paper, served as `newsroom server-config nginx` has it.

    python -m tests.benchmarks.lighthouse --lighthouse PATH

PATH is Lighthouse's program; nginx, openssl and Chromium are found by name. Nothing is installed
and nothing is fetched: the site is built with publishconf.py, and Chromium finds its host on this
machine, over HTTPS and HTTP/2. Each page is asked for in turn, several times; the table shows
medians, and below it stands every audit that took points from a score.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import msgspec
from pelican.settings import read_settings as host_settings

from newsroom.deploy import nginx
from newsroom.deploy.moved import Moved
from newsroom.deploy.place import place_of
from newsroom.settings import read_settings

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".cache/bench/lighthouse"

# What is shown, its path, and the preset; Lighthouse's own is a cheap phone on a slow network.
ARTICLE = "2025/04/thang-cong-nhan-2025-chu-de-va-muc-tieu.html"
PAGES = (
    ("article", ARTICLE, "mobile"),
    ("article, desktop", ARTICLE, "desktop"),
    ("front page", "", "mobile"),
    ("section", "cong-doan/", "mobile"),
    ("tag", "tag/thang-cong-nhan/", "mobile"),
    ("unit", "dia-ban/huyen-phuc-tho/", "mobile"),
    ("tags", "tag/", "mobile"),
    ("archive", "luu-tru/", "mobile"),
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

# As root, nginx would work as a user who may not look into everybody's folders.
_USER = "user root;" if os.geteuid() == 0 else ""
_CONF = """
{user} daemon off; worker_processes 1; pid {work}/pid; error_log {work}/error.log;
events {{ }}
http {{
  include {types}; default_type application/octet-stream; access_log off;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  {server}
}}
"""


def find(name: str) -> str:
    """A program of this machine; ends the run if there is none."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        sys.exit(f"{name} is not installed")
    return found


def build() -> tuple[Path, str]:
    """The published demo, as far as it has changed: its folder and its host."""
    site = WORK / "site"
    pelican = str(Path(sys.executable).parent / "pelican")
    command = [pelican, "content", "-s", "publishconf.py", "-o", str(site)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    front = (site / "index.html").read_text("utf-8")
    address = re.search(r'<link rel="canonical" href="https://([^/"]+)/">', front)
    if address is None:
        sys.exit("SITEURL in publishconf.py is no https address at the root of a host")
    return site, address[1]


def recommended(site: Path, port: int, plain: int) -> str:
    """The configuration that `newsroom server-config nginx` writes, for this folder and port."""
    settings = read_settings(host_settings(str(ROOT / "publishconf.py")))
    place = place_of(settings, str(site), str(WORK / "cert.pem"), str(WORK / "key.pem"))
    place = msgspec.structs.replace(place, http_port=plain, https_port=port)
    return nginx.write(settings, place, Moved())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(site: Path, host: str) -> Iterator[int]:
    """nginx at work, with a certificate of its own; yields its port."""
    program = find("nginx")
    said = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr
    folder = re.search(r"--conf-path=(\S+)/", said)
    assert folder, said
    port = free_port()
    conf = WORK / "nginx.conf"
    server = recommended(site, port, free_port())
    types = f"{folder[1]}/mime.types"
    conf.write_text(_CONF.format(user=_USER, work=WORK, types=types, server=server), "utf-8")
    certify(host)
    process = subprocess.Popen([program, "-p", str(WORK), "-c", str(conf)])
    try:
        wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def certify(host: str) -> None:
    """A certificate for two days, signed by itself; Chromium is told to take it."""
    keys = ["-keyout", str(WORK / "key.pem"), "-out", str(WORK / "cert.pem")]
    command = [find("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *keys]
    command += ["-days", "2", "-subj", f"/CN={host}"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Until somebody answers."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"nginx ended; see {WORK}/error.log")


def ask(programs: tuple[str, str], host: str, port: int, path: str, preset: str) -> dict[str, Any]:
    """Lighthouse's report of a page; ``programs`` are Lighthouse and Chromium."""
    lighthouse, chromium = programs
    flags = "--headless=new --no-sandbox --ignore-certificate-errors"
    flags += f' --host-resolver-rules="MAP {host}:443 127.0.0.1:{port}"'
    command = [lighthouse, f"https://{host}/{path}", "--quiet", "--output=json"]
    command += [f"--chrome-flags={flags}", *(["--preset=desktop"] if preset == "desktop" else [])]
    environment = os.environ | {"CHROME_PATH": chromium}
    ran = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if ran.returncode:
        sys.exit(f"{path}: {ran.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def figures(report: dict[str, Any]) -> list[float]:
    """The row of a report: four scores, LCP (s), TBT (ms), CLS; kilobytes over the wire.

    These are what pages send without and with photographs, and scripts as they are unpacked.
    """
    audits = report["audits"]
    sent = audits["network-requests"]["details"]["items"]
    photos = [item for item in sent if urlsplit(item["url"]).path.startswith("/images/")]
    scripts = [item for item in sent if item["resourceType"] == "Script"]
    total = sum(item["transferSize"] for item in sent)
    shown = sum(item["transferSize"] for item in photos)
    return [
        *(100 * (report["categories"][name]["score"] or 0) for name in CATEGORIES),
        audits["largest-contentful-paint"]["numericValue"] / 1000,
        audits["total-blocking-time"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        (total - shown) / 1000,
        total / 1000,
        sum(item["resourceSize"] for item in scripts) / 1000,
    ]


def faults(report: dict[str, Any]) -> list[str]:
    """The audits that took points away, with what they found."""
    found = []
    for name in CATEGORIES:
        for entry in report["categories"][name]["auditRefs"]:
            audit = report["audits"][entry["id"]]
            if entry["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                told = audit.get("displayValue") or audit["title"]
                found.append(f"{name}: {entry['id']} {audit['score']:.2f} ({told})")
    return found


def row(name: str, reports: Sequence[dict[str, Any]]) -> str:
    """A line of the table: medians."""
    values = [median(column) for column in zip(*map(figures, reports), strict=True)]
    forms = (*("{:.0f}",) * 4, "{:.2f}", "{:.0f}", "{:.3f}", "{:.1f}", "{:.1f}", "{:.1f}")
    cells = [form.format(value) for form, value in zip(forms, values, strict=True)]
    return f"| {name} | {' | '.join(cells)} |"


def main(arguments: list[str]) -> None:
    """Build, serve, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.lighthouse")
    parser.add_argument("--lighthouse", required=True, help="Lighthouse's program")
    parser.add_argument("--chromium", default="chromium", help="the browser's program")
    parser.add_argument("--runs", type=int, default=3, help="reports of each page")
    options = parser.parse_args(arguments)
    WORK.mkdir(parents=True, exist_ok=True)
    programs = find(options.lighthouse), find(options.chromium)
    site, host = build()
    lost: list[str] = []
    print(
        "| page | performance | accessibility | best practices | SEO | LCP s | TBT ms | CLS "
        "| KB without photos | KB | scripts KB |\n|---|" + " ---: |" * 10
    )
    with served(site, host) as port:
        for name, path, preset in PAGES:
            reports = [ask(programs, host, port, path, preset) for _ in range(options.runs)]
            print(row(name, reports), flush=True)
            counts = Counter(fault for report in reports for fault in faults(report))
            lost += [f"- {name}: {fault}, in {n} of {options.runs}" for fault, n in counts.items()]
    print("", *lost, f"\nLighthouse {reports[0]['lighthouseVersion']},", sep="\n", end=" ")
    browser = re.search(r"Chrome/(\d+)", reports[0]["environment"]["hostUserAgent"])
    print(f"Chromium {browser[1] if browser else '?'}, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
