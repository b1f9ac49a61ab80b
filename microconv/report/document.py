"""Report <-> JSON: the contract with other programs, and what keeps a report as it was.

The document has the fields of `report.model` by their names; what has its default value is left out, so that a number
that was not asked for is `{}` and one that is known `{"value": 12, "known": "yes"}`. Texts are `{"en": …, "ja": …}`.
Whole numbers are written without a fraction. A number is one line. The same report is the same text, byte for byte,
and a text that was read is written alike.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from microconv.core.errors import ReportError
from microconv.core.json_text import json_escaped, json_text
from microconv.core.plain_data import plain_data
from microconv.core.text import Text
from microconv.report.model import REPORT_FORMAT, Report

KIND = "microconv report"

_AGAIN = Text(
    "put a backup of the file in its place, or move it away and run again: the report is made afresh",
    "バックアップから復元するか、ファイルを別の場所に移して再実行してください。レポートを作り直します",
)
_NEWER = Text("update microconv", "microconv を更新してください")

_PLAIN = json.JSONEncoder(ensure_ascii=False)


def to_json(report: Report) -> str:
    """The report as one JSON document with a final newline. Raises ValueError for a number that is not finite."""
    text, _ = _folded({"format": report.format, "kind": KIND, "report": plain_data(report)})
    return f"{json_escaped(text)}\n"


def several_to_json(reports: Sequence[Report]) -> str:
    """Several reports as one JSON document with a final newline. Raises ValueError as `to_json` does."""
    kept = [plain_data(report) for report in reports]
    return json_text({"format": REPORT_FORMAT, "kind": f"{KIND}s", "reports": kept})


def from_json(text: str) -> Report:
    """The report in a document. Raises ReportError where there is none, or one of a newer format."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportError(
            Text(
                f"this is not a report: it is not JSON ({error})",
                f"レポートではありません: JSON ではありません（{error}）",
            ),
            hint=_AGAIN,
        ) from error
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise ReportError(
            Text("this is not a report that microconv wrote", "microconv のレポートではありません"), hint=_AGAIN
        )
    version = data.get("format")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _damaged(f"format {version!r}")
    if version > REPORT_FORMAT:
        raise ReportError(
            Text(
                f"the report has format {version}; this version of microconv reads {REPORT_FORMAT} and older ones",
                f"レポートの形式は {version} です。この microconv で読めるのは {REPORT_FORMAT} までです",
            ),
            hint=_NEWER,
        )
    try:
        return cast("Report", _reader(Report)(data["report"]))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _damaged(f"{type(error).__name__} {error}") from error


def _folded(data: Any, margin: str = "\n") -> tuple[str, bool]:
    """Indented JSON with each list of plain values, and each object of these, on one line: so a number is one line.

    True beside it where it is a plain value or a list of plain ones. `margin`: the line end with the indent.
    """
    if not isinstance(data, dict | list) or not data:
        return _PLAIN.encode(data), True
    inner = f"{margin}  "
    if isinstance(data, list):
        items, signs = [_folded(one, inner) for one in data], "[]"
        texts = [text for text, _ in items]
    else:
        items, signs = [_folded(one, inner) for one in data.values()], "{}"
        texts = [f'"{name}": {text}' for name, (text, _) in zip(data, items, strict=True)]
    plain = all(one for _, one in items)
    if plain:
        return f"{signs[0]}{', '.join(texts)}{signs[1]}", signs == "[]"
    return f"{signs[0]}{inner}{f',{inner}'.join(texts)}{margin}{signs[1]}", False


def _damaged(why: str) -> ReportError:
    return ReportError(Text(f"the report is damaged: {why}", f"レポートが壊れています: {why}"), hint=_AGAIN)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a value of a type of plain data. It raises TypeError, ValueError, KeyError."""
    if get_origin(kind) in {Union, UnionType}:
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if kind is Text:
        return _text
    if is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    return {str: _checked(str), bool: _checked(bool), int: _whole, float: _float}[kind]


def _optional(kind: Any) -> Callable[[Any], Any]:
    inner = [_reader(one) for one in get_args(kind) if one is not NoneType]
    if len(inner) != 1:
        raise TypeError(f"{kind} has several types")
    (read,) = inner
    return lambda data: None if data is None else read(data)


def _tuple(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    if kinds[-1] is Ellipsis:
        read = _reader(kinds[0])
        return lambda data: tuple(map(read, _list(data)))
    readers = [_reader(one) for one in kinds]
    return lambda data: tuple(read(one) for read, one in zip(readers, _list(data), strict=True))


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {one.name: _reader(hints[one.name]) for one in fields(kind)}

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise TypeError(f"{data!r} is not a map")
        return kind(**{name: readers[name](content) for name, content in data.items()})

    return read


def _checked(kind: type[Any]) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise TypeError(f"{data!r} is not {kind.__name__}")
        return data

    return read


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is not a list")
    return data


def _whole(data: Any) -> int:
    return int(_checked(int)(data))


def _float(data: Any) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float) or not math.isfinite(data):
        raise TypeError(f"{data!r} is not a number")
    return float(data)


def _text(data: Any) -> Text:
    read = _checked(str)
    return Text(read(data["en"]), read(data["ja"]))
