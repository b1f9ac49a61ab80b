"""The example configs are right, and the shipped seed holds their accounts: each one can be planned and synced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from microconv import config
from microconv.core.client import Client, Demote
from microconv.core.conversion import ConversionKind
from microconv.core.import_arrival import AWAITED
from microconv.core.kinds import CAMPAIGN_GOAL
from microconv.core.plan import Action, Bidding, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.tag_manager import Publish
from microconv.emulator import Emulator, World
from microconv.emulator.seed import packaged_seed, read_seed
from microconv.loading import vocabulary
from microconv.project import Project

CONFIGS = Path(__file__).parents[2] / "configs"
FILES, _ = config.find([CONFIGS])
BASE = CONFIGS / "agency-base.yaml"
LABELS = ("aoi-store", "hikari-clinic", "kuma-systems")
PUBLISH = Limits(allow=frozenset({Allow.PUBLISH}))
"""The container of the shop is published with what its config asks for."""

HAND_MADE = {
    "aoi-store": "お問い合わせ完了",
    "hikari-clinic": "電話タップ",
    "kuma-systems": "資料請求（旧サイト）",
}


class _Plain(yaml.SafeLoader):
    """YAML as JSON sees it: a date stays text."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Plain)


def loaded() -> dict[str, config.Loaded]:
    return {item.path.stem: item for item in config.load_all(FILES, vocabulary(), root=CONFIGS)}


def client_of(label: str) -> Client:
    client = loaded()[label].client
    assert client is not None
    return client


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = config.json_schema(vocabulary())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


# ---- the configs


def test_the_three_cases_are_there_with_one_base() -> None:
    found = loaded()
    assert {name for name, item in found.items() if item.is_base} == {BASE.stem}
    assert {name: item.client.label for name, item in found.items() if item.client} == {name: name for name in LABELS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_loads_without_errors_or_warnings(path: Path) -> None:
    assert loaded()[path.stem].problems == ()


@pytest.mark.parametrize("label", LABELS)
def test_loads_on_its_own_with_what_the_base_says(label: str) -> None:
    alone = config.load(CONFIGS / f"{label}.yaml", vocabulary())
    assert alone.problems == ()
    assert alone.client is not None
    assert (alone.client.accounts.login_customer_id, alone.client.currency) == ("9998887777", "JPY")
    assert {item.settings["counting"] for item in alone.client.conversions if "counting" in item.settings} <= {
        "one_per_click",
        "many_per_click",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_json_schema_accepts(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(plain(path))] == []


@pytest.mark.parametrize("label", LABELS)
def test_json_schema_refuses_a_misspelt_key(label: str, validator: jsonschema.Draft202012Validator) -> None:
    data = plain(CONFIGS / f"{label}.yaml")
    data["conversions"][0]["categry"] = data["conversions"][0].pop("category")
    (error,) = validator.iter_errors(data)
    assert list(error.absolute_path) == ["conversions", 0]
    assert "'categry' was unexpected" in error.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_first_line_tells_editors_where_the_schema_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../docs/microconv.schema.json"


@pytest.mark.parametrize("label", LABELS)
def test_says_who_answers_for_it_and_when_it_was_reviewed(label: str) -> None:
    client = client_of(label)
    assert client.owner.endswith("@agency.example")
    assert client.review_every is not None
    assert client.review_last is not None


@pytest.mark.parametrize("label", LABELS)
def test_follows_the_practices_of_the_domain(label: str) -> None:
    client = client_of(label)
    assert 9 <= len(client.conversions) <= 14
    assert all(re.search("[ぁ-ヿ一-鿿]", item.label) for item in client.conversions)
    assert any(item.kind is ConversionKind.MACRO for item in client.conversions)
    for item in client.conversions:
        after = client.by_name[item.next] if item.next else None
        amount = item.value.amount if item.value else None
        if after is not None and amount is not None:
            assert after.value is not None
            assert after.value.amount is not None
            assert amount < after.value.amount, f"{item.name} is worth as much as {after.name}, to which it leads"
    amounts = [item.value.amount for item in client.conversions if item.value and item.value.amount is not None]
    assert sorted(set(amounts)) == sorted(amounts), "each conversion has a value of its own"


def test_show_every_way_to_say_what_bidding_is_for() -> None:
    aoi, hikari, kuma = (client_of(label) for label in LABELS)
    assert {goal.pair: goal.biddable for goal in aoi.goals.account} == {
        "purchase~website": True,
        "begin_checkout~website": True,
        "page_view~website": False,
    }
    assert (aoi.demote, aoi.link_google_ads, aoi.accounts.data_stream) == (Demote.THOROUGH, True, "G-AOISTORE01")
    assert [item.name for item in aoi.conversions if item.rules] == ["mv_size_guide"]
    (scroll,) = hikari.by_name["mv_scroll_90"].rules
    assert scroll is not None
    assert [str(item) for item in scroll.conditions] == [
        "event_name equals scroll",
        "page_location contains /treatment/",
        "percent_scrolled equals 90",
    ]
    assert hikari.enhanced_measurement == {"scrolls": True}
    assert [item.campaign for item in kuma.goals.campaigns] == ["指名検索"]
    assert [item.name for item in kuma.goals.custom] == ["立ち上げ学習"]


def test_the_shop_has_tags_that_are_made_and_tags_that_are_taken_over(emulator: Emulator) -> None:
    """The container of the seed has what the config adopts, which stays as it is, and what is made goes live."""
    client = client_of("aoi-store")
    assert (client.accounts.container, client.tag_manager.publish) == ("GTM-AOISTR1", Publish.ASK)
    assert [item.name for item in client.conversions if item.tag] == ["mv_begin_checkout", "mv_newsletter"]
    before = live_tags(emulator)
    Project(client).apply(plan_of("aoi-store"), PUBLISH)
    after = live_tags(emulator)
    assert after.keys() - before.keys() == {"mv_begin_checkout (GA4)", "mv_begin_checkout (Google Ads)"}
    assert {name: after[name] for name in before} == before


def live_tags(emulator: Emulator) -> dict[str, dict[str, Any]]:
    """The tags of the live version of the shop's container, by name."""
    ((container,),) = (one["containers"] for one in emulator.world.dump()["tag_manager"]["accounts"])
    (live,) = [one for one in container["versions"] if one["id"] == container["live"]]
    kept = ("type", "parameter", "firingTriggerId", "paused")
    return {one["name"]: {key: one.get(key) for key in kept} for one in live["tag"]}


def test_the_newsletter_is_worth_a_hundredth_of_the_purchase() -> None:
    values = {item.name: item.value for item in client_of("aoi-store").conversions}
    newsletter, purchase = values["mv_newsletter"], values["purchase"]
    assert newsletter is not None
    assert purchase is not None
    assert (newsletter.amount, purchase.amount, purchase.from_event) == (100, 10000, True)


@pytest.mark.parametrize("path", [*FILES, packaged_seed()], ids=lambda path: path.name)
def test_names_only_invented_hosts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hosts = re.findall(r"(?:https?://|@)([\w.-]+)", text)
    assert hosts
    assert [host for host in hosts if not host.endswith((".example", ".invalid"))] == []


# ---- the seed


def test_the_seed_loads_and_survives_a_dump() -> None:
    content = World.load(read_seed(packaged_seed())).dump()
    again = World.load(content).dump()
    assert again["google_ads"] == content["google_ads"]
    assert again["ga4"] == content["ga4"]


@pytest.mark.parametrize("label", LABELS)
def test_the_seed_holds_the_accounts_of(label: str) -> None:
    client = client_of(label)
    world = World.load(read_seed(packaged_seed()))
    assert int(client.customer_id) in world.google_ads.customers[int(client.accounts.login_customer_id)].clients
    assert world.google_ads.customers[int(client.customer_id)].fields["currency_code"] == client.currency
    found = world.ga4.property(int(client.property_id))
    assert found is not None
    assert [link.customer_id for link in found.google_ads_links.values()] == [client.customer_id]


@pytest.mark.parametrize("label", LABELS)
def test_the_seed_holds_the_campaigns_and_the_stream_that_a_config_names(label: str) -> None:
    client = client_of(label)
    content = World.load(read_seed(packaged_seed())).dump()
    (customer,) = [one for one in content["google_ads"]["customers"] if one["id"] == int(client.customer_id)]
    named = [item.campaign for item in client.goals.campaigns]
    named += [campaign for goal in client.goals.custom for campaign in goal.campaigns]
    for pattern in named:
        assert any(fnmatchcase(one["name"], pattern) for one in customer["campaigns"]), pattern
    if client.accounts.data_stream:
        assert client.accounts.data_stream in {
            one["web_stream_data"]["measurement_id"] for one in streams(content, client) if "web_stream_data" in one
        }


def streams(content: dict[str, Any], client: Client) -> list[dict[str, Any]]:
    """The data streams of a client's property."""
    properties = [one for account in content["ga4"]["accounts"] for one in account["properties"]]
    (found,) = [one for one in properties if one["id"] == int(client.property_id)]
    return list(found["data_streams"])


# ---- both together, through the official clients


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with Emulator() as emulator, pytest.MonkeyPatch.context() as patch:
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        yield emulator


@pytest.fixture
def emulator(running: Emulator) -> Emulator:
    running.world.reset(read_seed(packaged_seed()))
    running.control.set_policies(gtm_quota="off")
    return running


def plan_of(label: str) -> Plan:
    return Project(client_of(label)).plan()


def customer_of(emulator: Emulator, client: Client) -> dict[str, Any]:
    """The content of the emulated Google Ads account of a client."""
    customers = emulator.world.dump()["google_ads"]["customers"]
    (found,) = [one for one in customers if one["id"] == int(client.customer_id)]
    return dict(found)


def actions(emulator: Emulator, client: Client) -> dict[str, dict[str, Any]]:
    """The conversion actions that a customer holds and has not removed, by name."""
    found = customer_of(emulator, client)["conversion_actions"]
    return {one["name"]: one for one in found if one["status"] != "REMOVED"}


@pytest.mark.parametrize("label", LABELS)
def test_the_plan_shows_something_of_everything_and_may_be_applied(emulator: Emulator, label: str) -> None:
    plan = plan_of(label)
    assert plan.conflicts == ()
    assert min(plan.counts[Action.CREATE], plan.counts[Action.UPDATE], plan.counts[Action.DEMOTE]) >= 1
    assert plan.counts[Action.REMOVE] == 0
    others = [item for item in plan.changes if item.address.type != CAMPAIGN_GOAL]  # those are set one by one
    assert plan.unchanged > len(others) / 2
    assert any(change.reasons[0].startswith("renamed from") for change in plan.changes)
    assert any(change.bidding is Bidding.STOPS for change in plan.changes)
    assert {"made by Google", "removed", "not in the config, and without the prefix mv_"} <= {
        item.why for item in plan.unmanaged
    }
    assert Project(client_of(label)).check(plan, PUBLISH) == ()


@pytest.mark.parametrize("label", LABELS)
def test_a_sync_ends_with_nothing_to_do(emulator: Emulator, label: str) -> None:
    client = client_of(label)
    before = actions(emulator, client)
    plan = plan_of(label)

    result = Project(client).apply(plan, PUBLISH)

    assert [(str(item.change.address), str(item.error)) for item in (*result.failed, *result.unknown)] == []
    after = actions(emulator, client)
    listed = {item.name for item in client.conversions if item.source not in {None, "ga4"}}
    assert listed <= after.keys()
    touched = {change.id.rpartition("/")[2] for change in plan.changes if change.id}
    for name, action in before.items():
        if str(action["id"]) not in touched:
            assert after[name] == action
    assert not {one["name"] for one in after.values() if one["name"].startswith("mv_") and one["primary_for_goal"]} - {
        item.name for item in client.conversions if item.role == "primary"
    }
    again = plan_of(label)
    assert again.changes == ()
    assert [item.address for item in again.waiting] == [item.address for item in plan.waiting]


@pytest.mark.parametrize("label", LABELS)
def test_a_sync_leaves_the_goals_of_the_config(emulator: Emulator, label: str) -> None:
    client = client_of(label)

    Project(client).apply(plan_of(label), PUBLISH)

    customer = customer_of(emulator, client)
    account = {goal_pair(one): one["biddable"] for one in customer["customer_conversion_goals"]}
    assert {goal.pair: goal.biddable for goal in client.goals.account}.items() <= account.items()
    campaigns = {one["id"]: one["name"] for one in customer["campaigns"]}
    own = {
        (campaigns[one["campaign"]], goal_pair(one)): one["biddable"]
        for one in customer.get("campaign_conversion_goals", ())
    }
    wanted = {(item.campaign, goal.pair): goal.biddable for item in client.goals.campaigns for goal in item.goals}
    assert wanted.items() <= own.items()
    names = {one["id"]: one["name"] for one in customer["conversion_actions"]}
    custom = {
        one["name"]: {names[action] for action in one["conversion_actions"]}
        for one in customer.get("custom_conversion_goals", ())
    }
    assert {goal.name: set(goal.conversions) for goal in client.goals.custom}.items() <= custom.items()


def goal_pair(goal: dict[str, Any]) -> str:
    """`purchase~website`."""
    return f"{goal['category']}~{goal['origin']}".lower()


def test_a_thorough_demote_reaches_the_custom_goal(emulator: Emulator) -> None:
    client = client_of("aoi-store")

    def of_custom_goal() -> list[str]:
        customer = customer_of(emulator, client)
        names = {one["id"]: one["name"] for one in customer["conversion_actions"]}
        (goal,) = customer["custom_conversion_goals"]
        return [names[action] for action in goal["conversion_actions"]]

    assert of_custom_goal() == ["purchase", "mv_time_60s"]
    Project(client).apply(plan_of("aoi-store"), PUBLISH)
    assert of_custom_goal() == ["purchase"]


@pytest.mark.parametrize(
    ("label", "event", "conditions"),
    [
        (
            "aoi-store",
            "mv_size_guide",
            [
                ("event_name", "EQUALS", "page_view"),
                ("page_location", "REGULAR_EXPRESSION", "^https?://[^/?#]+/guide/size/?([?#].*)?$"),
            ],
        ),
        (
            "hikari-clinic",
            "mv_scroll_90",
            [
                ("event_name", "EQUALS", "scroll"),
                ("page_location", "CONTAINS", "/treatment/"),
                ("percent_scrolled", "EQUALS", "90"),
            ],
        ),
    ],
)
def test_a_sync_makes_the_events_that_no_tag_sends(
    emulator: Emulator, label: str, event: str, conditions: list[tuple[str, str, str]]
) -> None:
    client = client_of(label)

    Project(client).apply(plan_of(label), PUBLISH)

    (stream,) = [one for one in streams(emulator.world.dump(), client) if "web_stream_data" in one]
    (rule,) = stream["event_create_rules"]
    assert rule["destination_event"] == event
    assert [(one["field"], one["comparison_type"], one["value"]) for one in rule["event_conditions"]] == conditions
    if client.enhanced_measurement:
        assert stream["enhanced_measurement_settings"]["scrolls_enabled"] is True


@pytest.mark.parametrize("label", LABELS)
def test_what_is_not_ours_is_only_shown(emulator: Emulator, label: str) -> None:
    plan = plan_of(label)
    assert HAND_MADE[label] in {item.address.name for item in plan.unmanaged}
    assert HAND_MADE[label] not in {change.address.name for change in plan.changes}


def test_a_managers_action_with_a_clients_name_is_never_touched(emulator: Emulator) -> None:
    def of_manager() -> list[Any]:
        (manager,) = [one for one in emulator.world.dump()["google_ads"]["customers"] if one["id"] == 9998887777]
        return list(manager["conversion_actions"])

    before = of_manager()
    names = {one["name"] for one in before}
    for label in ("aoi-store", "hikari-clinic"):
        client = client_of(label)
        assert names & client.by_name.keys()
        Project(client).apply(plan_of(label), PUBLISH)
    assert of_manager() == before


def test_the_reservation_waits_for_google(emulator: Emulator) -> None:
    (waiting,) = plan_of("hikari-clinic").waiting
    assert str(waiting.address) == 'google_ads.conversion_action["reservation_completed"]'
    assert waiting.why == AWAITED
    assert waiting.missing


def test_a_hidden_import_that_the_config_lists_is_enabled(emulator: Emulator) -> None:
    client = client_of("hikari-clinic")
    name = "ひかりクリニック公式サイト (web) mv_line_add"
    assert actions(emulator, client)[name]["status"] == "HIDDEN"
    Project(client).apply(plan_of("hikari-clinic"), PUBLISH)
    after = actions(emulator, client)[name]
    assert (after["status"], after["primary_for_goal"]) == ("ENABLED", False)


@pytest.mark.parametrize(
    ("label", "name", "both_primary"),
    [("aoi-store", "mv_begin_checkout", True), ("hikari-clinic", "お問い合わせ送信完了", False)],
)
def test_an_enabled_import_of_a_listed_event_is_told_as_double_counting(
    emulator: Emulator, label: str, name: str, both_primary: bool
) -> None:
    (warning,) = [item for item in plan_of(label).warnings if item.code == "double-counting"]
    assert warning.summary.startswith(f'"{name}" and "')
    assert warning.summary.endswith("both are primary: bidding counts each conversion twice") is both_primary


def test_a_hidden_import_is_not_double_counting(emulator: Emulator) -> None:
    client = client_of("kuma-systems")
    twin = actions(emulator, client)["くまシステムズ コーポレートサイト (web) generate_lead"]
    assert twin["status"] == "HIDDEN"
    assert "double-counting" not in {one.code for one in plan_of("kuma-systems").warnings}


def test_a_goal_that_the_config_does_not_decide_is_told(emulator: Emulator) -> None:
    (warning,) = [item for item in plan_of("aoi-store").warnings if item.code == "new-goal"]
    assert warning.summary.startswith("the goal download (app) appears with its first action")
