"""The work of an audit grows in proportion to the account: with its actions, and with its campaigns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from microconv.audit.result import Audit
from microconv.audit.run import audit
from microconv.core.measures import Counted
from microconv.core.resource import Live
from tests.growth import growth
from tests.strategies import action, campaign, campaign_goal, goal, imported
from tests.unit.audit.cases import account

CATEGORIES = ("purchase", "page_view", "add_to_cart", "submit_lead_form", "begin_checkout")


def world(actions: int, campaigns: int) -> Callable[[], Audit]:
    """The audit of an account; a third of its actions are primary, a quarter are imports, each campaign in two has own
    goals.
    """
    live: list[Live] = [goal(f"{category}~website") for category in CATEGORIES]
    for number in range(1, actions + 1):
        make = imported if number % 4 == 0 else action
        category = CATEGORIES[number % len(CATEGORIES)]
        live.append(make(f"mv_act{number}", number, category=category, primary_for_goal=number % 3 == 0))
    for number in range(1, campaigns + 1):
        settings = campaign(f"Campaign {number}", number, own=number % 2 == 0)
        live += [settings, *(campaign_goal(settings, f"{category}~website") for category in CATEGORIES[number % 2 :])]
    counts = {item.address.name: Counted(bid=1.0, bid_value=50.0, all=2.0) for item in live}
    spend = {str(number): 1_000.0 for number in range(1, campaigns + 1)}
    subject = account(*live, counts=counts, spend=spend)
    return lambda: audit(subject, made="2026-11-23T09:00:00+09:00", tool="microconv")


@pytest.mark.parametrize(
    "work", [lambda size: world(size, 10), lambda size: world(40, size)], ids=["acts", "campaigns"]
)
def test_the_work_grows_with_the_account_and_no_faster(work: Callable[[int], Callable[[], Audit]]) -> None:
    assert growth(work, 150) <= 2.2
