"""GAQL: a QueryError with the right code for each way to be wrong, and an honest answer for what is not emulated."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from microconv.emulator.google_ads.errors import AdsFailure
from microconv.emulator.google_ads.query.catalog import RESOURCES, field_paths, resource_names
from microconv.emulator.google_ads.query.parser import parse
from microconv.emulator.google_ads.query.published import COMPANIONS, field_names, may_have
from microconv.emulator.google_ads.query.semantics import Checker
from microconv.emulator.google_ads.wire import Versions

#: How the texts begin that Google is quoted with.
GOOGLES = ("Cannot select", "Error in query", "Invalid ", "Unrecognized field")
INCOMPATIBLE = (
    "(could not support requested resources: 'CONVERSION_ACTION'), since {} is incompatible with the resource in the "
    "FROM clause or other selected segmenting resources."
)
#: What queries about changes must have.
PERIODS = {
    "change_event": " WHERE change_event.change_date_time DURING LAST_7_DAYS LIMIT 1",
    "change_status": " WHERE change_status.last_change_date_time DURING LAST_7_DAYS LIMIT 1",
}

HEAD = "SELECT conversion_action.id FROM conversion_action"


@pytest.mark.parametrize(
    ("query", "word", "message"),
    [
        ("FROM conversion_action", "EXPECTED_SELECT", "expected SELECT."),
        ("SELECT conversion_action.id", "EXPECTED_FROM", "expected FROM, found the end of the query."),
        ("SELECT conversion_action.id WHERE x = 1", "EXPECTED_FROM", "expected FROM, found 'WHERE'."),
        ("SELECT FROM conversion_action", "BAD_FIELD_NAME", "'FROM' is not a field name."),
        ("SELECT 5 FROM conversion_action", "BAD_FIELD_NAME", "'5' is not a field name."),
        ("SELECT conversion_action.id, FROM conversion_action", "BAD_FIELD_NAME", "'FROM' is not a field name."),
        ("SELECT", "UNEXPECTED_END_OF_QUERY", "unexpected end of query."),
        (HEAD + " WHERE", "UNEXPECTED_END_OF_QUERY", "unexpected end of query."),
        (HEAD + " WHERE conversion_action.id =", "UNEXPECTED_END_OF_QUERY", "unexpected end of query."),
        (
            "SELECT conversion_action.id FROM nothing",
            "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE",
            "there is no resource 'nothing'.",
        ),
        ("SELECT customer.id FROM customer, campaign", "UNEXPECTED_INPUT", "Error in query: unexpected input ,."),
        ("SELECT conversion_action.idd FROM conversion_action", "UNRECOGNIZED_FIELD", None),
        ("SELECT conversion_action.value_settings FROM conversion_action", "UNRECOGNIZED_FIELD", None),
        ("SELECT conversion_action FROM conversion_action", "UNRECOGNIZED_FIELD", None),
        (
            "SELECT conversion_action.idd, conversion_action.id FROM conversion_action WHERE segments.x = 1",
            "UNRECOGNIZED_FIELD",
            "Unrecognized fields in the query: 'conversion_action.idd', 'segments.x'.",
        ),
        (
            "SELECT metrics.ctr, metrics.conversions FROM conversion_action",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "Cannot select or filter on the following metrics: 'conversions'(could not support requested resources: "
            "'CONVERSION_ACTION'), 'ctr'(could not support requested resources: 'CONVERSION_ACTION'), since metric is "
            "incompatible with the resource in the FROM clause or other selected segmenting resources.",
        ),
        (
            "SELECT metrics.nonsense FROM conversion_action",
            "UNRECOGNIZED_FIELD",
            "Unrecognized field in the query: 'metrics.nonsense'.",
        ),
        (
            "SELECT metrics.conversions FROM conversion_action",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            f"Cannot select or filter on the following metrics: 'conversions'{INCOMPATIBLE.format('metric')}",
        ),
        (
            "SELECT segments.device FROM conversion_action",
            "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
            f"Cannot select or filter on the following segments: 'segments.device'{INCOMPATIBLE.format('segment')}",
        ),
        (
            "SELECT campaign.id FROM conversion_action",
            "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE",
            "Cannot select fields from the following resource: 'CAMPAIGN', since the resource is incompatible with the "
            "resource in FROM clause.",
        ),
        (
            HEAD + " WHERE customer_client.id = 1",
            "PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE",
            "'customer_client' cannot be used in a query about 'conversion_action'.",
        ),
        (
            HEAD + " WHERE conversion_action.tag_snippets IS NULL",
            "PROHIBITED_FIELD_IN_WHERE_CLAUSE",
            "'conversion_action.tag_snippets' cannot be used in WHERE.",
        ),
        (
            HEAD + " ORDER BY conversion_action.resource_name",
            "PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE",
            "'conversion_action.resource_name' cannot be used in ORDER BY.",
        ),
        (
            "SELECT customer.id FROM customer "
            "WHERE customer.conversion_tracking_setting.google_ads_conversion_customer = 'x'",
            "PROHIBITED_FIELD_IN_WHERE_CLAUSE",
            "'customer.conversion_tracking_setting.google_ads_conversion_customer' cannot be used in WHERE.",
        ),
        (
            "SELECT campaign.targeting_setting.target_restriction_operations FROM campaign",
            "PROHIBITED_FIELD_IN_SELECT_CLAUSE",
            "'campaign.targeting_setting.target_restriction_operations' cannot be used in SELECT.",
        ),
        (HEAD + " WHERE conversion_action.id == 1", "BAD_OPERATOR", "'==' is not an operator."),
        (HEAD + " WHERE conversion_action.id <> 1", "BAD_OPERATOR", "'<>' is not an operator."),
        (HEAD + " WHERE conversion_action.id ! 1", "BAD_OPERATOR", "'!' is not an operator."),
        (HEAD + " WHERE conversion_action.id CONTAINS 1", "BAD_OPERATOR", "'CONTAINS' is not an operator."),
        (HEAD + " WHERE conversion_action.id NOT 1", "BAD_OPERATOR", "'NOT' is not an operator."),
        (HEAD + " WHERE conversion_action.id IS 1", "BAD_OPERATOR", "'IS' is not an operator."),
        (HEAD + " WHERE conversion_action.id ; 1", "BAD_SYMBOL", "unexpected character ';' at position 78."),
        (HEAD + " WHERE conversion_action.id = 1x", "BAD_NUMBER", "'1x' is not a number."),
        (HEAD + " WHERE conversion_action.id = 1.2.3", "BAD_NUMBER", "'1.2.3' is not a number."),
        (HEAD + " WHERE conversion_action.id = 1.5", "BAD_NUMBER", "'1.5' is not a number this field can have."),
        (HEAD + " WHERE conversion_action.id = 'x'", "BAD_NUMBER", "'x' is not a number this field can have."),
        (
            HEAD + f" WHERE conversion_action.id = {2**63}",
            "BAD_NUMBER",
            f"'{2**63}' is not a number this field can have.",
        ),
        (
            HEAD + " WHERE conversion_action.name = 'x",
            "STRING_NOT_TERMINATED",
            "the string that starts at position 82 has no end.",
        ),
        (
            HEAD + " WHERE conversion_action.name = 'x\ny'",
            "PROHIBITED_NEWLINE_IN_STRING",
            "a string must not contain a line break.",
        ),
        (HEAD + r" WHERE conversion_action.name = 'x\q'", "BAD_ESCAPE_SEQUENCE", r"'\q' is not an escape sequence."),
        (
            HEAD + " WHERE conversion_action.name = Purchase",
            "INVALID_STRING_VALUE",
            "'conversion_action.name' takes a quoted string, not Purchase.",
        ),
        (HEAD + " WHERE conversion_action.name = )", "BAD_VALUE", "')' is not a value."),
        (HEAD + " WHERE conversion_action.primary_for_goal = 1", "BAD_VALUE", "'1' is not TRUE or FALSE."),
        (HEAD + " WHERE conversion_action.primary_for_goal = 'maybe'", "BAD_VALUE", "'maybe' is not TRUE or FALSE."),
        (
            HEAD + " WHERE conversion_action.status = 'PAUSED'",
            "BAD_ENUM_CONSTANT",
            "Invalid enum value cannot be included in WHERE clause: 'PAUSED'.",
        ),
        (
            HEAD + " WHERE conversion_action.status = 2",
            "BAD_ENUM_CONSTANT",
            "Invalid enum value cannot be included in WHERE clause: '2'.",
        ),
        (
            HEAD + " WHERE conversion_action.status = 'UNSPECIFIED'",
            "PROHIBITED_ENUM_CONSTANT",
            "'UNSPECIFIED' cannot be used in a condition.",
        ),
        (
            HEAD + " WHERE conversion_action.status LIKE 'E%'",
            "OPERATOR_FIELD_MISMATCH",
            "'LIKE' cannot be used with 'conversion_action.status'.",
        ),
        (
            HEAD + " WHERE conversion_action.id LIKE '1%'",
            "OPERATOR_FIELD_MISMATCH",
            "'LIKE' cannot be used with 'conversion_action.id'.",
        ),
        (
            HEAD + " WHERE conversion_action.name > 'a'",
            "OPERATOR_FIELD_MISMATCH",
            "'>' cannot be used with 'conversion_action.name'.",
        ),
        (
            HEAD + " WHERE conversion_action.name CONTAINS ANY ('a')",
            "OPERATOR_FIELD_MISMATCH",
            "'CONTAINS ANY' cannot be used with 'conversion_action.name'.",
        ),
        (
            HEAD + " WHERE conversion_action.primary_for_goal IN (true)",
            "OPERATOR_FIELD_MISMATCH",
            "'IN' cannot be used with 'conversion_action.primary_for_goal'.",
        ),
        (
            HEAD + " WHERE conversion_action.name DURING LAST_7_DAYS",
            "OPERATOR_FIELD_MISMATCH",
            "'DURING' cannot be used with 'conversion_action.name'.",
        ),
        (
            HEAD + " WHERE conversion_action.name DURING FOREVER",
            "INVALID_VALUE_WITH_DURING_OPERATOR",
            "Invalid date literal supplied for DURING operator: FOREVER.",
        ),
        (HEAD + " WHERE conversion_action.id IN 5", "EXPECTED_LIST", "IN takes a list in parentheses."),
        (HEAD + " WHERE conversion_action.id = (5)", "EXPECTED_SINGLE_VALUE", "= takes one value."),
        (HEAD + " WHERE conversion_action.id IN ()", "PROHIBITED_EMPTY_LIST_IN_CONDITION", "a list must not be empty."),
        (HEAD + " WHERE conversion_action.id IN (1, 'a')", "PROHIBITED_VALUE_COMBINATION_IN_LIST", None),
        (HEAD + " WHERE conversion_action.id IN (1 2)", "UNEXPECTED_INPUT", "Error in query: unexpected input 2."),
        (HEAD + " WHERE conversion_action.id IN (1,", "UNEXPECTED_END_OF_QUERY", "unexpected end of query."),
        (
            HEAD + " WHERE conversion_action.id BETWEEN 1",
            "EXPECTED_VALUE_WITH_BETWEEN_OPERATOR",
            "BETWEEN takes two values joined by AND.",
        ),
        (HEAD + " WHERE conversion_action.id BETWEEN 1 2", "EXPECTED_AND", "expected AND, found '2'."),
        (
            HEAD + " WHERE conversion_action.id BETWEEN 1 AND 'b'",
            "PROHIBITED_VALUE_COMBINATION_WITH_BETWEEN_OPERATOR",
            "the values of BETWEEN are not of the same kind.",
        ),
        (
            HEAD + " WHERE conversion_action.id BETWEEN 9 AND 1",
            "INVALID_VALUE_WITH_BETWEEN_OPERATOR",
            "the first value of BETWEEN is the greater one.",
        ),
        (HEAD + " WHERE conversion_action.name LIKE 'a[b'", "INVALID_VALUE_WITH_LIKE_OPERATOR", None),
        (HEAD + " WHERE conversion_action.name LIKE 5", "INVALID_VALUE_WITH_LIKE_OPERATOR", None),
        (HEAD + " WHERE conversion_action.name REGEXP_MATCH '('", "INVALID_STRING_VALUE", None),
        (HEAD + " WHERE conversion_action.name REGEXP_MATCH '(?=a)'", "INVALID_STRING_VALUE", None),
        (HEAD + " WHERE conversion_action.id = 1 conversion_action.id = 2", "UNEXPECTED_INPUT", None),
        (
            HEAD + " WHERE conversion_action.id = 1 OR conversion_action.id = 2",
            "UNEXPECTED_INPUT",
            "Error in query: unexpected input OR.",
        ),
        (HEAD + " WHERE (conversion_action.id = 1)", "BAD_FIELD_NAME", "'(' is not a field name."),
        (HEAD + " ORDER conversion_action.id", "EXPECTED_BY", "expected BY after ORDER, found 'conversion_action.id'."),
        (HEAD + " LIMIT 0", "LIMIT_VALUE_TOO_LOW", "a limit must be at least 1."),
        (HEAD + " LIMIT -3", "LIMIT_VALUE_TOO_LOW", "a limit must be at least 1."),
        (HEAD + " LIMIT 1.5", "BAD_LIMIT_VALUE", "'1.5' is not a limit."),
        (HEAD + " LIMIT many", "BAD_LIMIT_VALUE", "'many' is not a limit."),
        (HEAD + " LIMIT 5 WHERE conversion_action.id = 1", "UNEXPECTED_INPUT", None),
        (HEAD + " LIMIT 5 5", "UNEXPECTED_INPUT", None),
        (HEAD + ";", "BAD_SYMBOL", "unexpected character ';' at position 50."),
        (
            HEAD + " PARAMETERS include_everything = true",
            "BAD_PARAMETER_NAME",
            "there is no parameter 'include_everything'.",
        ),
        (HEAD + " PARAMETERS include_drafts = 5", "BAD_PARAMETER_VALUE", "'5' is not a value of 'include_drafts'."),
    ],
)
def test_query_error(ads, query, word, message):
    with ads.refused() as refusal:
        ads.search(query)
    assert refusal.codes == [f"query_error.{word}"]
    assert refusal.status == "INVALID_ARGUMENT"
    if message is not None:
        assert refusal.messages == [message if message.startswith(GOOGLES) else f"Error in query: {message}"]


def test_a_list_that_is_too_long(ads):
    numbers = ", ".join(map(str, range(20_001)))
    with ads.refused() as refusal:
        ads.search(f"{HEAD} WHERE conversion_action.id IN ({numbers})")
    assert refusal.codes == ["query_error.FILTER_HAS_TOO_MANY_VALUES"]
    assert refusal.messages == ["Error in query: a list has at most 20000 values."]


def test_errors_of_streams(ads):
    with ads.refused() as refusal:
        ads.stream("SELECT nothing FROM conversion_action")
    assert refusal.codes == ["query_error.UNRECOGNIZED_FIELD"]


def test_empty_query(ads):
    with ads.refused() as refusal:
        ads.search("  ")
    assert (refusal.codes, refusal.places) == (["request_error.REQUIRED_FIELD_MISSING"], ["query"])


def test_metrics_of_a_manager(ads):
    with ads.refused() as refusal:
        ads.search("SELECT metrics.all_conversions FROM conversion_action", "9998887777")
    assert refusal.codes == ["query_error.REQUESTED_METRICS_FOR_MANAGER"]


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("SELECT ad_group.id FROM ad_group", "the resource 'ad_group'"),
        ("SELECT metrics.view_through_conversions FROM customer", "'metrics.view_through_conversions'"),
        ("SELECT segments.device FROM customer", "'segments.device'"),
        ("SELECT customer.contains_eu_political_advertising FROM customer", "the field 'customer.contains_eu"),
        (
            "SELECT accessible_bidding_strategy.name FROM campaign",
            "'accessible_bidding_strategy' in queries about 'campaign'",
        ),
        ("SELECT campaign.id FROM campaign_budget", "'campaign' in queries about 'campaign_budget'"),
        ("SELECT metrics.clicks FROM campaign_budget", "'metrics.clicks' in queries about 'campaign_budget'"),
    ],
)
def test_what_is_not_emulated_says_so(ads, query, what):
    from google.api_core.exceptions import MethodNotImplemented

    with pytest.raises(MethodNotImplemented) as caught:
        ads.search(query)
    assert f"The microconv emulator does not have {what}" in caught.value.message


def answer(checker, query):
    """OK, UNIMPLEMENTED, or the code of the error."""
    try:
        checker.check(parse(query))
    except AdsFailure as failure:
        return failure.errors[0].word if failure.errors else failure.status
    return "OK"


@pytest.mark.parametrize("version", ["v23", "v26"])
def test_no_field_that_google_has_is_called_invalid(version):
    """Every field of the version's messages, asked once where queries are read (some 5,000)."""
    known = Versions().get(version)
    checker = Checker(known, manager=False, today=date(2026, 11, 23))
    answers = Counter()
    for head in sorted(resource_names(known)):
        for path in sorted(field_paths(known, head)):
            answers[answer(checker, f"SELECT {head}.{path} FROM {head}{PERIODS.get(head, '')}")] += 1
    for head in ("metrics", "segments"):
        for path in sorted(field_names(known, head)):
            query = f"SELECT {head}.{path} FROM campaign WHERE segments.date = '2026-11-01'"
            given = answer(checker, query)
            if may_have("campaign", f"{head}.{path}"):
                answers[given] += 1
            else:  # the index has it for other resources: Google prohibits it here
                assert given == f"PROHIBITED_{head.upper().removesuffix('S')}_IN_SELECT_OR_WHERE_CLAUSE"
    unselectable = sum(
        not field.selectable and path in known.row_shape(name).leaves
        for name, table in RESOURCES.items()
        for path, field in table.fields.items()
    )
    assert answers.keys() == {"OK", "UNIMPLEMENTED", "PROHIBITED_FIELD_IN_SELECT_CLAUSE"}
    assert answers["PROHIBITED_FIELD_IN_SELECT_CLAUSE"] == unselectable == {"v23": 5, "v26": 11}[version]
    assert answers["OK"] > 200
    assert answers.total() > 3000


def test_no_pair_that_google_has_is_called_invalid():
    """Each resource in a query about each emulated one: refused only where the published index does not have it."""
    known = Versions().get("v26")
    checker = Checker(known, manager=False, today=date(2026, 11, 23))
    for name in RESOURCES:
        for other in sorted(resource_names(known) - {name}):
            found = answer(checker, f"SELECT {other}.resource_name FROM {name}{PERIODS.get(name, '')}")
            if found not in ("OK", "UNIMPLEMENTED"):
                assert (found, other in COMPANIONS[name]) == ("PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE", False)


def test_the_hints_of_what_is_missing_can_be_followed(ads):
    from google.api_core.exceptions import MethodNotImplemented

    with pytest.raises(MethodNotImplemented) as caught:
        ads.search("SELECT customer.contains_eu_political_advertising FROM customer")
    query = re.search("SELECT name .* TRUE", caught.value.message)[0]
    fields = ads.service("GoogleAdsFieldService").search_google_ads_fields(request={"query": query})
    assert ads.rows(f"SELECT {', '.join(one.name for one in fields)} FROM customer")
    with pytest.raises(MethodNotImplemented) as caught:
        ads.search("SELECT ad_group.id FROM ad_group")
    for name in re.search("it has (.*?)[.] ", caught.value.message)[1].split(", "):
        ads.rows(f"SELECT {name}.resource_name FROM {name}{PERIODS.get(name, '')}")
