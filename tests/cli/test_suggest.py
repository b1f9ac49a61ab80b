"""`microconv suggest`: what the people of an emulated shop do before they buy, and the config to paste for it."""

from __future__ import annotations

import json

import pytest
import yaml

from microconv.loading import load
from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of, site

__all__ = ["site"]
pytestmark = pytest.mark.usefixtures("site", "state")


@pytest.fixture
def aoi(tmp_path):
    return config_of(tmp_path, FINAL, CHECKOUT, CART)


def test_the_surest_first_and_what_is_left_out_is_counted(run, aoi):
    before = aoi.read_bytes()
    done = run("suggest", aoi, "--format", "json", "--detailed-exitcode")
    assert done.code == 2, done
    made = json.loads(done.out)
    (answer,) = made["clients"]
    assert made["kind"] == "microconv suggestions"
    first = answer["suggestions"][0]
    assert (first["subject"], first["name"], first["final"]) == ("view_size_chart", "mv_view_size_chart", "purchase")
    assert first["evidence"]["share"]["low"] <= 0.3 <= first["evidence"]["share"]["high"]
    assert first["value"] == pytest.approx(3_000, rel=0.25)
    lows = [one["evidence"]["share"]["low"] for one in answer["suggestions"]]
    assert lows == sorted(lows, reverse=True)
    assert len(answer["suggestions"]) < answer["asked"] <= 15
    text = run("suggest", aoi).told
    left_out = answer["asked"] - len(answer["suggestions"])
    assert f"{answer['asked']} events and pages that are no conversion yet were looked at. {left_out} " in text
    assert aoi.read_bytes() == before


def test_what_is_pasted_makes_a_valid_config(run, aoi):
    done = run("suggest", aoi, "--language", "ja")
    assert "貼り付ける場合" in done.out
    paste = done.out[done.out.index("貼り付ける場合") :].split("\n", 1)[1].rsplit("\n\n", 1)[0].strip("\n")
    names = [one["name"] for one in yaml.safe_load(paste)]
    assert names[0] == "mv_view_size_chart"
    assert len(names) == 3
    aoi.write_text(aoi.read_text("utf-8") + paste + "\n", "utf-8")
    client, problems = load(aoi)
    assert (client is not None, [one for one in problems if one.is_error]) == (True, [])
    assert {*names} <= {*client.by_name}
    assert client.by_name["mv_view_size_chart"].next == "mv_checkout"
