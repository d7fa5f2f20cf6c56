# SPDX-License-Identifier: AGPL-3.0-or-later
"""A four-note signature tune, synthesised: 8 kHz, mono, 8 bits."""

from __future__ import annotations

import math
import wave
from pathlib import Path

RATE = 8000  # samples a second
# (frequency in Hz, length in seconds): G4, C5, E5, D5, G5 of a pentatonic scale.
NOTES = ((392.0, 0.4), (523.25, 0.4), (659.25, 0.4), (587.33, 0.4), (783.99, 1.6))


def write(path: Path) -> None:
    """Write the tune as a WAV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(RATE)
        out.writeframes(b"".join(_note(*note) for note in NOTES))


def _note(frequency: float, seconds: float) -> bytes:
    """Return one plucked note: three partials that die away."""
    count = int(RATE * seconds)
    samples = bytearray()
    for i in range(count):
        t = i / RATE
        fade = min(1.0, i / 80) * math.exp(-3.2 * t) * min(1.0, (count - i) / 200)
        tone = sum(math.sin(2 * math.pi * frequency * n * t) / n**2 for n in (1, 2, 3))
        samples.append(round(128 + 80 * fade * tone / 1.36))
    return bytes(samples)
