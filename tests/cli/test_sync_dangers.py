"""Plans that must not be applied unless allowed by name: refused by command, told by `plan`, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from microconv.emulator.seed import packaged_seed, read_seed
from tests.conftest import flat
from tests.contract.ads_account import action, campaign, campaign_goal, goal

pytestmark = pytest.mark.usefixtures("environment", "state")

ALLOWS = ("nothing-left", "many", "empty-config", "manager-account", "manager", "remove", "protected")
FINALS = [action(1, "purchase", "PURCHASE"), action(2, "Lead", "SUBMIT_LEAD_FORM")]
FINAL_GOALS = [goal("PURCHASE", True), goal("SUBMIT_LEAD_FORM", True)]


def final(name: str = "purchase", category: str = "purchase", role: str = "primary") -> dict[str, Any]:
    return {"name": name, "kind": "macro", "category": category, "role": role}


def step(number: int, role: str = "primary") -> dict[str, Any]:
    return {"name": f"mv_step{number}", "category": "engagement", "role": role}


@pytest.fixture
def guarded(run, holds):
    """Refused with exactly these codes unless all of them are allowed by name; `plan` tells and exits alike."""

    def check(config: Path, *codes: str) -> str:
        before = holds.everything()
        refused = run("sync", config, "--yes")
        assert refused.code == (4 if codes else 0), refused.out + refused.err
        told = [
            line.rpartition(" [")[2].rstrip("]") for line in refused.err.splitlines() if line.startswith("refused:")
        ]
        assert sorted(told) == sorted(codes)
        if not codes:
            return refused.out
        assert holds.everything() == before
        planned = run("plan", config)
        assert planned.code == 4
        for code in dict.fromkeys(codes):
            assert f"run again with `--allow {code}`" in planned.told
            assert f"run again with `--allow {code}`" in flat(refused.err)
            others = [word for one in ALLOWS if one != code for word in ("--allow", one)]
            still = run("sync", config, "--yes", *others)
            assert (still.code, holds.everything()) == (4, before), code
            assert f"[{code}]" in still.err
        allowed = [word for code in dict.fromkeys(codes) for word in ("--allow", code)]
        done = run("sync", config, "--yes", *allowed)
        assert done.code == 0, done.out + done.err
        assert holds.everything() != before
        assert run("plan", config).code == 0
        return refused.err

    return check


def test_both_finals_set_to_secondary(inhabit, write_config, guarded):
    inhabit(FINALS, goals=FINAL_GOALS, campaigns=[campaign(71, "Brand")])
    config = write_config(final(role="secondary"), final("Lead", "submit_lead_form", "secondary"), ga4=None)
    told = guarded(config, "nothing-left", "nothing-left", "many")
    for place in ("the account's goals", 'campaign "Brand"'):
        assert f"refused: {place} would be left without any final conversion that bidding uses; now: Lead, pur" in told
    assert "purchase had " in told
    assert "in the last 30 days" in told


def test_both_goals_closed(inhabit, write_config, guarded):
    inhabit(FINALS, goals=FINAL_GOALS)
    goals = {"account": [{"category": one, "biddable": False} for one in ("purchase", "submit_lead_form")]}
    guarded(write_config(final(), final("Lead", "submit_lead_form"), goals=goals, ga4=None), "nothing-left")


def test_one_of_two_goals_closed(inhabit, write_config, guarded):
    inhabit(FINALS, goals=FINAL_GOALS)
    goals = {"account": [{"category": "purchase", "biddable": False}]}
    guarded(write_config(final(), final("Lead", "submit_lead_form"), goals=goals, ga4=None))


def test_one_campaign_without_its_final(inhabit, write_config, guarded):
    inhabit(
        [*FINALS, action(3, "mv_step3")],
        goals=[*FINAL_GOALS, goal("ENGAGEMENT", True)],
        campaigns=[campaign(71, "Brand"), campaign(72, "Shop")],
        campaign_conversion_goals=[campaign_goal(72, "SUBMIT_LEAD_FORM", False)],
    )
    goals = {"campaigns": [{"campaign": "Shop", "goals": [{"category": "purchase", "biddable": False}]}]}
    config = write_config(final(), final("Lead", "submit_lead_form"), step(3), goals=goals, ga4=None)
    assert 'refused: campaign "Shop" would be left without any final' in guarded(config, "nothing-left")


def test_the_last_step_where_there_is_no_final(inhabit, write_config, guarded):
    inhabit([action(1, "mv_step1")], goals=[goal("ENGAGEMENT", True)])
    guarded(write_config(step(1, "secondary"), ga4=None), "nothing-left", "many")


def test_a_step_beside_a_final_is_daily_work(inhabit, write_config, guarded):
    inhabit([*FINALS, action(3, "mv_step3")], goals=[*FINAL_GOALS, goal("ENGAGEMENT", True)])
    assert "demote" in guarded(write_config(final(), final("Lead", "submit_lead_form"), ga4=None))


@pytest.mark.parametrize(
    ("kept", "of", "codes"),
    [(1, 2, []), (2, 4, []), (1, 3, []), (1, 4, ["many"]), (2, 5, ["many"]), (3, 5, []), (0, 2, ["many"])],
)
def test_more_than_half_of_at_least_four_primaries(inhabit, write_config, guarded, kept, of, codes):
    """A final of somebody else stays, so that bidding has one whatever goes."""
    inhabit(
        [action(90, "Sale", "PURCHASE"), *(action(number, f"mv_step{number}") for number in range(1, of + 1))],
        goals=[goal("PURCHASE", True), goal("ENGAGEMENT", True)],
    )
    steps = [step(number, "primary" if number <= kept else "secondary") for number in range(1, of + 1)]
    told = guarded(write_config(*steps, ga4=None), *codes)
    if codes:
        share = "all of them" if not kept else "more than half"
        assert (
            f"demotes or removes {of - kept} of the {of} managed conversion actions that are primary now: {share}"
            in told
        )


def eighteen(inhabit):
    """The issue's account: 18 actions of ours, three of them primary."""
    actions = [action(number, f"mv_step{number}", primary=number <= 3) for number in range(1, 19)]
    inhabit([action(90, "Sale", "PURCHASE"), *actions], goals=[goal("PURCHASE", True), goal("ENGAGEMENT", True)])


def empty(write_config, tmp_path, **keys: Any) -> Path:
    """The store's config with no conversions in its list."""
    path: Path = write_config(step(1), ga4=None, **keys)
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**content, "conversions": []}), encoding="utf-8")
    return path


def test_an_empty_config_against_eighteen(inhabit, write_config, guarded, tmp_path):
    eighteen(inhabit)
    told = guarded(empty(write_config, tmp_path), "empty-config", "many")
    assert "the config lists no conversions, and so the plan demotes or removes 3" in told


def test_an_empty_config_that_keeps(inhabit, write_config, guarded, tmp_path):
    eighteen(inhabit)
    guarded(empty(write_config, tmp_path, unlisted="keep"))


def test_an_empty_config_where_nothing_is_ours(inhabit, write_config, guarded, tmp_path):
    inhabit([action(90, "Sale", "PURCHASE")], goals=[goal("PURCHASE", True)])
    guarded(empty(write_config, tmp_path))


def test_a_manager_account_as_the_client_s(write_config, guarded):
    account = {"customer_id": "999-888-7777", "login_customer_id": "999-888-7777"}
    told = guarded(write_config(step(1), google_ads=account, ga4=None), "manager-account")
    assert "refused: 999-888-7777 is a manager account, and the plan would change" in told


def test_a_saved_plan_is_refused_too(run, inhabit, write_config, holds, tmp_path):
    inhabit(FINALS, goals=FINAL_GOALS)
    config = write_config(final(role="secondary"), final("Lead", "submit_lead_form", "secondary"), ga4=None)
    saved = tmp_path / "plan.json"
    assert run("plan", config, "--out", saved).code == 4
    dangers = {item["allow"] for item in json.loads(saved.read_text(encoding="utf-8"))["dangers"]}
    assert dangers == {"many", "nothing-left"}
    before = holds.everything()
    assert run("sync", config, "--plan", saved, "--yes").code == 4
    assert holds.everything() == before


def test_what_is_shipped_needs_no_leave(run, emulator):
    """The demo, and the first sync of each example config on the emulator's own accounts: none but to publish."""
    assert run("demo").code == 0
    emulator.world.reset(read_seed(packaged_seed()))
    configs = Path(__file__).parents[2] / "configs"
    paths = [path for path in sorted(configs.glob("*.yaml")) if not path.name.startswith("agency")]
    assert len(paths) == 3
    for path in paths:
        leave = ("--allow", "publish") if "publish: ask" in path.read_text(encoding="utf-8") else ()
        planned, done = run("plan", path), run("sync", path, "--yes", *leave)
        assert (planned.code, done.code) == (4 if leave else 0, 0), done.out + done.err
        refused = [line for line in (planned.out + planned.err).splitlines() if line.startswith("refused")]
        assert all(line.endswith("[publish]") for line in refused)
        assert "refused" not in done.out + done.err
