"""`microconv sync`: what it refuses by default, and the way through each refusal."""

from __future__ import annotations

import json

import pytest

from tests.conftest import CART, PURCHASE

pytestmark = pytest.mark.usefixtures("environment")

CONTACT = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}


# ---- limits


@pytest.mark.usefixtures("nothing_written")
def test_max_changes(run, config):
    done = run("sync", config, "--yes", "--max-changes", "2")
    assert (done.code, done.err) == (
        4,
        "aoi: error: nothing was changed\n"
        "refused: the plan has 3 changes; at most 2 are allowed [max-changes]\n"
        "    → look at the plan, then run again with `--max-changes 3`\n",
    )


def test_max_changes_that_are_enough(run, config):
    assert run("sync", config, "--yes", "--max-changes", "3").code == 0


@pytest.mark.usefixtures("nothing_written")
def test_a_limit_that_is_no_number(run, config):
    for wrong in ("-1", "many"):
        assert run("sync", config, "--yes", "--max-changes", wrong).code == 64


def steps(count):
    return [
        {"id": number, "name": f"mv_step{number}", "type": "WEBPAGE", "category": "ENGAGEMENT"}
        for number in range(1, count + 1)
    ]


def listed(numbers):
    return [{"name": f"mv_step{number}", "category": "engagement", "role": "primary"} for number in numbers]


@pytest.mark.parametrize(
    ("total", "kept", "code"),
    [
        (12, 8, 0),  # exactly a third goes
        (12, 7, 4),  # more than a third
        (10, 6, 4),  # the smallest number that is judged
        (9, 5, 0),  # too few for a third, and no more than half of them
    ],
)
def test_more_than_a_third(run, write_config, inhabit, holds, total, kept, code):
    inhabit(steps(total))
    config = write_config(*listed(range(1, kept + 1)), ga4=None)
    done = run("sync", config, "--yes")
    assert done.code == code
    demoted = [name for name, action in holds.actions().items() if action["primary_for_goal"] is False]
    if code == 0:
        assert len(demoted) == total - kept
        return
    assert demoted == []
    assert done.err == (
        "aoi: error: nothing was changed\n"
        f"refused: the plan demotes or removes {total - kept} of {total} managed conversions: "
        "more than a third [many]\n"
        "    → check that the config is whole; if this is wanted, run again with `--allow many`\n"
    )
    assert run("sync", config, "--yes", "--allow", "many").code == 0
    assert sum(action["primary_for_goal"] is False for action in holds.actions().values()) == total - kept


def test_what_the_config_itself_demotes_counts_too(run, write_config, inhabit, holds):
    """A shared default changed from primary to secondary is as dangerous as a file that lost its end."""
    inhabit(steps(12))
    config = write_config(*({**one, "role": "secondary"} for one in listed(range(1, 13))), ga4=None)
    done = run("sync", config, "--yes")
    assert done.code == 4
    assert "demotes or removes 12 of 12" in done.err
    assert holds.writes() == []


def test_removal_needs_leave(run, write_config, inhabit, holds):
    inhabit(steps(2))
    config = write_config(*listed([1]), ga4=None, unlisted="remove")
    done = run("sync", config, "--yes")
    assert (done.code, done.err) == (
        4,
        "aoi: error: nothing was changed\n"
        'refused: the plan removes 1: conversion "mv_step2". A removed object cannot be brought '
        "back [remove]\n"
        "    → to remove them, run again with `--allow remove`; to keep their history, write `unlisted: demote`\n",
    )
    assert set(holds.actions()) == {"mv_step1", "mv_step2"}
    done = run("sync", config, "--yes", "--allow", "remove")
    assert done.code == 0
    assert '  ✓ conversion "mv_step2"  removed\n' in done.out
    assert set(holds.actions()) == {"mv_step1"}


def test_protected(run, write_config, holds):
    config = write_config(PURCHASE, {**CART, "protect": True})
    before = holds.everything()
    done = run("sync", config, "--yes")
    assert done.code == 4
    assert done.err == (
        "aoi: error: nothing was changed\n"
        'refused: conversion "mv_add_to_cart" is protected (`protect: true`) and would change: '
        "role, value [protected]\n"
        "    → to change it all the same, run again with `--allow protected`\n"
        'refused: key event "mv_add_to_cart" is protected (`protect: true`) and would change: '
        "counting, value [protected]\n"
        "    → to change it all the same, run again with `--allow protected`\n"
    )
    assert holds.everything() == before
    assert run("sync", config, "--yes", "--allow", "protected").code == 0
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 500


@pytest.mark.usefixtures("nothing_written")
def test_leave_for_what_does_not_exist(run, config):
    done = run("sync", config, "--yes", "--allow", "everything")
    assert done.code == 64
    assert "everything" in done.err


# ---- saved plans


@pytest.fixture
def saved(run, config, tmp_path):
    path = tmp_path / "plan.json"
    assert run("plan", config, "--out", path).code == 0
    return path


def test_a_plan_that_is_out_of_date_is_refused(run, config, saved, world, holds):
    """Somebody changed the account between the plan and the sync: what was shown is applied, or nothing."""
    customer = world.google_ads.customers[1234567890]
    customer.actions[102].fields["value_settings.default_value"] = 400.0
    before = holds.everything()
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 4
    assert "aoi: error: nothing was changed: the plan is out of date\n" in done.err
    moved = 'conversion "mv_add_to_cart" value: was 300, is 400'
    assert f"refused: {moved} [stale]\n" in done.err
    assert (holds.everything(), holds.writes()) == (before, [])


def test_a_plan_of_another_config_is_refused(run, write_config, saved, holds):
    config = write_config(PURCHASE, {**CART, "value": 600})
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 4
    assert "[stale]" in done.err
    assert holds.writes() == []


def test_a_plan_that_was_applied_is_refused_the_second_time(run, config, saved, holds):
    assert run("sync", config, "--plan", saved, "--yes").code == 0
    before = holds.everything()
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 4
    assert "[stale]" in done.err
    assert holds.everything() == before


@pytest.mark.usefixtures("nothing_written")
def test_a_plan_changed_by_hand_is_refused(run, config, saved):
    data = json.loads(saved.read_text(encoding="utf-8"))
    data["changes"][0]["attributes"][1]["after"] = 9999
    saved.write_text(json.dumps(data), encoding="utf-8")
    done = run("sync", config, "--plan", saved, "--yes")
    assert (done.code, done.err) == (
        1,
        f"error: {saved}: the plan was changed after it was made: its fingerprint does not fit its content\n"
        "    → make a new one with `microconv plan PATH --out FILE`\n",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this is not a plan: it is not JSON"),
        ("[]", "this is not a plan: it has no format number"),
        ('{"format": 99}', "the plan has format 99; this version of microconv reads format 2"),
        ('{"format": 2}', "the plan is broken: KeyError"),
    ],
)
@pytest.mark.usefixtures("nothing_written")
def test_a_broken_plan_file(run, config, tmp_path, text, told):
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    done = run("sync", config, "--plan", path, "--yes")
    assert done.code == 1
    assert told in done.err


@pytest.mark.usefixtures("nothing_written")
def test_a_plan_for_several_clients(run, config, saved, write_config):
    write_config(CONTACT, file="botan.yaml", google_ads={"customer_id": "2345678901"}, ga4=None)
    done = run("sync", config.parent, "--plan", saved, "--yes")
    assert done.code == 64
    assert "--plan applies to one client; these paths have 2" in done.err
