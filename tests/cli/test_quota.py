"""Quota and budget of a run: what is not begun is listed, what was begun is whole, and --resume goes on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter

import pytest

from microconv.emulator.faults import Fault
from microconv.fleet.needs import COUNTED
from tests.cli.drifted import customer, drifted, label, property_
from tests.conftest import CART
from tests.heavy import HEAVY, heavy

COUNT = 60 if HEAVY else 8
PLAN = 7
"""Operations of a plan here: three searches, two changes that Google is asked about, two searches for the stakes."""
ACCESS = "MICROCONV_GOOGLE_ADS_ACCESS"

pytestmark = pytest.mark.usefixtures("state")


@pytest.fixture
def fleet(environment, world, agency, write_config, tmp_path):
    """Gives clients, each with an action that has another value than its config says. The folder of their configs."""

    def make(count=COUNT, *, access="explorer", **policies):
        content = drifted(agency, write_config, count)
        content["policies"] = {**content.get("policies", {}), "access_level": access, **policies}
        world.reset(content)
        return tmp_path / "configs"

    return make


def spent(tmp_path):
    """The operations of Google Ads that were counted on this machine."""
    (ledger,) = (tmp_path / "state" / "requests" / "emulated").glob("google_ads-*.json")
    return sum(json.loads(ledger.read_text())["windows"]["day"]["counts"])


def refused(world):
    return [one for one in world.log.entries if one.api == "google_ads" and one.status != "OK"]


def not_reached(done):
    """The labels of those that are listed as not begun, by the reason."""
    listed = {}
    for line in done.err.splitlines():
        head, separator, labels = line.partition("): ")
        if separator and "not reached (" in head:
            listed[head.partition("(")[2]] = labels.split(", ")
    return listed


def planned(done):
    """The labels of those whose plan was drawn."""
    return [line.split()[0] for line in done.out.splitlines() if re.match(r"c\d\d \(emulated\)", line)]


def failed(done):
    """The labels of those that ended with an error."""
    return [line.partition(":")[0] for line in done.err.splitlines() if re.match(r"c\d\d: error", line)]


# ---- the day's quota


def test_when_the_day_is_used_up_the_rest_is_listed_and_resume_finishes(run, fleet, world, monkeypatch):
    """The level is not known here: Google says when it is used up. A client that it cuts short is not done."""
    folder = fleet(daily_operations_explorer=PLAN * COUNT // 2 + 2)
    done = run("plan", folder, "--allow", "fleet", "--jobs", 2)
    assert done.code == 5
    ((reason, left),) = not_reached(done).items()
    assert reason == "the quota of Google Ads for 24 hours is used up"
    cut = failed(done)
    whole = planned(done)
    assert len(whole) >= COUNT // 2 - 2
    assert sorted([*whole, *cut, *left]) == [label(number) for number in range(COUNT)]
    assert 1 <= len(refused(world)) <= 6, "nobody asks again for what is used up"

    asked = len(world.log.entries)
    again = run("plan", folder, "--allow", "fleet", "--resume")
    assert (again.code, planned(again), failed(again)) == (5, [], [])
    assert len(world.log.entries) == asked, "and neither does the next run"

    world.policies.set("access_level", "standard")
    monkeypatch.setenv(ACCESS, "standard")  # the project has another level now: its day is another one
    world.log.clear()
    last = run("plan", folder, "--allow", "fleet", "--resume")
    assert (last.code, sorted([*whole, *planned(last)])) == (0, [label(number) for number in range(COUNT)])
    accounts = {one.account for one in world.log.entries if one.api == "ga4"}
    assert accounts == {f"properties/{property_(int(one[1:]))}" for one in planned(last)}


@heavy
@pytest.mark.parametrize("jobs", [1, 8])
def test_a_sync_that_the_quota_ends_does_nothing_twice(run, fleet, world, holds, monkeypatch, jobs):
    folder = fleet(daily_operations_explorer=400)
    monkeypatch.setenv(ACCESS, "400")
    done = run("sync", folder, "--yes", "--allow", "fleet", "--jobs", jobs)
    assert done.code == 5
    (left,) = not_reached(done).values()
    world.policies.set("access_level", "standard")
    monkeypatch.setenv(ACCESS, "standard")
    last = run("sync", folder, "--yes", "--allow", "fleet", "--resume")
    assert last.code == 0
    made = [holds.actions(str(customer(number)))["mv_add_to_cart"] for number in range(COUNT)]
    assert [one.get("value_settings.default_value") for one in made] == [500] * COUNT
    keys = [sorted(holds.key_events(str(property_(number)))) for number in range(COUNT)]
    assert keys == [["mv_add_to_cart", "purchase"]] * COUNT
    creations = Counter(one.account for one in world.log.writes() if "CreateKeyEvent" in one.method)
    assert {*creations.values()} == {1}
    assert 0 < len(left) < COUNT


def test_a_known_level_is_never_exceeded(run, fleet, world, monkeypatch, tmp_path):
    """The rest of the day is known, so no client is begun that would not end, and Google never has to refuse."""
    limit = 3 * PLAN + 5
    monkeypatch.setenv(ACCESS, str(limit))
    folder = fleet(daily_operations_explorer=limit)
    done = run("plan", folder, "--allow", "fleet", "--jobs", 1)
    assert (done.code, planned(done), refused(world)) == (5, ["c00", "c01", "c02"], [])
    assert [len(labels) for labels in not_reached(done).values()] == [COUNT - 3]
    assert spent(tmp_path) == 3 * PLAN


def test_a_retry_loop_does_not_eat_the_day(run, fleet, world, monkeypatch, tmp_path):
    """Google says `too fast` whatever is sent: all wait together, ever longer, and clients give up."""
    folder = fleet(4)
    world.faults.add(
        Fault("google_ads", "*", nth=0, status="RESOURCE_EXHAUSTED",
              error=("quota_error", "RESOURCE_TEMPORARILY_EXHAUSTED"), message="No.")
    )  # fmt: skip
    pauses = []
    monkeypatch.setattr("microconv.providers.retrying._wait", pauses.append)
    done = run("plan", folder, "--allow", "fleet")
    assert done.code == 1
    sent = len(refused(world))
    assert sent <= spent(tmp_path) <= 4 * 3 * 5  # a place is taken before; searches are made side by side
    assert max(pauses) > 15


_RUN = "import sys; from microconv.cli.main import main; sys.argv[0] = 'microconv'; main()"


@heavy
def test_two_processes_stay_within_one_day_together(fleet, world, monkeypatch, tmp_path):
    limit = 40 * PLAN + 3
    monkeypatch.setenv(ACCESS, str(limit))
    folder = fleet(daily_operations_explorer=limit)
    files = sorted(map(str, folder.glob("*.yaml")))
    command = [sys.executable, "-c", _RUN, "plan", "--allow", "fleet"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    halves = [subprocess.Popen([*command, *files[first::2]], **pipes) for first in (0, 1)]
    ends = [half.communicate(timeout=120) for half in halves]
    assert [half.returncode for half in halves] == [5, 5]
    assert refused(world) == []
    assert limit - 9 * PLAN < spent(tmp_path) <= limit
    assert all(out.count("(emulated)") >= 3 for out, _ in ends)


# ---- the budget


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_budget_leaves_out_what_no_longer_fits(run, fleet, world, jobs, tmp_path):
    folder = fleet()
    done = run("plan", folder, "--allow", "fleet", "--budget", 4 * PLAN + 2, "--jobs", jobs)
    assert done.code == 5
    first = planned(done)
    assert first == [label(number) for number in range(4 if jobs == 1 else len(first))]
    assert not_reached(done) == {
        f"the budget of {4 * PLAN + 2} operations has no room for them":
            [label(number) for number in range(len(first), COUNT)]
    }  # fmt: skip
    assert spent(tmp_path) == PLAN * len(first) <= 4 * PLAN + 2
    assert len(first) in {3, 4}
    last = run("plan", folder, "--allow", "fleet", "--resume")
    assert (last.code, planned(last)) == (0, [label(number) for number in range(len(first), COUNT)])
    assert spent(tmp_path) == PLAN * COUNT


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_budget_below_one_client_begins_none_and_says_what_one_takes(run, fleet, world, count, language):
    folder, rest = fleet(count), ("--allow", "fleet", "--language", language)
    done = run("plan", folder, "--budget", 2, *rest)
    assert (done.code, world.log.entries) == (5, ())
    (line,) = [line for line in done.err.splitlines() if line.startswith("--budget 2 ")]
    enough = int(re.findall(r"\d+", line)[-1])
    below = run("plan", folder, "--budget", enough - 1, *rest)
    assert (below.code, world.log.entries) == (5, ()), line
    assert f"--budget {enough - 1} " in below.err
    fits = run("plan", folder, "--budget", enough, *rest)
    assert world.log.entries, line
    assert not [line for line in fits.err.splitlines() if line.startswith("--budget ")]


@heavy
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_sync_within_a_budget_is_whole_for_each_client(run, fleet, holds, world, jobs):
    folder = fleet(8)
    done = run("sync", folder, "--yes", "--allow", "fleet", "--budget", 60, "--jobs", jobs)
    assert done.code == 5
    (left,) = not_reached(done).values()
    for number in range(8):
        value = holds.actions(str(customer(number)))["mv_add_to_cart"].get("value_settings.default_value")
        assert (value == 500) == (label(number) not in left)
    assert run("sync", folder, "--yes", "--allow", "fleet", "--resume").code == 0


# ---- the line before a run


def test_what_a_run_needs_is_told_before_it_starts(run, fleet, monkeypatch):
    folder = fleet(4)
    first = run("plan", folder, "--allow", "fleet").err.splitlines()[0]
    assert first == (
        "4 clients need about 12 Google Ads operations and 4 GA4 requests (an estimate: nothing measured yet, no "
        f"changes assumed); 0 were sent in the last 24 hours; to watch the limit, set {ACCESS}"
    )
    monkeypatch.setenv(ACCESS, "explorer")
    second = run("plan", folder, "--allow", "fleet", "--budget", 100, "--format", "json")
    assert second.err.splitlines()[0] == (
        "4 clients need about 28 Google Ads operations and 4 GA4 requests (measured in earlier runs); 2,852 of 2,880 "
        "are left in the 24-hour window; this run may spend 100"
    )
    assert len(json.loads(second.out)["plans"]) == 4
    monkeypatch.setenv(ACCESS, "standard")
    assert "56 were sent in the last 24 hours; there is no limit" in run("plan", folder, "--allow", "fleet").err
    japanese = run("plan", folder, "--allow", "fleet", "--language", "ja").err.splitlines()[0]
    assert japanese == (
        "クライアント 4 件の見込み: Google 広告のオペレーション 28 件、GA4 のリクエスト 4 件"
        "（過去の実行の実測による）。直近 24 時間に送信済み 84 件、上限なし"
    )


def test_one_client_alone_is_told_nothing(run, fleet):
    assert run("plan", fleet(1)).err == ""


def test_a_level_that_is_none_is_refused(run, fleet, monkeypatch, world):
    folder = fleet(2)
    monkeypatch.setenv(ACCESS, "gold")
    done = run("plan", folder, "--allow", "fleet")
    assert done.code == 1
    assert f"{ACCESS} is 'gold', which is no access level" in done.err
    assert "explorer, test, basic, standard" in done.err
    assert world.log.entries == ()


COMMANDS = {"sync": ["sync", "--yes"], "explain": ["explain", "purchase"], "snapshot": ["snapshot", "-o", "-"]}


@pytest.mark.parametrize("command", ["plan", "audit", "snapshot", "explain", "snippets", "sync"])
def test_what_is_counted_in_the_code_is_what_a_client_without_changes_takes(run, fleet, world, command):
    folder = fleet(1, access="standard")
    run("sync", folder, "--yes", "--allow", "fleet")
    world.log.clear()
    run(*COMMANDS.get(command, [command]), folder)
    taken = Counter(one.api for one in world.log.entries if "BetaAnalyticsData" not in one.method)
    assert {api: taken[api] for api in COUNTED[command]} == {**COUNTED[command]}


# ---- logins


def test_a_login_that_fails_stops_its_group_and_no_other(run, fleet, world, write_config, tmp_path, monkeypatch):
    folder = fleet(6)
    for number in (2, 4):
        write_config(
            {**CART}, file=f"configs/{label(number)}.yaml", ga4={"property_id": property_(number)}, google_ads=None
        )
    broken = tmp_path / "google-ads.yaml"
    broken.write_text("developer_token: x\nuse_proto_plus: false\nclient_id: a\n")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(broken))
    done = run("plan", folder, "--allow", "fleet", "--jobs", 1)
    assert done.code == 5
    assert not_reached(done) == {"the login for Google Ads has failed, see c00": ["c01", "c03", "c05"]}
    assert planned(done) == ["c02", "c04"]
    at_once = run("plan", folder, "--allow", "fleet", "--jobs", 6)
    assert at_once.err.count(str(broken)) == 1, "the reason and the way on are shown once"
    others = re.findall(r"^(c\d\d): error: the same as for c00$", at_once.err, re.MULTILINE)
    assert {*others, *next(iter(not_reached(at_once).values()), [])} == {"c01", "c03", "c05"}


def test_an_account_that_may_not_be_seen_is_that_clients_own(run, fleet, world):
    folder = fleet(4)
    world.faults.add(
        Fault("google_ads", "*", nth=1, status="PERMISSION_DENIED",
              error=("authorization_error", "USER_PERMISSION_DENIED"), message="No.")
    )  # fmt: skip
    done = run("plan", folder, "--allow", "fleet", "--jobs", 1)
    assert planned(done) == ["c01", "c02", "c03"]
    assert not_reached(done) == {}


def test_what_the_day_does_not_allow_to_be_read_is_no_answer(run, fleet, world):
    """The day ends in the middle of an audit, which would otherwise say that it does not know."""
    folder = fleet(2)
    world.faults.add(
        Fault("google_ads", "*", nth=6, times=99, status="RESOURCE_EXHAUSTED",
              error=("quota_error", "RESOURCE_EXHAUSTED"), message="No.")
    )  # fmt: skip
    done = run("audit", folder, "--jobs", 1)
    assert (done.code, failed(done)) == (5, ["c00"])
    assert list(not_reached(done).values()) == [["c01"]]
    assert len(refused(world)) == 1
    world.faults.clear()
