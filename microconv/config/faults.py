"""The validator's errors brought back to the data of a config: each with its place, told in our own words.

Loaded only for a config that has such errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import ErrorDetails

from microconv.config.forms import ALTERNATIVE, INVALID, Form, Key, ListOf, Map, Named, OneOf
from microconv.config.mistakes import ALLOWED, Mistake, explain, may_be, meant
from microconv.config.places import SourcePlace
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.text import Text

MAX_PROBLEMS = 100
"""The largest number of problems of structure that one file reports: the first ones."""

MAX_GUESSES = 1_000
"""From so many problems on nobody is told what an unknown key may mean: each guess takes half a millisecond."""

LONG_LIST = 100
"""The length from which a list of allowed words stands once in a file, and is referred to afterwards."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """One error of the validator, brought back to our data."""

    mistake: Mistake
    parent: Any
    part: str | int | None
    meant: str | None = None


def problems_of(
    details: Sequence[ErrorDetails], form: Map, data: Any, place: SourcePlace
) -> tuple[Any, list[Diagnostic]]:
    """Every structural problem of `data`, which should have the given form, in the order of the file.

    Returns the data with INVALID in place of what was refused, and without unknown keys. `data` itself is changed.
    """
    located = (_locate(item, form, data, place, guess=index < MAX_GUESSES) for index, item in enumerate(details))
    faults = _without_echoes([fault for fault in located if fault is not None])
    faults.sort(key=lambda item: item.mistake.span)
    problems = _lists_once([explain(item.mistake) for item in faults[:MAX_PROBLEMS]])
    if len(faults) > MAX_PROBLEMS:
        problems.append(_too_many(faults[MAX_PROBLEMS:]))
    for item in faults:
        data = _mark(data, item)
    return data, problems


def _locate(detail: ErrorDetails, root: Map, data: Any, place: SourcePlace, *, guess: bool) -> _Fault | None:
    """The form, value and place that an error belongs to; None if that value was refused before.

    `guess`: find out which key an unknown one probably means.
    """
    kind = detail["type"]
    steps = list(detail["loc"])
    last = steps.pop() if kind in {"missing", "extra_forbidden"} else None
    here = _Here(root, data, place)
    for step in steps:
        here.enter(step)
    if here.value is INVALID:
        return None
    form, path, span = here.form, tuple(here.path), here.place.span
    if last is None:
        mistake = Mistake("value", span, path, here.part, form, here.value, here.place.text, here.key)
        return _Fault(mistake, here.parent, here.part)
    if kind == "missing":
        key = form.by_name[str(last)] if isinstance(form, Map) else None
        return _Fault(Mistake("missing", span, path, last, form, key=key), here.value, last)
    where = here.place.child(last)
    span = where.key_span if where is not None else span
    value = here.value.get(last) if isinstance(here.value, dict) else None
    mistake = Mistake("unknown", span, path, last, form, value, root=root)
    return _Fault(mistake, here.value, last, meant(mistake) if guess else None)


class _Here:
    """A walk down form, data and places together."""

    def __init__(self, form: Form, value: Any, place: SourcePlace) -> None:
        self.form: Form | None = form
        self.value = value
        self.place = place
        self.path: list[str] = []
        self.parent: Any = None
        self.part: str | int | None = None
        self.key: Key | None = None

    def enter(self, step: str | int) -> None:
        """Go to an entry or item, or into an alternative that is a map."""
        if isinstance(step, str) and step.startswith(ALTERNATIVE):
            if isinstance(self.form, OneOf) and step[1:].isdigit():
                chosen = self.form.forms[int(step[1:])]
                self.form = chosen if isinstance(chosen, Map | Named | ListOf) else self.form
            return
        if isinstance(self.form, Map):
            self.path.append(str(step))
            self.key = self.form.by_name[str(step)]
            self.form = self.key.form
        elif isinstance(self.form, Named):
            self.path.append(str(step))
            self.form = self.form.item
        elif isinstance(self.form, ListOf):
            self.form = self.form.item
        self.parent, self.part, self.value = self.value, step, self.value[step]
        self.place = self.place.child(step) or self.place


def _mark(data: Any, item: _Fault) -> Any:
    """Put INVALID where a value was refused, or where an unknown key probably belongs."""
    if item.part is None:
        return INVALID
    if item.mistake.kind != "unknown":
        item.parent[item.part] = INVALID
        return data
    item.parent.pop(item.part, None)
    if item.meant is not None:
        item.parent.setdefault(item.meant, INVALID)
    return data


def _without_echoes(faults: list[_Fault]) -> list[_Fault]:
    """Without the keys that are missing only because they are misspelt."""
    meant = {(id(item.parent), item.meant) for item in faults}
    return [item for item in faults if item.mistake.kind != "missing" or (id(item.parent), item.part) not in meant]


def _too_many(rest: list[_Fault]) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        "too-many-problems",
        Text(
            f"{len(rest):,} more problems of this kind are not shown",
            f"同じ種類の問題がほかに {len(rest):,} 件あります（表示を省略）",
        ),
        span=rest[0].mistake.span,
        hint=Text("correct those above first", "まず上記の問題を修正してください"),
    )


def _lists_once(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The same problems, with a long list of what is allowed only at the first one that has it."""
    first: dict[str, Diagnostic] = {}
    result = []
    for problem in problems:
        shown = first.setdefault(problem.detail, problem) if len(problem.detail) > LONG_LIST else problem
        same = Text(f"as listed at {shown.span}", f"{shown.span} と同じ")
        again = shown != problem and problem.detail.startswith(ALLOWED)
        result.append(replace(problem, detail=may_be(same)) if again else problem)
    return result
