"""`microconv validate`: the command; what it finds is tested with the config package."""

from __future__ import annotations

import re

from tests.conftest import CART, PURCHASE


def test_a_valid_file(run, config):
    done = run("validate", config)
    assert (done.code, done.out, done.err) == (0, "1 file, 1 client, 2 conversions: valid (0 errors, 0 warnings)\n", "")


def test_every_problem_at_once_with_its_place(run, write_config):
    config = write_config(
        {**PURCHASE, "category": "purchas"}, {**CART, "name": "mv_Add-To-Cart", "colour": "red", "value": -1}
    )
    done = run("validate", config)
    assert done.code == 1
    assert done.err == ""
    places = re.findall(rf"^{re.escape(str(config))}:(\d+):(\d+): error: (.*) \[([\w-]+)\]$", done.out, re.MULTILINE)
    assert {"purchas", "mv_Add-To-Cart", "colour", "-1"} <= {
        word for _, _, text, _ in places for word in re.findall(r"[\w-]+", text)
    }
    assert "did you mean" in done.out
    assert re.search(rf"not valid \({len(places)} errors, 0 warnings\)\n$", done.out)


def test_a_folder(run, write_config):
    write_config()
    folder = write_config(
        PURCHASE, file="botan.yaml", google_ads={"customer_id": "2345678901"}, ga4={"property_id": 345678902}
    ).parent
    done = run("validate", folder)
    assert (done.code, done.out) == (0, "2 files, 2 clients, 3 conversions: valid (0 errors, 0 warnings)\n")


def test_two_clients_of_one_account(run, write_config):
    write_config()
    folder = write_config(file="again.yaml").parent
    done = run("validate", folder)
    assert done.code == 1
    assert "123-456-7890" in done.out or "1234567890" in done.out


def test_what_is_not_there(run, tmp_path):
    done = run("validate", tmp_path / "none.yaml")
    assert done.code == 1
    assert f"{tmp_path}/none.yaml" in done.out
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run("validate", empty)
    assert done.code == 1
    assert str(empty) in done.out


def test_no_path(run):
    done = run("validate")
    assert (done.code, done.out) == (64, "")
    assert "name a config file, or a folder of them: for example `configs/`" in done.err


def test_it_loads_no_google_client(program, config):
    """They take a second to load; Python itself tells what a process imported."""
    done = program("validate", config, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert done.code == 0
    loaded = {line.rpartition("|")[2].strip() for line in done.err.splitlines()}
    assert "microconv.config.loading" in loaded
    heavy = ("google.ads.googleads.client", "google.ads.googleads.v", "google.analytics.admin", "google.auth", "grpc")
    assert not [name for name in loaded if name.startswith(heavy)]
