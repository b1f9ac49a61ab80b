"""The simulated runtime: every operator, trigger type, variable and tag that it models has a case, with its source.

The sources are Google's help (support.google.com/tagmanager): about triggers (answer/7679316), trigger types
(topic/7679108 and below), element visibility (answer/7679410), built-in variables (answer/7182738), user-defined ones
(answer/7683362); checked 2026-11-29.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from microconv.emulator.tag_manager.runtime import (
    Act,
    Click,
    Container,
    Page,
    PageError,
    Product,
    Push,
    Scroll,
    See,
    Submit,
    Verdict,
    VisitResult,
    Wait,
    Watch,
    visit,
)
from microconv.emulator.tag_manager.runtime.conditions import OPERATORS
from microconv.emulator.tag_manager.runtime.hits import TAGS
from microconv.emulator.tag_manager.runtime.triggers import TRIGGERS
from microconv.emulator.tag_manager.runtime.variables import BUILT_IN as MODELLED
from microconv.emulator.tag_manager.runtime.variables import VARIABLES
from tests.emulator.tag_manager.runtime.json_parts import (
    BUILT_IN,
    condition,
    content,
    custom,
    event_tag,
    table,
    template,
    trigger,
    variable,
)

PAGE = Page("https://www.shop.example/form/step1?plan=pro&x=#top", referrer="https://www.shop.example/plans")
CTA = Page("https://shop.example/").element("a#cta.btn.big[href='https://shop.example/apply']", "Apply now")
FORM = Page("https://shop.example/").element("form#enquiry[action='/send']")


def run(
    tags: Sequence[dict[str, Any]],
    triggers: Sequence[dict[str, Any]] = (),
    acts: Sequence[Act] = (),
    *,
    variables: Sequence[dict[str, Any]] = (),
    page: Page = PAGE,
    **more: Any,
) -> VisitResult:
    return visit(Container.of(content(tags, triggers, variables)), page, acts, **more)


def verdict(triggers: Sequence[dict[str, Any]], acts: Sequence[Act] = (), *, page: Page = PAGE, **more: Any) -> Verdict:
    """The verdict on a tag that the first of the triggers fires."""
    return run([event_tag("mv_x", triggers[0]["triggerId"])], triggers, acts, page=page, **more).tag("mv_x").verdict


OPERATOR_CASES = [
    ("equals", "{{Page Path}}", "/form/step1", True),
    ("equals", "{{Page Path}}", "/form/step10", False),
    ("equals", "{{Page Path}}", "/FORM/step1", False),
    ("contains", "{{Page URL}}", "plan=pro", True),
    ("contains", "{{Page Path}}", "plan", False),
    ("startsWith", "{{Page Path}}", "/form", True),
    ("startsWith", "{{Page Path}}", "form", False),
    ("endsWith", "{{Page Hostname}}", ".example", True),
    ("endsWith", "{{Page Path}}", "/", False),
    ("matchRegex", "{{Page Path}}", "^/form/step1/?$", True),
    ("matchRegex", "{{Page Path}}", "^/form/step$", False),
    ("matchRegex", "{{Page Path}}", "(", False),
    ("greater", "{{amount}}", "100", True),
    ("greater", "{{amount}}", "250", False),
    ("greaterOrEquals", "{{amount}}", "250", True),
    ("less", "{{amount}}", "250", False),
    ("less", "{{amount}}", "1e3", True),
    ("lessOrEquals", "{{amount}}", "250.0", True),
    ("lessOrEquals", "{{Page Path}}", "250", False),
    ("cssSelector", "{{Page Path}}", "#cta", False),
]


@pytest.mark.parametrize(("operator", "left", "right", "holds"), OPERATOR_CASES)
@pytest.mark.parametrize("negate", [False, True])
def test_operators(operator: str, left: str, right: str, holds: bool, negate: bool) -> None:
    case = trigger("1", "pageview", condition(operator, left, right, negate=negate))
    shown = verdict([case], variables=[variable("amount", "c", value="250")])
    assert shown is (Verdict.FIRES if holds is not negate else Verdict.DOES_NOT_FIRE)


def test_a_selector_is_that_of_the_clicked_element() -> None:
    chosen = trigger("1", "click", condition("cssSelector", "{{Click Element}}", "#cta, #cta *"))
    inner = Page("https://shop.example/", html="<a id=cta href=/x><b>Go</b></a><b>else</b>")
    assert verdict([chosen], [Click(CTA)]) is Verdict.FIRES
    assert verdict([chosen], [Click(inner.element("a b"))]) is Verdict.FIRES
    assert verdict([chosen], [Click(inner.element("a + b"))]) is Verdict.DOES_NOT_FIRE


def test_a_pattern_can_ignore_case() -> None:
    for ignore, expected in ((True, Verdict.FIRES), (False, Verdict.DOES_NOT_FIRE)):
        case = trigger("1", "pageview", condition("matchRegex", "{{Page Path}}", "^/FORM/", ignore_case=ignore))
        assert verdict([case]) is expected


def test_every_modelled_operator_has_a_case() -> None:
    assert {operator for operator, *_ in OPERATOR_CASES} == OPERATORS


@pytest.mark.parametrize(
    ("left", "operator", "right"),
    [
        ("{{Page Path}}", "matchRegex", "(?<=form)/step1"),
        ("{{Page Path}}", "matchRegex", r"\p{L}"),
        ("{{Page Path}}", "urlMatches", "shop.example"),
        ("{{Random Number}}", "equals", "1"),
        ("{{no such}}", "equals", "1"),
        ("{{script}}", "equals", "1"),
        ("{{circle}}", "equals", "1"),
    ],
)
@pytest.mark.parametrize("negate", [False, True])
def test_what_is_not_modelled_is_neither_yes_nor_no(left: str, operator: str, right: str, negate: bool) -> None:
    case = trigger("1", "pageview", condition(operator, left, right, negate=negate))
    variables = [variable("script", "jsm", javascript="function(){}"), variable("circle", "c", value="{{circle}}")]
    shown = run([event_tag("mv_x", "1")], [case], variables=variables)
    assert shown.tag("mv_x").verdict is Verdict.NOT_MODELLED
    assert shown.tag("mv_x").why


def test_a_no_is_a_no_beside_what_is_not_modelled() -> None:
    case = trigger(
        "1", "pageview", condition("urlMatches", "{{Page URL}}", "x"), condition("equals", "{{Page Path}}", "/other")
    )
    assert verdict([case]) is Verdict.DOES_NOT_FIRE


TRIGGER_CASES: list[tuple[str, dict[str, Any], list[Act], list[Act]]] = [
    ("pageview", trigger("1", "pageview", condition("equals", "{{Event}}", "gtm.js")), [], []),
    ("domReady", trigger("1", "domReady", condition("equals", "{{Event}}", "gtm.dom")), [], []),
    ("windowLoaded", trigger("1", "windowLoaded", condition("equals", "{{Event}}", "gtm.load")), [], []),
    ("init", trigger("1", "init", condition("equals", "{{Event}}", "gtm.init")), [], []),
    ("consentInit", trigger("1", "consentInit", condition("equals", "{{Event}}", "gtm.init_consent")), [], []),
    ("customEvent", custom("1", "form_sent"), [Push({"event": "form_sent"})], [Push({"event": "form_send"})]),
    (
        "click",
        trigger("1", "click", condition("equals", "{{Click Text}}", "Apply now")),
        [Click(CTA)],
        [Click(PAGE.element("button#other", "Cancel"))],
    ),
    (
        "linkClick",
        trigger("1", "linkClick", condition("equals", "{{Click URL}}", "https://shop.example/apply")),
        [Click(CTA)],
        [Click(PAGE.element("button#cta", "Apply now"))],
    ),
    (
        "formSubmission",
        trigger("1", "formSubmission", condition("equals", "{{Form ID}}", "enquiry")),
        [Submit(FORM)],
        [Submit(PAGE.element("form#search"))],
    ),
    (
        "scrollDepth",
        trigger(
            "1",
            "scrollDepth",
            parameters={
                "verticalThresholdOn": "true",
                "verticalThresholdUnits": "PERCENT",
                "verticalThresholdsPercent": "50,90",
            },
        ),
        [Scroll(50)],
        [Scroll(49.9)],
    ),
    (
        "elementVisibility",
        trigger(
            "1",
            "elementVisibility",
            parameters={"selectorType": "CSS", "elementSelector": ".btn.big", "onScreenRatio": "50"},
        ),
        [See(CTA, 50)],
        [See(CTA, 49)],
    ),
    (
        "timer",
        trigger("1", "timer", interval=template("interval", "30000"), limit=template("limit", "1")),
        [Wait(20), Wait(10)],
        [Wait(29.9)],
    ),
    (
        "youTubeVideo",
        trigger(
            "1",
            "youTubeVideo",
            parameters={
                "captureProgress": "true",
                "progressThresholdsPercent": "50",
                "radioButtonGroup1": "PERCENTAGE",
            },
        ),
        [Watch(50)],
        [Watch(49)],
    ),
]


@pytest.mark.parametrize(("kind", "case", "yes", "no"), TRIGGER_CASES, ids=[item[0] for item in TRIGGER_CASES])
def test_triggers(kind: str, case: dict[str, Any], yes: list[Act], no: list[Act]) -> None:
    assert verdict([case], yes) is Verdict.FIRES
    if yes:
        assert verdict([case], no) is Verdict.DOES_NOT_FIRE
        assert verdict([case]) is Verdict.DOES_NOT_FIRE
    else:
        other = {**case, "filter": [condition("equals", "{{Page Path}}", "/other")]}
        assert verdict([other]) is Verdict.DOES_NOT_FIRE


def test_a_group_fires_once_all_its_triggers_have() -> None:
    members = {"type": "list", "key": "triggerIds", "list": [{"type": "triggerReference", "value": n} for n in "12"]}
    group = {"triggerId": "3", "name": "both", "type": "triggerGroup", "parameter": [members]}
    triggers = [group, custom("1", "a"), custom("2", "b")]
    both = [Push({"event": "a"}), Push({"event": "b"}), Push({"event": "a"})]
    assert len(run([event_tag("mv_x", "3")], triggers, both).firings) == 1
    assert verdict(triggers, both[:1]) is Verdict.DOES_NOT_FIRE


def test_every_modelled_trigger_type_has_a_case() -> None:
    assert {kind for kind, *_ in TRIGGER_CASES} | {"triggerGroup"} == TRIGGERS


@pytest.mark.parametrize("kind", ["historyChange", "jsError", "somethingNew"])
def test_other_triggers_are_not_modelled(kind: str) -> None:
    assert verdict([trigger("1", kind)]) is Verdict.NOT_MODELLED


@pytest.mark.parametrize(
    ("number", "event"), [("2147479553", "gtm.js"), ("2147479572", "gtm.init_consent"), ("2147479573", "gtm.init")]
)
def test_built_in_triggers_need_not_be_listed(number: str, event: str) -> None:
    assert [item.event for item in run([event_tag("mv_x", number)]).firings] == [event]


def test_what_the_page_pushed_before_comes_after_initialization_and_before_the_page_view() -> None:
    tags = [event_tag("pushed", "1"), event_tag("viewed", "2147479553"), event_tag("first", "2147479573")]
    shown = run(tags, [custom("1", "early")], before=[Push({"event": "early"})])
    assert [item.tag for item in shown.firings] == ["first", "pushed", "viewed"]


@pytest.mark.parametrize(
    ("selector", "frequency", "seen", "times"),
    [
        ("CSS", "ONCE", [CTA, CTA, FORM], 1),
        ("CSS", "ONCE_PER_ELEMENT", [CTA, CTA, FORM], 2),
        ("CSS", "MANY_PER_ELEMENT", [CTA, CTA, FORM], 3),
        ("ID", "MANY_PER_ELEMENT", [CTA, CTA, FORM], 2),
    ],
)
def test_visibility_is_told_as_often_as_is_said(selector: str, frequency: str, seen: list[Any], times: int) -> None:
    case = trigger(
        "1",
        "elementVisibility",
        parameters={
            "selectorType": selector,
            "elementSelector": "a, form",
            "elementId": "cta",
            "firingFrequency": frequency,
        },
    )
    assert len(run([event_tag("mv_x", "1")], [case], [See(item) for item in seen]).firings) == times


def test_each_depth_is_told_once() -> None:
    case = TRIGGER_CASES[9][1]
    assert len(run([event_tag("mv_x", "1")], [case], [Scroll(60), Scroll(10), Scroll(100), Scroll(100)]).firings) == 2


def test_depths_in_pixels_are_not_modelled() -> None:
    case = trigger("1", "scrollDepth", parameters={"verticalThresholdOn": "true", "verticalThresholdUnits": "PIXELS"})
    assert verdict([case], [Scroll(100)]) is Verdict.NOT_MODELLED


def test_a_form_that_the_page_refuses_counts_unless_its_validation_is_checked() -> None:
    careless = TRIGGER_CASES[8][1]
    careful = {**careless, "checkValidation": {"type": "boolean", "value": "true"}}
    assert verdict([careless], [Submit(FORM, valid=False)]) is Verdict.FIRES
    assert verdict([careful], [Submit(FORM, valid=False)]) is Verdict.DOES_NOT_FIRE
    assert verdict([careful], [Submit(FORM)]) is Verdict.FIRES


def test_a_listener_starts_only_where_its_conditions_hold() -> None:
    elsewhere = {**TRIGGER_CASES[11][1], "autoEventFilter": [condition("equals", "{{Page Path}}", "/other")]}
    assert verdict([elsewhere], [Wait(60)]) is Verdict.DOES_NOT_FIRE
    assert verdict([elsewhere], [Wait(60)], page=Page("https://shop.example/other")) is Verdict.FIRES


def test_a_timer_without_a_limit_goes_on() -> None:
    case = trigger("1", "timer", interval=template("interval", "10000"), eventName=template("eventName", "tick"))
    assert [item.event for item in run([event_tag("mv_x", "1")], [case], [Wait(35)]).firings] == ["tick"] * 3


def test_a_video_tells_its_start_its_progress_and_its_end_once() -> None:
    case = trigger(
        "1",
        "youTubeVideo",
        parameters={
            "captureStart": "true",
            "captureComplete": "true",
            "captureProgress": "true",
            "progressThresholdsPercent": "25,50",
            "radioButtonGroup1": "PERCENTAGE",
        },
    )
    tag = event_tag("mv_x", "1", parameters={"status": "{{Video Status}} {{Video Percent}}"})
    shown = run([tag], [case], [Watch(30), Watch(100), Watch(100)])
    told = [hit.parameters["status"] for hit in shown.hits]
    assert told == ["start 0", "progress 25", "progress 50", "complete 100"]


ACTS: dict[str, Act] = {
    "click": Click(CTA),
    "form": Submit(PAGE.element("form#enquiry.wide[action='/send'][target=_top]", "Send")),
    "scroll": Scroll(90),
    "see": See(CTA, 75, 1200),
    "watch": Watch(0, "https://youtu.be/x", "Tour"),
}
BUILT_IN_CASES = [
    ("Page URL", None, "https://www.shop.example/form/step1?plan=pro&x="),
    ("Page Hostname", None, "www.shop.example"),
    ("Page Path", None, "/form/step1"),
    ("Referrer", None, "https://www.shop.example/plans"),
    ("Event", None, "gtm.js"),
    ("Container ID", None, "GTM-TEST"),
    ("Container Version", None, "7"),
    ("Click Classes", "click", "btn big"),
    ("Click ID", "click", "cta"),
    ("Click Target", "click", ""),
    ("Click URL", "click", "https://shop.example/apply"),
    ("Click Text", "click", "Apply now"),
    ("Form Classes", "form", "wide"),
    ("Form ID", "form", "enquiry"),
    ("Form Target", "form", "_top"),
    ("Form URL", "form", "https://www.shop.example/send"),
    ("Form Text", "form", "Send"),
    ("Scroll Depth Threshold", "scroll", "90"),
    ("Scroll Depth Units", "scroll", "percent"),
    ("Scroll Direction", "scroll", "vertical"),
    ("Video Provider", "watch", "youtube"),
    ("Video URL", "watch", "https://youtu.be/x"),
    ("Video Title", "watch", "Tour"),
    ("Video Percent", "watch", "0"),
    ("Video Status", "watch", "start"),
    ("Percent Visible", "see", "75"),
    ("On-Screen Duration", "see", "1200"),
]
LISTENING = {
    "click": trigger("1", "click"),
    "form": trigger("1", "formSubmission"),
    "scroll": trigger(
        "1", "scrollDepth", parameters={"verticalThresholdOn": "true", "verticalThresholdsPercent": "90"}
    ),
    "see": trigger("1", "elementVisibility", parameters={"selectorType": "CSS", "elementSelector": "a"}),
    "watch": trigger("1", "youTubeVideo", parameters={"captureStart": "true"}),
}


@pytest.mark.parametrize(("name", "act", "value"), BUILT_IN_CASES, ids=[item[0] for item in BUILT_IN_CASES])
def test_built_in_variables(name: str, act: str | None, value: str) -> None:
    listening = trigger("1", "pageview") if act is None else LISTENING[act]
    tag = event_tag("mv_x", "1", parameters={"told": f"[{{{{{name}}}}}]"})
    shown = run([tag], [listening], [] if act is None else [ACTS[act]])
    assert [hit.parameters["told"] for hit in shown.hits] == [f"[{value}]"]


def test_every_modelled_built_in_variable_has_a_case() -> None:
    elements = {"clickElement", "formElement"}  # matched by selectors, in test_in_browsers.py
    assert {BUILT_IN[name] for name, *_ in BUILT_IN_CASES} | elements == MODELLED


def test_a_built_in_variable_that_is_not_enabled_is_not_modelled() -> None:
    parts = content([event_tag("mv_x", "1")], [trigger("1", "pageview", condition("equals", "{{Page Path}}", "/"))])
    parts["builtInVariable"] = []
    assert visit(Container.of(parts), PAGE).tag("mv_x").verdict is Verdict.NOT_MODELLED


SHOP = Push({"event": "order", "ecommerce": {"value": 1980.5, "items": [{"id": "a"}]}, "user.plan": "pro"})
VARIABLE_CASES = [
    ("v", {"name": "ecommerce.value", "dataLayerVersion": "2"}, "1980.5"),
    ("v", {"name": "user.plan"}, "pro"),
    ("v", {"name": "ecommerce.items.0.id"}, "a"),
    ("v", {"name": "user.plan", "dataLayerVersion": "1"}, "pro"),
    ("v", {"name": "user.age"}, "undefined"),
    ("v", {"name": "user.age", "setDefaultValue": "true", "defaultValue": "0"}, "0"),
    ("c", {"value": "fixed"}, "fixed"),
    ("u", {"component": "URL"}, "https://www.shop.example/form/step1?plan=pro&x="),
    ("u", {"component": "HOST"}, "www.shop.example"),
    ("u", {"component": "HOST", "stripWww": "true"}, "shop.example"),
    ("u", {"component": "PATH"}, "/form/step1"),
    ("u", {"component": "QUERY", "queryKey": "plan"}, "pro"),
    ("u", {"component": "QUERY", "queryKey": "x"}, ""),
    ("u", {"component": "QUERY", "queryKey": "no"}, "undefined"),
    ("u", {"component": "FRAGMENT"}, "top"),
    ("u", {"component": "PROTOCOL"}, "https"),
    ("f", {"component": "PATH"}, "/plans"),
    ("e", {}, "order"),
    ("k", {"name": "seen"}, "1"),
    ("k", {"name": "no"}, "undefined"),
    ("smm", {"input": "{{Page Path}}", "map": table("map", ("key", "value"), {"/form/step1": "one"})}, "one"),
    ("smm", {"input": "{{Page Path}}", "map": table("map", ("key", "value"), {"/form": "one"})}, "undefined"),
    (
        "smm",
        {
            "input": "{{Event}}",
            "map": table("map", ("key", "value"), {}),
            "setDefaultValue": "true",
            "defaultValue": "{{Page Path}}",
        },
        "/form/step1",
    ),
    ("remm", {"input": "{{Page Path}}", "map": table("map", ("key", "value"), {"/form/.*": "in"})}, "in"),
    ("remm", {"input": "{{Page Path}}", "map": table("map", ("key", "value"), {"form": "in"})}, "undefined"),
    (
        "remm",
        {"input": "{{Page Path}}", "fullMatch": "false", "map": table("map", ("key", "value"), {"form": "in"})},
        "in",
    ),
]


@pytest.mark.parametrize(("kind", "parameters", "value"), VARIABLE_CASES)
def test_user_defined_variables(kind: str, parameters: dict[str, Any], value: str) -> None:
    page = Page(PAGE.url, PAGE.referrer, cookies={"seen": "1"})
    tag = event_tag("mv_x", "1", parameters={"told": "[{{own}}]"})
    shown = run([tag], [custom("1", "order")], [SHOP], variables=[variable("own", kind, **parameters)], page=page)
    assert [hit.parameters["told"] for hit in shown.hits] == [f"[{value}]"]


def test_every_modelled_variable_type_has_a_case() -> None:
    assert {kind for kind, *_ in VARIABLE_CASES} == VARIABLES


def test_pushes_merge_and_lists_merge_by_place() -> None:
    pushes = [
        Push({"a": {"b": 1, "c": [1, 2]}}),
        Push({"a": {"c": [9]}, "event": "go"}),
    ]
    tag = event_tag("mv_x", "1", parameters={"told": "{{b}} {{c0}} {{c1}}"})
    variables = [variable(name, "v", name=key) for name, key in (("b", "a.b"), ("c0", "a.c.0"), ("c1", "a.c.1"))]
    shown = run([tag], [custom("1", "go")], pushes, variables=variables)
    assert shown.hits[0].parameters["told"] == "1 9 2"


AWCT = {
    "name": "mv_x (Google Ads)",
    "type": "awct",
    "firingTriggerId": ["1"],
    "parameter": [
        template("conversionId", "123456789"),
        template("conversionLabel", "AbC-_9"),
        template("conversionValue", "{{worth}}"),
        template("currencyCode", "JPY"),
        template("orderId", "{{order}}"),
    ],
}
WORTH = [variable("worth", "v", name="ecommerce.value"), variable("order", "v", name="ecommerce.id")]


def test_a_google_ads_conversion_sends_its_label_value_and_order() -> None:
    push = Push({"event": "order", "ecommerce": {"value": "1980.5", "id": "A-1"}})
    (hit,) = run([AWCT], [custom("1", "order")], [push], variables=WORTH).hits
    assert (hit.product, hit.target, hit.name) == (Product.GOOGLE_ADS, "AW-123456789", "AbC-_9")
    assert (hit.value, hit.currency, hit.order) == (1980.5, "JPY", "A-1")


def test_a_value_that_is_no_number_is_told_and_not_sent() -> None:
    push = Push({"event": "order", "ecommerce": {"value": "¥1,980"}})
    (firing,) = run([AWCT], [custom("1", "order")], [push], variables=WORTH).firings
    assert firing.hits[0].value is None
    assert firing.remarks == ("the value: '¥1,980' is no number",)


@pytest.mark.parametrize("given", [{"conversionId": "1"}, {"conversionId": "AW-1", "conversionLabel": "x"}])
def test_a_google_ads_tag_without_a_label_or_a_number_counts_nothing(given: dict[str, str]) -> None:
    bare = {**AWCT, "parameter": [template(key, value) for key, value in given.items()]}
    (firing,) = run([bare], [custom("1", "order")], [Push({"event": "order"})]).firings
    assert not firing.hits
    assert firing.remarks


def test_a_ga4_event_sends_ecommerce_settings_and_its_own_parameters() -> None:
    tag = event_tag("purchase", "1", parameters={"currency": "EUR"})
    tag["parameter"] += [
        {"type": "boolean", "key": "sendEcommerceData", "value": "true"},
        template("eventSettingsVariable", "{{shared}}"),
    ]
    shared = variable(
        "shared",
        "gtes",
        eventSettingsTable=table(
            "eventSettingsTable", ("parameter", "parameterValue"), {"plan": "pro", "currency": "JPY"}
        ),
    )
    push = Push({"event": "order", "ecommerce": {"value": 20, "transaction_id": "T", "items": []}})
    (hit,) = run([tag], [custom("1", "order")], [push], variables=[shared]).hits
    assert (hit.product, hit.target, hit.name) == (Product.GA4, "G-TEST", "purchase")
    assert (hit.value, hit.currency, hit.order) == (20, "EUR", "T")
    assert hit.parameters == {"value": "20", "transaction_id": "T", "plan": "pro", "currency": "EUR"}


def test_an_older_event_tag_takes_the_measurement_id_of_its_configuration_tag() -> None:
    configuration = {
        "name": "GA4",
        "type": "gaawc",
        "firingTriggerId": ["2147479553"],
        "parameter": [template("measurementId", "G-OLD")],
    }
    tag = event_tag("mv_x", "2147479553")
    tag["parameter"] = [template("eventName", "mv_x"), {"type": "tagReference", "key": "measurementId", "value": "GA4"}]
    assert [(hit.target, hit.name) for hit in run([configuration, tag]).hits] == [
        ("G-OLD", "page_view"),
        ("G-OLD", "mv_x"),
    ]


@pytest.mark.parametrize(
    ("tag_id", "settings", "sent"),
    [("G-A", {}, ["page_view"]), ("G-A", {"send_page_view": "false"}, []), ("AW-1", {}, []), ("GT-A", {}, [])],
)
def test_a_google_tag_sends_the_page_view_of_ga4(tag_id: str, settings: dict[str, str], sent: list[str]) -> None:
    tag = {
        "name": "Google tag",
        "type": "googtag",
        "firingTriggerId": ["2147479573"],
        "parameter": [
            template("tagId", tag_id),
            table("configSettingsTable", ("parameter", "parameterValue"), settings),
        ],
    }
    (firing,) = run([tag]).firings
    assert [hit.name for hit in firing.hits] == sent
    assert bool(firing.remarks) is (tag_id == "GT-A")


def test_a_conversion_linker_fires_and_sends_nothing() -> None:
    (firing,) = run([{"name": "linker", "type": "gclidw", "firingTriggerId": ["2147479553"]}]).firings
    assert (firing.hits, firing.remarks) == ((), ())


def test_every_modelled_tag_type_has_a_case() -> None:
    assert {"gaawe", "googtag", "gaawc", "awct", "gclidw"} == TAGS


@pytest.mark.parametrize("kind", ["html", "img", "cvt_123_45", "ua"])
def test_other_tags_fire_and_what_they_send_is_not_modelled(kind: str) -> None:
    (firing,) = run([{"name": "own", "type": kind, "firingTriggerId": ["2147479553"]}]).firings
    assert not firing.hits
    assert "not modelled" in firing.remarks[0]


NOW = datetime(2026, 11, 29, tzinfo=UTC)
LATER = str(int(NOW.timestamp() * 1000) + 1)


@pytest.mark.parametrize(
    ("more", "given", "expected", "why"),
    [
        ({"paused": True}, {}, Verdict.DOES_NOT_FIRE, "paused"),
        ({"liveOnly": True}, {"published": False}, Verdict.DOES_NOT_FIRE, "published"),
        ({"liveOnly": True}, {}, Verdict.FIRES, ""),
        ({"blockingTriggerId": ["1"]}, {}, Verdict.DOES_NOT_FIRE, "blocking"),
        ({"blockingTriggerId": ["2"]}, {}, Verdict.FIRES, ""),
        ({"blockingTriggerId": ["3"]}, {}, Verdict.NOT_MODELLED, "historyChange"),
        ({"firingTriggerId": []}, {}, Verdict.DOES_NOT_FIRE, "no trigger"),
        ({"firingTriggerId": ["99"]}, {}, Verdict.NOT_MODELLED, "99"),
        ({"scheduleStartMs": LATER}, {"now": NOW}, Verdict.DOES_NOT_FIRE, "schedule"),
        ({"scheduleEndMs": LATER}, {"now": NOW}, Verdict.FIRES, ""),
        ({"scheduleStartMs": LATER}, {}, Verdict.NOT_MODELLED, "schedule"),
    ],
)
def test_what_keeps_a_tag_from_firing(more: dict[str, Any], given: dict[str, Any], expected: Verdict, why: str) -> None:
    triggers = [
        trigger("1", "pageview"),
        trigger("2", "pageview", condition("equals", "{{Page Path}}", "/x")),
        trigger("3", "historyChange"),
    ]
    shown = run([{**event_tag("mv_x", "1"), **more}], triggers, **given).tag("mv_x")
    assert shown.verdict is expected
    assert why in shown.why
    assert bool(shown.why) is (expected is not Verdict.FIRES)


@pytest.mark.parametrize(("status", "fires"), [("needed", False), ("notNeeded", True), ("notSet", True)])
def test_a_tag_that_needs_consent_waits_for_it(status: str, fires: bool) -> None:
    consent = {"consentStatus": status, "consentType": {"type": "list", "list": [template("", "ad_storage")]}}
    tag = {**event_tag("mv_x", "2147479553"), "consentSettings": consent}
    assert run([tag]).tag("mv_x").verdict is Verdict.FIRES
    assert bool(run([tag], denied=frozenset({"ad_storage"})).firings) is fires


@pytest.mark.parametrize(("option", "times"), [("oncePerEvent", 2), ("unlimited", 2), ("oncePerLoad", 1)])
def test_a_tag_fires_as_often_as_is_said(option: str, times: int) -> None:
    tag = event_tag("mv_x", "1", "2")
    acts = [Push({"event": "go"}), Push({"event": "go"})]
    shown = run([{**tag, "tagFiringOption": option}], [custom("1", "go"), custom("2", "go")], acts)
    assert len(shown.firings) == times


def test_tags_around_another_fire_with_it_and_priorities_come_first() -> None:
    first = {**event_tag("high", "2147479553"), "priority": {"type": "integer", "value": "10"}}
    main = {
        **event_tag("main", "2147479553"),
        "setupTag": [{"tagName": "before"}],
        "teardownTag": [{"tagName": "after"}],
    }
    shown = run([main, event_tag("before"), event_tag("after"), first])
    assert [item.tag for item in shown.firings] == ["high", "before", "main", "after"]


def test_elements_of_a_page_come_from_its_html_or_from_their_selector() -> None:
    page = Page("https://shop.example/", html="<form id=f><button class='a b'>Send  it</button></form>")
    button = page.element("form > .a")
    assert (button.text, button.attribute("class")) == ("Send it", "a b")
    form = button.closest("form")
    assert form is not None
    assert form.attribute("id") == "f"
    for wrong, where in (("#no", page), ("a >", page), ("form > .a", Page("https://shop.example/")), ("", Page("x"))):
        with pytest.raises(PageError):
            where.element(wrong)


@pytest.mark.parametrize(("leaf", "expected"), [("", Verdict.DOES_NOT_FIRE), ("x", Verdict.NOT_MODELLED)])
def test_variables_that_refer_to_others_many_times_take_no_endless_time(leaf: str, expected: Verdict) -> None:
    """Three references in each of eighteen variables: 387 million of the last one, or as many letters."""
    chain = [variable(f"V{level}", "c", value=f"{{{{V{level + 1}}}}}" * 3) for level in range(18)]
    constants = [*chain, variable("V18", "c", value=leaf)]
    start = time.perf_counter()
    assert verdict([trigger("1", "pageview", condition("contains", "{{V0}}", "y"))], variables=constants) is expected
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("interval", "limit", "expected"),
    [
        ("0.000001", "", Verdict.NOT_MODELLED),
        ("1", "", Verdict.NOT_MODELLED),
        ("1", "Infinity", Verdict.NOT_MODELLED),
        ("1", "3", Verdict.FIRES),
        ("1000", "Infinity", Verdict.FIRES),
        ("Infinity", "", Verdict.DOES_NOT_FIRE),
    ],
)
def test_timers_without_measure(interval: str, limit: str, expected: Verdict) -> None:
    """A minute has sixty thousand turns of a timer of a millisecond; an endless limit is none."""
    case = trigger("1", "timer", interval=template("interval", interval), limit=template("limit", limit))
    start = time.perf_counter()
    assert verdict([case], [Wait(60)]) is expected
    assert time.perf_counter() - start < 5
