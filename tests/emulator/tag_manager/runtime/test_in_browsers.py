"""Answers of the runtime where a browser's differ from Python's: yes and no are the browser's, or there is none.

The expected values are those of Node.js 20 (RegExp, URL, String) and of published copies of gtm.js (`__u`, the keys of
its own events), checked 2026-11-29.
"""

from __future__ import annotations

from typing import Any

import pytest

from microconv.emulator.tag_manager.runtime import Click, Container, Page, Push, Submit, Verdict, visit
from microconv.emulator.tag_manager.runtime.addresses import in_browser
from microconv.emulator.tag_manager.runtime.patterns import search
from microconv.emulator.tag_manager.runtime.truth import Unmodelled
from microconv.emulator.tag_manager.runtime.variables import as_text
from tests.emulator.tag_manager.runtime.json_parts import condition, content, custom, event_tag, trigger, variable
from tests.emulator.tag_manager.runtime.test_runtime import CTA, run, verdict

HERE = "https://shop.example/form/step1?x=1#top"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^[\w-.]+@", "a-b.c@d", True),
        (r"[.\w-]", "-", True),
        (r"[a-\d]", "-", True),
        (r"\/thanks\/?$", "/thanks/", True),
        (r"\-|\&|\=", "a=b", True),
        ("(", "(", False),
        ("a**", "aa", False),
    ],
)
def test_patterns_that_browsers_read(pattern: str, text: str, found: bool) -> None:
    assert search(pattern, text) is found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\e", "e"),
        (r"\a", "a"),
        (r"\x4", "x4"),
        ("a{,2}", "a{,2}"),
        ("[^]", "a"),
        ("[]a", "a"),
        (r"a\sb", "a\u00a0b"),
        ("a.b", "a\u2028b"),
        ("^.$", "\U0001f600"),
    ],
)
def test_patterns_that_python_reads_in_another_way(pattern: str, text: str) -> None:
    assert isinstance(search(pattern, text), Unmodelled)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, None, "a"], "1,,a"),
        ({"a": 1}, "[object Object]"),
        ([{"a": 1}], "[object Object]"),
        (1e21, "1e+21"),
        (10**21, "1e+21"),
        (1e-7, "1e-7"),
        (0.00001, "0.00001"),
        (-0.000012, "-0.000012"),
        (1.5e300, "1.5e+300"),
        (float("inf"), "Infinity"),
        (float("nan"), "NaN"),
        (250.0, "250"),
    ],
)
def test_values_as_texts(value: Any, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/完了", "https://shop.example/%E5%AE%8C%E4%BA%86"),
        ("?a=あ b", "https://shop.example/form/step1?a=%E3%81%82%20b"),
        ("", "https://shop.example/form/step1?x=1"),
        ("step2", "https://shop.example/form/step2"),
        ("HTTPS://Shop.Example:443", "https://shop.example/"),
        ("https://日本.example/", "https://xn--wgv71a.example/"),
        ("tel:0312345678", "tel:0312345678"),
    ],
)
def test_addresses(address: str, whole: str) -> None:
    assert in_browser(address, HERE) == whole


@pytest.mark.parametrize(
    "address", ["http://[", "//", "https://a.example/x/../y", "/a|b", "https://u@a.example/", "/\\"]
)
def test_addresses_that_are_not_modelled(address: str) -> None:
    assert isinstance(in_browser(address, HERE), Unmodelled)


@pytest.mark.parametrize(
    ("url", "left", "operator", "right", "expected"),
    [
        ("https://shop.example/完了", "{{Page Path}}", "equals", "/完了", Verdict.DOES_NOT_FIRE),
        ("https://shop.example/完了", "{{Page Path}}", "equals", "/%E5%AE%8C%E4%BA%86", Verdict.FIRES),
        ("https://shop.example/#thanks", "{{Page URL}}", "contains", "thanks", Verdict.DOES_NOT_FIRE),
        ("https://shop.example:8443/", "{{Page Hostname}}", "equals", "shop.example", Verdict.FIRES),
        ("https://shop.example/a|b", "{{Page Path}}", "contains", "a", Verdict.NOT_MODELLED),
    ],
)
def test_conditions_about_the_page(url: str, left: str, operator: str, right: str, expected: Verdict) -> None:
    assert verdict([trigger("1", "pageview", condition(operator, left, right))], page=Page(url)) is expected


@pytest.mark.parametrize(
    ("element", "address"),
    [
        ("<a id=x href=/contact>", "https://shop.example/contact"),
        ("<a id=x href='#go'>", "https://shop.example/form/step1?x=1#go"),
        ("<form><button id=x formaction=/other>", "https://shop.example/other"),
        ("<img id=x src=/a.png>", "https://shop.example/a.png"),
        ("<div id=x href=/no>", ""),
    ],
)
def test_the_url_of_a_click(element: str, address: str) -> None:
    page = Page(HERE, html=element)
    chosen = trigger("1", "click", condition("equals", "{{Click URL}}", address))
    assert verdict([chosen], [Click(page.element("#x"))], page=page) is Verdict.FIRES


def test_a_form_without_an_action_is_sent_to_the_page() -> None:
    page = Page(HERE, html="<form id=x></form>")
    sent = trigger("1", "formSubmission", condition("equals", "{{Form URL}}", "https://shop.example/form/step1?x=1"))
    assert verdict([sent], [Submit(page.element("#x"))], page=page) is Verdict.FIRES


@pytest.mark.parametrize("operator", ["equals", "contains", "matchRegex"])
def test_an_element_as_a_text_is_not_modelled(operator: str) -> None:
    chosen = trigger("1", "click", condition(operator, "{{Click Element}}", "https://shop.example/apply"))
    assert verdict([chosen], [Click(CTA)]) is Verdict.NOT_MODELLED


@pytest.mark.parametrize("selector", ["a:-soup-contains('Apply')", "a[href!='/x']", "a:hover"])
def test_selectors_that_browsers_do_not_take_or_that_rest_on_the_pointer(selector: str) -> None:
    chosen = trigger("1", "click", condition("cssSelector", "{{Click Element}}", selector))
    assert verdict([chosen], [Click(CTA)]) is Verdict.NOT_MODELLED


def test_what_an_event_carried_stays_for_later_ones() -> None:
    late = custom("1", "sent", condition("equals", "{{Click ID}}", "cta"))
    triggers = [late, trigger("2", "click")]
    assert verdict(triggers, [Click(CTA), Push({"event": "sent"})]) is Verdict.FIRES
    assert verdict(triggers, [Push({"event": "sent"}), Click(CTA)]) is Verdict.DOES_NOT_FIRE


def test_ecommerce_that_nobody_cleared_is_sent_again() -> None:
    tag = event_tag("mv_x", "1")
    tag["parameter"].append({"type": "boolean", "key": "sendEcommerceData", "value": "true"})
    pushes = [Push({"ecommerce": {"value": 5, "currency": "JPY"}}), Push({"event": "go", "ecommerce": {"items": []}})]
    [hit] = run([tag], [custom("1", "go")], pushes).hits
    assert (hit.value, hit.currency) == (5.0, "JPY")
    [hit] = run([tag], [custom("1", "go")], [pushes[0], Push({"ecommerce": None}), pushes[1]]).hits
    assert hit.value is None


def _group(*members: str) -> dict[str, Any]:
    listed = [{"type": "triggerReference", "value": one} for one in members]
    return {
        "triggerId": "9",
        "name": "all",
        "type": "triggerGroup",
        "parameter": [{"type": "list", "key": "triggerIds", "list": listed}],
    }


def test_a_tag_that_is_stopped_for_certain_does_not_fire() -> None:
    unclear = custom("1", "a", condition("equals", "{{script}}", "1"))
    script = [variable("script", "jsm", javascript="function(){}")]
    tag = event_tag("mv_x", "1", blockingTriggerId=["2"])
    shown = run([tag], [unclear, custom("2", "a")], [Push({"event": "a"})], variables=script)
    assert shown.tag("mv_x").verdict is Verdict.DOES_NOT_FIRE


def test_a_group_takes_triggers_that_no_list_names() -> None:
    triggers = [_group("2147479553", "1"), custom("1", "a")]
    assert verdict(triggers, [Push({"event": "a"})]) is Verdict.FIRES
    assert verdict(triggers) is Verdict.DOES_NOT_FIRE


def test_a_group_with_a_trigger_that_is_not_modelled_is_not_either() -> None:
    unclear = custom("1", "a", condition("equals", "{{script}}", "1"))
    triggers = [_group("1", "2"), unclear, custom("2", "b")]
    script = [variable("script", "jsm", javascript="function(){}")]
    both = [Push({"event": "a"}), Push({"event": "b"})]
    tag = event_tag("mv_x", "9")
    assert run([tag], triggers, both, variables=script).tag("mv_x").verdict is Verdict.NOT_MODELLED
    assert run([tag], triggers, both[:1], variables=script).tag("mv_x").verdict is Verdict.DOES_NOT_FIRE


@pytest.mark.parametrize(("usage", "expected"), [("server", Verdict.NOT_MODELLED), ("web", Verdict.FIRES)])
def test_only_containers_of_websites_are_modelled(usage: str, expected: Verdict) -> None:
    parts = content([event_tag("mv_x", "2147479553")])
    parts["container"]["usageContext"] = [usage]
    shown = visit(Container.of(parts), Page(HERE))
    assert shown.tag("mv_x").verdict is expected
    assert bool(shown.firings) is (expected is Verdict.FIRES)


def test_an_event_without_a_name_is_none() -> None:
    assert verdict([custom("1", "None")], [Push({"event": None}), Push({"event": ""})]) is Verdict.DOES_NOT_FIRE
