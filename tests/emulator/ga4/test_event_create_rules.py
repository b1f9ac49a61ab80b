"""Event create rules through the official v1alpha client, over both transports."""

from __future__ import annotations

import pytest
from google.analytics.admin_v1alpha import types
from google.protobuf.field_mask_pb2 import FieldMask

from microconv.emulator.ga4 import model_data_streams

PROPERTY = "properties/345678901"
WEB, APP = f"{PROPERTY}/dataStreams/1", f"{PROPERTY}/dataStreams/2"
REACHED = {"field": "page_location", "comparison_type": "CONTAINS", "value": "/form/step1"}
VIEWED = {"field": "event_name", "comparison_type": "EQUALS", "value": "page_view"}
FORM = "must start with a letter and have letters, digits and underscores only."


def create(client, parent=WEB, **fields):
    rule = {"destination_event": "mv_form_step1", "event_conditions": [VIEWED, REACHED], **fields}
    return client.create_event_create_rule(parent=parent, event_create_rule=rule)


def update(client, name, mask, **fields):
    return client.update_event_create_rule(event_create_rule={"name": name, **fields}, update_mask={"paths": mask})


@pytest.fixture
def rules(stored):
    """The rules a stream of the first property holds, oldest first."""
    return lambda stream=1: list(stored().data_streams[stream].event_create_rules.values())


def test_create_stores_what_was_asked_and_answers_it(alpha, rules):
    answer = create(
        alpha,
        source_copy_parameters=True,
        event_conditions=[VIEWED, {**REACHED, "comparison_type": "REGULAR_EXPRESSION", "negated": True}],
        parameter_mutations=[
            {"parameter": "step", "parameter_value": "1"},
            {"parameter": "page", "parameter_value": "[[page_location]]"},
        ],
    )
    (rule,) = rules()
    assert rule == model_data_streams.EventCreateRule(
        id=rule.id,
        destination_event="mv_form_step1",
        event_conditions=(
            model_data_streams.MatchingCondition("event_name", "EQUALS", "page_view", negated=False),
            model_data_streams.MatchingCondition("page_location", "REGULAR_EXPRESSION", "/form/step1", negated=True),
        ),
        source_copy_parameters=True,
        parameter_mutations=(
            model_data_streams.ParameterMutation("step", "1"),
            model_data_streams.ParameterMutation("page", "[[page_location]]"),
        ),
    )
    assert (answer.name, answer.destination_event) == (f"{WEB}/eventCreateRules/{rule.id}", "mv_form_step1")
    assert answer.source_copy_parameters is True
    assert [(one.field, one.comparison_type.name, one.value, one.negated) for one in answer.event_conditions] == [
        ("event_name", "EQUALS", "page_view", False),
        ("page_location", "REGULAR_EXPRESSION", "/form/step1", True),
    ]
    assert [(one.parameter, one.parameter_value) for one in answer.parameter_mutations] == [
        ("step", "1"),
        ("page", "[[page_location]]"),
    ]


def test_get_and_list(alpha, rules, refused):
    first, second = create(alpha), create(alpha, destination_event="mv_other")
    assert alpha.get_event_create_rule(name=first.name) == first
    assert list(alpha.list_event_create_rules(parent=WEB)) == [first, second]
    assert list(alpha.list_event_create_rules(parent=APP)) == []
    pages = list(alpha.list_event_create_rules(request={"parent": WEB, "page_size": 1}).pages)
    assert [[rule.name for rule in page.event_create_rules] for page in pages] == [[first.name], [second.name]]
    with refused(404, "Requested entity was not found."):
        alpha.get_event_create_rule(name=first.name.replace("dataStreams/1", "dataStreams/2"))


def test_delete(alpha, rules, refused):
    name = create(alpha).name
    alpha.delete_event_create_rule(name=name)
    assert rules() == []
    for method in (alpha.delete_event_create_rule, alpha.get_event_create_rule):
        with refused(404, "Requested entity was not found."):
            method(name=name)


@pytest.mark.parametrize("parent", [f"{PROPERTY}/dataStreams/9"])
def test_a_stream_that_is_not_there(alpha, refused, parent):
    with refused(404, "Requested entity was not found."):
        create(alpha, parent)
    with refused(404, "Requested entity was not found."):
        alpha.list_event_create_rules(parent=parent)


def test_a_property_the_caller_may_not_see(alpha, refused):
    with refused(403, "The caller does not have permission"):
        create(alpha, "properties/345678903/dataStreams/1")


@pytest.mark.parametrize("name", ["a" * 39, "申し込み_完了", "click", "x1_2"])
def test_destination_events_that_are_taken(alpha, rules, name):
    assert create(alpha, destination_event=name).destination_event == name
    assert [rule.destination_event for rule in rules()] == [name]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "The destination event is required."),
        ("a" * 40, f"The destination event '{'a' * 40}' must be shorter than 40 characters."),
        ("1st", f"The destination event '1st' {FORM}"),
        ("_x", f"The destination event '_x' {FORM}"),
        ("mv-x", f"The destination event 'mv-x' {FORM}"),
        ("mv x", f"The destination event 'mv x' {FORM}"),
        ("google_x", "The destination event 'google_x' starts with the reserved prefix 'google_'."),
        ("firebase_x", "The destination event 'firebase_x' starts with the reserved prefix 'firebase_'."),
        ("ga_x", "The destination event 'ga_x' starts with the reserved prefix 'ga_'."),
    ],
)
def test_destination_events_that_are_refused(alpha, rules, refused, name, message):
    with refused(400, message):
        create(alpha, destination_event=name)
    assert rules() == []
    present = create(alpha)
    with refused(400, message):
        update(alpha, present.name, ["destination_event"], destination_event=name)
    assert [rule.destination_event for rule in rules()] == ["mv_form_step1"]


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ([], "At least one event condition is required."),
        ([VIEWED] * 11, "A rule has at most 10 event conditions, not 11."),
        ([{**VIEWED, "field": ""}], "The field of a condition is required."),
        ([{**VIEWED, "field": "page location"}], "The field 'page location' of a condition contains a space."),
        ([VIEWED, {**VIEWED, "comparison_type": 0}], "The comparison type is required."),
        ([VIEWED, {**VIEWED, "comparison_type": 99}], "The comparison type 99 is unknown."),
        ([{**VIEWED, "value": ""}], "The value of a condition is required."),
    ],
)
def test_conditions_that_are_refused(alpha, rules, refused, conditions, message):
    with refused(400, message):
        create(alpha, event_conditions=conditions)
    assert rules() == []
    present = create(alpha)
    before = rules()
    with refused(400, message):
        update(alpha, present.name, ["event_conditions"], event_conditions=conditions)
    assert rules() == before


def test_ten_conditions(alpha, rules):
    create(alpha, event_conditions=[VIEWED] * 10)
    assert len(rules()[0].event_conditions) == 10


def test_every_comparison_type_of_the_proto(alpha, rules):
    kinds = [one for one in types.MatchingCondition.ComparisonType if one.value]
    assert [kind.name for kind in kinds] == list(model_data_streams.COMPARISON_TYPES)
    for kind in kinds:
        number = "THAN" in kind.name
        create(alpha, event_conditions=[{**VIEWED, "comparison_type": kind, **({"value": "9"} if number else {})}])
    assert [rule.event_conditions[0].comparison_type for rule in rules()] == [kind.name for kind in kinds]


@pytest.mark.parametrize("kind", ["REGULAR_EXPRESSION", "REGULAR_EXPRESSION_CASE_INSENSITIVE"])
def test_regular_expressions_are_for_web_streams(alpha, rules, refused, kind):
    with refused(400, "Regular expressions are supported for web streams only."):
        create(alpha, APP, event_conditions=[{**REACHED, "comparison_type": kind}])
    assert rules(2) == []
    create(alpha, APP)
    assert len(rules(2)) == 1
    create(alpha, WEB, event_conditions=[{**REACHED, "comparison_type": kind}])
    assert rules(1)[0].event_conditions[0].comparison_type == kind


def mutation(parameter="p", value="v"):
    return {"parameter": parameter, "parameter_value": value}


LONG = "p" * 40


@pytest.mark.parametrize(
    ("mutations", "message"),
    [
        ([mutation(f"p{n}") for n in range(21)], "A rule has at most 20 parameter mutations, not 21."),
        ([mutation("")], "The parameter of a mutation is required."),
        ([mutation(LONG)], f"The parameter '{LONG}' must be shorter than 40 characters."),
        ([mutation("a-b")], "The parameter 'a-b' must have letters, digits and underscores only."),
        ([mutation("p"), mutation("q"), mutation("p", "w")], "The parameter 'p' is mutated twice."),
        ([mutation(value="")], "The value of the parameter 'p' is required."),
        ([mutation(value="v" * 100)], "The value of the parameter 'p' must be shorter than 100 characters."),
        ([mutation("event_name")], "The event name can be mutated by edit rules only."),
    ],
)
def test_mutations_that_are_refused(alpha, rules, refused, mutations, message):
    with refused(400, message):
        create(alpha, parameter_mutations=mutations)
    assert rules() == []
    present = create(alpha)
    with refused(400, message):
        update(alpha, present.name, ["parameter_mutations"], parameter_mutations=mutations)
    assert rules()[0].parameter_mutations == ()


def test_twenty_mutations_as_long_as_they_may_be(alpha, rules):
    mutations = [mutation(f"p{n:038}", "v" * 99) for n in range(20)]
    create(alpha, parameter_mutations=mutations)
    assert [(one.parameter, one.parameter_value) for one in rules()[0].parameter_mutations] == [
        (f"p{n:038}", "v" * 99) for n in range(20)
    ]


def test_update_changes_what_the_mask_names(alpha, rules):
    present = create(alpha, source_copy_parameters=True, parameter_mutations=[mutation()])
    (before,) = rules()
    answer = update(
        alpha, present.name, ["destination_event"], destination_event="mv_new", source_copy_parameters=False
    )
    (after,) = rules()
    assert (after.destination_event, answer.destination_event) == ("mv_new", "mv_new")
    assert (after.id, after.event_conditions, after.source_copy_parameters, after.parameter_mutations) == (
        before.id,
        before.event_conditions,
        True,
        before.parameter_mutations,
    )
    update(alpha, present.name, ["source_copy_parameters", "parameter_mutations"])
    (after,) = rules()
    assert (after.destination_event, after.source_copy_parameters, after.parameter_mutations) == ("mv_new", False, ())
    update(alpha, present.name, ["event_conditions"], event_conditions=[REACHED])
    assert [one.field for one in rules()[0].event_conditions] == ["page_location"]


def test_a_star_replaces_everything(alpha, rules, refused):
    present = create(alpha, source_copy_parameters=True, parameter_mutations=[mutation()])
    before = rules()
    with refused(400, "At least one event condition is required."):
        update(alpha, present.name, ["*"], destination_event="mv_new")
    assert rules() == before
    update(alpha, present.name, ["*"], destination_event="mv_new", event_conditions=[VIEWED])
    (after,) = rules()
    assert (after.destination_event, len(after.event_conditions)) == ("mv_new", 1)
    assert (after.source_copy_parameters, after.parameter_mutations) == (False, ())


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        ([], "The update mask is required."),
        (["event_name"], "The update mask has the unknown path 'event_name'."),
        (["event_conditions.value"], "The update mask has the unknown path 'event_conditions.value'."),
        (["*", "name"], "'*' must be the only path of an update mask."),
    ],
)
def test_masks_that_are_refused(alpha, rules, refused, mask, message):
    present = create(alpha)
    before = rules()
    with refused(400, message):
        update(alpha, present.name, mask, destination_event="mv_new")
    assert rules() == before


def test_update_of_what_is_not_there(alpha, refused):
    with refused(404, "Requested entity was not found."):
        update(alpha, f"{WEB}/eventCreateRules/9", ["destination_event"], destination_event="mv_new")


def test_a_name_of_another_form(alpha, refused):
    name = f"{WEB}/eventCreateRules/x"
    form = "properties/{number}/dataStreams/{number}/eventCreateRules/{number}"
    with refused(400, f"'{name}' is not a resource name of the form {form}."):
        alpha.get_event_create_rule(name=name)


def test_the_name_is_output_only(alpha, world, rules, refused):
    answer = create(alpha, name=f"{WEB}/eventCreateRules/7")
    assert answer.name == f"{WEB}/eventCreateRules/{rules()[0].id}"
    assert rules()[0].id != 7
    world.policies.set("output_only_fields", "REFUSE")
    with refused(400, "The field 'name' is output only."):
        create(alpha, name=f"{WEB}/eventCreateRules/7")
    with refused(400, "The field 'name' is output only."):
        alpha.update_event_create_rule(
            event_create_rule=types.EventCreateRule(name=answer.name), update_mask=FieldMask(paths=["name"])
        )
    assert len(rules()) == 1


def test_v1beta_has_none(ga4):
    assert not hasattr(ga4.client("v1beta", "rest"), "create_event_create_rule")


# ---- policies


def test_how_many_a_stream_may_have(alpha, world, rules, refused):
    world.policies.set("event_create_rule_limit", 2)
    for _ in range(2):
        create(alpha)
    with refused(429, "The data stream has reached its limit of 2 rules."):
        create(alpha)
    world.policies.set("configuration_limit_error", "FAILED_PRECONDITION")
    with refused(400, "The data stream has reached its limit of 2 rules."):
        create(alpha)
    assert len(rules()) == 2
    create(alpha, APP)
    assert len(rules(2)) == 1


def test_there_are_fifty_by_default(alpha, world, stored, rules, refused):
    made = create(alpha)
    (rule,) = rules()
    stored().data_streams[1].event_create_rules.update(dict.fromkeys(range(1, 50), rule))
    with refused(429, "The data stream has reached its limit of 50 rules."):
        create(alpha)
    alpha.delete_event_create_rule(name=made.name)
    create(alpha)
    assert len(rules()) == 50


def test_reserved_names_and_prefixes(alpha, world, rules, refused):
    create(alpha, destination_event="scroll")
    world.policies.set("reserved_event_names_refused", True)
    with refused(400, "The destination event 'scroll' is reserved."):
        create(alpha, destination_event="scroll")
    world.policies.set("reserved_destination_prefixes_refused", False)
    create(alpha, destination_event="ga_x")
    assert [rule.destination_event for rule in rules()] == ["scroll", "ga_x"]


def test_one_event_from_two_rules(alpha, world, rules, refused):
    create(alpha)
    other = create(alpha, event_conditions=[REACHED])
    assert [rule.destination_event for rule in rules()] == ["mv_form_step1"] * 2
    world.policies.set("duplicate_destination_events_refused", True)
    with refused(409, "Requested entity already exists"):
        create(alpha)
    alpha.delete_event_create_rule(name=other.name)
    update(alpha, f"{WEB}/eventCreateRules/{rules()[0].id}", ["destination_event"], destination_event="mv_form_step1")
    create(alpha, APP)
    assert (len(rules(1)), len(rules(2))) == (1, 1)


def test_app_streams(alpha, world, rules, refused):
    world.policies.set("event_rules_on_app_streams", False)
    with refused(400, "Event rules are supported for web streams only."):
        create(alpha, APP)
    assert rules(2) == []
    create(alpha, WEB)
    assert len(rules(1)) == 1


def test_mutations_of_the_event_name_and_without_a_value(alpha, world, rules):
    world.policies.set("event_name_mutations_in_create_rules", True)
    world.policies.set("empty_mutation_values_refused", False)
    create(alpha, parameter_mutations=[mutation("event_name", "x"), mutation("p", "")])
    assert rules()[0].parameter_mutations == (
        model_data_streams.ParameterMutation("event_name", "x"),
        model_data_streams.ParameterMutation("p", ""),
    )


# ---- conditions that nothing can meet: policies

_OTHER = {"field": "event_name", "comparison_type": "EQUALS", "value": "mv_other"}
_OWN = {**_OTHER, "value": "mv_form_step1"}


@pytest.mark.parametrize(
    ("policy", "condition", "message"),
    [
        *(
            (
                "invalid_regular_expressions_refused",
                {**REACHED, "comparison_type": kind, "value": value},
                f"The value '{value}' is not a valid regular expression.",
            )
            for kind in ("REGULAR_EXPRESSION", "REGULAR_EXPRESSION_CASE_INSENSITIVE")
            for value in ("(", "*.pdf", r"(a)\1", "a(?!b)", "a++")
        ),
        *(
            (
                "comparisons_with_text_refused",
                {"field": "value", "comparison_type": kind, "value": value},
                f"The value '{value}' of a numeric comparison is not a number.",
            )
            for kind, value in zip(
                ("GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"),
                ("ten", "1,000", "９０", "nan"),
                strict=True,
            )
        ),
        (
            "rules_on_their_own_event_refused",
            _OWN,
            "The rule's conditions are about 'mv_form_step1', the event that it makes.",
        ),
    ],
)
def test_conditions_that_nothing_can_meet(ga4, world, rules, refused, policy, condition, message):
    alpha = ga4.client("v1alpha", "grpc")
    present = create(alpha)
    before = rules()
    with refused(400, message):
        create(alpha, event_conditions=[VIEWED, condition])
    with refused(400, message):
        update(alpha, present.name, ["event_conditions"], event_conditions=[condition])
    assert rules() == before
    world.policies.set(policy, False)
    create(alpha, event_conditions=[condition])
    assert rules()[-1].event_conditions[0].value == condition["value"]


@pytest.mark.parametrize("value", [r"a\++", "[(?!*+]", r"^https?://[^/?#]+/form/step1/?([?#].*)?$", "(?i)a|b"])
def test_regular_expressions_of_re2_are_taken(alpha, rules, value):
    create(alpha, event_conditions=[{**REACHED, "comparison_type": "REGULAR_EXPRESSION", "value": value}])
    assert rules()[0].event_conditions[0].value == value


def test_a_rule_moves_to_the_event_that_it_starts_from(alpha, rules, refused):
    made = create(alpha, event_conditions=[VIEWED, _OTHER])
    with refused(400, "The rule's conditions are about 'mv_other', the event that it makes."):
        update(alpha, made.name, ["destination_event"], destination_event="mv_other")
    assert rules()[0].destination_event == "mv_form_step1"


def test_chained_rules(alpha, world, rules, stored, refused):
    create(alpha, destination_event="mv_other")
    create(alpha, event_conditions=[_OTHER])
    before = rules()
    world.policies.set("chained_rules_refused", True)
    with refused(400, "The rule's conditions are about 'mv_other', which another rule makes."):
        create(alpha, destination_event="mv_third", event_conditions=[VIEWED, _OTHER])
    with refused(400, "The rule's conditions are about 'mv_other', which another rule makes."):
        alpha.create_event_edit_rule(
            parent=WEB,
            event_edit_rule={
                "display_name": "e",
                "event_conditions": [_OTHER],
                "parameter_mutations": [mutation()],
            },
        )
    create(alpha, destination_event="mv_third", event_conditions=[{**_OTHER, "negated": True}])
    create(alpha, APP, event_conditions=[_OTHER])
    assert rules()[:2] == before
    assert len(rules()) == 3
    assert stored().data_streams[1].event_edit_rules == {}
