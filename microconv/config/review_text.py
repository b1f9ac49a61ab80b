"""`learning` and `review` of a client as data for a config file."""

from __future__ import annotations

from typing import Any

from microconv.config.review_form import NO_CHANGE
from microconv.core.client import Client
from microconv.core.review_settings import Decision, Learning
from microconv.core.yaml_text import Bare

Data = Any


def learning_data(learning: Learning) -> dict[str, Data]:
    """The keys of `learning` as data for a config file; empty for none."""
    usual = Learning()
    return {
        name: getattr(learning, name)
        for name in ("finals", "days", "back_below", "reviews")
        if getattr(learning, name) != getattr(usual, name)
    }


def review_data(client: Client) -> dict[str, Data]:
    """The keys of `review` as data for a config file; empty for none."""
    keys: dict[str, Data] = {}
    if client.review_every is not None:
        keys["every"] = client.review_every.value
    if client.review_last is not None:
        keys["last"] = Bare(client.review_last.isoformat())
    if client.review_report:
        keys["report"] = client.review_report
    if client.decisions:
        keys["decisions"] = [decision_data(one) for one in client.decisions]
    return keys


def decision_data(decision: Decision) -> dict[str, Data]:
    """One decision, in the order of the reference."""
    changed: dict[str, Data] = {} if decision.role is None else {"role": decision.role.value}
    changed |= {} if decision.value is None else {"value": decision.value}
    return {
        "date": Bare(decision.date.isoformat()),
        "conversion": decision.conversion,
        "change": changed or Bare(NO_CHANGE),
        "reason": decision.reason,
    }
