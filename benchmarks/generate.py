"""Writes the input of the benchmarks: the same shape for both sides, and the same bytes at every run.

Both sides get 50 objects a group (a client's conversions, a zone's records). Of the wanted ones 5 % are not live and
5 % are live with another value, two or three of each in every group, so that 100 groups have 250 of each.

    python3 benchmarks/generate.py FOLDER [--groups 100] [--objects 50]
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microconv.core.documents.snapshot import to_json
from microconv.core.facts import AccountFacts, Customer
from microconv.core.resource import Address, Live, Reading
from microconv.core.value import Money, Scalar

_STEPS = {
    "view": "page_view",
    "open": "engagement",
    "start": "begin_checkout",
    "click": "contact",
    "compare": "engagement",
    "request": "request_quote",
    "finish": "submit_lead_form",
}
_THINGS = ("catalog", "pricing", "contact", "form", "video", "cart", "guide")
_LABELS = ("カタログ", "料金表", "問い合わせ", "フォーム", "動画", "カート", "ガイド")

OLDER = 100
"""By how much a changed object's live value differs: yen for conversions, seconds of TTL for records."""


@dataclass(frozen=True, slots=True)
class Group:
    """The objects of a group that are not live, and those that are live with another value, by position."""

    number: int
    objects: int
    created: frozenset[int]
    changed: frozenset[int]


def group(number: int, objects: int) -> Group:
    """The differences of one group: 5 % each, rounded down or up in turn, spread over its objects.

    The first two positions are never chosen: they are the macro conversion, and a zone's own MX and NS records.
    """
    twentieth, rest = divmod(objects, 20)
    more, less = twentieth + (rest > 0), twentieth
    create, change = (less, more) if number % 2 else (more, less)
    places = [2 + (number * 7 + index * 11) % (objects - 2) for index in range(create + change)]
    if len(set(places)) != len(places):
        raise ValueError(f"cannot spread {create + change} differences over {objects} objects")
    return Group(number, objects, frozenset(places[:create]), frozenset(places[create:]))


# ---- microconv: configs and a snapshot


@dataclass(frozen=True, slots=True)
class Step:
    """One conversion of the generated clients; `value` is in yen."""

    name: str
    label: str
    category: str
    value: int
    macro: bool = False


def steps(count: int) -> list[Step]:
    """The conversions of a client, the macro conversion first; 50 at most. Raises ValueError for more."""
    found = [Step("purchase", "購入完了", "purchase", 10_000, macro=True)]
    for verb, category in _STEPS.items():
        for thing, label in zip(_THINGS, _LABELS, strict=True):
            found.append(Step(f"mv_{verb}_{thing}", label, category, 50 * len(found)))
    if count > len(found):
        raise ValueError(f"{count} conversions are too many: there are names for {len(found)}")
    return found[:count]


def config(name: str, customer: int, property_id: int | None, conversions: list[Step]) -> str:
    """A client's config, written as people write them: what all share in `defaults`, the rest spelt out."""
    lines = [
        "version: 1",
        f"client: {name}",
        "owner: ads-team@agency.example",
        "review: {every: month, last: 2026-11-02}",
        "currency: JPY",
        f"google_ads: {{customer_id: {_dashed(customer)}, login_customer_id: 999-888-7777}}",
        *([f"ga4: {{property_id: {property_id}}}"] if property_id else []),
        "unlisted: demote",
        "defaults:",
        "  role: secondary",
        "  counting: one_per_click",
        "  google_ads: {click_through_lookback_window_days: 30, view_through_lookback_window_days: 1}",
        "conversions:",
    ]
    for step in conversions:
        lines += [
            f"  - name: {step.name}",
            f"    label: {step.label}",
            *(["    kind: macro"] if step.macro else []),
            f"    category: {step.category}",
            *(["    role: primary"] if step.macro else []),
            f"    value: {step.value}",
            *([f"    ga4: {{event: {step.name}, counting: once_per_session}}"] if property_id else []),
            *(["    funnel: {next: purchase}"] if not step.macro else []),
        ]
    return "\n".join(lines) + "\n"


def microconv_files(folder: Path, groups: int, objects: int, *, ga4: bool = False) -> None:
    """Write `configs/` and `snapshot.json` into `folder`. With `ga4` each conversion has a key event as well."""
    configs = folder / "configs"
    configs.mkdir(parents=True)
    conversions = steps(objects)
    readings = []
    for number in range(groups):
        customer, property_id = 1_000_000_001 + number, 300_000_001 + number
        text = config(f"client-{number:03}", customer, property_id if ga4 else None, conversions)
        (configs / f"client-{number:03}.yaml").write_text(text, encoding="utf-8")
        live = [
            (index, step, step.value + OLDER if index in differs.changed else step.value)
            for differs in [group(number, objects)]
            for index, step in enumerate(conversions)
            if index not in differs.created
        ]
        actions = tuple(_action(customer, index, step, value) for index, step, value in live)
        readings.append(Reading("google_ads", _dashed(customer), actions, _facts(number)))
        if ga4:
            events = tuple(_key_event(property_id, index, step, value) for index, step, value in live)
            readings.append(Reading("ga4", str(property_id), events, AccountFacts(emulated=False)))
    (folder / "snapshot.json").write_text(to_json(readings, "2026-11-23T09:00:00+09:00"), encoding="utf-8")


def _dashed(customer: int) -> str:
    digits = str(customer)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def _facts(number: int) -> AccountFacts:
    return AccountFacts(
        emulated=False,
        customer=Customer("JPY", f"Client {number:03}", manager=False, auto_tagging_enabled=True),
        other=tuple((f"goal.{category}~website", True) for category in sorted({"purchase", *_STEPS.values()})),
    )


def _action(customer: int, index: int, step: Step, value: int) -> Live:
    """A conversion action with everything that reading an account gives."""
    state: dict[str, Scalar] = {
        "name": step.name,
        "type": "webpage",
        "status": "enabled",
        "category": step.category,
        "primary_for_goal": step.macro,
        "value_settings.default_value": float(value),
        "value_settings.default_currency_code": "JPY",
        "value_settings.always_use_default_value": True,
        "counting_type": "one_per_click",
        "click_through_lookback_window_days": 30,
        "view_through_lookback_window_days": 1,
        "attribution_model_settings.attribution_model": "google_ads_last_click",
        "phone_call_duration_seconds": None,
        "app_id": None,
        "origin": "website",
    }
    name = f"customers/{customer}/conversionActions/{customer * 100 + index}"
    return Live(Address("google_ads.conversion_action", step.name), name, step.name, state)


def _key_event(property_id: int, index: int, step: Step, value: int) -> Live:
    state: dict[str, Scalar] = {
        "event_name": step.name,
        "counting_method": "once_per_session",
        "default_value": Money(float(value), "JPY"),
        "deletable": True,
        "custom": True,
    }
    name = f"properties/{property_id}/keyEvents/{property_id * 100 + index}"
    return Live(Address("ga4.key_event", step.name), name, step.name, state)


# ---- octoDNS: a configuration, zones as wanted, zones as live


def octodns_files(folder: Path, groups: int, objects: int) -> None:
    """Write `config.yaml`, the zones as wanted and as live, and the live ones once more as JSON, into `folder`."""
    wanted, live = folder / "wanted", folder / "live"
    wanted.mkdir(parents=True)
    live.mkdir()
    zones = [f"client-{number:03}.example." for number in range(groups)]
    in_json: dict[str, Any] = {}
    for number, zone in enumerate(zones):
        differs = group(number, objects)
        records = [_record(number, index) for index in range(objects)]
        there = [
            (name, {**record, "ttl": record["ttl"] + OLDER} if index in differs.changed else record)
            for index, (name, record) in enumerate(records)
            if index not in differs.created
        ]
        (wanted / f"{zone}yaml").write_text(_zone_yaml(records), encoding="utf-8")
        (live / f"{zone}yaml").write_text(_zone_yaml(there), encoding="utf-8")
        in_json[zone] = there
    (folder / "live.json").write_text(json.dumps(in_json), encoding="utf-8")
    (folder / "config.yaml").write_text(
        _octodns_config(zones, "octodns.provider.yaml.YamlProvider", "directory: ./live")
    )
    (folder / "config-json.yaml").write_text(_octodns_config(zones, "octodns_favoured.JsonLive", "file: ./live.json"))


def _octodns_config(zones: list[str], target: str, option: str) -> str:
    lines = [
        "---",
        "providers:",
        "  wanted:",
        "    class: octodns.provider.yaml.YamlProvider",
        "    directory: ./wanted",
        "    escaped_semicolons: false",
        "  live:",
        f"    class: {target}",
        f"    {option}",
        *(["    escaped_semicolons: false"] if "YamlProvider" in target else []),
        "zones:",
    ]
    for zone in zones:
        lines += [f"  {zone}:", "    sources: [wanted]", "    targets: [live]"]
    return "\n".join(lines) + "\n"


def _record(number: int, index: int) -> tuple[str, dict[str, Any]]:
    """A record's name and content; names sort as octoDNS wants them. The first two belong to the zone itself."""
    if index == 0:
        return "", {"type": "MX", "ttl": 3600, "values": [{"exchange": "mx1.mail.example.", "preference": 10}]}
    if index == 1:
        return "", {"type": "NS", "ttl": 3600, "values": ["ns1.dns.example.", "ns2.dns.example."]}
    name = f"host-{index:02}"
    low, high = number % 250 + 1, index + 1
    contents: tuple[dict[str, Any], ...] = (
        {"type": "A", "values": [f"192.0.2.{low}", f"198.51.100.{high}"]},
        {"type": "CNAME", "value": f"pool-{high:02}.cdn.example."},
        {"type": "AAAA", "values": [f"2001:db8::{low:x}:{high:x}"]},
        {"type": "TXT", "value": f"site-verification=client-{number:03}-{index:02}"},
    )
    return name, {"ttl": 300, **contents[index % len(contents)]}


def _zone_yaml(records: list[tuple[str, dict[str, Any]]]) -> str:
    lines = ["---"]
    root = [record for name, record in records if not name]
    lines.append("'':")
    for record in root:
        lines += _fields(record, "  - ", "    ")
    for name, record in records:
        if name:
            lines += [f"{name}:", *_fields(record, "  ", "  ")]
    return "\n".join(lines) + "\n"


def _fields(record: dict[str, Any], first: str, rest: str) -> list[str]:
    lines: list[str] = []
    for key in sorted(record):
        lead = rest if lines else first
        value = record[key]
        if isinstance(value, list):
            lines.append(f"{lead}{key}:")
            lines += [f"{rest}- {_item(item)}" for item in value]
        else:
            lines.append(f"{lead}{key}: {_item(value)}")
    return lines


def _item(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_item(below)}" for key, below in sorted(value.items())) + "}"
    text = str(value)
    return f"'{text}'" if ":" in text else text


def main() -> None:
    """Write everything into a folder that does not exist yet."""
    parser = argparse.ArgumentParser(description="Write the input of the benchmarks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--groups", type=int, default=100, help="clients, and zones (default 100)")
    parser.add_argument("--objects", type=int, default=50, help="conversions a client, and records a zone (default 50)")
    parser.add_argument("--configs-only", action="store_true", help="one folder for microconv, and nothing else")
    given = parser.parse_args()
    microconv_files(given.folder / "microconv", given.groups, given.objects)
    if given.configs_only:
        return
    microconv_files(given.folder / "microconv-ga4", given.groups, given.objects, ga4=True)
    microconv_files(given.folder / "microconv-one", 1, given.objects)
    octodns_files(given.folder / "octodns", given.groups, given.objects)
    octodns_files(given.folder / "octodns-one", 1, given.objects)


if __name__ == "__main__":
    main()
