"""Do values grow towards the result, and do steps not outweigh it?"""

from __future__ import annotations

from typing import Any

from microconv.analysis.subject import Subject
from microconv.audit.rules.grading import values_not_growing, values_pollution, values_step_as_final
from microconv.core.context import CampaignBidding, Context
from microconv.core.conversion import Conversion, Value
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.strategies import action, campaign, client, conversion, goal
from tests.unit.audit.cases import Case, account, cannot_tell, does_not_apply, fails, passes

CUSTOMER_ID = "123-456-7890"


_BOTH = {"mv_form": Counted(bid=200, bid_value=10), "mv_more": Counted(bid=50, bid_value=9_000), "Sale": Counted(bid=1)}
_BOTH_FIXED = {"mv_form": Counted(bid=150), "mv_tap": Counted(bid=50), "Sale": Counted(bid=1)}
_LINE = "- name: {}\n  category: contact\n  role: secondary\n"
_TWO_LINES = _LINE.format("mv_form") + _LINE.format("mv_more")
_TWO_TURNED = _LINE.format("mv_more") + _LINE.format("mv_form")


def worth(name: str, number: int, value: float, standing: Standing = Standing.NORMAL, /, **state: Scalar) -> Live:
    """An action with a fixed value; a step by the prefix of its name, else a final conversion."""
    fixed: dict[str, Scalar] = {"category": "contact", "value_settings__always_use_default_value": True}
    return action(name, number, standing, **{**fixed, "value_settings__default_value": value, **state})


def dynamic(name: str, number: int, default: float = 1.0) -> Live:
    """A final conversion whose tag sends its value."""
    return worth(name, number, default, value_settings__always_use_default_value=False)


def leading(name: str, following: str | None = None, value: float | None = None, **said: Any) -> Conversion:
    """A conversion of the config that leads to another, with a value in yen."""
    amount = None if value is None else Value(value, "JPY")
    return conversion(name, **{"next": following, "value": amount, **said})


_STEP, _FINAL = worth("mv_form", 1, 100), worth("Sale", 2, 10_000)
_LOW = worth("Newsletter", 3, 100)
_CHAIN = client(leading("mv_form", "Sale"), leading("Sale"))


def grown(step: float, final: float) -> Case:
    """A step and what it leads to, both in the account."""
    subject = account(worth("mv_form", 1, step), worth("Sale", 2, final), worth("Else", 3, 7), client=_CHAIN)
    return fails(values_not_growing, subject, "mv_form") if step >= final else passes(values_not_growing, subject)


def for_bidding(name: str, number: int, /, **state: Scalar) -> Live:
    """A primary action: a step by the prefix of its name, else a final conversion."""
    return action(name, number, Standing.NORMAL, **{"category": "contact", "primary_for_goal": True, **state})


_FORM, _SALE = for_bidding("mv_form", 1), for_bidding("Sale", 2)
_FLOODED = {"mv_form": Counted(bid=100, bid_value=10), "Sale": Counted(bid=1, bid_value=9_000)}
_FORM_ALONE = {"mv_form": Counted(bid=100, bid_value=10)}


def at_one(fixed: bool, value: float) -> Subject:
    """Fifty steps with a default of 1 and this value together, beside five final conversions worth 5."""
    state: dict[str, Scalar] = {"value_settings__default_value": 1.0,
                                "value_settings__always_use_default_value": fixed}  # fmt: skip
    counts = {"mv_form": Counted(bid=50, bid_value=value, all=50, all_value=value), "Sale": Counted(bid=5, bid_value=5)}
    return account(for_bidding("mv_form", 1, **state), _SALE, counts=counts)


def with_stakes(steps: tuple[float, float], finals: tuple[float, float]) -> Subject:
    """An account with one step and one final conversion that bidding uses: conversions and value of each."""
    counts = {"mv_form": Counted(bid=steps[0], bid_value=steps[1]), "Sale": Counted(bid=finals[0], bid_value=finals[1])}
    return account(_FORM, _SALE, counts=counts)


CASES = [
    fails(
        values_step_as_final,
        account(_STEP, _FINAL, _LOW),
        "mv_form",
        seen=("100 JPY", "Newsletter"),
        about="as much as the cheapest",
    ),
    fails(values_step_as_final, account(worth("mv_form", 1, 10_001), _FINAL), "mv_form", seen=("10,001", "10,000")),
    fails(
        values_step_as_final,
        account(worth("mv_a", 1, 500), worth("mv_b", 2, 99), worth("mv_c", 3, 100), _LOW),
        "mv_a",
        "mv_c",
    ),
    passes(values_step_as_final, account(worth("mv_form", 1, 99), _FINAL, _LOW)),
    does_not_apply(values_step_as_final, account(worth("mv_form", 1, 100), _LOW), "values-same", about="all the same"),
    does_not_apply(values_step_as_final, account(_STEP, worth("mv_b", 2, 0)), "funnel", about="no final"),
    does_not_apply(values_step_as_final, account(_FINAL, _LOW), "funnel", about="no step"),
    does_not_apply(values_step_as_final, account(worth("mv_a", 1, 0), _FINAL), about="the step has no value"),
    does_not_apply(values_step_as_final, account(_STEP, worth("Sale", 2, 0)), about="the final has no value"),
    does_not_apply(values_step_as_final, account(_STEP, worth("Sale", 2, 1)), about="the final was left at 1"),
    does_not_apply(values_step_as_final, account(worth("mv_a", 1, 1), _FINAL), about="the step was left at 1"),
    passes(
        values_step_as_final,
        account(_STEP, _FINAL, worth("Dollars", 3, 5, value_settings__default_currency_code="USD")),
        about="in another currency",
    ),
    fails(
        values_step_as_final,
        account(_STEP, worth("Sale", 3, 5, value_settings__default_currency_code=None)),
        "mv_form",
        about="no currency is the account's",
    ),
    does_not_apply(values_step_as_final, account(_STEP, dynamic("Sale", 2)), about="dynamic, nobody counted"),
    does_not_apply(
        values_step_as_final, account(_STEP, dynamic("Sale", 2, 90)), about="dynamic with a default, nobody counted"
    ),
    fails(
        values_step_as_final,
        account(worth("mv_a", 1, 0.5), worth("mv_b", 2, 0.4), worth("Sale", 3, 0.5)),
        "mv_a",
        about="less than 1",
    ),
    fails(
        values_step_as_final,
        account(_STEP, dynamic("Sale", 2), counts={"Sale": Counted(all=10, all_value=999)}),
        "mv_form",
        seen=("99.9 JPY",),
        about="dynamic, worth what it brought on average",
    ),
    passes(
        values_step_as_final,
        account(_STEP, dynamic("Sale", 2), counts={"Sale": Counted(all=10, all_value=1001)}),
        about="dynamic, worth more on average",
    ),
    does_not_apply(
        values_step_as_final,
        account(_STEP, dynamic("Sale", 2), counts={"Sale": Counted(all=9.9, all_value=990)}),
        about="dynamic, too few",
    ),
    does_not_apply(
        values_step_as_final,
        account(_STEP, dynamic("Sale", 2), counts={"Sale": Counted(all=10, all_value=10)}),
        about="dynamic, all at Google's 1",
    ),
    fails(
        values_step_as_final,
        account(_STEP, dynamic("Sale", 2, 90.0), counts={"Sale": Counted(all=10, all_value=900)}),
        "mv_form",
        about="dynamic, all at a default that somebody chose",
    ),
    does_not_apply(values_step_as_final, account(_STEP, _FINAL, client=_CHAIN), about="with a funnel: another rule's"),
    fails(
        values_step_as_final,
        account(_STEP, _LOW, _FINAL, client=client(leading("mv_form"), leading("Sale"))),
        "mv_form",
        about="in the config without a funnel",
    ),
    fails(
        values_step_as_final,
        account(worth("mv_form", 1, 1), worth("Sale", 2, 0.5), client=client(leading("mv_form", value=1.0))),
        "mv_form",
        about="1, and the config says so",
    ),
    does_not_apply(
        values_step_as_final,
        account(worth("mv_form", 1, 1), worth("Sale", 2, 0.5), client=client(leading("mv_form", value=2.0))),
        about="1, and the config says otherwise",
    ),
    does_not_apply(values_step_as_final, account(google_ads=False)),
    grown(9_999, 10_000),
    grown(10_000, 10_000),
    grown(10_001, 10_000),
    fails(
        values_not_growing,
        account(client=client(leading("mv_form", "Sale", 500), leading("Sale", value=400))),
        "mv_form",
        seen=("500 JPY", "400 JPY", "Sale"),
        about="not in the account yet",
    ),
    fails(
        values_not_growing,
        account(_STEP, client=client(leading("mv_form", "Sale", 50), leading("Sale", value=80))),
        "mv_form",
        seen=("100 JPY", "80 JPY"),
        about="what is in the account counts",
    ),
    passes(
        values_not_growing,
        account(
            client=client(
                leading("mv_a", "mv_b", 1), leading("mv_b", "Sale", 2), leading("Sale", value=3), leading("mv_c")
            )
        ),
    ),
    does_not_apply(
        values_not_growing, account(client=client(leading("mv_a", "Sale", 10), leading("Sale"))), "`funnel`"
    ),
    does_not_apply(values_not_growing, account(client=client(leading("mv_a", "mv_b", 10))), about="what is not there"),
    does_not_apply(
        values_not_growing,
        account(worth("mv_form", 1, 5), worth("Else", 2, 5), client=client(leading("mv_form"))),
        "`funnel`",
        about="all the same, but nothing leads to another",
    ),
    fails(
        values_not_growing,
        account(client=client(leading("mv_a", "Sale", 0.5), leading("Sale", value=0.5))),
        "mv_a",
        about="less than 1",
    ),
    does_not_apply(values_not_growing, account(client=client(leading("mv_a", "Sale"), leading("Sale", value=5)))),
    does_not_apply(values_not_growing, account(client=client(leading("mv_a", value=9), leading("Sale", value=5)))),
    does_not_apply(
        values_not_growing,
        account(client=client(conversion("mv_a", next="Sale", value=Value(10, "JPY", True)), leading("Sale", value=5))),
        about="the tag's own value counts",
    ),
    does_not_apply(
        values_not_growing,
        account(client=client(conversion("mv_a", next="Sale", value=Value(10, "USD")), leading("Sale", value=5))),
        about="in another currency",
    ),
    does_not_apply(
        values_not_growing,
        account(client=client(conversion("mv_a", next="Sale", value=Value(None, "JPY")), leading("Sale", value=5))),
        about="without a value, and says so",
    ),
    does_not_apply(
        values_not_growing,
        account(worth("mv_form", 1, 50), worth("Sale", 2, 50), client=_CHAIN),
        "values-same",
        about="all the same",
    ),
    fails(
        values_not_growing,
        account(
            worth("mv_form", 1, 50),
            worth("Sale", 2, 50),
            client=client(leading("mv_form", "Sale"), leading("Sale"), leading("mv_b", "Sale", 60)),
        ),
        "mv_form",
        "mv_b",
        about="the same in the account, and more to come",
    ),
    does_not_apply(values_not_growing, account(_STEP, _FINAL), about="no config"),
    fails(
        values_pollution, with_stakes((10, 1_001), (5, 1_000)), CUSTOMER_ID, seen=("10", "1,001 JPY", "5", "1,000 JPY")
    ),
    passes(values_pollution, with_stakes((10, 1_000), (5, 1_000)), about="as much as the final ones"),
    does_not_apply(
        values_step_as_final,
        account(worth("予約ボタンクリック", 1, 500, category="default"), worth("Sale", 2, 300)),
        about="a step by a guess",
    ),
    does_not_apply(
        values_step_as_final,
        account(worth("mv_form", 1, 500), worth("Conversion 1", 2, 300, category="default")),
        about="a final conversion by a guess",
    ),
    passes(values_pollution, at_one(True, 50), about="a step that was left at 1: a number, no value"),
    passes(values_pollution, at_one(False, 49.5), about="but for noise"),
    fails(values_pollution, at_one(False, 150), CUSTOMER_ID, about="its tag sends more"),
    does_not_apply(
        values_step_as_final,
        account(
            *(
                worth(name, n, 1, value_settings__always_use_default_value=False)
                for n, name in enumerate(("mv_form", "Sale"), start=1)
            ),
            counts=dict.fromkeys(("mv_form", "Sale"), Counted(all=100, all_value=99)),
        ),
        about="0.99 against 0.99 from a default of 1",
    ),
    fails(values_pollution, with_stakes((10, 0.6), (5, 0.5)), CUSTOMER_ID, about="less than 1"),
    passes(values_pollution, with_stakes((99, 1_000), (1, 0)), about="the final ones have no value"),
    fails(values_pollution, with_stakes((100, 10), (1, 9_000)), CUSTOMER_ID, about="a hundred to one"),
    passes(values_pollution, with_stakes((99.9, 10), (0.5, 9_000)), about="fewer than a hundred"),
    passes(values_pollution, with_stakes((199, 10), (2, 9_000)), about="fewer than a hundred to one"),
    fails(values_pollution, with_stakes((200, 10), (2, 9_000)), CUSTOMER_ID),
    fails(values_pollution, with_stakes((100, 10), (0, 0)), CUSTOMER_ID, about="no final one at all"),
    passes(values_pollution, with_stakes((0, 0), (0, 0))),
    fails(
        values_pollution,
        account(
            _FORM,
            _SALE,
            for_bidding("mv_idle", 3),
            action("mv_aside", 4, category="contact"),
            counts={**_FLOODED, "mv_aside": Counted(bid=7)},
        ),
        CUSTOMER_ID,
        seen=("100", "9,000 JPY"),
        unseen=("mv_idle", "mv_aside"),
        about="one that counted nothing, and one that bidding does not use any more",
    ),
    fails(
        values_pollution,
        account(_FORM, _SALE, for_bidding("mv_more", 3), counts={**_FLOODED, "mv_more": Counted(bid=0.5)}),
        CUSTOMER_ID,
        seen=("100.5", "mv_more"),
        about="all that counted",
    ),
    fails(
        values_pollution,
        account(
            action("mv_form", 1, Standing.OTHER_OWNER, category="contact", primary_for_goal=True), counts=_FORM_ALONE
        ),
        CUSTOMER_ID,
        about="a manager's",
    ),
    fails(
        values_pollution,
        account(_FORM, _SALE, counts=_FLOODED, client=client(leading("mv_form"))),
        CUSTOMER_ID,
        lines=("- name: mv_form\n  role: secondary\n",),
    ),
    *(
        fails(
            values_pollution,
            account(
                _FORM,
                _SALE,
                for_bidding("mv_more", 3),
                campaign("Brand", 1),
                counts=_BOTH,
                context=Context(campaigns=(CampaignBidding("Brand", strategy, "enabled"),)),
            ),
            CUSTOMER_ID,
            seen=seen,
            about=strategy,
            lines=(_TWO_LINES if strategy == "target_cpa" else _TWO_TURNED,),
        )
        for strategy, seen in (("target_cpa", ("200", "50")), ("target_roas", ("9,000 JPY",)))
    ),
    fails(
        values_pollution,
        account(
            _FORM,
            _SALE,
            action("mv_tap", 3, Standing.FIXED, category="contact", primary_for_goal=True),
            counts={**_BOTH_FIXED},
        ),
        CUSTOMER_ID,
        seen=("mv_tap", "mv_form"),
        lines=("- name: mv_form\n  category: contact\n  role: secondary\n",),
        about="what Google runs has no role",
    ),
    does_not_apply(values_pollution, account(_SALE, counts={}), about="no step is used"),
    does_not_apply(
        values_pollution, account(_FORM, goal("contact~website", False), counts=_FORM_ALONE), about="its goal is off"
    ),
    cannot_tell(values_pollution, account(_FORM)),
    cannot_tell(values_pollution, account(_FORM, missing={"conversions": "refused"}), "refused"),
    does_not_apply(values_pollution, account(google_ads=False)),
]
