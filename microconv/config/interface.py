"""From the words of Google's interfaces and APIs to those of a config: hints for people who write what they see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from microconv.config.interface_words import CONNECTORS, KEYS, UNNEEDED, VALUES
from microconv.config.key_notes import NOTES
from microconv.config.wording import closest, cut
from microconv.core.text import NO_TEXT, Text

_CONVERSION = "conversions."
_FLAGS = ("ga4.enhanced_measurement.", "google_ads.auto_tagging", "value.from_event")
"""The beginnings of keys that are true or false."""
_ALIASES = "report.data_studio.aliases"
"""The map of the connectors of Data Studio."""
_OTHER_WORLDS = (
    "report.",
    "pages",
    "conversions.ga4.when.",
    "conversions.tag.",
    "tag_manager.",
    "goals.campaigns.",
    "goals.custom.",
)
"""Maps whose words mean something else outside of them."""


@dataclass(frozen=True, slots=True)
class Instead:
    """The key to write instead of another: its dotted place from the top of the file, or none; and the hint."""

    place: str
    hint: Text


def word_for(key: str, text: str) -> str | None:
    """The word of a config that a word of the interface stands for, as the value of a dotted key; None: not known."""
    last = key.rpartition(".")[2]
    words = _values().get(key) or _values().get(last) or _values().get(f"goals.account.{last}") or {}
    return words.get(_bare(text))


def key_for(text: str, value: Any, here: str, known: Collection[str]) -> Instead | None:
    """The key to write instead of an unknown one that stands, with a value, in the map `here`; None: not known.

    `known` are the dotted paths of all keys.
    """
    bare = _bare(text)
    connector = _connectors().get(bare) if here == _ALIASES else None
    if connector is not None:
        return Instead("", connector)
    reason = _unneeded().get(bare)
    if reason is not None:
        return Instead("", Text(f"leave it out: {reason.en}", f"このキーは不要です: {reason.ja}"))
    targets = _keys().get(bare, ())
    target = next((one for one in targets if _said(one, value) is not None), targets[0] if targets else None)
    if target is None:
        return None
    place, where = _placed(target, here, known)
    if place is None or ("." in here and place == here):
        return None  # the map that it stands in says better what belongs there
    said = _said(target, value)
    inside = place.removeprefix(f"{here}.") if here else place
    parts = (inside if not where else target).split(".")
    nested = _nested(parts, said or "…")
    return Instead(place, Text(f"write `{nested}`{where.en}", f"{where.ja}`{nested}` と書いてください"))


def nearest(word: str, known: Collection[str]) -> str | None:
    """The key that a word probably means, as `schema` takes it; None where none is close. `known`: as in `key_for`."""
    targets = _keys().get(_bare(word)) or ()
    if targets:
        return targets[0]
    parts = [path.rpartition(".")[2] for path in known]
    return closest(word.rpartition(".")[2], parts)


def _placed(target: str, here: str, known: Collection[str]) -> tuple[str | None, Text]:
    """The path of a key as seen from the map `here`, and the words that say where else it belongs."""
    home = here.split(".")[0] if here.startswith(("conversions", "defaults")) else ""
    in_conversion = f"{_CONVERSION}{target}"
    if home and f"{home}.{target}" in known:
        path = f"{home}.{target}"
        below = here == home or path.startswith(f"{here}.")
        outside = (
            Text(" in the conversion", "コンバージョンの直下に")
            if home == "conversions"
            else Text(" in the defaults", "`defaults` に")
        )
        return path, NO_TEXT if below else outside
    if target in known:
        below = not here or target.startswith(f"{here}.")
        return target, NO_TEXT if below else Text(" at the top of the file", "ファイルの最上位に")
    if in_conversion in known:
        return in_conversion, Text(" in a conversion", "コンバージョンに")
    return None, NO_TEXT


def _said(target: str, value: Any) -> str | None:
    """The value to write below `target`; None where what was written does not tell it."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str | int | float):
        text = str(value)
    else:
        return None
    if target in VALUES:
        words = VALUES[target]
        return word_for(target, text) or (text if text in words else None)
    return cut(text) if not isinstance(value, bool) or target.startswith(_FLAGS) else None


def _nested(parts: list[str], value: str) -> str:
    """`google_ads: {source: website}`."""
    *outer, last = parts
    text = f"{last}: {value}"
    for part in reversed(outer):
        text = f"{part}: {{{text}}}"
    return text


def _bare(text: str) -> str:
    """A word without what differs from one interface to the next: width, case, blanks and joining signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_・/-]+", "", folded)


@lru_cache(maxsize=1)
def _values() -> Mapping[str, Mapping[str, str]]:
    return {
        key: {_bare(word): ours for ours, listed in words.items() for word in (ours, *listed.split(" / "))}
        for key, words in VALUES.items()
    }


@lru_cache(maxsize=1)
def _keys() -> Mapping[str, tuple[str, ...]]:
    """The keys of a config by the words for them: those of the list first, then those of the reference."""
    targets: dict[str, tuple[str, ...]] = {}
    pairs = [(word, target) for target, listed in KEYS.items() for word in listed.split(" / ")]
    for path, note in NOTES.items():
        if note.google is not None and not path.startswith(_OTHER_WORLDS):
            spoken = f"{note.google.en}, {note.google.ja}".replace("、", ", ").split(", ")
            pairs += [(word, path.removeprefix(_CONVERSION)) for word in spoken]
    for word, target in pairs:
        targets[_bare(word)] = (*targets.get(_bare(word), ()), target)
    return targets


@lru_cache(maxsize=1)
def _unneeded() -> Mapping[str, Text]:
    return {_bare(word): reason for listed, reason in UNNEEDED.items() for word in listed.split(" / ")}


@lru_cache(maxsize=1)
def _connectors() -> Mapping[str, Text]:
    return {_bare(word): said for listed, said in CONNECTORS.items() for word in listed.split(" / ")}
