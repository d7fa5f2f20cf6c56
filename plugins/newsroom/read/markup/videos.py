# SPDX-License-Identifier: AGPL-3.0-or-later
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
_OTHERS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:vimeo\.com|tiktok\.com|facebook\.com|fb\.watch|dailymotion\.com"
    r"|instagram\.com)/\S",
    re.IGNORECASE,
)


def video_id(address: str) -> str:
    """The eleven letters of the video that ``address`` shows, or "".

    Knows watch pages, youtu.be, shorts, live and embedded players, with or without parameters.
    """
    found = _VIDEO.match(address.strip())
    return found[1] if found else ""


def is_youtube(address: str) -> bool:
    """Whether ``address`` is one of YouTube's, of a video or of something else."""
    return _YOUTUBE.match(address.strip()) is not None


def is_foreign_video(address: str) -> bool:
    """Whether ``address`` is of a site for videos, and of none that an article can show."""
    return _OTHERS.match(address) is not None or (is_youtube(address) and not video_id(address))


def watch_url(video: str) -> str:
    """The address of a video's page."""
    return f"https://www.youtube.com/watch?v={video}"
