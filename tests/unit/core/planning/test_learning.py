"""The learning that a plan starts: by other actions, or by other values of those that bidding uses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from strategies import action, campaign, client, conversion, goal, plan_of

from microconv.core.conversion import Role, Value
from microconv.core.learning_time import LearningTime
from microconv.core.plan import Plan
from microconv.core.planning.learning import learning_of
from microconv.core.resource import Live
from microconv.core.text import NO_TEXT, Language, Text
from microconv.render.plan_parts import learning_text

FIXED: dict[str, Any] = {
    "value_settings__always_use_default_value": True,
    "value_settings__default_value": 300.0,
    "value_settings__default_currency_code": "JPY",
}
GOALS = (goal("add_to_cart~website"), campaign("Brand"))


def planned(live: Live, role: Role, value: float) -> tuple[Plan, tuple[Live, ...]]:
    wanted = client(conversion("mv_cart", role=role, value=Value(value, "JPY")))
    return plan_of(wanted, live, *GOALS), (live, *GOALS)


@pytest.mark.parametrize(
    ("primary", "role", "value", "learning"),
    [
        (True, Role.PRIMARY, 300, None),
        (True, Role.PRIMARY, 400, LearningTime(values_only=True)),
        (True, Role.SECONDARY, 300, LearningTime()),
        (True, Role.SECONDARY, 400, LearningTime()),
        (False, Role.SECONDARY, 400, None),
        (False, Role.PRIMARY, 300, LearningTime()),
    ],
)
def test_bidding_learns_where_it_uses_something_else(
    primary: bool, role: Role, value: float, learning: LearningTime | None
) -> None:
    plan, live = planned(action("mv_cart", 1, primary_for_goal=primary, **FIXED), role, value)
    assert learning_of(plan, live, NO_TEXT) == learning


def test_a_snapshot_does_not_tell_the_cycle() -> None:
    plan, live = planned(action("mv_cart", 1, primary_for_goal=True, **FIXED), Role.SECONDARY, 300)
    learning = learning_of(plan, live)
    assert learning is not None
    assert (learning.cycle_days, learning.why) == (None, "a snapshot does not tell it")


KNOWN = LearningTime(False, 9, 0.8, 120.0, datetime.date(2026, 12, 25))
OTHER = Text("too few of them", "件数不足")


@pytest.mark.parametrize(
    ("learning", "english", "japanese"),
    [
        (
            KNOWN,
            "bidding learns anew: Google needs about 2–3 × 9 days; next review not before 2026-12-25",
            "入札は学習し直しになります。目安は 9 日の 2～3 倍です。次の見直しは 2026-12-25 以降にしてください",
        ),
        (
            KNOWN._replace(values_only=True, cycle_days=1, why=OTHER),
            "bidding by value learns anew: Google needs about 2–3 × 1 day; next review not before 2026-12-25 "
            "(too few of them)",
            "値に基づく入札は学習し直しになります。目安は 1 日の 2～3 倍です。"
            "次の見直しは 2026-12-25 以降にしてください（件数不足）",
        ),
        (
            LearningTime(why=OTHER),
            "bidding learns anew for about 2–3 conversion cycles; how long one is here is not known (too few of them)",
            "入札は学習し直しになり、コンバージョンに至る日数の 2～3 倍ほどかかります。"
            "その日数はわかりません（件数不足）",
        ),
    ],
)
def test_sentences(learning: LearningTime, english: str, japanese: str) -> None:
    text = learning_text(learning)
    assert (text.of(Language.EN), text.of(Language.JA)) == (english, japanese)
