"""Saved plans of many clients: a folder with a file for each, of which `sync` applies exactly what was planned."""

from __future__ import annotations

import hashlib
import json
import shlex
import stat

import pytest

from microconv.cli.plan_folder import LIST, file_name
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.emulator.faults import Fault
from tests.cli.agency_fleet import customer, settle
from tests.conftest import flat

pytestmark = pytest.mark.usefixtures("environment", "state")

SYNCED, DEMOTED = (True, 500), (False, 500)
ALLOWED = ("--allow", "fleet")
HOSTILE = [
    "../../etc/passwd",
    "..",
    "a/b\\c",
    "CON",
    ".hidden",
    "-rf",
    "お客様 " * 40,
    "a\u202eb",
    "Aoi",
    "aoi",
    "aoi\u3000",
    "~",
]


@pytest.fixture
def fleet(world, agency, tmp_path):
    """Six clients whose base was changed: the micro-conversion of each becomes secondary."""
    made = settle(world, agency, tmp_path / "configs", 6, {1: "../up", 2: '"a/b c"', 3: "青い店"})
    made.edit("role: primary", "role: secondary")
    return made


@pytest.fixture
def plans(run, fleet, tmp_path):
    folder = tmp_path / "plans"
    assert run("plan", fleet.folder, "--out", folder, *ALLOWED).code == 0
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def listed(folder):
    """The records of plans by label."""
    records = [json.loads(line) for line in (folder / LIST).read_text("utf-8").splitlines()]
    return {record["client"]: record for record in records if record["record"] == "plan"}


def test_names_are_safe_and_differ_by_label_and_accounts():
    clients = [Client(label, (), accounts=Accounts("1000000001")) for label in HOSTILE]
    clients.append(Client("aoi", (), accounts=Accounts("1000000002")))
    made = [file_name(client) for client in clients]
    assert len({name.casefold() for name in made}) == len(clients)
    for name in made:
        assert not {*name} & {*'/\\\u202e\u3000 ~:*?"<>|'}
        assert name[0] not in ".-"
        assert len(name.encode()) <= 255


def test_each_client_has_a_file_that_its_owner_alone_reads(plans, tmp_path):
    records = listed(plans)
    assert set(records) == {"c0", "../up", "a/b c", "青い店", "c4", "c5"}
    assert names(plans) == sorted([LIST, *(record["file"] for record in records.values())])
    assert names(tmp_path) == ["configs", "plans", "state"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in plans.iterdir()} == {0o600}
    assert json.loads((plans / records["../up"]["file"]).read_text())["client"] == "../up"


def test_the_command_that_applies_them_names_the_same_clients(run, fleet, tmp_path):
    folder = tmp_path / "some plans"
    folder.mkdir()
    done = run("plan", fleet.folder, "--out", folder, "--match", "c0", *ALLOWED)
    command = shlex.split(done.err.splitlines()[-1].partition(" with: microconv ")[2])
    assert run(*command, "--yes").code == 0
    assert fleet.carts().count(DEMOTED) == 1


def test_exactly_the_saved_plans_are_applied(run, fleet, plans):
    done = run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED)
    assert (done.code, "error" in done.err) == (0, False)
    assert fleet.carts() == [DEMOTED] * 6
    again = run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED)
    assert again.code == 4
    assert "applied this plan before" in again.err


def test_the_check_of_all_holds_for_saved_plans_and_comes_before_any_reading(run, fleet, plans, world):
    world.log.clear()
    done = run("sync", fleet.folder, "--plan", plans, "--yes")
    assert (done.code, "base.yaml:12:5: refused" in done.err) == (4, True)
    assert [one for one in world.log.entries if one.api == "google_ads"] == []


def test_saved_plans_have_canaries_and_questions_too(run, fleet, plans):
    done = run("sync", fleet.folder, "--plan", plans, *ALLOWED, "--canary", 2, answer="yes\nno\nyes\n")
    assert done.code == 5
    assert fleet.carts() == [DEMOTED, SYNCED, DEMOTED, SYNCED, SYNCED, SYNCED]
    assert "3 clients not reached (--canary 2" in done.err


def test_a_client_without_a_plan_is_refused_and_a_plan_without_a_client_is_told(run, fleet, plans):
    (fleet.folder / "c4.yaml").rename(fleet.folder / "c9.yaml")
    fleet.edit("client: c4", "client: new", file="c9.yaml")
    done = run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED)
    assert done.code == 5
    assert f"1 plan in {plans} of no client of this run, not applied: c4" in done.err
    assert "new: error: nothing was changed" in done.err
    assert f"there is no plan of this client in {plans} [no-plan]" in flat(done.err)
    assert fleet.carts() == [DEMOTED] * 4 + [SYNCED, DEMOTED]


def relist(folder, label, **changes):
    """Change a record of the list, as somebody with an editor does."""
    lines = [json.loads(line) for line in (folder / LIST).read_text("utf-8").splitlines()]
    lines = [{**line, **changes} if line.get("client") == label else line for line in lines]
    (folder / LIST).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def changed_config(fleet, plans):
    fleet.edit("version: 1", "# other\nversion: 1", file="c0.yaml")


def others_plan(fleet, plans):
    path = plans / listed(plans)["c5"]["file"]
    relist(plans, "c0", file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def edited_plan(fleet, plans):
    path = plans / listed(plans)["c0"]["file"]
    path.write_text(path.read_text("utf-8").replace("mv_cart", "mv_card"), "utf-8")


def outside(fleet, plans):
    path = plans / listed(plans)["c0"]["file"]
    path.rename(plans.parent / "c0.plan.json")
    relist(plans, "c0", file="../c0.plan.json")


def gone(fleet, plans):
    (plans / listed(plans)["c0"]["file"]).unlink()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (changed_config, "the config was changed after the plan was made"),
        (others_plan, "the plan was made for c5"),
        (edited_plan, f"is not the plan that {LIST} lists"),
        (outside, "there is no plan of this client"),
        (gone, "there is no such file"),
    ],
)
def test_what_does_not_fit_is_refused_for_that_client_alone(run, fleet, plans, spoil, says):
    spoil(fleet, plans)
    done = run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED)
    assert done.code == 5
    assert says in flat(done.err)
    assert fleet.carts() == [SYNCED] + [DEMOTED] * 5


def test_old_plans_are_refused(run, fleet, plans):
    done = run("sync", fleet.folder, "--plan", plans, "--yes", "--max-age", 0, *ALLOWED)
    assert done.code == 4
    assert fleet.carts() == [SYNCED] * 6
    assert "hours old" in done.err


# ---- writing them


def test_files_of_others_are_never_replaced_and_nothing_is_read(run, fleet, plans, world, tmp_path):
    name = listed(plans)["c5"]["file"]
    other = tmp_path / "other"
    other.mkdir()
    (other / name).write_text("mine")
    world.log.clear()
    done = run("plan", fleet.folder, "--out", other)
    assert done.code == 1
    assert f"is not listed in {LIST}" in done.err
    assert names(other) == [name]
    (other / name).rename(other / LIST)
    assert run("plan", fleet.folder, "--out", other).code == 1
    assert (other / LIST).read_text() == "mine"
    assert world.log.entries == ()


def test_plans_are_made_anew_in_the_same_folder(run, fleet, plans):
    (fleet.folder / "c5.yaml").unlink()
    fleet.edit("value: 500", "value: 600")
    assert run("plan", fleet.folder, "--out", plans, *ALLOWED).code == 0
    assert set(listed(plans)) == {"c0", "../up", "a/b c", "青い店", "c4"}
    done = run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED)
    assert "1 plan in" in done.err
    assert fleet.carts() == [(False, 600)] * 5 + [SYNCED]


def test_a_run_that_was_cut_off_is_resumed_into_the_same_folder(run, fleet, world, tmp_path):
    """After some clients the machine is gone, between the line of the list and the file."""
    folder = tmp_path / "plans"
    world.faults.add(Fault("google_ads", "SearchStream", nth=16, times=99, status="PERMISSION_DENIED"))
    assert run("plan", fleet.folder, "--out", folder, "--jobs", 1, *ALLOWED).code == 5
    made = listed(folder)
    assert 1 < len(made) < 6
    (folder / next(iter(made.values()))["file"]).unlink()
    world.faults.clear()
    again = run("plan", fleet.folder, "--out", folder, "--resume", *ALLOWED)
    assert again.code == 0
    assert f"{len(made) - 1} client" in again.err
    assert names(folder) == sorted([LIST, *(record["file"] for record in listed(folder).values())])
    assert run("sync", fleet.folder, "--plan", folder, "--yes", *ALLOWED).code == 0
    assert fleet.carts() == [DEMOTED] * 6


def test_one_client_has_a_file_and_in_a_folder_that_is_there_a_file_beside_the_list(run, fleet, tmp_path):
    one = fleet.folder / "c0.yaml"
    assert run("plan", one, "--out", tmp_path / "c0.json").code == 0
    (tmp_path / "plans").mkdir()
    assert run("plan", one, "--out", tmp_path / "plans").code == 0
    assert len(names(tmp_path / "plans")) == 2
    assert run("sync", one, "--plan", tmp_path / "plans", "--yes").code == 0
    assert fleet.carts() == [DEMOTED] + [SYNCED] * 5


def test_a_folder_without_a_list_has_no_plans(run, fleet, tmp_path):
    done = run("sync", fleet.folder, "--plan", tmp_path, "--yes")
    assert (done.code, f"has no {LIST}" in done.err) == (1, True)
    assert fleet.carts() == [SYNCED] * 6


def test_a_folder_is_not_called_like_a_file(run, fleet, tmp_path):
    assert run("plan", fleet.folder, "--out", tmp_path / "plans.json").code == 64
    assert names(tmp_path) == ["configs"]


def test_a_client_that_failed_since_does_not_bar_its_own_older_plan(run, fleet, plans, world):
    """The list of the failed run lacks the client, whose file of the run before is still there."""
    number = world.faults.add(Fault("google_ads", "*", nth=0, status="PERMISSION_DENIED"))
    assert run("plan", fleet.folder, "--out", plans, *ALLOWED).code == 1
    done = run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED)
    assert (done.code, fleet.carts()) == (4, [SYNCED] * 6)  # what is older than the list is not applied
    assert f"6 plans in {plans} from before the last `plan`, which made none of the client, not applied" in done.err
    assert "of no client of this run" not in done.err
    world.faults.remove(number)
    assert run("plan", fleet.folder, "--out", plans, *ALLOWED).code == 0
    assert run("sync", fleet.folder, "--plan", plans, "--yes", *ALLOWED).code == 0
    assert fleet.carts() == [DEMOTED] * 6


def test_saved_plans_without_changes_are_no_canaries_and_are_not_left_behind(run, fleet, tmp_path):
    fleet.edit("role: secondary", "role: primary")
    fleet.edit("label: Basket", "role: secondary", file="c0.yaml")
    folder = tmp_path / "some"
    assert run("plan", fleet.folder, "--out", folder).code == 0
    done = run("sync", fleet.folder, "--plan", folder, "--yes", "--canary", 1)
    assert (done.code, "not reached" in done.err) == (0, False)
    assert fleet.carts() == [DEMOTED] + [SYNCED] * 5


@pytest.mark.parametrize("with_plans", [True, False])
def test_a_sync_of_saved_plans_that_was_stopped_is_resumed(run, fleet, plans, world, with_plans):
    """Those that were done are left out, with the saved plans and without: their configs are the same."""
    saved = ("--plan", plans)
    assert run("sync", fleet.folder, *saved, "--yes", "--canary", 2, *ALLOWED).code == 5
    assert fleet.carts() == [DEMOTED, DEMOTED, *[SYNCED] * 4]
    world.log.clear()
    again = run("sync", fleet.folder, *(saved if with_plans else ()), "--yes", "--resume", *ALLOWED)
    assert (again.code, fleet.carts()) == (0, [DEMOTED] * 6), again
    assert "2 clients done before and not changed since, left out" in again.err
    asked = {one.account for one in world.log.entries}
    assert asked.isdisjoint({str(customer(0)), str(customer(1))})
    assert len(world.log.writes()) == 4
