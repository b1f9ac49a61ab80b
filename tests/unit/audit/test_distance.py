"""Are the steps near the result, and do they lead to it?"""

from __future__ import annotations

import pytest

from microconv.analysis.far_acts import DISTANT
from microconv.audit.rules.distance import (
    distance_dead_end,
    distance_key_event,
    distance_no_funnel,
    distance_page_view,
)
from microconv.core.conversion import ConversionKind
from microconv.core.resource import Standing
from tests.strategies import action, campaign, campaign_goal, client, conversion, custom_goal, goal, key_event
from tests.unit.audit.cases import account, does_not_apply, fails, passes

_VIEW = action("mv_view", 1, category="page_view", primary_for_goal=True)
_SALE = action("Sale", 2, category="purchase", primary_for_goal=True)
_THEIRS = action("mv_theirs", 3, Standing.OTHER_OWNER, category="engagement", primary_for_goal=True)
_LISTED = action("mv_listed", 4, category="page_view")
_CONTACT = conversion("Visit us", kind=ConversionKind.MACRO, settings={"category": "get_directions"})
_MACRO = conversion("purchase")
_LEADING = conversion("mv_cart", next="purchase")
_LOOSE = conversion("mv_loose")

_DOWN = "- name: mv_view\n  category: page_view\n  role: secondary\n"
_BRAND = campaign("Brand", 1, own=True)
_HOSTED = action(
    "Directions", 8, Standing.FIXED, category="get_directions", origin="google_hosted", primary_for_goal=True
)

_SOLD = action("Sold", 9, category="purchase", primary_for_goal=True)
_SEEN = "page_view (its name has the prefix), role primary"
_FIRST = f"{_SEEN}; bidding has no final conversion: give it one before this is taken away"

CASES = [
    fails(distance_page_view, account(_VIEW, _SALE), "mv_view", seen=("page_view", "primary"), lines=(_DOWN,)),
    does_not_apply(
        distance_page_view, account(_VIEW, goal("page_view~website", False)), about="goal off: roles-without-effect"
    ),
    fails(
        distance_page_view,
        account(_VIEW, goal("page_view~website", False), account__warning="no access"),
        "mv_view",
        about="the goals could not be read",
    ),
    does_not_apply(distance_page_view, account(_LISTED, account__warning="no access"), about="secondary, goals unread"),
    fails(distance_page_view, account(_VIEW, _SOLD), "mv_view", told=(_SEEN,), about="a result that bidding has"),
    fails(distance_page_view, account(_VIEW), "mv_view", told=(_FIRST,), about="nothing else that bidding has"),
    fails(
        distance_page_view,
        account(_VIEW, _SOLD, goal("purchase~website", biddable=False)),
        "mv_view",
        told=(_FIRST,),
        about="a result that bidding has not",
    ),
    passes(
        distance_page_view,
        account(action("Form started", 1, category="engagement", primary_for_goal=True)),
        about="a form that was begun is near",
    ),
    fails(
        distance_page_view,
        account(action("Landing page view", 1, category="default", primary_for_goal=True)),
        "Landing page view",
        seen=("page_view", "page view"),
        about="by its name",
    ),
    passes(
        distance_page_view,
        account(action("Order complete", 1, category="page_view", primary_for_goal=True)),
        about="a result by its name: roles-category tells",
    ),
    fails(
        distance_page_view,
        account(_HOSTED, goal("get_directions~google_hosted")),
        "Directions",
        seen=("Google",),
        lines=("goals:\n  account:\n    - {category: get_directions, origin: google_hosted, biddable: false}\n",),
        about="nobody can set its role",
    ),
    fails(
        distance_page_view,
        account(
            _HOSTED,
            _BRAND,
            campaign("Other", 2),
            campaign_goal(_BRAND, "get_directions~google_hosted"),
            goal("get_directions~google_hosted"),
        ),
        "Directions",
        lines=(
            "goals:\n  account:\n    - {category: get_directions, origin: google_hosted, biddable: false}\n"
            "  campaigns:\n    - {campaign: Brand, goals: [{category: get_directions, origin: google_hosted, "
            "biddable: false}]}\n",
        ),
        about="by the account's goals and by a campaign's own",
    ),
    fails(
        distance_page_view,
        account(_HOSTED, _BRAND, campaign_goal(_BRAND, "get_directions~google_hosted")),
        "Directions",
        lines=(
            "goals:\n  campaigns:\n    - {campaign: Brand, goals: [{category: get_directions, origin: google_hosted, "
            "biddable: false}]}\n",
        ),
        about="by a campaign's own goals",
    ),
    fails(
        distance_page_view,
        account(_HOSTED, custom_goal("Learning", 7, _HOSTED), campaign("Brand", 1, custom=7)),
        "Directions",
        lines=("",),
        about="through a custom goal",
    ),
    does_not_apply(
        distance_page_view, account(_HOSTED, goal("get_directions~google_hosted", False)), about="nobody's to change"
    ),
    # Key events.
    fails(distance_key_event, account(key_event("page_view_pricing")), "page_view_pricing", seen=("page view",)),
    fails(distance_key_event, account(key_event("scroll"), key_event("purchase", 2)), "scroll"),
    passes(distance_key_event, account(key_event("purchase"))),
    passes(distance_key_event, account(key_event("file_download"), key_event("add_to_cart", 2))),
    passes(distance_key_event, account(key_event("mv_page_view")), "a step, as its name says"),
    passes(
        distance_key_event,
        account(
            key_event("page_view_pricing"),
            client=client(conversion("Pricing", event="page_view_pricing", kind=ConversionKind.MACRO)),
        ),
        "somebody decided",
    ),
    fails(
        distance_key_event,
        account(
            key_event("page_view_pricing"),
            client=client(conversion("Pricing", event="page_view_pricing", kind=ConversionKind.UNDECIDED)),
        ),
        "page_view_pricing",
        about="nobody decided",
    ),
    does_not_apply(distance_key_event, account()),
    fails(
        distance_page_view,
        account(_LISTED, custom_goal("Learning", 7, _LISTED), campaign("Brand", 1, custom=7)),
        "mv_listed",
        seen=("secondary",),
        about="secondary, in a custom goal",
    ),
    fails(distance_page_view, account(_THEIRS), "mv_theirs", about="a manager's, used"),
    fails(
        distance_page_view,
        account(_VIEW, client=client(conversion("mv_view", settings={"category": "page_view"}))),
        "mv_view",
        about="a step by the config",
        lines=("- name: mv_view\n  role: secondary\n",),
    ),
    passes(
        distance_page_view,
        account(action("Visit us", 1, category="get_directions", primary_for_goal=True), client=client(_CONTACT)),
        about="the result by the config",
    ),
    passes(distance_page_view, account(_SALE, _LISTED), about="secondary, in no custom goal"),
    does_not_apply(distance_page_view, account(_LISTED), about="nothing is chased"),
    does_not_apply(
        distance_page_view, account(_THEIRS, goal("engagement~website", False)), about="a manager's, not used here"
    ),
    does_not_apply(distance_page_view, account(action("x", 1, Standing.HIDDEN, category="page_view"))),
    does_not_apply(
        distance_page_view, account(action("x", 1, Standing.SYSTEM, category="page_view", primary_for_goal=True))
    ),
    does_not_apply(distance_page_view, account(google_ads=False), "Google"),
    fails(
        distance_no_funnel,
        account(client=client(_MACRO, _LEADING, _LOOSE)),
        "mv_loose",
        about="the only result is proposed",
        lines=("- name: mv_loose\n  funnel: {next: purchase}\n",),
    ),
    fails(
        distance_no_funnel,
        account(client=client(_MACRO, _CONTACT, _LOOSE)),
        "mv_loose",
        about="one of two results",
        lines=("",),
    ),
    fails(distance_no_funnel, account(client=client(_LOOSE)), "mv_loose", about="no result", lines=("",)),
    fails(
        distance_no_funnel,
        account(client=client(_LOOSE, conversion("mv_other"), conversion("mv_end"), conversion("mv_a", next="mv_end"))),
        "mv_loose",
        "mv_other",
        about="what something leads to is another rule's",
    ),
    passes(distance_no_funnel, account(client=client(_MACRO, _LEADING))),
    does_not_apply(distance_no_funnel, account(client=client(_MACRO)), about="no step"),
    does_not_apply(distance_no_funnel, account(_VIEW), about="no config"),
    fails(
        distance_dead_end,
        account(
            client=client(
                _MACRO, conversion("mv_a", next="mv_b"), conversion("mv_c", next="mv_b"), conversion("mv_b"), _LOOSE
            )
        ),
        "mv_b",
        seen=("mv_a",),
    ),
    passes(
        distance_dead_end,
        account(client=client(_MACRO, conversion("mv_a", next="mv_b"), conversion("mv_b", next="purchase"))),
    ),
    does_not_apply(distance_dead_end, account(client=client(_MACRO, _LEADING, _LOOSE)), about="one step to the result"),
    does_not_apply(distance_dead_end, account(_VIEW), about="no config"),
]


@pytest.mark.parametrize("category", sorted(DISTANT))
def test_every_distant_category_is_found(category: str) -> None:
    found = distance_page_view.check(account(action("x", 1, category=category, primary_for_goal=True)))
    assert [item.name for item in found.evidence] == ["x"]
