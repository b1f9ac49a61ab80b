"""`microconv test-size`: which step the traffic of an emulated shop suffices to test."""

from __future__ import annotations

import json

import pytest

from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of, site

__all__ = ["site"]
pytestmark = pytest.mark.usefixtures("site", "state")


@pytest.fixture
def aoi(tmp_path):
    return config_of(tmp_path, FINAL, CHECKOUT, CART)


def test_the_shortest_first_by_the_shares_of_this_world(run, aoi):
    done = run("test-size", aoi, "--format", "json")
    assert done.code == 0, done
    (answer,) = json.loads(done.out)["clients"]
    first, second = answer["sizes"]
    assert (first["step"], second["step"], answer["uplift"]) == ("mv_checkout", "mv_add_to_cart", 0.2)
    assert first["rate"] == pytest.approx(0.5, abs=0.06)
    assert second["rate"] == pytest.approx(0.3, abs=0.06)
    assert first["weeks"] < second["weeks"]
    assert first["weeks"] == pytest.approx(2 * first["per_arm"] / first["users_a_week"], abs=1)


def test_a_larger_change_needs_fewer_users_and_may_be_done_in_time(run, aoi):
    small, large = (run("test-size", aoi, "--uplift", uplift, "--detailed-exitcode") for uplift in ("0.2", "0.7"))
    assert (small.code, large.code) == (0, 2)
    assert "No test is done within 8 weeks; the shortest, of mv_checkout, takes" in small.told
    assert "The shortest test is that of mv_checkout:" in large.told
    assert "Fix the number of users before the test, and read the result once, at the end" in small.told
    japanese = run("test-size", aoi, "--language", "ja").out
    assert "結果は終了時に一度だけ確認してください" in japanese.replace("\n  ", "")


@pytest.mark.parametrize("uplift", ["0", "-1", "11", "much", "nan", "1e-17"])
def test_wrong_requests(run, aoi, site, uplift):
    asked = len(site.log.entries)
    done = run("test-size", aoi, "--uplift", uplift)
    assert (done.code, done.out, len(site.log.entries)) == (64, "", asked)
