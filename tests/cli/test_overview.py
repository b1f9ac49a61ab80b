"""The overview of several clients from one run to the next: what is new, what is gone, on a page and as JSON."""

from __future__ import annotations

import copy
import json
import re

import pytest

from tests.conftest import PURCHASE
from tests.unit.render.page import read

pytestmark = pytest.mark.usefixtures("state")

MANAGER = 9998887777
WISH = {"name": "mv_wish_list", "category": "engagement", "role": "primary", "value": 100}
LABELS = ("aoi", "beni", "closed", "kuro")
MONEY = {"currency_code": "JPY", "time_zone": "Asia/Tokyo"}


@pytest.fixture
def clients(environment, world, agency, write_config, tmp_path):
    """Four clients: one is closed to us, of another a conversion is not as its config says. Returns their folder."""
    content = copy.deepcopy(agency)
    content["principals"]["denied"]["google_ads"].append(1_000_000_003)
    content["google_ads"]["customers"][0]["clients"] += [1_000_000_001 + number for number in range(len(LABELS))]
    for number, label in enumerate(LABELS):
        actions = [{"id": 50_000 + number, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE"}]
        customer = {"id": 1_000_000_001 + number, **MONEY, "descriptive_name": label, "conversion_actions": actions}
        content["google_ads"]["customers"].append(customer)
        write_config(
            PURCHASE, *([WISH] if label == "beni" else []), file=f"configs/{label}.yaml",
            google_ads={"customer_id": str(1_000_000_001 + number), "login_customer_id": str(MANAGER)}, ga4=None,
        )  # fmt: skip
    world.reset(content)
    return tmp_path / "configs"


def rows(page):
    """The rows of a page by label: state, and what has become of it since the last run."""
    tree = read(page)
    there = {}
    for row in tree.all(data_row="*"):
        if row.tag == "li":
            there[row.text("en").lstrip("✓ ").removesuffix(" emulated")] = ("quiet", "")
            continue
        cells = {name: cell.text("en") for cell in row.children for name in cell.classes}
        there[row.one("th").text("en").removesuffix(" emulated")] = (cells["state"], cells.get("against", ""))
    return there


def document(run, folder):
    return {one["client"]: one for one in json.loads(run("plan", folder, "--format", "json").out)["overview"]}


def test_two_runs_show_what_is_new_gone_and_the_same(run, clients, tmp_path):
    page = tmp_path / "fleet.html"
    assert run("plan", clients, "--allow", "fleet", "--page", page).code == 5
    first = rows(page.read_text("utf-8"))
    assert {label: state for label, (state, _) in first.items()}["closed"] == "failed"
    assert first["beni"] == ("changes", "")
    for label in ("aoi", "beni"):
        done = run("sync", clients / f"{label}.yaml", "--yes")
        assert done.code == 0, done
    done = run("plan", clients, "--allow", "fleet", "--format", "html")
    second = rows(done.out)
    assert done.code == 5
    assert re.match(r"failed", second["closed"][0])
    assert re.search(r"\d → 0 gone", second["beni"][1])
    assert "USER_PERMISSION_DENIED" in read(done.out).one("table").text("en")


def test_a_sync_ends_with_its_sums(run, clients):
    done = run("sync", clients, "--yes", "--allow", "fleet")
    assert done.code == 5
    assert re.fullmatch(r"\d clients: 1 failed, \d done", done.out.splitlines()[-1])


def test_the_table_tells_the_last_run_too(run, clients):
    run("plan", clients)
    run("sync", clients / "beni.yaml", "--yes")
    table = {line.split()[0]: line for line in run("plan", clients).out.partition("client ")[2].splitlines()[1:]}
    assert re.search(r"done +gone, was \d", table["beni"])
    assert re.search(r"failed", table["closed"])


def test_json_has_the_same_numbers(run, clients):
    first = document(run, clients)
    assert (first["beni"]["state"], first["beni"]["course"], first["beni"]["before"]) == ("changes", "first", None)
    assert first["closed"]["numbers"] is None
    second = document(run, clients)
    assert (second["beni"]["course"], second["beni"]["before"]["numbers"]) == ("same", first["beni"]["numbers"])
    assert second["closed"]["before"]["outcome"] == "failed"
    assert first["beni"]["numbers"]["create"] > 0


def test_one_page_has_the_last_drift_beside_the_audits(run, clients, tmp_path):
    run("plan", clients)
    page, audits = tmp_path / "pages" / "fleet.html", tmp_path / "audits.html"
    page.parent.mkdir()
    run("audit", clients, "--format", "html", "-o", audits, "--page", page)
    tree = read(page.read_text("utf-8"))
    assert "Drift" in tree.one("thead").text("en")
    links = {link.text(): link.attributes["href"] for link in tree.one("tbody").all("a")}
    assert {*links} == {"aoi", "beni", "kuro"}
    audited = read(audits.read_text("utf-8"))
    for label, link in links.items():
        assert link.startswith("./../audits.html#")
        (part,) = [one for one in audited.all("article") if one.attributes.get("id") == link.partition("#")[2]] or [
            one for one in audited.all() if one.attributes.get("id") == link.partition("#")[2]
        ]
        assert label in part.text()


def test_a_resumed_run_has_the_clients_that_were_done_before_on_its_page(run, clients, tmp_path):
    run("plan", clients)
    page = tmp_path / "fleet.html"
    done = run("plan", clients, "--resume", "--page", page)
    assert "3 clients done before" in done.err
    there = rows(page.read_text("utf-8"))
    assert {*there} == {*LABELS}
    assert there["beni"][0] == "changes"


def test_a_page_that_cannot_be_written_is_an_error(run, clients, tmp_path):
    done = run("plan", clients, "--page", tmp_path / "none" / "fleet.html")
    assert done.code == 1
    assert "there is no folder" in done.err


@pytest.mark.parametrize("command", ["plan", "audit", "sync"])
def test_a_broken_config_has_its_line_with_the_first_error_and_its_place(run, clients, tmp_path, command):
    """One that is no YAML is called by its file, one with a wrong word by its client. Both failed and come first."""
    page = tmp_path / "fleet.html"
    (clients / "kuro.yaml").write_text("version: 1\nclient: kuro\nconversions: [\n", "utf-8")
    beni = (clients / "beni.yaml").read_text("utf-8").replace("category: engagement", "category: nonsense")
    (clients / "beni.yaml").rename(clients / "other.yaml").write_text(beni, "utf-8")
    options = {"plan": ["--allow", "fleet"], "audit": [], "sync": ["--allow", "fleet", "--yes"]}[command]
    done = run(command, clients, *options, "--page", page)
    assert done.code == 5
    table = done.out.rpartition("\nclient ")[2].splitlines()[1:]
    places = {"beni": r"other\.yaml:\d+:\d+: .*nonsense", "kuro": r"kuro\.yaml:\d+:\d+: "}
    for label, place in places.items():
        row = next(number for number, line in enumerate(table) if line.startswith(f"{label} "))
        assert "failed" in table[row]
        assert re.search(place, " ".join(" ".join(table[row + 1 : row + 3]).split()))
    assert [line.split()[0] for line in table if not line.startswith(" ")][3] == "aoi", "the worst first"
    there = rows(page.read_text("utf-8"))
    assert {label for label, (state, _) in there.items() if state == "failed"} == {"beni", "kuro", "closed"}
    text = " ".join(read(page.read_text("utf-8")).one("table").text("en").split())
    assert all(re.search(place, text) for place in places.values())


def test_one_client_beside_a_broken_config_is_a_run_of_several(run, clients):
    for label in ("beni", "closed"):
        (clients / f"{label}.yaml").unlink()
    (clients / "kuro.yaml").write_text("conversions: [\n", "utf-8")
    done = run("plan", clients)
    assert done.code == 5
    assert re.search(r"^kuro +failed", done.out, re.MULTILINE)
    assert re.search(r"^aoi +changes", done.out, re.MULTILINE)
    assert "2 clients: 1 with changes, 1 to update, 1 failed" in done.out
    overview = json.loads(run("plan", clients, "--format", "json").out)["overview"]
    assert {one["client"]: one["state"] for one in overview} == {"aoi": "changes", "kuro": "failed"}
