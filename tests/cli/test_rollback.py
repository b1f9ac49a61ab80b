"""`microconv rollback`: every kind of change taken back on the emulator, and what is told of what cannot be."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest

from microconv.core.object_name import object_name
from microconv.core.resource import Address
from microconv.emulator.faults import Fault
from tests.conftest import flat
from tests.crash.scenario import CONFIG, SEED, STORE, held

pytestmark = pytest.mark.usefixtures("environment", "site")

KEPT_BY_GOOGLE = {
    ("ga4.google_ads_link", "1234567890"),  # links are never removed
    ("google_ads.customer_conversion_goal", "submit_lead_form~website"),  # made by Google with the first action
}
MEASUREMENT = ("ga4.enhanced_measurement_settings", "")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch) -> Path:
    """Journals and locks of these tests."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def site(world):
    """Accounts in which the config has everything to do: both APIs, goals at every level, rules, a link, a rename."""
    world.reset(copy.deepcopy(SEED))
    return world


@pytest.fixture
def config(tmp_path) -> Path:
    path = tmp_path / "aoi.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def runs(run):
    """The ids of all runs, the newest first."""
    return lambda: [one["run"] for one in json.loads(run("history", "--format", "json").out)["runs"]]


@pytest.fixture
def synced(run, config, runs) -> str:
    """The id of a run that did everything."""
    done = run("sync", config, "--yes")
    assert done.code == 0, done.out + done.err
    return str(runs()[0])


def told(found):
    """Everything in the accounts but what no rollback can change."""
    found = {key: value for key, value in found.items() if key not in KEPT_BY_GOOGLE}
    # Settings that nobody had touched are on the emulator not there at all.
    found[MEASUREMENT] = {"scrolls_enabled": found.get(MEASUREMENT, {}).get("scrolls_enabled", False)}
    return found


# ---- everything back


def test_with_leave_to_remove_the_accounts_are_as_before(run, config, site):
    before = held(site)
    assert run("sync", config, "--yes").code == 0
    assert told(held(site)) != told(before)
    done = run("rollback", "2", "--yes", "--allow", "remove")
    assert done.code == 0, done.out + done.err
    assert told(held(site)) == told(before)
    assert "warning: link to Google Ads 123-456-7890 was made: kept [not-undone] " in flat(done.out)
    assert "\nPartly taken back (emulated): aoi: 18 of 18 changes applied." in done.out
    # the link stays; everything else is as before
    assert re.search(r"\nTaken back: (\d+) of (\d+) objects that \S+ changed; what stays, and why:\n", done.out), (
        done.out
    )
    assert "\n    · link to Google Ads 123-456-7890 was made: kept\n" in done.out.partition("\nTaken back:")[2]
    count, of = map(int, re.search(r"Taken back: (\d+) of (\d+)", done.out).groups())
    assert of - count == 1
    assert flat(done.out).endswith(
        "→ the config still wants those changes, so the next sync makes them again, unless Google keeps the name of a "
        "removed conversion action: then the config needs a new name"
    )


def test_without_leave_what_was_made_stays_secondary_and_is_named_before(run, config, site):
    before = held(site)
    assert run("sync", config, "--yes").code == 0
    made = held(site)
    done = run("rollback", "2", "--yes")
    assert done.code == 0, done.out + done.err
    after = held(site)
    new = {
        ("google_ads.conversion_action", "Lead"), ("google_ads.conversion_action", "mv_new"),
        ("google_ads.custom_conversion_goal", "Fresh"), ("ga4.key_event", "mv_new"), ("ga4.key_event", "mv_coupon"),
        ("ga4.key_event", "mv_size"),
    }  # fmt: skip
    rules = {key for key in made if key[0] == "ga4.event_create_rule"}
    assert {key for key in told(after) if key not in told(before)} == new | rules
    assert {key: value for key, value in told(after).items() if key not in new | rules} == told(before)
    assert after["google_ads.conversion_action", "Lead"]["primary_for_goal"] is False
    count, of = map(int, re.search(r"Taken back: (\d+) of (\d+)", done.out).groups())
    assert of - count == len(new | rules) + 1  # and the link
    text = flat(done.out.partition("✓")[0])
    for kind, name in new | rules:
        mark = f"{object_name(Address(kind, name))} was made: kept; `--allow remove` would remove it"
        assert mark in text, (kind, name)


def test_the_plan_and_its_warnings_come_before_the_question(run, config, site, synced):
    now = held(site)
    done = run("rollback", synced, answer="no\n")
    assert done.code == 4
    assert "refused: the answer was not 'yes' [unconfirmed]\n" in done.err
    assert "was made: kept" in done.out + done.err
    assert f"takes back what {synced} did" in done.out
    assert held(site) == now


def test_nobody_to_ask(run, site, synced):
    now = held(site)
    assert run("rollback", synced).code == 4
    assert held(site) == now


def test_confirmed_at_a_terminal(run, config, site):
    before = held(site)
    run("sync", config, "--yes")
    assert run("rollback", "2", "--allow", "remove", answer="yes\n").code == 0
    assert told(held(site)) == told(before)


def test_what_moved_while_the_question_was_open(run, site, synced, monkeypatch):
    """Somebody changes a value between the question and the answer."""

    def meanwhile(plan):
        action = next(one for one in site.google_ads.customers[STORE].actions.values() if one.name == "mv_cart")
        action.fields["value_settings.default_value"] = 777.0

    monkeypatch.setattr("microconv.cli.ask.ask", meanwhile)
    now = len(site.log.writes())
    done = run("rollback", synced)
    assert done.code == 4
    assert "error: nothing was changed: the plan is out of date\n" in done.err
    assert 'changed meanwhile: conversion "mv_cart_old" [stale]' in done.err
    assert len(site.log.writes()) == now


# ---- what somebody changed since


def test_what_somebody_changed_since_is_named_and_kept(run, site, synced):
    store = site.google_ads.customers[STORE]
    cart = next(one for one in store.actions.values() if one.name == "mv_cart")
    cart.fields["value_settings.default_value"] = 444.0
    store.goals["SIGNUP", "WEBSITE"] = False
    done = run("rollback", synced, "--yes", "--allow", "remove")
    assert done.code == 0, done.out + done.err
    assert 'conversion "mv_cart" value was changed since: 500 → 444: it is not overwritten' in flat(done.out + done.err)
    after = held(site)
    assert after["google_ads.conversion_action", "mv_cart_old"]["value_settings"]["default_value"] == 444.0
    assert after["google_ads.customer_conversion_goal", "signup~website"] == {"biddable": False}


def test_what_was_made_and_changed_since_is_kept_even_with_leave(run, site, synced):
    lead = next(one for one in site.google_ads.customers[STORE].actions.values() if one.name == "Lead")
    lead.fields["value_settings.default_value"] = 1.0
    done = run("rollback", synced, "--yes", "--allow", "remove")
    assert done.code == 0
    told_of = 'conversion "Lead" was changed since (value)'
    assert told_of in done.out + done.err
    assert held(site)["google_ads.conversion_action", "Lead"]["primary_for_goal"] is True


def test_nothing_left_to_undo(run, site, synced):
    assert run("rollback", synced, "--yes", "--allow", "remove").code == 0
    now, writes = held(site), len(site.log.writes())
    again = run("rollback", synced, "--yes", "--allow", "remove")
    assert (again.code, held(site), len(site.log.writes())) == (0, now, writes)
    assert "nothing to do, nothing written" in again.out


# ---- a rollback of a rollback


def test_a_rollback_of_a_rollback(run, config, site, runs, synced):
    """Kept objects are kept; every field, and each campaign's own settings, are as the first run left them."""
    first = held(site)
    assert run("rollback", synced, "--yes").code == 0
    second = runs()[0]
    assert told(held(site)) != told(first)
    done = run("rollback", second, "--yes")
    assert done.code == 0, done.out + done.err
    assert told(held(site)) == told(first)
    third = json.loads(run("history", "show", runs()[0], "--format", "json").out)
    assert (third["kind"], third["undoes"]) == ("rollback", second)
    assert "nothing to do, nothing written." in run("sync", config, "--yes").out


def test_a_rollback_of_a_rollback_that_removed(run, site, runs, synced):
    """Actions do not come back, nor what refers to them; that is told before, and all the rest is done."""
    first = held(site)
    assert run("rollback", synced, "--yes", "--allow", "remove").code == 0
    done = run("rollback", runs()[0], "--yes")
    assert done.code == 0, done.out + done.err
    shown = flat(done.out.partition("✓")[0] + done.err)
    for name in ("Lead", "mv_new"):
        assert f'conversion "{name}" was removed: what was removed cannot be brought back' in shown
    assert 'custom goal "Fresh" referred to mv_new: that is not there any more' in shown
    assert 'key event "mv_new" was removed: it is made again, with a new id; what it had counted' in shown
    missing = {
        ("google_ads.conversion_action", "Lead"), ("google_ads.conversion_action", "mv_new"),
        ("google_ads.custom_conversion_goal", "Fresh"), ("google_ads.conversion_goal_campaign_config", "Shop"),
    }  # fmt: skip
    after = held(site)
    assert {key for key in first if first[key] != after.get(key) and not key[1].startswith("Shop/")} == missing


def test_and_back_and_forth_again(run, site, runs, synced):
    first = told(held(site))
    assert run("rollback", synced, "--yes").code == 0
    back = told(held(site))
    for expected in (first, back, first):
        assert run("rollback", runs()[0], "--yes").code == 0
        assert told(held(site)) == expected


# ---- after a run that did not go well


def test_after_a_run_that_failed_in_part(run, config, site, runs):
    before = held(site)
    site.faults.add(Fault("ga4", "CreateKeyEvent", status="INVALID_ARGUMENT", message="Not today."))
    assert run("sync", config, "--yes").code == 5
    assert told(held(site)) != told(before)
    done = run("rollback", runs()[0], "--yes", "--allow", "remove")
    assert done.code == 0, done.out + done.err
    assert told(held(site)) == told(before)


def test_a_rollback_that_fails_in_part_can_be_run_again(run, config, site, runs):
    before = held(site)
    assert run("sync", config, "--yes").code == 0
    sync = runs()[0]
    site.faults.add(Fault("ga4", "UpdateKeyEvent", status="INVALID_ARGUMENT", message="Not today."))
    done = run("rollback", sync, "--yes", "--allow", "remove")
    assert done.code == 5
    assert "Not in sync (emulated): aoi: 17 of 18 changes applied." in done.out
    assert told(held(site)) != told(before)
    assert run("rollback", sync, "--yes", "--allow", "remove").code == 0
    assert told(held(site)) == told(before)


def test_after_a_run_that_was_cut_off(run, config, site, runs, state):
    """Its journal ends with an intent: whether it happened is found out by reading."""
    before = held(site)
    assert run("sync", config, "--yes").code == 0
    (path,) = (state / "journal").iterdir()
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if json.loads(line)["record"] == "intent")
    path.write_text("".join(lines[: last + 1]) + '{"record":"outc', encoding="utf-8")
    done = run("rollback", runs()[0], "--yes", "--allow", "remove")
    assert done.code == 0, done.out + done.err
    assert told(held(site)) == told(before)


# ---- refusals


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--max-changes", "3"], "max-changes"),
        (["--max-demotions", "0"], "max-demotions"),
        (["--max-role-changes", "0"], "max-role-changes"),
        (["--max-value-factor", "2"], "max-value-factor"),
    ],
)
def test_limits_count_for_a_rollback_too(run, site, synced, options, code):
    now = held(site)
    done = run("rollback", synced, "--yes", *options)
    assert done.code == 4
    assert f"[{code}]" in done.err
    assert held(site) == now


def test_what_was_done_elsewhere_is_not_taken_back_here(run, site, synced, state):
    """The same numbers, but not the same accounts."""
    now = held(site)
    (path,) = (state / "journal").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace('"emulated":true', '"emulated":false'), encoding="utf-8")
    done = run("rollback", synced, "--yes")
    assert done.code == 4
    assert "refused: it was made for real accounts; these are the emulator's [other-account]\n" in done.err
    assert held(site) == now


def test_a_run_that_is_not_there(run, state):
    done = run("rollback", "2026", "--yes")
    assert (done.code, done.err) == (
        1, f"error: there is no run '2026' in {state / 'journal'}\n    → `microconv history` lists them\n",
    )  # fmt: skip


def test_a_run_of_which_there_are_several(run, config, synced):
    run("rollback", synced, "--yes")
    done = run("rollback", "2", "--yes")
    assert done.code == 1
    assert done.err.startswith("error: 2 runs begin with '2': ")


def test_while_another_run_is_under_way(run, site, synced, state):
    from microconv.reconcile.lock import locked

    now = held(site)
    with locked(state / "locks", [("ga4", "345678901")]):
        done = run("rollback", synced, "--yes")
    assert done.code == 4
    assert "refused: another run is changing GA4 property 345678901 on this machine right now [locked]" in done.err
    assert held(site) == now


def test_a_journal_in_another_folder(run, config, site, tmp_path):
    before = held(site)
    folder = tmp_path / "elsewhere"
    assert run("sync", config, "--yes", "--journal", folder).code == 0
    assert run("rollback", "2", "--yes").code == 1
    assert run("rollback", "2", "--yes", "--allow", "remove", "--journal", folder).code == 0
    assert told(held(site)) == told(before)
    assert len(list((folder / "journal").iterdir())) == 2
