# SPDX-License-Identifier: AGPL-3.0-or-later
"""However large a picture is that may be put in, a worker that makes of it has 300 MB at most."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from newsroom.metadata.png import chunk
from newsroom.pictures.decode import PictureError
from newsroom.pictures.inspect import inspect
from newsroom.pictures.make import PIXELS
from tests.pictures import photos
from tests.portal import ROOT

MOST = 300  # MiB

PROGRAM = """
import re, sys
from pathlib import Path
from newsroom.pictures.inspect import inspect
from newsroom.pictures.make import PIXELS, make
from newsroom.pictures.recipe import photo
data = Path(sys.argv[1]).read_bytes()
inspect(data, PIXELS)
make(data, [photo("webp", 720), photo("jpeg", 1200, 630)])
# Not getrusage: that counts what the process held that this one was started from.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def png(width: int, height: int) -> bytes:
    """A PNG of one colour, written row by row."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    packer, row = zlib.compressobj(1), b"\0" + bytes((30, 90, 160)) * width
    rows = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    ends = chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(ends)


def flat(form: str, width: int, height: int, **options: object) -> bytes:
    return photos.saved(Image.new("RGB", (width, height), (30, 90, 160)), form, **options)


@pytest.mark.parametrize(
    "made",
    [
        lambda: png(7000, 7000),
        lambda: flat("JPEG", 9000, 6600),
        lambda: flat("JPEG", 6600, 5000, progressive=True, subsampling=0),
        lambda: flat("WEBP", 4000, 3500, method=0),
    ],
    ids=["png", "jpeg", "progressive", "webp"],
)
def test_the_largest_pictures_fit(made: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(made())
    command = [sys.executable, "-c", PROGRAM, str(path)]
    peak = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": "plugins"}, capture_output=True, check=True, text=True
    ).stdout
    assert int(peak) <= MOST, f"{peak} MiB"


def test_what_would_not_fit_is_told() -> None:
    with pytest.raises(PictureError) as told:
        inspect(png(7200, 7200), PIXELS)
    refusal = told.value.refusal
    assert (refusal.reason, refusal.values) == ("pixels", ("7200", "7200", "50"))
