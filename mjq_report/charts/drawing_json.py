"""Drawings as JSON, for the cache: written in one way only, read strictly, so that a damaged entry is a miss."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from mjq_report.model.drawing import Drawing, DrawOp, PathOp, TextOp

_VERSION = 1
_ARITY = {"m": 2, "l": 2, "c": 6, "z": 0}
_TABLE = {"alt", "height", "ops", "version", "width"}


def to_json(drawing: Drawing) -> str:
    """A drawing as one line of JSON; equal drawings give equal text. Fields that have their default are left out."""
    ops = [{"op": _name(op), **_changed(op)} for op in drawing.ops]
    table = {"version": _VERSION, "width": drawing.width, "height": drawing.height, "alt": drawing.alt, "ops": ops}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def from_json(text: str) -> Drawing:
    """The drawing that `to_json` wrote. Raises ValueError for anything else."""
    try:
        table = json.loads(text)
        if not isinstance(table, dict) or set(table) != _TABLE or table["version"] != _VERSION:
            raise ValueError("not a drawing of this version")
        ops = tuple(_op(item) for item in _list(table["ops"]))
        return Drawing(_number(table["width"]), _number(table["height"]), ops, _string(table["alt"]))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"damaged drawing: {error!r}") from None


def _name(op: DrawOp) -> str:
    return "path" if isinstance(op, PathOp) else "text"


def _changed(op: DrawOp) -> dict[str, Any]:
    return {f.name: getattr(op, f.name) for f in fields(op) if f.default is MISSING or getattr(op, f.name) != f.default}


def _op(item: Any) -> DrawOp:
    if not isinstance(item, dict):
        raise ValueError("damaged drawing: an operator is not an object")
    values = {key: value for key, value in item.items() if key != "op"}
    if item["op"] == "path":
        return PathOp(**_checked(values, _PATH))
    if item["op"] == "text":
        return TextOp(**_checked(values, _TEXT))
    raise ValueError(f"damaged drawing: no operator {item['op']!r}")


def _checked(values: Mapping[str, Any], checks: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {key: checks[key](value) for key, value in values.items()}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("damaged drawing: not a list")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"damaged drawing: {value!r} is not a number")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"damaged drawing: {value!r} is not text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"damaged drawing: {value!r} is not true or false")
    return value


def _choice(value: Any) -> int:
    if isinstance(value, bool) or value not in (0, 1, 2):
        raise ValueError(f"damaged drawing: {value!r} is not 0, 1 or 2")
    return int(value)


def _share(value: Any) -> float:
    if not 0 <= _number(value) <= 1:
        raise ValueError(f"damaged drawing: {value!r} is not from 0 to 1")
    return _number(value)


def _numbers(value: Any, count: int | None = None) -> tuple[float, ...]:
    numbers = tuple(_number(item) for item in _list(value))
    if count is not None and len(numbers) != count:
        raise ValueError(f"damaged drawing: {len(numbers)} numbers where {count} belong")
    return numbers


def _colour(value: Any) -> tuple[float, ...]:
    if len(_list(value)) != 3:
        raise ValueError("damaged drawing: a colour has three shares")
    return tuple(_share(item) for item in value)


def _dash(value: Any) -> tuple[float, tuple[float, ...]]:
    offset, lengths = _list(value)
    return _number(offset), _numbers(lengths)


def _segments(value: Any) -> tuple[tuple[str | float, ...], ...]:
    result: list[tuple[str | float, ...]] = []
    for segment in _list(value):
        kind, *points = _list(segment)
        result.append((kind, *_numbers(points, _ARITY[kind])))
    return tuple(result)


_PATH: dict[str, Callable[[Any], Any]] = {
    "segments": _segments,
    "fill": _colour,
    "stroke": _colour,
    "width": _number,
    "dash": _dash,
    "cap": _choice,
    "join": _choice,
    "fill_alpha": _share,
    "stroke_alpha": _share,
    "clip": lambda value: _numbers(value, 4),
}
_TEXT: dict[str, Callable[[Any], Any]] = {
    "x": _number,
    "y": _number,
    "text": _string,
    "size": _number,
    "colour": _colour,
    "bold": _flag,
    "angle": _number,
}
