"""The ``traffic`` of a property in a seed, and the profile of its series.

    traffic:
      sessions_per_day: 400              # the mean; the days differ
      since: 2025-04-01                  # first day with data; default: see the policy `data_history_days`
      events:                            # by name: events per session, alone or with more
        view_item: 0.5
        purchase: {rate: 0.02, value: 9800, pages: [/thanks]}
      pages: {/: 0.5, /form: 0.3, /thanks: 0.2}         # shares; likewise devices and channels
      devices: {mobile: 0.6, desktop: 0.4}
      channels: {Paid Search: 0.3, Organic Search: 0.7}

Everything may be left out. The automatically collected events (session_start, first_visit, page_view, user_engagement,
scroll) are always there; `events` may change the rates of all but session_start. Without `events` a property has the
usual ones of a shop with a form, and every key event it has at the moment of the request, at a rate by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.series import AUTOMATIC_EVENTS, Event, Profile, Shares
from microconv.emulator.series.noise import between
from microconv.emulator.series.profile import check_shares

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.seeding_section import Section

_KEYS = ("sessions_per_day", "since", "events", "pages", "devices", "channels")
_EVENT_KEYS = ("rate", "value", "pages")
_DEVICES: Shares = (("mobile", 0.62), ("desktop", 0.33), ("tablet", 0.05))
_CHANNELS: Shares = (
    ("Organic Search", 0.34),
    ("Direct", 0.21),
    ("Paid Search", 0.21),
    ("Referral", 0.07),
    ("Organic Social", 0.06),
    ("Display", 0.05),
    ("Email", 0.04),
    ("Cross-network", 0.02),
)
_PAGES: Shares = (("/", 0.34), ("/products", 0.26), ("/products/detail", 0.2), ("/cart", 0.08), ("/form", 0.08))
_LAST_PAGES: Shares = (("/thanks", 0.04),)
#: Events per session of what a shop with a form usually has. Their order is that of the way to a purchase or a lead.
_USUAL: dict[str, float] = {
    "view_item": 0.48,
    "form_start": 0.085,
    "add_to_cart": 0.08,
    "begin_checkout": 0.042,
    "form_submit": 0.024,
    "generate_lead": 0.022,
    "purchase": 0.016,
}
#: For key events the table above does not have: the first of these words in the name decides.
_BY_WORD: tuple[tuple[str, float], ...] = (
    ("purchase", 0.014),
    ("qualify", 0.006),
    ("close_convert", 0.003),
    ("thanks", 0.019),
    ("complete", 0.019),
    ("submit", 0.02),
    ("lead", 0.02),
    ("sign_up", 0.026),
    ("tel", 0.012),
    ("call", 0.012),
    ("checkout", 0.038),
    ("cart", 0.075),
    ("step3", 0.032),
    ("step2", 0.047),
    ("step1", 0.071),
    ("form", 0.081),
    ("scroll", 0.31),
    ("view", 0.41),
)


def read_traffic(section: Section) -> dict[str, Any]:
    """The ``traffic`` of a property's section, checked; empty where there is none.

    Raises SeedError for an unknown key or a value that cannot be.
    """
    content = section.mapping("traffic")
    if content is None:
        return {}
    path = f"{section.path}.traffic"
    for key in content:
        if key not in _KEYS:
            raise SeedError(path, f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
    read: dict[str, Any] = {}
    if "sessions_per_day" in content:
        read["sessions_per_day"] = _amount(content["sessions_per_day"], f"{path}.sessions_per_day")
    if "since" in content:
        read["since"] = _day(content["since"], f"{path}.since").isoformat()
    for key in ("pages", "devices", "channels"):
        if key in content:
            read[key] = _shares(content[key], f"{path}.{key}")
    if "events" in content:
        pages = read.get("pages", dict(_PAGES + _LAST_PAGES))
        read["events"] = _events(content["events"], f"{path}.events", pages)
    return read


def _mapping(value: Any, path: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise SeedError(path, f"a mapping is needed, not {type(value).__name__}")
    return value


def _amount(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise SeedError(path, "a number of 0 or more is needed")
    return value


def _day(value: Any, path: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise SeedError(path, f"{value!r} is not a day such as 2025-04-01") from error
    if isinstance(value, datetime) or not isinstance(value, date):
        raise SeedError(path, "a day such as 2025-04-01 is needed")
    return value


def _shares(value: Any, path: str) -> dict[str, float]:
    shares = {str(name): _amount(share, f"{path}.{name}") for name, share in _mapping(value, path).items()}
    try:
        check_shares(path.rpartition(".")[2], tuple(shares.items()))
    except ValueError as error:
        raise SeedError(path, str(error)) from error
    return shares


def _events(value: Any, path: str, pages: Mapping[str, float]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, one in _mapping(value, path).items():
        where = f"{path}.{name}"
        if not isinstance(name, str) or not name:
            raise SeedError(path, f"{name!r} is not the name of an event")
        if name == "session_start":
            raise SeedError(where, "every session has one; that cannot be changed")
        read[name] = _event(_mapping(one, where), where, pages) if isinstance(one, Mapping) else _amount(one, where)
        try:
            _make_event(name, read[name])
        except ValueError as error:
            raise SeedError(where, str(error)) from error
    return read


def _event(content: Mapping[Any, Any], path: str, pages: Mapping[str, float]) -> dict[str, Any]:
    for key in content:
        if key not in _EVENT_KEYS:
            raise SeedError(path, f"unknown key {key!r}; known are {', '.join(sorted(_EVENT_KEYS))}")
    if "rate" not in content:
        raise SeedError(f"{path}.rate", "is missing")
    read: dict[str, Any] = {"rate": _amount(content["rate"], f"{path}.rate")}
    if "value" in content:
        read["value"] = _amount(content["value"], f"{path}.value")
    if "pages" in content:
        where = f"{path}.pages"
        if not isinstance(content["pages"], list) or not content["pages"]:
            raise SeedError(where, "a list of pages is needed")
        for page in content["pages"]:
            if not pages.get(page):
                raise SeedError(where, f"{page!r} is not one of the property's pages")
        read["pages"] = list(content["pages"])
    return read


def profile_of(owner: Property, world_seed: int, history_days: int) -> Profile:
    """The profile of a property's series, for GA4's reports and for what Google Ads imports from it.

    world_seed: the policy `traffic_seed`.
    history_days: the policy `data_history_days`.
    """
    traffic = owner.traffic
    since, sessions = traffic.get("since"), traffic.get("sessions_per_day")
    return Profile(
        world_seed=world_seed,
        key=owner.name,
        sessions_per_day=_usual_sessions(owner, world_seed) if sessions is None else sessions,
        devices=tuple(traffic.get("devices", dict(_DEVICES)).items()),
        channels=tuple(traffic.get("channels", dict(_CHANNELS)).items()),
        pages=tuple(traffic.get("pages", dict(_PAGES + _LAST_PAGES)).items()),
        events=tuple(_events_of(owner, world_seed)),
        since=date.fromisoformat(since) if since else _beginning(owner, history_days),
    )


def _beginning(owner: Property, history_days: int) -> date | None:
    first = owner.create_time.date().toordinal() - max(0, history_days)
    return date.fromordinal(first) if first >= 1 else None


def _usual_sessions(owner: Property, world_seed: int) -> float:
    return round(between(180, 620, world_seed, owner.name, "sessions_per_day"))


def _events_of(owner: Property, world_seed: int) -> list[Event]:
    given = owner.traffic.get("events")
    if given is not None:
        return [_with_default(owner, _make_event(name, one)) for name, one in {**AUTOMATIC_EVENTS, **given}.items()]
    liveliness = between(0.75, 1.3, world_seed, owner.name, "liveliness")
    rates = dict(_USUAL)
    for event in owner.key_events.values():
        if event.event_name not in AUTOMATIC_EVENTS:
            rates.setdefault(event.event_name, _rate_by_name(event.event_name, world_seed))
    events = [Event(name, rate) for name, rate in AUTOMATIC_EVENTS.items()]
    events += [Event(name, rate * liveliness) for name, rate in rates.items()]
    return [_with_default(owner, event) for event in events]


def _make_event(name: str, content: Any) -> Event:
    if not isinstance(content, Mapping):
        return Event(name, content)
    return Event(name, content["rate"], content.get("value"), pages=tuple(content.get("pages", ())))


def _with_default(owner: Property, event: Event) -> Event:
    """The event with the default value of its key event, if it carries no value of its own."""
    key_event = owner.key_event(event.name)
    if event.value is not None or key_event is None or key_event.default_value is None:
        return event
    return Event(event.name, event.rate, key_event.default_value.numeric_value, fixed_value=True, pages=event.pages)


def _rate_by_name(name: str, world_seed: int) -> float:
    """Words give the height, the name as a whole a little of its own, so that no two events are quite alike."""
    own = between(0.97, 1.03, world_seed, "rates", name)
    for word, rate in _BY_WORD:
        if word in name.lower():
            return rate * own
    return between(0.01, 0.09, world_seed, "rates", name) * own
