"""The schema of what tags send, by seed (``traffic``) and one by one (``hits``), for both APIs."""

from __future__ import annotations

from microconv.emulator.schema_nodes import (
    Node,
    account,
    amount,
    by_name,
    day,
    flag,
    listed,
    maybe,
    moment,
    node,
    record,
    text,
    whole,
)


def course() -> dict[str, Node]:
    """The keys that say on which days something happens."""
    week = {"type": "array", "items": amount(), "minItems": 7, "maxItems": 7}
    return {
        "per_day": amount("The mean of a day; not together with a rate."),
        "week": {**week, "description": "The factor of each day of the week, Monday first: seven numbers."},
        "trend": node("number", "The growth in a year: 0.2 is a fifth more each year.", exclusiveMinimum=-1),
        "since": day("The first day on which it happens."),
        "until": day("The last day on which it happens."),
        "broken_from": day("The tag sends nothing from that day on."),
        "months": months(),
        "counts": by_name(
            "Exact numbers for some days, by day; they go before all the rest.", whole(), propertyNames=day()
        ),
    }


def months() -> Node:
    """The months that have more or less of a level."""
    month = text(pattern="^([0-9]{4}-)?(0[1-9]|1[0-2])$")
    return by_name(
        "The factors of months: 08 for every August, 2026-08 for one; 0 is a month without any.",
        amount(),
        propertyNames=month,
    )


def conversion_hits() -> Node:
    """The requests of a conversion action's tag."""
    keys = {
        "at": moment("The time it came in."),
        "value": maybe(amount("In the account's currency; without it the action's own.")),
        "campaign": maybe(account("The id of the campaign that was clicked.")),
        "click": text("The id of the click."),
        "order": text("The id of the order."),
        "counted": flag("False if the action does not count it: the order or the click had counted before."),
    }
    return listed("Not in the API: requests of its tag, one by one.", record("A request.", keys, ("at",)))


def event_hits() -> Node:
    """The events that a property was sent."""
    keys = {
        "at": moment("The time it happened."),
        "event": text("Its name.", minLength=1),
        "value": maybe(amount("In the property's currency.")),
        "client": text("The browser."),
        "session": text("The session; without it one client has one session a day."),
        "page": text("The path of the page. Default: /."),
        "device": text("The category of the device. Default: desktop."),
        "channel": text("The default channel group of the session. Default: Paid Search."),
    }
    return listed("Not in the API: events, one by one.", record("An event.", keys, ("at", "event")))
