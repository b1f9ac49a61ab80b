"""Event edit rules through the official v1alpha client, over both transports."""

from __future__ import annotations

import pytest

from microconv.emulator.ga4 import model_data_streams

PROPERTY = "properties/345678901"
WEB, APP = f"{PROPERTY}/dataStreams/1", f"{PROPERTY}/dataStreams/2"
VIEWED = {"field": "event_name", "comparison_type": "EQUALS", "value": "page_view"}
RENAME = {"parameter": "event_name", "parameter_value": "mv_view"}
LISTED = "Every event edit rule of the data stream must be listed once."


def create(client, parent=WEB, **fields):
    rule = {"display_name": "Rename", "event_conditions": [VIEWED], "parameter_mutations": [RENAME], **fields}
    return client.create_event_edit_rule(parent=parent, event_edit_rule=rule)


def update(client, name, mask, **fields):
    return client.update_event_edit_rule(event_edit_rule={"name": name, **fields}, update_mask={"paths": mask})


def reorder(client, *names, parent=WEB):
    client.reorder_event_edit_rules(request={"parent": parent, "event_edit_rules": names})


@pytest.fixture
def rules(stored):
    return lambda stream=1: list(stored().data_streams[stream].event_edit_rules.values())


def test_create_puts_it_last(alpha, rules):
    first = create(alpha, processing_order=7)
    second = create(alpha, display_name="あ" * 255)
    assert rules() == [
        model_data_streams.EventEditRule(
            id=rules()[0].id,
            display_name="Rename",
            event_conditions=(
                model_data_streams.MatchingCondition("event_name", "EQUALS", "page_view", negated=False),
            ),
            parameter_mutations=(model_data_streams.ParameterMutation("event_name", "mv_view"),),
            processing_order=1,
        ),
        model_data_streams.EventEditRule(
            id=rules()[1].id,
            display_name="あ" * 255,
            event_conditions=rules()[0].event_conditions,
            parameter_mutations=rules()[0].parameter_mutations,
            processing_order=2,
        ),
    ]
    assert (first.name, first.display_name, first.processing_order) == (
        f"{WEB}/eventEditRules/{rules()[0].id}",
        "Rename",
        1,
    )
    assert (first.event_conditions[0].field, first.parameter_mutations[0].parameter) == ("event_name", "event_name")
    assert second.processing_order == 2
    assert create(alpha, APP).processing_order == 1


def test_get_list_and_delete(alpha, rules, refused):
    made = [create(alpha, display_name=name) for name in "abc"]
    assert alpha.get_event_edit_rule(name=made[1].name) == made[1]
    assert list(alpha.list_event_edit_rules(parent=WEB)) == made
    alpha.delete_event_edit_rule(name=made[1].name)
    assert [(rule.display_name, rule.processing_order) for rule in rules()] == [("a", 1), ("c", 3)]
    assert create(alpha).processing_order == 4
    with refused(404, "Requested entity was not found."):
        alpha.get_event_edit_rule(name=made[1].name)
    with refused(404, "Requested entity was not found."):
        alpha.delete_event_edit_rule(name=made[1].name)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"display_name": ""}, "The display name is required."),
        ({"display_name": "x" * 256}, "The display name is longer than 255 characters."),
        ({"event_conditions": []}, "At least one event condition is required."),
        ({"event_conditions": [VIEWED] * 11}, "A rule has at most 10 event conditions, not 11."),
        ({"parameter_mutations": []}, "At least one parameter mutation is required."),
        ({"parameter_mutations": [RENAME, RENAME]}, "The parameter 'event_name' is mutated twice."),
    ],
)
def test_rules_that_are_refused(alpha, rules, refused, fields, message):
    with refused(400, message):
        create(alpha, **fields)
    assert rules() == []
    present = create(alpha)
    before = rules()
    with refused(400, message):
        update(alpha, present.name, list(fields), **fields)
    assert rules() == before


def test_update_changes_what_the_mask_names(alpha, rules):
    present = create(alpha)
    (before,) = rules()
    answer = update(alpha, present.name, ["display_name", "processing_order"], display_name="New", processing_order=9)
    (after,) = rules()
    assert (after.display_name, after.processing_order, answer.display_name) == ("New", 1, "New")
    assert (after.event_conditions, after.parameter_mutations) == (before.event_conditions, before.parameter_mutations)
    whole = {"event_conditions": [{**VIEWED, "negated": True}], "parameter_mutations": [{**RENAME, "parameter": "p"}]}
    update(alpha, present.name, ["*"], display_name="All", **whole)
    (after,) = rules()
    assert (after.display_name, after.processing_order) == ("All", 1)
    assert (after.event_conditions[0].negated, after.parameter_mutations[0].parameter) == (True, "p")


def test_output_only_fields(alpha, world, rules, refused):
    present = create(alpha)
    world.policies.set("output_only_fields", "REFUSE")
    with refused(400, "The field 'processing_order' is output only."):
        create(alpha, processing_order=5)
    with refused(400, "The field 'processing_order' is output only."):
        update(alpha, present.name, ["processing_order"], processing_order=5)
    assert [rule.processing_order for rule in rules()] == [1]


def test_reorder(alpha, rules):
    names = {name: create(alpha, display_name=name).name for name in "abc"}
    reorder(alpha, names["c"], names["a"], names["b"])
    assert {rule.display_name: rule.processing_order for rule in rules()} == {"c": 1, "a": 2, "b": 3}
    found = alpha.list_event_edit_rules(parent=WEB)
    assert [(rule.display_name, rule.processing_order) for rule in found] == [("a", 2), ("b", 3), ("c", 1)]


def test_reorder_needs_every_rule_once(alpha, rules, refused):
    a, b = create(alpha, display_name="a").name, create(alpha, display_name="b").name
    other = create(alpha, APP).name
    before = rules()
    for names in ([a], [], [a, b, b], [a, b, other], [a, f"{WEB}/eventEditRules/9"], [b, a.replace("901/", "902/")]):
        with refused(400, LISTED):
            reorder(alpha, *names)
    with refused(404, "Requested entity was not found."):
        reorder(alpha, a, b, parent=f"{PROPERTY}/dataStreams/9")
    form = "properties/{number}/dataStreams/{number}/eventEditRules/{number}"
    with refused(400, f"'x' is not a resource name of the form {form}."):
        reorder(alpha, "x")
    assert rules() == before


def test_how_many_a_stream_may_have(alpha, world, rules, refused):
    world.policies.set("event_edit_rule_limit", 1)
    create(alpha)
    with refused(429, "The data stream has reached its limit of 1 rules."):
        create(alpha)
    assert len(rules()) == 1
