"""Does every action stand in the category that it means, and has somebody decided what it is?"""

from __future__ import annotations

from dataclasses import replace

from microconv.audit.rules.categories import roles_category, roles_default_category
from microconv.audit.rules.demoting import told_with
from microconv.audit.rules.undecided import upkeep_undecided
from microconv.core.conversion import ConversionKind
from microconv.core.resource import Live, Standing
from microconv.core.text import Text
from tests.strategies import action, client, conversion, goal, imported, key_event, rule
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes

_NEWS = action("Newsletter signup", 1, category="purchase", primary_for_goal=True)
_SALE = action("Sale", 2, category="purchase", primary_for_goal=True)
_OTHER = action("x", 3, category="default", primary_for_goal=True)
_HINTED = action("Order complete", 4, category="default", primary_for_goal=True)
_OPEN = ConversionKind.UNDECIDED

_ELSEWHERE = replace(_NEWS, id="customers/999/conversionActions/1")
_SHUT = goal("signup~website", biddable=False)
_MOVES: tuple[tuple[tuple[Live, ...], tuple[str, ...], dict[str, str]], ...] = (
    ((_NEWS, _SHUT), ("purchase~website (✓)", "signup~website (✗)"), {}),
    ((_NEWS, goal("purchase~website", biddable=False), goal("signup~website")), ("(✗)", "signup~website (✓)"), {}),
    ((action("Newsletter signup", 1, category="purchase"), _SHUT), ("website (✗)", "signup~website (✗)"), {}),
    ((_NEWS,), ("purchase~website (✓)", "signup~website (?)"), {}),
    ((_NEWS, _SHUT), ("purchase~website (?)", "signup~website (?)"), {"account__warning": "no access"}),
    ((_ELSEWHERE, _SHUT), ("purchase~website (?)", "signup~website (?)"), {}),
)

CASES = [
    fails(
        roles_category,
        account(_NEWS, _SALE, goal("signup~website"), client=client(conversion("Newsletter signup", kind=_OPEN))),
        "Newsletter signup",
        seen=("purchase", "newsletter signup", "purchase~website (✓)", "signup~website (✓)"),
        lines=("- name: Newsletter signup\n  category: signup\n",),
    ),
    *(
        fails(roles_category, account(*live, **facts), "Newsletter signup", seen=seen, about="goals and bidding")
        for live, seen, facts in _MOVES
    ),
    fails(roles_category, account(_HINTED, action("Page view", 5, category="default")), "Order complete", "Page view"),
    fails(
        roles_category,
        account(
            imported("view_item", 1, category="purchase"),
            client=client(conversion("Look", source="ga4", event="view_item")),
        ),
        "Aoi (web) view_item",
        seen=("view_item", "page_view"),
        lines=("",),
        about="an import, whose category the config does not set",
    ),
    fails(roles_category, account(_NEWS), "Newsletter signup", lines=("",), about="in no config"),
    fails(
        roles_category,
        account(
            imported("done", 1, category="page_view"),
            rule("done", event_conditions=("event_name equals page_view", "page_path contains /order/thanks")),
        ),
        "Aoi (web) done",
        seen=("/order/thanks",),
        about="by the address of its event rule",
    ),
    passes(roles_category, account(_SALE, _OTHER)),
    does_not_apply(roles_category, account(action("Page view", 1, Standing.FIXED, category="default"))),
    does_not_apply(roles_category, account(action("Page view", 1, Standing.OTHER_OWNER, category="default"))),
    does_not_apply(roles_category, account(google_ads=False)),
    # No category, for bidding.
    fails(roles_default_category, account(_OTHER, _SALE), "x", seen=("default",)),
    fails(
        roles_default_category,
        account(action("mv_x", 1, category="default", primary_for_goal=True)),
        "mv_x",
        about="a step",
    ),
    passes(roles_default_category, account(_HINTED), "roles-category tells"),
    passes(roles_default_category, account(_SALE, action("x", 3, category="default")), "not for bidding"),
    does_not_apply(roles_default_category, account(action("x", 3, category="default"))),
    does_not_apply(
        roles_default_category,
        account(action("x", 3, Standing.FIXED, category="default", primary_for_goal=True)),
        about="nobody can set it",
    ),
    cannot_tell(roles_default_category, account(_OTHER, account__warning="no access")),
    # Nobody has decided.
    fails(
        upkeep_undecided,
        account(
            _SALE,
            action("Cart", 5),
            _OTHER,
            key_event("Seen"),
            action("mv_nobodys", 9),
            client=client(
                conversion("Sale", kind=_OPEN),
                conversion("Cart", kind=_OPEN),
                conversion("x", kind=_OPEN),
                conversion("Seen", kind=_OPEN, source=None, event="Seen"),
                conversion("Gone", kind=_OPEN),
                conversion("mv_cart"),
            ),
        ),
        *("Sale", "Cart", "x", "Seen", "Gone"),
        seen=("purchase", "add_to_cart"),
        lines=("- name: Sale\n  kind: macro\n", "", "", "", ""),
    ),
    passes(upkeep_undecided, account(_SALE, client=client(conversion("Sale", kind=ConversionKind.MACRO)))),
    does_not_apply(upkeep_undecided, account(client=client())),
    does_not_apply(upkeep_undecided, account(_SALE)),
]


def test_what_nobody_can_change_and_what_is_the_last_are_remarked_on() -> None:
    seen, bid_for = Text("seen", "見た"), account(_SALE)
    assert told_with(bid_for, seen, _SALE) == seen
    assert "only its goal" in told_with(bid_for, seen, action("x", 1, Standing.FIXED)).en
    assert "目標を" in told_with(bid_for, seen, action("x", 1, Standing.SYSTEM)).ja
    step = action("Page view", 1, category="page_view", primary_for_goal=True)
    for last in (account(step), account(step, _SALE, goal("purchase~website", biddable=False))):
        told = told_with(last, seen, step)
        assert told.en.startswith("seen; bidding has no final conversion: give it one")
        assert told.ja.startswith("見た。入札に使われている最終コンバージョンがないため、先に")
