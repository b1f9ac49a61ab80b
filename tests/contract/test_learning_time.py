"""The time that bidding needs to learn from a plan: one query for the lag, only where bidding uses something else."""

from __future__ import annotations

import datetime
import json

import pytest

from microconv.core.conversion import Role
from microconv.core.plan import Plan
from microconv.core.text import Language
from microconv.emulator.faults import Fault
from microconv.render.plan import plan_text
from microconv.render.plan_markdown import plan_markdown
from tests.contract.ads_account import action, campaign

TODAY = datetime.date(2026, 11, 23)
"""By the emulated clock in the account's time zone, Tokyo's. In UTC the world begins at midnight, where a
client whose clock is a moment behind would see the day before."""

FIXED = {"default_value": 300, "default_currency_code": "JPY", "always_use_default_value": True}
SLOW = {"conversion_lags": {"LESS_THAN_ONE_DAY": 0.6, "EIGHT_TO_NINE_DAYS": 0.4}}
"""Nine of ten come within 8.75 days, and half of them within 0.83."""


@pytest.fixture
def busy(inhabit):
    """An account of which bidding uses a purchase with a lag; a step of it has none."""
    return inhabit(
        [
            action(1, "purchase", value_settings=FIXED, **SLOW),
            action(2, "mv_up", primary=False, conversion_lags={"LESS_THAN_ONE_DAY": 1}),
            action(3, "mv_valued", primary=False, value_settings=FIXED),
        ],
        campaigns=[campaign(11, "Brand")],
    )


@pytest.fixture
def wanted(project, conversion):
    def make(role: Role = Role.SECONDARY, *, worth: float = 300, step: float = 300):
        return project(
            conversion("purchase", role=Role.PRIMARY, value=worth),
            conversion("mv_up", role=role),
            conversion("mv_valued", value=step),
        )

    return make


def test_a_role_that_changes_is_told_with_the_cycle_of_what_bidding_uses(busy, wanted):
    """The step that comes at once is not among them: it would make the cycle a day."""
    learning = wanted(Role.PRIMARY).plan().learning
    assert learning is not None
    assert learning.median_days is not None
    assert (learning.cycle_days, learning.review_from) == (9, TODAY + datetime.timedelta(days=27))
    assert learning.median_days == pytest.approx(5 / 6, abs=0.2)
    assert learning.conversions > 20
    assert (learning.values_only, learning.why) == (False, "")


def test_a_value_of_what_bidding_uses_matters(busy, wanted):
    learning = wanted(worth=900).plan().learning
    assert learning is not None
    assert (learning.values_only, learning.cycle_days) == (True, 9)


def test_a_value_of_what_bidding_does_not_use_asks_nothing(busy, wanted, holds):
    plan = wanted(step=900).plan()
    assert [change.address.name for change in plan.changes] == ["mv_valued"]
    assert plan.learning is None


def test_a_plan_without_change_makes_no_further_call(busy, wanted, holds):
    plan = wanted().plan()
    assert (plan.empty, plan.learning) == (True, None)
    assert plan.reads == len(holds.reads()) == 4


def test_it_takes_one_call_which_the_plan_counts(busy, wanted, holds):
    plan = wanted(Role.PRIMARY).plan()
    one_more = plan.reads
    assert one_more == len(holds.reads()) + len(holds.rehearsals())
    holds.world.log.clear()
    values = wanted(step=900).plan()
    assert values.reads == one_more - 1
    assert holds.writes() == []


def test_a_query_that_is_refused_is_said_and_the_plan_goes_on(busy, wanted):
    busy.faults.add(
        Fault(
            "google_ads", "SearchStream", nth=5, status="PERMISSION_DENIED", message="Not for you.",
            error=("authorization_error", "ACTION_NOT_PERMITTED"),
        )
    )  # fmt: skip
    plan = wanted(Role.PRIMARY).plan()
    assert plan.learning is not None
    assert plan.learning.cycle_days is None
    assert "ACTION_NOT_PERMITTED" in plan.learning.why
    assert len(plan.changes) == 1
    assert "how long one is here is not known" in plan_text(plan)


def test_an_account_that_counts_little_has_no_cycle(inhabit, wanted):
    inhabit([action(2, "mv_up", primary=False, type="WEBPAGE")], campaigns=[campaign(11, "Brand")])
    learning = wanted(Role.PRIMARY).plan().learning
    assert learning is not None
    assert learning.cycle_days is None
    assert learning.why == "fewer than 20 conversions with a known lag in these days"


def test_it_is_read_in_every_form(busy, wanted):
    plan = wanted(Role.PRIMARY).plan()
    day = TODAY + datetime.timedelta(days=27)
    sentence = f"bidding learns anew: Google needs about 2–3 × 9 days; next review not before {day}"
    japanese = f"入札は学習し直しになります。目安は 9 日の 2～3 倍です。次の見直しは {day} 以降にしてください"
    for draw in (plan_text, plan_markdown):
        assert sentence in " ".join(draw(plan).split())
        assert japanese in draw(plan, language=Language.JA).replace("\n      ", "")
    document = json.loads(plan.to_json())["learning"]
    assert (document["cycle_days"], document["review_from"]) == (9, str(day))
    assert Plan.from_json(plan.to_json()) == plan
