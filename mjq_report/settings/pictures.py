"""Pictures that a text names: photographs and maps, read within bounds and brought into the one form that a briefing holds.

That form has pixels and nothing else: PNG or JPEG of eight bits, grey or sRGB, upright, without a camera's notes (which
tell where and by whom), so that what is enclosed tells no more than the page. A picture in this form stays as it is, to
the byte: a briefing is built again from what it encloses whatever library reads it.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mjq_report.errors import ConfigError
from mjq_report.settings.paths import read_plain

NAMED = re.compile(
    r'^[ \t]*!\[([^\]\n]{0,400})\]\(([^()\s"]{1,120})(?:[ \t]+"([^"\n]{0,400})")?\)[ \t]*$', re.MULTILINE
)
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(?:png|jpe?g)", re.ASCII)
ENDINGS = (".png", ".jpg", ".jpeg")
MOST_BYTES = 20 * 1024 * 1024  # of a file
_MOST_PIXELS = 60_000_000  # of a picture that is opened; a camera's has 24 to 50 million
_MOST_SIDE = 2000  # pixels that a briefing holds either way: 300 an inch over the width of A4
_MOST_HELD = 1_500_000  # bytes of the form that a briefing holds
_MOST_NAMED = 20  # pictures of an edition
_QUALITY = 88
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_CHANNELS = {0: 1, 2: 3}  # of PNG's colour types: grey, RGB
_PLAIN_MARKERS = {0xDB, 0xC4, 0xC0, 0xDD, 0xDA}  # tables, one baseline frame, restarts, a scan


_SAID = {  # by the name of Pillow's error
    "UnidentifiedImageError": "is no PNG or JPEG; save it as one of them",
    "DecompressionBombError": "has far too many pixels; make it smaller",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A picture as a briefing holds it. `pixels` are the file of a JPEG, or PNG's own compressed rows."""

    width: int
    height: int
    channels: int
    jpeg: bool
    pixels: bytes


def edition_pictures(data: Path, templates: Path, texts: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The pictures that texts name, each beside its text: (path, bytes in the form that is held), sorted.

    `texts` are (path from the project, bytes). Raises ConfigError for one that cannot be used.
    """
    places = {"data": data, "templates": templates}
    named = sorted({(path.rpartition("/")[0], name, path) for path, raw in texts for name in _names(raw)})
    found: dict[str, bytes] = {}
    for folder, name, text in named:
        top, _, below = folder.partition("/")
        path = f"{folder}/{name}"
        if path not in found:
            found[path] = held_form(_read(places[top] / below / name, name, text), path)
    if len(found) > _MOST_NAMED:
        raise ConfigError(f"{named[-1][2]}: an edition has more than {_MOST_NAMED} pictures; leave some out")
    return sorted(found.items())


def _names(raw: bytes) -> Iterator[str]:
    for match in NAMED.finditer(raw.decode("utf-8", "replace").replace("\r\n", "\n")):
        yield match[2]


def _read(path: Path, name: str, text: str) -> bytes:
    if not _FILE.fullmatch(name):
        raise ConfigError(
            f"{text}: the picture {name!r}; name a file beside the text with letters, digits, - and _, ending in .png or .jpg"
        )
    try:
        raw = read_plain(path, MOST_BYTES)
    except OSError as error:
        raise ConfigError(f"{text}: the picture {name}: {error.strerror or error}; lay it beside the text") from None
    if len(raw) > MOST_BYTES:
        raise ConfigError(f"{text}: the picture {name} is larger than {MOST_BYTES // 2**20} MiB; make it smaller")
    return raw


# --------------------------------------------------------------------------- the form that is held


def held_form(raw: bytes, path: str) -> bytes:
    """A picture in the form that a briefing holds, the same bytes when it is in that form. Raises ConfigError."""
    try:
        pixels = _opened(raw, path)
        if held(raw) is not None and len(raw) <= _MOST_HELD:
            return raw
        return _made(pixels, raw[:8] == _PNG, path)
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a foreign file provokes in a library, it is no picture to us
        what = _SAID.get(type(error).__name__, "is no whole picture; save it again as PNG or JPEG")
        raise ConfigError(f"{path}: {what}") from None


def _opened(raw: bytes, path: str):  # type: ignore[no-untyped-def]
    """The picture, read to its last row."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"])
        if image.width * image.height > _MOST_PIXELS:
            raise ConfigError(
                f"{path}: has {image.width} × {image.height} pixels, more than {_MOST_PIXELS // 1_000_000} million; make it smaller"
            )
        if getattr(image, "n_frames", 1) > 1:
            raise ConfigError(f"{path}: is more than one picture, or moves; save one of them")
        if max(image.width, image.height) > 50 * min(image.width, image.height):
            raise ConfigError(f"{path}: is {image.width} × {image.height} pixels, a stripe; cut it to its middle")
        image.load()
    return image


def _made(image, lossless: bool, path: str) -> bytes:  # type: ignore[no-untyped-def]
    from PIL import Image, ImageOps

    image = _in_srgb(ImageOps.exif_transpose(image))
    scale = min(1.0, _MOST_SIDE / max(image.size))
    if scale < 1:
        size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
        image = image.resize(size, Image.Resampling.LANCZOS)
    plain = Image.frombytes(image.mode, image.size, image.tobytes())  # without anything that came along
    made = b""
    for form in ["PNG", "JPEG"] if lossless else ["JPEG"]:
        out = io.BytesIO()
        more = {"optimize": False} if form == "PNG" else {"quality": _QUALITY, "subsampling": 0}
        plain.save(out, form, **more)
        made = out.getvalue()
        if len(made) <= _MOST_HELD and held(made) is not None:
            return made
    raise ConfigError(f"{path}: takes {len(made) // 1024} KiB where {_MOST_HELD // 1024} are allowed; make it smaller")


def _in_srgb(image: Any) -> Any:
    """Eight bits of grey or sRGB, by the picture's own profile where it has a good one, on white paper."""
    from PIL import Image, ImageCms

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image).convert("RGB")
    if image.mode == "P":
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is none: the numbers are taken as they are
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")


def held(raw: bytes) -> Held | None:
    """What a picture in the form that a briefing holds consists of; None for any other."""
    try:
        found = _held_png(raw) if raw[:8] == _PNG else _held_jpeg(raw) if raw[:2] == _JPEG else None
    except (struct.error, IndexError, zlib.error):
        return None
    return (
        found if found and min(found.width, found.height) > 0 and max(found.width, found.height) <= _MOST_SIDE else None
    )


def _held_png(raw: bytes) -> Held | None:
    """One with a header, rows and an end, and nothing else."""
    at, rows, head = 8, b"", b""
    while at < len(raw):
        length, kind = struct.unpack(">I4s", raw[at : at + 8])
        body, check = raw[at + 8 : at + 8 + length], raw[at + 8 + length : at + 12 + length]
        if struct.unpack(">I", check)[0] != zlib.crc32(kind + body):
            return None
        at += 12 + length
        if kind == b"IHDR" and not head:
            head = body
        elif kind == b"IDAT" and head:
            rows += body
        elif kind != b"IEND" or body or at != len(raw):
            return None
    width, height, depth, colour, *ways = struct.unpack(">IIBBBBB", head)
    if depth != 8 or colour not in _CHANNELS or any(ways) or max(width, height) > _MOST_SIDE:
        return None
    reader = zlib.decompressobj()
    size = height * (1 + width * _CHANNELS[colour])
    whole = reader.decompress(rows, size + 1)
    fits = len(whole) == size and reader.eof and not reader.unused_data
    return Held(width, height, _CHANNELS[colour], False, rows) if fits else None


def _held_jpeg(raw: bytes) -> Held | None:
    """A baseline one of eight bits, grey or YCbCr, with no notes but the form's own."""
    at, frame, scans = 2, b"", 0
    while raw[at : at + 2] != b"\xff\xd9":
        mark, code, length = struct.unpack(">BBH", raw[at : at + 4])
        body = raw[at + 4 : at + 2 + length]
        jfif = code == 0xE0 and body[:5] == b"JFIF\0" and len(body) == 14
        if mark != 0xFF or length < 2 or not (jfif or code in _PLAIN_MARKERS) or (code == 0xC0 and frame):
            return None
        frame = body if code == 0xC0 else frame
        at += 2 + length
        if code == 0xDA:
            scans += 1
            at = _after_scan(raw, at)
    depth, height, width, channels = struct.unpack(">BHHB", frame[:6])
    whole = at + 2 == len(raw) and scans == 1 and depth == 8 and channels in (1, 3)
    return Held(width, height, channels, True, raw) if whole else None


def _after_scan(raw: bytes, at: int) -> int:
    """Where the next marker stands behind coded rows, in which 0xFF is followed by 0 or a restart's number."""
    while True:
        at = raw.find(b"\xff", at)
        if not 0 <= at < len(raw) - 1:
            raise IndexError("the rows do not end")
        if raw[at + 1] not in (0, *range(0xD0, 0xD8)):
            return at
        at += 2
