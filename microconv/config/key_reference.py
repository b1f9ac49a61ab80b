"""The reference of the config's keys: everything that is known of each, and the same as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from microconv.config.forms import Flag, Form, Key, ListOf, Map, Named, Number, OneOf, Whole, Word, allowed
from microconv.config.key_notes import NOTES, KeyNote, noted
from microconv.core.text import Text
from microconv.core.yaml_text import flow

Data = Any

_CONVERSIONS = "conversions"
_CONVERSION = "conversions."
_DEFAULTS = "defaults."
REPEATED = (_DEFAULTS, "ga4.event_rules.when.")
"""Keys that stand for others: the reference has each once."""
_NO_NOTE = KeyNote()


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """Everything that the reference says of one key.

    path: its dotted name.
    key: the key itself.
    default: the default in words.
    example: a piece of a config that has it: of a conversion for a key below `conversions`, else from the top.
    value: its value in the example.
    google: Google's own words for it; None for what only microconv has.
    in_defaults: true for a key of a conversion that `defaults` takes too.
    """

    path: str
    key: Key
    default: str
    example: dict[str, Data]
    value: Data
    google: Text | None
    in_defaults: bool = False

    @property
    def spoken(self) -> str:
        """The path without `conversions.`."""
        return self.path.removeprefix(_CONVERSION)

    @property
    def summary(self) -> str:
        """The first sentence of its meaning."""
        return self.key.summary.partition(". ")[0].rstrip(".") + "."

    @property
    def where(self) -> str:
        """The place of a key of conversions, in words; empty for any other."""
        if not self.path.startswith(_CONVERSION):
            return ""
        return "in each conversion, or in `defaults` for all" if self.in_defaults else "in each conversion"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The facts by name: allowed, default, example, Google's words, source."""
        google = self.google
        facts = [
            ("required", "yes" if self.key.required else ""),
            ("allowed", allowed(self.key.form)),
            ("default", self.default),
            ("example", flow(self.example).removeprefix("{").removesuffix("}")),
            ("Google", "no word of its own: only microconv has it" if google is None else google.en),
            ("Japanese", "" if google is None else google.ja),
            ("source", self.key.source),
        ]
        return [(name, fact) for name, fact in facts if fact]


def key_facts(form: Map) -> list[KeyFacts]:
    """The facts on every key below a form, in order."""
    paths = {path for path, _ in _walk(form, ())}
    entries = []
    for path, chain in _walk(form, ()):
        key = chain[-1].key
        below = f"{_DEFAULTS}{path.removeprefix(_CONVERSION)}"
        value = example_value(key, path)
        entries.append(
            KeyFacts(
                path=path,
                key=key,
                default=default_of(key, path),
                example=_fragment(chain, value),
                value=value,
                google=google_words(key, path),
                in_defaults=path.startswith(_CONVERSION) and below in paths,
            )
        )
    return entries


def google_words(key: Key, path: str) -> Text | None:
    """Google's words for a key; None for what only microconv has."""
    return _note(path).google if key.google is None else key.google


def default_of(key: Key, path: str) -> str:
    """The default of a key in words; empty where there is none although the key may be absent."""
    if key.default:
        return key.default
    return "none; the key must be there" if key.required else _note(path).default


def _note(path: str) -> KeyNote:
    return NOTES.get(noted(path), _NO_NOTE)


def example_value(key: Key, path: str) -> Data:
    """The value of a key in examples."""
    return _example(key.form, key, path)


def _example(form: Form, key: Key, path: str) -> Data:
    if isinstance(form, ListOf):
        return [_example(form.item, key, path)]
    if key.examples:
        return key.examples[0]
    if isinstance(form, Named):
        return dict(form.sample)
    if isinstance(form, OneOf):
        form = next(choice for choice in form.forms if isinstance(choice, Map))
    if not isinstance(form, Map):
        return _any_value(form)
    shown = _note(path).shown
    names = [item.name for item in form.keys if item.required or item.name in shown]
    return {name: example_value(form.by_name[name], f"{path}.{name}") for name in names or [form.keys[0].name]}


def _any_value(form: Form) -> Data:
    """A value for a key that has no example, as of a provider of somebody else."""
    if isinstance(form, Word):
        return form.words[0]
    if isinstance(form, Whole | Number):
        return form.minimum or 0
    return True if isinstance(form, Flag) else "text"


@dataclass(frozen=True, slots=True)
class _Link:
    """A key on the way to another: the map that has it, and the path of the map."""

    key: Key
    map: Map
    path: str


def _walk(form: Form, chain: tuple[_Link, ...], path: str = "") -> Iterator[tuple[str, tuple[_Link, ...]]]:
    """Every key below a form with its dotted path and the way to it, in order."""
    if isinstance(form, ListOf):
        yield from _walk(form.item, chain, path)
    elif isinstance(form, OneOf):
        for choice in form.different:
            yield from _walk(choice, chain, path)
    elif isinstance(form, Map):
        for key in form.keys:
            dotted = f"{path}.{key.name}" if path else key.name
            way = (*chain, _Link(key, form, path))
            yield dotted, way
            yield from _walk(key.form, way, dotted)


def _fragment(chain: tuple[_Link, ...], value: Data) -> dict[str, Data]:
    """The piece of a config that leads to a value, with what has to stand beside it."""
    for link in reversed(chain):
        value = _surrounded(link, value)
        if link.path == _CONVERSIONS:
            break
        if link.path and isinstance(chain[link.path.count(".")].key.form, ListOf):
            value = [value]
    made: dict[str, Data] = value
    return made


def _surrounded(link: _Link, value: Data) -> dict[str, Data]:
    """A map with one key's value, and what has to stand beside it, in the order of the reference."""
    keys: dict[str, Data] = {**_note(f"{link.path}.{link.key.name}").beside, link.key.name: value}
    for item in link.map.keys if link.path not in {"", _CONVERSIONS} else ():
        if item.required:
            keys.setdefault(item.name, example_value(item, f"{link.path}.{item.name}"))
    return {item.name: keys[item.name] for item in link.map.keys if item.name in keys}


def reference(word: str, form: Map) -> str | None:
    """The meaning of the keys called `word`, by dotted name or last part; all for an empty word; None: no such key.

    Under `conversions` the first part may be left out: `google_ads.source`.
    """
    entries = key_facts(form)
    word = word.strip()
    if not word:
        return _index(entries)
    named = [entry for entry in entries if word in {entry.path, entry.spoken}]
    if not named:
        named = [entry for entry in entries if entry.path.endswith(f".{word}") and not entry.path.startswith(REPEATED)]
    return "\n".join(_text(entry) for entry in named) or None


def _index(entries: list[KeyFacts]) -> str:
    shown = [entry for entry in entries if not entry.path.startswith(REPEATED)]
    width = max(len(entry.path) for entry in shown)
    return "".join(f"{entry.path:{width}}  {entry.summary}\n" for entry in shown)


def _text(entry: KeyFacts) -> str:
    where = entry.where
    lines = [f"{entry.spoken}  ({where})" if where else entry.spoken, f"  {entry.key.summary}"]
    lines += [f"  {name + ':':10}{fact}" for name, fact in entry.lines]
    return "\n".join(lines) + "\n"


def page(form: Map) -> str:
    """The reference of all keys as Markdown; `defaults` has the keys of conversions."""
    entries = [entry for entry in key_facts(form) if not entry.path.startswith(REPEATED)]
    lines = ["| key | means |", "| --- | --- |"]
    lines += [f"| [{entry.path}](#{_anchor(entry.path)}) | {_cell(entry.summary)} |" for entry in entries]
    for entry in entries:
        lines += ["", f"## {entry.path}", "", entry.key.summary + (f" ({entry.where})" if entry.where else ""), ""]
        lines += [
            f"- {name[0].upper()}{name[1:]}: " + (f"`{fact}`" if name == "example" else fact)
            for name, fact in entry.lines
        ]
    return "\n".join(lines) + "\n"


def _anchor(path: str) -> str:
    """The anchor that a heading has on the usual sites."""
    return path.replace(".", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
