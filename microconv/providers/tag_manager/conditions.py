"""Conditions of triggers between the JSON of Tag Manager and lines.

Facts: schema Condition of the discovery document (v2, revision 20260826), checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from microconv.core.frozen import FrozenDict
from microconv.core.tag_condition import TagCondition, is_word
from microconv.core.value import Lines
from microconv.providers.tag_manager.parameters import FLAG, Json, is_on, parameter, value_of

_TYPES: Mapping[str, str] = FrozenDict(
    {
        "equals": "equals",
        "contains": "contains",
        "starts_with": "startsWith",
        "ends_with": "endsWith",
        "matches": "matchRegex",
        "greater_than": "greater",
        "at_least": "greaterOrEquals",
        "less_than": "less",
        "at_most": "lessOrEquals",
        "fits_selector": "cssSelector",
        "fits_url": "urlMatches",
    }
)
_WORDS = {kind: word for word, kind in _TYPES.items()}


def condition_of(raw: Json) -> TagCondition:
    """The condition that some JSON is. A type that is not known keeps its own word."""
    kind, given = str(raw.get("type", "")), raw.get("parameter", ())
    word = _WORDS.get(kind) or (kind if is_word(kind) and kind not in _TYPES else "unknown")
    return TagCondition(
        value_of(given, "arg0") or "",
        word,
        value_of(given, "arg1") or "",
        ignore_case=is_on(given, "ignore_case"),
        negated=is_on(given, "negate"),
    )


def lines_of(raw: Iterable[Json]) -> Lines:
    """Conditions as lines, sorted: their order means nothing."""
    return tuple(sorted(str(condition_of(one)) for one in raw))


def json_of(condition: TagCondition) -> Json:
    """A condition as JSON."""
    given = [parameter("arg0", condition.variable), parameter("arg1", condition.value)]
    if condition.ignore_case:
        given.append(parameter("ignore_case", "true", FLAG))
    if condition.negated:
        given.append(parameter("negate", "true", FLAG))
    return {"type": _TYPES.get(condition.comparison, condition.comparison), "parameter": given}


def conditions_merged(before: Sequence[Json], lines: Lines) -> list[Json]:
    """The conditions that lines say. One that was there stays as it was, with whatever else it has."""
    there: dict[str, list[Json]] = {}
    for one in before:
        there.setdefault(str(condition_of(one)), []).append(one)
    return [there[line].pop(0) if there.get(line) else json_of(TagCondition.parse(line)) for line in lines]
