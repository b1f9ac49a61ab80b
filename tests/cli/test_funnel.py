"""`microconv funnel`: the chains of a config, the largest leak first, against the month before."""

from __future__ import annotations

import json

import pytest

from microconv.emulator.faults import Fault
from tests.conftest import CART, PROPERTY, PURCHASE

pytestmark = pytest.mark.usefixtures("environment", "state")

CHAIN = {**CART, "funnel": {"next": "purchase"}, "label": "カートに追加"}
FINAL = {**PURCHASE, "ga4": {"event": "purchase"}}


@pytest.fixture
def chained(write_config):
    return write_config(FINAL, CHAIN)


def chain_of(done):
    (report,) = json.loads(done.out)["reports"]
    (chain,) = report["funnels"]
    return chain


def methods(world):
    return [one.method.rpartition(".")[2] for one in world.log.entries]


def test_a_chain_and_its_leaks_the_largest_first(run, chained, holds, world):
    before = holds.everything()
    done = run("funnel", chained, "--by", "device", "--by", "channel", "--format", "json")
    assert (done.code, done.err) == (0, "")
    chain = chain_of(done)
    whole, *parts = chain["parts"]
    users = [step["users"]["value"] for step in whole["steps"]]
    assert (chain["steps"], chain["closed"]) == (["mv_add_to_cart", "purchase"], True)
    assert users[0] > users[1] > 0
    onward = whole["steps"][0]["onward"]
    assert onward["value"] == pytest.approx(users[1] / users[0])
    assert onward["low"] < onward["value"] < onward["high"]
    assert 0 < whole["steps"][0]["onward_before"]["value"] < 1
    assert {part["by"] for part in parts} == {"device", "channel"}
    lost = [leak["lost"]["value"] for leak in chain["leaks"]]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] == users[0] - users[1]
    assert set(methods(world)) <= {"RunFunnelReport", "BatchRunReports", "RunReport", "ListKeyEvents", "GetProperty"}
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.mark.parametrize(
    ("language", "title", "leaks", "cost"),
    [
        ("en", "Funnels, October 2026: aoi", "Where most users are lost", "API calls"),
        ("ja", "ファネル 2026年10月　aoi", "離脱の大きい箇所", "API 呼び出し"),
    ],
)
def test_it_is_shown_in_both_languages(run, chained, language, title, leaks, cost):
    done = run("funnel", chained, "--language", language)
    assert (done.code, done.out.splitlines()[0]) == (0, title)
    assert done.out.index("カートに追加 → purchase") < done.out.index(leaks) < done.out.index(cost)
    assert ("mobile" in done.out, "Organic Search" in done.out) == (language == "en", False)


def test_it_may_be_asked_otherwise(run, chained):
    done = run(
        "funnel", chained, "--month", "2026-09", "--open", "--within-days", "7", "--by", "page", "--next-actions",
        "--format", "json",
    )  # fmt: skip
    chain = chain_of(done)
    assert (chain["closed"], chain["within_days"]) == (False, 7)
    assert {part["by"] for part in chain["parts"]} == {"", "page"}
    assert {action["step"] for action in chain["next_actions"]} <= {"mv_add_to_cart", "purchase"}
    assert chain["next_actions"]
    assert json.loads(done.out)["reports"][0]["heading"]["month"]["month"] == "2026-09"


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Explore, Funnel exploration"), ("ja", "「探索」>「ファネルデータ探索」")],
)
def test_ga4_that_refuses_funnels_has_a_closing_word(run, chained, world, language, word):
    world.faults.add(Fault("ga4", "RunFunnelReport", nth=0, status="PERMISSION_DENIED", message="alpha is closed"))
    done = run("funnel", chained, "--language", language)
    assert done.code == 1
    assert ("alpha is closed" in done.out, word in done.out.replace("\n  ", "")) == (True, True), done.out


def test_a_client_without_chains_learns_how_to_write_one(run, write_config, world):
    config = write_config(FINAL, CART)
    english, japanese = run("funnel", config), run("funnel", config, "--language", "ja")
    assert (english.code, japanese.code) == (0, 0)
    assert "`funnel: {next: purchase}` below mv_add_to_cart makes the chain" in english.out
    assert "mv_add_to_cart に `funnel: {next: purchase}` と" in japanese.out
    assert len(world.log.entries) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--by", "browser"), 64, "'browser' is not one of"),
        (("--within-days", "0"), 64, "0"),
        (("--month", "2026-00"), 64, "is not a month"),
        (("--month", "2027-05"), 1, "2027-05 has not begun yet"),
        (("--format", "html"), 64, "'html' is not one of"),
    ],
)
def test_wrong_requests(run, chained, world, arguments, code, said):
    done = run("funnel", chained, *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert len(world.log.entries) == 0


def test_one_client_that_fails_stops_no_other(run, write_config, tmp_path):
    write_config(FINAL, CHAIN, file="configs/aoi.yaml")
    closed = {"google_ads": {"customer_id": "5556667777"}, "ga4": {"property_id": 345678903}}
    write_config(FINAL, CHAIN, file="configs/closed.yaml", **closed)
    done = run("funnel", tmp_path / "configs", "--format", "json")
    first, second = json.loads(done.out)["reports"]
    assert (done.code, first["heading"]["client"], second["heading"]["client"]) == (5, "aoi", "closed")
    assert (first["funnels"][0]["known"], second["funnels"][0]["known"]) == ("yes", "refused")
    assert PROPERTY in str(first["heading"]["accounts"])


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_month_without_any_data_says_so_and_draws_no_empty_tables(run, chained, form):
    done = run("funnel", chained, "--month", "2019-01", "--format", form)
    assert done.code == 1
    assert "the accounts have no numbers for 2019-01" in done.err
    assert "no data" not in done.out
    assert json.loads(done.out)["reports"] == [] if form == "json" else done.out == ""
