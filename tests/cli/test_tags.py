"""`microconv tags test`: the tags of a container in a simulated visit, against the emulator."""

from __future__ import annotations

import json
import re

import pytest

from microconv.emulator.google_ads.tag import label
from microconv.project import Project
from tests.conftest import CART, PURCHASE
from tests.contract.container_site import CLICKED, MEASUREMENT_ID, NEWSLETTER, PAGE_PATH, PUBLIC_ID, settle_in, version

pytestmark = pytest.mark.usefixtures("environment")

NAME = "mv_add_to_cart"
PAGE = "/form/step1"
LABEL = label(102)
WANTED = f"AW-987654321/{LABEL}"
GA4, ADS = f"{NAME} (GA4)", f"{NAME} (Google Ads)"
CONVERSION = {
    "name": NAME,
    "category": "add_to_cart",
    "role": "secondary",
    "value": 400,
    "ga4": {"event": NAME},
    "tag": {"when": {"page": PAGE}},
}


def parameters(**values):
    return [{"type": "template", "key": key, "value": value} for key, value in values.items()]


def condition(kind, left, right):
    return {"type": kind, "parameter": parameters(arg0=left, arg1=right)}


SEEN = {
    "triggerId": "10",
    "name": "form seen",
    "type": "pageview",
    "filter": [condition("matchRegex", "{{Page Path}}", r"^/form/step1/?$")],
}


def ads_tag(name=ADS, number=12, label=LABEL, trigger="10", **more):
    given = parameters(
        conversionId="987654321", conversionLabel=label, conversionValue="400", currencyCode="JPY",
    )  # fmt: skip
    return {
        "tagId": str(number), "name": name, "type": "awct", "firingTriggerId": [trigger], "parameter": given, **more,
    }  # fmt: skip


def ga4_tag(name=GA4, number=11, event=NAME, stream=MEASUREMENT_ID, **more):
    given = parameters(eventName=event, measurementIdOverride=stream)
    return {
        "tagId": str(number), "name": name, "type": "gaawe", "firingTriggerId": ["10"], "parameter": given, **more,
    }  # fmt: skip


@pytest.fixture
def contain(world, agency):
    """Fills the container's workspace with tags and triggers, which are not published."""

    def fill(*tags, triggers=(SEEN,), variables=(), **more):
        own = {"tag": [NEWSLETTER, *tags], "trigger": [CLICKED, *triggers], "variable": [*variables]}
        built_in = [{"type": kind} for kind in ("pagePath", "clickElement", "clickText", "formElement")]
        workspace = {"id": 2, "name": "microconv", "builtInVariable": built_in, **own}
        return settle_in(world, agency, workspaces=[workspace], **more)

    return fill


@pytest.fixture
def config(write_config):
    return write_config(CONVERSION, tag_manager={"container": PUBLIC_ID})


@pytest.fixture
def sending(emulator, monkeypatch):
    """The shell has sourced the emulator's env file."""
    for name, value in emulator.control_environment().items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def tested(run, config):
    """Runs a test of the tags: its exit code, and the results by product, from JSON."""

    def call(*arguments, page=PAGE):
        done = run("tags", "test", NAME, config, "--page", page, "--detailed-exitcode", "--format", "json", *arguments)
        assert done.err == ""
        document = json.loads(done.out)
        assert (document["format"], document["simulated"]) == (1, True)
        (one,) = document["simulations"]
        assert one["proven"] is (done.code == 0)
        return done.code, {product["product"]: product for product in one["products"]}

    return call


def results(products):
    return {name: product["result"] for name, product in products.items()}


def test_each_product_hears_of_it_once(run, config, contain, holds):
    contain(ads_tag(), ga4_tag())
    done = run("tags", "test", NAME, config, "--page", PAGE, "--detailed-exitcode")
    assert (done.code, done.err, holds.writes()) == (0, "", [])
    reads = re.search(r"took (\d+) API calls", done.out)
    assert reads is not None
    assert done.out.splitlines() == [
        f'simulated: the tags of "{NAME}"',
        "aoi  Google Ads 123-456-7890 · GA4 345678901 · Tag Manager GTM-AOI0001  (emulated)",
        '  container    GTM-AOI0001, workspace "microconv"',
        "  page         https://www.example.com/form/step1",
        f"  Google Ads   fires once, with the right label: {WANTED} (simulated)",
        f"  GA4          fires once, with the right event: {MEASUREMENT_ID} {NAME} (simulated)",
        "",
        f'  "{ADS}": fires (simulated)',
        '      at gtm.js, by the trigger "form seen"',
        f"      sends AW-987654321, label {LABEL}, value 400 JPY",
        "",
        f'  "{GA4}": fires (simulated)',
        '      at gtm.js, by the trigger "form seen"',
        f"      sends {MEASUREMENT_ID}, event {NAME}",
        "",
        f"All of this is simulated: no browser and no Tag Manager ran. Reading took {reads[1]} API calls.",
    ]


def test_in_japanese_too(run, config, contain):
    contain(ads_tag(paused=True), ga4_tag(event="other"))
    done = run("tags", "test", NAME, config, "--page", PAGE, "--language", "ja")
    assert (done.code, done.err) == (0, "")
    told = done.told
    assert f"Google 広告 発火しない: {WANTED} は送信されない（シミュレーション）" in told
    assert f"「{ADS}」: 発火しない（シミュレーション） 一時停止中です" in told
    assert f"GA4 {MEASUREMENT_ID} {NAME} ではないものを送信する（シミュレーション）" in told
    assert "以上はすべてシミュレーションです" in told
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", done.out.replace(GA4, "").replace(ADS, ""))


@pytest.mark.parametrize(
    ("tags", "page", "expected"),
    [
        ([ads_tag(), ga4_tag()], PAGE, ("once", "once")),
        ([ads_tag(), ga4_tag()], "/form/step10", ("silent", "silent")),
        ([], PAGE, ("no_tag", "no_tag")),
        ([ads_tag(paused=True), ga4_tag()], PAGE, ("silent", "once")),
        ([ads_tag(label=label(101)), ga4_tag()], PAGE, ("wrong", "once")),
        ([ads_tag(), ads_tag("old tag", 13), ga4_tag()], PAGE, ("more", "once")),
        ([ads_tag("another name"), ga4_tag("and another")], PAGE, ("once", "once")),
        ([ads_tag(), ga4_tag(event="something_else")], PAGE, ("once", "wrong")),
        ([ads_tag(), ga4_tag(stream="G-OTHER")], PAGE, ("once", "wrong")),
        ([ads_tag(label=""), ga4_tag()], PAGE, ("wrong", "once")),
        ([ads_tag(label="{{Label}}"), ga4_tag()], PAGE, ("not_modelled", "once")),
    ],
    ids=[
        "as it should be",
        "page",
        "none",
        "paused",
        "label",
        "twice",
        "names",
        "event",
        "stream",
        "empty",
        "variable",
    ],
)
def test_the_end_for_each_product(tested, contain, tags, page, expected):
    contain(*tags)
    code, products = tested(page=page)
    assert (results(products)["google_ads"], results(products)["ga4"]) == expected
    assert code == (0 if expected == ("once", "once") else 2)


def test_the_exit_code_says_so_only_if_asked(run, config, contain):
    contain()
    assert run("tags", "test", NAME, config, "--page", PAGE).code == 0


@pytest.mark.parametrize(
    ("trigger", "arguments", "fires"),
    [
        ({"type": "click", "filter": [condition("cssSelector", "{{Click Element}}", "#cta, #cta *")]},
         ["--click", "#cta"], True),
        ({"type": "click", "filter": [condition("equals", "{{Click Text}}", "Buy")]},
         ["--click", "button", "--text", "Buy"], True),
        ({"type": "click", "filter": [condition("equals", "{{Click Text}}", "Buy")]},
         ["--click", "button", "--text", "Sell"], False),
        ({"type": "formSubmission", "filter": [condition("cssSelector", "{{Form Element}}", "#enquiry")]},
         ["--form", "form#enquiry"], True),
        ({"type": "scrollDepth", "parameter": [
            {"type": "boolean", "key": "verticalThresholdOn", "value": "true"},
            *parameters(verticalThresholdUnits="PERCENT", verticalThresholdsPercent="90")]},
         ["--scroll", "90"], True),
        ({"type": "scrollDepth", "parameter": [
            {"type": "boolean", "key": "verticalThresholdOn", "value": "true"},
            *parameters(verticalThresholdUnits="PERCENT", verticalThresholdsPercent="90")]},
         ["--scroll", "89"], False),
        ({"type": "elementVisibility", "parameter": parameters(
            selectorType="CSS", elementSelector="#price", firingFrequency="ONCE", onScreenRatio="50")},
         ["--see", "#price"], True),
        ({"type": "timer", "eventName": {"type": "template", "value": "gtm.timer"},
          "interval": {"type": "template", "value": "30000"}, "limit": {"type": "template", "value": "1"}},
         ["--wait", "30"], True),
        ({"type": "youTubeVideo", "parameter": [
            {"type": "boolean", "key": "captureProgress", "value": "true"},
            *parameters(radioButtonGroup1="PERCENTAGE", progressThresholdsPercent="50")]},
         ["--watch", "50"], True),
        ({"type": "customEvent", "customEventFilter": [condition("equals", "{{_event}}", "sent")]},
         ["--event", "sent"], True),
        ({"type": "customEvent", "customEventFilter": [condition("equals", "{{_event}}", "sent")]},
         ["--event", "other"], False),
    ],
    ids=["click", "text", "other text", "form", "scroll", "less", "see", "wait", "watch", "event", "other event"],
)  # fmt: skip
def test_what_is_done_on_the_page(tested, contain, trigger, arguments, fires):
    contain(ads_tag(), ga4_tag(), triggers=[{"triggerId": "10", "name": "told", **trigger}])
    code, products = tested(*arguments)
    assert results(products) == dict.fromkeys(("google_ads", "ga4"), "once" if fires else "silent")
    assert code == (0 if fires else 2)


@pytest.mark.parametrize(
    ("option", "other", "value"),
    [("--see", "--visible", "#price"), ("--wait", "--timer", "30"), ("--watch", "--video", "50")],
)
def test_a_config_s_words_do_as_options(run, contain, config, option, other, value):
    contain(ads_tag(), ga4_tag())
    one, same = (run("tags", "test", NAME, config, word, value) for word in (option, other))
    assert (same.code, same.out) == (one.code, one.out)
    assert "then  " in one.out


def test_an_element_of_the_page_itself(run, tested, contain, config, tmp_path):
    source = tmp_path / "page.html"
    source.write_text("<nav><a class=buy href=/cart><b>Buy now</b></a></nav>", encoding="utf-8")
    inside = condition("cssSelector", "{{Click Element}}", "nav .buy, nav .buy *")
    contain(ads_tag(), ga4_tag(), triggers=[{"triggerId": "10", "name": "told", "type": "click", "filter": [inside]}])
    code, products = tested("--html", source, "--click", "b")
    assert (code, results(products)["google_ads"]) == (0, "once")
    done = run("tags", "test", NAME, config, "--html", source, "--click", "#none")
    assert done.code == 1
    assert "error: the page cannot be simulated: no element of the page matches '#none'" in done.err
    done = run("tags", "test", NAME, config, "--click", "nav > b", "--language", "ja")
    assert (done.code, "ページをシミュレートできません" in done.err) == (1, True)
    done = run("tags", "test", NAME, config, "--html", tmp_path / "none.html")
    assert (done.code, "cannot be read: No such file" in done.err) == (1, True)


def test_consent_that_is_denied(tested, contain):
    consent = {"consentStatus": "needed", "consentType": {"type": "list", "list": [{"value": "ad_storage"}]}}
    contain(ads_tag(consentSettings=consent), ga4_tag())
    assert results(tested()[1]) == {"google_ads": "once", "ga4": "once"}
    code, products = tested("--denied", "ad_storage")
    assert (code, results(products)) == (2, {"google_ads": "silent", "ga4": "once"})
    (tag,) = products["google_ads"]["tags"]
    assert (tag["verdict"], tag["why"]) == ("does_not_fire", "consent to ad_storage was denied")


def test_the_data_layer(tested, contain):
    variable = {
        "variableId": "20",
        "name": "price",
        "type": "v",
        "parameter": [{"type": "integer", "key": "dataLayerVersion", "value": "2"}, *parameters(name="shop.price")],
    }
    sent = {"triggerId": "10", "name": "told", "type": "customEvent"}
    sent["customEventFilter"] = [condition("equals", "{{_event}}", "sent")]
    tag = ads_tag()
    tag["parameter"] = [*tag["parameter"][:2], *parameters(conversionValue="{{price}}", orderId="{{price}} A")]
    contain(tag, ga4_tag(), triggers=[sent], variables=[variable])
    _, products = tested("--event", "sent", "--data", 'shop={"price": 1980.5}')
    (hit,) = products["google_ads"]["tags"][0]["firings"][0]["hits"]
    assert (hit["value"], hit["transaction_id"]) == (1980.5, "1980.5 A")
    _, products = tested("--event", "sent", "--data", "shop.price=free")
    (firing,) = products["google_ads"]["tags"][0]["firings"]
    assert (firing["hits"][0]["value"], firing["remarks"]) == (None, ["the value: 'free' is no number"])


def test_data_that_is_there_before_the_container_loads(tested, contain):
    variable = {"variableId": "20", "name": "plan", "type": "v", "parameter": parameters(name="plan")}
    seen = {**SEEN, "filter": [condition("equals", "{{plan}}", "pro")]}
    contain(ads_tag(), ga4_tag(), triggers=[seen], variables=[variable])
    assert results(tested("--data", "plan=pro")[1]) == {"google_ads": "once", "ga4": "once"}
    assert results(tested("--data", "plan=free")[1]) == {"google_ads": "silent", "ga4": "silent"}


def test_what_is_not_modelled_is_never_taken_for_a_no(run, config, tested, contain):
    history = {"triggerId": "10", "name": "told", "type": "historyChange"}
    contain(ads_tag(), ga4_tag(), triggers=[history])
    code, products = tested()
    assert (code, results(products)) == (2, {"google_ads": "not_modelled", "ga4": "not_modelled"})
    done = run("tags", "test", NAME, config, "--language", "ja")
    assert f"「{ADS}」: シミュレーション対象外（シミュレーション） タイプ historyChange のトリガー" in done.told


def test_the_live_version_instead_of_the_workspace(run, config, tested, contain):
    live = version(1, tag=[NEWSLETTER, ads_tag(label=label(101))], trigger=[CLICKED, SEEN], builtInVariable=[PAGE_PATH])
    contain(ads_tag(), ga4_tag(), versions=[live])
    assert results(tested()[1]) == {"google_ads": "once", "ga4": "once"}
    code, products = tested("--published")
    assert (code, results(products)) == (2, {"google_ads": "wrong", "ga4": "silent"})
    assert products["ga4"]["tags"][0]["why"] == "it is not in this version"
    done = run("tags", "test", NAME, config, "--page", PAGE, "--published")
    assert "container GTM-AOI0001, live version 1" in done.told


def test_nothing_was_published_yet(run, config, contain):
    contain(ads_tag(), versions=[], live="")
    done = run("tags", "test", NAME, config, "--published")
    assert done.code == 1
    assert "error: no version of GTM-AOI0001 is published\n    → leave out --published" in done.err


# ---- the emulator counts it


def hits(world):
    return (
        [(hit.value, hit.counted) for hit in world.google_ads.customers[1234567890].actions[102].hits],
        [hit.event for hit in world.ga4.property(345678901).hits if hit.event == NAME and hit.page == PAGE],
    )


def test_hits_that_are_sent_count_once_under_the_right_label(run, config, tested, contain, sending):
    world = contain(ads_tag(), ga4_tag())
    code, products = tested("--send")
    assert (code, results(products)) == (0, {"google_ads": "once", "ga4": "once"})
    assert hits(world) == ([(400.0, True)], [NAME])
    done = run("tags", "test", NAME, config, "--page", PAGE, "--send")
    assert f"the emulator counted it: a conversion of '{NAME}'" in done.told
    assert "the emulator counted it: a key event of properties/345678901" in done.told
    run("tags", "test", NAME, config, "--page", "/", "--send")
    assert hits(world) == ([(400.0, True)] * 2, [NAME] * 2)


def test_a_wrong_label_counts_nothing(run, config, contain, sending):
    world = contain(ads_tag(label="nobodys"), ga4_tag(stream="G-NOBODY"))
    done = run("tags", "test", NAME, config, "--page", PAGE, "--send", "--detailed-exitcode")
    assert done.code == 2
    assert hits(world) == ([], [])
    refused = "the emulator did not count it: "
    assert f"{refused}no conversion action of AW-987654321 has the label 'nobodys'" in done.told
    assert f"{refused}no web stream has the measurement ID 'G-NOBODY'" in done.told
    assert f"but it sends AW-987654321/nobodys instead of {WANTED}" in done.told


def test_a_hit_that_is_not_counted_is_no_proof(tested, contain, sending):
    given = ads_tag()
    given["parameter"] = [*given["parameter"][:2], *parameters(conversionValue="400", currencyCode="USD")]
    world = contain(given, ga4_tag())
    code, products = tested("--send")
    assert (code, results(products)) == (2, {"google_ads": "not_counted", "ga4": "once"})
    assert hits(world)[0] == []


def test_sending_needs_the_control_plane_of_an_emulator(run, config, contain):
    contain(ads_tag(), ga4_tag())
    done = run("tags", "test", NAME, config, "--page", PAGE, "--send")
    assert (done.code, done.out) == (1, "")
    assert "error: the hits were not sent: MICROCONV_EMULATOR_CONTROL is not set" in done.err


def test_nothing_is_sent_for_real_accounts(run, config, contain, sending, monkeypatch):
    world = contain(ads_tag(), ga4_tag())
    read = Project.container
    monkeypatch.setattr(Project, "container", lambda *args, **said: read(*args, **said)._replace(emulated=False))
    done = run("tags", "test", NAME, config, "--page", PAGE, "--send")
    assert (done.code, done.out, hits(world)) == (1, "", ([], []))
    assert "error: simulated hits are sent to an emulator only, and these accounts are real" in done.err


# ---- what cannot be tested


def test_a_config_without_a_container(run, write_config):
    config = write_config({key: value for key, value in CONVERSION.items() if key != "tag"})
    done = run("tags", "test", NAME, config)
    assert done.code == 1
    assert (
        "error: the config names no container of Tag Manager\n    → add `tag_manager: {container: GTM-…}`" in done.err
    )


def test_an_action_that_is_not_there_yet(run, write_config, contain):
    contain()
    new = {**CONVERSION, "name": "mv_new", "ga4": {"event": "mv_new"}}
    config = write_config(new, tag_manager={"container": PUBLIC_ID})
    done = run("tags", "test", "mv_new", config, "--page", PAGE)
    assert (done.code, "Google Ads does not fire: the container has no tag for it" in done.told) == (0, True)


def test_a_conversion_that_no_tag_counts(run, write_config, contain):
    contain()
    uploaded = {"name": "deal", "kind": "macro", "role": "primary", "category": "purchase"}
    uploaded["google_ads"] = {"source": "upload_clicks"}
    config = write_config(uploaded, ga4=None, tag_manager={"container": PUBLIC_ID})
    done = run("tags", "test", "deal", config, "--detailed-exitcode")
    assert (done.code, "by the config no tag of Tag Manager counts it" in done.told) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--text", "x"], "--text is the text of what is clicked; name that with --click"),
        (["--page", "form"], "give a path, as /form/step1, or a whole address, as https://…"),
        (["--page", "https://[x"], "give a path, as /form/step1, or a whole address, as https://…"),
        (["--data", "x"], '"x" is not KEY=VALUE'),
        (["--scroll", "101"], "101.0 is not in the range 0<=x<=100"),
    ],
)
def test_what_makes_no_sense(run, config, contain, arguments, message):
    contain()
    done = run("tags", "test", NAME, config, *arguments)
    assert (done.code, message in done.err) == (64, True)


def test_a_conversion_that_no_config_has(run, config):
    done = run("tags", "test", "mv_add_to_carts", config)
    assert (done.code, f"did you mean {NAME}?" in done.err) == (64, True)


def test_names_of_the_container_are_hostile(run, config, contain):
    contain(ads_tag("x\x1b[31m\u202e"), ga4_tag())
    done = run("tags", "test", NAME, config, "--page", PAGE)
    assert done.code == 0
    assert not {"\x1b", "\u202e"} & set(done.out)
    assert "\\x1b[31m" in done.out


@pytest.mark.usefixtures("state", "sending")
def test_from_a_config_to_tags_that_are_proven(run, write_config, world, agency):
    settle_in(world, agency)
    new = {**CONVERSION, "name": "mv_form_step1", "ga4": {"event": "mv_form_step1"}}
    config = write_config(PURCHASE, CART, new, tag_manager={"container": PUBLIC_ID})
    test = ("tags", "test", "mv_form_step1", config, "--page", PAGE, "--detailed-exitcode")
    assert run(*test).code == 2
    assert run("sync", config, "--yes").code == 0
    done = run(*test, "--send")
    assert (done.code, done.err) == (0, "")
    (action,) = [one for one in world.google_ads.customers[1234567890].actions.values() if one.name == "mv_form_step1"]
    assert [(hit.value, hit.counted) for hit in action.hits] == [(400.0, True)]
    assert f"AW-987654321/{label(action.id)} (simulated)" in done.told
