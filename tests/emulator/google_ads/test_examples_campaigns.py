"""The official examples about campaigns, unmodified, one after the other.

get_change_details cannot run anywhere: in google-ads 34.0.0 it imports a name its package does not have; test_changes
has its query.
"""

from __future__ import annotations

import re

from tests.emulator.google_ads.test_examples import run

STORE, DOLLARS = "1234567890", "6667778888"
_SCRIPTS = (
    ("basic_operations/get_campaigns.py", "-c", STORE),
    ("basic_operations/add_campaigns.py", "-c", DOLLARS),
    ("basic_operations/update_campaign.py", "-c", STORE, "-i", "601"),
    ("basic_operations/remove_campaign.py", "-c", STORE, "-i", "602"),
    ("misc/set_custom_client_timeouts.py", "-c", STORE),
    ("asyncio/async_add_campaigns.py", "-c", DOLLARS),
    ("asyncio/async_search.py", "-c", STORE),
    ("asyncio/async_search_stream.py", "-c", STORE),
)


def test_the_examples_about_campaigns(scripts, campaigns, shop):
    campaigns.clock.restart()  # they use the date of this computer
    written = {name: run(scripts, name, *arguments) for name, *arguments in _SCRIPTS}

    listed = written["basic_operations/get_campaigns.py"].splitlines()
    assert listed[0] == 'Campaign with ID 601 and name "Search" was found.'
    assert len(listed) == len(shop().campaigns)

    dollars = campaigns.google_ads.customers[int(DOLLARS)]
    first, *_ = dollars.campaigns.values()
    output = written["basic_operations/add_campaigns.py"]
    assert output == f"Created campaign customers/{DOLLARS}/campaigns/{first.id}.\n"
    assert first.name.startswith("Interplanetary Cruise ")
    assert (first.status, first.channel, first.strategy) == ("PAUSED", "SEARCH", "manual_cpc")
    assert first["network_settings.target_content_network"] is True
    assert re.fullmatch(r"\d{4}-\d\d-\d\d 23:59:59", first["end_date_time"])
    assert dollars.budgets[first.budget]["amount_micros"] == 500_000

    assert written["basic_operations/update_campaign.py"] == f"Updated campaign customers/{STORE}/campaigns/601.\n"
    assert shop().campaigns[601].status == "PAUSED"

    assert written["basic_operations/remove_campaign.py"] == f"Removed campaign customers/{STORE}/campaigns/602.\n"
    assert shop().campaigns[602].status == "REMOVED"

    timeouts = written["misc/set_custom_client_timeouts.py"]
    assert timeouts.count(f"Total # of campaign IDs retrieved: {len(shop().campaigns)}") == 2

    assert len(dollars.campaigns) > 1, "async_add_campaigns"
    for name in ("asyncio/async_search.py", "asyncio/async_search_stream.py"):
        assert '601 and name "Search"' in written[name]
