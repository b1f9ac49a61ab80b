"""`microconv audit`: the command; what each rule finds is tested with the rules."""

from __future__ import annotations

import json

import pytest

from tests.conftest import CART, PURCHASE

pytestmark = pytest.mark.usefixtures("environment")


def rules(done):
    return {finding["rule"] for audit in json.loads(done.out)["audits"] for finding in audit["findings"]}


def test_roles_and_names_of_a_client(run, config, holds):
    before = holds.everything()
    done = run("audit", config)
    assert (done.code, done.err) == (3, "")
    assert done.out.startswith("aoi  (emulated)\n")
    assert (
        '  error: google_ads.conversion_action["mv_add_to_cart"]: A role differs from the config [roles-differ]\n'
        "      seen: primary in the account, secondary in the config\n"
    ) in done.out
    assert done.out.endswith("Nothing was changed.\n")
    assert (holds.everything(), holds.writes()) == (before, [])


def test_after_a_sync_the_roles_are_right(run, config, world):
    assert run("sync", config, "--yes").code == 0
    done = run("audit", config, "--format", "json")
    assert done.code == 0
    assert "roles-differ" not in rules(done)


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 3), ("note", 3), ("never", 0)])
def test_fail_on(run, write_config, world, level, code):
    """A primary micro-conversion that the config does not declare is a warning."""
    config = write_config(PURCHASE, {**CART, "role": "primary"}, unlisted="keep")
    done = run("audit", config, "--fail-on", level, "--format", "json")
    levels = {finding["level"] for finding in json.loads(done.out)["audits"][0]["findings"]}
    assert "error" not in levels
    assert "warning" in levels
    assert done.code == code


def test_without_a_config(run, world, holds):
    done = run(
        "audit", "--customer-id", "123-456-7890", "--login-customer-id", "999-888-7777", "--property-id", "345678901"
    )
    assert done.code == 0, done.err
    assert done.out.startswith("123-456-7890 · 345678901  (emulated)\n")
    assert "[roles-micro-primary]" in done.out
    assert holds.writes() == []


def test_json_is_one_document(run, write_config, world):
    write_config()
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    contact = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
    folder = write_config(contact, file="botan.yaml", google_ads=botan, ga4=None).parent
    done = run("audit", folder, "--format", "json")
    data = json.loads(done.out)
    assert (data["format"], [one["name"] for one in data["audits"]]) == (1, ["aoi", "botan"])
    assert done.code == 3


def test_markdown(run, config, world):
    done = run("audit", config, "--format", "markdown")
    assert done.out.startswith("## aoi (emulated)\n\n| | Object | Finding | Seen | Fix | Rule |\n")


def test_live_needs_no_network(run, config, world, tmp_path, monkeypatch):
    live = tmp_path / "live.json"
    assert run("snapshot", config, "-o", live).code == 0
    online = run("audit", config, "--format", "json")
    world.log.clear()
    monkeypatch.delenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH")
    offline = run("audit", config, "--live", live, "--format", "json")
    assert (offline.code, offline.out) == (online.code, online.out)
    assert world.log.entries == ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name a config, or an account with --customer-id or --property-id"),
        (["--customer-id", "123"], "--customer-id is '123'; it must be ten digits, such as 123-456-7890"),
        (["--property-id", "G-ABC"], "--property-id is 'G-ABC'; it must be digits only, such as 345678901"),
        (["--customer-id", "1234567890", "--fail-on", "everything"], "everything"),
    ],
)
def test_wrong_usage(run, arguments, told):
    done = run("audit", *arguments)
    assert (done.code, done.out) == (64, "")
    assert told in done.err


def test_a_config_and_an_account_are_too_much(run, config):
    done = run("audit", config, "--customer-id", "1234567890")
    assert done.code == 64
    assert "name configs, or --customer-id and --property-id, not both" in done.err


def test_an_error_of_one_client(run, write_config, world):
    write_config()
    folder = write_config(PURCHASE, file="closed.yaml", google_ads={"customer_id": "5556667777"}, ga4=None).parent
    done = run("audit", folder, "--format", "json")
    assert done.code == 5
    assert [one["name"] for one in json.loads(done.out)["audits"]] == ["aoi"]
    assert "closed: error: google_ads 555-666-7777" in done.err
