"""Names that people, and perhaps Google, take for one: they differ in case, width, blanks or composition alone.

Google documents that names of GA4 events are compared as written, and says nothing of the names of conversion actions.
Two names that look the same on every screen are never meant, so they are refused; the others are warned of.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping

from microconv.config.problems import Problems
from microconv.config.wording import quote
from microconv.core.diagnostics import Span

_FOLDS: Mapping[str, Callable[[str], str]] = {
    "the width of letters": lambda text: unicodedata.normalize("NFKC", text),
    "case": str.casefold,
    "blanks": lambda text: " ".join(text.split()),
}


def check_twins(what: str, named: Iterable[tuple[str, Span]], problems: Problems) -> None:
    """Report names that are nearly the same, told with the later one. `what` they name: `conversions`, `GA4 events`."""
    seen: dict[str, list[tuple[str, Span]]] = {}
    for name, span in named:
        others = seen.setdefault(_folded(name), [])
        if all(name != other for other, _ in others):
            if others:
                _report(what, name, span, others[0], problems)
            others.append((name, span))


def _report(what: str, name: str, span: Span, first: tuple[str, Span], problems: Problems) -> None:
    other, where = first
    detail = f"the other of these {what} stands at {where}"
    hint = "give one of them another name, or take one out"
    if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other):
        summary = f"two {what} are named {quote(name)}: they look the same, and only their Unicode composition differs"
        problems.error("twin-name", span, summary, detail, hint)
        return
    differ = [word for word in _FOLDS if _folded(name, without=word) != _folded(other, without=word)]
    summary = f"{quote(name)} differs from {quote(other)} only in {' and '.join(differ or ['blanks'])}"
    problems.warning("twin-name", span, summary, detail, hint)


def _folded(text: str, without: str = "") -> str:
    for name, fold in _FOLDS.items():
        text = text if name == without else fold(text)
    return unicodedata.normalize("NFC", text)
