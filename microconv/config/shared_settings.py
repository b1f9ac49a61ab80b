"""Settings that the conversions of a config have in common, written once under `defaults`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from microconv.core.conversion import GA4_IMPORT, Conversion

Data = Any

LEAST = 3
"""Conversions that must say the same before it is written once."""

_SECTIONS = ("google_ads", "ga4")
_OF_ITS_OWN = frozenset({"source", "event", "value", "when"})
"""Keys of a section that are the conversion's own."""


def shared_settings(conversions: Sequence[Conversion], written: Sequence[Mapping[str, Data]]) -> dict[str, Data]:
    """The `defaults` of conversions that are written as `written`: the settings that most of them give alike.

    A setting is shared only where every conversion that the default would reach gives it, so that none gets what it did
    not say. Defaults of Google Ads reach neither imports from GA4 nor what is not in Google Ads.
    """
    defaults: dict[str, Data] = {}
    given = [_settings(one) for one in written]
    for path in dict.fromkeys(path for settings in given for path in settings):
        section, _, key = path.rpartition(".")
        values = [
            settings.get(path)
            for one, data, settings in zip(conversions, written, given, strict=True)
            if ("ga4" in data if section == "ga4" else one.source not in {None, GA4_IMPORT})
        ]
        value, count = Counter(values).most_common(1)[0] if values else (None, 0)
        if None in values or count < LEAST:
            continue
        (defaults.setdefault(section, {}) if section else defaults)[key] = value
    return defaults


def without_shared(written: Mapping[str, Data], defaults: Mapping[str, Data]) -> dict[str, Data]:
    """A conversion without the settings that `defaults` gives it."""
    rest = {key: value for key, value in written.items() if key in _SECTIONS or defaults.get(key) != value}
    for section in _SECTIONS:
        own = rest.get(section)
        if isinstance(own, dict):
            shared = defaults.get(section, {})
            rest[section] = {key: value for key, value in own.items() if key not in shared or shared[key] != value}
            if not rest[section] and section == "google_ads":
                del rest[section]
    return rest


def _settings(written: Mapping[str, Data]) -> dict[str, Hashable]:
    """The settings of a conversion that `defaults` takes, by dotted path."""
    settings: dict[str, Hashable] = {"counting": written["counting"]} if "counting" in written else {}
    for section in _SECTIONS:
        own = written.get(section)
        if isinstance(own, dict):
            settings |= {
                f"{section}.{key}": value
                for key, value in own.items()
                if key not in _OF_ITS_OWN and isinstance(value, Hashable)
            }
    return settings
