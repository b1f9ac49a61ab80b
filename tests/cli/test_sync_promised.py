"""A saved plan whose effect on bidding has changed is refused, though nothing that it changes has moved."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.core.plan import Plan
from tests.contract.ads_account import action, campaign

pytestmark = pytest.mark.usefixtures("environment")


@pytest.fixture
def site(inhabit) -> Callable[..., Any]:
    """Fills the account anew: a secondary action in a goal that is closed, and a campaign with a custom goal."""

    def fill(*, open_goal: bool = False, listed: tuple[int, ...] = (2,), uses: bool = False, more: bool = False) -> Any:
        campaigns = [campaign(11, "Brand"), campaign(12, "Shop")]
        return inhabit(
            [
                action(1, "mv_down", category="SIGNUP"),
                action(2, "other", category="CONTACT"),
                action(3, "mv_up", category="ENGAGEMENT", primary=False),
            ],
            goals=[{"category": "ENGAGEMENT", "origin": "WEBSITE", "biddable": open_goal}],
            campaigns=[*campaigns, campaign(13, "New")] if more else campaigns,
            custom_conversion_goals=[{"id": 81, "name": "Learning", "conversion_actions": list(listed)}],
            conversion_goal_campaign_configs=[{"campaign": 12, "custom_conversion_goal": 81}] if uses else [],
        )

    return fill


@pytest.fixture
def config(write_config) -> Path:
    conversions = [
        {"name": "mv_up", "category": "engagement", "role": "primary"},
        {"name": "mv_down", "category": "signup", "role": "secondary"},
    ]
    return write_config(*conversions, ga4=None)


MOVES = {
    "a goal is made biddable": (
        {},
        {"open_goal": True},
        'the effect on bidding of "mv_up": was "none", is "bidding starts using it"',
    ),
    "an action is put into a custom goal": (
        {},
        {"uses": True, "listed": (1, 2)},
        'the effect on bidding of "mv_down": was "bidding stops using it", is "bidding stops using it in Brand"',
    ),
    "a campaign uses the custom goal in which it is": (
        {"listed": (1, 2)},
        {"listed": (1, 2), "uses": True},
        'the effect on bidding of "mv_down": was "bidding stops using it", is "bidding stops using it in Brand"',
    ),
}


@pytest.mark.parametrize("pinned", [True, False], ids=["saved plan", "while the question is open"])
@pytest.mark.parametrize("move", MOVES)
def test_refused(run, config, site, holds, tmp_path, monkeypatch, move, pinned):
    before, after, line = MOVES[move]
    site(**before)
    saved = tmp_path / "plan.json"
    assert run("plan", config, "--out", saved).code == 0
    if pinned:
        site(**after)
        done = run("sync", config, "--plan", saved, "--yes")
    else:

        def meanwhile(plan: Plan) -> None:
            site(**after)

        monkeypatch.setattr("microconv.cli.ask.ask", meanwhile)
        done = run("sync", config)
    assert done.code == 4, done.out + done.err
    assert f"refused: {line}" in done.err
    assert "[stale]" in done.err
    assert holds.writes() == []


@pytest.mark.parametrize("more", [False, True], ids=["nothing moved", "a campaign more, for a plan that is for all"])
def test_applied(run, config, site, tmp_path, more):
    site()
    saved = tmp_path / "plan.json"
    assert run("plan", config, "--out", saved).code == 0
    site(more=more)
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 0, done.out + done.err


def test_a_saved_plan_applied_twice_says_which_run_applied_it(run, config, site, holds, tmp_path, monkeypatch):
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    site()
    saved = tmp_path / "plan.json"
    assert run("plan", config, "--out", saved).code == 0
    assert run("sync", config, "--plan", saved, "--yes").code == 0
    (first,) = json.loads(run("history", "list", "--format", "json").out)["runs"]
    before = holds.everything()
    again = run("sync", config, "--plan", saved, "--yes")
    assert (again.code, holds.everything()) == (4, before)
    assert f"refused: run {first['run']} applied this plan before: 2 of 2 changes [stale]\n" in again.err
    assert f"see `microconv history show {first['run']}`" in again.err
