"""Pinned plans: what a saved plan holds, and everything that makes `sync --plan` refuse it, also after the question."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import pty
import re
import select
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.core.documents.plan_json import PLAN_FORMAT
from microconv.core.plan import Plan
from tests.conftest import CART, PURCHASE, STORE, flat

pytestmark = pytest.mark.usefixtures("environment")

CART_NAME = 'conversion "mv_add_to_cart"'


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch) -> Path:
    """Journals and locks of these tests."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def saved(run, config, tmp_path) -> Path:
    path = tmp_path / "plan.json"
    assert run("plan", config, "--out", path).code == 0
    return path


@pytest.fixture
def refused(run, config, saved, holds) -> Callable[..., str]:
    """Runs `sync --plan`, which must refuse and change nothing; gives what it said on stderr."""

    def check(*options: str, code: int = 4) -> str:
        before = holds.everything()
        done = run("sync", config, "--plan", saved, "--yes", *options)
        assert done.code == code, done.out + done.err
        assert (holds.everything(), holds.writes()) == (before, [])
        return str(done.err)

    return check


def fields(world: Any, number: int) -> dict[str, Any]:
    """The fields of an action of the store."""
    found: dict[str, Any] = world.google_ads.customers[int(STORE)].actions[number].fields
    return found


def resigned(path: Path, **changes: Any) -> None:
    """Change a saved plan, and make its checksum and fingerprint fit: as another version of the tool would write it."""
    data = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    del data["checksum"]
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    data["checksum"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps(data), encoding="utf-8")


# ---- what it holds


def test_it_holds_versions_identity_time_and_what_is_there_before(saved, config):
    data = json.loads(saved.read_text(encoding="utf-8"))
    from microconv import __version__

    assert data["tool"] == f"microconv {__version__}"
    assert set(data["apis"]) == {"google_ads", "ga4", "tag_manager"}
    assert data["apis"]["google_ads"] == "v26"
    assert data["accounts"] == [
        {"provider": "google_ads", "account": "123-456-7890"}, {"provider": "ga4", "account": "345678901"},
    ]  # fmt: skip
    age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(data["made"])
    assert datetime.timedelta(0) <= age + datetime.timedelta(seconds=1) < datetime.timedelta(minutes=1)
    assert len(data["config_digest"]) == 64
    assert data["fingerprint"] == Plan.from_json(saved.read_text(encoding="utf-8")).fingerprint
    cart = next(one for one in data["changes"] if one["address"]["name"] == "mv_add_to_cart" and "value" in str(one))
    assert cart["id"].endswith("/conversionActions/102") or cart["id"].endswith("/keyEvents/12")
    assert data["format"] == PLAN_FORMAT


def test_a_removal_shows_what_is_lost(run, write_config, tmp_path):
    """Every value of what would be removed stands in the plan: nothing else remembers it."""
    path = tmp_path / "plan.json"
    assert run("plan", write_config(unlisted="remove"), "--allow", "remove", "--out", path).code == 0
    data = json.loads(path.read_text(encoding="utf-8"))
    (removal,) = [one for one in data["changes"] if one["action"] == "remove"]
    assert removal["address"]["name"] == "mv_old_step"
    before = {item["name"]: item["before"] for item in removal["attributes"]}
    assert (before["primary_for_goal"], before["category"], before["type"]) == (True, "engagement", "webpage")
    assert {item["after"] for item in removal["attributes"]} == {None}


def test_it_holds_no_secrets_and_is_its_owners_alone(saved, environment):
    key = json.loads(Path(environment["GOOGLE_APPLICATION_CREDENTIALS"]).read_text(encoding="utf-8"))
    text = saved.read_text(encoding="utf-8")
    secrets = [key["private_key_id"], *key["private_key"].split()[3:6], key["client_email"], "ya29.", "eyJ", "Bearer"]
    assert [secret for secret in secrets if secret in text] == []
    assert stat.S_IMODE(saved.stat().st_mode) & 0o077 == 0


# ---- what is applied


def test_it_is_applied_as_it_was_shown(run, config, saved, holds):
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 0, done.out + done.err
    assert "In sync (emulated): aoi: 3 of 3 changes applied." in done.out
    assert re.search(r"^Plan [0-9a-f]{8}: ", done.out, re.MULTILINE), "its last line, by which it is known again"
    assert " → " not in done.out, "its changes were shown when it was saved"
    assert fields(holds.world, 102)["value_settings.default_value"] == 500


def test_what_it_does_not_touch_may_move(run, config, saved, holds, world):
    fields(world, 102)["click_through_lookback_window_days"] = 7
    fields(world, 109)["primary_for_goal"] = False
    world.google_ads.customers[int(STORE)].goals["CONTACT", "WEBSITE"] = True
    assert run("sync", config, "--plan", saved, "--yes").code == 0
    assert fields(world, 102)["value_settings.default_value"] == 500
    assert fields(world, 102)["click_through_lookback_window_days"] == 7
    assert fields(world, 109)["primary_for_goal"] is False


def test_a_change_that_came_up_since_is_not_made_but_shown(run, config, saved, holds, world):
    """The plan that was shown is carried out, and no more; the end says what is left."""
    fields(world, 101)["primary_for_goal"] = False
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 5
    assert "Not in sync (emulated): aoi: 3 of 3 changes applied." in done.out
    assert fields(world, 101)["primary_for_goal"] is False
    assert fields(world, 103)["primary_for_goal"] is False


# ---- what moved


def test_a_value_that_moved_is_told_from_what_to_what(refused, world):
    fields(world, 102)["value_settings.default_value"] = 400.0
    assert refused() == (
        "aoi: error: nothing was changed: the plan is out of date\n"
        f"refused: {CART_NAME} value: was 300, is 400 [stale]\n"
        "    → look at a new plan: somebody, or Google, changed this meanwhile\n"
    )


def test_everything_that_moved_is_told(refused, world):
    fields(world, 102)["value_settings.default_value"] = 400.0
    fields(world, 103)["primary_for_goal"] = False
    event = world.ga4.property(345678901).key_events
    del event[12]
    told = refused()
    assert told.count("[stale]") == 3
    assert f"{CART_NAME} value: was 300, is 400 [stale]" in told
    assert 'conversion "mv_old_step" role: was primary, is secondary [stale]' in told
    assert 'key event "mv_add_to_cart": was there, is gone [stale]' in told


def test_an_action_that_was_removed(refused, world):
    fields(world, 103)["status"] = "REMOVED"
    assert 'conversion "mv_old_step": was there, is removed [stale]' in refused()


def test_an_action_that_was_renamed(refused, world):
    fields(world, 102)["name"] = "mv_cart by hand"
    assert f"{CART_NAME} name: was mv_add_to_cart, is mv_cart by hand [stale]" in refused()


def test_a_plan_that_was_applied_already(run, config, saved, holds):
    assert run("sync", config, "--plan", saved, "--yes").code == 0
    before, writes = holds.everything(), holds.writes()
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 4
    assert f"{CART_NAME} value: was 300, is 500 [stale]" in done.err
    assert (holds.everything(), holds.writes()) == (before, writes)


# ---- its age, its config, its account, its form


def test_a_plan_that_is_too_old(refused, saved):
    made = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=25)).isoformat(timespec="seconds")
    resigned(saved, made=made)
    told = refused()
    assert f"refused: the plan was made at {made}, 25.0 hours ago; it may be 24.0 hours old [stale]\n" in told
    assert "or allow more with `--max-age HOURS`\n" in told
    refused("--max-age", "24.9")


def test_a_plan_of_a_time_that_is_still_to_come(refused, saved):
    """The clock was put back an hour between plan and sync, or another machine's clock is ahead."""
    made = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat(timespec="seconds")
    resigned(saved, made=made)
    told = refused("--max-age", "8784")
    assert f"refused: the plan was made at {made}, which is still to come: it is " in told
    assert "    → check the clock of this machine; make a new one with `microconv plan PATH --out FILE`\n" in told


def test_an_old_plan_that_is_allowed_to_be(run, config, saved, holds):
    made = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=25)).isoformat(timespec="seconds")
    resigned(saved, made=made)
    assert run("sync", config, "--plan", saved, "--yes", "--max-age", "26").code == 0
    assert fields(holds.world, 103)["primary_for_goal"] is False


@pytest.mark.parametrize("hours", ["-1", "nan", "inf", "1e9", "a day"])
def test_an_age_that_is_none(refused, hours):
    told = refused("--max-age", hours, code=64)
    assert "--max-age" in told
    assert "Traceback" not in told


def test_a_plan_without_a_time(refused, saved):
    resigned(saved, made="")
    assert "refused: the plan does not say when it was made ('') [stale]" in refused()


def test_another_config(refused, write_config):
    write_config(PURCHASE, {**CART, "value": 600})
    assert "refused: the config was changed after the plan was made [stale]\n" in refused()


def test_a_comment_is_a_change_of_the_config_too(refused, config):
    """The digest is that of the text: nobody has to judge which change of it matters."""
    config.write_text(config.read_text(encoding="utf-8") + "# approved\n", encoding="utf-8")
    assert "refused: the config was changed after the plan was made [stale]\n" in refused()


def test_another_account(run, saved, write_config, holds):
    other = write_config(
        {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"},
        file="botan.yaml", google_ads={"customer_id": "2345678901", "login_customer_id": "9998887777"}, ga4=None,
    )  # fmt: skip
    before = holds.everything()
    done = run("sync", other, "--plan", saved, "--yes")
    assert done.code == 4
    assert (
        "refused: the plan was made for aoi (Google Ads account 123-456-7890, GA4 property 345678901), not for botan "
        "[other-account]\n" in done.err
    )
    assert (holds.everything(), holds.writes()) == (before, [])


def test_a_plan_that_was_made_elsewhere(refused, saved):
    """The same numbers, but real accounts: what the emulator holds says nothing of them."""
    resigned(saved, emulated=False)
    assert "refused: it was made for real accounts; these are the emulator's [other-account]\n" in refused()


def test_the_same_client_with_another_account(refused, write_config):
    write_config(google_ads={"customer_id": "2345678901", "login_customer_id": "9998887777"})
    assert "[other-account]" in refused()


@pytest.mark.parametrize("key", ["made", "tool", "changes", "config_digest", "accounts", "warnings", "emulated"])
def test_changed_by_hand(refused, saved, key):
    data = json.loads(saved.read_text(encoding="utf-8"))
    others = {"made": "2030-01-01T00:00:00+00:00", "tool": "x", "config_digest": "0" * 64, "emulated": False}
    data[key] = others[key] if key in others else data[key][:-1] or [{}]
    saved.write_text(json.dumps(data), encoding="utf-8")
    told = refused(code=1)
    assert "the plan was changed after it was made: its " in told or "the plan is broken: " in told
    assert "make a new one with `microconv plan PATH --out FILE`" in told


def test_a_newer_format(refused, saved):
    data = json.loads(saved.read_text(encoding="utf-8"))
    saved.write_text(json.dumps({**data, "format": PLAN_FORMAT + 1}), encoding="utf-8")
    assert refused(code=1) == (
        f"error: {saved}: the plan has format {PLAN_FORMAT + 1}; this version of microconv reads format {PLAN_FORMAT}\n"
        "    → use the version of microconv that made it, or make a new plan\n"
    )


def test_limits_count_for_a_saved_plan(refused):
    assert "[max-changes]" in refused("--max-changes", "2")


# ---- between the question and the first write


@pytest.mark.parametrize("pinned", [False, True], ids=["plan made now", "saved plan"])
def test_what_moves_while_the_question_is_open(run, config, saved, world, holds, monkeypatch, pinned):
    def meanwhile(plan: Plan) -> None:
        fields(world, 102)["value_settings.default_value"] = 444.0

    monkeypatch.setattr("microconv.cli.ask.ask", meanwhile)
    done = run("sync", config, *(["--plan", saved] if pinned else []))
    assert done.code == 4
    assert f"refused: {CART_NAME} value: was 300, is 444 [stale]" in done.err
    assert holds.writes() == []
    assert fields(world, 102)["value_settings.default_value"] == 444.0


def test_a_real_terminal_and_a_real_wait(microconv, config, world, holds):
    """The plan is shown, somebody changes the account, then `yes` is typed."""
    command = [microconv, "sync", str(config)]
    master, slave = pty.openpty()
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    shown, answered, deadline = b"", False, time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            if select.select([master], [], [], 0.1)[0]:
                try:
                    shown += os.read(master, 65536)
                except OSError:
                    break
            if not answered and b"Only 'yes' is accepted" in shown:
                fields(world, 103)["primary_for_goal"] = False
                os.write(master, b"yes\n")
                answered = True
        assert process.wait(timeout=30) == 4, shown.decode()
    finally:
        os.close(master)
        process.kill()
        process.wait()
    refused = 'conversion "mv_old_step" role: was primary, is secondary [stale]'
    assert refused in flat(shown.decode())
    assert holds.writes() == []
