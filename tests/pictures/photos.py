# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that are to codecs what photos are: continuous tones, depth, grain; made by program.

A sky that darkens upwards, hills that lose contrast with distance, a face-like bright disc, and the
noise of a sensor. The same size and seed give the same pixels.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms

SECRET = "zqBIMATqz"
CREDIT = "Nguyễn Văn Ảnh"
CAPTION = "Đoàn viên trồng cây ở bãi Đá Sông Hồng."


@cache
def scene(width: int, height: int, seed: int = 1) -> Image.Image:
    """A photo-like picture: its left is darker than its right, its top than its bottom."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = x / width, y / height
    tone = np.stack([70 + 60 * v + 40 * u, 90 + 50 * v + 30 * u, 140 - 30 * v + 20 * u], -1)
    for depth in range(1, 5):
        ridge = 0.35 + 0.13 * depth + 0.05 * np.sin(u * (5 + 4 * depth) + seed + depth)
        tone[v > ridge] = tone[v > ridge] * 0.72 + np.array([30, 60 - 8 * depth, 20])
    tone += 90 * np.exp(-((u - 0.7) ** 2 + (v - 0.3) ** 2) / 0.01)[..., None]
    tone += random.normal(0, 5, (height, width, 1)).astype(np.float32)
    return Image.fromarray(np.clip(tone, 0, 255).astype(np.uint8))


def exif(orientation: int = 1) -> bytes:
    """What a phone writes: where, when, by what, by whom."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = data[0x0110] = SECRET
    data[0x013B] = CREDIT.encode()  # as programs write it, whatever the standard says
    data.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 29: SECRET})
    return data.tobytes()


@cache
def profile() -> bytes:
    """A profile by which red is what sRGB calls blue: with it, a photo's numbers mean others."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data.replace(b"rXYZ", b"----", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"----", b"bXYZ")


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """A picture's file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@cache
def phone(width: int = 800, height: int = 600, orientation: int = 1, seed: int = 1) -> bytes:
    """A phone's JPEG, with all that it tells."""
    image = scene(width, height, seed)
    return saved(image, "JPEG", quality=92, exif=exif(orientation), comment=SECRET)


def records(letters: str = "utf-8", **texts: str) -> bytes:
    """IPTC's records that don't say in which letters they are: ``byline``, ``credit`` …"""
    numbers = {"byline": 80, "credit": 110, "notice": 116, "caption": 120}
    data = b""
    for name, text in texts.items():
        value = text.encode(letters)
        data += bytes((0x1C, 2, numbers[name])) + len(value).to_bytes(2) + value
    return data


def iptc(**texts: str) -> bytes:
    """IPTC that says that it is UTF-8."""
    return iptc_of(b"\x1c\x01\x5a\x00\x03\x1b%G" + records(**texts))


def iptc_of(data: bytes) -> bytes:
    """Photoshop's segment of a JPEG with these records of IPTC."""
    block = b"8BIM\x04\x04\x00\x00" + len(data).to_bytes(4) + data + bytes(len(data) % 2)
    inner = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + (len(inner) + 2).to_bytes(2) + inner


@cache
def credited(width: int = 800, height: int = 600) -> bytes:
    """An agency's JPEG: it names who took it, and what it shows."""
    data = saved(scene(width, height), "JPEG", quality=88, icc_profile=profile())
    return data[:2] + iptc(byline=CREDIT, caption=CAPTION) + data[2:]


def chart(width: int = 600, height: int = 400) -> Image.Image:
    """A drawing of few colours."""
    image = Image.new("RGB", (width, height), "white")
    for bar in range(8):
        box = (20 + bar * 70, height - 40 - bar * 30, 60 + bar * 70, height - 40)
        image.paste((20 * bar, 90, 160), box)
    return image


def moving(frames: int = 4, size: tuple[int, int] = (120, 80)) -> bytes:
    """An animated GIF."""
    images = []
    for number in range(frames):
        image = Image.new("RGB", size, (30, 60, 90))
        image.paste((250, 200, 40), (number * 20, 10, number * 20 + 20, 40))
        images.append(image)
    more = {"save_all": True, "append_images": images[1:], "duration": 80, "loop": 0}
    return saved(images[0], "GIF", **more)


def opened(data: bytes) -> Image.Image:
    """A file, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
