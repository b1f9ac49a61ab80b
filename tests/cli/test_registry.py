"""Commands over a registry of clients: `--label`, the guard, and what comes out where there is none."""

from __future__ import annotations

import contextvars
from pathlib import Path

import click
import pytest

from microconv.cli.command_list import COMMANDS
from microconv.cli.run import load_clients
from microconv.cli.spoken import LABELS, MATCH
from tests.conftest import CART, PROPERTY, PURCHASE, STORE

BOTAN = "2345678901"


@pytest.fixture
def registry(environment, write_config, tmp_path, monkeypatch):
    """A registry of two clients of the agency; returns a function that writes it with other accounts for the second."""
    monkeypatch.chdir(tmp_path)
    write_config(PURCHASE, CART, file="configs/aoi.yaml")
    login = "9998887777"
    write_config(
        PURCHASE, file="configs/botan.yaml", ga4=None, google_ads={"customer_id": BOTAN, "login_customer_id": login}
    )

    def write(customer: str = BOTAN) -> None:
        (tmp_path / "clients.yaml").write_text(
            "clients:\n"
            f"- {{client: aoi, config: configs/aoi.yaml, google_ads: {STORE}, manager: {login}, ga4: {PROPERTY},\n"
            "   labels: [retail, tokyo]}\n"
            f"- {{client: botan, config: configs/botan.yaml, google_ads: {customer}, manager: {login}, "
            "labels: [retail]}\n",
            encoding="utf-8",
        )

    write()
    return write


@pytest.mark.usefixtures("state")
def test_a_sync_over_a_registry_changes_what_is_registered(registry, run, holds):
    done = run("sync", "clients.yaml", "--label", "tokyo", "--yes")
    assert (done.code, "botan" in done.out) == (0, False)
    assert {"purchase", "mv_add_to_cart"} <= holds.actions().keys()


@pytest.mark.usefixtures("state", "nothing_written")
def test_nothing_is_read_where_one_config_names_another_clients_account(registry, run, holds):
    registry(STORE)
    done = run("sync", "clients.yaml", "--yes")
    assert (done.code, done.out, holds.reads()) == (1, "", [])
    assert "configs/botan.yaml:5:16: error: google_ads.customer_id is 234-567-8901" in done.err
    assert "the registry has 123-456-7890 for 'botan' at clients.yaml:4:59" in done.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("labels: [retail]", "lables: [retail]", "unknown key 'lables'"),
        (f"google_ads: {BOTAN}", "google_ads: 12", "clients.google_ads cannot be"),
        ("configs/botan.yaml", "configs/aoi.yaml", "is listed twice"),
    ],
)
@pytest.mark.usefixtures("state", "nothing_written")
def test_nothing_is_read_where_the_registry_has_an_error(registry, run, holds, tmp_path, old, new, told):
    path = tmp_path / "clients.yaml"
    before = path.read_text("utf-8")
    assert before.count(old) == 1
    path.write_text(before.replace(old, new), "utf-8")
    done = run("sync", "clients.yaml", "--match", "aoi", "--yes")
    assert (done.code, done.out, holds.reads()) == (1, "", [])
    assert told in done.err


@pytest.mark.parametrize(
    ("wanted", "match", "labels"),
    [
        ((), "", ["aoi", "botan"]),
        (("retail",), "", ["aoi", "botan"]),
        (("tok*",), "", ["aoi"]),
        (("retail", "tokyo"), "", ["aoi"]),
        (("retail",), "b*", ["botan"]),
    ],
)
def test_labels_choose_clients(registry, wanted, match, labels):
    def chosen():
        LABELS.set(wanted)
        MATCH.set(match)
        return [client.label for client in load_clients([Path("clients.yaml")])]

    assert contextvars.copy_context().run(chosen) == labels


def test_every_command_on_configs_takes_labels():
    """Those that do not are named here with the reason."""
    without = {"validate": "checks all", "import": "takes no configs"}
    lacking = []
    for name, entry in COMMANDS.items():
        command = entry.load()
        parts = command.commands.values() if isinstance(command, click.Group) else [command]
        for part in parts:
            names = {parameter.name for parameter in part.params}
            if "paths" in names and not {"label", "match"} <= names and name not in without:
                lacking.append(name)
    assert lacking == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("clients.yaml", "--label", "osaka"), "no client of 2 has 'osaka'; labels: retail, tokyo"),
        (("clients.yaml", "--label", "tokio"), "labels: retail, tokyo; did you mean 'tokyo'?"),
        (("configs/", "--label", "retail"), "--label chooses by the labels of a registry of clients: name one"),
        (("clients.yaml", "--match", "aoi", "--container", "GTM-ABC1234"),
         "--container is GTM-ABC1234, and the registry has no container for 'aoi' at clients.yaml:2:3"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen(registry, run, arguments, message):
    done = run("plan", *arguments)
    assert done.code == 64
    assert message in done.err


def test_validate_counts_the_registry_as_a_file(registry, run):
    done = run("validate", "clients.yaml")
    assert (done.code, done.out) == (0, "3 files, 2 clients, 3 conversions: valid (0 errors, 0 warnings)\n")
    registry(STORE)
    assert run("validate", "clients.yaml").code == 1


def test_the_schema_and_the_keys_of_a_registry(run):
    assert '"title": "microconv registry of clients"' in run("schema", "--registry").out
    assert run("schema", "--registry", "profile").out.startswith("clients.profile\n  The profile whose credentials")
    assert "a registry has no key 'nope'" in run("schema", "--registry", "nope").err


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "--manager", "999-888-7777", "--label", "retail"),
        ("explain", "purchase", "--customer-id", STORE, "--label", "retail"),
        ("snapshot", "-o", "x.json", "--customer-id", STORE, "--label", "retail"),
    ],
)
def test_labels_are_for_configs(run, arguments):
    done = run(*arguments)
    assert done.code == 64
    assert "--label chooses by the labels of a registry of clients" in done.err


def test_doctor_chooses_among_clients_alone(run):
    assert "name a config file, or a folder" in run("doctor", "--label", "retail").err
