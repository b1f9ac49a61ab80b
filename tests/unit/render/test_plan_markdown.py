"""A plan as Markdown: a table that no name can break out of."""

from __future__ import annotations

import re

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful, hostile_plan
from strategies import action, client, conversion, imported, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.errors import Refusal
from microconv.core.text import Language
from microconv.render.plan_lines import plan_lines
from microconv.render.plan_markdown import LONGEST, plan_markdown
from microconv.render.safe import prose


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
    assert plan_markdown(plan) == "\n".join([
        "## aoi-store (emulated)",
        "",
        "Google Ads 123-456-7890 · GA4 345678901",
        "",
        "> [!WARNING]",
        "> **What bidding starts and stops using**",
        ">",
        '> - starts using "both"',
        "",
        "### Changes",
        "",
        "|  | Object | Before | After | Why |",
        "| --- | --- | --- | --- | --- |",
        '| update | conversion "both" | role secondary | role primary | the config says primary |',
        '| remove | conversion "mv\\_old" | | | not in the config, and the config says `unlisted: remove` |',
        '| update | key event "mv\\_cart" | value (empty) | value 500 JPY | differs from the config |',
        "",
        '- **conflict** conversion "mv\\_type": source is ad\\_call and cannot become website: the API sets this '
        "only when the object is made. → declare what is live, or give this conversion a new name; microconv never "
        "deletes and re-creates",
        "- conversion \"mv\\_wait\" waits for Google's import. Google makes the action of a GA4 key event "
        "by itself, one or two days after all of these are there: the key event, the link "
        "between GA4 and Google Ads, and auto-tagging; no API call can make it, and the next sync after that enables "
        "it. "
        "Missing: time: everything is there, and Google takes one or two days",
        '- **warning** "both" and "Aoi (web) both" count the same GA4 event both, and both are primary: bidding '
        "counts each conversion twice. → make one of the two secondary, or declare the import instead: "
        "`google_ads: {source: ga4}`",
        "",
        "<details><summary>2 not ours</summary>",
        "",
        "- 1: imported from GA4, and not in the config",
        '  - conversion "Aoi (web) both"',
        "- 1: not in the config, and without the prefix mv\\_",
        '  - conversion "資料請求"',
        "",
        "</details>",
        "",
        f"`Plan {plan.fingerprint[:8]}: 2 to update, 1 to remove, 2 unchanged, 1 waiting, "
        "1 in conflict, 2 not ours. 2 API calls (3 operations); reading took 3.`",
        "",
    ])  # fmt: skip


def test_nothing_to_do_is_the_headline() -> None:
    plan = plan_of(client(), action("Purchase"))
    assert plan_markdown(plan).splitlines()[:5] == [
        "## aoi-store", "", "Google Ads 123-456-7890 · GA4 345678901", "", "**No changes**: 1 not ours",
    ]  # fmt: skip


def test_a_change_with_many_attributes_names_its_object_and_reason_once() -> None:
    rows = [line for line in plan_markdown(plan_of(client(conversion("mv_cart")))).splitlines() if line.startswith("|")]
    assert rows[2:] == [
        '| create | conversion "mv\\_cart" |  | source website | not in the account |',
        "| | |  | category add\\_to\\_cart |  |",
        "| | |  | role secondary |  |",
    ]


def test_what_a_sync_would_refuse_comes_first() -> None:
    plan = plan_of(client(conversion("mv_cart")))
    text = plan_markdown(plan, refusals=(Refusal("many", "too many", "run again with `--allow many`"),))
    assert text.splitlines()[4:6] == [
        "> [!CAUTION]", "> - **refused** `many`: too many. → run again with `--allow many`",
    ]  # fmt: skip


def test_sentences_end_as_their_language_ends_them() -> None:
    plan = plan_of(
        client(conversion("mv_type"), conversion("mv_wait", source=GA4_IMPORT, event="mv_cart")),
        action("mv_type", 2, type="ad_call"),
        key_event("mv_cart", 2),
    )
    shown = plan_markdown(
        plan, language=Language.JA, refusals=[Refusal("many", "多すぎます。", hint="確認してください")]
    )
    said = [line for line in shown.splitlines() if line.lstrip("> ").startswith("- ")]
    assert len(said) > 2
    assert not [line for line in said if ". " in line or "。." in line or "。。" in line]
    assert all("。 " in line for line in said)


@pytest.mark.parametrize("language", Language)
def test_a_plan_that_is_longer_than_a_comment_may_be_is_cut_and_says_so(language: Language) -> None:
    plan = plan_of(client(*(conversion(f"mv_{number:04}", settings={"category": "x" * 200}) for number in range(400))))
    text = plan_markdown(plan, language=language)
    assert LONGEST - 2_000 < len(text) <= LONGEST
    assert "`microconv plan`" in text.splitlines()[-1]
    assert text.count("<details>") == text.count("</details>")


def test_code_stays_code_and_names_do_not() -> None:
    assert prose("write `unlisted: remove` for mv_x") == "write `unlisted: remove` for mv\\_x"
    assert prose("`a|b`", cell=True) == "`a\\|b`"
    assert prose("one ` alone_") == "one \\` alone\\_"


OURS = frozenset({"> [!WARNING]", "</details>"})
"""Lines of our own that have signs of Markdown."""


@pytest.mark.parametrize("name", [*NAMES, *MARKDOWN_NAMES])
def test_no_name_breaks_out_of_its_cell(name: str) -> None:
    text = plan_markdown(hostile_plan(name))
    assert harmful(text) == []
    assert len(text.splitlines()) == len(plan_markdown(hostile_plan("harmless")).splitlines())
    for line in text.splitlines():
        bare = line.replace("\\\\", "")
        if line.startswith("| ") and not line.startswith("| ---"):
            assert len(re.findall(r"(?<!\\)\|", bare)) == 6, line
        if line in OURS:
            continue
        if line.startswith((">", "<details>")):
            bare = line.removeprefix("<details><summary>").removesuffix("</summary>").lstrip("> ")
        bare = re.sub(r"`[^`]*`", "", bare)
        assert not re.search(r"(?<!\\)[<>\[\]~_]", bare), line
        assert not re.search(r"(?<!\\)&", bare), line


def test_a_client_that_declares_nothing_says_so_in_the_words_of_the_terminal() -> None:
    plan = plan_of(client())
    assert "**No changes**: nothing declared\n" in plan_markdown(plan)
    assert "**差分なし**: 対象なし\n" in plan_markdown(plan, language=Language.JA)
    assert plan_lines(plan).startswith("aoi-store  no changes: nothing declared")
