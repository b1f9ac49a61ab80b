"""`microconv snippets`."""

from __future__ import annotations

import copy
import json
import os
import stat
from html.parser import HTMLParser

import pytest

from microconv.emulator.google_ads.tag import label
from tests.conftest import CART, PROPERTY, PURCHASE, STORE

pytestmark = pytest.mark.usefixtures("environment")

MEASUREMENT_ID = "G-AOI0000701"
STREAM = {
    "id": 701,
    "type": "WEB_DATA_STREAM",
    "display_name": "Web",
    "web_stream_data": {"measurement_id": MEASUREMENT_ID, "default_uri": "https://aoi.example"},
}


@pytest.fixture
def shop(world, agency):
    """Replaces the store's actions, if any are given, and the property's streams."""

    def fill(*actions, streams=(STREAM,), **account):
        content = copy.deepcopy(agency)
        store = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == STORE)
        store.update(account)
        if actions:
            store["conversion_actions"] = list(actions)
            store["customer_conversion_goals"] = []
        content["ga4"]["accounts"][0]["properties"][0]["data_streams"] = [dict(one) for one in streams]
        world.reset(content)
        return world

    fill()
    return fill


def target(action):
    return f"AW-987654321/{label(action)}"


def documents(done):
    data = json.loads(done.out)
    assert data["format"] == 1
    return data["snippets"]


def one(done, product="google_ads"):
    """The only tag of a product in a JSON document of one client."""
    (document,) = documents(done)
    (found,) = [item for item in document["conversions"] if item["product"] == product]
    return found


GLOBAL = """\
<script async src="https://www.googletagmanager.com/gtag/js?id=AW-987654321"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag(){dataLayer.push(arguments);}
  gtag('js', new Date());
  gtag('config', 'AW-987654321');
  gtag('config', 'G-AOI0000701');
</script>
"""
CART_TAG = f"""\
<!-- Google Ads: mv_add_to_cart -->
<script>
  function google_ads_mv_add_to_cart() {{
    gtag('event', 'conversion', {{
      'send_to': '{target(102)}',
      'value': 500,
      'currency': 'JPY',
    }});
  }}
</script>
"""
CART_EVENT = """\
<!-- GA4: mv_add_to_cart -->
<script>
  function ga4_mv_add_to_cart() {
    gtag('event', 'mv_add_to_cart', {
      'value': 500,
      'currency': 'JPY',
    });
  }
</script>
"""
PURCHASE_TAG = f"""\
<!-- Google Ads: purchase -->
<script>
  gtag('event', 'conversion', {{
    'send_to': '{target(101)}',
    // The page has to put its own value here: a number, such as 1980.5, without a sign of currency. \
What stands here is only the config&#39;s default.
    'value': 10000,
    'currency': 'JPY',
    // The page has to put the order&#39;s own number here, so that no order counts twice.
    'transaction_id': '',
  }});
</script>
""".replace("&#39;", "'")
REACHED = (
    "on the page that is reached once it is done, such as the thank-you page, and on no other, below the global tag; "
    "it sends at page load"
)


def clicked(function):
    return (
        f'on the page with the button or link, below the global tag; the click has to call it: onclick="{function}()". '
        f"Where the act ends on a page of its own, call {function}() once on that page instead"
    )


def indented(text):
    return "".join(f"    {line}\n" for line in text.splitlines())


def test_the_global_tag_once_and_each_conversions_own(run, config, shop, nothing_written):
    done = run("snippets", config)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "aoi  Google Ads 123-456-7890 · GA4 345678901  (emulated)\n\n"
        "Global tag: once on every page, as high in its <head> as possible. Where the site already has a Google tag, "
        "add only the `config` lines that it does not have.\n\n"
        f"{indented(GLOBAL)}\n"
        f"purchase  Google Ads\n  Where: {REACHED}.\n\n{indented(PURCHASE_TAG)}\n"
        f"mv_add_to_cart  Google Ads\n  Where: {clicked('google_ads_mv_add_to_cart')}.\n\n{indented(CART_TAG)}\n"
        f"mv_add_to_cart  GA4\n  Where: {clicked('ga4_mv_add_to_cart')}.\n\n{indented(CART_EVENT)}\n"
        "3 of 3 tags to place. Reading took 7 API calls.\n"
    )


def test_one_call_for_all_tags(run, config, shop, world, holds):
    world.log.clear()
    (document,) = documents(run("snippets", config, "--format", "json"))
    assert document["read_calls"] == len(holds.reads()) == 7
    world.log.clear()
    assert run("plan", config).code == 0
    ads = [name for name in holds.reads() if "SearchStream" in name]
    # actions, goals, what campaigns use, what the actions counted whose value would change, how long conversions take
    assert len(ads) == 5


def test_json(run, config, shop):
    (document,) = documents(run("snippets", config, "--format", "json"))
    assert document["global_tag"]["ids"] == ["AW-987654321", MEASUREMENT_ID]
    assert document["global_tag"]["code"] == GLOBAL
    assert [item["code"] for item in document["conversions"]] == [PURCHASE_TAG, CART_TAG, CART_EVENT]
    assert document["conversions"][1] == {
        "conversion": "mv_add_to_cart",
        "product": "google_ads",
        "state": "ready",
        "why": "",
        "when": "click",
        "where": clicked("google_ads_mv_add_to_cart"),
        "event": "conversion",
        "send_to": target(102),
        "function": "google_ads_mv_add_to_cart",
        "parameters": {"send_to": target(102), "value": 500.0, "currency": "JPY"},
        "code": CART_TAG,
        "tag_manager": [
            {"field": "Tag type", "value": "Google Ads Conversion Tracking"},
            {"field": "Conversion ID", "value": "987654321"},
            {"field": "Conversion Label", "value": label(102)},
            {"field": "Conversion Value", "value": "500"},
            {"field": "Currency Code", "value": "JPY"},
            {
                "field": "Trigger",
                "value": "Click - All Elements, Some Clicks: only clicks on the button or link that counts",
            },
        ],
    }


def test_one_conversion(run, config, shop):
    (document,) = documents(run("snippets", config, "--conversion", "purchase", "--format", "json"))
    assert [item["conversion"] for item in document["conversions"]] == ["purchase"]
    assert document["global_tag"]["ids"] == ["AW-987654321"]


def test_an_unknown_conversion(run, config, shop, world):
    done = run("snippets", config, "--conversion", "purchases")
    assert (done.code, done.out) == (64, "")
    assert 'no config here has a conversion "purchases"; did you mean purchase?' in done.err
    assert world.log.entries == ()


def test_a_page_that_knows_its_value_when_the_config_has_none(run, write_config, shop):
    config = write_config({**PURCHASE, "value": {"from_event": True}})
    found = one(run("snippets", config, "--format", "json"))
    assert found["parameters"]["value"] is None
    assert (
        "    // The page has to put its own value here: a number, such as 1980.5, without a sign of currency.\n"
        "    // 'value': 0,\n"
    ) in found["code"]


def test_no_value_in_the_config_none_in_the_tag(run, write_config, shop):
    lead = {"name": "purchase", "kind": "macro", "category": "submit_lead_form", "role": "primary", "value": "none"}
    found = one(run("snippets", write_config(lead), "--format", "json"))
    assert found["parameters"] == {"send_to": target(101)}


def test_the_label_is_that_of_the_account_and_never_the_id(run, write_config, shop, world):
    action = {"id": 4711001, "name": "mv_add_to_cart", "type": "WEBPAGE", "category": "ADD_TO_CART"}
    shop(action, conversion_tracking_id=55501)
    (document,) = documents(run("snippets", write_config(CART), "--format", "json"))
    assert document["conversions"][0]["send_to"] == f"AW-55501/{label(4711001)}"
    assert document["global_tag"]["ids"] == ["AW-55501", MEASUREMENT_ID]
    assert "4711001" not in json.dumps(document)


def test_calls_from_the_website(run, write_config, shop):
    shop(
        {"id": 1, "name": "mv_number", "type": "WEBSITE_CALL", "category": "PHONE_CALL_LEAD"},
        {"id": 2, "name": "mv_tel", "type": "CLICK_TO_CALL", "category": "PHONE_CALL_LEAD"},
    )
    call = {"category": "phone_call_lead", "role": "secondary"}
    config = write_config(
        {**call, "name": "mv_number", "google_ads": {"source": "website_call"}},
        {**call, "name": "mv_tel", "google_ads": {"source": "click_to_call"}},
    )
    (document,) = documents(run("snippets", config, "--format", "json"))
    number, tel = document["conversions"]
    assert number["where"].startswith("on every page that shows the telephone number, below the global tag")
    assert number["code"] == (
        "<!-- Google Ads: mv_number -->\n<script>\n"
        f"  gtag('config', '{target(1)}', {{\n"
        "    // The telephone number, exactly as the page shows it.\n"
        "    'phone_conversion_number': '',\n"
        "  });\n</script>\n"
    )
    assert (tel["when"], tel["send_to"]) == ("click", target(2))


def test_what_has_no_tag_says_why(run, write_config, shop):
    config = write_config(
        {"name": "mv_new", "category": "add_to_cart", "role": "secondary"},
        {"name": "mv_up", "category": "add_to_cart", "role": "secondary", "google_ads": {"source": "upload_clicks"}},
        {"name": "mv_lead", "role": "secondary", "ga4": {"event": "form_submit"}, "google_ads": {"source": "ga4"}},
        {
            "name": "order", "kind": "macro", "role": "primary", "ga4": {"event": "order_complete"},
            "google_ads": {"source": "ga4"},
        },
        {"name": "mv_deep", "role": "secondary", "ga4": {"when": {"event": "scroll"}}, "google_ads": False},
        {"name": "mv_seen", "role": "secondary", "ga4": {"event": "page_view"}, "google_ads": False},
    )  # fmt: skip
    done = run("snippets", config, "--format", "json")
    (document,) = documents(done)
    found = {(item["conversion"], item["product"]): (item["state"], item["why"]) for item in document["conversions"]}
    assert done.code == 0
    assert found == {
        ("mv_new", "google_ads"): (
            "not_created",
            "it is not in Google Ads yet: run `microconv sync`, then this again",
        ),
        ("mv_up", "google_ads"): ("not_needed", "its conversions are uploaded"),
        ("mv_lead", "google_ads"): ("waiting", "Google has not imported GA4's event yet; it has no tag of its own"),
        ("mv_lead", "ga4"): (
            "not_needed",
            "GA4 collects form_submit by itself, where enhanced measurement has form_interactions on",
        ),
        ("order", "google_ads"): ("not_needed", "Google imports GA4's event; it has no tag of its own"),
        ("order", "ga4"): ("ready", ""),
        ("mv_deep", "ga4"): (
            "not_needed",
            "GA4 makes the event itself, out of scroll, by a rule (event_name equals scroll); the rule is not there "
            "yet: `microconv sync` makes it",
        ),
        ("mv_seen", "ga4"): ("not_needed", "GA4 collects page_view by itself"),
    }
    assert [item["code"] for item in document["conversions"] if item["state"] != "ready"] == [""] * 7
    text = run("snippets", config).out
    assert "mv_new  Google Ads: not created yet\n  Why: it is not in Google Ads yet: run `microconv sync`" in text
    assert text.endswith("\n1 of 8 tags to place. Reading took 8 API calls.\n")


def test_no_call_where_no_tag_is_needed(run, write_config, shop, world, holds):
    world.log.clear()
    order = {"name": "order", "kind": "macro", "role": "primary", "ga4": {"event": "order_complete"}}
    config = write_config({**order, "google_ads": {"source": "ga4"}})
    assert one(run("snippets", config, "--format", "json"))["state"] == "not_needed"
    assert len([name for name in holds.reads() if "SearchStream" in name]) == 3


def test_after_a_sync_the_new_action_has_its_tag(run, write_config, shop, world):
    config = write_config(
        {"name": "mv_new", "category": "begin_checkout", "role": "secondary", "value": 7},
        {"name": "mv_deep", "role": "secondary", "ga4": {"when": {"event": "scroll"}}, "google_ads": False},
        unlisted="keep",
        ga4={"property_id": int(PROPERTY), "enhanced_measurement": {"scrolls": True}},
    )
    assert one(run("snippets", config, "--conversion", "mv_new", "--format", "json"))["state"] == "not_created"
    assert run("sync", config, "--yes").code == 0
    actions = world.google_ads.customers[int(STORE)].actions
    (number,) = [number for number, action in actions.items() if action.name == "mv_new"]
    found = one(run("snippets", config, "--conversion", "mv_new", "--format", "json"))
    assert (found["state"], found["send_to"]) == ("ready", target(number))
    deep = one(run("snippets", config, "--conversion", "mv_deep", "--format", "json"), "ga4")
    assert (deep["state"], deep["why"]) == (
        "not_needed",
        "GA4 makes the event itself, out of scroll, by a rule (event_name equals scroll)",
    )


def test_a_type_that_has_no_tag(run, write_config, shop):
    shop({"id": 1, "name": "mv_add_to_cart", "type": "UPLOAD_CLICKS", "category": "ADD_TO_CART"})
    found = one(run("snippets", write_config(CART), "--format", "json"))
    assert (found["state"], found["why"], found["code"]) == (
        "unknown",
        "Google gives no tag for this action, whose type is upload_clicks",
        "",
    )


def test_hidden_in_google_ads(run, write_config, shop):
    shop({"id": 1, "name": "mv_add_to_cart", "type": "WEBPAGE", "category": "ADD_TO_CART", "status": "HIDDEN"})
    found = one(run("snippets", write_config(CART), "--format", "json"))
    assert (found["state"], found["why"]) == (
        "ready",
        "it is hidden in Google Ads, and counts nothing before it is enabled",
    )


@pytest.mark.parametrize("managed", [False, True])
def test_actions_of_the_manager(run, write_config, shop, world, managed):
    shared = {"name": "Shared purchase", "kind": "macro", "category": "purchase", "role": "primary"}
    ads = {"customer_id": "3456789012", "login_customer_id": "9998887777", "manage_owner": managed}
    found = one(run("snippets", write_config(shared, google_ads=ads, ga4=None), "--format", "json"))
    tracking = world.google_ads.customers[9998887777].conversion_tracking_id
    assert (found["state"], found["send_to"]) == ("ready", f"AW-{tracking}/{label(901)}")
    assert found["why"] == ("" if managed else "it belongs to the account 999-888-7777")
    asked = [entry.account for entry in world.log.entries if entry.method.endswith("SearchStream")]
    assert asked[-1] == ("9998887777" if managed else "3456789012")


def test_no_web_stream_to_choose(run, write_config, shop):
    other = {**STREAM, "id": 702, "web_stream_data": {"measurement_id": "G-B", "default_uri": "https://b.example"}}
    shop(streams=(STREAM, other))
    (document,) = documents(run("snippets", write_config(CART), "--format", "json"))
    assert document["global_tag"]["ids"] == ["AW-987654321"]
    event = document["conversions"][1]
    assert event["state"] == "ready"
    assert event["why"].startswith("the measurement id for the global tag is not known: the property has 2 web streams")
    named = write_config(CART, ga4={"property_id": int(PROPERTY), "data_stream": "G-B"})
    (document,) = documents(run("snippets", named, "--format", "json"))
    assert document["global_tag"]["ids"] == ["AW-987654321", "G-B"]


def test_names_from_the_account_cannot_control_the_terminal(run, write_config, shop):
    evil = "evil\x1b[2J\u202e"
    other = {**STREAM, "id": 702, "web_stream_data": {"measurement_id": "G-B", "default_uri": "https://b.example"}}
    shop(streams=({**STREAM, "display_name": evil}, other))
    config = write_config(CART)
    done = run("snippets", config)
    assert "evil\\x1b[2J\\u202e" in done.out
    assert ("\x1b" in done.out, "\u202e" in done.out) == (False, False)
    assert "\x1b" not in run("snippets", config, "--format", "json").out


def test_an_error_of_one_client(run, write_config, shop):
    write_config()
    closed = {"google_ads": {"customer_id": "5556667777", "login_customer_id": "9998887777"}, "ga4": None}
    folder = write_config(PURCHASE, file="closed.yaml", **closed).parent
    done = run("snippets", folder, "--format", "json")
    assert (done.code, [item["client"] for item in documents(done)]) == (5, ["aoi"])
    assert "closed: error: google_ads 555-666-7777: AuthorizationError.USER_PERMISSION_DENIED" in done.err


# ---- files


def test_files(run, config, shop, tmp_path):
    folder = tmp_path / "tags"
    mask = os.umask(0o027)
    try:
        done = run("snippets", config, "--out", folder)
    finally:
        os.umask(mask)
    assert (done.code, done.out, done.err) == (0, "", f"saved 4 files to {folder}\n")
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert sorted(files) == ["aoi/global-tag.txt", "aoi/mv_add_to_cart.txt", "aoi/purchase.txt", "index.txt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o640}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    assert texts["aoi/global-tag.txt"].endswith(f"\n\n{GLOBAL}")
    assert texts["aoi/purchase.txt"] == f"purchase  Google Ads\n  Where: {REACHED}.\n\n{PURCHASE_TAG}"
    assert CART_TAG in texts["aoi/mv_add_to_cart.txt"]
    assert CART_EVENT in texts["aoi/mv_add_to_cart.txt"]
    assert [line for line in texts["index.txt"].splitlines() if line.startswith("aoi/")] == [
        "aoi/global-tag.txt",
        "aoi/purchase.txt",
        "aoi/mv_add_to_cart.txt",
    ]
    assert "<script" not in texts["index.txt"]


def test_again_into_the_same_folder(run, config, shop, tmp_path):
    folder = tmp_path / "tags"
    assert run("snippets", config, "--out", folder).code == 0
    (folder / "aoi" / "purchase.txt").write_text("old", encoding="utf-8")
    assert run("snippets", config, "--out", folder).code == 0
    assert PURCHASE_TAG in (folder / "aoi" / "purchase.txt").read_text(encoding="utf-8")
    assert len(list((folder / "aoi").iterdir())) == 3


def test_links_are_not_followed(run, config, shop, tmp_path):
    folder, victim = tmp_path / "tags", tmp_path / "victim"
    (folder / "aoi").mkdir(parents=True)
    victim.write_text("mine", encoding="utf-8")
    (folder / "aoi" / "purchase.txt").symlink_to(victim)
    assert run("snippets", config, "--out", folder).code == 0
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not (folder / "aoi" / "purchase.txt").is_symlink()

    other, elsewhere = tmp_path / "other", tmp_path / "elsewhere"
    other.mkdir()
    elsewhere.mkdir()
    (other / "aoi").symlink_to(elsewhere)
    done = run("snippets", config, "--out", other)
    assert done.code == 1
    assert f"error: {other}/aoi: is a link, and is not followed\n" in done.err
    assert list(elsewhere.iterdir()) == []


def test_a_place_that_cannot_be(run, config, shop, tmp_path):
    done = run("snippets", config, "--out", tmp_path / "no" / "tags")
    assert done.code == 1
    assert f"{tmp_path}/no/tags: cannot be made: No such file or directory" in done.err
    done = run("snippets", config, "--out", tmp_path / "tags", "--format", "json")
    assert done.code == 64
    assert "--out writes files of text" in done.err


# ---- hostile names


class Page(HTMLParser):
    """A page as a browser reads it: its elements, and the content of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def test_names_cannot_break_out(run, write_config, shop, tmp_path):
    """Of the script, of the comment, of the folder, or of the terminal."""
    name = "evil --> </script><script>alert(1)</script> '\"` ../../x \\"
    shop({"id": 1, "name": name, "type": "WEBPAGE", "category": "CONTACT"})
    config = write_config(
        {"name": name, "kind": "macro", "category": "contact", "role": "primary", "value": 5}, ga4=None, client=name
    )
    done = run("snippets", config, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = one(done)
    page = Page(found["code"])
    assert (page.tags, len(page.comments)) == (["script"], 1)
    assert found["code"].count("alert(1)") == 1
    assert "--" not in page.comments[0]
    text = run("snippets", config).out
    assert "\x1b" not in text
    folder = tmp_path / "tags"
    assert run("snippets", config, "--out", folder).code == 0
    files = list(tmp_path.rglob("*.txt"))
    assert len(files) == 3
    for path in files:
        assert path.resolve().is_relative_to(folder.resolve())
        assert all(part.replace("-", "").replace("_", "").replace(".txt", "").isalnum() for part in path.parts[-2:])
