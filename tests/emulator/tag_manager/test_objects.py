"""Objects of a workspace through Google's discovery client: made, read, replaced, deleted, put back, and refused."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.emulator.tag_manager.conftest import CONTAINER, WORKSPACE, custom_event, ga4_event, parameter


def test_what_is_made_is_read_again_with_what_the_service_fills_in(gtm) -> None:
    tags = gtm.containers().workspaces().tags()
    made = tags.create(parent=WORKSPACE, body=ga4_event("mv_x", "4")).execute()
    assert made["path"] == f"{WORKSPACE}/tags/{made['tagId']}"
    assert made["monitoringMetadata"] == {"type": "map"}
    assert made["consentSettings"] == {"consentStatus": "notSet"}
    assert made["tagFiringOption"] == "oncePerEvent"
    assert made["fingerprint"].isdigit()
    assert tags.get(path=made["path"]).execute() == made
    assert [tag["name"] for tag in tags.list(parent=WORKSPACE).execute()["tag"]] == ["GA4 - form", "mv_x"]


def test_words_of_an_export_are_those_of_the_api(gtm) -> None:
    [trigger] = gtm.containers().workspaces().triggers().list(parent=WORKSPACE).execute()["trigger"]
    assert trigger["type"] == "customEvent"
    assert trigger["customEventFilter"][0]["type"] == "equals"
    assert {one["type"] for one in trigger["customEventFilter"][0]["parameter"]} == {"template"}


def test_an_update_replaces_the_whole_object(gtm) -> None:
    tags = gtm.containers().workspaces().tags()
    before = tags.get(path=f"{WORKSPACE}/tags/5").execute()
    body = {**before, "notes": "ours", "paused": True}
    after = tags.update(path=before["path"], body=body, fingerprint=before["fingerprint"]).execute()
    assert (after["notes"], after["paused"]) == ("ours", True)
    assert after["fingerprint"] > before["fingerprint"]
    bare = tags.update(path=before["path"], body=ga4_event("GA4 - form")).execute()
    assert "notes" not in bare
    assert "paused" not in bare
    assert "firingTriggerId" not in bare


@pytest.mark.parametrize("status", [400, 409, 412])
def test_an_update_of_something_that_was_changed_is_refused(world, gtm, refused, status: int) -> None:
    world.policies.set("gtm_stale_fingerprint_status", status)
    tags = gtm.containers().workspaces().tags()
    before = tags.get(path=f"{WORKSPACE}/tags/5").execute()
    tags.update(path=before["path"], body={**before, "notes": "theirs"}).execute()
    again = tags.update(path=before["path"], body={**before, "notes": "ours"}, fingerprint=before["fingerprint"])
    assert refused(again)[0] == status
    assert tags.get(path=before["path"]).execute()["notes"] == "theirs"


def test_a_tag_that_is_gone_is_not_found(gtm, refused) -> None:
    tags = gtm.containers().workspaces().tags()
    assert tags.delete(path=f"{WORKSPACE}/tags/5").execute() in ("", b"", {})
    assert refused(tags.get(path=f"{WORKSPACE}/tags/5")) == (404, "Not found or permission denied.")
    assert tags.list(parent=WORKSPACE).execute() == {}


def test_revert_takes_back_what_was_changed_made_and_deleted(gtm, world) -> None:
    tags = gtm.containers().workspaces().tags()
    before = tags.get(path=f"{WORKSPACE}/tags/5").execute()
    tags.update(path=before["path"], body={**before, "notes": "ours"}).execute()
    assert "notes" not in tags.revert(path=before["path"]).execute()["tag"]
    tags.delete(path=before["path"]).execute()
    assert tags.revert(path=before["path"]).execute()["tag"]["name"] == "GA4 - form"
    made = tags.create(parent=WORKSPACE, body=ga4_event("mv_x")).execute()
    assert tags.revert(path=made["path"]).execute() == {}
    assert [tag["name"] for tag in tags.list(parent=WORKSPACE).execute()["tag"]] == ["GA4 - form"]


def test_lists_come_in_pages(gtm) -> None:
    variables = gtm.containers().workspaces().variables()
    for index in range(103):
        variables.create(parent=WORKSPACE, body={"name": f"v{index}", "type": "c"}).execute()
    first = variables.list(parent=WORKSPACE).execute()
    second = variables.list(parent=WORKSPACE, pageToken=first["nextPageToken"]).execute()
    names = [one["name"] for one in (*first["variable"], *second["variable"])]
    assert names == [f"v{index}" for index in range(103)]
    assert "nextPageToken" not in second


CONSENT = {"consentStatus": "notSet", "consentType": {"type": "list", "list": [parameter("", "ad_storage")]}}
REFUSED_TAGS = [
    ({"name": "GA4 - form"}, "Found entity with duplicate name."),
    ({"name": " "}, "tag.name: The value must not be empty."),
    ({"name": "x: y"}, "colon"),
    ({"name": "n" * 201}, "too long"),
    ({"type": ""}, "tag.type"),
    ({"firingTriggerId": ["99"]}, "there is no trigger 99"),
    ({"consentSettings": CONSENT}, "consentType"),
    ({"parentFolderId": "77"}, "there is no folder 77"),
    ({"type": "cvt_60001_12"}, "vendorTemplate.key: Unknown entity type (template public ID: cvt_60001_12)"),
    ({"parameter": [parameter("a", "1"), parameter("a", "2")]}, "unique"),
    ({"parameter": [parameter("a", "yes", "boolean")]}, "a boolean is"),
    ({"parameter": [parameter("a", "x", "integer")]}, "an integer is needed"),
    (
        {"parameter": [parameter("a", "x", "TEMPLATE")]},
        "Invalid value at 'parameter[0].type' (TYPE_ENUM), \"TEMPLATE\"",
    ),
    ({"nonsense": 1}, 'Unknown name "nonsense": Cannot find field.'),
    ({"paused": "true"}, "Invalid value at 'paused' (TYPE_BOOL)"),
    ({"setupTag": [{"tagName": "a"}, {"tagName": "b"}]}, "one at most"),
]


@pytest.mark.parametrize(("change", "text"), REFUSED_TAGS)
def test_tags_that_are_refused(gtm, refused, change: dict[str, Any], text: str) -> None:
    tags = gtm.containers().workspaces().tags()
    status, reason = refused(tags.create(parent=WORKSPACE, body={**ga4_event("mv_x", "4"), **change}))
    assert status == 400
    assert text in reason
    assert len(tags.list(parent=WORKSPACE).execute()["tag"]) == 1


def condition(kind: str, left: str, right: str) -> dict[str, Any]:
    return {"type": kind, "parameter": [parameter("arg0", left), parameter("arg1", right)]}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {**custom_event("t", "e"), "customEventFilter": []},
            "customEventFilter: Custom-event trigger must have exactly one custom-event filter.",
        ),
        ({"name": "t", "type": "pageView"}, "TYPE_ENUM"),
        ({"name": "t"}, "trigger.type"),
        ({"name": "t", "type": "pageview", "filter": [condition("equals", "/a", "/b")]}, "reference to a variable"),
        ({"name": "t", "type": "pageview", "filter": [condition("is", "{{Page Path}}", "/b")]}, "TYPE_ENUM"),
        ({"name": "t", "type": "pageview", "filter": [{"type": "equals"}]}, "arg0 is missing"),
    ],
)
def test_triggers_that_are_refused(gtm, refused, body: dict[str, Any], text: str) -> None:
    status, reason = refused(gtm.containers().workspaces().triggers().create(parent=WORKSPACE, body=body))
    assert status == 400
    assert text in reason


def test_a_type_cannot_be_changed(gtm, refused) -> None:
    triggers = gtm.containers().workspaces().triggers()
    change = triggers.update(path=f"{WORKSPACE}/triggers/4", body={"name": "sent", "type": "pageview"})
    assert refused(change)[0] == 400
    assert triggers.get(path=f"{WORKSPACE}/triggers/4").execute()["type"] == "customEvent"


def test_a_trigger_that_a_tag_uses_cannot_be_deleted(gtm, refused) -> None:
    workspaces = gtm.containers().workspaces()
    assert refused(workspaces.triggers().delete(path=f"{WORKSPACE}/triggers/4"))[0] == 400
    workspaces.tags().delete(path=f"{WORKSPACE}/tags/5").execute()
    workspaces.triggers().delete(path=f"{WORKSPACE}/triggers/4").execute()
    assert workspaces.triggers().list(parent=WORKSPACE).execute() == {}


def test_built_in_triggers_can_be_used_and_are_never_listed(gtm, refused) -> None:
    workspaces = gtm.containers().workspaces()
    workspaces.tags().create(parent=WORKSPACE, body=ga4_event("all", "2147479553")).execute()
    listed = workspaces.triggers().list(parent=WORKSPACE).execute()["trigger"]
    assert [one["triggerId"] for one in listed] == ["4"]
    assert refused(workspaces.triggers().get(path=f"{WORKSPACE}/triggers/2147479553"))[0] == 404


def test_triggers_of_listeners_get_an_id_of_their_own(gtm) -> None:
    made = (
        gtm.containers().workspaces().triggers().create(parent=WORKSPACE, body={"name": "t", "type": "click"}).execute()
    )
    assert made["uniqueTriggerId"]["value"] == f"60001_{made['triggerId']}"


def test_a_trigger_of_a_group_cannot_be_deleted_and_a_group_of_a_trigger_that_is_not_there_does_not_compile(
    gtm, refused
) -> None:
    workspaces = gtm.containers().workspaces()
    made = workspaces.triggers().create(parent=WORKSPACE, body={"name": "p", "type": "pageview"}).execute()

    def group(number: str) -> dict[str, Any]:
        listed = [{"type": "triggerReference", "value": number}]
        return {
            "name": "g",
            "type": "triggerGroup",
            "parameter": [{"type": "list", "key": "triggerIds", "list": listed}],
        }

    own = workspaces.triggers().create(parent=WORKSPACE, body=group(made["triggerId"])).execute()
    assert refused(workspaces.triggers().delete(path=made["path"])) == (400, "The trigger is used by g.")
    assert "compilerError" not in workspaces.quick_preview(path=WORKSPACE).execute()
    workspaces.triggers().update(path=own["path"], body=group("9999")).execute()
    assert workspaces.quick_preview(path=WORKSPACE).execute()["compilerError"] is True
    workspaces.triggers().delete(path=made["path"]).execute()


def test_built_in_variables_are_enabled_and_disabled(gtm, refused) -> None:
    built_in = gtm.containers().workspaces().built_in_variables()
    for _ in range(2):  # enabling again changes nothing
        made = built_in.create(parent=WORKSPACE, type=["clickElement", "scrollDepthDirection"]).execute()
        assert [one["name"] for one in made["builtInVariable"]] == ["Click Element", "Scroll Direction"]
    names = [one["name"] for one in built_in.list(parent=WORKSPACE).execute()["builtInVariable"]]
    assert names == ["Page Path", "Event", "Click Element", "Scroll Direction"]
    path = f"{WORKSPACE}/built_in_variables"
    built_in.delete(path=path, type=["event", "clickElement"]).execute()
    assert refused(built_in.delete(path=path, type=["event"]))[0] == 404
    assert built_in.revert(path=WORKSPACE, type="event").execute() == {"enabled": True}
    assert built_in.revert(path=WORKSPACE, type="scrollDepthDirection").execute() == {}
    names = [one["name"] for one in built_in.list(parent=WORKSPACE).execute()["builtInVariable"]]
    assert names == ["Page Path", "Event"]


def test_variables_share_their_names_with_built_in_ones(gtm, refused) -> None:
    workspaces = gtm.containers().workspaces()
    own = {"name": "Page Path", "type": "c"}
    assert refused(workspaces.variables().create(parent=WORKSPACE, body=own))[1] == "Found entity with duplicate name."
    workspaces.variables().create(parent=WORKSPACE, body={"name": "Click URL", "type": "c"}).execute()
    enable = workspaces.built_in_variables().create(parent=WORKSPACE, type=["clickUrl"])
    assert refused(enable)[1] == "Found entity with duplicate name."


def test_folders_hold_tags_triggers_and_variables(gtm, refused) -> None:
    folders = gtm.containers().workspaces().folders()
    folder = folders.create(parent=WORKSPACE, body={"name": "mv"}).execute()
    folders.move_entities_to_folder(path=folder["path"], body={}, tagId=["5"], triggerId=["4"]).execute()
    inside = folders.entities(path=folder["path"]).execute()
    assert [one["name"] for key in ("tag", "trigger") for one in inside[key]] == ["GA4 - form", "sent"]
    folders.move_entities_to_folder(path=f"{WORKSPACE}/folders/0", body={}, tagId=["5"]).execute()
    assert "tag" not in folders.entities(path=folder["path"]).execute()
    assert refused(folders.move_entities_to_folder(path=folder["path"], body={}, tagId=["77"]))[0] == 404


@pytest.mark.parametrize("value", ["compile", "refuse"])
def test_a_reference_to_a_variable_that_is_not_there(world, gtm, refused, value: str) -> None:
    world.policies.set("gtm_not_enabled_built_in", value)
    body = {"name": "t", "type": "click", "filter": [condition("equals", "{{Click URL}}", "/b")]}
    workspaces = gtm.containers().workspaces()
    create = workspaces.triggers().create(parent=WORKSPACE, body=body)
    if value == "refuse":
        assert refused(create)[0] == 400
        return
    create.execute()
    assert workspaces.quick_preview(path=WORKSPACE).execute()["compilerError"] is True
    workspaces.built_in_variables().create(parent=WORKSPACE, type=["clickUrl"]).execute()
    assert "compilerError" not in workspaces.quick_preview(path=WORKSPACE).execute()


def test_unknown_methods_and_addresses(gtm, refused, running) -> None:
    other = gtm.containers().environments().list(parent=CONTAINER)
    assert refused(other)[0] == 501
    bundle = running.environment()["REQUESTS_CA_BUNDLE"]
    answer = requests.get(f"{running.tag_manager_endpoint}/tagmanager/v2/nonsense/1", verify=bundle, timeout=30)
    assert answer.status_code == 404


def test_a_request_without_a_token_is_refused(world, running) -> None:
    bundle = running.environment()["REQUESTS_CA_BUNDLE"]
    answer = requests.get(f"{running.tag_manager_endpoint}/tagmanager/v2/accounts", verify=bundle, timeout=30)
    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
