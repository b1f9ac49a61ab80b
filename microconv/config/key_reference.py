"""The reference of the config's keys, as text."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.config.forms import Key, Map, allowed, example, walk

_CONVERSION = "conversions."
_DEFAULTS = "defaults."


@dataclass(frozen=True, slots=True)
class _KeyEntry:
    path: str
    key: Key
    in_defaults: bool

    @property
    def spoken(self) -> str:
        """The path without `conversions.`."""
        return self.path.removeprefix(_CONVERSION)


def reference(word: str, form: Map) -> str | None:
    """The meaning of the keys called `word`, by dotted name or last part; all for an empty word; None: no such key.

    Under `conversions` the first part may be left out: `google_ads.source`.
    """
    entries = _entries(form)
    word = word.strip()
    if not word:
        return _index(entries)
    named = [entry for entry in entries if word in {entry.path, entry.spoken}]
    if not named:
        named = [entry for entry in entries if entry.path.endswith(f".{word}") and not entry.path.startswith(_DEFAULTS)]
    return "\n".join(_text(entry) for entry in named) or None


def _entries(form: Map) -> list[_KeyEntry]:
    everything = list(walk(form))
    known = {path for path, _ in everything}
    return [
        _KeyEntry(path, key, f"{_DEFAULTS}{path.removeprefix(_CONVERSION)}" in known and path.startswith(_CONVERSION))
        for path, key in everything
    ]


def _index(entries: list[_KeyEntry]) -> str:
    shown = [entry for entry in entries if not entry.path.startswith(_DEFAULTS)]
    width = max(len(entry.path) for entry in shown)
    return "".join(f"{entry.path:{width}}  {_first_sentence(entry.key.summary)}\n" for entry in shown)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _text(entry: _KeyEntry) -> str:
    key = entry.key
    where = "in each conversion" if entry.path.startswith(_CONVERSION) else ""
    if entry.in_defaults:
        where += ", or in `defaults` for all"
    lines = [f"{entry.spoken}  ({where})" if where else entry.spoken, f"  {key.summary}"]
    facts = (
        ("required", "yes" if key.required else ""),
        ("allowed", allowed(key.form)),
        ("default", key.default),
        ("example", f"{entry.spoken}: {example(key)}" if key.examples else ""),
        ("source", key.source),
    )
    lines += [f"  {name + ':':10}{fact}" for name, fact in facts if fact]
    return "\n".join(lines) + "\n"
