"""Does bidding chase what it should?"""

from __future__ import annotations

from dataclasses import replace

from microconv.audit.rules.roles import roles_micro_enough, roles_micro_primary, roles_no_final, roles_steps_dominate
from microconv.audit.rules.roles_in_effect import roles_differ, roles_nothing_counted, roles_without_effect
from microconv.core.client import Goals, GoalSetting
from microconv.core.conversion import ConversionKind, Role
from microconv.core.measures import COUNTS, Counted
from microconv.core.resource import Standing
from microconv.core.review_settings import Learning
from tests.strategies import action, campaign, client, conversion, custom_goal, goal, imported
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes

_SALE = action("Sale", 1, category="purchase", primary_for_goal=True)
_WATCHED = action("Sale", 1, category="purchase")
_CART = action("mv_cart", 2, primary_for_goal=True)
_QUIET = action("mv_cart", 2)
_THEIRS = action("mv_cart", 2, Standing.OTHER_OWNER, primary_for_goal=True)
_GOOGLES = action("Store visits", 5, Standing.SYSTEM, category="store_visit", primary_for_goal=True, origin="store")
_HOSTED = action(
    "Local directions", 8, Standing.FIXED, category="begin_checkout", origin="google_hosted", primary_for_goal=True
)
_ORDERS = action("Orders", 7, Standing.FIXED, category="purchase", origin="google_hosted", primary_for_goal=True)
_CODELESS = action("mv_seen", 9, Standing.FIXED, category="begin_checkout", primary_for_goal=True)
_READ = imported("mv_read", 6, primary_for_goal=True)
_HOSTED_MEANT = client(goals=Goals(account=(GoalSetting("begin_checkout", True, "google_hosted"),)))
_HOSTED_CLOSED = client(
    goals=Goals(
        account=(GoalSetting("begin_checkout", False, "google_hosted"), GoalSetting("begin_checkout", biddable=True))
    )
)
_CLOSED = goal("add_to_cart~website", biddable=False)
_DECLARED = client(conversion("mv_cart", role=Role.PRIMARY))
_OBSERVED = client(conversion("mv_cart"))
_FIVE = client(learning=Learning(5))
_SECONDARY = ("- name: mv_cart\n  category: add_to_cart\n  role: secondary\n",)
_UNKNOWN = action("Tour", 3, category="default", primary_for_goal=True)
_TWICE = imported("Sale", 4, category="purchase", primary_for_goal=True)
_BRAND = campaign("Brand", 1)
_FIRST = campaign("Brand", 1, custom=7)


def _sold(finals: float, steps: float = 0) -> dict[str, Counted]:
    """The number of conversions. More than bidding was given does not matter here."""
    return {"Sale": Counted(bid=finals, all=99), "mv_cart": Counted(bid=steps, all=99)}


CASES = [
    # Campaigns bid for nothing that happens.
    fails(roles_nothing_counted, account(_SALE, _BRAND, counts={}), "123-456-7890", seen=("Sale", "0", "30")),
    fails(
        roles_nothing_counted,
        account(_SALE, _BRAND, counts={"Sale": Counted(all=9)}),
        "123-456-7890",
        about="counted, and not for bidding",
    ),
    fails(
        roles_nothing_counted,
        account(_SALE, action("Lead", 3, category="contact"), _BRAND, counts={"Lead": Counted(bid=9)}),
        "123-456-7890",
        about="counted of what bidding does not use",
    ),
    passes(roles_nothing_counted, account(_SALE, _BRAND, counts={"Sale": Counted(bid=0.5)})),
    does_not_apply(roles_nothing_counted, account(_SALE, counts={}), about="no campaign"),
    does_not_apply(roles_nothing_counted, account(_WATCHED, _BRAND, counts={}), about="no action for bidding"),
    cannot_tell(roles_nothing_counted, account(_SALE, _BRAND)),
    cannot_tell(roles_nothing_counted, account(_SALE, _BRAND, counts={}, account__warning="no access")),
    fails(
        roles_no_final,
        account(_WATCHED, _CART, imported("lead", 3, category="submit_lead_form")),
        "123-456-7890",
        seen=("3", "2"),
        lines=("- name: Sale\n  category: purchase\n  kind: macro\n  role: primary\n",),
    ),
    fails(
        roles_no_final,
        account(_WATCHED, client=client(conversion("Sale", kind=ConversionKind.MACRO))),
        "123-456-7890",
        lines=("- name: Sale\n  role: primary\n",),
    ),
    fails(roles_no_final, account(_CART), "123-456-7890", seen=("1", "0"), about="steps alone"),
    fails(roles_no_final, account(_CART, _GOOGLES), "123-456-7890", about="Google's own are nobody's choice"),
    fails(roles_no_final, account(action("mv_cart", category="purchase", primary_for_goal=True)), "123-456-7890"),
    fails(
        roles_no_final,
        account(_CART, replace(_SALE, id="customers/999/conversionActions/1"), goal("add_to_cart~website")),
        "123-456-7890",
        about="a final conversion of an account whose conversions do not count here",
    ),
    passes(roles_no_final, account(_SALE, _CART)),
    passes(
        roles_no_final, account(_SALE, goal("purchase~website", biddable=False)), about="roles-without-effect tells"
    ),
    passes(roles_no_final, account(_WATCHED, _FIRST, custom_goal("Sales", 7, 1)), about="through a custom goal"),
    passes(
        roles_no_final, account(action("Sale", 1, Standing.OTHER_OWNER, category="purchase", primary_for_goal=True))
    ),
    fails(roles_no_final, account(), "123-456-7890", seen=("0",), lines=("",), about="nothing is recorded"),
    fails(
        roles_no_final, account(action("Sale", 1, Standing.REMOVED), action("x", 2, Standing.HIDDEN)), "123-456-7890"
    ),
    fails(roles_no_final, account(_GOOGLES), "123-456-7890", about="a store visit that nobody set up"),
    fails(
        roles_no_final,
        account(_ORDERS, goal("purchase~google_hosted", biddable=False)),
        "123-456-7890",
        seen=("1", "0"),
        about="Google's own, in a goal that is closed",
    ),
    passes(roles_no_final, account(_ORDERS, goal("purchase~google_hosted")), about="Google's own, and bidding uses it"),
    fails(
        roles_no_final,
        account(imported("Goal", 6, type="universal_analytics_goal", category="purchase", primary_for_goal=True)),
        "123-456-7890",
        seen=("1", "0"),
        about="what has ended counts nothing",
    ),
    does_not_apply(roles_no_final, account(google_ads=False), "Google"),
    # What nobody can change and bidding does not use is as it should be.
    does_not_apply(
        roles_without_effect,
        account(_HOSTED, goal("begin_checkout~google_hosted", biddable=False)),
        about="nobody can change it",
    ),
    passes(
        roles_micro_primary,
        account(_SALE, _HOSTED, goal("begin_checkout~google_hosted"), client=_HOSTED_MEANT),
        about="the config opens its goal",
    ),
    fails(
        roles_micro_primary,
        account(
            _SALE,
            _CART,
            goal("add_to_cart~website"),
            client=client(goals=Goals(account=(GoalSetting("add_to_cart", biddable=True),))),
        ),
        "mv_cart",
        about="its goal is wanted, its role is not",
    ),
    fails(
        roles_micro_primary,
        account(_SALE, _HOSTED, goal("begin_checkout~google_hosted"), client=_HOSTED_CLOSED),
        "Local directions",
        seen=("Google",),
        about="the config closes its goal, or speaks of another",
    ),
    fails(
        roles_micro_primary,
        account(
            action("Cart", 2, primary_for_goal=True),
            client=client(conversion("Cart", kind=ConversionKind.UNDECIDED, role=Role.PRIMARY)),
        ),
        "Cart",
        seen=("`kind: undecided`",),
        about="an import wrote primary, nobody decided",
    ),
    # A step is primary: while finals are few, or nobody counted.
    fails(roles_micro_primary, account(_SALE, _CART), "mv_cart", seen=("add_to_cart~website",), lines=_SECONDARY),
    fails(roles_micro_primary, account(_SALE, _CART, client=client()), "mv_cart", seen=("`conversions`",)),
    fails(
        roles_micro_primary,
        account(_SALE, _HOSTED, goal("begin_checkout~google_hosted")),
        "Local directions",
        lines=("goals:\n  account:\n    - {category: begin_checkout, origin: google_hosted, biddable: false}\n",),
        about="nobody can set its role",
    ),
    fails(
        roles_micro_primary,
        account(_SALE, _CODELESS),
        "mv_seen",
        lines=("goals:\n  account:\n    - {category: begin_checkout, biddable: false}\n",),
        about="on the website, without a tag",
    ),
    fails(
        roles_micro_primary,
        account(_CART, client=_OBSERVED),
        "mv_cart",
        seen=("`role: secondary`",),
        lines=("- name: mv_cart\n  role: secondary\n",),
    ),
    fails(
        roles_micro_primary,
        account(
            action("Cart", 2, primary_for_goal=True),
            action("mv_call", 3, type="ad_call", primary_for_goal=True),
        ),
        "Cart",
        "mv_call",
        lines=("", ""),
        about="what takes more than a line to be listed",
    ),
    fails(roles_micro_primary, account(_THEIRS), "mv_cart", about="the manager's"),
    fails(roles_micro_primary, account(_SALE, _CART, counts=_sold(29)), "mv_cart", about="too few finals"),
    fails(roles_micro_primary, account(_SALE, _CART, counts=_sold(4), client=_FIVE), "mv_cart", about="by the config"),
    fails(roles_micro_primary, account(_SALE, _CART, missing={COUNTS: "403"}), "mv_cart", about="no metrics"),
    fails(roles_micro_primary, account(_READ), "Aoi (web) mv_read", lines=("",), about="an import nobody listed"),
    fails(
        roles_micro_primary,
        account(_READ, client=client(conversion("mv_reading", source="ga4", event="mv_read"))),
        "Aoi (web) mv_read",
        lines=("- name: mv_reading\n  role: secondary\n",),
        about="an import of the config",
    ),
    passes(roles_micro_primary, account(_SALE, _QUIET)),
    passes(roles_micro_primary, account(_SALE, _CART, client=_DECLARED), about="as declared"),
    passes(roles_micro_primary, account(_SALE, _CART, _CLOSED), about="no campaign uses it"),
    passes(roles_micro_primary, account(_QUIET, _FIRST, custom_goal("x", 7, 2)), about="roles-custom-goal tells"),
    does_not_apply(roles_micro_primary, account(_SALE, counts={"Sale": Counted(bid=99)})),
    does_not_apply(
        roles_micro_primary,
        account(_SALE, action("View", 2, Standing.SYSTEM, category="begin_checkout", primary_for_goal=True)),
    ),
    does_not_apply(roles_micro_primary, account(_SALE, _CART, counts=_sold(30)), "roles-micro-enough"),
    does_not_apply(roles_micro_primary, account(_CART, google_ads=False), "Google"),
    # A step is primary although there are enough finals.
    fails(
        roles_micro_enough,
        account(_SALE, _CART, counts=_sold(30.06)),
        "mv_cart",
        seen=("30.1", "30 ", "add_to_cart~website"),
        lines=_SECONDARY,
    ),
    fails(roles_micro_enough, account(_SALE, _CART, counts=_sold(30)), "mv_cart"),
    fails(roles_micro_enough, account(_SALE, _CART, counts=_sold(5), client=_FIVE), "mv_cart", seen=("5",)),
    fails(
        roles_micro_enough,
        account(_SALE, _CART, counts=_sold(30), client=_DECLARED),
        "mv_cart",
        seen=("`role: primary`",),
    ),
    fails(
        roles_micro_enough,
        account(_SALE, _CART, counts=_sold(30), client=_OBSERVED),
        "mv_cart",
        seen=("add_to_cart~website",),
    ),
    passes(roles_micro_enough, account(_SALE, _QUIET, counts=_sold(30))),
    passes(roles_micro_enough, account(_SALE, _CART, _CLOSED, counts=_sold(30)), about="no campaign uses it"),
    does_not_apply(roles_micro_enough, account(_SALE, _CART, counts=_sold(29.94)), "29.9", "30 "),
    does_not_apply(
        roles_micro_enough,
        account(_SALE, _CART, _UNKNOWN, counts={**_sold(20), "Tour": Counted(bid=40)}),
        "20 ",
        about="what may be no result",
    ),
    does_not_apply(
        roles_micro_enough,
        account(_SALE, _CART, _TWICE, counts={**_sold(20), "Aoi (web) Sale": Counted(bid=19)}),
        "20 ",
        about="an act that counts twice",
    ),
    does_not_apply(roles_micro_enough, account(_SALE, _CART, counts=_sold(29, 30)), "29"),
    does_not_apply(roles_micro_enough, account(_SALE, counts={"Sale": Counted(bid=29)})),
    does_not_apply(roles_micro_enough, account(_SALE, counts={"Sale": Counted(bid=30)})),
    cannot_tell(roles_micro_enough, account(_SALE, _CART), "microconv snapshot --measures"),
    cannot_tell(roles_micro_enough, account(_SALE, _CART, missing={COUNTS: "403"}), "403"),
    fails(
        roles_steps_dominate,
        account(_SALE, _CART, counts=_sold(4.04, 63.08)),
        "123-456-7890",
        seen=("63.1", "67.1", "94.0 %"),
    ),
    fails(
        roles_steps_dominate, account(_SALE, _CART, counts=_sold(1000, 1001)), "123-456-7890", seen=("1,001", "50.0 %")
    ),
    passes(roles_steps_dominate, account(_SALE, _CART, counts=_sold(10, 10)), about="just half"),
    passes(roles_steps_dominate, account(_SALE, _CART, counts=_sold(1))),
    does_not_apply(roles_steps_dominate, account(_SALE, _CART, counts=_sold(0)), "30"),
    cannot_tell(roles_steps_dominate, account(_SALE, _CART)),
    fails(
        roles_differ,
        account(_CART, action("Sale", 1), client=client(conversion("mv_cart"), conversion("Sale", role=Role.PRIMARY))),
        "Sale",
        "mv_cart",
        lines=("", ""),
    ),
    passes(roles_differ, account(_CART, client=_DECLARED)),
    passes(roles_differ, account(_QUIET, _SALE, client=_OBSERVED), about="the other is not listed"),
    does_not_apply(roles_differ, account(_SALE, client=_OBSERVED)),
    does_not_apply(roles_differ, account(_THEIRS, client=_OBSERVED), about="ownership-elsewhere tells"),
    does_not_apply(roles_differ, account(action("mv_cart", 2, Standing.HIDDEN), client=_DECLARED)),
    does_not_apply(roles_differ, account(_CART)),
    fails(roles_without_effect, account(_SALE, _CART, _CLOSED), "mv_cart", seen=("add_to_cart~website",)),
    fails(roles_without_effect, account(_CART, _CLOSED, campaign("Brand")), "mv_cart"),
    fails(roles_without_effect, account(_CART, goal("add_to_cart~website"), campaign("Brand", own=True)), "mv_cart"),
    passes(roles_without_effect, account(_SALE, _CART)),
    passes(roles_without_effect, account(_SALE, action("mv_cart", 2), _CLOSED), about="secondary"),
    passes(roles_without_effect, account(_CART, _CLOSED, _FIRST, custom_goal("x", 7, 2)), about="a custom goal"),
    does_not_apply(roles_without_effect, account(_THEIRS, _CLOSED), about="not its own"),
    does_not_apply(roles_without_effect, account(action("mv_cart", 2, Standing.REMOVED, primary_for_goal=True))),
    cannot_tell(roles_without_effect, account(_CART, _CLOSED, account__warning="no goals"), "no goals"),
]


def test_a_step_that_is_used_is_told_once() -> None:
    """Whatever was counted, one of the two rules on primary steps speaks of it, and never both."""
    from microconv.audit.rule import Status
    from microconv.audit.run import verdict

    for finals in (None, 0, 29.9, 30, 300):
        counts = None if finals is None else _sold(finals)
        subject = account(_SALE, _CART, counts=counts)
        found = [verdict(rule, subject).status is Status.FAIL for rule in (roles_micro_primary, roles_micro_enough)]
        assert sum(found) == 1, finals


def test_why_a_primary_action_has_no_effect_is_told() -> None:
    from microconv.audit.run import verdict

    own = campaign("Own", 2, own=True)
    found = verdict(roles_without_effect, account(_CART, _CLOSED, campaign("Brand", 1), own))
    assert [item.seen.en for item in found.evidence] == [
        "goal add_to_cart~website: the account's goal is not biddable; there is no such goal"
    ]
