# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write content/data/districts.yaml from a JSON list of Hanoi's administrative units.

    python tools/districts.py path/to/hanoi_units.json > content/data/districts.yaml

The JSON has two lists: `districts` (30 quận, huyện and a thị xã, until 30 June 2025) and `units`
(126 phường and xã, from 1 July 2025). Its facts were gathered from two public data sets, both under
the MIT licence:

- https://github.com/thanglequoc/vietnamese-provinces-database
- https://github.com/tranngocminhhieu/vietnamadminunits

The result is a file that editors keep by hand: run this only to start again from the sources.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HEADING = """\
# Đơn vị hành chính của Hà Nội: 30 quận, huyện, thị xã (đến hết 30/6/2025) và 126 phường, xã
# (từ 1/7/2025). Tin, bài ghi tên, tên gọi khác (aliases) hoặc mã không dấu (slug) của địa bàn
# tại ngày đăng. Thêm một cách gọi: thêm một dòng vào aliases; không để hai địa bàn trùng tên gọi.
# Đừng đổi slug: mã này nằm trong địa chỉ trang.
# Nguồn ban đầu: xem tools/districts.py (giấy phép MIT).
"""

CITY: dict[str, Any] = {
    "slug": "toan-thanh-pho",
    "name": "Toàn thành phố",
    "short": "Hà Nội",
    "kind": "thành phố",
    "aliases": ["Hà Nội", "Thành phố Hà Nội", "LĐLĐ thành phố Hà Nội"],
}

# Where the tone stands in an open syllable: the new way (hoà) and the old one (hòa).
TONE_PLACES = (
    *zip(["oà", "oá", "oả", "oã", "oạ"], ["òa", "óa", "ỏa", "õa", "ọa"], strict=True),
    *zip(["oè", "oé", "oẻ", "oẽ", "oẹ"], ["òe", "óe", "ỏe", "õe", "ọe"], strict=True),
    *zip(["uỳ", "uý", "uỷ", "uỹ", "uỵ"], ["ùy", "úy", "ủy", "ũy", "ụy"], strict=True),
)


def main(source: Path) -> None:
    """Print the registry."""
    data = json.loads(source.read_text(encoding="utf-8"))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text file, always
    print(HEADING)
    text = yaml.safe_dump(registry(data), allow_unicode=True, sort_keys=False, width=100)
    print(text.replace("\n- slug:", "\n\n- slug:"), end="")


def registry(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the city, its districts and its wards, as the registry lists them."""
    slugs = {unit["code"]: slug_of(unit) for unit in data["units"]}
    districts = {f"{d['kind']} {d['name']}".casefold(): slug_of(d) for d in data["districts"]}
    old = [district_entry(d, [slugs[code] for code in d["successors"]]) for d in data["districts"]]
    new = [
        ward_entry(w, [districts[name.casefold()] for name in w["predecessor_districts"]])
        for w in data["units"]
    ]
    return [CITY, *old, *new]


def district_entry(unit: dict[str, Any], successors: list[str]) -> dict[str, Any]:
    """Return a district: its union was a Liên đoàn Lao động."""
    entry = common(unit, ("LĐLĐ", "Liên đoàn Lao động"))
    return {**entry, "valid_to": date.fromisoformat(unit["valid_to"]), "successors": successors}


def ward_entry(unit: dict[str, Any], predecessors: list[str]) -> dict[str, Any]:
    """Return a ward or commune: its union is a Công đoàn."""
    entry = common(unit, ("Công đoàn",))
    return {
        **entry,
        "valid_from": date.fromisoformat(unit["valid_from"]),
        "predecessors": predecessors,
    }


def common(unit: dict[str, Any], unions: tuple[str, ...]) -> dict[str, Any]:
    """Return slug, name, short name, kind and aliases."""
    kind, short = unit["kind"], house_spelling(unit["name"])
    name = f"{kind[0].upper()}{kind[1:]} {short}"
    spellings = [f"{kind} {spelling}" for spelling in (short, *respelled(short))]
    aliases = [f"{kind[0].upper()}{s[1:]}" for s in spellings[1:]]
    aliases += [f"{union} {s}" for union in unions for s in spellings]
    return {"slug": slug_of(unit), "name": name, "short": short, "kind": kind, "aliases": aliases}


def house_spelling(name: str) -> str:
    """Return the name with its tones the old way, the paper's: Yên Hòa."""
    for new, old in TONE_PLACES:
        name = re.sub(rf"{new}\b", old, name)
    return name


def respelled(name: str) -> list[str]:
    """Return the name with its tones the other way (Yên Hoà, Yên Hòa), if it has such a tone."""
    for new, old in TONE_PLACES:
        for here, there in ((new, old), (old, new)):
            changed = re.sub(rf"{here}\b", there, name)
            if changed != name:
                return [changed]
    return []


def slug_of(unit: dict[str, Any]) -> str:
    """Return the ASCII slug with its kind: `quan-ba-dinh`."""
    return ascii_slug(f"{unit['kind']} {unit['name']}")


def ascii_slug(text: str) -> str:
    """Fold Vietnamese letters to ASCII and join the words with hyphens."""
    folded = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z0-9]+", plain))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
