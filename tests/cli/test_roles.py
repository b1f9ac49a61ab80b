"""`microconv roles`: which step is primary by the number of final conversions, and what is written into the config."""

from __future__ import annotations

import json

import pytest

from microconv.core.conversion import Role
from microconv.loading import load
from tests.cli.results_site import BOTAN, CART, CHECKOUT, FINAL, SECONDARY, TODAY, config_of, site

__all__ = ["site"]
pytestmark = pytest.mark.usefixtures("site", "state")

FEW_SUFFICE = "learning: {finals: 3, back_below: 1, reviews: 1}\n"
MANY_NEEDED = "learning: {finals: 9000, back_below: 8000, reviews: 1}\n"


def chain_of(done):
    made = json.loads(done.out)
    assert (made["format"], made["kind"]) == (1, "microconv roles")
    ((chain,),) = (client["review"]["chains"] for client in made["clients"])
    return chain


def test_enough_final_conversions_demote_the_step_and_the_config_says_why(run, tmp_path):
    aoi = config_of(tmp_path, FINAL, CHECKOUT, CART, more=FEW_SUFFICE)
    before = aoi.read_text("utf-8")
    done = run("roles", aoi, "--write", "--detailed-exitcode")
    assert done.code == 2, done
    assert "mv_add_to_cart → mv_checkout (primary) → purchase" in done.out
    assert "Enough is 3, too few is less than 1." in done.told
    assert "Where 3 comes from: learning.finals of the config." in done.told
    assert "mv_checkout: primary → secondary: there are enough final conversions for bidding to learn from" in done.told
    assert "Google will have learnt between 2026-1" in done.told
    after = aoi.read_text("utf-8")
    assert "role: secondary, value: 1000" in after
    assert [line for line in before.splitlines() if line not in after.splitlines()] == [
        line for line in before.splitlines() if "name: mv_checkout" in line
    ]
    client = load(aoi)[0]
    assert client.by_name["mv_checkout"].role is Role.SECONDARY
    (decision,) = client.decisions
    assert (str(decision.date), decision.conversion, decision.role) == (TODAY, "mv_checkout", Role.SECONDARY)
    assert "there are enough final conversions" in decision.reason
    again = run("roles", aoi, "--write", "--detailed-exitcode")
    assert (again.code, aoi.read_text("utf-8")) == (0, after)


def test_too_few_final_conversions_promote_the_nearest_step(run, tmp_path):
    aoi = config_of(tmp_path, FINAL, SECONDARY, CART, more=MANY_NEEDED, accounts=BOTAN)
    chain = chain_of(run("roles", aoi, "--format", "json"))
    assert (chain["steps"], chain["primary"], chain["final"]) == (["mv_add_to_cart", "mv_checkout"], [], "purchase")
    assert (chain["proposal"]["conversion"], chain["proposal"]["role"]) == ("mv_checkout", "primary")
    assert chain["proposal"]["reason"] == "finals too few"
    japanese = run("roles", aoi, "--language", "ja").told.replace(" ", "")
    assert "mv_checkout:サブ→メイン:入札の学習に必要な最終コンバージョンが足りていません" in japanese


def test_roles_that_fit_stay(run, tmp_path):
    aoi = config_of(tmp_path, FINAL, CHECKOUT, CART, more=MANY_NEEDED)
    before = aoi.read_bytes()
    done = run("roles", aoi, "--write", "--detailed-exitcode")
    assert (done.code, aoi.read_bytes()) == (0, before)
    assert "The roles fit the numbers." in done.out
    assert f"{aoi}: nothing to write" in done.out


def test_a_client_without_chains_learns_how_to_write_one(run, tmp_path):
    aoi = config_of(tmp_path, FINAL)
    english, japanese = (run("roles", aoi, "--language", language) for language in ("en", "ja"))
    assert (english.code, japanese.code) == (0, 0)
    assert "Say it in the config with `funnel: {next: NAME}`" in english.told
    assert "`funnel: {next: 名前}`" in japanese.out
