# SPDX-License-Identifier: AGPL-3.0-or-later
"""How good search is, beside others, on articles with known answers.

    invoke bench search --data related_dev.jsonl.gz
    python -m tests.benchmarks.search --data FILE --peers tantivy,minisearch,pagefind

The data are those of `tests.benchmarks.related`. Questions: (a) recall: what an accented headline
finds, asked without marks; (b) known items: an article's own headline without marks, with words
dropped, with a slip, with two words swapped (MRR@10, hit@1); (c) the headline of one article of an
event must find the others (nDCG@10). Every number is of the odd articles and clusters; weights may
be chosen on the even ones (`--half even`). All engines index the same articles in one run. Peers
are installed by their own clients into a temporary folder, at the versions below.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from math import log2
from pathlib import Path
from random import Random
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from newsroom.search.index import SearchIndex
from newsroom.search.numbering import day_file
from newsroom.text.fold import fold
from newsroom.text.normalise import one_line
from newsroom.text.syllables import flow, stretches
from tests.benchmarks.related import Row, halves_of, read_rows
from tests.portal import Portal

TANTIVY = "tantivy==0.27.0"
NODE_PEERS = {"minisearch": "minisearch@7.2.0", "pagefind": "pagefind@1.6.0"}
SCRIPTS = Path(__file__).parent / "peers" / "search"
EVENT = "same event"
TOP = 10
Find = Callable[[list[str]], list[list[int]]]
"""Questions → for each the numbers of articles, best first."""


class Question(NamedTuple):
    """A kind of question, its words, and the articles that it should find."""

    kind: str
    text: str
    wanted: tuple[int, ...]
    own: int


def questions(rows: Sequence[Row], half: str, count: int) -> list[Question]:
    """The questions of one half, so many of each kind."""
    even, odd = halves_of(rows)
    chosen = odd if half == "odd" else even
    random = Random(15)
    side = half == "odd"
    own = [n for n, row in enumerate(rows) if n % 2 == side and len(row["title"].split()) > 4]
    made = []
    for number in random.sample(own, min(count, len(own))):
        # Quotation marks would ask for phrases.
        plain = re.sub('["“”„«»]', "", fold(rows[number]["title"]))
        for kind, change in CHANGES.items():
            made.append(Question(kind, change(plain, random), (number,), number))
    clusters: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.get("cluster") in chosen:
            clusters.setdefault(row["cluster"], []).append(number)
    for members in clusters.values():
        if len(members) > 1:
            first, *others = members
            made.append(
                Question(EVENT, re.sub('["“”„«»]', "", rows[first]["title"]), tuple(others), first)
            )
    return made


def _drop(text: str, random: Random) -> str:
    words = text.split()
    kept = [word for word in words if random.random() >= 0.3]
    return " ".join(kept if len(kept) > 1 else words[:2])


def _slip(text: str, random: Random) -> str:
    at = random.choice([n for n, letter in enumerate(text) if letter.isalpha()] or [0])
    return text[:at] + random.choice("abcdeghiklmnopqrstuvxy") + text[at + 1 :]


def _swap(text: str, random: Random) -> str:
    words = text.split()
    at = random.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


CHANGES: dict[str, Callable[[str, Random], str]] = {
    "without marks": lambda text, _random: text,
    "30 % of words dropped": _drop,
    "one slip": _slip,
    "two words swapped": _swap,
}


def score(question: Question, found: list[int]) -> tuple[float, float]:
    """MRR@10 and hit@1 of a known item; nDCG@10 twice of an event."""
    if question.kind == EVENT:
        top = enumerate(found[:TOP])
        gains = [1 / log2(rank + 2) for rank, one in top if one in question.wanted]
        best = sum(1 / log2(rank + 2) for rank in range(min(TOP, len(question.wanted))))
        return sum(gains) / best, sum(gains) / best
    rank = found[:TOP].index(question.wanted[0]) + 1 if question.wanted[0] in found[:TOP] else 0
    return (1 / rank if rank else 0.0), float(rank == 1)


class Ours:
    """The site of these articles, built here, asked by the Python reader."""

    def __init__(self, rows: Sequence[Row], folder: Path) -> None:
        portal = Portal(folder, NEWSROOM_SEARCH=True)
        start = datetime(2024, 1, 1)
        for number, row in enumerate(rows):
            # Dates say nothing of the events here: they are spread by number, without order.
            date = start + timedelta(hours=number * 7919 % len(rows) * 4)
            portal.article(
                f"cong-doan/bai-{number}.md",
                _plain(row["body"]),
                title=one_line(row["title"])[:190],
                summary=one_line(row.get("summary") or row["body"])[:300],
                date=f"{date:%Y-%m-%d %H:%M}",
                tags=row.get("tags") or None,
            )
        started = time.perf_counter()
        portal.build()
        self.seconds = time.perf_counter() - started
        self._root = portal.output / "tim-kiem"
        self.bytes = sum(_wire(path) for path in self._root.rglob("*.json"))
        self._index = SearchIndex(lambda name: (self._root / name).read_bytes())
        self.traffic: list[tuple[int, int]] = []

    def __call__(self, texts: list[str]) -> list[list[int]]:
        """The articles that answer each question."""
        return [self._ask(text) for text in texts]

    def _ask(self, text: str) -> list[int]:
        answer = self._index.answer(text)
        files = {*answer.files, *(day_file(hit.place) for hit in answer.hits[:TOP])}
        self.traffic.append((len(files) + 1, sum(_wire(self._root / name) for name in files)))
        rows = self._index.results(answer.hits[: TOP + 1])
        return [int(row["url"].rpartition("-")[2].removesuffix(".html")) for row in rows]

    def all_of(self, text: str) -> set[int]:
        """Everything that a question finds, by place."""
        return {hit.place for hit in self._index.answer(text).hits}


def _plain(body: str) -> str:
    """A text whose marks of Markdown say themselves."""
    lines = re.sub(r"([\\`*_\[\]<>{}#|~$^:!=+-])", r"\\\1", body).splitlines()
    return "\n\n".join(re.sub(r"^(\d+)([.)])", r"\1\\\2", line.strip()) for line in lines)


@cache
def _wire(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def tantivy(rows: Sequence[Row], folder: Path) -> Find:
    """BM25 by a well-kept engine, over syllables without marks."""
    _run([sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), TANTIVY])
    sys.path.insert(0, str(folder))
    engine: Any = import_module("tantivy")
    builder = engine.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    made = engine.Index(builder.build())
    writer = made.writer()
    for number, row in enumerate(rows):
        title = _folded(row["title"])
        body = _folded(f"{' '.join(row.get('tags') or ())} {row['body']}")
        writer.add_document(engine.Document(id=number, title=title, body=f"{title} {body}"))
    writer.commit()
    made.reload()
    searcher = made.searcher()

    def ask(text: str) -> list[int]:
        plain = re.sub(r"[^\w ]", " ", _folded(text))
        query = made.parse_query(plain, ["title", "body"], field_boosts={"title": 2.0})
        hits = searcher.search(query, TOP + 1).hits
        return [searcher.doc(address)["id"][0] for _score, address in hits]

    return lambda texts: [ask(text) for text in texts]


def _folded(text: str) -> str:
    return fold(" ".join(word for word in flow(stretches(one_line(text))) if word))


def node(name: str) -> Callable[[Sequence[Row], Path], Find]:
    """A peer that is asked by a script of `tests/benchmarks/peers/search`."""

    def install(rows: Sequence[Row], folder: Path) -> Find:
        _run(["npm", "install", "--silent", "--prefix", str(folder), NODE_PEERS[name]])
        names = ("title", "body")
        texts = [
            {name: row[name] for name in names} | {"folded": [_folded(row[name]) for name in names]}
            for row in rows
        ]
        (folder / "rows.json").write_text(json.dumps(texts), "utf-8")
        script = folder / f"{name}.mjs"
        script.write_bytes((SCRIPTS / f"{name}.mjs").read_bytes())

        def ask(texts: list[str]) -> list[list[int]]:
            asked = [{"text": text, "folded": _folded(text)} for text in texts]
            (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
            _run(["node", str(script)], cwd=folder)
            found: list[list[int]] = json.loads((folder / "found.json").read_text("utf-8"))
            return found

        return ask

    return install


def _run(command: list[str], cwd: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL)


PEERS: dict[str, Callable[[Sequence[Row], Path], Find]] = {
    "tantivy": tantivy,
    "minisearch": node("minisearch"),
    "pagefind": node("pagefind"),
}


def table(name: str, asked: Sequence[Question], found: Sequence[list[int]]) -> None:
    """Print an engine's line: for each kind MRR@10 / hit@1, of events nDCG@10."""
    cells = []
    for kind in (*CHANGES, EVENT):
        # A headline finds its own article first; the others of the event are judged.
        scores = [
            score(question, [one for one in answer if kind != EVENT or one != question.own])
            for question, answer in zip(asked, found, strict=True)
            if question.kind == kind
        ]
        mean, first = (fmean(column) for column in zip(*scores, strict=True))
        cells.append(f"{mean:.3f}" if kind == EVENT else f"{mean:.3f} / {first:.3f}")
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main(arguments: list[str]) -> None:
    """Ask all engines the same questions of the same articles."""
    parser = argparse.ArgumentParser(description="How good search is.")
    parser.add_argument("--data", type=Path, required=True, action="append")
    parser.add_argument("--peers", default="tantivy,minisearch,pagefind", help="or none")
    parser.add_argument("--half", choices=("odd", "even"), default="odd")
    parser.add_argument("--questions", type=int, default=300, help="known items of each kind")
    options = parser.parse_args(arguments)
    rows = [row for path in options.data for row in read_rows(path)]
    asked = questions(rows, options.half, options.questions)
    print(f"{len(rows)} articles, {len(asked)} questions\n")
    print(f"| engine | {' | '.join((*CHANGES, EVENT))} |")
    print("|---" * (len(CHANGES) + 2) + "|", flush=True)
    texts = [question.text for question in asked]
    with TemporaryDirectory() as scratch:
        ours = Ours(rows, Path(scratch) / "site")
        table("ours", asked, ours(texts))
        for name in filter(None, options.peers.replace("none", "").split(",")):
            folder = Path(scratch) / name
            folder.mkdir()
            table(name, asked, PEERS[name](rows, folder)(texts))
        _tell(ours, rows)


def _tell(ours: Ours, rows: Sequence[Row]) -> None:
    whole = found = 0
    for row in rows[::5]:
        accented = ours.all_of(row["title"])
        whole += len(accented)
        found += len(accented & ours.all_of(fold(row["title"])))
    print(f"\nRecall without marks: {found} of {whole}. Build {ours.seconds:.1f} s,", end=" ")
    print(f"index {ours.bytes / len(rows) / 1024:.2f} KB an article (gzip).")
    for what, column in zip(("requests", "bytes"), zip(*ours.traffic, strict=True), strict=True):
        ordered = sorted(column)
        middle, high = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        print(f"{what} of a cold question, script aside: median {middle}, 95 % {high}")


if __name__ == "__main__":
    main(sys.argv[1:])
