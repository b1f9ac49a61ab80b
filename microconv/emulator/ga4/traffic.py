"""The profile of a property's series, from the ``traffic`` of its seed (the format: see `seeding_traffic`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.seeding_chains import chains_of, items_of
from microconv.emulator.seeding_course import course_of
from microconv.emulator.series import AUTOMATIC_EVENTS, Event, Item, Profile, Shares
from microconv.emulator.series.noise import between

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property

#: In a seed: as such properties and events usually have it.
USUAL = "usual"
DEFAULT_DEVICES: Shares = (("mobile", 0.62), ("desktop", 0.33), ("tablet", 0.05))
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
DEFAULT_PAGES: Shares = (
    ("/", 0.34),
    ("/products", 0.26),
    ("/products/detail", 0.2),
    ("/cart", 0.08),
    ("/form", 0.08),
    ("/thanks", 0.04),
)
#: What a shop sells of which the seed does not say it; the price is what an event carries.
DEFAULT_ITEMS = (
    Item("SKU-1", "Linen shirt", "Clothes", 0.0, 0.35),
    Item("SKU-2", "Wool coat", "Clothes", 0.0, 0.2),
    Item("SKU-3", "Tea cup", "Kitchen", 0.0, 0.25),
    Item("SKU-4", "Desk lamp", "Lighting", 0.0, 0.2),
)
#: Events per session of what a shop with a form usually has. Their order is that of the way to a purchase or a lead.
USUAL_EVENTS: dict[str, float] = {
    "view_item": 0.48,
    "form_start": 0.085,
    "add_to_cart": 0.08,
    "begin_checkout": 0.042,
    "form_submit": 0.024,
    "generate_lead": 0.022,
    "purchase": 0.016,
}
#: For events that the table above does not have: the first of these words in the name decides.
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


def profile_of(owner: Property, world_seed: int, history_days: int) -> Profile:
    """The profile of a property's series, for GA4's reports and for what Google Ads imports from it.

    world_seed: the policy `traffic_seed`.
    history_days: the policy `data_history_days`.
    """
    traffic = owner.traffic
    since, sessions = traffic.get("since"), traffic.get("sessions_per_day", 0)
    return Profile(
        world_seed=world_seed,
        key=owner.name,
        sessions_per_day=_usual_sessions(owner, world_seed) if sessions == USUAL else sessions,
        devices=tuple(traffic.get("devices", dict(DEFAULT_DEVICES)).items()),
        channels=tuple(traffic.get("channels", dict(_CHANNELS)).items()),
        pages=tuple(traffic.get("pages", dict(DEFAULT_PAGES)).items()),
        events=tuple(_events_of(owner, world_seed)),
        items=_items_of(traffic),
        chains=chains_of(traffic.get("chains", [])),
        seasons=course_of({"months": traffic["months"]}) if "months" in traffic else None,
        since=date.fromisoformat(since) if since else _beginning(owner, history_days),
    )


def _items_of(traffic: Mapping[str, Any]) -> tuple[Item, ...]:
    return items_of(traffic["items"]) if "items" in traffic else DEFAULT_ITEMS


def _beginning(owner: Property, history_days: int) -> date | None:
    first = owner.create_time.date().toordinal() - max(0, history_days)
    return date.fromordinal(first) if first >= 1 else None


def _usual_sessions(owner: Property, world_seed: int) -> float:
    return round(between(180, 620, world_seed, owner.name, "sessions_per_day"))


def _events_of(owner: Property, world_seed: int) -> list[Event]:
    events = [
        Event(name, _usual_rate(owner, name, world_seed)) if one == USUAL else make_event(name, one)
        for name, one in {**AUTOMATIC_EVENTS, **owner.traffic.get("events", {})}.items()
    ]
    names = {event.name for event in events}
    steps = {step["event"]: step for chain in owner.traffic.get("chains", []) for step in chain["steps"]}
    events += [Event(name, 0.0, step.get("value")) for name, step in steps.items() if name not in names]
    return [_with_default(owner, event) for event in events]


def make_event(name: str, content: Any) -> Event:
    """The event that a checked seed describes: by its rate, or by a mapping.

    Raises ValueError for what cannot be.
    """
    if not isinstance(content, Mapping):
        return Event(name, content)
    pages = tuple(content.get("pages", ()))
    return Event(name, content.get("rate", 0.0), content.get("value"), pages=pages, course=course_of(content))


def _with_default(owner: Property, event: Event) -> Event:
    """The event with the default value of its key event, if it carries no value of its own."""
    key_event = owner.key_event(event.name)
    if event.value is not None or key_event is None or key_event.default_value is None:
        return event
    return replace(event, value=key_event.default_value.numeric_value, fixed_value=True)


def _usual_rate(owner: Property, name: str, world_seed: int) -> float:
    if name in AUTOMATIC_EVENTS:
        return AUTOMATIC_EVENTS[name]
    rate = USUAL_EVENTS[name] if name in USUAL_EVENTS else _rate_by_name(name, world_seed)
    return rate * between(0.75, 1.3, world_seed, owner.name, "liveliness")


def _rate_by_name(name: str, world_seed: int) -> float:
    """Words give the height, the name as a whole a little of its own, so that no two events are quite alike."""
    own = between(0.97, 1.03, world_seed, "rates", name)
    for word, rate in _BY_WORD:
        if word in name.lower():
            return rate * own
    return between(0.01, 0.09, world_seed, "rates", name) * own
