"""`microconv snippets --for tag-manager`: the fields of each tag, by Tag Manager's own names."""

from __future__ import annotations

import copy
import json

import pytest

from microconv.emulator.google_ads.tag import label
from tests.conftest import CART, PURCHASE
from tests.contract.container_site import MEASUREMENT_ID

pytestmark = pytest.mark.usefixtures("environment")

TRIGGER = "クリック - すべての要素、一部のクリック（計測対象のボタンやリンクのクリックのみ）"


def form(run, *arguments):
    done = run("snippets", *arguments, "--for", "tag-manager")
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def test_what_to_enter(run, config, holds):
    lines = form(run, config)
    assert holds.writes() == []
    assert lines == [
        "aoi  Google Ads 123-456-7890 · GA4 345678901  (emulated)",
        "",
        "Once in the container, where it has none of the kind yet",
        "  Tag type  Google Tag",
        f"  Tag ID    {MEASUREMENT_ID}",
        "  Trigger   Initialization - All Pages",
        "",
        "  Tag type  Conversion Linker",
        "  Trigger   All Pages",
        "",
        "purchase  Google Ads",
        "  Tag type          Google Ads Conversion Tracking",
        "  Conversion ID     987654321",
        f"  Conversion Label  {label(101)}",
        "  Conversion Value  a variable that has the page's own value, a number without a sign of currency; without "
        "one, leave it empty",
        "  Currency Code     JPY",
        "  Transaction ID    a variable that has the order's own number, so that no order counts twice",
        "  Trigger           Page View, Some Page Views: only the page that is reached once it is done, such as the "
        "thank-you page",
        "",
        "mv_add_to_cart  Google Ads",
        "  Tag type          Google Ads Conversion Tracking",
        "  Conversion ID     987654321",
        f"  Conversion Label  {label(102)}",
        "  Conversion Value  500",
        "  Currency Code     JPY",
        "  Trigger           Click - All Elements, Some Clicks: only clicks on the button or link that counts",
        "",
        "mv_add_to_cart  GA4",
        "  Tag type                  Google Analytics: GA4 Event",
        f"  Measurement ID            {MEASUREMENT_ID}",
        "  Event Name                mv_add_to_cart",
        "  Event Parameter value     500",
        "  Event Parameter currency  JPY",
        "  Trigger                   Click - All Elements, Some Clicks: only clicks on the button or link that counts",
        "",
        lines[-1],
    ]
    assert lines[-1].startswith("3 of 3 tags to place. Reading took ")


def test_in_japanese(run, config):
    lines = form(run, config, "--conversion", "mv_add_to_cart", "--language", "ja")
    assert lines[10:] == [
        "mv_add_to_cart  Google 広告",
        "  タグの種類             Google 広告のコンバージョン トラッキング",
        "  コンバージョン ID      987654321",
        f"  コンバージョン ラベル  {label(102)}",
        "  コンバージョン値       500",
        "  通貨コード             JPY",
        f"  トリガー               {TRIGGER}",
        "",
        "mv_add_to_cart  GA4",
        "  タグの種類                    Google アナリティクス: GA4 イベント",
        f"  測定 ID                       {MEASUREMENT_ID}",
        "  イベント名                    mv_add_to_cart",
        "  イベント パラメータ value     500",
        "  イベント パラメータ currency  JPY",
        f"  トリガー                      {TRIGGER}",
        "",
        lines[-1],
    ]


def test_what_has_no_tag_says_why(run, write_config):
    new = {key: value for key, value in CART.items() if key != "ga4"}
    config = write_config({**new, "name": "mv_new"}, ga4=None)
    lines = form(run, config)
    place = lines.index("mv_new  Google Ads: not created yet")
    assert lines[place + 1] == "  Why: it is not in Google Ads yet: run `microconv sync`, then this again."


def test_no_web_stream(run, config, world, agency):
    content = copy.deepcopy(agency)
    content["ga4"]["accounts"][0]["properties"][0]["data_streams"] = []
    world.reset(content)
    lines = form(run, config)
    assert "  Measurement ID            (not known: see the note)" in lines
    assert [line for line in lines if line.startswith("  Note: the measurement id for the global tag is not known")]
    assert not [line for line in lines if "Google Tag" in line]


def test_calls(run, write_config, inhabit):
    call = {"name": "call", "kind": "macro", "role": "primary", "category": "phone_call_lead"}
    inhabit([{"id": 101, "name": "call", "type": "WEBSITE_CALL", "category": "PHONE_CALL_LEAD"}])
    lines = form(run, write_config({**call, "google_ads": {"source": "website_call"}}, ga4=None))
    place = lines.index("call  Google Ads")
    assert lines[place + 1 : place + 6] == [
        "  Tag type          Google Ads Calls from Website Conversion",
        "  Conversion ID     987654321",
        f"  Conversion Label  {label(101)}",
        "  Phone Number      the number, exactly as the page shows it",
        "  Trigger           All Pages",
    ]


def test_json_has_both_forms(run, config):
    (document,) = json.loads(run("snippets", config, "--format", "json").out)["snippets"]
    assert document["tag_manager"][1] == [
        {"field": "Tag type", "value": "Conversion Linker"},
        {"field": "Trigger", "value": "All Pages"},
    ]
    (found,) = [one for one in document["conversions"] if one["send_to"].endswith(label(102))]
    assert {"field": "Conversion Label", "value": label(102)} in found["tag_manager"]
    assert found["code"].startswith("<!-- Google Ads: mv_add_to_cart -->")


def test_a_file_for_each_client(run, write_config, tmp_path):
    other = write_config(
        {**PURCHASE, "name": "contact", "category": "contact", "value": "none"},
        file="botan.yaml",
        google_ads={"customer_id": "2345678901", "login_customer_id": "9998887777"},
        ga4=None,
    )
    out = tmp_path / "out"
    done = run("snippets", write_config(), other, "--for", "tag-manager", "--out", out)
    assert done.code == 0
    assert done.err.endswith(f"saved 2 files to {out}\n")
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.txt")) == [
        "aoi/tag-manager.txt",
        "botan/tag-manager.txt",
    ]
    assert f"  Conversion Label  {label(201)}\n" in (out / "botan" / "tag-manager.txt").read_text("utf-8")
