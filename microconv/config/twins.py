"""Names that people, and perhaps Google, take for one: they differ in case, width, blanks or composition alone.

Google documents that names of GA4 events are compared as written, and says nothing of the names of conversion actions.
Two names that look the same on every screen are never meant, so they are refused; the others are warned of.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from microconv.config.problems import Problems
from microconv.config.wording import RENAME, cut, quote
from microconv.core.diagnostics import Span
from microconv.core.text import Text, joined

Place = TypeVar("Place")

_FOLDS: Mapping[Text, Callable[[str], str]] = {
    Text("the width of letters", "全角・半角"): lambda text: unicodedata.normalize("NFKC", text),
    Text("case", "大文字・小文字"): str.casefold,
    Text("blanks", "空白"): lambda text: " ".join(text.split()),
}


def check_twins(
    what: Text, named: Iterable[tuple[str, Place]], problems: Problems, span_of: Callable[[Place], Span]
) -> None:
    """Report names that are nearly the same, told with the later one. `what` they name: `conversions`, `GA4 events`.

    `span_of` is asked for the places of such names alone.
    """
    seen: dict[str, list[tuple[str, Place]]] = {}
    for name, place in named:
        others = seen.setdefault(_folded(name), [])
        if all(name != other for other, _ in others):
            if others:
                first, where = others[0]
                _report(what, name, span_of(place), (first, span_of(where)), problems)
            others.append((name, place))


def _report(what: Text, name: str, span: Span, first: tuple[str, Span], problems: Problems) -> None:
    other, where = first
    detail = Text(f"the other of these {what.en} stands at {where}", f"もう一方の記載: {where}")
    if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other):
        summary = Text(
            f"two {what.en} are named {quote(name)}: they look the same, and only their Unicode composition differs",
            f"「{cut(name)}」という{what.ja}が 2 つあります。見た目は同じで、Unicode の合成方法だけが異なります",
        )
        problems.error("twin-name", span, summary, detail, RENAME)
        return
    differ = [word for word in _FOLDS if _folded(name, without=word) != _folded(other, without=word)]
    only = joined(differ or [Text("blanks", "空白")], " and ", "と")
    summary = Text(
        f"{quote(name)} differs from {quote(other)} only in {only.en}",
        f"「{cut(name)}」と「{cut(other)}」の違いは{only.ja}だけです",
    )
    problems.warning("twin-name", span, summary, detail, RENAME)


def _folded(text: str, without: str = "") -> str:
    if not without and text.isascii():
        return " ".join(text.casefold().split())
    for name, fold in _FOLDS.items():
        text = text if name == without else fold(text)
    return unicodedata.normalize("NFC", text)
