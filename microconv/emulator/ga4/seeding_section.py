"""Strict reading of a seed: every key known, every value of the right type, every problem with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from microconv.emulator.errors import SeedError, kind_of
from microconv.emulator.seeding_course import unknown_key
from microconv.emulator.seeding_values import parse_moment


class Section:
    """One mapping of a seed and where it stands, such as ``ga4.accounts[0].properties[2]``.

    Every reading method raises SeedError for a missing key without default and for a value of the wrong type.
    """

    def __init__(self, path: str, value: Any, keys: Sequence[str]) -> None:
        if not isinstance(value, Mapping):
            raise SeedError(path, f"a mapping is needed, not {kind_of(value)}")
        for key in value:
            if key not in keys:
                raise SeedError(path, unknown_key(key, keys))
        self.path = path
        self._value = value

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def fail(self, key: str, message: str) -> SeedError:
        """A SeedError placed at one key."""
        return SeedError(f"{self.path}.{key}", message)

    def text(self, key: str, default: str | None = None) -> str:
        """A string."""
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self.fail(key, f"a text is needed, not {kind_of(value)}")
        return value

    def word(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.fail(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def words(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """A list of allowed words, none of them twice; an absent key is an empty list."""
        value = self._value.get(key)
        if not isinstance(value, list | None):
            raise self.fail(key, f"a list is needed, not {kind_of(value)}")
        several: list[str] = []
        for index, one in enumerate(value or ()):
            if not isinstance(one, str) or one not in allowed:
                raise self.fail(f"{key}[{index}]", f"{one!r} is not one of {', '.join(allowed)}")
            if one in several:
                raise self.fail(f"{key}[{index}]", f"{one!r} is there twice")
            several.append(one)
        return tuple(several)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """A truth value."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, f"true or false is needed, not {kind_of(value)}")
        return value

    def amount(self, key: str) -> float:
        """A number."""
        value = self._get(key, None)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(key, f"a number is needed, not {kind_of(value)}")
        return float(value)

    def id(self, key: str, default: int | None = None) -> int:
        """A positive whole number."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise self.fail(key, "a positive whole number is needed")
        return value

    def time(self, key: str, default: datetime) -> datetime:
        """A point in time with its zone: a YAML timestamp or RFC 3339 text. The answer is in UTC."""
        time = self.optional_time(key)
        return default if time is None else time

    def optional_time(self, key: str) -> datetime | None:
        """A point in time, or None where the key is absent."""
        value = self._value.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = parse_moment(value)
            except ValueError as error:
                raise self.fail(key, f"{value!r} is not a time such as 2026-11-23T09:00:00Z") from error
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise self.fail(key, "a time with a time zone is needed, such as 2026-11-23T09:00:00Z")
        return value.astimezone(UTC)

    def sections(self, key: str, keys: Sequence[str]) -> list[Section]:
        """A list of mappings; an absent key is an empty list."""
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(key, f"a list is needed, not {kind_of(value)}")
        return [Section(f"{self.path}.{key}[{index}]", one, keys) for index, one in enumerate(value)]

    def section(self, key: str, keys: Sequence[str]) -> Section | None:
        """A mapping within this one, or None where the key is absent."""
        value = self._value.get(key)
        return None if value is None else Section(f"{self.path}.{key}", value, keys)

    def value(self, key: str) -> Any:
        """A value that is checked elsewhere, or None where the key is absent."""
        return self._value.get(key)

    def _get(self, key: str, default: Any) -> Any:
        value = self._value.get(key, default)
        if value is None:
            raise self.fail(key, "is missing")
        return value


def write_time(time: datetime) -> str:
    """RFC 3339 in UTC with a ``Z``."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
