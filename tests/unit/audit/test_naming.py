"""Are conversions named by the rule?"""

from __future__ import annotations

from microconv.audit.rules.naming import (
    naming_action_length,
    naming_length,
    naming_pattern,
    naming_prefix,
    naming_reserved,
)
from microconv.core.client import CustomGoal, Goals
from microconv.core.conversion import ConversionKind
from microconv.core.resource import Standing
from tests.strategies import action, client, conversion, custom_goal, imported, key_event, rule
from tests.unit.audit.cases import account, does_not_apply, fails, passes

_CART = "- name: mv_cart\n  category: add_to_cart\n  kind: micro\n  role: secondary\n  previously: [mvCart]\n"
_VIEW = "- name: mv_view_item\n  category: page_view\n  kind: micro\n  role: primary\n  previously: [View item]\n"
_OPEN = client(conversion("Cart", kind=ConversionKind.UNDECIDED))
_KEPT = client(conversion("MV", kind=ConversionKind.MACRO), conversion("Cart", kind=ConversionKind.MACRO))

_MEANT = conversion("mvCart", kind=ConversionKind.MICRO)

CASES = [
    fails(naming_pattern, account(action("mvCart"), custom_goal("x", 7, 1)), "mvCart", lines=("",), about="a goal"),
    fails(naming_pattern, account(action("mvCart"), custom_goal("x", 7, 2)), "mvCart", lines=(_CART,), about="another"),
    *(
        fails(
            naming_pattern,
            account(action("mvCart"), client=client(_MEANT, *more, goals=goals)),
            "mvCart",
            lines=(lines,),
            about=about,
        )
        for more, goals, lines, about in (
            ((conversion("mv_a", next="mvCart"),), Goals(), "", "a funnel names it"),
            ((conversion("mv_a", next="Sale"),), Goals(custom=(CustomGoal("x", ("mvCart",)),)), "", "a goal names it"),
            ((), Goals(custom=(CustomGoal("x", ("mv_a",)),)), _CART.replace("  kind: micro\n", ""), "none names it"),
        )
    ),
    fails(
        naming_pattern,
        account(action("mvCart"), action("MV_カート", 2), action("mv_ok", 3), key_event("mv_Form")),
        "MV_カート",
        "mvCart",
        "mv_Form",
        seen=("mv_cart", "mv_form", "a-z"),
        lines=("", _CART, ""),
    ),
    fails(
        naming_pattern,
        account(action("mvCart"), client=client(conversion("mvCart", kind=ConversionKind.MICRO))),
        "mvCart",
        about="of a kind that somebody wrote",
        lines=(_CART.replace("  kind: micro\n", ""),),
    ),
    fails(naming_pattern, account(action("ｍｖ＿cart")), "ｍｖ＿cart", seen=("mv_cart",), about="in full width"),
    fails(naming_pattern, account(action("MV-Cart", type="upload_clicks")), "MV-Cart", lines=("",), about="an upload"),
    fails(naming_pattern, account(action("MVCart")), "MVCart", seen=("mv_cart",), about="no word begins in MVC"),
    fails(naming_pattern, account(action("mv")), "mv", seen=("a-z",), about="the prefix alone"),
    fails(naming_pattern, account(action("MV"), client=client(conversion("MV", kind=ConversionKind.MICRO))), "MV"),
    passes(naming_pattern, account(action("mv_ok"), key_event("mv_ok"))),
    does_not_apply(naming_pattern, account(action("mvp_signup"), action("MVP", 2), action("Buy mv", 3)), "mv_"),
    does_not_apply(naming_pattern, account(action("MV"), client=_KEPT), about="a result by the config"),
    does_not_apply(
        naming_pattern,
        account(
            imported("a", name="mvCart"),
            action("mvCart", 2, Standing.REMOVED),
            action("mvCart", 3, Standing.HIDDEN),
            action("mvCart", 4, Standing.FIXED),
        ),
        about="names that are Google's, or nobody's any more",
    ),
    fails(
        naming_prefix,
        account(
            action("View item", category="page_view", primary_for_goal=True), action("カート", 2), action("mv_ok", 3)
        ),
        "View item",
        "カート",
        seen=("page_view", "mv_view_item", "add_to_cart", "mv_…"),
        lines=(_VIEW, ""),
    ),
    fails(naming_prefix, account(action("Cart", type="upload_clicks")), "Cart", lines=("",), about="an upload"),
    passes(naming_prefix, account(action("mv_ok"))),
    passes(naming_prefix, account(action("mvCart")), about="misspelt: naming-pattern tells"),
    does_not_apply(naming_prefix, account(action("Cart"), client=_KEPT), about="a result by the config"),
    fails(naming_prefix, account(action("Cart"), client=_OPEN), "Cart", about="nobody has decided"),
    fails(naming_prefix, account(action("Page view", category="default")), "Page view", seen=("mv_page_view",)),
    does_not_apply(naming_prefix, account(action("Page view", category="purchase")), about="a guess"),
    does_not_apply(naming_prefix, account(action("Order complete", category="page_view")), about="a result, it seems"),
    does_not_apply(naming_prefix, account(action("Purchase", category="purchase"), imported("cart", 2))),
    does_not_apply(naming_prefix, account(action("Cart", 1, Standing.OTHER_OWNER))),
    does_not_apply(naming_prefix, account(google_ads=False), "Google"),
    fails(naming_length, account(key_event("a" * 39), key_event("b" * 38, 2)), "a" * 39, seen=("39", "41", "_c")),
    passes(naming_length, account(key_event("b" * 38))),
    does_not_apply(naming_length, account(action("b" * 39))),
    does_not_apply(naming_length, account(property_=False), "GA4"),
    fails(naming_action_length, account(action("a" * 101), action("b" * 100, 2)), "a" * 101, seen=("101",)),
    passes(naming_action_length, account(action("b" * 100))),
    does_not_apply(naming_action_length, account(action("b" * 101, 1, Standing.OTHER_OWNER))),
    does_not_apply(naming_action_length, account(action("b" * 101, 1, Standing.FIXED))),
    fails(
        naming_reserved,
        account(key_event("ga_sale"), key_event("scroll", 2), rule("gtag.x"), rule("click", 2), rule("mv_scroll", 3)),
        "ga_sale",
        "click",
        "gtag.x",
        seen=("ga_", "gtag.", "click"),
    ),
    passes(naming_reserved, account(key_event("scroll"), key_event("mv_ga_sale", 2)), about="GA4's own event is fine"),
    passes(naming_reserved, account(rule("mv_scroll"))),
    does_not_apply(naming_reserved, account(action("click"))),
]
