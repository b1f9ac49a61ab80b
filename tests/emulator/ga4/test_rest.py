"""The REST transport byte by byte: what an HTTP client that is not Google's sends and gets."""

from __future__ import annotations

import json

import pytest

from microconv.emulator.ga4.api import Ga4Api
from microconv.emulator.http_messages import HttpRequest
from microconv.emulator.shared import COVERAGE

PARENT = "properties/345678901"
CART = f"{PARENT}/keyEvents/12"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


@pytest.fixture
def call(world):
    """``call(verb, path, body, **query)`` -> (status, headers, JSON or text), with a token that may edit."""
    from microconv.emulator.tokens import Principal

    api = Ga4Api(world)
    token = world.tokens.issue(Principal("a@b.example"), ["https://www.googleapis.com/auth/analytics.edit"])

    def send(verb, path, body=None, *, headers=None, **query):
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {token}"} if headers is None else headers
        query = {name: value if isinstance(value, list) else [value] for name, value in query.items()}
        answer = api.http(HttpRequest(verb, path, query, headers, content))
        text = answer.body.decode()
        is_json = answer.headers["Content-Type"] == "application/json; charset=UTF-8"
        return answer.status, answer.headers, json.loads(text) if is_json else text

    return send


def error(status, code, message, *details):
    content = {"code": status, "message": message, "status": code}
    return {"error": content | ({"details": list(details)} if details else {})}


def violation(message, field=None):
    return {"description": message} if field is None else {"field": field, "description": message}


def test_a_key_event_in_json(call, key_events):
    status, _, content = call("GET", f"/v1beta/{CART}")
    created = content.pop("createTime")
    assert (status, content) == (
        200,
        {
            "name": CART,
            "eventName": "mv_add_to_cart",
            "deletable": True,
            "custom": True,
            "countingMethod": "ONCE_PER_SESSION",
            "defaultValue": {"numericValue": 500, "currencyCode": "JPY"},
        },
    )
    assert created == key_events()["mv_add_to_cart"].create_time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_a_whole_amount_has_no_decimals(call):
    text = json.dumps(call("GET", f"/v1beta/{CART}")[2]["defaultValue"])
    assert text == '{"numericValue": 500, "currencyCode": "JPY"}'


def test_what_is_false_or_empty_is_left_out(call):
    _, _, content = call("GET", f"/v1alpha/{PARENT}/keyEvents/11")
    assert set(content) == {"name", "eventName", "createTime", "countingMethod"}
    assert call("GET", "/v1beta/properties/345678902/dataStreams")[2] == {}


def test_enums_are_numbers_when_asked_for(call):
    assert call("GET", f"/v1beta/{CART}", **{"$alt": "json;enum-encoding=int"})[2]["countingMethod"] == 2
    assert call("GET", f"/v1beta/{CART}", **{"$alt": "json"})[2]["countingMethod"] == "ONCE_PER_SESSION"
    _, _, found = call("GET", f"/v1beta/{PARENT}/dataStreams", alt="json;enum-encoding=int")
    assert [one["type"] for one in found["dataStreams"]] == [1, 3]


@pytest.mark.parametrize(
    "body",
    [
        {
            "eventName": "mv_x",
            "countingMethod": "ONCE_PER_SESSION",
            "defaultValue": {"numericValue": 1.5, "currencyCode": "JPY"},
        },
        {"event_name": "mv_x", "counting_method": 2, "default_value": {"numeric_value": "1.5", "currency_code": "JPY"}},
    ],
)
def test_bodies_are_read_in_both_spellings(call, key_events, body):
    status, _, content = call("POST", f"/v1beta/{PARENT}/keyEvents", body)
    stored = key_events()["mv_x"]
    assert (status, content["name"]) == (200, f"{PARENT}/keyEvents/{stored.id}")
    assert (stored.counting_method, stored.default_value.numeric_value) == ("ONCE_PER_SESSION", 1.5)


@pytest.mark.parametrize(
    "query",
    [
        {"updateMask": "countingMethod,defaultValue"},
        {"update_mask": "counting_method,default_value"},
        {"updateMask": ["countingMethod", "default_value"]},
        {"updateMask": "*"},
    ],
)
def test_masks_are_read_in_both_spellings(call, key_events, query):
    status, _, content = call("PATCH", f"/v1beta/{CART}", {"countingMethod": "ONCE_PER_EVENT"}, **query)
    assert (status, content["name"], content["countingMethod"]) == (200, CART, "ONCE_PER_EVENT")
    stored = key_events()["mv_add_to_cart"]
    assert (stored.counting_method, stored.default_value) == ("ONCE_PER_EVENT", None)


def test_the_path_names_the_object_whatever_the_body_says(call, key_events):
    body = {"name": f"{PARENT}/keyEvents/11", "countingMethod": "ONCE_PER_EVENT"}
    assert call("PATCH", f"/v1beta/{CART}", body, updateMask="countingMethod")[2]["name"] == CART
    assert key_events()["mv_add_to_cart"].counting_method == "ONCE_PER_EVENT"


def test_a_patch_without_mask_is_refused(call, key_events):
    before = key_events()
    status, _, content = call("PATCH", f"/v1beta/{CART}", {"countingMethod": "ONCE_PER_EVENT"})
    message = "The update mask is required."
    detail = {"@type": BAD_REQUEST, "fieldViolations": [violation(message, "update_mask")]}
    assert (status, content) == (400, error(400, "INVALID_ARGUMENT", message, detail))
    assert key_events() == before


def test_delete_answers_an_empty_object(call, key_events):
    assert call("DELETE", f"/v1alpha/{CART}")[::2] == (200, {})
    assert set(key_events()) == {"purchase"}


def test_a_duplicate_in_json(call):
    status, _, content = call("POST", f"/v1beta/{PARENT}/keyEvents", {"eventName": "purchase", "countingMethod": 1})
    assert (status, content) == (409, error(409, "ALREADY_EXISTS", "Requested entity already exists"))


@pytest.mark.parametrize(
    ("body", "violations"),
    [
        (
            {"eventName": "mv_x", "value": 5},
            [
                violation(
                    "Invalid JSON payload received. Unknown name \"value\" at 'key_event': Cannot find field.",
                    "key_event",
                )
            ],
        ),
        (
            {"eventName": "mv_x", "defaultValue": {"value": 5, "amount": 1}},
            [
                violation(
                    f'Invalid JSON payload received. Unknown name "{name}" '
                    "at 'key_event.default_value': Cannot find field.",
                    "key_event.default_value",
                )
                for name in ("value", "amount")
            ],
        ),
        (
            {"eventName": "mv_x", "countingMethod": "ONCE"},
            [
                violation(
                    "Invalid value at 'key_event.counting_method' "
                    '(type.googleapis.com/google.analytics.admin.v1beta.KeyEvent.CountingMethod), "ONCE"',
                    "key_event.counting_method",
                )
            ],
        ),
        (
            {"eventName": 5},
            [violation("Invalid value at 'key_event.event_name' (TYPE_STRING), 5", "key_event.event_name")],
        ),
        (
            {"eventName": "mv_x", "deletable": "yes"},
            [violation("Invalid value at 'key_event.deletable' (TYPE_BOOL), \"yes\"", "key_event.deletable")],
        ),
    ],
)
def test_bodies_that_do_not_fit(call, key_events, body, violations):
    status, _, content = call("POST", f"/v1beta/{PARENT}/keyEvents", body)
    message = "\n".join(one["description"] for one in violations)
    detail = {"@type": BAD_REQUEST, "fieldViolations": violations}
    assert (status, content) == (400, error(400, "INVALID_ARGUMENT", message, detail))
    assert "mv_x" not in key_events()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"eventName": ', "Invalid JSON payload received. Unexpected token at line 1, column 15."),
        (b"[]", 'Invalid JSON payload received. Unknown name "": Root element must be a message.'),
        (b'"mv_x"', 'Invalid JSON payload received. Unknown name "": Root element must be a message.'),
        (b'{"eventName": "\xff"}', "Invalid JSON payload received. The body is not UTF-8."),
        (b'{"defaultValue": {"numericValue": NaN}}', "Invalid JSON payload received. Unexpected token: NaN."),
        (b'{"a":' * 100_000, "Invalid JSON payload received. The body is nested too deeply."),
        (
            b'{"defaultValue": {"numericValue": 1%s}}' % (b"0" * 5000),
            "Invalid JSON payload received. A number has too many digits.",
        ),
    ],
)
def test_bodies_that_are_no_json_object(call, key_events, body, message):
    before = key_events()
    status, _, content = call("POST", f"/v1beta/{PARENT}/keyEvents", body)
    assert (status, content["error"]["status"], content["error"]["message"]) == (400, "INVALID_ARGUMENT", message)
    assert key_events() == before


@pytest.mark.parametrize(
    "body",
    [
        {"eventName": "mv_x", "event_name": "mv_y"},
        {"eventName": "mv_x", "defaultValue": 5},
        {"eventName": "mv_x", "defaultValue": {"numericValue": "five", "currencyCode": "JPY"}},
        {"eventName": "mv_x", "createTime": "yesterday"},
        {"eventName": "\ud800"},
    ],
)
def test_values_that_protobuf_does_not_take(call, key_events, body):
    before = key_events()
    status, _, content = call("POST", f"/v1beta/{PARENT}/keyEvents", body)
    assert (status, content["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert content["error"]["message"].startswith(("Invalid JSON payload received. ", "Invalid value at "))
    assert key_events() == before


def test_an_empty_body_is_an_empty_resource(call):
    status, _, content = call("POST", f"/v1beta/{PARENT}/keyEvents")
    assert (status, content["error"]["message"]) == (400, "The event name is required.")


@pytest.mark.parametrize("name", ["pagesize", "page_size.x", "foo"])
def test_unknown_query_parameters_are_refused(call, name):
    status, _, content = call("GET", f"/v1beta/{PARENT}/keyEvents", **{name: "5"})
    message = (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )
    detail = {"@type": BAD_REQUEST, "fieldViolations": [violation(message)]}
    assert (status, content) == (400, error(400, "INVALID_ARGUMENT", message, detail))


def test_query_parameters_are_read_in_both_spellings(call):
    for name in ("pageSize", "page_size"):
        assert len(call("GET", f"/v1beta/{PARENT}/keyEvents", **{name: "1"})[2]["keyEvents"]) == 1
    status, _, content = call("GET", f"/v1beta/{PARENT}/keyEvents", pageSize="one")
    assert (status, content["error"]["status"]) == (400, "INVALID_ARGUMENT")
    found = call("GET", "/v1beta/properties", filter="parent:accounts/100", showDeleted="true")[2]
    assert len(found["properties"]) == 2


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/v1beta/nothing"),
        ("GET", "/v2/accounts"),
        ("GET", "/"),
        ("GET", "v1beta/accounts"),
        ("PUT", f"/v1beta/{CART}"),
        ("GET", f"/v1beta/{CART}/more"),
        ("GET", f"/v1beta/{PARENT}:keyEvents"),
        ("POST", f"/v1beta/{CART}"),
        ("GET", "/v1beta/properties/1/dataStreams/2/globalSiteTag"),  # v1alpha only
    ],
)
def test_unknown_paths_are_a_page_that_says_404(call, world, verb, path):
    status, headers, text = call(verb, path)
    assert (status, headers) == (404, {"Content-Type": "text/html; charset=UTF-8"})
    assert "<title>Error 404 (Not Found)!!1</title>" in text
    assert world.log.entries == ()


@pytest.mark.parametrize(
    ("verb", "path", "method", "write"),
    [
        ("POST", f"/v1beta/{PARENT}/customDimensions", "CreateCustomDimension", True),
        ("GET", f"/v1beta/{PARENT}/customDimensions", "ListCustomDimensions", False),
        ("POST", f"/v1beta/{PARENT}:runAccessReport", "RunAccessReport", False),
        ("DELETE", "/v1alpha/accounts/100", "DeleteAccount", True),
        ("GET", f"/v1alpha/{PARENT}/audiences", "ListAudiences", False),
    ],
)
def test_what_the_emulator_does_not_have_it_says(call, world, verb, path, method, write):
    before = world.dump()["ga4"]
    status, _, content = call(verb, path, {} if verb == "POST" else None)
    name = f"google.analytics.admin.{path.split('/')[1]}.AnalyticsAdminService.{method}"
    message = f"The microconv emulator does not have the method {name}. {COVERAGE}"
    assert (status, content) == (501, error(501, "UNIMPLEMENTED", message))
    assert [(one.method, one.write, one.status) for one in world.log.entries] == [
        (f"AnalyticsAdminService.{method}", write, "UNIMPLEMENTED")
    ]
    assert world.dump()["ga4"] == before


@pytest.mark.parametrize("name", ["fields", "$fields", "callback"])
def test_parameters_that_would_change_the_answer_are_not_ignored(call, name):
    status, _, content = call("GET", f"/v1beta/{CART}", **{name: "name"})
    message = f"The microconv emulator does not have the parameter '{name}'."
    assert (status, content) == (501, error(501, "UNIMPLEMENTED", message))


@pytest.mark.parametrize("alt", ["media", "proto", "json;enum-encoding=word"])
def test_other_formats_are_refused(call, alt):
    status, _, content = call("GET", f"/v1beta/{CART}", alt=alt)
    assert (status, content) == (
        400,
        error(400, "INVALID_ARGUMENT", f"The microconv emulator answers in JSON only, not in '{alt}'."),
    )


def test_pretty_print(world):
    from microconv.emulator.tokens import Principal

    token = world.tokens.issue(Principal("a@b.example"), ["https://www.googleapis.com/auth/analytics.readonly"])
    api, headers = Ga4Api(world), {"authorization": f"Bearer {token}"}
    long = api.http(HttpRequest("GET", f"/v1beta/{CART}", {}, headers, b"")).body
    short = api.http(HttpRequest("GET", f"/v1beta/{CART}", {"prettyPrint": ["false"]}, headers, b"")).body
    assert long.startswith(b'{\n  "name"')
    assert short.count(b"\n") == 1
    assert json.loads(long) == json.loads(short)
