"""Are conversions counted as often, and for as long, as they should be?"""

from __future__ import annotations

from typing import Any

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.rules.counting import (
    LAG_STARTS,
    LEADS,
    SALES,
    counting_leads_many,
    counting_purchases_once,
    counting_view_through,
    counting_window_short,
)
from microconv.core.conversion import GA4_IMPORT, ConversionKind
from microconv.core.measures import Counted
from microconv.core.resource import Standing
from microconv.providers.google_ads.settings import ENUMS
from microconv.providers.words import enum_words
from tests.strategies import action, client, conversion, goal, imported
from tests.unit.audit.cases import Case, account, cannot_tell, does_not_apply, fails, passes

_LEAD = action("Enquiry", 1, category="contact", counting_type="many_per_click")
_ONCE = action("Enquiry", 1, category="contact", counting_type="one_per_click")
_SALE = action("Sale", 2, category="purchase", counting_type="one_per_click")
_EVERY = action("Sale", 2, category="purchase", counting_type="many_per_click")
_CART = action("mv_cart", 3, counting_type="many_per_click")
_THEIRS = action("Theirs", 4, Standing.OTHER_OWNER, category="contact", primary_for_goal=True)

_ROOM = action(
    "Room", 5, category="book_appointment", counting_type="many_per_click", value_settings__default_value=1.0,
    value_settings__always_use_default_value=False,
)  # fmt: skip

_TAP = action("Clicks to call", 6, Standing.FIXED, type="google_hosted", origin="google_hosted", category="contact",
              counting_type="many_per_click", primary_for_goal=True)  # fmt: skip
_HOSTED_GOAL = goal("contact~google_hosted")
_PLACED = action("Placed", 7, Standing.FIXED, type="webpage_codeless", category="contact",
                 counting_type="many_per_click", primary_for_goal=True)  # fmt: skip
_DEAL = action("Closed Won", 8, type="upload_clicks", category="purchase", counting_type="one_per_click")

_BY_GA4 = account(
    imported("form", 1, category="contact", view_through_lookback_window_days=60),
    client=client(conversion("form", source=GA4_IMPORT, event="form", kind=ConversionKind.MACRO)),
)


def lagging(days: int | None, kind: str = "webpage", /, **lags: float) -> Subject:
    """An account with one action with this click-through window, and these lags."""
    item = action("Enquiry", 1, category="contact", type=kind, click_through_lookback_window_days=days)
    return account(item, counts={"Enquiry": Counted(lags=lags)})


def lengthened(days: int, kind: str, late: str, longer: int) -> Case:
    """A step whose window should be longer, and the config line for it."""
    item = action("mv_form", 1, type=kind, click_through_lookback_window_days=days)
    subject = account(item, counts={"mv_form": Counted(lags={late: 20.0})}, client=client(conversion("mv_form")))
    line = f"  google_ads: {{click_through_lookback_window_days: {longer}}}\n"
    return fails(counting_window_short, subject, "mv_form", lines=(f"- name: mv_form\n{line}",))


def viewed(name: str, view: int | None, click: int | None) -> Subject:
    """An account with one final action (or step, by its name) with these windows."""
    windows: dict[str, Any] = {"view_through_lookback_window_days": view, "click_through_lookback_window_days": click}
    return account(action(name, 1, category="contact", **windows))


CASES = [
    fails(counting_leads_many, account(_LEAD, _EVERY, _CART), "Enquiry", seen=("contact", "many_per_click")),
    fails(counting_leads_many, account(_THEIRS), "Theirs", about="a manager's, used"),
    passes(counting_leads_many, account(_ONCE, _EVERY)),
    does_not_apply(counting_leads_many, account(_SALE, _CART), about="no lead"),
    does_not_apply(
        counting_leads_many,
        account(action("Plan", 1, category="subscribe_paid", counting_type="many_per_click")),
        about="a subscription can count either way",
    ),
    does_not_apply(
        counting_leads_many, account(_ROOM, counts={"Room": Counted(all=20, all_value=3_600)}), about="paid"
    ),
    fails(counting_leads_many, account(_ROOM, counts={"Room": Counted(all=9, all_value=1_600)}), "Room"),
    does_not_apply(counting_leads_many, account(_THEIRS, goal("contact~website", False)), about="not used here"),
    does_not_apply(counting_leads_many, account(google_ads=False)),
    fails(counting_purchases_once, account(_SALE, _ONCE), "Sale", seen=("purchase", "one_per_click")),
    passes(counting_purchases_once, account(_EVERY, _ONCE)),
    does_not_apply(counting_purchases_once, account(_ONCE), about="no sale"),
    does_not_apply(counting_purchases_once, account(google_ads=False)),
    fails(
        counting_window_short,
        lagging(30, less_than_one_day=18, twenty_one_to_thirty_days=2),
        "Enquiry",
        seen=("10%", "20", "21", "30"),
        about="enough, and just enough of them late",
    ),
    fails(
        counting_window_short,
        lagging(30, twenty_one_to_thirty_days=20, thirty_to_forty_five_days=180),
        "Enquiry",
        seen=("10%", "200"),
        about="what came after a window that was longer once is not in its last third",
    ),
    passes(counting_window_short, lagging(30, less_than_one_day=18.1, twenty_one_to_thirty_days=2), about="fewer late"),
    fails(
        counting_window_short,
        lagging(14, less_than_one_day=18, thirteen_to_fourteen_days=2),
        "Enquiry",
        seen=("10 ",),
        about="from the tenth of 14 days on",
    ),
    passes(counting_window_short, lagging(14, less_than_one_day=18.1, thirteen_to_fourteen_days=2)),
    passes(counting_window_short, lagging(30, fourteen_to_twenty_one_days=20), about="before the last third"),
    does_not_apply(counting_window_short, lagging(30, twenty_one_to_thirty_days=19.9), "20", "90", about="too few"),
    does_not_apply(counting_window_short, lagging(30, twenty_one_to_thirty_days=19.9, unknown=5), about="lag unknown"),
    fails(
        counting_window_short, lagging(3, two_to_three_days=20), "Enquiry", seen=("100%",), about="from two thirds on"
    ),
    does_not_apply(counting_window_short, lagging(2, one_to_two_days=20), about="too short to be told"),
    does_not_apply(counting_window_short, lagging(None, one_to_two_days=20), about="no window"),
    fails(counting_window_short, lagging(89, sixty_to_ninety_days=20), "Enquiry"),
    does_not_apply(counting_window_short, lagging(90, sixty_to_ninety_days=20), about="cannot be longer"),
    fails(counting_window_short, lagging(60, forty_five_to_sixty_days=20), "Enquiry"),
    does_not_apply(
        counting_window_short, lagging(60, "ad_call", forty_five_to_sixty_days=20), about="a call's longest"
    ),
    fails(counting_window_short, lagging(59, "website_call", forty_five_to_sixty_days=20), "Enquiry"),
    cannot_tell(counting_window_short, account(_LEAD)),
    cannot_tell(counting_window_short, account(_LEAD, missing={"lags": "refused"}), "refused"),
    does_not_apply(counting_window_short, account(google_ads=False)),
    fails(counting_view_through, viewed("Enquiry", 8, 7), "Enquiry", seen=("8", "7")),
    passes(counting_view_through, viewed("Enquiry", 7, 7)),
    passes(counting_view_through, viewed("Enquiry", 30, None), about="no window for clicks"),
    fails(counting_view_through, viewed("mv_form", 2, 30), "mv_form", seen=("2", "30"), about="a step, two days"),
    passes(counting_view_through, viewed("mv_form", 1, 30), about="a step, a day"),
    does_not_apply(counting_view_through, viewed("Enquiry", None, 30), about="calls have none"),
    does_not_apply(counting_view_through, account(google_ads=False)),
    lengthened(7, "webpage", "six_to_seven_days", 30),
    lengthened(29, "webpage", "twenty_one_to_thirty_days", 30),
    lengthened(30, "webpage", "twenty_one_to_thirty_days", 60),
    lengthened(60, "webpage", "forty_five_to_sixty_days", 90),
    lengthened(45, "ad_call", "thirty_to_forty_five_days", 60),
    fails(
        counting_leads_many,
        account(_LEAD, _SALE, client=client(conversion("Enquiry"), conversion("Sale"))),
        "Enquiry",
        lines=("- name: Enquiry\n  counting: one_per_click\n",),
    ),
    fails(
        counting_purchases_once,
        account(_LEAD, _SALE, client=client(conversion("Enquiry"), conversion("Sale"))),
        "Sale",
        lines=("- name: Sale\n  counting: many_per_click\n",),
    ),
    fails(
        counting_view_through,
        account(action("mv_form", 1, view_through_lookback_window_days=30), client=client(conversion("mv_form"))),
        "mv_form",
        lines=("- name: mv_form\n  google_ads: {view_through_lookback_window_days: 1}\n",),
    ),
    fails(counting_leads_many, account(_LEAD), "Enquiry", about="no config", lines=("",)),
    does_not_apply(counting_leads_many, account(_TAP, _HOSTED_GOAL), about="Google counts it on its own pages"),
    fails(counting_leads_many, account(_PLACED), "Placed", about="a tag that Google places"),
    does_not_apply(counting_purchases_once, account(_DEAL), about="a lead becomes a customer once"),
    fails(counting_purchases_once, account(_DEAL, _SALE), "Sale", about="a sale beside a deal"),
    fails(counting_view_through, viewed("mv_form", 2, 30), "mv_form", about="no config", lines=("",)),
    fails(counting_leads_many, _BY_GA4, "Aoi (web) form", about="an import is not set by the config", lines=("",)),
    fails(counting_view_through, _BY_GA4, "Aoi (web) form", about="an import is not set by the config", lines=("",)),
]


@pytest.mark.parametrize("category", sorted(LEADS))
def test_every_lead_is_counted_once(category: str) -> None:
    lead = action("x", 1, category=category, counting_type="many_per_click")
    assert [item.name for item in counting_leads_many.check(account(lead)).evidence] == ["x"]


@pytest.mark.parametrize("category", sorted(SALES))
def test_every_sale_is_counted(category: str) -> None:
    sale = action("x", 1, category=category, counting_type="one_per_click")
    assert [item.name for item in counting_purchases_once.check(account(sale)).evidence] == ["x"]


def test_the_buckets_are_those_of_the_client() -> None:
    words = enum_words(f"{ENUMS}/conversion_lag_bucket.py:ConversionLagBucketEnum.ConversionLagBucket")
    assert words == tuple(LAG_STARTS)


@pytest.mark.parametrize("word", LAG_STARTS)
def test_a_bucket_begins_where_its_name_says(word: str) -> None:
    ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    ones += ["thirteen", "fourteen"]
    numbers = {name: number for number, name in enumerate(ones)} | {
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "sixty": 60,
    }
    head = word.replace("less_than_one", "zero").split("_to_")[0].removesuffix("_day").split("_")
    assert LAG_STARTS[word] == sum(numbers[name] for name in head)


def test_how_many_were_looked_at() -> None:
    subject = lagging(30, less_than_one_day=20)
    assert counting_window_short.check(subject).checked == 1
    assert counting_leads_many.check(account(_LEAD, _ONCE, _SALE)).checked == 2
    assert counting_view_through.check(viewed("Enquiry", 1, 7)).checked == 1
