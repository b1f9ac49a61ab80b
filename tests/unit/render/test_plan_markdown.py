"""A plan as Markdown: a table that no name can break out of."""

from __future__ import annotations

import re

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful, hostile_plan
from strategies import action, client, conversion, imported, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.render.plan_markdown import plan_markdown


def test_all_parts() -> None:
    wanted = client(
        conversion("mv_cart", source=None, event="mv_cart", value=Value(500.0, "JPY")),
        conversion("mv_type"),
        conversion("mv_wait", source=GA4_IMPORT, event="mv_cart2"),
        conversion("both", event="both", role=Role.PRIMARY),
        unlisted=Unlisted.REMOVE,
    )
    plan = plan_of(
        wanted,
        action("mv_type", 2, type="ad_call"),
        action("mv_old", 3),
        action("資料請求", 4),
        action("both", 6),
        imported("both", 5, primary_for_goal=True),
        key_event("both"),
        key_event("mv_cart", 2, default_value=None),
        key_event("mv_cart2", 3),
        emulated=True,
    )
    kind = "google\\_ads.conversion\\_action"
    assert plan_markdown(plan) == "\n".join([
        "## aoi-store (emulated)",
        "",
        "google\\_ads 123-456-7890 · ga4 345678901",
        "",
        "| | Object | Attribute | Before | After | Why |",
        "| --- | --- | --- | --- | --- | --- |",
        f'| update | {kind}\\["both"\\] | primary\\_for\\_goal | false | true | differs from the config; '
        "bidding starts using this |",
        f'| remove | {kind}\\["mv\\_old"\\] | | | | not in the config, and the config says \\`unlisted: remove\\` |',
        '| update | ga4.key\\_event\\["mv\\_cart"\\] | default\\_value | (empty) | 500 JPY | differs from the config |',
        "",
        '- bidding starts using "both"',
        f'- **Conflict** {kind}\\["mv\\_type"\\]: type is ad\\_call and cannot become webpage: the API sets this '
        "only when the object is made. declare what is live, or give this conversion a new name; microconv never "
        "deletes and re-creates",
        f"- Waiting {kind}\\[\"mv\\_wait\"\\]: Google imports GA4's key event mv\\_cart2 of property 345678901 by "
        "itself, one or two days after the key event exists and GA4 is linked to Google Ads; no API call can make it. "
        "Missing: time: everything is there, and Google takes one or two days",
        '- **Warning** "both" and "Aoi (web) both" count the same GA4 event both, and both are primary: bidding '
        "counts each conversion twice. make one of the two secondary, or declare the import instead: "
        "\\`google\\_ads: {source: ga4}\\`",
        f'- Not ours {kind}\\["Aoi (web) both"\\]: imported from GA4, and not in the config',
        f'- Not ours {kind}\\["資料請求"\\]: not in the config, and without the prefix mv\\_',
        "",
        f"`Plan {plan.fingerprint[:8]}: 0 to create, 2 to update, 0 to demote, 1 to remove, 2 unchanged, 1 waiting, "
        "1 in conflict, 2 not ours. 2 API calls (3 operations); reading took 3.`",
        "",
    ])  # fmt: skip


def test_nothing_to_do() -> None:
    plan = plan_of(client())
    assert plan_markdown(plan) == (
        "## aoi-store\n\ngoogle\\_ads 123-456-7890 · ga4 345678901\n\n"
        f"`Plan {plan.fingerprint[:8]}: 0 to create, 0 to update, 0 to demote, 0 unchanged, 0 not ours. "
        "0 API calls (0 operations); reading took 3.`\n"
    )


def test_a_change_with_many_attributes_names_its_object_and_reason_once() -> None:
    rows = [line for line in plan_markdown(plan_of(client(conversion("mv_cart")))).splitlines() if line.startswith("|")]
    assert rows[2] == (
        '| create | google\\_ads.conversion\\_action\\["mv\\_cart"\\] | name |  | mv\\_cart | not in the account |'
    )
    assert rows[3:] == [
        "| | | type |  | webpage |  |",
        "| | | status |  | enabled |  |",
        "| | | category |  | add\\_to\\_cart |  |",
        "| | | primary\\_for\\_goal |  | false |  |",
    ]


@pytest.mark.parametrize("name", [*NAMES, *MARKDOWN_NAMES])
def test_no_name_breaks_out_of_its_cell(name: str) -> None:
    text = plan_markdown(hostile_plan(name))
    assert harmful(text) == []
    assert len(text.splitlines()) == len(plan_markdown(hostile_plan("harmless")).splitlines())
    for line in text.splitlines():
        bare = line.replace("\\\\", "")
        if line.startswith("| ") and not line.startswith("| ---"):
            assert len(re.findall(r"(?<!\\)\|", bare)) == 7, line
        assert not re.search(r"(?<!\\)[<>\[\]~_]", bare), line
        assert not re.search(r"(?<!\\)&", bare), line
