"""Tags between the JSON of Tag Manager and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ADS_TAG, GA4_TAG, GOOGLE_TAG, LINKER, OTHER_TAG
from microconv.core.value import Lines, Scalar
from microconv.providers.tag_manager import ads_tag, conversion_linker, ga4_tag, google_tag
from microconv.providers.tag_manager.lines import pair_line, parse_pair
from microconv.providers.tag_manager.parameters import Json, find, parameter, put, put_rows, rows_of, value_of
from microconv.providers.tag_manager.seen_in_tags import consent_of, end_of, mentions_of

TYPES: Mapping[str, str] = FrozenDict(
    {
        ga4_tag.TYPE: GA4_TAG,
        ads_tag.TYPE: ADS_TAG,
        google_tag.TYPE: GOOGLE_TAG,
        conversion_linker.TYPE: LINKER,
    }
)
"""The types of resources by the API's words; any other tag is an OTHER_TAG."""

SUFFIXES: Mapping[str, str] = FrozenDict({GA4_TAG: ga4_tag.SUFFIX, ADS_TAG: ads_tag.SUFFIX})

_TEXTS: Mapping[str, Mapping[str, str]] = FrozenDict(
    {
        GA4_TAG: {"event_name": "eventName"},
        ADS_TAG: {"value": "conversionValue", "currency": "currencyCode", "transaction_id": "orderId"},
        GOOGLE_TAG: {"tag_id": "tagId"},
        LINKER: {},
        OTHER_TAG: {},
    }
)
_SETTINGS, _OLDER = ("eventSettingsTable", "parameter", "parameterValue"), ("eventParameters", "name", "value")
"""The table of a GA4 tag's parameters, and that of older tags."""

_REFERENCE = re.compile(r"\{\{.+?\}\}", re.DOTALL)

_FIRST: Mapping[str, Sequence[Json]] = FrozenDict(
    {
        GA4_TAG: (parameter("sendEcommerceData", "false", "boolean"),),
        ADS_TAG: (
            parameter("enableConversionLinker", "true", "boolean"),
            parameter("conversionCookiePrefix", "_gcl"),
            parameter("rdp", "false", "boolean"),
        ),
        LINKER: (
            parameter("enableCrossDomain", "false", "boolean"),
            parameter("enableUrlPassthrough", "false", "boolean"),
            parameter("enableCookieOverrides", "false", "boolean"),
        ),
    }
)
"""Parameters of a new tag that no attribute says: Tag Manager's own defaults in exported containers."""


def type_of(raw: Json) -> str:
    """The type of resource that a tag is of."""
    return TYPES.get(str(raw.get("type")), OTHER_TAG)


def tag_state(raw: Json, lines: Mapping[str, str]) -> dict[str, Scalar]:
    """The attributes of a tag, as far as its JSON tells. `lines` are those of triggers, by number."""
    kind, given = type_of(raw), raw.get("parameter", ())
    state: dict[str, Scalar] = {"name": str(raw.get("name", "")), "kind": str(raw.get("type", ""))}
    state |= {name: value_of(given, key) for name, key in _TEXTS[kind].items()}
    if kind == GA4_TAG:
        state |= {"measurement_id": _measurement_id(given), "parameters": _parameters(raw)}
    elif kind == ADS_TAG:
        state["send_to"] = send_to(value_of(given, "conversionId") or "", value_of(given, "conversionLabel") or "")
    elif kind == OTHER_TAG:
        state["mentions"] = mentions_of(raw)
    return state | {
        "consent": consent_of(raw),
        "ends": end_of(raw),
        "fires_on": _triggers(raw.get("firingTriggerId", ()), lines),
        "paused": raw.get("paused") is True,
        "blocked_by": _triggers(raw.get("blockingTriggerId", ()), lines),
    }


def _triggers(numbers: Sequence[str], lines: Mapping[str, str]) -> Lines:
    return tuple(sorted(lines.get(str(number), f"number: {number}") for number in numbers))


def _measurement_id(given: Sequence[Json]) -> str | None:
    """Its own; that of an older tag too, unless a tag of its container says it."""
    older = find(given, "measurementId")
    own = str(older.get("value", "")) or None if older and older.get("type") == "template" else None
    return value_of(given, "measurementIdOverride") or own


def _table(raw: Json) -> tuple[str, str, str]:
    given = raw.get("parameter", ())
    return _OLDER if find(given, _OLDER[0]) and not find(given, _SETTINGS[0]) else _SETTINGS


def _row_line(row: Json, name: str, value: str) -> str:
    return pair_line(value_of(row.get("map", ()), name) or "", value_of(row.get("map", ()), value) or "")


def _parameters(raw: Json) -> Lines:
    table, name, value = _table(raw)
    return tuple(sorted(_row_line(row, name, value) for row in rows_of(raw, table)))


def send_to(conversion_id: str, label: str) -> str | None:
    """`AW-<id>/<label>`; an id that a variable has stands as it is. None where there is neither."""
    if not conversion_id and not label:
        return None
    return f"{f'AW-{conversion_id}' if conversion_id.isdigit() else conversion_id}/{label}"


def id_and_label(text: str) -> tuple[str, str]:
    """The conversion id and the label that `send_to` wrote."""
    match = _REFERENCE.match(text)
    if match is not None and text[match.end() :].startswith("/"):
        return match[0], text[match.end() + 1 :]
    number, _, label = text.partition("/")
    digits = number.removeprefix("AW-")
    return (digits if digits.isdigit() else number), label


def first_tag(kind: str) -> Json:
    """The JSON that a new tag of a type of resource begins with."""
    return {"tagFiringOption": "oncePerEvent", "parameter": [dict(one) for one in _FIRST.get(kind, ())]}


def put_tag(raw: Json, kind: str, name: str, value: Scalar, numbers: Mapping[str, str]) -> None:
    """Set one attribute of a tag; None takes it out. `numbers` are those of triggers, by line. Raises KeyError.

    A trigger that is not among them is no trigger that the run knows.
    """
    if name == "fires_on":
        lines = value if isinstance(value, tuple) else ()
        raw["firingTriggerId"] = [_number(line, numbers) for line in lines]
    elif name == "paused":
        raw["paused"] = value is True
    elif name == "parameters":
        _put_parameters(raw, value if isinstance(value, tuple) else ())
    elif name == "measurement_id":
        put(raw, "measurementIdOverride", None if value is None else str(value))
    elif name == "send_to":
        conversion_id, label = id_and_label(str(value or ""))
        put(raw, "conversionId", conversion_id or None)
        put(raw, "conversionLabel", label or None)
    else:
        put(raw, _TEXTS[kind][name], None if value is None else str(value))


def _number(line: str, numbers: Mapping[str, str]) -> str:
    return line.removeprefix("number: ") if line not in numbers and line.startswith("number: ") else numbers[line]


def _put_parameters(raw: Json, lines: Lines) -> None:
    """Rows that were there stay as they were."""
    table, name, value = _table(raw)
    there: dict[str, list[Json]] = {}
    for row in rows_of(raw, table):
        there.setdefault(_row_line(row, name, value), []).append(row)
    rows = []
    for line in lines:
        if there.get(line):
            rows.append(there[line].pop(0))
        else:
            key, text = parse_pair(line)
            rows.append({"type": "map", "map": [parameter(name, key), parameter(value, text)]})
    put_rows(raw, table, rows)
