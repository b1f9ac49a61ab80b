"""`microconv plan`."""

from __future__ import annotations

import json
import stat

import pytest

from microconv.core.plan import Plan
from microconv.emulator.faults import Fault
from tests.conftest import CART, PURCHASE

pytestmark = pytest.mark.usefixtures("environment")

BOTAN = {
    "google_ads": {"customer_id": "2345678901", "login_customer_id": "9998887777"},
    "ga4": {"property_id": 345678902},
    "file": "botan.yaml",
}
CONTACT = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}


def test_it_says_what_why_and_what_it_costs(run, config, world, holds):
    before = holds.everything()
    done = run("plan", config)
    assert (done.code, done.err) == (0, "")
    first, *lines, last = done.out.splitlines()
    assert first == "aoi  Google Ads 123-456-7890 · GA4 345678901  (emulated)"
    bidding = lines.index("  Bidding")
    assert [line.partition(":")[0] for line in lines[bidding + 1 : bidding + 3]] == [
        '    » stops using "mv_add_to_cart"',
        '    » stops using "mv_old_step"',
    ]
    changes = [line for line in lines if line.startswith(("  ~", "      ")) and "→ " in line.lstrip(" →")]
    assert changes == [
        "      role primary → secondary",
        "      value 300 JPY → 500 JPY",
        '  ~ conversion "mv_old_step"  role primary → secondary: not in the config',
        "      counting once_per_event → once_per_session",
        "      value (empty) → 500 JPY",
    ]
    assert "  · 9 not ours" in lines
    assert last.endswith(
        ": 1 to update, 2 to demote, 1 unchanged, 9 not ours. 2 API calls (3 operations); reading took 7."
    )
    assert max(map(len, done.out.splitlines())) <= 120
    assert (holds.everything(), holds.writes()) == (before, [])


def test_detailed_exitcode(run, config, world):
    assert run("plan", config, "--detailed-exitcode").code == 2
    assert run("sync", config, "--yes").code == 0
    assert run("plan", config, "--detailed-exitcode").code == 0


def test_json_is_one_document(run, write_config, world):
    write_config()
    folder = write_config(CONTACT, **BOTAN).parent
    done = run("plan", folder, "--format", "json")
    plans = json.loads(done.out)["plans"]
    assert [one["client"] for one in plans] == ["aoi", "botan"]
    assert [one["emulated"] for one in plans] == [True, True]
    assert [(one["refusals"], one["exit_code"], one["currency"]) for one in plans] == [([], 0, "JPY")] * 2
    assert Plan.from_json(json.dumps(plans[0])).counts["demote"] == 2
    assert ("\x1b" in done.out, done.err.count("\n")) == (False, 1)
    assert done.err.startswith("2 clients need about ")


def test_gitlab_counts_the_changes_of_all_clients(run, write_config, world):
    folder = write_config(CONTACT, **BOTAN).parent
    write_config(PURCHASE)
    plans = json.loads(run("plan", folder, "--format", "json").out)["plans"]
    actions = [change["action"] for plan in plans for change in plan["changes"]]
    assert len(plans) == 2
    assert json.loads(run("plan", folder, "--format", "gitlab").out) == {
        "create": actions.count("create"),
        "update": actions.count("update") + actions.count("demote"),
        "delete": actions.count("remove"),
    }
    assert actions


def test_markdown(run, config, world):
    done = run("plan", config, "--format", "markdown")
    lines = done.out.splitlines()
    assert lines[0] == "## aoi (emulated)"
    rows = [line for line in lines if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {6}
    assert "| | | value 300 JPY | value 500 JPY |  |" in rows
    assert lines[-1].startswith("`Plan ")


def test_several_clients_with_one_failing(run, write_config, world):
    """The others are planned, the one that fails is named, and the exit code says that some failed."""
    write_config()
    folder = write_config(
        CONTACT, file="closed.yaml", google_ads={"customer_id": "5556667777"}, ga4={"property_id": 345678902}
    ).parent
    done = run("plan", folder)
    assert done.code == 5
    assert done.out.startswith(
        "aoi (emulated)  1 to update, 2 to demote, 1 unchanged, 9 not ours  Google Ads 123-456-7890"
    )
    assert "2 clients: 1 with changes, 1 to update, 2 to demote, 1 failed. " in done.told
    assert "closed: error: google_ads 555-666-7777: AuthorizationError.USER_PERMISSION_DENIED" in done.err
    data = json.loads(run("plan", folder, "--format", "json").out)
    assert [one["client"] for one in data["plans"]] == ["aoi"]


def test_a_conflict_is_code_4(run, write_config, world):
    config = write_config({**PURCHASE, "google_ads": {"source": "upload_clicks"}}, CART)
    done = run("plan", config)
    assert done.code == 4
    assert '! conversion "purchase" conflict' in done.told
    assert "source is website" in done.told
    assert "upload_clicks" in done.told
    (answer,) = json.loads(run("plan", config, "--format", "json").out)["plans"]
    assert [item["address"]["name"] for item in answer["conflicts"]] == ["purchase"]
    assert answer["exit_code"] == 4


def test_out_saves_what_sync_can_apply(run, config, world, tmp_path, holds):
    saved = tmp_path / "aoi.plan.json"
    done = run("plan", config, "--out", saved)
    assert (done.code, done.err) == (0, f"saved to {saved}; apply it with: microconv sync {config} --plan {saved}\n")
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    plan = Plan.from_json(saved.read_text(encoding="utf-8"))
    assert plan.fingerprint[:8] in done.out
    assert run("sync", config, "--plan", saved, "--yes").code == 0
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 500


def test_out_takes_one_client(run, write_config, world, tmp_path):
    write_config()
    folder = write_config(CONTACT, **BOTAN).parent
    done = run("plan", folder, "--out", tmp_path / "all.json")
    assert done.code == 64
    assert "--out saves the plan of one client; these paths have 2" in done.err
    assert not (tmp_path / "all.json").exists()
    assert world.log.entries == ()


def test_out_to_a_place_that_is_not_there(run, config, world, tmp_path):
    done = run("plan", config, "--out", tmp_path / "no" / "plan.json")
    assert done.code == 1
    assert f"{tmp_path}/no/plan.json: cannot be written: there is no folder {tmp_path}/no\n" in done.err


def test_no_plan_file_is_left_when_planning_fails(run, config, world, tmp_path):
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, status="UNAVAILABLE"))
    assert run("plan", config, "--out", tmp_path / "plan.json").code == 1
    assert not (tmp_path / "plan.json").exists()


def test_live_needs_no_network(run, config, world, tmp_path, monkeypatch):
    live = tmp_path / "live.json"
    assert run("snapshot", config, "-o", live).code == 0
    online = json.loads(run("plan", config, "--format", "json").out)["plans"][0]
    world.log.clear()
    for name in ("GOOGLE_ADS_CONFIGURATION_FILE_PATH", "GOOGLE_APPLICATION_CREDENTIALS", "MICROCONV_EMULATOR"):
        monkeypatch.delenv(name)
    done = run("plan", config, "--live", live, "--format", "json")
    offline = json.loads(done.out)["plans"][0]
    assert world.log.entries == ()
    assert offline["changes"] == online["changes"]
    assert offline["fingerprint"] == online["fingerprint"]
    assert (online["summary"]["read_calls"], offline["summary"]["read_calls"]) == (7, 0)


def test_a_snapshot_of_another_client(run, config, write_config, world, tmp_path):
    live = tmp_path / "live.json"
    assert run("snapshot", write_config(CONTACT, **BOTAN), "-o", live).code == 0
    done = run("plan", config, "--live", live)
    assert (done.code, done.out, done.err) == (
        1,
        "",
        "aoi: error: the snapshot has no google_ads account 123-456-7890; it has ga4 345678902, "
        "google_ads 234-567-8901\n    → take one of this client with `microconv snapshot PATH -o FILE`\n",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this is not a snapshot: it is not JSON"),
        ("[" * 100_000, "this is not a snapshot: it is not JSON"),
        ("{}", "this is not a snapshot that microconv wrote"),
        ('{"kind": "microconv snapshot", "format": 2}', "the snapshot has format 2; this version of microconv reads 1"),
        ('{"kind": "microconv snapshot", "format": 1, "taken": ""}', "the snapshot is broken: it has no readings"),
        (None, "live.json: there is no such file"),
        (b"{\xc3\x28}", "is not UTF-8 text"),
    ],
)
def test_a_broken_snapshot(run, config, tmp_path, text, told):
    live = tmp_path / "live.json"
    if text is not None:
        live.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("plan", config, "--live", live)
    assert (done.code, done.out) == (1, "")
    assert told in done.err


def test_a_broken_config_is_left_out_and_stops_no_other(run, config, write_config, world):
    write_config({**PURCHASE, "category": "nonsense"}, file="bad.yaml", google_ads={"customer_id": "2223334444"})
    done = run("plan", config.parent)
    assert done.code == 5
    assert "bad.yaml:" in done.err
    assert "1 config with errors left out; nothing was read or written for: " in done.err
    assert "aoi" in done.out
    assert not any("2223334444" in one.account for one in world.log.entries)


@pytest.mark.parametrize("what", ["alone", "a base", "the same client"])
def test_what_is_wrong_with_more_than_one_client_stops_everything(run, config, write_config, world, what):
    bad = {**PURCHASE, "category": "nonsense"}
    if what == "alone":
        write_config(bad)
    elif what == "a base":
        write_config(bad, file="base.yaml", client=None)
        write_config(file="other.yaml", extends="base.yaml", google_ads={"customer_id": "2223334444"}, ga4=None)
    else:
        write_config(file="twice.yaml")
    done = run("plan", config.parent)
    assert done.code == 1
    assert "error: the config has errors; nothing was read or written" in done.err
    assert (done.out, world.log.entries) == ("", ())


def test_a_path_is_needed(run):
    done = run("plan")
    assert done.code == 64
    assert "name a config file, or a folder of them" in done.err


def test_reading_for_a_plan_cannot_write(run, config, world):
    """The GA4 credentials of a plan have the read-only scope; Google Ads is asked, and does nothing."""
    from microconv.connections import Connections
    from microconv.core.errors import ReadOnlyError
    from microconv.loading import load
    from microconv.providers.ga4.settings import READ_SCOPE

    client, _ = load(config)
    assert client is not None
    _, ga4 = Connections(read_only=True).providers(client.accounts, frozenset())
    assert ga4._property._connection.scope == READ_SCOPE
    with pytest.raises(ReadOnlyError):
        ga4._property._connection.admin()
    assert run("plan", config).code == 0
    assert [one.write and not one.rehearsal for one in world.log.entries] == [False] * 7
    assert [one.rehearsal for one in world.log.entries].count(True) == 1


def test_names_from_the_account_cannot_control_the_terminal(run, config, inhabit):
    name = "evil\x1b[31m\u202e name"
    inhabit([{"id": 1, "name": name, "type": "WEBPAGE", "category": "CONTACT"}])
    for form in ("text", "markdown"):
        done = run("plan", config, "--format", form)
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out
    assert '"evil\\u001b[31m\\u202e name"' in run("plan", config, "--verbose").out


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            Fault("google_ads", "Mutate", nth=0, status="PERMISSION_DENIED",
                  error=("authorization_error", "ACTION_NOT_PERMITTED"), rehearsal=True),
            "these credentials may not write",
        ),
        (Fault("google_ads", "Mutate", nth=0, status="INTERNAL", rehearsal=True), "did not answer"),
    ],
)  # fmt: skip
def test_where_google_cannot_be_asked_the_plan_is_shown_and_says_so(run, config, world, holds, fault, said):
    """Its exit code is the ordinary one; a sync does not write without having asked."""
    before, asked = holds.everything(), run("plan", config).out
    world.faults.add(fault)
    done = run("plan", config)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("[not-asked]") == 1
    assert said in " ".join(done.out.split())
    assert fault.error is None or fault.error[1] in done.out
    changes = [line for line in asked.splitlines() if "→ " in line]
    assert changes
    assert [line for line in done.out.splitlines() if "→ " in line] == changes
    assert run("plan", config, "--detailed-exitcode").code == 2
    assert "Google に確認" in run("plan", config, "--language", "ja").out
    assert (run("sync", config, "--yes").code, holds.everything(), holds.writes()) == (1, before, [])
