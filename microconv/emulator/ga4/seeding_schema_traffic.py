"""The schema of the ``traffic`` of a property in a seed."""

from __future__ import annotations

from microconv.emulator.schema_nodes import (
    Node,
    amount,
    by_name,
    either,
    given,
    listed,
    node,
    record,
    some,
    text,
    whole,
    words,
)
from microconv.emulator.schema_traffic import course, months
from microconv.emulator.series.chains import MOST_DAYS, MOST_STEPS


def traffic() -> Node:
    """The traffic of a property."""
    usual = words(["usual"], "As usual.")
    event = record(
        "An event. It has a rate, a number per day, or counts; the other keys say on which days it happens.",
        {
            "rate": amount("Events per session; not with per_day."),
            "value": amount("With a rate the mean of the values; otherwise the value of each event."),
            "pages": some("The pages on which it happens.", text()),
            **course(),
        },
    )
    keys = {
        "sessions_per_day": either("The mean of a day; days differ. Default: 0.", usual, amount()),
        "since": course()["since"],
        "events": either(
            "Events, by name. `usual`: those of a shop with a form, and the key events of this property.",
            usual,
            by_name("By name.", either("Events per session, alone or with more.", usual, amount(), given(event))),
        ),
        "months": months(),
        "items": listed("The items of its shop. Default: items of the emulator's own; an empty list: none.", _item()),
        "chains": listed("Events that follow a micro-conversion with a probability.", _chain()),
        **{
            key: by_name(f"The shares of its {key}, by name; they need not add up to 1.", amount(), minProperties=1)
            for key in ("pages", "devices", "channels")
        },
    }
    about = "Not in the API: what it collects; without it what is sent to it. `usual`: usual sessions and events."
    return either(about, usual, record("What it collects.", keys))


def _item() -> Node:
    keys = {
        "id": text("Its number in the shop, such as an SKU. Default: its name.", minLength=1),
        "name": text("The name that reports show.", minLength=1),
        "category": text("Default: (not set).", minLength=1),
        "price": amount("In the property's currency. Default: the value of the event."),
        "share": amount("How often it is chosen, beside the shares of the others. Default: 1."),
    }
    return record("An item.", keys, ("name",))


def _chain() -> Node:
    days = {key: one for key, one in course().items() if key not in ("per_day", "counts")}
    keys = {
        "event": text("The name of the event that is sent.", minLength=1),
        "probability": _probability("How many of those who came so far do it, from 0 to 1."),
        "within_days": {
            **whole("The most days between the step before and this one. Default: 0, the same session."),
            "maximum": MOST_DAYS,
        },
        "devices": by_name("Probabilities that differ, by device: desktop, mobile, tablet.", _probability()),
        "value": amount("The value of each event, in the property's currency."),
        "page": text("The page on which it happens. Default: the first of the pages.", minLength=1),
        **days,
    }
    steps = {
        **some("The steps, in their order.", record("A step.", keys, ("event", "probability"))),
        "maxItems": MOST_STEPS,
    }
    start = text(
        "The micro-conversion it begins with, one of the events: each session with it is a start.", minLength=1
    )
    return record("A chain.", {"after": start, "steps": steps}, ("after", "steps"))


def _probability(about: str = "") -> Node:
    return node("number", about, minimum=0, maximum=1)
