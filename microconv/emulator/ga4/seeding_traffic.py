"""The ``traffic`` of a property in a seed. A property without it collects nothing but what is sent to it.

    traffic:
      sessions_per_day: 400              # the mean; the days differ. `usual`: a number of the emulator's. Default: 0
      since: 2025-04-01                  # first day with data; default: see the policy `data_history_days`
      events:                            # by name; `usual` for those of a shop with a form and of the key events here
        view_item: 0.5                   # events per session, alone or with more
        mv_form: usual                   # a rate by its name
        purchase: {rate: 0.02, value: 9800, pages: [/thanks], broken_from: 2026-09-12}
        mv_call: {per_day: 12, week: [1, 1, 1, 1, 1, 0.4, 0.4]}
        mv_chat: {counts: {2026-10-01: 3}}
      pages: {/: 0.5, /form: 0.3, /thanks: 0.2}         # shares; likewise devices and channels
      devices: {mobile: 0.6, desktop: 0.4}
      channels: {Paid Search: 0.3, Organic Search: 0.7}
      months: {08: 0.6, 2026-12: 1.4}                   # what a month has of the sessions, every year or in one
      items: []                                         # see `seeding_chains`; likewise chains

Everything may be left out; ``traffic: usual`` is short for usual sessions and events. An event has a ``rate`` per
session or a number ``per_day``; the keys that say on which days are those of `seeding_course`. `value` is the mean of
the events with a rate, and that of each of the others. The automatically collected events (session_start, first_visit,
page_view, user_engagement, scroll) come with the sessions; `events` may change the rates of all but session_start.
Events by number are divided among devices and channels as the sessions are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.ga4.seeding_chains import read_chains, read_items
from microconv.emulator.ga4.traffic import DEFAULT_DEVICES, DEFAULT_PAGES, USUAL, USUAL_EVENTS, make_event
from microconv.emulator.seeding_course import (
    COURSE_KEYS,
    known_keys,
    read_amount,
    read_course,
    read_day,
    read_mapping,
    read_months,
)
from microconv.emulator.series import AUTOMATIC_EVENTS
from microconv.emulator.series.profile import check_shares

if TYPE_CHECKING:
    from microconv.emulator.ga4.seeding_section import Section

_KEYS = ("sessions_per_day", "since", "months", "events", "pages", "devices", "channels", "items", "chains")
_EVENT_KEYS = ("rate", "value", "pages", *COURSE_KEYS)


def read_traffic(section: Section, key_events: Collection[str]) -> dict[str, Any]:
    """The ``traffic`` of a property's section, checked; empty where there is none.

    key_events: the names of the property's, which usual events include.

    Raises SeedError for an unknown key or a value that cannot be.
    """
    content, path = section.value("traffic"), f"{section.path}.traffic"
    if content is None:
        return {}
    content = read_mapping({"sessions_per_day": USUAL, "events": USUAL} if content == USUAL else content, path)
    known_keys(content, path, _KEYS)
    read: dict[str, Any] = {}
    if "sessions_per_day" in content:
        given = content["sessions_per_day"]
        read["sessions_per_day"] = given if given == USUAL else read_amount(given, f"{path}.sessions_per_day")
    if "since" in content:
        read["since"] = read_day(content["since"], f"{path}.since").isoformat()
    for key in ("pages", "devices", "channels"):
        if content.get(key) is not None:
            read[key] = _shares(content[key], f"{path}.{key}")
    if content.get("events") is not None:
        given = content["events"]
        if given == USUAL:
            given = dict.fromkeys([*USUAL_EVENTS, *(one for one in key_events if one not in AUTOMATIC_EVENTS)], USUAL)
        read["events"] = _events(given, f"{path}.events", read.get("pages", dict(DEFAULT_PAGES)))
    if content.get("months") is not None:
        read["months"] = read_months(content["months"], f"{path}.months")
    if content.get("items") is not None:
        read["items"] = read_items(content["items"], f"{path}.items")
    if content.get("chains") is not None:
        names = {*AUTOMATIC_EVENTS, *read.get("events", {})}
        pages = read.get("pages", dict(DEFAULT_PAGES))
        devices = read.get("devices", dict(DEFAULT_DEVICES))
        read["chains"] = read_chains(content["chains"], f"{path}.chains", names, pages, devices)
    _check_sessions(read, path)
    return read


def _check_sessions(read: Mapping[str, Any], path: str) -> None:
    """Refuse rates per session where there are no sessions: they would count nothing."""
    if "sessions_per_day" in read:
        return
    for name, one in read.get("events", {}).items():
        if not isinstance(one, Mapping) or "rate" in one:
            raise SeedError(f"{path}.sessions_per_day", f"is missing; {name} has a rate per session")


def _shares(value: Any, path: str) -> dict[str, float]:
    shares = {str(name): read_amount(share, f"{path}.{name}") for name, share in read_mapping(value, path).items()}
    try:
        check_shares(path.rpartition(".")[2], tuple(shares.items()))
    except ValueError as error:
        raise SeedError(path, str(error)) from error
    return shares


def _events(value: Any, path: str, pages: Mapping[str, float]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, one in read_mapping(value, path).items():
        where = f"{path}.{name}"
        if not isinstance(name, str) or not name:
            raise SeedError(path, f"{name!r} is not the name of an event")
        if name == "session_start":
            raise SeedError(where, "every session has one; that cannot be changed")
        if one == USUAL:
            read[name] = USUAL
            continue
        read[name] = _event(one, where, pages) if isinstance(one, Mapping) else read_amount(one, where)
        try:
            make_event(name, read[name])
        except ValueError as error:
            raise SeedError(where, str(error)) from error
    return read


def _event(content: Mapping[Any, Any], path: str, pages: Mapping[str, float]) -> dict[str, Any]:
    known_keys(content, path, _EVENT_KEYS)
    levels = [key for key in ("rate", "per_day") if key in content]
    if len(levels) > 1:
        raise SeedError(f"{path}.per_day", "an event has a rate or a number per day, not both")
    if not levels and content.get("counts") is None:
        raise SeedError(f"{path}.rate", "is missing")
    read: dict[str, Any] = {}
    if "rate" in content:
        read["rate"] = read_amount(content["rate"], f"{path}.rate")
    if "value" in content:
        read["value"] = read_amount(content["value"], f"{path}.value")
    if "pages" in content:
        where = f"{path}.pages"
        if not isinstance(content["pages"], list) or not content["pages"]:
            raise SeedError(where, "a list of pages is needed")
        for page in content["pages"]:
            if not isinstance(page, str) or not pages.get(page):
                raise SeedError(where, f"{page!r} is not one of the property's pages")
        read["pages"] = list(content["pages"])
    return read | read_course(content, path)
