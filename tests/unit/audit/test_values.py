"""Has every conversion a value of its own?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rules.values import (
    values_currency,
    values_default_one,
    values_dynamic_default,
    values_missing,
    values_same,
)
from microconv.core.conversion import ConversionKind, Value
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.strategies import action, client, conversion, goal, imported
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes


def fixed(name: str, number: int, value: float, standing: Standing = Standing.NORMAL, /, **state: Scalar) -> Live:
    """An action that always counts one value, and is observed only."""
    made: dict[str, Scalar] = {"category": "contact", "value_settings__always_use_default_value": True}
    return action(name, number, standing, **{**made, "value_settings__default_value": value, **state})


def dynamic(name: str, number: int, default: float | None, /, **state: Scalar) -> Live:
    """An action whose tag sends its value."""
    made: dict[str, Scalar] = {"category": "purchase", "value_settings__always_use_default_value": False}
    return action(name, number, Standing.NORMAL, **{**made, "value_settings__default_value": default, **state})


def _at_one(value: float, currency: str | None) -> Subject:
    """Ten conversions of this value together, of an action whose default is 1."""
    item = dynamic("Sale", 1, 1, value_settings__default_currency_code=currency)
    counts = {"Sale": Counted(all=10, all_value=value)}
    return account(item, counts=counts, property_=False, customer__currency_code=currency)


_USD: dict[str, Scalar] = {"value_settings__default_currency_code": "USD"}
_TEN_AT_ONE = Counted(all=10, all_value=10)
_CHASED: dict[str, Scalar] = {"primary_for_goal": True}
_FIXED: dict[str, Scalar] = {
    "value_settings__default_value": 500.0,
    "value_settings__always_use_default_value": True,
}
_ONE = client(conversion("Sale", kind=ConversionKind.MACRO, value=Value(1.0, "JPY")))
_TWO = client(conversion("Sale", kind=ConversionKind.MACRO, value=Value(2.0, "JPY")))
_NONE = client(conversion("Sale", kind=ConversionKind.MACRO))

CASES = [
    fails(values_same, account(fixed("mv_a", 1, 500), fixed("Sale", 2, 500)), "Sale", "mv_a", seen=("500 JPY", "2")),
    fails(values_same, account(fixed("mv_a", 1, 100.001), fixed("Sale", 2, 100.002)), "Sale", "mv_a", about="as shown"),
    fails(
        values_same,
        account(
            fixed("Sale", 1, 500), dynamic("Order", 2, 500), counts={"Order": Counted(all=33.33, all_value=16665.004)}
        ),
        "Order",
        "Sale",
        about="the same but for rounding",
    ),
    passes(values_same, account(fixed("mv_a", 1, 500), fixed("mv_b", 2, 500), fixed("Sale", 3, 501))),
    passes(values_same, account(fixed("mv_a", 1, 500), fixed("Sale", 2, 501))),
    fails(
        values_same,
        account(fixed("mv_a", 1, 0.5), fixed("mv_b", 2, 0), fixed("Sale", 3, 0.5)),
        "Sale",
        "mv_a",
        seen=("0.5 JPY", "2"),
        about="those with a value, however small",
    ),
    passes(values_same, account(fixed("mv_a", 1, 0.51), fixed("Sale", 2, 0.5)), about="a hundredth apart"),
    does_not_apply(values_same, account(fixed("mv_a", 1, 500)), about="one action"),
    fails(
        values_same,
        account(*(fixed(name, n, 500, category="purchase", **_CHASED) for n, name in enumerate("AB", start=1))),
        *"AB",
        about="purchases by tags alone",
    ),
    fails(
        values_same,
        account(*(imported(name, n, category="purchase", **_CHASED, **_FIXED) for n, name in enumerate("ab", start=1))),
        *("Aoi (web) a", "Aoi (web) b"),
        about="purchases by imports alone",
    ),
    does_not_apply(
        values_same,
        account(fixed("sent", 1, 500, **_CHASED), imported("sent", 2, category="contact", **_FIXED)),
        about="a tag and its import",
    ),
    does_not_apply(
        values_same,
        account(
            fixed("Order", 1, 500, category="purchase", **_CHASED),
            imported("bought", 2, category="purchase", **_CHASED, **_FIXED),
        ),
        about="a purchase by tag and by import",
    ),
    does_not_apply(
        values_same,
        account(
            fixed("Enquiry", 1, 500, **_CHASED),
            imported("sent", 2, category="contact", **_CHASED, **_FIXED),
            counts={"Enquiry": Counted(all=50), "Aoi (web) sent": Counted(all=49)},
        ),
        about="probably one act",
    ),
    fails(
        values_same,
        account(
            fixed("Enquiry", 1, 500, **_CHASED),
            imported("sent", 2, category="contact", **_CHASED, **_FIXED),
            counts={"Enquiry": Counted(all=50), "Aoi (web) sent": Counted(all=39)},
        ),
        *("Aoi (web) sent", "Enquiry"),
        about="two acts",
    ),
    does_not_apply(values_same, account(fixed("mv_a", 1, 500), fixed("Sale", 2, 0)), about="one has none"),
    does_not_apply(values_same, account(fixed("mv_a", 1, 1), fixed("Sale", 2, 1)), about="left at 1: another rule's"),
    fails(
        values_same,
        account(dynamic("mv_a", 1, 1), dynamic("Sale", 2, 1), counts={"Sale": Counted(all=9.9, all_value=99)}),
        "Sale",
        "mv_a",
        seen=("1 JPY", "2"),
        about="1, and whether tags send anything else is not known",
    ),
    fails(values_same, account(dynamic("mv_a", 1, 1), fixed("Sale", 2, 1)), "mv_a", about="the other is left at 1"),
    does_not_apply(
        values_same,
        account(dynamic("mv_a", 1, 1), dynamic("Sale", 2, 1), counts=dict.fromkeys(("mv_a", "Sale"), _TEN_AT_ONE)),
        about="values-dynamic-default tells",
    ),
    does_not_apply(values_same, account(dynamic("mv_a", 1, 1), dynamic("Sale", 2, 0)), about="one has another default"),
    does_not_apply(values_same, account(dynamic("mv_a", 1, 1)), about="one action left at 1"),
    does_not_apply(
        values_same,
        account(dynamic("mv_a", 1, 1), dynamic("Sale", 2, 1), counts={"Sale": Counted(all=10, all_value=99)}),
        about="a tag sends values",
    ),
    does_not_apply(
        values_same,
        account(fixed("mv_a", 1, 500), fixed("Sale", 2, 500, Standing.OTHER_OWNER)),
        about="a manager's, not used here",
    ),
    does_not_apply(values_same, account(google_ads=False)),
    fails(
        values_missing, account(fixed("mv_a", 1, 0), fixed("Sale", 2, 0)), "mv_a", seen=("secondary",), about="a step"
    ),
    fails(values_missing, account(fixed("Sale", 2, 0, **_CHASED)), "Sale", seen=("primary",), about="used by bidding"),
    fails(
        values_missing,
        account(fixed("Sale", 2, 0, Standing.OTHER_OWNER, **_CHASED)),
        "Sale",
        about="a manager's, used by bidding",
    ),
    passes(values_missing, account(fixed("mv_a", 1, 0.1), fixed("Sale", 2, 1, **_CHASED), fixed("Other", 3, 0))),
    passes(values_missing, account(dynamic("Sale", 2, 0, **_CHASED)), about="dynamic, nobody counted"),
    fails(
        values_missing,
        account(dynamic("Sale", 2, None, **_CHASED), counts={"Sale": Counted(all=10)}),
        "Sale",
        about="dynamic, and none came",
    ),
    passes(
        values_missing, account(dynamic("Sale", 2, 0, **_CHASED), counts={"Sale": Counted(all=9.9)}), about="too few"
    ),
    passes(
        values_missing,
        account(dynamic("Sale", 2, 0, **_CHASED), counts={"Sale": Counted(all=10, all_value=0.1)}),
        about="dynamic, and one came",
    ),
    passes(
        values_missing,
        account(dynamic("Sale", 2, 5, **_CHASED), counts={"Sale": Counted(all=10)}),
        about="dynamic with a default",
    ),
    fails(
        values_missing,
        account(
            fixed("Page view", 1, 0, **{**_CHASED, "category": "page_view"}),
            fixed("Sale", 2, 0, **_CHASED),
            fixed("Pricing page view", 3, 0, category="page_view"),
        ),
        "Sale",
        about="no look at a page, whether it is to leave bidding or only observed",
    ),
    does_not_apply(values_missing, account(fixed("Sale", 2, 0)), about="a final one that is observed only"),
    does_not_apply(values_missing, account(fixed("Sale", 2, 0, **_CHASED), goal("contact~website", False))),
    does_not_apply(values_missing, account(google_ads=False)),
    fails(values_default_one, account(fixed("Sale", 1, 1), fixed("mv_a", 2, 5)), "Sale", seen=("1 JPY",)),
    fails(values_default_one, account(fixed("Sale", 1, 1, **_USD)), "Sale", seen=("1 USD",)),
    fails(values_default_one, account(fixed("Sale", 1, 1), client=_NONE), "Sale", about="the config says nothing"),
    fails(values_default_one, account(fixed("Sale", 1, 1), client=_TWO), "Sale", about="the config says 2"),
    passes(values_default_one, account(fixed("Sale", 1, 1), client=_ONE), about="the config says 1"),
    passes(values_default_one, account(fixed("Sale", 1, 1.01), fixed("mv_a", 2, 0)), about="not quite"),
    passes(values_default_one, account(dynamic("Sale", 1, 1)), about="the tag may send values"),
    does_not_apply(values_default_one, account()),
    does_not_apply(values_default_one, account(fixed("Sale", 1, 1, Standing.REMOVED))),
    does_not_apply(values_default_one, account(google_ads=False)),
    fails(
        values_dynamic_default,
        account(
            dynamic("Sale", 1, 3_000),
            fixed("mv_a", 2, 5),
            counts={"Sale": Counted(all=10, all_value=30_000), "mv_a": Counted(all=10, all_value=50)},
        ),
        "Sale",
        seen=("10", "3,000 JPY"),
    ),
    fails(
        values_dynamic_default,
        account(dynamic("Sale", 1, 3_000), counts={"Sale": Counted(all=10, all_value=30_002)}),
        "Sale",
        about="but for rounding",
    ),
    fails(
        values_dynamic_default,
        account(dynamic("Sale", 1, 0.5), counts={"Sale": Counted(all=10, all_value=5)}),
        "Sale",
        seen=("0.5 JPY",),
    ),
    passes(
        values_dynamic_default,
        account(dynamic("Sale", 1, 3_000), counts={"Sale": Counted(all=10, all_value=30_005)}),
        about="one sent another value",
    ),
    does_not_apply(
        values_dynamic_default,
        account(
            dynamic("Calls", 1, 1, type="google_hosted", primary_for_goal=True),
            counts={"Calls": Counted(all=10, all_value=10)},
        ),
        about="nothing could send a value",
    ),
    passes(
        values_dynamic_default,
        account(dynamic("Sale", 1, 3_000), counts={"Sale": Counted(all=10, all_value=0)}),
        about="all sent 0",
    ),
    fails(
        values_dynamic_default,
        account(dynamic("Sale", 1, 1), counts={"Sale": Counted(all=10, all_value=9.9)}),
        "Sale",
        seen=("0.99 JPY", "1 JPY", "10"),
        about="noise of the value that Google offers",
    ),
    fails(values_dynamic_default, _at_one(20, "JPY"), "Sale", about="less than a yen apart"),
    fails(values_dynamic_default, _at_one(0.1, "JPY"), "Sale", about="hardly anything"),
    passes(values_dynamic_default, _at_one(0, "JPY"), about="nothing at all: 0 was sent"),
    passes(values_dynamic_default, _at_one(20.1, "JPY"), about="more than a yen"),
    fails(values_dynamic_default, _at_one(10.5263, "USD"), "Sale", about="a twentieth apart"),
    passes(values_dynamic_default, _at_one(10.53, "USD"), about="more than a twentieth"),
    passes(values_dynamic_default, _at_one(10.9, None), about="of no known currency"),
    fails(values_dynamic_default, _at_one(10.5, None), "Sale"),
    passes(
        values_dynamic_default,
        account(dynamic("Sale", 1, 1), counts={"Sale": Counted(all=10, all_value=9.9)}, client=_ONE),
        about="a 1 that somebody chose: 0.99 is another value",
    ),
    does_not_apply(
        values_same,
        account(
            *(dynamic(name, n, 1) for n, name in enumerate(("mv_a", "Sale"), start=1)),
            counts=dict.fromkeys(("mv_a", "Sale"), Counted(all=100, all_value=99)),
        ),
        about="noise is no value",
    ),
    does_not_apply(
        values_dynamic_default,
        account(dynamic("Sale", 1, 3_000), counts={"Sale": Counted(all=9.9, all_value=29_700)}),
        "10",
        about="too few",
    ),
    does_not_apply(
        values_dynamic_default,
        account(dynamic("Sale", 1, 0), counts={"Sale": Counted(all=10)}),
        about="no default: another rule's",
    ),
    does_not_apply(
        values_dynamic_default,
        account(dynamic("Sale", 1, 5, **_USD), counts={"Sale": Counted(all=10, all_value=50)}),
        about="in another currency",
    ),
    does_not_apply(
        values_dynamic_default,
        account(fixed("Sale", 1, 5), counts={"Sale": Counted(all=10, all_value=50)}),
        about="always the default, as set",
    ),
    cannot_tell(values_dynamic_default, account(dynamic("Sale", 1, 5))),
    cannot_tell(values_dynamic_default, account(missing={"conversions": "refused"}), "refused"),
    does_not_apply(values_dynamic_default, account(google_ads=False)),
    fails(
        values_currency,
        account(fixed("Sale", 1, 500), fixed("mv_a", 2, 5, **_USD)),
        "mv_a",
        seen=("5 USD", "JPY"),
        about="unlike the account's",
    ),
    fails(
        values_currency,
        account(fixed("Sale", 1, 500), fixed("mv_a", 2, 5, **_USD), customer__currency_code=None),
        "Sale",
        "mv_a",
        seen=("500 JPY", "5 USD", "?"),
        about="mixed, and the account's is not known",
    ),
    passes(
        values_currency,
        account(fixed("Sale", 1, 500, **_USD), fixed("mv_a", 2, 5, **_USD), customer__currency_code=None),
        about="one currency, and the account's is not known",
    ),
    passes(values_currency, account(fixed("Sale", 1, 500), fixed("mv_a", 2, 0, **_USD)), about="nothing in dollars"),
    does_not_apply(values_currency, account(fixed("Sale", 1, 1, **_USD)), about="left at 1: another rule's"),
    fails(values_currency, account(dynamic("Sale", 1, 1, **_USD)), "Sale", about="a default of 1 that may not count"),
    fails(values_currency, account(fixed("Sale", 1, 1, **_USD), client=_ONE), "Sale", about="1, as the config says"),
    does_not_apply(values_currency, account(fixed("Sale", 1, 0, **_USD))),
    does_not_apply(values_currency, account(fixed("Sale", 1, 5, value_settings__default_currency_code=None))),
    does_not_apply(values_currency, account(google_ads=False)),
]
