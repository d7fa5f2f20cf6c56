# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of addresses for nginx, which compares the keys of a map without regard to case.

So ``/images/anh.svg``, an old address, would stand for ``/images/Anh.svg``, a picture that is
there. Two keys that differ in case alone, and one longer than a cache line, would keep the server
from starting. So a map's keys are the ends of addresses, and its values the addresses that end so,
each with what it stands for: ``#/cu/a.html#/2025/04/a.html#``. A second map finds the one asked
for among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_END = 40  # bytes: a key of 46 is too long for nginx where a cache line has 64
_MOST = 2_000  # bytes of a value: a parameter of nginx has 4,096 at most, with all backslashes
_TAIL = re.compile(rf"[\x20-\x7e]{{0,{_END}}}\Z")


def table(
    name: str, asked: str, found: Mapping[str, str], default: str = '""', *, volatile: bool = False
) -> list[str]:
    """The maps that make ``$name`` what *found* has for the address *asked*, or *default*."""
    again = ["    volatile;  # asked again for the page of the error, which is not gone"]
    head = again if volatile else []
    if not found:
        return [f'map "{asked}" ${name} {{', *head, f"    default {default};", "}"]
    groups, odd = _groups(found)
    end = rf"~(?<{name}_end>[\x20-\x7e]{{0,{_END}}})$"
    own = rf"~^([^#]*)#(?:[^#]*#[^#]*#)*?\1#(?<{name}_own>[^#]*)#"
    return [
        f'map "{asked}" ${name}_tail {{',
        *head,
        '    default "";',
        f"    {quoted(end)} ${name}_end;",
        "}",
        f"map ${name}_tail ${name}_group {{",
        *head,
        '    default "";',
        *(f"    {quoted(tail)} {quoted(f'#{group}')};" for tail, group in groups.items()),
        "}",
        f'map "{asked}${name}_group" ${name} {{',
        *head,
        f"    default {default};",
        f"    {quoted(own)} ${name}_own;",
        *(f"    {quoted(f'~^{re.escape(old)}(?:#|$)')} {quoted(new)};" for old, new in odd.items()),
        "}",
    ]


def _groups(found: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The addresses by their ends; and those of no group, which take an expression each."""
    groups: dict[str, str] = {}
    odd: dict[str, str] = {}
    for old, new in _tellable(found):
        tail = _tail(old)
        group = f"{groups.get(tail, '')}{old}#{new}#"
        # In a value "$" begins a variable, and there is no other way to write it.
        if "$" in old or len(group.encode()) > _MOST:
            odd[old] = new
        else:
            groups[tail] = group
    return groups, odd


def _tellable(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((old, new) for old, new in found.items() if "#" not in old and "$" not in new)


def _tail(address: str) -> str:
    found = _TAIL.search(address)
    return found[0].lower() if found else ""


def quoted(text: str) -> str:
    """A parameter of nginx; ``$`` begins a variable in it, unless it is a key."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
