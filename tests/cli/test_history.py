"""`microconv history`, `history show` and `history settle`: text, JSON, beginnings of names, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import CART, PURCHASE

pytestmark = pytest.mark.usefixtures("environment")

STAMP = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch) -> Path:
    """Journals and locks of these tests."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def journal(run, config, state) -> Path:
    """The journal of one run that did everything."""
    assert run("sync", config, "--yes").code == 0
    (path,) = (state / "journal").iterdir()
    return path


def cut(path: Path, record: str, number: int = 1, torn: str = "") -> None:
    """Let a journal end before its nth record of a kind."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    found = [index for index, line in enumerate(lines) if json.loads(line)["record"] == record]
    path.write_text("".join(lines[: found[number - 1]]) + torn, encoding="utf-8")


# ---- the list


def test_before_the_first_run(run, state):
    done = run("history")
    assert (done.code, done.out, done.err) == (0, "No runs yet.\n", "")
    assert not state.exists()  # looking makes no folder
    assert json.loads(run("history", "--format", "json").out) == {"format": 1, "runs": []}


def test_runs_of_all_clients_and_of_one(run, config, write_config, journal):
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    new = {"name": "mv_new", "category": "engagement", "role": "secondary"}
    other = write_config(
        {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"},
        new, file="botan.yaml", google_ads=botan, ga4=None,
    )  # fmt: skip
    assert run("sync", other, "--yes").code == 0
    every = STAMP.sub("RUN", run("history").out)
    assert every == (
        "RUN  sync  botan  in sync (emulated): 1 of 1 done\nRUN  sync  aoi    in sync (emulated): 3 of 3 done\n"
    )
    for arguments in (["history", "aoi"], ["history", "list", "aoi"]):
        assert STAMP.sub("RUN", run(*arguments).out) == "RUN  sync  aoi  in sync (emulated): 3 of 3 done\n"
    assert run("history", "nobody").out == "No runs yet.\n"
    found = json.loads(run("history", "botan", "--format", "json").out)
    assert [one["client"] for one in found["runs"]] == ["botan"]


def test_a_run_that_had_nothing_to_do_leaves_no_journal(run, config, journal):
    assert run("sync", config, "--yes").code == 0
    assert list(journal.parent.iterdir()) == [journal]


def test_a_refused_run_and_a_plan_leave_none(run, config, state):
    assert run("sync", config, "--yes", "--max-changes", "0").code == 4
    assert run("sync", config).code == 4
    assert run("plan", config).code == 0
    assert not (state / "journal").exists()


def test_a_journal_that_cannot_be_read_does_not_hide_the_others(run, journal):
    (journal.parent / "00000000T000000Z-broken.jsonl").write_text("{}\n", encoding="utf-8")
    done = run("history")
    assert done.code == 1
    assert STAMP.sub("RUN", done.out) == "RUN  sync  aoi  in sync (emulated): 3 of 3 done\n"
    assert done.err == (
        f"error: {journal.parent}/00000000T000000Z-broken.jsonl is not a journal, or was cut off in its first line\n"
    )
    done = run("history", "--format", "json")
    assert (done.code, len(json.loads(done.out)["runs"])) == (1, 1)


# ---- one run


def test_show(run, journal):
    done = run("history", "show", journal.stem)
    assert done.code == 0
    shown = STAMP.sub("RUN", done.out)
    assert shown.startswith("aoi  Google Ads 123-456-7890 · GA4 345678901  (emulated)\n  sync RUN, 20")
    assert '  ✓ demote conversion "mv_old_step"  done\n      role primary → secondary\n      request id ' in shown
    assert "\n  ended: in sync, 20" in shown
    assert "\x1b" not in shown


def test_show_by_the_beginning_of_its_name(run, journal):
    whole = run("history", "show", journal.stem).out
    for length in (1, 4, 8, 15, len(journal.stem) - 1):
        assert run("history", "show", journal.stem[:length]).out == whole


@pytest.mark.parametrize("command", ["show", "settle"])
def test_no_such_run_and_too_many(run, journal, command):
    done = run("history", command, "1999")
    assert (done.code, done.out) == (1, "")
    assert done.err == (f"error: there is no run '1999' in {journal.parent}\n    → `microconv history` lists them\n")
    twin = journal.parent / f"{journal.stem[:-1]}X.jsonl"
    twin.write_bytes(journal.read_bytes())
    done = run("history", command, "20")
    assert done.code == 1
    assert done.err.startswith("error: 2 runs begin with '20': ")


def test_show_without_a_name_is_a_wrong_use(run):
    assert run("history", "show").code == 64
    assert run("history", "--format", "yaml").code == 64


def test_json_of_one_run(run, config, journal):
    found = json.loads(run("history", "show", "2", "--format", "json").out)
    assert (found["run"], found["client"], found["kind"], found["undoes"], found["end"], found["torn"]) == (
        journal.stem, "aoi", "sync", "", "in sync", False,
    )  # fmt: skip
    assert found["config"] == str(config)
    assert found["emulated"] is True
    assert found["accounts"] == [["google_ads", "123-456-7890"], ["ga4", "345678901"]]
    assert set(found["apis"]) == {"google_ads", "ga4", "tag_manager"}
    assert re.fullmatch(r"[0-9a-f]{64}", found["plan"])
    assert re.fullmatch(r"[0-9a-f]{64}", found["config_digest"])
    assert "@" in found["who"]
    assert [change["status"] for change in found["changes"]] == ["applied"] * 3
    cart = next(one for one in found["changes"] if one["address"]["name"] == "mv_add_to_cart" and one["request_id"])
    before = {item["name"]: (item["before"], item["after"]) for item in cart["attributes"]}
    assert before["value_settings.default_value"] == (300.0, 500.0)


def test_the_plan_and_the_config_of_a_run_are_those_that_were_planned(run, config, state):
    planned = json.loads(run("plan", config, "--format", "json").out)["plans"][0]
    assert run("sync", config, "--yes").code == 0
    found = json.loads(run("history", "show", "2", "--format", "json").out)
    assert (found["plan"], found["config_digest"]) == (planned["fingerprint"], planned["config_digest"])


# ---- hostile names


def test_a_hostile_name_is_shown_safely_and_kept_exactly(run, write_config, inhabit, state):
    name = 'mv_\x1b[31m"\u202e\u2028<b>|`'
    inhabit([{"id": 1, "name": name, "type": "WEBPAGE", "category": "ENGAGEMENT"}])
    assert run("sync", write_config(PURCHASE, CART), "--yes", "--allow", "many").code == 0
    shown = run("history", "show", "2").out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    found = json.loads(run("history", "show", "2", "--format", "json").out)
    assert name in {change["address"]["name"] for change in found["changes"]}


# ---- what is open


def test_a_run_that_was_cut_off(run, journal):
    cut(journal, "outcome", 2, torn='{"record":"outcome","at":"20')
    listed = run("history")
    assert listed.code == 0
    assert STAMP.sub("RUN", listed.out) == "RUN  sync  aoi  cut off (emulated): 1 of 3 done, 2 unknown\n"
    shown = run("history", "show", "2").out
    assert '  ? demote conversion "mv_old_step"  UNKNOWN whether it happened\n' in shown
    assert shown.endswith(
        "  cut off: it has no end\n  its last line was not written whole\n"
        f"  → to find out what became of the rest: `microconv history settle {journal.stem}`\n"
    )


def test_settle_finds_out_and_writes_it_down(run, journal, holds):
    cut(journal, "outcome", 2, torn='{"record":"outcome","at":"20')
    before, writes = holds.everything(), len(holds.writes())
    done = run("history", "settle", "2")
    assert done.code == 0, done.err
    assert '  ✓ demote conversion "mv_old_step"  done, as reading showed\n' in done.out
    assert "UNKNOWN" not in done.out
    assert (holds.everything(), len(holds.writes())) == (before, writes)
    assert STAMP.sub("RUN", run("history").out) == "RUN  sync  aoi  cut off (emulated): 3 of 3 done\n"


def test_settle_where_it_was_not_done(run, config, journal, world):
    """Killed between the intent and the request."""
    cut(journal, "outcome", 2)
    action = world.google_ads.customers[1234567890].actions[103]
    action.fields["primary_for_goal"] = True
    done = run("history", "settle", "2", "--format", "json")
    assert done.code == 0
    changes = json.loads(done.out)["changes"]
    (demote,) = [one for one in changes if one["address"]["name"] == "mv_old_step"]
    assert (demote["status"], demote["settled"]) == ("failed", True)


def test_settle_what_cannot_be_known(run, journal, world):
    """It is neither as before nor as the run would have left it."""
    cut(journal, "outcome", 2)
    cart = world.google_ads.customers[1234567890].actions[102]
    cart.fields["value_settings.default_value"] = 999.0
    done = run("history", "settle", "2")
    assert done.code == 5
    assert '  ? demote conversion "mv_add_to_cart"  UNKNOWN whether it happened' in done.out
    cart.fields["value_settings.default_value"] = 500.0
    assert run("history", "settle", "2").code == 0


def test_settle_of_what_is_known_asks_nobody(run, journal, world):
    world.log.clear()
    before = journal.read_bytes()
    assert run("history", "settle", "2").code == 0
    assert (world.log.entries, journal.read_bytes()) == ((), before)


def test_settle_without_a_network_says_so_and_writes_nothing(run, journal, monkeypatch):
    cut(journal, "outcome", 2)
    before = journal.read_bytes()
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.delenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH")
    monkeypatch.setenv("HOME", str(journal.parent))
    done = run("history", "settle", "2")
    assert done.code == 1
    assert "there are no Google Ads credentials" in done.err
    assert journal.read_bytes() == before


# ---- where journals are


def test_another_folder(run, config, tmp_path, state):
    folder = tmp_path / "mine"
    assert run("sync", config, "--yes", "--journal", folder).code == 0
    assert run("history").out == "No runs yet.\n"
    assert STAMP.sub("RUN", run("history", "--journal", folder).out).startswith("RUN  sync  aoi  in sync")
    assert run("history", "show", "2", "--journal", folder).code == 0
    assert not (state / "journal").exists()


def test_a_folder_that_cannot_be_made_stops_the_run_before_any_write(run, config, tmp_path, holds):
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = holds.everything()
    done = run("sync", config, "--yes", "--journal", tmp_path / "file" / "below")
    assert done.code == 1
    assert "cannot be made: Not a directory\n" in done.err
    assert (holds.everything(), holds.writes()) == (before, [])


def test_nothing_secret_is_in_a_journal(journal, environment, emulator):
    key = json.loads(Path(environment["GOOGLE_APPLICATION_CREDENTIALS"]).read_text(encoding="utf-8"))
    text = journal.read_text(encoding="utf-8")
    secrets = [key["private_key_id"], *key["private_key"].split()[3:6], "ya29.", "Bearer", "eyJ"]
    assert [secret for secret in secrets if secret in text] == []
    assert str(Path(environment["GOOGLE_APPLICATION_CREDENTIALS"])) not in text
