"""From YAML to plain data and its places, within limits that no input can stretch.

YAML 1.2 core rules decide what a plain scalar is: `yes` and dates are text. Tags and merge keys are refused. Aliases
are allowed; what they repeat counts against the limit on nodes.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml
from yaml import events

from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.syntax import opened_ahead, syntax_problem
from microconv.config.wording import KEEP_ONE, cut, first_at, quote
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.signs import CONTROL
from microconv.core.text import NO_TEXT, Text

MAX_DEPTH = 32
"""The deepest nesting of maps and lists."""

MAX_NODES = 200_000
"""The largest number of values in a file, with everything that its aliases repeat."""

Data = Any
"""Plain data: dict with text keys, list, str, int, float, bool, None, or INVALID."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_EXACT = 2**53


class _StopError(Exception):
    """Ends the reading: one problem, after which the rest cannot be understood."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.summary)
        self.problem = problem


def parse(text: str, file: str) -> tuple[Data, SourcePlace | None, list[Diagnostic]]:
    """The data of a file's only document, its places, and what is wrong with it as YAML.

    The data is INVALID when the file cannot be understood as a whole; the place is None when it is empty.
    """
    tree = _Tree(text, file)
    try:
        data, place = tree.document()
    except _StopError as stop:
        return INVALID, None, [*tree.problems, stop.problem]
    except yaml.YAMLError as error:
        deep = opened_ahead(text, error, MAX_DEPTH, _LOADER)
        if deep is not None:
            return INVALID, None, [*tree.problems, _too_deep(Span(file, *deep))]
        return INVALID, None, [*tree.problems, syntax_problem(error, text, file)]
    return data, place, tree.problems


def plain_scalar(text: str) -> str | int | float | bool | None:
    """The value of a scalar without quotes in YAML 1.2; a number without fraction is whole, however it is written."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _WHOLE.fullmatch(text) and len(text) <= 40:
        return int(text, 0) if text[1:2] in ("o", "x") else int(text)
    if _REAL.fullmatch(text):
        number = float(text)
        return int(number) if abs(number) < _EXACT and number.is_integer() else number
    return text


class _Tree:
    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Diagnostic] = []
        self._file = file
        self._next = _LOADER(text).get_event
        self._anchors: dict[str, tuple[Data, SourcePlace, int] | None] = {}
        self._good_keys: set[str] = set()
        self._nodes = 0

    def document(self) -> tuple[Data, SourcePlace | None]:
        """The only document; `(None, None)` for an empty file."""
        self._next()
        event = self._next()
        if type(event) is events.StreamEndEvent:
            return None, None
        data, place = self._node(self._next(), 0)
        self._next()
        event = self._next()
        if type(event) is not events.StreamEndEvent:
            self._stop("several-documents", event, _SEVERAL, _ONE_PER_FILE)
        return data, place

    def _node(self, event: Any, depth: int) -> tuple[Data, SourcePlace]:
        place = SourcePlace(self._file, event.start_mark)
        if type(event) is events.AliasEvent:
            return self._alias(event, place)
        self._nodes = before = self._nodes + 1
        if before > MAX_NODES:
            self._stop("too-many-nodes", event, _TOO_MANY, _ALIASES)
        anchor = event.anchor
        if anchor is not None:
            self._anchors[anchor] = None
        if type(event) is events.ScalarEvent:
            data = self._scalar(event, place)
        else:
            if depth == MAX_DEPTH:
                raise _StopError(_too_deep(Span(self._file, event.start_mark.line + 1, event.start_mark.column + 1)))
            data = (self._map if type(event) is events.MappingStartEvent else self._list)(place, depth + 1)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            summary = Text(f"the YAML tag {quote(tag)} is not allowed", f"YAML のタグ {cut(tag)} は使えません")
            self._report("tag", place.span, summary, _PLAIN_DATA, _TAKE_OUT)
            data = INVALID
        if anchor is not None:
            self._anchors[anchor] = (data, place, self._nodes - before + 1)
        return data, place

    def _value(self, event: Any, depth: int) -> tuple[Data, SourcePlace]:
        """As `_node`, with a short way for what nearly every value is: text without anchor or tag."""
        if type(event) is not events.ScalarEvent or event.anchor is not None or event.tag is not None:
            return self._node(event, depth)
        place = SourcePlace(self._file, event.start_mark, event.value)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop("too-many-nodes", event, _TOO_MANY, _ALIASES)
        if not place.text.isprintable():
            return self._scalar(event, place), place
        return plain_scalar(place.text) if event.implicit[0] else place.text, place

    def _scalar(self, event: Any, place: SourcePlace) -> Data:
        text: str = event.value
        place.text = text
        bad = None if text.isprintable() else CONTROL.search(text)
        if bad is not None:
            sign = f"U+{ord(bad.group()):04X}"
            what = Text("a line break", "改行") if bad.group() == "\n" else _control(sign)
            summary = Text(f"{quote(text)} holds {what.en}", f"「{cut(text)}」に{what.ja}が含まれています")
            self._report("control-character", place.span, summary, _ONE_LINE)
            return INVALID
        return plain_scalar(text) if event.implicit[0] else text

    def _list(self, place: SourcePlace, depth: int) -> Data:
        data = []
        places = []
        while type(event := self._next()) is not events.SequenceEndEvent:
            item, where = self._node(event, depth)
            data.append(item)
            places.append(where)
        place.children = places
        return data

    def _map(self, place: SourcePlace, depth: int) -> Data:
        data: dict[str, Data] = {}
        places: dict[str, SourcePlace] = {}
        whole = True
        while type(event := self._next()) is not events.MappingEndEvent:
            mark = event.start_mark
            key = self._key(event, depth)
            value, where = self._value(self._next(), depth)
            where.key_mark = mark
            if key is None:
                whole = False
            elif key in places:
                first = places[key].key_span
                summary = Text(
                    f"the key {quote(key)} stands twice in one map", f"キー {cut(key)} が 2 回書かれています"
                )
                self._report("duplicate-key", where.key_span, summary, first_at(first), KEEP_ONE)
            else:
                data[key] = value
                places[key] = where
        place.children = places
        return data if whole else INVALID

    def _key(self, event: Any, depth: int) -> str | None:
        """The key as it is written, whatever type YAML would give it; None for one that is refused."""
        bare = type(event) is events.ScalarEvent and event.anchor is None and event.tag is None
        if bare and event.value in self._good_keys:
            return str(event.value)
        span = Span(self._file, event.start_mark.line + 1, event.start_mark.column + 1)
        data, place = self._node(event, depth)
        if type(event) is not events.ScalarEvent:
            self._report(
                "key-not-text", span, Text("a key must be text", "キーは文字列でなければなりません"), hint=_KEY_QUOTES
            )
            return None
        if data is INVALID:
            return None
        if place.text == "<<" and event.implicit[0]:
            self._report("merge-key", span, _MERGE, _NOT_YAML, _NO_MERGE)
            return None
        if bare and place.text != "<<":
            self._good_keys.add(place.text)
        return place.text

    def _alias(self, event: Any, place: SourcePlace) -> tuple[Data, SourcePlace]:
        name = event.anchor
        if name not in self._anchors:
            hint = Text("text that begins with `*` needs quotes", "`*` で始まる文字列は引用符で囲んでください")
            summary = Text(
                f"nothing before this has the anchor {quote(name)}", f"アンカー {cut(name)} が定義されていません"
            )
            self._report("unknown-alias", place.span, summary, hint=hint)
            return INVALID, place
        anchored = self._anchors[name]
        if anchored is None:
            self._stop(
                "recursive-alias",
                event,
                Text(
                    f"the alias {quote(name)} stands inside what it repeats",
                    f"エイリアス {cut(name)} が自分自身を参照しています",
                ),
            )
        data, where, nodes = anchored
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            self._stop("too-many-nodes", event, _TOO_MANY, _ALIASES)
        return data, where.moved(place.mark)

    def _report(self, code: str, span: Span, summary: Text, detail: Text = NO_TEXT, hint: Text = NO_TEXT) -> None:
        self.problems.append(Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint))

    def _stop(self, code: str, event: Any, summary: Text, detail: Text = NO_TEXT) -> NoReturn:
        span = Span(self._file, event.start_mark.line + 1, event.start_mark.column + 1)
        raise _StopError(Diagnostic(Severity.ERROR, code, summary, detail, span))


def _too_deep(span: Span) -> Diagnostic:
    summary = Text(
        f"maps and lists are nested more than {MAX_DEPTH} deep",
        f"マップとリストの入れ子が {MAX_DEPTH} 段を超えています",
    )
    return Diagnostic(Severity.ERROR, "too-deep", summary, span=span)


def _control(sign: str) -> Text:
    return Text(f"the control character {sign}", f"制御文字 {sign} ")


_ALIASES = Text("what aliases repeat counts each time", "エイリアスで繰り返される分も数えます")
_SEVERAL = Text("the file holds more than one YAML document", "1 つのファイルに複数の YAML 文書があります")
_ONE_PER_FILE = Text("write one per file", "1 ファイルに 1 つずつ書いてください")
_TOO_MANY = Text(f"the file holds more than {MAX_NODES:,} values", f"ファイルの値が {MAX_NODES:,} 個を超えています")
_PLAIN_DATA = Text("a config is plain data", "設定ファイルには単純な値だけを書きます")
_TAKE_OUT = Text("take it out", "削除してください")
_ONE_LINE = Text("a value is one line of text", "値は 1 行で書きます")
_KEY_QUOTES = Text("a key that begins with *, [ or { needs quotes", "*、[、{ で始まるキーは引用符で囲んでください")
_MERGE = Text("the merge key `<<` is not allowed", "マージ キー `<<` は使えません")
_NOT_YAML = Text("it is not part of YAML 1.2", "YAML 1.2 にはありません")
_NO_MERGE = Text(
    "write the keys out, or use `defaults` or `extends`",
    "キーをそのまま書くか、`defaults` または `extends` を使ってください",
)
