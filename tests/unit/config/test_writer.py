"""A client as text: what the loader reads back is the same client, and every YAML reader reads the same text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.config.writer import write
from microconv.core.client import AuditSettings, CampaignGoals, Client, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Conversion, Value
from microconv.core.event_rule import Condition, EventRule, page_reached
from microconv.loading import load
from tests.laws.live_accounts import TAME
from tests.strategies import client as made
from tests.strategies import clients, conversion

ONE_LINE = st.text(min_size=1, max_size=30).filter(lambda text: text == text.strip() and text.isprintable())
ODD = st.sampled_from(TAME) | ONE_LINE


def plain(client: Client) -> Client:
    """A loaded client without what tells where it was read."""

    def bare(item: Conversion) -> Conversion:
        rule = replace(item.rule, span=None) if item.rule is not None else None
        return replace(item, span=None, rule=rule)

    goals = client.goals
    campaigns = tuple(
        replace(one, span=None, goals=tuple(replace(item, span=None) for item in one.goals)) for one in goals.campaigns
    )
    custom = tuple(replace(one, span=None) for one in goals.custom)
    account = tuple(replace(one, span=None) for one in goals.account)
    return replace(
        client,
        path="",
        digest="",
        conversions=tuple(bare(item) for item in client.conversions),
        goals=Goals(account, campaigns, custom),
    )


def read_back(client: Client, folder: Path) -> Client:
    path = folder / "written.yaml"
    path.write_text(write(client, {("conversions",): ["a\nb: c"]}, head=["x"], foot=["y"]).text, encoding="utf-8")
    loaded, problems = load(path)
    assert loaded is not None, problems
    return plain(loaded)


@settings(max_examples=60, deadline=None)
@given(clients())
def test_the_loader_reads_the_same_client(tmp_path_factory: pytest.TempPathFactory, wanted: Client) -> None:
    assert read_back(wanted, tmp_path_factory.getbasetemp()) == wanted


def test_everything_that_a_config_says(tmp_path: Path) -> None:
    conditions = (
        Condition("event_name", "equals", "page_view"),
        page_reached("/form/step1"),
        Condition("percent", "greater_than_or_equal", "90"),
        Condition("title", "regular_expression_case_insensitive", "^a: (b|c) #", negated=True),
    )
    rule = EventRule(tuple(sorted(conditions)), True, (("from", "[[form_id]]"), ("plan", "on"), ("value", "500")))
    with_rule = conversion("mv_step", event="mv_step_seen", rule=rule, label="ステップ", next="on", protect=True)
    goals = Goals(
        (GoalSetting("purchase", True), GoalSetting("contact", False, "call_from_ads")),
        (CampaignGoals("A*", goals=(GoalSetting("purchase", False),)), CampaignGoals("# b", Level.ACCOUNT)),
        (CustomGoal("y: n", ("mv_step", "on"), ("[P-MAX]",)),),
    )
    wanted = made(
        conversion("on", settings={"google_ads.attribution_model": "google_ads_last_click"}),
        with_rule,
        conversion("mv_none", event="mv_none", no_rule=True, source=None, settings={}),
        conversion("mv_both", event="seen", value=Value(5.0, "JPY"), event_value=False, no_rule=True),
        goals=goals,
        manage_owner=True,
        data_stream="G-AOI1",
        link_google_ads=True,
        ads_personalization=False,
        enhanced_measurement=MappingProxyType({"stream": True, "scrolls": False}),
        owner="a: b",
        review_report="https://example.com/r",
        max_changes=3,
        max_value_factor=1.5,
        audit=AuditSettings(enough_finals=12),
        prefix="mv_",
    )
    wanted = replace(wanted, conversions=tuple(replace(item, settings=_settings(item)) for item in wanted.conversions))
    assert read_back(wanted, tmp_path) == wanted


def _settings(item: Conversion) -> MappingProxyType[str, object]:
    return MappingProxyType({} if item.source is None else dict(item.settings))  # a key event has no category


def test_lines_tell_their_places() -> None:
    written = write(made(conversion("mv_a"), conversion("mv_b")), {("conversions", "mv_b"): ["said"]})
    lines = written.text.splitlines()
    for name in ("mv_a", "mv_b"):
        line = lines.index(f"  - name: {name}") + 1
        assert written.place(line) == written.place(line + 2) == ("conversions", name)
    assert written.place(1) == ()


def test_an_account_number_that_is_none_cannot_break_out() -> None:
    text = write(made(data_stream="G-1\nowner: me")).text
    assert 'data_stream: "G-1\\nowner: me"' in text
