"""`microconv audit --container`, of snapshots too, and `plan --container`: over the emulator, with counted calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from microconv.emulator.google_ads.tag import label
from tests.contract.container_site import NEWSLETTER, PUBLIC_ID, settle_in, version

pytestmark = pytest.mark.usefixtures("environment")

ACCOUNT = ("--customer-id", "123-456-7890", "--login-customer-id", "999-888-7777", "--property-id", "345678901")


def ads_tag(number: int, name: str, called: str = label(101), **more: Any) -> dict[str, Any]:
    given = [("conversionId", "987654321"), ("conversionLabel", called)]
    parameters = [{"type": "template", "key": key, "value": value} for key, value in given]
    return {
        "tagId": str(number), "name": name, "type": "awct", "firingTriggerId": ["4"], "parameter": parameters, **more
    }  # fmt: skip


def audited(run, *arguments):
    done = run("audit", *arguments, "--format", "json", "--fail-on", "never")
    assert done.code == 0, done.err
    return json.loads(done.out)["audits"]


def of_tags(audit):
    return sorted((item["rule"], item["name"]) for item in audit["findings"] if item["rule"].startswith("tags-"))


def statuses(audit):
    return {item["id"]: item["status"] for item in audit["rules"] if item["id"].startswith("tags-")}


def test_nothing_is_said_of_tags_without_a_container(run, world, agency):
    settle_in(world, agency)
    (audit,) = audited(run, *ACCOUNT)
    assert set(statuses(audit).values()) == {"not applicable"}
    assert {one.api for one in world.log.entries} <= {"google_ads", "ga4", "ga4_data", "oauth"}


def test_accounts_with_a_container(run, world, agency):
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, ads_tag(6, "a"), ads_tag(7, "b")])])
    (audit,) = audited(run, *ACCOUNT, "--container", PUBLIC_ID)
    assert audit["accounts"][-1] == ["tag_manager", PUBLIC_ID]
    assert ("tags-label-twice", "a") in of_tags(audit)
    assert ("tags-no-google-tag", PUBLIC_ID) not in of_tags(audit)
    assert not world.log.writes()


def test_the_calls_of_an_audit_with_a_container(run, world, agency):
    """Eleven searches of Google Ads and seven calls of GA4 at most; those of Tag Manager are told apart."""
    settle_in(world, agency)
    done = run("audit", *ACCOUNT, "--container", PUBLIC_ID, "--fail-on", "never")
    by_api = [one.api for one in world.log.entries]
    searches = [one for one in world.log.entries if one.method.endswith("SearchStream")]
    of_ga4 = [one for one in world.log.entries if one.api.startswith("ga4")]
    of_container = [one for one in world.log.entries if one.api == "tag_manager"]
    assert (len(searches), len(of_ga4), len(of_container)) == (11, len(of_ga4), 4), by_api
    assert len(of_ga4) <= 7
    calls = len(searches) + len(of_ga4) + len(of_container)
    assert f" {calls} API calls, {len(of_container)} of them to Tag Manager. Nothing was changed.\n" in done.out
    japanese = run("audit", *ACCOUNT, "--container", PUBLIC_ID, "--fail-on", "never", "--language", "ja")
    assert f"（うち Tag Manager {len(of_container)} 回）" in japanese.out
    (audit,) = audited(run, *ACCOUNT, "--container", PUBLIC_ID)
    assert (audit["calls"], audit["container_calls"]) == (calls, len(of_container))


def test_a_container_is_looked_up_alone_where_no_chosen_rule_is_about_tags(run, world, agency):
    settle_in(world, agency)
    (audit,) = audited(run, *ACCOUNT, "--container", PUBLIC_ID, "--only", "naming-*")
    assert audit["container_calls"] == 1
    (audit,) = audited(run, *ACCOUNT, "--container", PUBLIC_ID, "--only", "tags-consent")
    assert audit["container_calls"] == 4


def test_a_container_alone(run, world, agency):
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, ads_tag(6, "a"), ads_tag(7, "b")])])
    (audit,) = audited(run, "--container", PUBLIC_ID)
    assert audit["accounts"] == [["tag_manager", PUBLIC_ID]]
    assert of_tags(audit) == [
        ("tags-label-twice", "a"),
        ("tags-no-google-tag", PUBLIC_ID),
        ("tags-no-linker", PUBLIC_ID),
    ]
    assert {one["answer"] for one in audit["questions"]} <= {"unknown", "partly"}
    assert {one.api for one in world.log.entries} == {"tag_manager"}
    assert not world.log.writes()


def test_a_snapshot_holds_the_container_and_needs_no_network(run, world, agency, tmp_path):
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, ads_tag(6, "a"), ads_tag(7, "b")])])
    path = tmp_path / "live.json"
    assert run("snapshot", *ACCOUNT, "--container", PUBLIC_ID, "--measures", "-o", path).code == 0
    (online,) = audited(run, *ACCOUNT, "--container", PUBLIC_ID)
    calls = len(world.log.entries)
    (whole,) = audited(run, "--live", path)
    (named,) = audited(run, *ACCOUNT, "--container", PUBLIC_ID, "--live", path)
    assert of_tags(whole) == of_tags(named) == of_tags(online)
    assert statuses(whole) == statuses(named) == statuses(online)
    (without,) = audited(run, *ACCOUNT, "--live", path)
    assert set(statuses(without).values()) == {"not applicable"}
    assert len(world.log.entries) == calls


def test_of_several_clients_in_a_snapshot_a_container_stands_for_itself(run, world, agency, tmp_path):
    settle_in(world, agency)
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    other = ("--customer-id", "234-567-8901", "--login-customer-id", "999-888-7777")
    assert run("snapshot", *other, "-o", first).code == 0
    run("snapshot", *ACCOUNT, "--container", PUBLIC_ID, "-o", second)
    accounts = [one["accounts"] for one in audited(run, "--live", first, "--live", second)]
    assert accounts[-1] == [["tag_manager", PUBLIC_ID]]
    assert len(accounts) == 3


def test_a_config_that_names_no_container(run, config, world, agency, tmp_path):
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, ads_tag(6, "a"), ads_tag(7, "b")])])
    (audit,) = audited(run, config, "--container", PUBLIC_ID)
    assert ("tags-label-twice", "a") in of_tags(audit)
    path = tmp_path / "live.json"
    assert run("snapshot", *ACCOUNT, "--container", PUBLIC_ID, "--measures", "-o", path).code == 0
    calls = len(world.log.entries)
    assert of_tags(audited(run, config, "--container", PUBLIC_ID, "--live", path)[0]) == of_tags(audit)
    planned = run("plan", config, "--container", PUBLIC_ID, "--live", path, "--format", "json")
    (plan,) = json.loads(planned.out)["plans"]
    assert {"provider": "tag_manager", "account": PUBLIC_ID} in [
        {key: one[key] for key in ("provider", "account")} for one in plan["accounts"]
    ]
    assert len(world.log.entries) == calls


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("audit", ["--container", "GTM-1"], "--container is 'GTM-1'; it must be the id of a container"),
        ("audit", ["--manager", "999-888-7777", "--container", PUBLIC_ID], "name one container, or --manager"),
        ("plan", ["CONFIG", "--container", "UA-1"], "--container is 'UA-1'; it must be the id of a container"),
        ("audit", ["CONFIG", "--container", "x"], "--container is 'x'; it must be the id of a container"),
        ("plan", ["CONFIG", "--container", PUBLIC_ID, "--out", "x.json"], "takes the container from the config"),
    ],
)
def test_what_is_no_container_of_the_client(run, config, command, arguments, message):
    done = run(command, *(config if one == "CONFIG" else one for one in arguments))
    assert (done.code, message in done.err) == (64, True), done.err


def test_a_config_that_names_another_container(run, write_config, tmp_path):
    from tests.conftest import PURCHASE as SALE

    config = write_config(SALE, tag_manager={"container": "GTM-OTHER01"})
    done = run("audit", config, "--container", PUBLIC_ID)
    assert (done.code, done.err.count("the config names GTM-OTHER01")) == (64, 1), done.err
    done = run("plan", config, config, "--container", PUBLIC_ID)
    assert done.code == 64
