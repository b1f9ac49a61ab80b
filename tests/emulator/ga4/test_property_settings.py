"""Data retention, Google signals, access bindings and annotations through the official clients, read and never written.

Sources: the installed protos and client (google-analytics-admin 0.30.2), their field behaviors (googleapis f8291d2b)
and scopes (discovery documents, revision 20261102); the policies name what those leave open.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import yaml

from microconv.emulator.errors import SeedError
from microconv.emulator.ga4 import model_settings
from microconv.emulator.ga4.seeding import dump_state, load_state

ROOT = "properties/345678901"
ME = "someone@agency.example"
DENIED = "The caller does not have permission"
NO_SCOPE = "Request had insufficient authentication scopes."
NOT_FOUND = "Requested entity was not found."
USERS = "https://www.googleapis.com/auth/analytics.manage.users"
SETTINGS = """
data_retention_settings: {event_data_retention: FIFTY_MONTHS, user_data_retention: TWO_MONTHS,
                          reset_user_data_on_new_activity: false}
google_signals_settings: {state: GOOGLE_SIGNALS_ENABLED, consent: GOOGLE_SIGNALS_CONSENT_CONSENTED}
service_level: GOOGLE_ANALYTICS_360
access_bindings:
  - {id: 21, user: editor@client.example, roles: [predefinedRoles/editor, predefinedRoles/no-cost-data]}
  - {id: 22, user: 山田@client.example, roles: [predefinedRoles/viewer]}
reporting_data_annotations:
  - {id: 31, title: New form, description: Three steps, color: BLUE, annotation_date: 2026-11-01}
  - {id: 32, title: Sale, color: RED, annotation_date_range: {start_date: "2026-11-20", end_date: 2026-11-20}}
  - {id: 33, title: GA, color: ORANGE, system_generated: true, annotation_date: 2028-02-29}
"""


@pytest.fixture
def seeded(world, content):
    """The world with these settings on the first property, and an administrator of its account."""
    section = json.loads(json.dumps(content["ga4"]))
    section["accounts"][0]["access_bindings"] = [{"id": 20, "user": ME, "roles": ["predefinedRoles/admin"]}]
    section["accounts"][0]["properties"][0].update(yaml.safe_load(SETTINGS))
    world.reset({**content, "ga4": section})
    return world


@pytest.fixture(params=["grpc", "rest"])
def users(request, ga4, seeded):
    """A client of v1alpha over each transport, with the scope that reads who has access and no other."""
    return ga4.client("v1alpha", request.param, ga4.token(f"{USERS}.readonly"))


# ---- data retention and Google signals


def test_data_retention(client, seeded):
    found = client.get_data_retention_settings(name=f"{ROOT}/dataRetentionSettings")
    assert (found.name, found.reset_user_data_on_new_activity) == (f"{ROOT}/dataRetentionSettings", False)
    assert (found.event_data_retention.name, found.user_data_retention.name) == ("FIFTY_MONTHS", "TWO_MONTHS")


def test_data_retention_where_nobody_chose(client, world):
    name = "properties/345678902/dataRetentionSettings"
    found = client.get_data_retention_settings(name=name)
    assert (found.event_data_retention.name, found.user_data_retention.name) == ("TWO_MONTHS", "TWO_MONTHS")
    assert found.reset_user_data_on_new_activity is True
    world.policies.set("data_retention_default", "FOURTEEN_MONTHS")
    world.policies.set("data_retention_reset_default", False)
    found = client.get_data_retention_settings(name=name)
    assert (found.event_data_retention.name, found.user_data_retention.name) == ("FOURTEEN_MONTHS", "FOURTEEN_MONTHS")
    assert found.reset_user_data_on_new_activity is False


def test_google_signals(alpha, seeded):
    found = alpha.get_google_signals_settings(name=f"{ROOT}/googleSignalsSettings")
    assert (found.name, found.state.name) == (f"{ROOT}/googleSignalsSettings", "GOOGLE_SIGNALS_ENABLED")
    assert found.consent.name == "GOOGLE_SIGNALS_CONSENT_CONSENTED"
    found = alpha.get_google_signals_settings(name="properties/345678902/googleSignalsSettings")
    assert (found.state, found.consent) == (0, 0)


@pytest.mark.parametrize(
    ("method", "singleton"),
    [
        ("get_data_retention_settings", "dataRetentionSettings"),
        ("get_google_signals_settings", "googleSignalsSettings"),
    ],
)
def test_settings_of_properties_that_are_not_there(alpha, world, refused, method, singleton):
    for number in (345678903, 1):
        with refused(403, DENIED):
            getattr(alpha, method)(name=f"properties/{number}/{singleton}")
    world.policies.set("missing_property_error", "NOT_FOUND")
    with refused(404, NOT_FOUND):
        getattr(alpha, method)(name=f"properties/1/{singleton}")
    with refused(
        400, f"'properties/x/{singleton}' is not a resource name of the form properties/{{number}}/{singleton}."
    ):
        getattr(alpha, method)(name=f"properties/x/{singleton}")


def test_reading_takes_either_scope_and_no_other(ga4, seeded, refused):
    for transport in ("grpc", "rest"):
        client = ga4.client("v1alpha", transport, ga4.token("https://www.googleapis.com/auth/analytics.readonly"))
        assert client.get_data_retention_settings(name=f"{ROOT}/dataRetentionSettings").user_data_retention == 1
        assert client.get_google_signals_settings(name=f"{ROOT}/googleSignalsSettings").state == 1
        assert len(list(client.list_reporting_data_annotations(parent=ROOT))) == 3
        client = ga4.client("v1alpha", transport, ga4.token(USERS))
        for read in (
            lambda client=client: client.get_data_retention_settings(name=f"{ROOT}/dataRetentionSettings"),
            lambda client=client: client.get_google_signals_settings(name=f"{ROOT}/googleSignalsSettings"),
            lambda client=client: client.get_reporting_data_annotation(name=f"{ROOT}/reportingDataAnnotations/31"),
            lambda client=client: client.list_reporting_data_annotations(parent=ROOT),
        ):
            with refused(403, NO_SCOPE):
                read()


# ---- access bindings


def test_access_bindings_of_a_property(users, refused):
    first, second = users.list_access_bindings(parent=ROOT)
    assert (first.name, first.user) == (f"{ROOT}/accessBindings/21", "editor@client.example")
    assert list(first.roles) == ["predefinedRoles/editor", "predefinedRoles/no-cost-data"]
    assert (second.user, list(second.roles)) == ("山田@client.example", ["predefinedRoles/viewer"])
    assert users.get_access_binding(name=second.name) == second
    with refused(404, NOT_FOUND):
        users.get_access_binding(name=f"{ROOT}/accessBindings/20")
    assert list(users.list_access_bindings(parent="properties/345678902")) == []


def test_access_bindings_of_an_account(users, refused):
    (only,) = users.list_access_bindings(parent="accounts/100")
    assert (only.name, only.user, list(only.roles)) == ("accounts/100/accessBindings/20", ME, [model_settings.ADMIN])
    assert users.get_access_binding(name=only.name) == only
    with refused(404, NOT_FOUND):
        users.get_access_binding(name="accounts/100/accessBindings/21")
    for parent in ("accounts/999", "properties/345678903", "properties/1"):
        with refused(403, DENIED):
            users.list_access_bindings(parent=parent)
    with refused(400, "'accounts/x' is not a resource name of the form accounts/{number}."):
        users.list_access_bindings(parent="accounts/x")
    with refused(400, "'accounts/100/accessBindings/me' is not a resource name of the form "
                      "accounts/{number}/accessBindings/{number}."):  # fmt: skip
        users.get_access_binding(name="accounts/100/accessBindings/me")


def test_inherited_access_bindings_listed(users, seeded):
    seeded.policies.set("inherited_access_bindings_listed", True)
    listed = [one.name for one in users.list_access_bindings(parent=ROOT)]
    assert listed == ["accounts/100/accessBindings/20", f"{ROOT}/accessBindings/21", f"{ROOT}/accessBindings/22"]
    assert [one.name for one in users.list_access_bindings(parent="accounts/100")] == listed[:1]


def test_access_bindings_in_pages(users, seeded, refused):
    bindings = seeded.ga4.property(345678901).access_bindings
    for number in range(1000, 1598):
        bindings[number] = model_settings.AccessBinding(number, f"{number}@a.example", ("predefinedRoles/viewer",))
    sizes = {}
    for asked in (0, 300, 500, 9999):
        pages = users.list_access_bindings(request={"parent": ROOT, "page_size": asked}).pages
        sizes[asked] = [len(page.access_bindings) for page in pages]
    assert sizes == {0: [200, 200, 200], 300: [300, 300], 500: [500, 100], 9999: [500, 100]}
    assert len({one.name for one in users.list_access_bindings(parent=ROOT)}) == 600
    with refused(400, "The page size must not be negative."):
        users.list_access_bindings(request={"parent": ROOT, "page_size": -1})
    first = next(users.list_access_bindings(request={"parent": ROOT, "page_size": 1}).pages)
    with refused(400, "The page token does not belong to this request."):
        users.list_access_bindings(request={"parent": "accounts/100", "page_token": first.next_page_token})


def test_a_batch_of_access_bindings(users, refused):
    def batch(*names: str, parent: str = ROOT) -> list[str]:
        answer = users.batch_get_access_bindings(request={"parent": parent, "names": names})
        return [one.user for one in answer.access_bindings]

    first, second = f"{ROOT}/accessBindings/21", f"{ROOT}/accessBindings/22"
    assert batch(second, first) == ["山田@client.example", "editor@client.example"]
    assert batch("accounts/100/accessBindings/20", parent="accounts/100") == [ME]
    with refused(400, "The names are required."):
        batch()
    with refused(400, f"There are more than {1000} names."):
        batch(*([first] * 1001))
    with refused(400, f"'accounts/100/accessBindings/20' is not in {ROOT}."):
        batch(first, "accounts/100/accessBindings/20")
    with refused(404, NOT_FOUND):
        batch(first, f"{ROOT}/accessBindings/20")
    with refused(403, DENIED):
        batch(parent="properties/345678903")


@pytest.mark.parametrize("scope", ["analytics.edit", "analytics.readonly", "analytics.user.deletion"])
def test_access_bindings_have_scopes_of_their_own(ga4, seeded, refused, scope):
    for transport in ("grpc", "rest"):
        client = ga4.client("v1alpha", transport, ga4.token(f"https://www.googleapis.com/auth/{scope}"))
        with refused(403, NO_SCOPE):
            client.list_access_bindings(parent=ROOT)
        with refused(403, NO_SCOPE):
            client.get_access_binding(name=f"{ROOT}/accessBindings/21")
        with refused(403, NO_SCOPE):
            client.batch_get_access_bindings(request={"parent": ROOT, "names": [f"{ROOT}/accessBindings/21"]})
        client = ga4.client("v1alpha", transport, ga4.token(USERS))
        assert len(list(client.list_access_bindings(parent=ROOT))) == 2


def test_access_binding_readers(users, seeded, refused):
    """Administrators alone, of the property or of its account; one whom the seed gives no role is one."""
    account, owner = seeded.ga4.accounts[100].access_bindings, seeded.ga4.property(345678901).access_bindings
    account[20] = model_settings.AccessBinding(20, ME, ("predefinedRoles/editor",))
    for parent in (ROOT, "accounts/100"):
        with refused(403, DENIED):
            users.list_access_bindings(parent=parent)
    with refused(403, DENIED):
        users.get_access_binding(name=f"{ROOT}/accessBindings/21")
    owner[23] = model_settings.AccessBinding(23, ME, ("predefinedRoles/viewer", model_settings.ADMIN))
    assert len(list(users.list_access_bindings(parent=ROOT))) == 3
    with refused(403, DENIED):
        users.list_access_bindings(parent="accounts/100")
    seeded.policies.set("access_binding_readers", "EVERYBODY")
    assert len(list(users.list_access_bindings(parent="accounts/100"))) == 1
    seeded.policies.set("access_binding_readers", "ADMINISTRATORS")
    del account[20], owner[23]
    assert len(list(users.list_access_bindings(parent=ROOT))) == 2


# ---- annotations


def test_annotations(alpha, seeded, refused):
    one, sale, generated = alpha.list_reporting_data_annotations(parent=ROOT)
    assert (one.name, one.title, one.description) == (f"{ROOT}/reportingDataAnnotations/31", "New form", "Three steps")
    assert (one.color.name, one.system_generated) == ("BLUE", False)
    assert (one.annotation_date.year, one.annotation_date.month, one.annotation_date.day) == (2026, 11, 1)
    assert "annotation_date_range" not in one
    assert "annotation_date" not in sale
    span = sale.annotation_date_range
    assert (span.start_date, span.end_date) == (span.end_date, span.start_date)
    assert (span.start_date.year, span.start_date.month, span.start_date.day) == (2026, 11, 20)
    assert (generated.color.name, generated.system_generated, generated.annotation_date.day) == ("ORANGE", True, 29)
    assert alpha.get_reporting_data_annotation(name=sale.name) == sale
    with refused(404, NOT_FOUND):
        alpha.get_reporting_data_annotation(name=f"{ROOT}/reportingDataAnnotations/34")
    with refused(403, DENIED):
        alpha.get_reporting_data_annotation(name="properties/345678903/reportingDataAnnotations/31")
    with refused(403, DENIED):
        alpha.list_reporting_data_annotations(parent="properties/1")
    assert list(alpha.list_reporting_data_annotations(parent="properties/345678902")) == []


def test_annotations_in_pages(alpha, seeded):
    stored = seeded.ga4.property(345678901).reporting_data_annotations
    for number in range(1000, 1247):
        stored[number] = model_settings.ReportingDataAnnotation(
            number, "T", "", "RED", False, datetime.date(2026, 1, 1), None
        )
    sizes = {}
    for asked in (0, 200, 999):
        pages = alpha.list_reporting_data_annotations(request={"parent": ROOT, "page_size": asked}).pages
        sizes[asked] = [len(page.reporting_data_annotations) for page in pages]
    assert sizes == {0: [50] * 5, 200: [200, 50], 999: [200, 50]}


def test_a_filter_of_annotations_is_not_emulated(alpha, seeded, refused):
    from microconv.emulator.shared import COVERAGE

    with refused(501, f"The microconv emulator does not have the filter of ListReportingDataAnnotations. {COVERAGE}"):
        alpha.list_reporting_data_annotations(request={"parent": ROOT, "filter": 'title="Sale"'})


# ---- what is only read


def test_nothing_here_but_annotations_is_changed_by_the_emulator(ga4, seeded, refused):
    """None of it is written by microconv: what changes it at Google is UNIMPLEMENTED, in the emulator's own words."""
    from microconv.emulator.shared import COVERAGE

    before = seeded.dump()["ga4"]
    service = "google.analytics.admin.v1alpha.AnalyticsAdminService"
    binding = {"user": "a@b.example", "roles": [model_settings.ADMIN]}
    calls: dict[str, Any] = {
        "UpdateDataRetentionSettings": lambda one: one.update_data_retention_settings(
            data_retention_settings={"name": f"{ROOT}/dataRetentionSettings", "user_data_retention": 3},
            update_mask={"paths": ["user_data_retention"]},
        ),
        "UpdateGoogleSignalsSettings": lambda one: one.update_google_signals_settings(
            google_signals_settings={"name": f"{ROOT}/googleSignalsSettings", "state": 2},
            update_mask={"paths": ["state"]},
        ),
        "CreateAccessBinding": lambda one: one.create_access_binding(parent=ROOT, access_binding=binding),
        "DeleteAccessBinding": lambda one: one.delete_access_binding(name=f"{ROOT}/accessBindings/21"),
    }
    for transport in ("grpc", "rest"):
        client = ga4.client("v1alpha", transport)
        for name, call in calls.items():
            with refused(501, f"The microconv emulator does not have the method {service}.{name}. {COVERAGE}"):
                call(client)
    assert seeded.dump()["ga4"] == before


# ---- seeds


def seed(**changes: Any) -> dict[str, Any]:
    one = {"id": 1, "display_name": "P", "time_zone": "Asia/Tokyo", **changes}
    return {"accounts": [{"id": 100, "display_name": "A", "properties": [one]}]}


NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


def test_settings_come_back_as_they_were(seeded):
    state = seeded.ga4
    dumped = dump_state(state)
    again = load_state(json.loads(json.dumps(dumped)), datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC))
    assert again == state
    assert dump_state(again) == dumped
    owner = again.property(345678901)
    assert owner.data_retention_settings == model_settings.DataRetentionSettings("FIFTY_MONTHS", "TWO_MONTHS", False)
    assert owner.google_signals_settings == model_settings.GoogleSignalsSettings(
        "GOOGLE_SIGNALS_ENABLED", "GOOGLE_SIGNALS_CONSENT_CONSENTED"
    )
    assert again.accounts[100].access_bindings[20].roles == ("predefinedRoles/admin",)
    assert owner.reporting_data_annotations[32].end_date == datetime.date(2026, 11, 20)


def test_what_nobody_chose_is_not_written():
    state = load_state(seed(data_retention_settings=None), NOW)
    assert state.property(1).data_retention_settings is None
    (account,) = dump_state(state)["accounts"]
    assert "access_bindings" not in account
    assert not {name for name in account["properties"][0] if name.startswith(("data_ret", "google_s", "acc", "rep"))}


ONE = {"user": "a@b.example", "roles": ["predefinedRoles/viewer"]}
ROLES = ", ".join(model_settings.ROLES)
NOTE = {"title": "T", "color": "RED", "annotation_date": "2026-11-01"}
SPAN = {"title": "T", "color": "RED"}


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"data_retention_settings": {"event_data_retention": "TWO_MONTHS"}},
         "data_retention_settings.user_data_retention", "is missing"),
        ({"data_retention_settings": {"event_data_retention": "ONE_MONTH", "user_data_retention": "TWO_MONTHS"}},
         "data_retention_settings.event_data_retention",
         f"'ONE_MONTH' is not one of {', '.join(model_settings.RETENTIONS)}"),
        ({"data_retention_settings": {"event_data_retention": "FIFTY_MONTHS", "user_data_retention": "TWO_MONTHS"}},
         "data_retention_settings.event_data_retention",
         "FIFTY_MONTHS is for properties of GOOGLE_ANALYTICS_360 alone"),
        ({"service_level": "GOOGLE_ANALYTICS_360", "data_retention_settings": {
            "event_data_retention": "FIFTY_MONTHS", "user_data_retention": "TWENTY_SIX_MONTHS"}},
         "data_retention_settings.user_data_retention", "TWENTY_SIX_MONTHS is for event data alone"),
        ({"google_signals_settings": {"state": "ON"}}, "google_signals_settings.state",
         f"'ON' is not one of {', '.join(model_settings.SIGNALS_STATES)}"),
        ({"access_bindings": [{**ONE, "user": "@b"}]}, "access_bindings[0].user", "'@b' is not an e-mail address"),
        ({"access_bindings": [ONE, ONE]}, "access_bindings[1].user", "'a@b.example' is there twice in one property"),
        ({"access_bindings": [{**ONE, "roles": []}]}, "access_bindings[0].roles", "at least one is needed"),
        ({"access_bindings": [{**ONE, "roles": "admin"}]}, "access_bindings[0].roles", "a list is needed, not a text"),
        ({"access_bindings": [{**ONE, "roles": ["predefinedRoles/viewer", "admin"]}]}, "access_bindings[0].roles[1]",
         f"'admin' is not one of {ROLES}"),
        ({"access_bindings": [{**ONE, "roles": ["predefinedRoles/viewer"] * 2}]}, "access_bindings[0].roles[1]",
         "'predefinedRoles/viewer' is there twice"),
        ({"reporting_data_annotations": [{**NOTE, "title": ""}]}, "reporting_data_annotations[0].title", "is empty"),
        ({"reporting_data_annotations": [{**NOTE, "color": "ORANGE"}]}, "reporting_data_annotations[0].color",
         "ORANGE is for annotations that are system_generated"),
        ({"reporting_data_annotations": [SPAN]}, "reporting_data_annotations[0].annotation_date",
         "one of annotation_date and annotation_date_range is needed"),
        ({"reporting_data_annotations": [{**NOTE, "annotation_date_range": {}}]},
         "reporting_data_annotations[0].annotation_date", "one of annotation_date and annotation_date_range is needed"),
        ({"reporting_data_annotations": [{**NOTE, "annotation_date": "2026-02-30"}]},
         "reporting_data_annotations[0].annotation_date", "'2026-02-30' is not a day such as 2026-11-23"),
        ({"reporting_data_annotations": [{**NOTE, "annotation_date": NOW}]},
         "reporting_data_annotations[0].annotation_date", "a day is needed, such as 2026-11-23"),
        ({"reporting_data_annotations": [{**SPAN, "annotation_date_range": {"start_date": "2026-11-02"}}]},
         "reporting_data_annotations[0].annotation_date_range.end_date", "a day is needed, such as 2026-11-23"),
        ({"reporting_data_annotations": [{**SPAN, "annotation_date_range": {
            "start_date": "2026-11-02", "end_date": "2026-11-01"}}]},
         "reporting_data_annotations[0].annotation_date_range.end_date", "2026-11-01 is before 2026-11-02"),
    ],
)  # fmt: skip
def test_settings_that_are_refused(changes, path, message):
    with pytest.raises(SeedError) as caught:
        load_state(seed(**changes), NOW)
    assert (caught.value.path, caught.value.message) == (f"ga4.accounts[0].properties[0].{path}", message)


def test_access_bindings_of_an_account_that_are_refused():
    section = seed(access_bindings=[{**ONE, "id": 5}])
    section["accounts"][0]["access_bindings"] = [ONE, ONE]
    with pytest.raises(
        SeedError, match=r"accounts\[0\]\.access_bindings\[1\]\.user: 'a@b\.example' is there twice in one"
    ):
        load_state(section, NOW)
    section["accounts"][0]["access_bindings"] = [{**ONE, "id": 5}]
    with pytest.raises(
        SeedError, match=r"properties\[0\]\.access_bindings\[0\]\.id: 5 is an access binding of the acc"
    ):
        load_state(section, NOW)


def test_the_words_are_those_of_the_proto():
    from google.analytics.admin_v1alpha import types

    def words(message: type, field: str) -> list[str]:
        return [*message.pb().DESCRIPTOR.fields_by_name[field].enum_type.values_by_name]

    assert words(types.DataRetentionSettings, "user_data_retention")[1:] == [*model_settings.RETENTIONS]
    assert sorted(words(types.GoogleSignalsSettings, "state")) == sorted(model_settings.SIGNALS_STATES)
    assert sorted(words(types.GoogleSignalsSettings, "consent")) == sorted(model_settings.SIGNALS_CONSENTS)
    assert words(types.ReportingDataAnnotation, "color")[1:] == [*model_settings.COLORS]
    assert all(role in (types.AccessBinding.__doc__ or "") for role in model_settings.ROLES)
