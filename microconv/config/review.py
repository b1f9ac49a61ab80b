"""`review`: when values and roles are reviewed, when they last were, and what was decided."""

from __future__ import annotations

import datetime
from typing import Any

from microconv.config.event_rule_parameters import items_of
from microconv.config.forms import Date, Key, ListOf, Map, Number, OneOf, TextForm, Word
from microconv.config.id_forms import REPORT
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.value import MOST, day
from microconv.core.client import Client, ReviewEvery
from microconv.core.conversion import Role
from microconv.core.decision import Decision
from microconv.core.text import Text
from microconv.core.yaml_text import Bare

Data = Any

NO_CHANGE = "none"
"""The word for a decision to leave everything as it is."""


def review_form() -> Map:
    """The keys under `review`."""
    change = Map(
        (
            Key("role", Word(tuple(Role)), "The role that it got.", examples=("secondary",)),
            Key("value", Number(0, MOST, "currency units"), "The value that it got.", examples=(400,)),
        )
    )
    decision = Map(
        (
            Key("date", Date(), "Day of the decision.", required=True, examples=("2026-11-01",)),
            Key("conversion", TextForm(), "Name of the conversion at that time; it may be gone from the config.",
                required=True, examples=("mv_add_to_cart",)),
            Key("change", OneOf((Word((NO_CHANGE,)), change)), "What was changed: `role`, `value`, or both; `none`: it "
                "was to stay as it is.", required=True, examples=(NO_CHANGE,)),
            Key("reason", TextForm(), "Why, for those who read it later.", required=True,
                examples=("96 of 3,210 users came to the result",)),
        )
    )  # fmt: skip
    return Map(
        (
            Key("every", Word(tuple(ReviewEvery)), "How often a review is due.", examples=("month",)),
            Key("last", Date(), "Day of the last review.", examples=("2026-11-01",)),
            Key("report", REPORT, "Address of the report that is shared with the client.",
                examples=("https://lookerstudio.google.com/reporting/1a2b3c",)),
            Key("decisions", ListOf(decision), "What was decided about conversions, in any order. No new proposal is "
                "made too soon after a change. A list here replaces that of a base."),
        )
    )  # fmt: skip


def decisions_of(review: dict[str, Data], place: SourcePlace, problems: Problems) -> tuple[Decision, ...]:
    """The decisions, as far as they are right. Problems are reported. `place` is that of `review`."""
    decisions = []
    for item, spot in items_of(review, "decisions", place):
        dated = spot.child("date") or spot
        date = day(item.get("date"), "review.decisions.date", dated, problems)
        conversion, change, reason = item.get("conversion"), item.get("change"), item.get("reason")
        if change == {}:
            problems.error(
                "missing", (spot.child("change") or spot).span,
                Text("review.decisions.change says nothing", "review.decisions.change の内容がありません"),
                hint=Text(
                    "write `{role: secondary}`, `{value: 400}`, or `none` where all was left as it is",
                    "`{role: secondary}`、`{value: 400}` のように書いてください。変更しなかった場合は `none` です",
                ),
            )  # fmt: skip
        changed = change if isinstance(change, dict) else {}
        if date is not None and isinstance(conversion, str) and isinstance(reason, str):
            role, value = changed.get("role"), changed.get("value")
            decisions.append(
                Decision(
                    date,
                    conversion,
                    Role(role) if isinstance(role, str) else None,
                    float(value) if isinstance(value, int | float) else None,
                    reason,
                    dated.span,
                )
            )
    return tuple(decisions)


def check_days(client: Client, place: SourcePlace, today: datetime.date, problems: Problems) -> None:
    """Report days that are to come. `place` is that of the whole config.

    A last review would hide that the next one is overdue, and a decision would stop all proposals. Tomorrow is right:
    somewhere on Earth it is that day already.
    """
    last, spot = client.review_last, place.find("review.last")
    if last is not None and spot is not None and (last - today).days > 1:
        problems.warning(
            "future-day", spot.span,
            Text(f"review.last is {last}, a day that is still to come", f"review.last が未来の日付（{last}）です"),
            Text(
                f"today is {today}; until then no review counts as overdue",
                f"今日は {today} です。その日までは、見直しの期限切れを検出できません",
            ),
            Text("write the day of the last review", "前回見直した日を書いてください"),
        )  # fmt: skip
    for decision in client.decisions:
        if (decision.date - today).days > 1:
            problems.error(
                "future-day", decision.span or place.span,
                Text(
                    f"review.decisions has {decision.date}, a day that is still to come",
                    f"review.decisions に未来の日付（{decision.date}）があります",
                ),
                Text(
                    f"today is {today}; what is planned is no decision yet",
                    f"今日は {today} です。これからの予定は書けません",
                ),
                Text("write the day of the decision", "決定した日を書いてください"),
            )  # fmt: skip


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
