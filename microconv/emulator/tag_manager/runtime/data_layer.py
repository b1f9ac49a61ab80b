"""The data layer's model: what was pushed, merged.

Objects merge key by key and lists place by place, everything else replaces; a name with dots reaches into objects
(github.com/google/data-layer-helper, README, checked 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DataLayer:
    """The merged content of the data layer. `flat` has the newest value of each whole key, for version 1 variables."""

    def __init__(self) -> None:
        self._model: dict[str, Any] = {}
        self.flat: dict[str, Any] = {}

    def push(self, content: Mapping[str, Any]) -> None:
        """Merge an object that was pushed."""
        self.flat |= content
        for key, value in content.items():
            _merge(_nested(key, value), self._model)

    def get(self, name: str) -> Any:
        """The value under a name with dots; None where there is none."""
        value: Any = self._model
        for part in name.split("."):
            if isinstance(value, Mapping) and part in value:
                value = value[part]
            elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value


def _nested(key: str, value: Any) -> dict[str, Any]:
    for part in reversed(key.split(".")):
        value = {part: value}
    nested: dict[str, Any] = value
    return nested


def _merge(source: Mapping[str, Any], target: dict[str, Any]) -> None:
    for key, value in source.items():
        target[key] = _merged(value, target.get(key))


def _merged(new: Any, old: Any) -> Any:
    if isinstance(new, Mapping):
        if new.get("_clear") is True:
            return {key: value for key, value in new.items() if key != "_clear"}
        base = dict(old) if isinstance(old, Mapping) else {}
        _merge(new, base)
        return base
    if isinstance(new, list):
        before = list(old) if isinstance(old, list) else []
        for index, value in enumerate(new):
            if index < len(before):
                before[index] = _merged(value, before[index])
            else:
                before.append(value)
        return before
    return new
