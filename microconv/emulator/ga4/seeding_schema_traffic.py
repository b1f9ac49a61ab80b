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
        "An event: with a rate, with a number per day, or with counts; see also the keys of days.",
        {
            "rate": amount("Events per session; not with per_day."),
            "value": amount("The mean value with a rate, that of each of the others."),
            "pages": some("The pages on which it happens.", text()),
            **course(),
        },
    )
    keys = {
        "sessions_per_day": either("Their mean. Default: 0.", usual, amount()),
        "since": course()["since"],
        "events": either(
            "By name. `usual`: those of a shop with a form, and of the key events here.",
            usual,
            by_name("By name.", either("Events per session, alone or with more.", usual, amount(), given(event))),
        ),
        "months": months(),
        "items": listed("What its shop sells; without this key there are items of the emulator's.", _item()),
        "chains": listed("What follows micro-conversions.", _chain()),
        **{
            key: by_name(f"Shares of {key}, by name.", amount(), minProperties=1)
            for key in ("pages", "devices", "channels")
        },
    }
    about = "Not in the API: what it collects; without it what is sent to it. `usual`: usual sessions and events."
    return either(about, usual, record("What it collects.", keys))


def _item() -> Node:
    keys = {
        "id": text("As the shop has it. Default: its name.", minLength=1),
        "name": text("For people.", minLength=1),
        "category": text("Default: (not set).", minLength=1),
        "price": amount("In the property's currency. Default: what the events carry."),
        "share": amount("Of all items that are looked at. Default: 1."),
    }
    return record("An item.", keys, ("name",))


def _chain() -> Node:
    days = {key: one for key, one in course().items() if key not in ("per_day", "counts")}
    keys = {
        "event": text("Its name.", minLength=1),
        "probability": _probability("Of those who did the step before."),
        "within_days": {**whole("It comes so many days after that at most. Default: 0."), "maximum": MOST_DAYS},
        "devices": by_name("Other probabilities, by category of device.", _probability()),
        "value": amount("Of each event."),
        "page": text("Where it happens. Default: the first of the pages.", minLength=1),
        **days,
    }
    steps = {**some("One after the other.", record("A step.", keys, ("event", "probability"))), "maxItems": MOST_STEPS}
    start = text("The micro-conversion, one of the events: each session that has it is a start.", minLength=1)
    return record("A chain.", {"after": start, "steps": steps}, ("after", "steps"))


def _probability(about: str = "") -> Node:
    return node("number", about, minimum=0, maximum=1)
