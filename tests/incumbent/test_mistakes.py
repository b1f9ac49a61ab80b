"""The mistakes of the script that agencies use today, each with a test that our run does not make it.

The whole way is taken: config file, command line, official clients, wire, and what the accounts hold afterwards.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from microconv.emulator.faults import Fault
from microconv.emulator.google_ads.enums import ENUMS
from tests.conftest import CART, PURCHASE

IMPORT = {
    "id": 6,
    "name": "Aoi GA4 (web) order_complete",
    "type": "GOOGLE_ANALYTICS_4_CUSTOM",
    "category": "PURCHASE",
    "google_analytics_4_settings": {
        "event_name": "order_complete",
        "property_name": "Aoi GA4",
        "property_id": 345678901,
    },
}
IMPORTED_CONVERSION = {
    "name": "order",
    "kind": "macro",
    "role": "secondary",
    "google_ads": {"source": "ga4"},
    "ga4": {"event": "order_complete"},
}


def operations(received):
    """Every operation of every mutate that the emulator received, without what was only asked."""
    return [
        operation
        for request in received
        if request.DESCRIPTOR.name == "MutateGoogleAdsRequest" and not request.validate_only
        for operation in request.mutate_operations
    ]


def fields_set(message, path=""):
    """The dotted paths of every field that is set in a message."""
    for field, value in message.ListFields():
        name = f"{path}{field.name.rstrip('_')}"
        yield name
        if field.message_type is not None and not field.is_repeated:
            yield from fields_set(value, f"{name}.")


def test_1_it_creates_no_ga4_actions(inhabit, environment, run, write_config, holds, received):
    """The API cannot make GOOGLE_ANALYTICS_4_*: only Google imports them. Until then the plan waits, and says so."""
    inhabit(key_events=[])
    config = write_config(PURCHASE, IMPORTED_CONVERSION)
    plan = run("plan", config)
    assert plan.code == 0
    assert '  … conversion "order" waits for Google\'s import\n' in plan.out
    sync = run("sync", config, "--yes")
    assert sync.code == 0, sync.out + sync.err
    assert {name: action["type"] for name, action in holds.actions().items()} == {"purchase": "WEBPAGE"}
    assert set(holds.key_events()) == {"order_complete"}
    (operation,) = operations(received)
    assert operation.conversion_action_operation.create.name == "purchase"
    # Once Google has imported it, it is the config's: found by property and event, and never by name.
    inhabit([IMPORT], key_events=[{"event_name": "order_complete"}])
    assert (
        run("sync", write_config(IMPORTED_CONVERSION), "--yes", "--allow", "nothing-left", "--allow", "many").code == 0
    )
    assert {name: action["primary_for_goal"] for name, action in holds.actions().items()} == {IMPORT["name"]: False}


def test_2_it_sends_no_category_that_does_not_exist(inhabit, environment, run, write_config, holds, received):
    """A word that the installed client does not know stops the run before the first call; nothing is guessed."""
    inhabit()
    wrong = run("sync", write_config({**CART, "category": "add_to_basket"}), "--yes")
    assert wrong.code == 1
    assert "add_to_basket" in wrong.err
    assert "add_to_cart" in wrong.err  # did you mean
    missing = run("sync", write_config({key: value for key, value in CART.items() if key != "category"}), "--yes")
    assert missing.code == 1
    assert "category is missing" in missing.err
    assert (holds.world.log.entries, holds.actions()) == ((), {})
    assert run("sync", write_config(), "--yes").code == 0
    assert {name: action["category"] for name, action in holds.actions().items()} == {
        "purchase": "PURCHASE",
        "mv_add_to_cart": "ADD_TO_CART",
    }
    words = set(ENUMS["ConversionActionCategory"]) - {"UNSPECIFIED", "UNKNOWN"}
    assert {action["category"] for action in holds.actions().values()} <= words


def test_3_it_sends_no_include_in_conversions_metric(world, environment, run, config, holds, received):
    """Google derives that flag, and refuses it in a request; we send the primary flag, always and explicitly."""
    assert run("sync", config, "--yes").code == 0
    found = operations(received)
    assert found
    for operation in found:
        inner = operation.conversion_action_operation
        assert "include_in_conversions_metric" not in inner.update_mask.paths
        for message in (inner.create, inner.update):
            assert "include_in_conversions_metric" not in set(fields_set(message))
    for request in received:
        if request.DESCRIPTOR.name == "SearchGoogleAdsStreamRequest":
            assert "include_in_conversions_metric" not in request.query
    state = world.google_ads
    counted = {
        action.name: state.counts_in_conversions(state.customers[1234567890], action)
        for action in state.customers[1234567890].actions.values()
    }
    assert (counted["purchase"], counted["mv_add_to_cart"], counted["mv_old_step"]) == (True, False, False)


def test_3_a_create_says_primary_or_not_in_so_many_words(inhabit, environment, run, write_config, holds, received):
    """A new secondary action that leaves the flag out would be primary: that is Google's default."""
    inhabit()
    assert run("sync", write_config(), "--yes").code == 0
    creates = {
        one.conversion_action_operation.create.name: one.conversion_action_operation.create
        for one in operations(received)
    }
    assert {name: (one.HasField("primary_for_goal"), one.primary_for_goal) for name, one in creates.items()} == {
        "purchase": (True, True),
        "mv_add_to_cart": (True, False),
    }
    assert {name: one["primary_for_goal"] for name, one in holds.actions().items()} == {
        "purchase": True,
        "mv_add_to_cart": False,
    }


def test_4_what_exists_already_is_not_skipped(world, environment, run, config, holds):
    """A changed value and a changed role land in the action that exists, under the same id."""
    before = holds.by_id()
    assert before[102]["value_settings.default_value"] == 300
    assert run("sync", config, "--yes").code == 0
    after = holds.by_id()
    assert after[102] == {**before[102], "value_settings.default_value": 500.0, "primary_for_goal": False}
    assert set(after) == set(before)


def test_5_the_dry_run_shows_the_difference_and_not_the_config(world, environment, run, config, holds):
    before = holds.everything()
    plan = json.loads(run("plan", config, "--format", "json").out)["plans"][0]
    assert [
        (
            change["action"],
            change["address"]["name"],
            [(one["name"], one["before"], one["after"]) for one in change["attributes"]],
        )
        for change in plan["changes"]
    ] == [
        (
            "demote",
            "mv_add_to_cart",
            [("primary_for_goal", True, False), ("value_settings.default_value", 300.0, 500.0)],
        ),
        ("demote", "mv_old_step", [("primary_for_goal", True, False)]),
        (
            "update",
            "mv_add_to_cart",
            [
                ("counting_method", "once_per_event", "once_per_session"),
                ("default_value", None, {"amount": 500.0, "currency": "JPY"}),
            ],
        ),
    ]  # and not a word of the purchase, which is as the config wants it
    assert plan["summary"]["unchanged"] == 1
    assert (holds.everything(), holds.writes()) == (before, [])
    assert run("sync", config, "--yes").code == 0
    after = json.loads(run("plan", config, "--format", "json").out)["plans"][0]
    assert after["changes"] == []


def test_6_no_tag_is_made_of_an_action_s_id(world, environment, run, config, tmp_path):
    """The label is Google's to give: it is in the tag that the API returns, and is not the id. We print no tag."""
    from google.ads.googleads.client import GoogleAdsClient

    client = GoogleAdsClient.load_from_storage(version="v26")
    query = "SELECT conversion_action.tag_snippets FROM conversion_action WHERE conversion_action.id = 102"
    client.login_customer_id = "9998887777"
    (row,) = client.get_service("GoogleAdsService").search(customer_id="1234567890", query=query)
    targets = {
        target
        for snippet in row.conversion_action.tag_snippets
        for target in re.findall(r"AW-987654321/([\w-]+)", snippet.event_snippet)
    }
    (label,) = targets
    assert (len(label), label != "102", label.isdigit()) == (19, True, False)
    outputs = []
    snapshot = tmp_path / "live.json"
    for command in (
        ["plan", config],
        ["plan", config, "--format", "json"],
        ["plan", config, "--format", "markdown"],
        ["sync", config, "--yes"],
        ["audit", config],
        ["audit", config, "--format", "json"],
        ["snapshot", config, "-o", snapshot],
    ):
        done = run(*command)
        outputs += [done.out, done.err]
    outputs.append(snapshot.read_text(encoding="utf-8"))
    assert all(outputs[::2][:6])
    assert not [text for text in outputs if "AW-" in text or label in text]


def test_7_no_goal_becomes_biddable(world, environment, run, write_config, holds, received):
    """Goals are left as they are; the pair of a new action is made by Google, with Google's own default."""
    before = holds.goals()
    assert before["CONTACT", "WEBSITE"] is False
    new = {"name": "mv_signup", "category": "signup", "role": "primary", "value": 100}
    contact = {"name": "お問い合わせ完了", "kind": "macro", "category": "contact", "role": "primary"}
    assert run("sync", write_config(PURCHASE, CART, new, contact), "--yes").code == 0
    assert holds.goals() == {**before, ("SIGNUP", "WEBSITE"): True}
    assert {one.WhichOneof("operation") for one in operations(received)} == {"conversion_action_operation"}
    assert {one.method for one in world.log.writes()} == {
        "GoogleAdsService.Mutate",
        "AnalyticsAdminService.UpdateKeyEvent",
    }


def test_7_the_plan_does_not_claim_bidding_where_the_goal_is_not_biddable(world, environment, run, write_config):
    contact = {"name": "mv_contact", "category": "contact", "role": "primary", "value": 100}
    signup = {"name": "mv_signup", "category": "signup", "role": "primary", "value": 100}
    plan = json.loads(run("plan", write_config(PURCHASE, CART, contact, signup), "--format", "json").out)["plans"][0]
    effects = {one["address"]["name"]: one["bidding"] for one in plan["changes"] if one["action"] == "create"}
    assert effects == {"mv_contact": "", "mv_signup": "bidding starts using this"}


def test_8_an_error_ends_in_an_exit_code_and_a_text(world, environment, run, config, holds):
    """Nothing is printed and forgotten: what failed is named at the end, and the exit code tells it."""
    world.faults.add(
        Fault(
            "google_ads",
            "Mutate",
            rehearsal=False,
            status="INVALID_ARGUMENT",
            message="Not today.",
            error=("range_error", "TOO_LOW"),
        )
    )
    done = run("sync", config, "--yes")
    assert done.code == 5
    assert '  ✓ key event "mv_add_to_cart"  updated\n' in done.out
    for name in ("mv_add_to_cart", "mv_old_step"):
        assert (
            f'  ✗ conversion "{name}"  FAILED\n'
            "      google_ads 123-456-7890: RangeError.TOO_LOW: Not today.\n      request id "
        ) in done.out
    assert "Not in sync (emulated): aoi: 1 of 3 changes applied." in done.out
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 300


def test_8_an_error_while_reading_ends_the_run_before_any_write(world, environment, run, config, holds):
    before = holds.everything()
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, status="UNAVAILABLE", message="Not today."))
    done = run("sync", config, "--yes")
    assert done.code == 1
    assert "aoi: error: ga4 345678901: HTTP 503: Not today.\n" in done.err
    assert (holds.everything(), holds.writes()) == (before, [])


def test_false_arrives(world, environment, run, config, holds, received):
    """A demote demotes. On the wire `false` looks like nothing, so that only a mask which names it carries it."""
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is True
    assert run("sync", config, "--yes").code == 0
    actions = holds.actions()
    assert actions["mv_old_step"]["primary_for_goal"] is False
    assert actions["mv_add_to_cart"]["primary_for_goal"] is False
    masks = {
        one.conversion_action_operation.update.resource_name[-3:]: list(
            one.conversion_action_operation.update_mask.paths
        )
        for one in operations(received)
    }
    assert masks == {"102": ["primary_for_goal", "value_settings.default_value"], "103": ["primary_for_goal"]}
    again = run("sync", config, "--yes")
    assert "In sync (emulated): aoi: nothing to do, nothing written." in again.out


def test_false_arrives_for_the_value_s_flag_too(inhabit, environment, run, write_config, holds):
    live = {"default_value": 10000, "default_currency_code": "JPY", "always_use_default_value": True}
    inhabit([{"id": 1, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE", "value_settings": live}])
    assert run("sync", write_config(PURCHASE), "--yes").code == 0
    assert holds.actions()["purchase"]["value_settings.always_use_default_value"] is False


def test_what_is_sent_to_ga4_names_its_fields(world, environment, run, config, holds, sent):
    """The update's mask is explicit: a field that the config does not name cannot be reset by accident."""
    assert run("sync", config, "--yes").code == 0
    (update,) = [one for one in sent if one.method == "PATCH"]
    assert "updateMask=countingMethod%2CdefaultValue" in str(update.url)


TWIN = {**PURCHASE, "name": "注文完了", "ga4": {"event": "order_complete"}}
TWINS_TEXT = '"注文完了" and "Aoi GA4 (web) order_complete" count the same GA4 event order_complete'


@pytest.fixture
def twins(inhabit, environment):
    """A website action and GA4's import of the same event, whose names have nothing in common."""
    settings = {"default_value": 10000, "default_currency_code": "JPY", "always_use_default_value": False}
    website = {"id": 1, "name": "注文完了", "type": "WEBPAGE", "category": "PURCHASE", "value_settings": settings}
    inhabit([website, IMPORT], key_events=[{"event_name": "order_complete"}])


def test_a_twin_of_another_name_is_reported_by_the_plan(twins, run, write_config):
    config = write_config(TWIN)
    done = run("plan", config)
    assert done.code == 0
    assert (
        f"{config}:10:3: warning: {TWINS_TEXT}, and both are primary: bidding counts each conversion twice "
        "[double-counting] "
        "→ make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}` "
    ) in done.told
    (warning,) = json.loads(run("plan", config, "--format", "json").out)["plans"][0]["warnings"]
    assert (warning["code"], warning["where"]) == (
        "double-counting",
        'google_ads.conversion_action["Aoi GA4 (web) order_complete"]',
    )


def test_a_twin_is_found_by_the_audit(twins, run, write_config):
    done = run("audit", write_config(TWIN), "--format", "json")
    assert done.code == 3
    found = [one for one in json.loads(done.out)["audits"][0]["findings"] if one["rule"].startswith("double-")]
    twin = ("double-import", "error", 'google_ads.conversion_action["Aoi GA4 (web) order_complete"]')
    assert twin in [(one["rule"], one["level"], one["object"]) for one in found]
    assert {one["rule"] for one in found} == {"double-import"}
    assert all("order_complete" in one["seen"]["en"] for one in found)


def test_an_import_of_another_property_is_no_twin(inhabit, environment, run, write_config):
    settings = {**IMPORT["google_analytics_4_settings"], "property_id": 345678902}
    inhabit([{**IMPORT, "google_analytics_4_settings": settings}], key_events=[{"event_name": "order_complete"}])
    config = write_config(TWIN)
    assert "double-counting" not in run("plan", config).out
    audit = run("audit", config, "--only", "double-import", "--only", "double-twin")
    assert "Audit: 0 errors, 0 warnings, 0 notes." in audit.out


def test_one_primary_of_the_two_is_no_error_but_a_note(twins, world, run, write_config):
    action = world.google_ads.customers[1234567890].actions[6]
    world.google_ads.customers[1234567890].actions[6] = replace(
        action, fields={**action.fields, "primary_for_goal": False}
    )
    config = write_config(TWIN)
    assert f"note: {TWINS_TEXT}: twice in All conversions [double-counting] " in run("plan", config).told
    audit = run("audit", config, "--only", "double-*")
    assert audit.code == 0
    assert "note: " in audit.out
    assert "[double-twin]" in audit.out
    assert "[double-import]" not in audit.out
