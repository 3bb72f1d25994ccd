"""The sRGB output intent: an ICC v2 matrix profile written out from the numbers of IEC 61966-2-1.

ICC.1:2001-04, 6.1 (header), 6.3 (required tags of an RGB display profile). The tone curve is the
sRGB function in 1,024 steps; primaries and white are adapted to D50 as the specification asks.
"""

from __future__ import annotations

import struct
from functools import lru_cache

_D50 = (0.9642, 1.0, 0.8249)
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
_STEPS = 1024


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))


def _description(text: str) -> bytes:
    raw = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(raw)) + raw + struct.pack(">IIHB", 0, 0, 0, 0) + b"\0" * 67


def _curve() -> bytes:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    steps = [round(linear(i / (_STEPS - 1)) * 65535) for i in range(_STEPS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *steps)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The bytes of the profile, the same on every machine."""
    curve = _curve()
    tags = [
        (b"desc", _description("sRGB IEC61966-2.1")),
        (b"cprt", b"text\0\0\0\0No copyright, use freely\0"),
        (b"wtpt", _xyz((0.9505, 1.0, 1.0891))),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    offset = 128 + 4 + 12 * len(tags)
    table, body, placed = b"", b"", {}
    for name, data in tags:
        if data not in placed:
            placed[data] = offset + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", placed[data], len(data))
    size = offset + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += struct.pack(">3i", *(round(v * 65536) for v in _D50)) + b"\0" * 48
    return header + struct.pack(">I", len(tags)) + table + body
