"""States of a container's objects through JSON and back, and JSON that the emulator's own checks take."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.core.kinds import ADS_TAG, BUILT_IN_VARIABLE, GA4_TAG, GOOGLE_TAG, LINKER, OTHER_TAG, TRIGGER, VARIABLE
from microconv.core.resource import Live
from microconv.core.tag_condition import COMPARISONS, TagCondition
from microconv.core.tag_manager import reference
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.value import State
from microconv.emulator.policies_in_force import policies_in_force
from microconv.emulator.tag_manager.checks import check
from microconv.emulator.tag_manager.compiler import problems
from microconv.emulator.tag_manager.errors import ApiError
from microconv.emulator.tag_manager.kinds import TAG, Kind
from microconv.emulator.tag_manager.kinds import TRIGGER as TRIGGER_KIND
from microconv.emulator.tag_manager.kinds import VARIABLE as VARIABLE_KIND
from microconv.emulator.tag_manager.model import Content
from microconv.providers.tag_manager.built_in_variable import TYPES
from microconv.providers.tag_manager.convert import canonical, made, merged, objects_of, trigger_numbers
from microconv.providers.tag_manager.lines import pair_line, parse_pair
from microconv.providers.tag_manager.parameters import Json, parameter
from microconv.providers.tag_manager.tag_attributes import ALL_PAGES, trigger_line
from microconv.providers.tag_manager.tags_json import id_and_label, send_to
from microconv.providers.tag_manager.trigger import state_of

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
odd = st.sampled_from(['"', "a = b", "{{x}}", "{{ }} ", "number: 1", "built-in: All Pages", "=", "a =", "<b>", "…'"])
names = st.one_of(texts, odd)
conditions = st.builds(
    TagCondition, names.map(reference), st.sampled_from(COMPARISONS), names, st.booleans(), st.booleans()
)
VALUES = {
    TriggerKind.PAGE: st.just("/a.b/c"),
    TriggerKind.CLICK: st.one_of(st.just(""), names),
    TriggerKind.LINK: st.just(""),
    TriggerKind.FORM: st.one_of(st.just(""), names),
    TriggerKind.SCROLL: st.integers(1, 100).map(str),
    TriggerKind.VISIBLE: names,
    TriggerKind.TIMER: st.integers(1, 10_000).map(str),
    TriggerKind.VIDEO: st.one_of(st.sampled_from(["start", "complete"]), st.integers(1, 99).map(str)),
    TriggerKind.EVENT: names,
}
triggers = st.sampled_from(list(TriggerKind)).flatmap(
    lambda kind: st.builds(TagTrigger, st.just(kind), VALUES[kind], st.lists(conditions, max_size=3).map(tuple))
)


def read(kind: str, raw: dict[str, Any], extra: dict[str, Any] | None = None) -> Live:
    """The only object of a kind of a container that has it, beside what `extra` says."""
    where, number = {TRIGGER: ("trigger", "triggerId"), VARIABLE: ("variable", "variableId")}.get(
        kind, ("tag", "tagId")
    )
    [live] = [
        one for one in objects_of({**(extra or {}), where: [{**raw, number: "7"}]}, None) if one.id.endswith("/7")
    ]
    assert live.address.type == kind
    return live


def stands_in(state: State, live: Live) -> None:
    assert {name: live.state[name] for name in state} == dict(state)


@given(names, triggers)
def test_a_trigger_reads_back_as_it_was_made(name: str, trigger: TagTrigger) -> None:
    state: State = {"name": name, **state_of(trigger)}
    stands_in(state, read(TRIGGER, made(TRIGGER, state, {})))


@given(names, names, st.lists(st.tuples(names, names), max_size=4), names, st.booleans())
def test_a_ga4_tag_reads_back_as_it_was_made(
    name: str, event: str, pairs: list[tuple[str, str]], fires: str, paused: bool
) -> None:
    content = {"trigger": [{"triggerId": "5", "name": fires, "type": "pageview"}]}
    state: State = {
        "name": name,
        "kind": "gaawe",
        "event_name": event,
        "measurement_id": "G-ABC",
        "parameters": tuple(sorted(pair_line(*pair) for pair in pairs)),
        "fires_on": tuple(sorted((trigger_line(fires), ALL_PAGES))),
        "paused": paused,
    }
    raw = made(GA4_TAG, state, trigger_numbers(content))
    assert set(raw["firingTriggerId"]) == {"5", "2147479553"}
    stands_in(state, read(GA4_TAG, raw, content))


@given(names, st.integers(1, 10**9), names, names, names)
def test_an_ads_tag_reads_back_as_it_was_made(name: str, number: int, label: str, value: str, order: str) -> None:
    state: State = {
        "name": name,
        "kind": "awct",
        "send_to": f"AW-{number}/{label}",
        "value": value,
        "currency": "JPY",
        "transaction_id": order,
        "fires_on": (ALL_PAGES,),
        "paused": False,
    }
    raw = made(ADS_TAG, state, trigger_numbers({}))
    assert {one["key"]: one["value"] for one in raw["parameter"]}["conversionId"] == str(number)
    stands_in(state, read(ADS_TAG, raw))


@given(names, names)
def test_pairs_and_labels_read_back(name: str, value: str) -> None:
    assert parse_pair(pair_line(name, value)) == (name, value)
    assert id_and_label(str(send_to("123", value))) == ("123", value)
    assert id_and_label(str(send_to("{{a/b}}", value))) == ("{{a/b}}", value)


@given(triggers, triggers)
def test_what_no_attribute_says_survives_a_change(trigger: TagTrigger, other: TagTrigger) -> None:
    """A trigger is changed to what another of its type is: notes, folder and unknown parameters stay."""
    before = made(TRIGGER, {"name": "a", **state_of(trigger)}, {})
    before |= {"notes": "theirs", "parentFolderId": "3", "fingerprint": "1", "newField": {"type": "template"}}
    before["parameter"] = [*before.get("parameter", ()), {"type": "template", "key": "unknown", "value": "{{x}}"}]
    kept = copy.deepcopy(before)
    state = state_of(other._replace(kind=trigger.kind, value=trigger.value))
    after = merged(TRIGGER, before, state, {})
    assert before == kept
    assert {key: after[key] for key in ("notes", "parentFolderId", "fingerprint", "newField", "name")} == {
        key: kept[key] for key in ("notes", "parentFolderId", "fingerprint", "newField", "name")
    }
    assert after["parameter"][-1] == kept["parameter"][-1] or kept["parameter"][-1] in after["parameter"]
    stands_in(state, read(TRIGGER, after))


def test_nothing_to_change_leaves_the_json_as_it_is() -> None:
    raw = {
        "type": "gaawe",
        "name": "GA4 - form",
        "parameter": [
            {"type": "list", "key": "eventSettingsTable", "list": [row("a", "1", extra="x"), row("b", "{{v}}")]},
            {"type": "template", "key": "eventName", "value": "form"},
        ],
        "consentSettings": {"consentStatus": "needed"},
        "priority": {"type": "integer", "value": "3"},
    }
    live = read(GA4_TAG, raw)
    state = {name: live.state[name] for name in ("event_name", "parameters")}
    assert canonical(merged(GA4_TAG, raw, state, {})) == canonical(raw)
    changed = merged(GA4_TAG, raw, {"parameters": ("a = 1", "c = 2")}, {})
    [table] = [one for one in changed["parameter"] if one["key"] == "eventSettingsTable"]
    assert table["list"] == [row("a", "1", extra="x"), row("c", "2")]
    assert changed["consentSettings"] == {"consentStatus": "needed"}


def row(name: str, value: str, extra: str = "") -> dict[str, Any]:
    given = [
        {"type": "template", "key": "parameter", "value": name},
        {"type": "template", "key": "parameterValue", "value": value},
    ]
    return {"type": "map", "map": given + ([{"type": "template", "key": extra, "value": "y"}] if extra else [])}


def test_an_older_tag_is_read_and_keeps_its_table() -> None:
    table = [
        {
            "type": "map",
            "map": [
                {"type": "template", "key": "name", "value": "plan"},
                {"type": "template", "key": "value", "value": "gold"},
            ],
        }
    ]
    raw = {
        "type": "gaawe",
        "name": "old",
        "parameter": [
            {"type": "tagReference", "key": "measurementId", "value": "GA4 config"},
            {"type": "list", "key": "eventParameters", "list": table},
        ],
    }
    assert (read(GA4_TAG, raw).state["parameters"], read(GA4_TAG, raw).state["measurement_id"]) == (
        ("plan = gold",),
        None,
    )
    after = merged(GA4_TAG, raw, {"parameters": ("plan = silver",)}, {})
    assert [one["key"] for one in after["parameter"]] == ["measurementId", "eventParameters"]
    assert read(GA4_TAG, after).state["parameters"] == ("plan = silver",)


def test_a_scroll_trigger_of_both_directions_is_not_that_of_one() -> None:
    raw = made(TRIGGER, {"name": "s", **state_of(TagTrigger(TriggerKind.SCROLL, "90"))}, {})
    raw["parameter"] = [
        {**one, "value": "true"} if one["key"] == "horizontalThresholdOn" else one for one in raw["parameter"]
    ]
    assert read(TRIGGER, raw).state["scroll_percent"] == "90 and across"
    assert read(TRIGGER, merged(TRIGGER, raw, {"scroll_percent": "90"}, {})).state["scroll_percent"] == "90"


def test_objects_are_of_their_types_with_the_names_of_conversions() -> None:
    content = {
        "builtInVariable": [{"type": "pagePath", "name": "Page Path"}, {"type": "newOne", "name": "New One"}],
        "variable": [
            {"variableId": "1", "name": "dl", "type": "v", "parameter": [{"key": "name", "value": "total"}]},
            {"variableId": "2", "name": "js", "type": "jsm"},
        ],
        "trigger": [{"triggerId": "3", "name": "mv_x", "type": "pageview"}],
        "tag": [
            {"tagId": "4", "name": "mv_x (GA4)", "type": "gaawe", "firingTriggerId": ["3", "99"]},
            {"tagId": "5", "name": " (Google Ads)", "type": "awct"},
            {"tagId": "6", "name": "mv_x (GA4) ", "type": "html", "blockingTriggerId": ["3"]},
            {"tagId": "7", "name": "g", "type": "googtag"},
            {"tagId": "8", "name": "l", "type": "gclidw"},
        ],
    }
    objects = {one.id: one for one in objects_of(content, None)}
    assert {key: str(one.address) for key, one in objects.items()} == {
        "built_in_variables/pagePath": f'{BUILT_IN_VARIABLE}["Page Path"]',
        "built_in_variables/newOne": f'{BUILT_IN_VARIABLE}["New One"]',
        "variables/1": f'{VARIABLE}["dl"]',
        "variables/2": f'{VARIABLE}["js"]',
        "triggers/3": f'{TRIGGER}["mv_x"]',
        "tags/4": f'{GA4_TAG}["mv_x"]',
        "tags/5": f'{ADS_TAG}[" (Google Ads)"]',
        "tags/6": f'{OTHER_TAG}["mv_x (GA4) "]',
        "tags/7": f'{GOOGLE_TAG}["g"]',
        "tags/8": f'{LINKER}["l"]',
    }
    assert objects["tags/4"].identity == "mv_x (GA4)"
    assert objects["tags/4"].state["fires_on"] == ("mv_x", "number: 99")
    assert objects["triggers/3"].state["used_by"] == ("mv_x (GA4)", "mv_x (GA4) ")
    assert (objects["variables/1"].state["data_layer"], objects["variables/2"].state["data_layer"]) == ("total", None)


def _rows(**settings: str) -> Json:
    rows = [
        {"type": "map", "map": [parameter("parameter", name), parameter("parameterValue", value)]}
        for name, value in settings.items()
    ]
    return {"type": "list", "key": "configSettingsTable", "list": rows}


HTML = """<script src="https://www.googletagmanager.com/gtag/js?id=AW-123456789"></script><script>
gtag('event', 'conversion', {'send_to': 'AW-123456789/AbC-D_1', 'value': 1.0}); </script>
<img src="//www.googleadservices.com/pagead/conversion/987654321/?value=0&amp;label=XyZ&amp;guid=ON"/> UA-12345-6"""


def test_constants_stand_in_the_place_of_their_names() -> None:
    def constant(number: int, name: str, value: str, kind: str = "c") -> Json:
        return {"variableId": str(number), "name": name, "type": kind, "parameter": [parameter("value", value)]}

    variables = [constant(1, "id", "123456789"), constant(2, "stream", "G-X1"), constant(3, "js", "x", "jsm")]
    given: list[tuple[str, dict[str, str], tuple[str, str] | None]] = [
        ("awct", {"conversionId": "{{id}}", "conversionLabel": "AbC"}, ("AW-123456789", "AbC")),
        ("awct", {"conversionId": "1", "conversionLabel": "{{id}}"}, ("AW-1", "123456789")),
        ("awct", {"conversionId": "1", "conversionLabel": "{{js}}"}, None),
        ("awct", {"conversionId": "1", "conversionLabel": "AbC"}, None),
        ("awct", {}, None),
        ("gaawe", {"eventName": "e {{id}}", "measurementIdOverride": "{{stream}}"}, ("G-X1", "e 123456789")),
        ("gaawe", {"eventName": "e", "measurementIdOverride": "{{none}}"}, None),
        ("html", {"html": "{{id}}"}, None),
    ]
    tags = [
        {"tagId": str(n), "name": str(n), "type": kind, "parameter": [parameter(*pair) for pair in said.items()]}
        for n, (kind, said, _) in enumerate(given)
    ]
    objects = [one for one in objects_of({"variable": variables, "tag": tags}, None) if one.id.startswith("tags/")]
    assert [one.state.get("sends") for one in objects] == [sends for _, _, sends in given]


def test_parts_that_only_audits_look_at() -> None:
    needed = {"consentStatus": "needed", "consentType": {"type": "list", "list": [
        {"type": "template", "value": "analytics_storage"}, {"type": "template", "value": "ad_storage"}]}}  # fmt: skip
    content = {
        "variable": [
            {"variableId": "1", "name": "Ads id", "type": "c", "parameter": [parameter("value", "123456789")]},
            {"variableId": "2", "name": "settings", "type": "gtcs", "parameter": [_rows(server_container_url="s2")]},
        ],
        "tag": [
            {"tagId": "1", "name": "a", "type": "awct", "consentSettings": needed, "scheduleEndMs": "1767225600000",
             "teardownTag": [{"tagName": "d"}]},
            {"tagId": "2", "name": "b", "type": "googtag", "consentSettings": {"consentStatus": "notNeeded"},
             "parameter": [_rows(send_page_view="true", server_container_url="https://sgtm.example")],
             "setupTag": [{"tagName": "d", "stopOnSetupFailure": True}]},
            {"tagId": "3", "name": "c", "type": "googtag", "consentSettings": {"consentStatus": "notSet"},
             "parameter": [parameter("configSettingsVariable", "{{settings}}")]},
            {"tagId": "4", "name": "d", "type": "html", "parameter": [parameter("html", HTML)],
             "consentSettings": {"consentStatus": "needed"}},
            {"tagId": "5", "name": "e", "type": "gaawc",
             "parameter": [parameter("measurementId", "G-ABCDEF1"), parameter("serverContainerUrl", "https://s3")]},
            {"tagId": "6", "name": "f", "type": "cvt_1_2",
             "parameter": [parameter("conversionId", "55555555"), parameter("conversionLabel", "lab")]},
        ],
    }  # fmt: skip
    state = {one.id: one.state for one in objects_of(content, None)}
    assert state["variables/1"]["constant"] == "123456789"
    assert (state["tags/1"]["consent"], state["tags/1"]["ends"]) == (
        "needed: ad_storage, analytics_storage",
        "2026-01-01",
    )
    assert [state[f"tags/{number}"]["consent"] for number in (2, 3, 4)] == ["not needed", None, "needed"]
    assert [state[f"tags/{number}"]["server"] for number in (2, 3, 4, 5)] == [
        "https://sgtm.example",
        "s2",
        None,
        "https://s3",
    ]
    assert (state["tags/4"]["fired_by"], state["tags/3"]["fired_by"]) == (("a", "b"), ())
    assert state["tags/4"]["mentions"] == (
        "AW-123456789", "AW-123456789/AbC-D_1", "AW-987654321/XyZ", "UA-12345-6", "gtag", "pixel",
    )  # fmt: skip
    assert (state["tags/5"]["mentions"], state["tags/6"]["mentions"]) == (("G-ABCDEF1",), ("AW-55555555/lab",))


@pytest.mark.parametrize(
    ("here", "published", "deletable"),
    [(True, True, True), (True, False, False), (True, None, True), (False, True, False), (False, None, False)],
)
def test_a_tag_can_go_once_it_is_paused_here_and_for_visitors(
    here: bool, published: bool | None, deletable: bool
) -> None:
    tag = {"tagId": "4", "name": "mv_x (GA4)", "type": "gaawe"}
    live = None if published is None else {"tag": [{**tag, "paused": published}]}
    [item] = objects_of({"tag": [{**tag, "paused": here}]}, live)
    assert item.deletable is deletable


def test_a_trigger_of_a_group_or_zone_cannot_go_and_says_who_uses_it() -> None:
    trigger = {"triggerId": "3", "name": "t", "type": "pageview"}
    listed = [{"type": "triggerReference", "value": "3"}]
    group = {
        "triggerId": "4", "name": "g", "type": "triggerGroup",
        "parameter": [{"type": "list", "key": "triggerIds", "list": listed}],
    }  # fmt: skip
    zone = {"zoneId": "5", "name": "z", "boundary": {"customEvaluationTriggerId": ["3"]}}
    for content, live, users in (
        ({"trigger": [trigger, group]}, None, ("trigger group: g",)),
        ({"trigger": [trigger], "zone": [zone]}, None, ("zone: z",)),
        ({"trigger": [trigger]}, {"zone": [zone]}, ("zone: z",)),
    ):
        one = objects_of(content, live)[0]
        assert (one.state["used_by"], one.deletable) == (users, False)


def test_a_tag_in_the_sequence_of_another_cannot_go() -> None:
    resting = {"tagId": "4", "name": "mv_x (GA4)", "type": "gaawe", "paused": True}
    other = {"tagId": "5", "name": "theirs", "type": "html", "setupTag": [{"tagName": "mv_x (GA4)"}]}
    assert next(one.deletable for one in objects_of({"tag": [resting, other]}, None)) is False
    assert next(one.deletable for one in objects_of({"tag": [resting]}, None)) is True


def test_a_trigger_in_use_cannot_go() -> None:
    trigger = {"triggerId": "3", "name": "t", "type": "pageview"}
    tag = {"tagId": "4", "name": "x", "type": "html", "firingTriggerId": ["3"]}
    assert [one.deletable for one in objects_of({"trigger": [trigger]}, None)] == [True]
    assert not next(one.deletable for one in objects_of({"trigger": [trigger], "tag": [tag]}, None))


PLAIN = [
    TagTrigger(TriggerKind.PAGE, "/form/step1"),
    TagTrigger(TriggerKind.CLICK, "#cta"),
    TagTrigger(TriggerKind.LINK, "", (TagCondition("{{Click URL}}", "ends_with", ".pdf", negated=True),)),
    TagTrigger(TriggerKind.FORM, "#enquiry"),
    TagTrigger(TriggerKind.SCROLL, "90"),
    TagTrigger(TriggerKind.VISIBLE, "#price"),
    TagTrigger(TriggerKind.TIMER, "30"),
    TagTrigger(TriggerKind.VIDEO, "50"),
    TagTrigger(TriggerKind.EVENT, "form_sent"),
]


@pytest.mark.parametrize("trigger", PLAIN, ids=[one.kind for one in PLAIN])
def test_the_emulator_takes_and_compiles_what_is_made(trigger: TagTrigger) -> None:
    content = Content(built_in=list(TYPES.values()))
    put(content, TRIGGER_KIND, "1", made(TRIGGER, {"name": "mv_x", **state_of(trigger)}, {}))
    put(content, VARIABLE_KIND, "2", made(VARIABLE, {"name": "mv_dataLayer t", "kind": "v", "data_layer": "t"}, {}))
    numbers = {"mv_x": "1", ALL_PAGES: "2147479553"}
    shared: State = {"fires_on": ("mv_x",), "paused": False}
    tags: dict[str, State] = {
        GA4_TAG: {
            "name": "mv_x (GA4)",
            "kind": "gaawe",
            "event_name": "mv_x",
            "measurement_id": "G-A1",
            "parameters": ("value = {{mv_dataLayer t}}",),
        },
        ADS_TAG: {"name": "mv_x (Google Ads)", "kind": "awct", "send_to": "AW-1/a", "value": "500", "currency": "JPY"},
        GOOGLE_TAG: {"name": "mv_google_tag", "kind": "googtag", "tag_id": "G-A1"},
        LINKER: {"name": "mv_conversion_linker", "kind": "gclidw"},
    }
    for position, (kind, state) in enumerate(tags.items()):
        put(content, TAG, f"1{position}", made(kind, {**state, **shared}, numbers))
    assert problems(content, policies_in_force()) == []
    del content.of(TRIGGER_KIND)["1"]
    assert problems(content, policies_in_force())


def put(content: Content, kind: Kind, number: str, raw: dict[str, Any]) -> None:
    check(kind, raw, "", content, policies_in_force())
    content.of(kind)[number] = raw


def test_the_emulator_refuses_what_names_no_variable() -> None:
    """The check above can fail: a condition on a plain text is refused."""
    raw = made(TRIGGER, {"name": "mv_x", **state_of(PLAIN[0])}, {})
    raw["filter"][0]["parameter"][0]["value"] = "Page Path"
    with pytest.raises(ApiError, match="arg0 must be a reference"):
        put(Content(), TRIGGER_KIND, "1", raw)


def test_built_in_variables_are_those_of_the_emulator() -> None:
    """The two lists were written apart from each other."""
    from microconv.emulator.tag_manager.built_in import NAMES

    server = {"clientName", "eventName", "queryString", "requestMethod", "requestPath", "visitorRegion"}
    assert dict(TYPES) == {name: kind for kind, name in NAMES.items() if kind not in server}
