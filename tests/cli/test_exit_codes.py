"""The exit code of each situation: a contract with scripts (docs/contract.md)."""

from __future__ import annotations

import itertools

import pytest

from microconv.cli.exit_codes import combined
from tests.conftest import PURCHASE

pytestmark = pytest.mark.usefixtures("environment", "state")

CONTACT = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
BOTAN = {
    "google_ads": {"customer_id": "2345678901", "login_customer_id": "9998887777"},
    "ga4": {"property_id": 345678902},
    "file": "two/botan.yaml",
}
CLOSED = {"google_ads": {"customer_id": "5556667777", "login_customer_id": "9998887777"}, "ga4": None}


@pytest.fixture
def folder(write_config, tmp_path, monkeypatch):
    """A folder with a config that drifts, one without access, both of them together, and a broken one."""
    write_config(file="drift.yaml", client="aoi")
    write_config(PURCHASE, file="closed.yaml", **CLOSED)
    write_config(PURCHASE, file="two/closed.yaml", **CLOSED)
    write_config(CONTACT, **BOTAN)
    (tmp_path / "broken.yaml").write_text("version: 1\nclient: a\nconversions: 7\n", "utf-8")
    monkeypatch.chdir(tmp_path)


SITUATIONS = {
    "validate drift.yaml": 0,
    "validate broken.yaml": 1,
    "validate nowhere.yaml": 1,
    "validate": 64,
    "plan drift.yaml": 0,
    "plan drift.yaml --detailed-exitcode": 2,
    "plan drift.yaml --max-changes 1": 4,
    "plan drift.yaml --max-changes 1 --detailed-exitcode": 4,
    "plan broken.yaml": 1,
    "plan closed.yaml": 1,
    "plan two": 5,
    "plan two --format jsonl --detailed-exitcode": 5,
    "plan drift.yaml --format nonsense": 64,
    "plan two --match nobody": 64,
    "audit drift.yaml": 3,
    "audit drift.yaml --fail-on never": 0,
    "audit closed.yaml --fail-on never": 1,
    "audit two --fail-on never": 5,
    "audit drift.yaml --only nonsense": 64,
    "sync drift.yaml --yes --max-changes 1": 4,
    "sync drift.yaml --plan nowhere.json --yes": 1,
    "sync two/closed.yaml --yes": 1,
    "nonsense": 64,
    "--version": 0,
    "--help": 0,
}


@pytest.mark.parametrize("line", SITUATIONS)
@pytest.mark.usefixtures("folder")
def test_each_situation_has_its_code(run, line):
    assert run(*line.split()).code == SITUATIONS[line]


@pytest.mark.usefixtures("folder")
def test_a_sync_that_ends_in_sync_and_what_comes_after_it(run):
    assert run("plan", "drift.yaml", "--out", "plan.json").code == 0
    assert run("sync", "drift.yaml", "--plan", "plan.json", "--yes").code == 0
    assert run("plan", "drift.yaml", "--detailed-exitcode").code == 0
    assert run("sync", "drift.yaml", "--yes").code == 0
    assert run("sync", "drift.yaml", "--plan", "plan.json", "--yes").code == 4  # out of date


@pytest.mark.usefixtures("folder")
def test_an_interrupted_command_has_its_code(run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("microconv.loading.load_all", interrupt)
    assert run("plan", "drift.yaml").code == 130


def test_several_clients_share_a_code_or_did_a_part():
    """All that two clients can end with: rows and columns are the codes of each."""
    codes = (0, 1, 2, 3, 4, 5, 130)
    together = [[combined([one, other]) for other in codes] for one in codes]
    assert together == [
        [0, 5, 2, 3, 5, 5, 130],
        [5, 1, 5, 5, 5, 5, 130],
        [2, 5, 2, 3, 5, 5, 130],
        [3, 5, 3, 3, 5, 5, 130],
        [5, 5, 5, 5, 4, 5, 130],
        [5, 5, 5, 5, 5, 5, 130],
        [130] * 7,
    ]
    assert combined([]) == 0
    assert all(combined(one) == combined(reversed(one)) for one in itertools.product(codes, repeat=2))
