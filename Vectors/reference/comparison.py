"""Where two values differ, by the names of their fields."""

from dataclasses import fields, is_dataclass
from typing import Any


def first_difference(expected: Any, found: Any, path: str = "") -> str | None:
    """The first field that differs, with both values; nothing if they are equal."""
    if expected == found and type(expected) is type(found):
        return None
    if is_dataclass(expected) and type(expected) is type(found):
        for name in [field.name for field in fields(expected) if field.compare]:
            inner_path = f"{path}.{name}" if path else name
            inner = first_difference(getattr(expected, name), getattr(found, name), inner_path)
            if inner is not None:
                return inner
        return None
    if isinstance(expected, tuple) and isinstance(found, tuple) and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            inner = first_difference(one, other, f"{path}[{index}]")
            if inner is not None:
                return inner
        return None
    if expected == found:
        return None
    return f"{path or 'kind'}: expected {shown(expected)}, found {shown(found)}"


def shown(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex() or "no bytes"
    if is_dataclass(value):
        return type(value).__name__
    return str(value)
