"""The fixtures for tests of others, in runs of pytest of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.heavy import heavy

ISOLATED = """
import os
import pytest

NAME = "GOOGLE_ADS_CONFIGURATION_FILE_PATH"
QUERY = "SELECT conversion_action.name FROM conversion_action WHERE conversion_action.name = 'mine'"

def named(client):
    service = client.get_service("GoogleAdsService")
    return [row.conversion_action.name for row in service.search(customer_id="1234567890", query=QUERY)]

@pytest.mark.parametrize("number", range(3))
def test_each_has_a_world_of_its_own(google_ads_emulator, number):
    client = google_ads_emulator.client()
    assert named(client) == []
    operation = client.get_type("ConversionActionOperation")
    operation.create.name, operation.create.type_ = "mine", "WEBPAGE"
    service = client.get_service("ConversionActionService")
    service.mutate_conversion_actions(customer_id="1234567890", operations=[operation])
    assert named(client) == ["mine"]
    google_ads_emulator.control.set_policies(search_page_size=1)

@pytest.mark.parametrize("number", range(2))
def test_snapshots_are_of_one_test(google_ads_emulator, number):
    control = google_ads_emulator.control
    assert not {"start", "mine"} & set(control.snapshots())
    control.set_policies(search_page_size=2)
    for name in ("start", "mine"):
        control.take_snapshot(name)

def test_policies_and_requests_are_fresh(google_ads_emulator, ga4_emulator):
    assert google_ads_emulator.control.policies()["search_page_size"]["value"] == 10000
    assert google_ads_emulator.control.requests() == ()
    assert google_ads_emulator.control.health()["pid"] == ga4_emulator.control.health()["pid"]

def test_a_program_that_knows_nothing_of_it(google_ads_emulator):
    from google.ads.googleads.client import GoogleAdsClient

    service = GoogleAdsClient.load_from_storage().get_service("CustomerService")
    assert list(service.list_accessible_customers().resource_names) == ["customers/9998887777"]

def test_google_ads_over_rest(google_ads_emulator):
    url = f"{google_ads_emulator.rest_endpoint}/v26/customers/1234567890/googleAds:search"
    answer = google_ads_emulator.session().post(url, json={"query": "SELECT customer.id FROM customer"})
    assert answer.json()["results"][0]["customer"]["id"] == "1234567890"

@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_ga4_clients_as_they_are(ga4_emulator, transport):
    from google.analytics.admin_v1beta import AnalyticsAdminServiceClient

    assert list(AnalyticsAdminServiceClient(transport=transport).list_account_summaries())

def test_tag_manager(tag_manager_emulator):
    url = f"{tag_manager_emulator.rest_endpoint}/tagmanager/v2/accounts"
    assert tag_manager_emulator.session().get(url).status_code == 200

def test_a_program_that_a_test_starts(google_ads_emulator):
    import subprocess, sys

    script = "from microconv.emulator import Control; print(Control.from_environment().health()['pid'])"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert int(said) == google_ads_emulator.control.health()["pid"]

def test_nothing_is_left_in_the_environment():
    assert NAME not in os.environ
"""
SEEDS = """
import pytest

SOLO = {"version": 1, "google_ads": {"customers": [{"id": 1112223333, "descriptive_name": "Solo"}]}}

def names(emulator):
    service = emulator.client().get_service("GoogleAdsService")
    rows = service.search(customer_id="1112223333", query="SELECT customer.descriptive_name FROM customer")
    return [row.customer.descriptive_name for row in rows]

@pytest.mark.emulator_seed(SOLO)
@pytest.mark.parametrize("again", [1, 2])
def test_content(google_ads_emulator, again):
    assert (google_ads_emulator.login_customer_id, names(google_ads_emulator)) == (None, ["Solo"])

@pytest.mark.emulator_seed("mine.yaml")
def test_a_file_beside_the_test(google_ads_emulator):
    from google.ads.googleads.client import GoogleAdsClient

    assert GoogleAdsClient.load_from_storage().login_customer_id is None
    assert names(google_ads_emulator) == ["From a file"]

def test_the_packaged_world(google_ads_emulator):
    assert google_ads_emulator.login_customer_id == "9998887777"

@pytest.mark.emulator_seed
def test_without_a_seed(google_ads_emulator):
    pass

@pytest.mark.emulator_seed({"version": 2})
def test_a_broken_seed(google_ads_emulator):
    pass

@pytest.mark.emulator_seed("nowhere.yaml")
def test_a_seed_that_is_not_there(google_ads_emulator):
    pass
"""
UNUSED = """
import os
import sys

def test_mine():
    loaded = sorted(name for name in sys.modules if name.startswith(("microconv", "google", "grpc")))
    assert loaded == ["microconv", "microconv.pytest_plugin", "microconv.version"]
    assert not [name for name in os.environ if name.startswith(("GOOGLE_", "GRPC_"))]
"""


@pytest.fixture
def run(tmp_path):
    """Runs pytest on one file, with the plugin and no other; warnings are errors."""

    def of(source: str, *options: str, plugins: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_mine.py").write_text(source, "utf-8")
        (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
        plain = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        plain = {name: value for name, value in plain.items() if not name.startswith(("GRPC_", "PYTEST_"))}
        root = Path(__file__).parents[2]
        names = [part for one in ("microconv.pytest_plugin", *plugins) for part in ("-p", one)]
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--strict-markers", *names, *options],
            cwd=tmp_path,
            env={**plain, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return of


def test_fresh_worlds_and_unchanged_programs(run):
    done = run(ISOLATED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "13 passed" in done.stdout


@heavy
def test_seeds(run, tmp_path):
    customer = "{id: 1112223333, descriptive_name: From a file}"
    (tmp_path / "mine.yaml").write_text(f"version: 1\ngoogle_ads: {{customers: [{customer}]}}\n", "utf-8")
    done = run(SEEDS)
    assert "4 passed, 3 errors" in done.stdout, done.stdout + done.stderr
    heads = [line.strip("_ ") for line in done.stdout.splitlines() if "ERROR at setup" in line]
    lines = done.stdout.partition("= ERRORS =")[2].partition("short test summary")[0].splitlines()
    said = dict(zip(heads, (line for line in lines if "seed" in line and "ERROR at" not in line), strict=True))
    assert said["ERROR at setup of test_without_a_seed"] == (
        "the marker emulator_seed takes one seed: its path, or its content as a mapping"
    )
    assert said["ERROR at setup of test_a_broken_seed"] == "microconv: the seed was refused: version: must be 1"
    path = tmp_path / "nowhere.yaml"
    assert said["ERROR at setup of test_a_seed_that_is_not_there"] == (
        f"microconv: cannot read the seed {path}: No such file or directory"
    )
    (tmp_path / "mine.yaml").write_text("version: 1\ngoogleads: {}\n", "utf-8")
    done = run(SEEDS, "-k", "beside")
    assert "microconv: mine.yaml: the seed was refused: googleads: unknown; did you mean google_ads?" in done.stdout


def test_an_emulator_that_does_not_start_ends_the_run_with_its_reason(run):
    source = """
from microconv.emulator.errors import EmulatorError
from microconv.emulator.testing import Session

def start(self):
    raise EmulatorError("no port is free")

Session.start = start

def test_mine(ga4_emulator):
    pass
"""
    done = run(source)
    assert done.returncode == 4
    assert "ERROR: microconv: no port is free" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_who_does_not_use_it_does_not_notice_it(run):
    done = run(UNUSED)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_started_to_list_tests(run):
    ends = "import sys\n\ndef pytest_unconfigure():\n    print('microconv.emulator' in sys.modules)\n"
    done = run(f"{ends}\ndef test_mine(ga4_emulator): pass\n", "--collect-only", "-p", "test_mine")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False"), done.stdout + done.stderr


@heavy
def test_workers_have_an_emulator_each(run):
    source = ISOLATED + "\ndef test_worker(google_ads_emulator, worker_id):\n    assert worker_id.startswith('gw')\n"
    done = run(source, "-n", "2", plugins=("xdist",))
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_emulator_that_did_not_end_well_is_told(run):
    source = """
import os, signal

def test_mine(ga4_emulator):
    os.kill(ga4_emulator.control.health()["pid"], signal.SIGKILL)
"""
    done = run(source)
    assert "microconv: the emulator's process did not end well: exit code -9" in done.stdout
