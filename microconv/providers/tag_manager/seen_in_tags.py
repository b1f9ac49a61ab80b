"""Parts of a tag that audits look at and no plan changes: consent, schedule, sequence, server, the ids in its texts.

Facts: schema Tag of the discovery document (v2, revision 20260826), and exported containers, checked 2026-11-29:
`server_container_url` stands in the table of a Google tag's settings or in a variable of type `gtcs`; the older
configuration tag `gaawc` has `serverContainerUrl`. Snippets of Google Ads have `send_to: 'AW-…/…'`
(developers.google.com/google-ads/api/docs/conversions/create-conversion-actions), the older ones an image of
googleadservices.com/pagead/conversion.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from microconv.core.value import Lines, Scalar
from microconv.providers.tag_manager.parameters import Json, find, is_on, rows_of, value_of

_IDS = re.compile(
    r"\b(?:AW-[0-9]{6,20}(?:/[A-Za-z0-9_-]{1,100})?|G-[A-Z0-9]{6,12}|GT-[A-Z0-9]{5,14}|UA-[0-9]{4,10}-[0-9]{1,4})\b"
)
_PIXEL = re.compile(
    r"googleadservices\.com/pagead/conversion/([0-9]{6,20})/?[^\"'\s>]{0,500}?[?&;]label=([A-Za-z0-9_-]{1,100})"
)
_WAYS: Mapping[str, re.Pattern[str]] = {
    "gtag": re.compile(r"\bgtag\s*\(|gtag/js"),
    "pixel": re.compile(r"googleadservices\.com/pagead/conversion|googleads\.g\.doubleclick\.net/pagead"),
}
_TABLE = ("configSettingsTable", "parameter", "parameterValue")
_REFERENCE = re.compile(r"\{\{([^{}]+)\}\}")
_SERVER = "server_container_url"
_TABLES = frozenset({"smm", "remm"})


def consent_of(raw: Json) -> str | None:
    """The consent that a tag needs beside what it checks itself; None where nobody chose."""
    settings = raw.get("consentSettings", {})
    status = settings.get("consentStatus")
    if status == "notNeeded":
        return "not needed"
    if status != "needed":
        return None
    kinds = sorted(str(one.get("value", "")) for one in settings.get("consentType", {}).get("list", ()))
    return f"needed: {', '.join(kinds)}" if kinds else "needed"


def end_of(raw: Json) -> str | None:
    """The day on which a tag's schedule ends, as YYYY-MM-DD in UTC; None for no end."""
    text = str(raw.get("scheduleEndMs", ""))
    return day_of(text) if text != "0" else None


def day_of(milliseconds: str) -> str | None:
    """The day of a time stamp in milliseconds, as YYYY-MM-DD in UTC; None for what is none."""
    if not milliseconds.isascii() or not milliseconds.isdigit() or len(milliseconds) not in {12, 13}:
        return None
    return datetime.datetime.fromtimestamp(int(milliseconds) / 1000, datetime.UTC).date().isoformat()


def sequences(tags: Sequence[Json]) -> Mapping[str, Lines]:
    """The names of the tags before or after which a tag fires, by its own name."""
    called: dict[str, set[str]] = {}
    for raw in tags:
        for key in ("setupTag", "teardownTag"):
            for one in raw.get(key, ()):
                called.setdefault(str(one.get("tagName", "")), set()).add(str(raw.get("name", "")))
    return {name: tuple(sorted(names)) for name, names in called.items()}


def server_of(raw: Json, variables: Sequence[Json]) -> str | None:
    """The server container that a Google tag, or an older configuration tag, sends through; None for none."""
    given = raw.get("parameter", ())
    own = _in_table(raw) or value_of(given, "serverContainerUrl")
    shared = value_of(given, "configSettingsVariable")
    if own is None and shared is not None:
        named = (one for one in variables if shared == "{{" + str(one.get("name", "")) + "}}")
        own = next((server for one in named if (server := _in_table(one))), None)
    return own


def _in_table(raw: Json) -> str | None:
    table, name, value = _TABLE
    rows = (row.get("map", ()) for row in rows_of(raw, table))
    return next((value_of(row, value) for row in rows if value_of(row, name) == _SERVER), None)


def sends_of(state: Mapping[str, Scalar], constants: Mapping[str, str]) -> Lines | None:
    """To what a conversion tag or a GA4 event tag sends, and the label or event; None where no constant says so."""
    send_to = state.get("send_to")
    if send_to is None:
        target, name = str(state.get("measurement_id") or ""), str(state.get("event_name") or "")
    else:
        target, _, name = str(send_to).rpartition("/")
    whole, label = (_REFERENCE.sub(lambda match: constants.get(match[1], match[0]), text) for text in (target, name))
    if (whole, label) == (target, name):
        return None
    return (f"AW-{whole}" if send_to is not None and whole.isdigit() else whole), label


def tables_of(variables: Sequence[Json]) -> Mapping[str, Lines]:
    """The values that lookup tables (types `smm` and `remm`) among variables can have, by name."""
    there = [one for one in variables if one.get("type") in _TABLES]
    return {str(one.get("name", "")): tuple(_outputs(one)) for one in there}


def _outputs(raw: Json) -> Iterator[str]:
    given = raw.get("parameter", ())
    values = (value_of(row.get("map", ()), "value") for row in rows_of(raw, "map"))
    default = value_of(given, "defaultValue") if is_on(given, "setDefaultValue") else None
    yield from (value for value in (*values, default) if value)


def may_send_of(state: Mapping[str, Scalar], constants: Mapping[str, str], tables: Mapping[str, Lines]) -> Lines:
    """The labels `AW-…/…` among which a lookup table of the container chooses that of a conversion tag."""
    target, _, name = str(state.get("send_to") or "").rpartition("/")
    whole = _REFERENCE.sub(lambda match: constants.get(match[1], match[0]), target)
    match = _REFERENCE.fullmatch(name)
    values = tables.get(match[1], ()) if match else ()
    labels = {_REFERENCE.sub(lambda inner: constants.get(inner[1], inner[0]), value) for value in values}
    return tuple(sorted(f"{f'AW-{whole}' if whole.isdigit() else whole}/{label}" for label in labels))


def constants_of(variables: Sequence[Json]) -> Mapping[str, str]:
    """The values of the constants (type `c`) among variables, by name."""
    there = [one for one in variables if one.get("type") == "c"]
    values = {str(one.get("name", "")): value_of(one.get("parameter", ()), "value") for one in there}
    return {name: value for name, value in values.items() if value is not None}


def mentions_of(raw: Json) -> Lines:
    """The ids and labels of Google in the texts of a tag, and the ways by which these send to Google."""
    mentions: set[str] = set()
    for text in _texts(raw.get("parameter", ())):
        mentions.update(_IDS.findall(text))
        mentions.update(f"AW-{number}/{label}" for number, label in _PIXEL.findall(text))
        mentions.update(way for way, pattern in _WAYS.items() if pattern.search(text))
    given = raw.get("parameter", ())
    number, label = value_of(given, "conversionId"), value_of(given, "conversionLabel")
    if number and label and find(given, "conversionId"):
        mentions.add(f"AW-{number}/{label}" if number.isdigit() else f"{number}/{label}")
    return tuple(sorted(mentions))


def _texts(parameters: Any) -> Iterator[str]:
    for one in parameters:
        if isinstance(one.get("value"), str):
            yield one["value"]
        yield from _texts(one.get("list", ()))
        yield from _texts(one.get("map", ()))
