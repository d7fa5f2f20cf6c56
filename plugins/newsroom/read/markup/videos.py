"""YouTube's addresses: which of them name a video, and which video."""

from __future__ import annotations

import re

_HOST = r"(?:https?:)?//(?:(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com|(?:www\.)?youtu\.be)/"
_YOUTUBE = re.compile(_HOST, re.IGNORECASE)
_VIDEO = re.compile(
    _HOST
    + r"(?:watch/?\?(?:[^#\s]*&)?v=|(?:embed|shorts|live|v)/|(?<=youtu\.be/))"
    + r"([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_BARE = re.compile(r" {0,3}(https?://\S+)[ ]*")


def video_id(address: str) -> str:
    """The eleven letters of the video that ``address`` shows, or "".

    Knows watch pages, youtu.be, shorts, live and embedded players, with or without parameters.
    """
    found = _VIDEO.match(address.strip())
    return found[1] if found else ""


def is_youtube(address: str) -> bool:
    """Whether ``address`` is one of YouTube's, of a video or of something else."""
    return _YOUTUBE.match(address.strip()) is not None


def bracket_bare_videos(lines: list[str]) -> list[str]:
    """``lines`` with each YouTube address that is a paragraph by itself in angle brackets.

    Markdown would else take the underscores of some videos' names for emphasis.
    """
    for number, line in enumerate(lines):
        if "youtu" not in line or any(map(str.strip, _neighbours(lines, number))):
            continue
        found = _BARE.fullmatch(line)
        if found and video_id(found[1]):
            lines[number] = f"<{found[1]}>"
    return lines


def _neighbours(lines: list[str], number: int) -> list[str]:
    return lines[max(number - 1, 0) : number] + lines[number + 1 : number + 2]


def watch_url(video: str) -> str:
    """The address of a video's page."""
    return f"https://www.youtube.com/watch?v={video}"
