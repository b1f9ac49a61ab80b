"""Why bidding uses a conversion or not, as text: whatever names come from configs and accounts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hostile import NAMES, harmful
from strategies import action, ads, campaign, client, conversion, custom_goal, ga4, goal

from microconv.core.conversion import GA4_IMPORT
from microconv.core.planning.explain import explain
from microconv.core.resource import Standing
from microconv.providers import TYPES
from microconv.render.explain import explanation_text
from microconv.render.explain_json import explanations_json


@pytest.mark.parametrize("name", NAMES)
def test_no_name_controls_the_terminal(name: str) -> None:
    own = action(name, 1, primary_for_goal=True)
    theirs = replace(action(f"their {name}", 2, Standing.OTHER_OWNER), owner=name)
    wanted = client(
        conversion(name),
        conversion(f"their {name}"),
        conversion(f"new {name}"),
        conversion(f"wait {name}", source=GA4_IMPORT, event=name),
    )
    live = (own, theirs, goal("add_to_cart~website"), campaign(name, 1, custom=7), custom_goal(name, 7, own))
    for item in wanted.conversions:
        found = explain(TYPES, wanted, [replace(ads(*live), account=name), ga4()], item)
        found = replace(found, client=name)
        text = explanation_text(found)
        assert harmful(text) == []
        assert text.splitlines()[0].startswith("bidding ")
        (document,) = json.loads(explanations_json([found]))["explanations"]
        assert (document["conversion"], document["client"]) == (item.name, name)


def test_columns_fit_wide_letters() -> None:
    wanted = client(conversion("mv_cart"))
    live = (action("mv_cart", 1), goal("add_to_cart~website"), campaign("夏のセール", 1), campaign("Brand", 2))
    text = explanation_text(explain(TYPES, wanted, [ads(*live), ga4()], wanted.conversions[0]))
    assert text.splitlines()[7:10] == [
        "  campaign      goals of     goal      custom goal  now",
        '  "Brand"       the account  biddable  -            not used: it is secondary',
        '  "夏のセール"  the account  biddable  -            not used: it is secondary',
    ]
