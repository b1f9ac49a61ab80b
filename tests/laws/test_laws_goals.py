"""Laws 2, 3, 4, 7 and 8 over configs and accounts with goals, campaigns, rules, links and enhanced measurement."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

from goal_worlds import goal_worlds
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, EVENT_RULE, LINK, World
from test_laws import ours
from test_laws_bidding import Run, failures, without_conflicts

from microconv.core.client import Demote, Level, Unlisted
from microconv.core.plan import Action, Plan
from microconv.core.resource import Live, frozen


def shuffle(items, random) -> tuple:
    return tuple(random.sample(list(items), len(items)))


@given(goal_worlds(), st.randoms(use_true_random=False))
def test_law_2_the_order_of_input_does_not_matter(world: World, random) -> None:
    """But that of entries for campaigns: of two that name the same goal, the later wins."""

    def turned(live: Live) -> Live:
        return replace(live, state=frozen(dict(shuffle(live.state.items(), random))))

    goals = world.client.goals
    goals = replace(
        goals,
        account=shuffle(goals.account, random),
        custom=tuple(replace(item, conversions=shuffle(item.conversions, random)) for item in goals.custom),
    )
    client = replace(world.client, conversions=shuffle(world.client.conversions, random), goals=goals)
    other = World(client, *(tuple(map(turned, shuffle(part, random))) for part in (
        world.actions, world.key_events, world.goals, world.site)))  # fmt: skip
    plan, again = Run(world).project.plan(), Run(other).project.plan()
    assert again.fingerprint == plan.fingerprint
    for name in ("changes", "shifts", "unmanaged", "managed"):
        assert getattr(again, name) == getattr(plan, name)
    for name in ("conflicts", "waiting", "warnings"):
        assert sorted(getattr(again, name), key=repr) == sorted(getattr(plan, name), key=repr)


def matches(pattern: str, name: str, world: World) -> bool:
    names = {item.address.name for item in world.goals if item.address.type == CAMPAIGN_CONFIG}
    return name == pattern if pattern in names else fnmatchcase(name, pattern)


def named_campaigns(world: World) -> set[str]:
    patterns = [item.campaign for item in world.client.goals.campaigns]
    patterns += [pattern for item in world.client.goals.custom for pattern in item.campaigns]
    names = {item.address.name for item in world.goals if item.address.type == CAMPAIGN_CONFIG}
    return {name for name in names for pattern in patterns if matches(pattern, name, world)}


def given_up(world: World) -> dict[str, bool]:
    """The goals, by name, that campaigns of their own lose by `use: account`: each becomes what the account has.

    None where the account has no biddable goal, as Google refuses a campaign without one.
    """
    goals = world.client.goals
    back = {item.campaign for item in goals.campaigns if item.level is Level.ACCOUNT}
    other = {item.campaign for item in goals.campaigns if item.level is Level.CAMPAIGN}
    other |= {pattern for item in goals.custom for pattern in item.campaigns}
    account = {item.address.name: item.state["biddable"] for item in world.goals if item.address.type == ACCOUNT_GOAL}
    account |= {item.pair: item.biddable for item in goals.account if item.pair in account}
    returning = {
        item.address.name
        for item in world.goals
        if item.address.type == CAMPAIGN_CONFIG and item.state["goal_config_level"] == "campaign"
        if any(matches(pattern, item.address.name, world) for pattern in back)
        if not any(matches(pattern, item.address.name, world) for pattern in other)  # both: a conflict, left alone
    }
    lost = {}
    for item in world.goals:
        campaign, _, pair = item.address.name.rpartition("/")
        if item.address.type == CAMPAIGN_GOAL and campaign in returning and account[pair] != item.state["biddable"]:
            lost[item.address.name] = account[pair]
    return lost if any(account.values()) else {}


def leaving(campaign: str, world: World) -> bool:
    """True for a campaign that goes by the account's goals now, and to which the config gives others."""
    goals = world.client.goals
    patterns = [item.campaign for item in goals.campaigns if item.level is Level.CAMPAIGN]
    patterns += [pattern for item in goals.custom for pattern in item.campaigns]
    return any(matches(pattern, campaign, world) for pattern in patterns) and any(
        item.address.type == CAMPAIGN_CONFIG
        and item.address.name == campaign
        and item.state["goal_config_level"] == "customer"
        for item in world.goals
    )


@given(goal_worlds())
def test_law_3_what_the_config_does_not_name_is_not_touched(world: World) -> None:
    goals = world.client.goals
    account = {item.pair: item.biddable for item in goals.account}
    in_account = {item.identity: item.state["biddable"] for item in world.goals if item.address.type == ACCOUNT_GOAL}
    custom = {item.name for item in goals.custom}
    measured = {f"{name}_enabled": value for name, value in world.client.enhanced_measurement.items()}
    lost = given_up(world)
    changes = Run(world).project.plan().changes
    assert lost.keys() <= {item.address.name for item in changes if item.address.type == CAMPAIGN_GOAL}
    for change in changes:
        name, sent = change.address.name, {item.name: item.after for item in change.attributes}
        if change.address.type == ACCOUNT_GOAL:
            assert sent == {"biddable": account[name]}
        elif change.address.type == CAMPAIGN_GOAL and name in lost:
            assert sent == {"biddable": lost[name]}
        elif change.address.type == CAMPAIGN_GOAL:
            campaign, _, pair = name.rpartition("/")
            entries = [item for item in goals.campaigns if matches(item.campaign, campaign, world)]
            wanted = [one.biddable for item in entries for one in item.goals if one.pair == pair]
            if not wanted and leaving(campaign, world):  # it takes the account's goals along as its own
                wanted = [in_account[pair] and account.get(pair, True)]
            if not wanted:  # what a campaign gives up when it follows the account again becomes as the account has it
                assert Level.ACCOUNT in {item.level for item in entries}
                wanted = [account[pair] if pair in account else in_account[pair]]
            assert sent == {"biddable": wanted[-1]}
        elif change.address.type == CAMPAIGN_CONFIG:
            assert name in named_campaigns(world)
            assert set(sent) <= {"goal_config_level", "custom_conversion_goal"}
        elif change.address.type == CUSTOM_GOAL:
            assert name in custom or (world.client.demote is Demote.THOROUGH and set(sent) == {"conversion_actions"})
        elif change.address.type == LINK:
            assert world.client.link_google_ads
        elif change.address.type == "ga4.enhanced_measurement_settings":
            assert sent.items() <= measured.items()


def settled(world: World) -> dict[str, Live]:
    """All objects after a run."""
    run = Run(world)
    assume(not failures(run.sync()))
    return {item.id: item for item in run.live}


@given(goal_worlds())
def test_law_4_what_is_not_ours_is_as_it_was(world: World) -> None:
    world = without_conflicts(world)
    after = settled(world)
    goals = world.client.goals
    account = {item.pair for item in goals.account}
    campaigns = named_campaigns(world)
    customs = {item.name for item in goals.custom}
    own = {
        item.address.name
        for item in world.goals
        if item.address.type == CAMPAIGN_CONFIG and item.state["goal_config_level"] == "campaign"
    }
    for item in world.goals:
        campaign = item.address.name.rpartition("/")[0]
        left = {
            ACCOUNT_GOAL: item.address.name not in account,
            CAMPAIGN_GOAL: campaign in own and campaign not in campaigns,
            CAMPAIGN_CONFIG: item.address.name not in campaigns,
            CUSTOM_GOAL: item.address.name not in customs and world.client.demote is Demote.FLAG,
        }[item.address.type]
        if left:
            assert after[item.id] == item
    for item in (*world.actions, *world.key_events):
        if not ours(item, world):
            assert after[item.id] == item
    events = {item.event for item in world.client.ruled}
    silent = {item.event for item in world.client.conversions} - events
    for item in world.site:
        stays = item.address.type == EVENT_RULE and item.address.name not in events
        if stays and (not item.address.name.startswith("mv_") or item.address.name in silent):
            assert after[item.id] == item
        if item.address.type == LINK and item.identity != world.client.customer_id:
            assert after[item.id] == item


@given(goal_worlds())
def test_law_7_a_plan_survives_json(world: World) -> None:
    plan = Run(world).project.plan()
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.fingerprint == plan.fingerprint


@given(goal_worlds())
def test_law_8_nothing_is_removed_unless_the_config_says_so(world: World) -> None:
    plan = Run(world).project.plan()
    unwanted = {item.event for item in world.client.ruled if not item.rules}
    for change in plan.changes:
        if change.action is not Action.REMOVE:
            continue
        assert change.address.type in {ACTION, EVENT_RULE, "ga4.key_event"}
        if not (change.address.type == EVENT_RULE and change.address.name in unwanted):
            assert world.client.unlisted is Unlisted.REMOVE
            assert change.address.name.startswith("mv_")


@given(goal_worlds())
def test_law_8_a_campaign_goes_back_to_the_account_only_where_the_config_says_so(world: World) -> None:
    back = [item.campaign for item in world.client.goals.campaigns if item.level is Level.ACCOUNT]
    for change in Run(world).project.plan().changes:
        sent = {item.name: item.after for item in change.attributes}
        if sent.get("goal_config_level") == "customer":
            assert any(matches(pattern, change.address.name, world) for pattern in back)
