"""The Google Ads API over REST, as programs that know only HTTP and JSON ask it: through the emulator's ports."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
import requests

from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal

STORE, MANAGER = "1234567890", "9998887777"
SCOPE = "https://www.googleapis.com/auth/adwords"
ACTIONS = f"customers/{STORE}/conversionActions"


@pytest.fixture
def token(world: World) -> str:
    return world.tokens.issue(Principal(SERVICE_ACCOUNT), [SCOPE])


@pytest.fixture
def rest(emulator: Any, token: str) -> Callable[..., requests.Response]:
    """Sends one request; `headers` are added, None takes one away."""

    def send(verb: str, path: str, body: Any = None, headers: Any = None, **given: Any) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update({"Authorization": f"Bearer {token}", **(headers or {})})
            url = f"{emulator.google_ads_rest_endpoint}/{path}"
            return session.request(verb, url, json=body, verify=str(emulator.folder / "ca.pem"), timeout=20, **given)

    return send


@pytest.fixture
def search(rest: Callable[..., requests.Response]) -> Callable[..., Any]:
    def ask(query: str, customer: str = STORE, version: str = "v26", **settings: Any) -> Any:
        body = {"query": query, **settings}
        return rest("POST", f"{version}/customers/{customer}/googleAds:search", body).json()

    return ask


@pytest.fixture
def mutate(rest: Callable[..., requests.Response]) -> Callable[..., requests.Response]:
    """Changes conversion actions of the store."""

    def send(*operations: Any, **settings: Any) -> requests.Response:
        body = {"operations": list(operations), **settings}
        return rest("POST", f"v26/{ACTIONS}:mutate", body)

    return send


def failure(content: Any) -> list[str]:
    """Of each error of a GoogleAdsFailure its code, as ``family.WORD``."""
    (detail,) = content["error"]["details"]
    assert detail["@type"].endswith(".errors.GoogleAdsFailure")
    return [f"{family}.{word}" for one in detail["errors"] for family, word in one["errorCode"].items()]


def denied(content: Any) -> None:
    assert (content["error"]["code"], content["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert failure(content) == ["authorizationError.USER_PERMISSION_DENIED"]


# ---- reading


@pytest.mark.parametrize("version", ["v23", "v26"])
def test_customers_are_listed(rest, version):
    answer = rest("GET", f"{version}/customers:listAccessibleCustomers")
    assert f"customers/{STORE}" in answer.json()["resourceNames"]
    assert answer.headers["content-type"] == "application/json; charset=UTF-8"


@pytest.mark.parametrize("version", ["v23", "v24", "v25", "v26"])
def test_a_search_in_the_json_of_protobuf(search, version):
    """Identifiers as strings, enums as names, doubles as numbers, the mask in camel case, nothing that is not set."""
    query = """SELECT conversion_action.id, conversion_action.type, conversion_action.status,
        conversion_action.value_settings.default_value, conversion_action.primary_for_goal,
        conversion_action.google_analytics_4_settings.event_name
        FROM conversion_action WHERE conversion_action.id IN (102, 106) ORDER BY conversion_action.id"""
    page = search(query, version=version)
    assert page["results"] == [
        {
            "conversionAction": {
                "resourceName": f"{ACTIONS}/102",
                "id": "102",
                "type": "WEBPAGE",
                "status": "ENABLED",
                "primaryForGoal": False,
                "valueSettings": {"defaultValue": 500},
            }
        },
        {
            "conversionAction": {
                "resourceName": f"{ACTIONS}/106",
                "id": "106",
                "type": "GOOGLE_ANALYTICS_4_PURCHASE",
                "status": "ENABLED",
                "primaryForGoal": True,
                "googleAnalytics4Settings": {"eventName": "purchase"},
                "valueSettings": {
                    "defaultValue": page["results"][1]["conversionAction"]["valueSettings"]["defaultValue"]
                },
            }
        },
    ]
    assert page["fieldMask"] == (
        "conversionAction.id,conversionAction.type,conversionAction.status,conversionAction.valueSettings.defaultValue,"
        "conversionAction.primaryForGoal,conversionAction.googleAnalytics4Settings.eventName"
    )
    assert set(page) == {"results", "fieldMask"}


def test_pages_of_a_search(search, world):
    world.policies.set("search_page_size", 5)
    query = "SELECT conversion_action.id FROM conversion_action"
    first = search(query, searchSettings={"returnTotalResultsCount": True})
    assert (len(first["results"]), first["totalResultsCount"]) == (5, "12")
    second = search(query, pageToken=first["nextPageToken"])
    third = search(query, page_token=second["nextPageToken"])
    assert (len(third["results"]), "nextPageToken" in third) == (2, False)
    refused = search(query, pageSize=3)
    assert failure(refused) == ["requestError.PAGE_SIZE_NOT_SUPPORTED"]


def test_a_stream_is_a_list_of_its_parts(rest, world):
    world.policies.set("search_page_size", 5)
    query = {"query": "SELECT conversion_action.id FROM conversion_action"}
    answer = rest("POST", f"v26/customers/{STORE}/googleAds:searchStream", query)
    parts = answer.json()
    assert [len(part["results"]) for part in parts] == [5, 5, 2]
    assert {part["requestId"] for part in parts} == {answer.headers["request-id"]}
    nothing = {"query": "SELECT campaign.id FROM campaign"}
    (empty,) = rest("POST", f"v26/customers/{STORE}/googleAds:searchStream", nothing).json()
    assert set(empty) == {"fieldMask", "requestId"}
    assert [one.method for one in world.log.entries] == ["GoogleAdsService.SearchStream"] * 2


def test_fields_are_looked_up(rest):
    field = rest("GET", "v26/googleAdsFields/conversion_action.id").json()
    assert (field["dataType"], field["sortable"]) == ("INT64", True)
    body = {"query": "SELECT name, category WHERE name LIKE 'conversion_action.i%'", "pageSize": 1}
    page = rest("POST", "v26/googleAdsFields:search", body).json()
    assert [set(one) for one in page["results"]] == [{"resourceName", "name", "category"}]
    assert page["nextPageToken"]


# ---- changing


def test_an_action_is_created_changed_and_removed(mutate, world, store):
    created = mutate(
        {
            "create": {
                "name": "mv_new",
                "type": "WEBPAGE",
                "category": "SIGNUP",
                "valueSettings": {"defaultValue": 700, "alwaysUseDefaultValue": True},
                "clickThroughLookbackWindowDays": "30",
            }
        },
        responseContentType="MUTABLE_RESOURCE",
    ).json()
    (result,) = created["results"]
    name = result["resourceName"]
    assert result["conversionAction"]["valueSettings"]["defaultValue"] == 700
    number = int(name.rpartition("/")[2])
    assert store.actions[number].fields["name"] == "mv_new"
    update = {"resourceName": name, "valueSettings": {"defaultValue": 900}, "primaryForGoal": False}
    assert mutate({"update": update, "updateMask": "valueSettings.defaultValue,primary_for_goal"}).json() == {
        "results": [{"resourceName": name}]
    }
    fields = store.actions[number].fields
    assert (fields["value_settings.default_value"], fields["primary_for_goal"]) == (900.0, False)
    assert mutate({"remove": name}).json() == {"results": [{"resourceName": name}]}
    assert store.actions[number].fields["status"] == "REMOVED"
    assert [(one.method, one.write, one.account) for one in world.log.entries] == [
        ("ConversionActionService.MutateConversionActions", True, STORE)
    ] * 3


def test_a_mask_that_letters_alone_would_spell_otherwise(mutate):
    """``googleAnalytics4Settings`` is ``google_analytics_4_settings``: the field is known, and read only."""
    update = {"resourceName": f"{ACTIONS}/105", "googleAnalytics4Settings": {"eventName": "x"}}
    answer = mutate({"update": update, "updateMask": "googleAnalytics4Settings.eventName"}).json()
    assert failure(answer) != ["fieldMaskError.FIELD_NOT_FOUND"]
    unknown = mutate({"update": {"resourceName": f"{ACTIONS}/105"}, "updateMask": "noSuchField"}).json()
    assert failure(unknown) == ["fieldMaskError.FIELD_NOT_FOUND"]


def test_a_part_of_the_operations_fails(mutate, store):
    bad = {"create": {"name": "Purchase", "type": "WEBPAGE"}}
    answer = mutate({"create": {"name": "mv_a", "type": "WEBPAGE"}}, bad, partialFailure=True).json()
    good, empty = answer["results"]
    assert (set(good), empty) == ({"resourceName"}, {})
    error = answer["partialFailureError"]
    assert error["code"] == 3
    assert error["message"].endswith(", at operations[1].create.name")
    (one,) = error["details"][0]["errors"]
    assert one["errorCode"] == {"conversionActionError": "DUPLICATE_NAME"}
    assert one["trigger"] == {"stringValue": "Purchase"}
    assert one["location"]["fieldPathElements"] == [
        {"fieldName": "operations", "index": 1},
        {"fieldName": "create"},
        {"fieldName": "name"},
    ]
    assert "mv_a" in {action.fields["name"] for action in store.actions.values()}


def test_a_rehearsal_changes_nothing(mutate, world, store):
    before = dict(store.actions)
    answer = mutate({"create": {"name": "mv_a", "type": "WEBPAGE"}}, validateOnly=True)
    assert (answer.status_code, answer.json()) == (200, {})
    assert dict(store.actions) == before
    assert [(one.status, one.rehearsal) for one in world.log.entries] == [("OK", True)]


def test_several_kinds_in_one_request(rest, campaigns):
    del campaigns
    operations = [
        {"campaignBudgetOperation": {"create": {"resourceName": f"customers/{STORE}/campaignBudgets/-1", "name": "b",
                                                "amountMicros": "5000000000"}}},
        {"conversionActionOperation": {"update": {"resourceName": f"{ACTIONS}/102", "name": "mv_cart"},
                                       "updateMask": "name"}},
    ]  # fmt: skip
    answer = rest("POST", f"v26/customers/{STORE}/googleAds:mutate", {"mutateOperations": operations})
    first, second = answer.json()["mutateOperationResponses"]
    assert set(first) == {"campaignBudgetResult"}
    assert second == {"conversionActionResult": {"resourceName": f"{ACTIONS}/102"}}


# ---- who asks


def test_who_has_no_token(rest):
    answer = rest("GET", "v26/customers:listAccessibleCustomers", headers={"Authorization": None})
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    assert failure(answer.json()) == ["authenticationError.AUTHENTICATION_ERROR"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="https://accounts.google.com/"'
    bad = rest("GET", "v26/customers:listAccessibleCustomers", headers={"Authorization": "Bearer ya29.x"})
    assert failure(bad.json()) == ["authenticationError.OAUTH_TOKEN_INVALID"]
    assert bad.headers["www-authenticate"].endswith('error="invalid_token"')


def test_a_token_without_the_scope(rest, world):
    other = world.tokens.issue(Principal(SERVICE_ACCOUNT), ["https://www.googleapis.com/auth/analytics.edit"])
    answer = rest("GET", "v26/customers:listAccessibleCustomers", headers={"Authorization": f"Bearer {other}"})
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["reason"]) == (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]


def test_the_token_may_be_in_the_query(rest, token):
    path = f"v26/customers:listAccessibleCustomers?access_token={token}"
    assert rest("GET", path, headers={"Authorization": None}).status_code == 200


def test_the_login_customer_and_the_developer_token_are_headers(rest, world):
    world.policies.set("access_without_grants", "top_accounts")
    query = {"query": "SELECT customer.id FROM customer"}
    path = f"v26/customers/{STORE}/googleAds:search"
    denied(rest("POST", path, query).json())
    through = {"login-customer-id": MANAGER, "developer-token": "of-before-september-2026"}
    assert rest("POST", path, query, headers=through).json()["results"] == [
        {"customer": {"resourceName": f"customers/{STORE}", "id": STORE}}
    ]
    bad = rest("POST", path, query, headers={"login-customer-id": "123-456"})
    assert failure(bad.json()) == ["headerError.INVALID_LOGIN_CUSTOMER_ID"]


# ---- what cannot be answered


def test_the_request_id_is_in_header_and_failure(rest, world):
    answer = rest("POST", f"v26/customers/{STORE}/googleAds:search", {"query": "SELECT nothing FROM customer"})
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Request contains an invalid argument.")
    assert detail["requestId"] == answer.headers["request-id"] == world.log.entries[-1].request_id


def test_the_error_of_a_stream_is_in_a_list(rest):
    answer = rest("POST", f"v26/customers/{STORE}/googleAds:searchStream", {"query": "SELECT nothing FROM customer"})
    (content,) = answer.json()
    assert answer.status_code == 400
    assert failure(content) == ["queryError.UNRECOGNIZED_FIELD"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"querry": "x"}, 'Unknown name "querry": Cannot find field.'),
        ({"query": 5}, "Invalid value at 'query' (TYPE_STRING), 5"),
        ({"searchSettings": {"x": 1}}, "Unknown name \"x\" at 'search_settings': Cannot find field."),
        ({"pageSize": "x"}, "Invalid value at 'page_size' (TYPE_INT32), \"x\""),
        ({"pageSize": "1_0"}, "Invalid value at 'page_size' (TYPE_INT32), \"1_0\""),
        ({"pageSize": 0.5}, "Invalid value at 'page_size' (TYPE_INT32), 0.5"),
        ({"pageSize": True}, "Invalid value at 'page_size' (TYPE_INT32), true"),
        ({"pageSize": 2**31}, f"Invalid value at 'page_size' (TYPE_INT32), {2**31}"),
        ([], 'Unknown name "": Root element must be a message.'),
    ],
)
def test_a_body_that_is_no_request(rest, body, text):
    answer = rest("POST", f"v26/customers/{STORE}/googleAds:search", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"].endswith(text)
    assert error["details"][0]["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    stranger = rest("POST", f"v26/customers/{STORE}/googleAds:search", body, headers={"Authorization": None})
    assert stranger.status_code == 401


@pytest.mark.parametrize("value", [True, "1_0", " 5", "five", "0x5", [5], {"value": 5}])
def test_a_value_that_is_no_number(mutate, store, value):
    """Python would take some of these for one."""
    before = len(store.actions)
    named = {"name": "a", "type": "WEBPAGE", "category": "PURCHASE", "valueSettings": {"defaultValue": value}}
    error = mutate({"create": named}).json()["error"]
    place = "operations[0].create.value_settings.default_value"
    assert error["message"] == f"Invalid value at '{place}' (TYPE_DOUBLE), {json.dumps(value)}"
    assert len(store.actions) == before


@pytest.mark.parametrize("value", [5, 5.0, "5", "5.0", "5e0", "0.5E1"])
def test_spellings_of_a_number(mutate, store, value):
    named = {"name": "a", "type": "WEBPAGE", "category": "PURCHASE", "valueSettings": {"defaultValue": value}}
    name = mutate({"create": named}).json()["results"][0]["resourceName"]
    made = store.actions[int(name.rpartition("/")[2])]
    assert made.fields["value_settings.default_value"] == 5


def test_a_body_may_be_compressed(rest):
    body = gzip.compress(json.dumps({"query": "SELECT customer.id FROM customer"}).encode())
    path = f"v26/customers/{STORE}/googleAds:search"
    answer = rest("POST", path, data=body, headers={"Content-Encoding": "gzip"})
    assert answer.json()["results"][0]["customer"]["id"] == STORE


def test_a_wrong_name_in_an_operation_is_placed(mutate):
    answer = mutate({"create": {"name": "a"}}, {"create": {"nam": "b"}}).json()
    (violation,) = answer["error"]["details"][0]["fieldViolations"]
    assert violation["field"] == "operations[1].create"


def test_broken_json(rest):
    answer = rest("POST", f"v26/customers/{STORE}/googleAds:search", data=b'{"query": ')
    assert answer.json()["error"]["message"].startswith("Invalid JSON payload received. Unexpected token")


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        (f"v26/customers/{STORE}/adGroups:mutate", "AdGroupService.MutateAdGroups"),
        (f"v23/customers/{STORE}:uploadClickConversions", "ConversionUploadService.UploadClickConversions"),
        (f"v99/customers/{STORE}/googleAds:search", "version v99; it has v23, v24, v25, v26"),
    ],
)
def test_what_google_has_and_the_emulator_has_not(rest, world, path, missing):
    answer = rest("POST", path, {})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (501, 501, "UNIMPLEMENTED")
    assert error["message"].startswith(f"The microconv emulator does not have {missing}.")
    assert world.log.entries[-1].status == "UNIMPLEMENTED"


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", f"v26/customers/{STORE}/nothing:mutate"),
        ("GET", f"v26/customers/{STORE}/googleAds:search"),
        ("POST", f"v22/customers/{STORE}/googleAds:search"),
        ("POST", f"v26/customers/{STORE}/campaignLifecycleGoal:configureCampaignLifecycleGoals"),
    ],
)
def test_what_google_has_not(rest, world, verb, path):
    page = rest(verb, path, {})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=UTF-8")
    assert "Error 404 (Not Found)" in page.text
    assert (world.log.entries[-1].status, world.log.entries[-1].detail) == ("NOT_FOUND", f"{verb} /{path}")
    world.policies.set("rest_unknown_url", "json")
    error = {"code": 404, "message": "Method not found.", "status": "NOT_FOUND"}
    assert rest(verb, path, {}).json() == {"error": error}


def test_system_parameters(rest):
    path = "v26/customers:listAccessibleCustomers"
    assert "\n" not in rest("GET", f"{path}?prettyPrint=false").text.strip()
    assert rest("GET", f"{path}?key=x&$alt=json").status_code == 200
    assert rest("GET", f"{path}?fields=resourceNames").json()["error"]["status"] == "UNIMPLEMENTED"
    assert rest("GET", path, headers={"X-Goog-FieldMask": "resourceNames"}).json()["error"]["status"] == "UNIMPLEMENTED"
    assert rest("GET", f"{path}?alt=proto").json()["error"]["status"] == "INVALID_ARGUMENT"
    unknown = rest("GET", f"{path}?customerId=5").json()["error"]["message"]
    assert 'Unknown name "customerId": Cannot bind query parameter.' in unknown


# ---- faults


def test_faults_hit_as_over_grpc(rest, world, mutate, store):
    world.faults.add(Fault("google_ads", "Mutate", status="UNAVAILABLE"))
    world.faults.add(Fault("google_ads", "MutateConversionActions", after_commit=True, drop=True))
    with pytest.raises(requests.ConnectionError):
        mutate({"create": {"name": "mv_a", "type": "WEBPAGE"}})
    assert "mv_a" in {action.fields["name"] for action in store.actions.values()}
    busy = {"status": "RESOURCE_EXHAUSTED", "error": ("quota_error", "RESOURCE_EXHAUSTED"), "message": "Too many."}
    world.faults.add(Fault("google_ads", "Search", **busy))
    path = f"v26/customers/{STORE}/googleAds:search"
    answer = rest("POST", path, {"query": "SELECT customer.id FROM customer"})
    assert (answer.status_code, answer.json()["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert failure(answer.json()) == ["quotaError.RESOURCE_EXHAUSTED"]


def test_the_quota_says_when_to_try_again(rest, world):
    world.policies.set("qps_per_customer", 1)
    path, query = f"v26/customers/{STORE}/googleAds:search", {"query": "SELECT customer.id FROM customer"}
    answers = [rest("POST", path, query) for _ in range(4)]
    refused = next(one for one in answers if one.status_code == 429)
    (error,) = refused.json()["error"]["details"][0]["errors"]
    details = error["details"]["quotaErrorDetails"]
    assert (details["rateScope"], details["retryDelay"]) == ("ACCOUNT", "1s")


def test_a_mistake_of_the_emulator(rest, monkeypatch, mishaps):
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("of the emulator's own")

    monkeypatch.setattr("microconv.emulator.google_ads.access.accessible_customers", broken)
    answer = rest("GET", "v26/customers:listAccessibleCustomers")
    assert (answer.status_code, failure(answer.json())) == (500, ["internalError.INTERNAL_ERROR"])
    [line] = mishaps
    assert answer.headers["request-id"] in line
    mishaps.clear()


# ---- other programs


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl(emulator, token):
    """As the pages on the REST interface show it."""
    command = [
        *(
            "curl",
            "--silent",
            "--show-error",
            "--include",
            "--noproxy",
            "*",
            "--cacert",
            str(emulator.folder / "ca.pem"),
        ),
        *("--request", "POST", f"{emulator.google_ads_rest_endpoint}/v26/customers/{STORE}/googleAds:searchStream"),
        *("--header", "Content-Type: application/json", "--header", f"Authorization: Bearer {token}"),
        *("--data", json.dumps({"query": "SELECT customer.currency_code FROM customer"})),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    head, _, body = done.stdout.replace("\r\n", "\n").partition("\n\n")
    assert head.splitlines()[0].split(" ")[:2] == ["HTTP/1.1", "200"]
    assert any(line.startswith("request-id: ") for line in head.splitlines())
    assert json.loads(body)[0]["results"] == [
        {"customer": {"resourceName": f"customers/{STORE}", "currencyCode": "JPY"}}
    ]
