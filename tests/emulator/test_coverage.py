"""The coverage page says what the emulator does: asked of the emulator itself, RPC by RPC and field by field."""

from __future__ import annotations

import copy
import importlib
import re
from typing import Any

import grpc
import pytest

from microconv.emulator import Emulator, World, coverage, coverage_texts
from microconv.emulator.coverage_fields import Covered, ga4_resources, google_ads_resources
from microconv.emulator.google_ads.errors import error
from microconv.emulator.google_ads.errors_texts import TEXTS
from microconv.emulator.google_ads.wire import Versions
from microconv.emulator.machine.apis import GA4_KINDS as APIS
from microconv.emulator.policies_in_force import registry

STORE = "1234567890"
ADS = {re.sub(r"(?<!^)(?=[A-Z])", "_", one.title.split()[2]).lower(): one for one in google_ads_resources()}
GA4 = {one.title.split()[1]: one for one in ga4_resources()}


def channel(emulator: Emulator) -> grpc.Channel:
    authority = (emulator.folder / "ca.pem").read_bytes()
    return grpc.secure_channel(emulator.google_ads_endpoint, grpc.ssl_channel_credentials(authority))


def status(wire: grpc.Channel, path: str) -> str:
    """The status with which an empty request without a token ends."""
    try:
        list(wire.unary_stream(path)(b"", timeout=20))
    except grpc.RpcError as error:
        return str(error.code().name)
    return "OK"


@pytest.mark.parametrize("version", [*coverage.google_ads_rpcs()][:: len(coverage.google_ads_rpcs()) - 1])
def test_google_ads_rpcs(emulator: Emulator, world: World, version: str) -> None:
    """Every RPC of the oldest and the newest version: UNIMPLEMENTED, or, without a token, UNAUTHENTICATED."""
    emulated = coverage.emulated_google_ads()
    with channel(emulator) as wire:
        for service, rpcs in coverage.google_ads_rpcs()[version].items():
            for rpc in rpcs:
                expected = "UNAUTHENTICATED" if (service, rpc) in emulated else "UNIMPLEMENTED"
                path = f"/google.ads.googleads.{version}.services.{service}/{rpc}"
                assert status(wire, path) == expected, path


@pytest.mark.parametrize("kind", APIS)
def test_ga4_rpcs(emulator: Emulator, world: World, kind: str) -> None:
    with channel(emulator) as wire:
        for version, (there, ours) in coverage.ga4_rpcs(kind).items():
            assert ours
            for rpc in there:
                path = f"/{APIS[kind].proto_service(version)}/{rpc}"
                assert status(wire, path) == ("UNAUTHENTICATED" if rpc in ours else "UNIMPLEMENTED"), path


# ---- fields of Google Ads

CAMPAIGNS: dict[str, Any] = {
    "campaigns": [{"id": 601, "name": "Autumn", "campaign_budget": {"id": 501, "name": "A"}}],
    "custom_conversion_goals": [{"id": 701, "name": "Both", "conversion_actions": [101, 102]}],
}


@pytest.fixture
def client(emulator: Emulator, seed: dict[str, Any], ads_clients: Any) -> Any:
    content = copy.deepcopy(seed)
    next(one for one in content["google_ads"]["customers"] if one["id"] == int(STORE)).update(CAMPAIGNS)
    emulator.world.reset(content)
    return ads_clients()


def present(client: Any, kind: str) -> str:
    """The name of a resource of a kind that can be changed."""
    where = " WHERE conversion_action.id = 102" if kind == "conversion_action" else ""
    query = f"SELECT {kind}.resource_name FROM {kind}{where} LIMIT 1"
    (row,) = client.get_service("GoogleAdsService").search(customer_id=STORE, query=query)
    return str(getattr(row, kind).resource_name)


def update(client: Any, kind: str, name: str, path: str) -> list[tuple[str, str]]:
    """The errors (code, place) of an update that names a field in its mask and does not set it."""
    from google.ads.googleads.errors import GoogleAdsException

    change = {"update": {"resource_name": name}, "update_mask": {"paths": [path]}}
    request = {"customer_id": STORE, "mutate_operations": [{f"{kind}_operation": change}], "validate_only": True}
    try:
        client.get_service("GoogleAdsService").mutate(request=request)
    except GoogleAdsException as failure:
        found = []
        for one in type(failure.failure).pb(failure.failure).errors:
            family = one.error_code.WhichOneof("error_code")
            values = one.error_code.DESCRIPTOR.fields_by_name[family].enum_type.values_by_number
            place = ".".join(step.field_name for step in one.location.field_path_elements[3:])
            found.append((values[getattr(one.error_code, family)].name, place))
        return found
    return []


@pytest.mark.parametrize("kind", sorted(ADS))
def test_google_ads_fields(client: Any, kind: str) -> None:
    """Refused and create-only fields draw IMMUTABLE_FIELD in an update; fields that are stored do not."""
    name = present(client, kind)
    words = ADS[kind].words
    assert set(words.values()) <= {"enforced", "stored", "create only", "refused", "not stored"}
    service_side = {path: word for path, word in words.items() if word in ("refused", "create only")}
    for path in service_side:
        assert ("IMMUTABLE_FIELD", path) in update(client, kind, name, path), path
    for path in (path for path, word in words.items() if word == "stored"):
        assert "IMMUTABLE_FIELD" not in {code for code, _ in update(client, kind, name, path)}, path


# ---- fields of GA4


def ga4_seed() -> dict[str, Any]:
    stream = {
        "id": 1,
        "type": "WEB_DATA_STREAM",
        "display_name": "Web",
        "web_stream_data": {"default_uri": "https://aoi.example"},
    }
    home = {
        "id": 345678901,
        "display_name": "Store",
        "time_zone": "Asia/Tokyo",
        "data_streams": [stream],
        "key_events": [{"id": 11, "event_name": "mv_cart"}],
        "google_ads_links": [{"id": 1, "customer_id": "1234567890"}],
    }
    accounts = [{"id": 100, "display_name": "Aoi", "properties": [home]}]
    return {"version": 1, "ga4": {"accounts": accounts}, "policies": {"output_only_fields": "REFUSE"}}


NAMES = {
    "KeyEvent": "properties/345678901/keyEvents/11",
    "DataStream": "properties/345678901/dataStreams/1",
    "EnhancedMeasurementSettings": "properties/345678901/dataStreams/1/enhancedMeasurementSettings",
    "GoogleAdsLink": "properties/345678901/googleAdsLinks/1",
    "Property": "properties/345678901",
}


@pytest.mark.parametrize("message", sorted(NAMES))
def test_ga4_fields(emulator: Emulator, monkeypatch: pytest.MonkeyPatch, message: str) -> None:
    """A mask with an output-only or immutable field is refused by name; one with any other field is not."""
    from google.api_core.client_options import ClientOptions
    from google.api_core.exceptions import GoogleAPICallError
    from google.oauth2.credentials import Credentials

    from microconv.emulator.tokens import Principal

    emulator.world.reset(ga4_seed())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(emulator.folder / "ca.pem"))
    token = emulator.world.tokens.issue(
        Principal("someone@agency.example"), ["https://www.googleapis.com/auth/analytics.edit"]
    )
    admin = importlib.import_module("google.analytics.admin_v1alpha")
    client = admin.AnalyticsAdminServiceClient(
        credentials=Credentials(token=token),
        transport="rest",
        client_options=ClientOptions(api_endpoint=emulator.ga4_rest_endpoint),
    )
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", message).lower()
    method = getattr(client, f"update_{snake}")
    covered: Covered = GA4[message]
    with client:
        for path, word in covered.words.items():
            if "." in path:
                continue
            said = ""
            content: dict[str, Any] = {"name": NAMES[message]}
            if word == "create only":
                field = getattr(admin, message).meta.fields.get(path) or getattr(admin, message).meta.fields[f"{path}_"]
                content[field.name] = 2 if field.enum is not None else "other"
            try:
                method(request={snake: content, "update_mask": {"paths": [path]}})
            except GoogleAPICallError as error:
                said = error.message
            expected = {"refused": "is output only.", "create only": "is immutable."}.get(word)
            if expected is not None:
                assert f"The field '{path}' {expected}" in said, path
            else:
                assert "is output only" not in said, path
                assert "is immutable" not in said, path


# ---- the page


def test_the_page_has_everything() -> None:
    text = coverage.page()
    assert "None of it has been compared with the real services" in text
    for service, rpc in coverage.emulated_google_ads():
        assert re.search(rf"^\| {service} \| [^|]*\b{rpc}\b", text, re.MULTILINE), rpc
    for kind in APIS:
        for there, _ in coverage.ga4_rpcs(kind).values():
            assert {rpc for rpc in there if f"\n| {rpc} | " not in text} == set()
    for policy in registry().values():
        assert f"| `{policy.name}` | `{policy.default!r}` |" in text
        assert policy.source.replace("|", "\\|") in text
    for one in (*ADS.values(), *GA4.values()):
        assert f"### {one.title}\n" in text


def test_the_page_is_the_same_every_time() -> None:
    coverage.google_ads_rpcs.cache_clear()
    assert coverage.page() == coverage.page()


def test_texts_of_errors() -> None:
    """Each text is of a code that the newest version has and the emulator answers; the page tells whose each is."""
    newest = Versions().get([*coverage.google_ads_rpcs()][-1])
    assert newest is not None
    for code in coverage_texts.codes():
        assert newest.error_code(*code.split(".")) > 0, code
    page = "\n".join(coverage_texts.section())
    assert coverage_texts.codes() > TEXTS.keys()
    for code, text in TEXTS.items():
        assert f"| `{code}` | {text.template} | {text.source} |" in page
    assert "`conversion_action_error.DUPLICATE_NAME`" in page.partition("In our words:")[2]


def test_a_text_that_is_always_the_same_is_googles_whatever_the_rule_says() -> None:
    refusal = error("mutate_error.MUTATE_NOT_ALLOWED", "The mask is empty.", "update_mask")
    assert (refusal.message, refusal.reason) == (TEXTS[refusal.code].template, "The mask is empty.")
    own = error("conversion_action_error.DUPLICATE_NAME", "There is one.")
    assert (own.message, own.reason) == ("There is one.", "")


@pytest.mark.parametrize("folder", ["ga4", "ga4_data"])
def test_texts_of_ga4_errors(folder: str) -> None:
    """A text that is said to be Google's is answered somewhere, and none is on both lists."""
    quoted, said = coverage_texts.ga4_quoted(folder), coverage_texts.ga4_texts(folder)
    assert quoted.keys() - said == set()
    assert len(said) > len(quoted) > 10
    page = "\n".join(coverage_texts.section())
    for text, source in quoted.items():
        assert f"| {text.strip()} | {source} |" in page
        assert f"`{text}`" not in page
    for text in said - quoted.keys():
        assert f"`{text}`" in page


def test_a_text_of_our_own_is_on_the_page() -> None:
    assert (
        "The counting method is required." in coverage_texts.ga4_texts("ga4") - coverage_texts.ga4_quoted("ga4").keys()
    )
    assert "The filter on {} has no condition." in coverage_texts.ga4_texts("ga4_data")
    assert "The caller does not have permission" in coverage_texts.ga4_quoted("ga4")
