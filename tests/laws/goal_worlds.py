"""Worlds with goals at every level, campaigns, event rules, links and enhanced measurement."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from ads_store import pair
from hypothesis import strategies as st
from strategies import (
    CATEGORIES,
    SETTABLE,
    SETTINGS,
    World,
    action,
    campaign,
    campaign_goal,
    clients,
    custom_goal,
    event_of,
    goal,
    imported,
    link,
    live_actions,
    live_key_events,
    measurement,
    rule,
)

from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, Goals, GoalSetting, Level
from microconv.core.conversion import GA4_IMPORT, Conversion, Role
from microconv.core.event_page import page_reached
from microconv.core.event_rule import Condition, EventRule, RuledEvent
from microconv.core.resource import Live, Standing, frozen
from microconv.core.value import Scalar

CAMPAIGNS = ("Brand", "Brand JP", "Generic")
PATTERNS = (*CAMPAIGNS, "Brand", "Brand*", "Gen?ric", "Nowhere", "*")
CUSTOM = ("Learning", "Leads", "Old")
ORIGINS = ("website", "website", "website", "call_from_ads")
COMMON = (*CATEGORIES[:2], *CATEGORIES[:2], CATEGORIES[2])
SOURCES = ("website", "website", "website", "ad_call", GA4_IMPORT, None)


@st.composite
def live_goals(draw: st.DrawFn, actions: tuple[Live, ...]) -> tuple[Live, ...]:
    """Goals of an account with these actions, as Google would have them: one for each pair, in every campaign too."""
    there = [item for item in actions if item.standing is not Standing.REMOVED]
    pairs = sorted({pair(item.state) for item in there} | set(draw(st.sets(st.just("page_view~website")))))
    account = {name: goal(name, draw(st.sampled_from([True, True, False]))) for name in pairs}
    custom = draw(live_custom_goals(there))
    usable = [number for number, item in enumerate(custom, start=1) if item.standing is Standing.NORMAL]
    found: list[Live] = [*account.values(), *custom]
    by_id = {item.id: item for item in there}
    owned = sorted(item.id for item in there if item.standing is not Standing.OTHER_OWNER)
    for number, name in enumerate(CAMPAIGNS[: draw(st.sampled_from([0, 1, 1, 2, 3]))], start=1):
        own = draw(st.booleans())
        selected = draw(st.sets(st.sampled_from(owned), max_size=2)) if owned and draw(st.booleans()) else ()
        uses = draw(st.sampled_from([0, *usable])) if own else 0
        one = campaign(name, number, own=own, custom=uses, selected=[by_id[item] for item in sorted(selected)])
        goals = {name: draw(st.booleans()) if own else item.state["biddable"] is True for name, item in account.items()}
        if own and not one.state["custom_conversion_goal"] and goals and not any(goals.values()):
            goals[min(goals)] = True  # Google refuses a campaign without goals
        found += [one, *(campaign_goal(one, name, biddable) for name, biddable in goals.items())]
    return tuple(found)


@st.composite
def listed_actions(draw: st.DrawFn, client: Client, live: tuple[Live, ...]) -> tuple[Live, ...]:
    """`live` with actions of the config's conversions, as one finds them where microconv has been before."""
    found = list(live)
    taken = {name for item in live for name in (item.address.name, item.identity)}
    for number, one in enumerate(client.conversions, start=100):
        made = None
        if one.source == GA4_IMPORT:
            made = imported(str(one.event), number, draw(st.sampled_from([Standing.IMPORTED, Standing.HIDDEN])))
        elif one.source is not None:
            made = action(one.name, number, type=SETTABLE[one.source], app_id=one.settings.get("google_ads.app_id"))
        if made is None or {made.address.name, made.identity} & taken or draw(st.sampled_from([False, False, True])):
            continue
        primary = draw(st.sampled_from([True, True, False])) is (one.role is Role.PRIMARY)
        category = draw(st.sampled_from([str(one.settings.get("category", COMMON[0])), *COMMON[:2]]))
        changed: dict[str, Scalar] = {"category": category, "primary_for_goal": primary}
        found.append(replace(made, state=frozen({**made.state, **changed})))
    return tuple(found)


@st.composite
def live_custom_goals(draw: st.DrawFn, actions: list[Live]) -> list[Live]:
    """Custom goals with different lists of enabled actions."""
    enabled = [
        item for item in actions if item.state["status"] == "enabled" and item.standing is not Standing.OTHER_OWNER
    ]
    found: list[Live] = []
    if not enabled:
        return found
    lists = draw(
        st.lists(
            st.sets(st.sampled_from([item.id for item in enabled]), min_size=1, max_size=4),
            max_size=3,
            unique_by=frozenset,
        )
    )
    by_id = {item.id: item for item in enabled}
    for number, (name, listed) in enumerate(zip(CUSTOM, lists, strict=False), start=1):
        standing = draw(st.sampled_from([Standing.NORMAL, Standing.NORMAL, Standing.NORMAL, Standing.REMOVED]))
        found.append(custom_goal(name, number, *(by_id[one] for one in sorted(listed)), standing=standing))
    return found


@st.composite
def settings(draw: st.DrawFn, most: int = 3) -> tuple[GoalSetting, ...]:
    """Goals that a config names, each once."""
    found: dict[str, GoalSetting] = {}
    for _ in range(draw(st.integers(0, most))):
        one = GoalSetting(draw(st.sampled_from(COMMON)), draw(st.booleans()), draw(st.sampled_from(ORIGINS)))
        found.setdefault(one.pair, one)
    return tuple(found.values())


@st.composite
def wanted_goals(draw: st.DrawFn, client: Client) -> Goals:
    """The goals of a config that its loader would take."""
    names = [item.name for item in client.conversions if item.source is not None]
    custom: list[CustomGoal] = []
    free = list(PATTERNS)
    for name in draw(st.lists(st.sampled_from(CUSTOM), unique=True, max_size=2)) if names else ():
        listed = tuple(sorted(draw(st.sets(st.sampled_from(names), min_size=1, max_size=3))))
        if listed in {item.conversions for item in custom}:
            continue
        used = tuple(draw(st.lists(st.sampled_from(sorted(set(free))), unique=True, max_size=2))) if free else ()
        free = [item for item in free if item not in used]
        custom.append(CustomGoal(name, listed, used))
    entries = []
    for pattern in draw(st.lists(st.sampled_from(PATTERNS), unique=True, max_size=draw(st.sampled_from([0, 1, 2])))):
        if pattern in free and draw(st.sampled_from([True, False, False])):
            entries.append(CampaignGoals(pattern, Level.ACCOUNT))
        else:
            entries.append(CampaignGoals(pattern, Level.CAMPAIGN, draw(settings())))
    return Goals(draw(settings(5)), tuple(entries), tuple(custom))


@st.composite
def rules(draw: st.DrawFn) -> EventRule:
    """A rule, with or without parameters."""
    conditions = draw(
        st.sampled_from(
            [
                (page_reached("/thanks"), Condition("event_name", "equals", "page_view")),
                (Condition("event_name", "equals", "scroll"), Condition("percent_scrolled", "equals", "90")),
                (Condition("event_name", "equals", "form_submit"), Condition("form_id", "contains", "a b", True)),
            ]
        )
    )
    return EventRule(
        conditions,
        draw(st.none() | st.booleans()),
        draw(st.sampled_from([(), (("value", "5"), ("currency", "JPY")), (("b", "[[a]]"), ("a", "1"))])),
    )


@st.composite
def several_rules(draw: st.DrawFn) -> tuple[EventRule, ...]:
    """One rule or two for one event, in their order; no two say the same."""
    made = draw(st.lists(rules(), min_size=1, max_size=2, unique_by=lambda rule: rule.says()))
    return tuple(sorted(made, key=lambda rule: rule.says()))


@st.composite
def other_events(draw: st.DrawFn) -> tuple[RuledEvent, ...]:
    """Events that rules make, or must not, and that are no conversions."""
    names = draw(st.lists(st.sampled_from(["deep_scroll", "mv_reader", "thanks_seen"]), unique=True, max_size=2))
    return tuple(RuledEvent(name, draw(several_rules() | st.just(()))) for name in sorted(names))


@st.composite
def with_site(draw: st.DrawFn, client: Client) -> Client:
    """The same client with rules, a link and settings of enhanced measurement."""
    conversions = []
    for item in client.conversions:
        which = draw(st.sampled_from(["", "", "rule", "none"])) if item.event is not None else ""
        if which == "rule":
            item = replace(item, rules=draw(several_rules()))
        elif which == "none":
            item = replace(item, no_rule=True)
        conversions.append(item)
    measured = draw(st.dictionaries(st.sampled_from(SETTINGS), st.booleans(), max_size=3))
    return replace(
        client,
        conversions=tuple(conversions),
        link_google_ads=draw(st.booleans()),
        ads_personalization=draw(st.none() | st.booleans()),
        enhanced_measurement=MappingProxyType(measured),
        event_rules=draw(other_events()),
    )


@st.composite
def live_site(draw: st.DrawFn, client: Client) -> tuple[Live, ...]:
    """Rules, links and settings of a property."""
    mine = {item.event for item in client.conversions if item.event} | {item.event for item in client.event_rules}
    events = sorted(mine | {"mv_old", "stray", event_of("mv_pdf")})
    found = [
        rule(
            event,
            number,
            event_conditions=draw(
                st.sampled_from(
                    [("event_name equals scroll",), ("event_name equals scroll", "percent_scrolled equals 90")]
                )
            ),
            source_copy_parameters=draw(st.booleans()),
            parameter_mutations=draw(st.sampled_from([(), ("currency = JPY", "value = 5")])),
        )
        for number, event in enumerate(draw(st.lists(st.sampled_from(events), max_size=5)), start=1)
    ]
    for number, customer in enumerate(draw(st.lists(st.sampled_from(["1234567890", "1112223333"]), unique=True)), 1):
        found.append(link(customer, number, personalization=draw(st.booleans())))
    return (*found, measurement(*draw(st.sets(st.sampled_from(SETTINGS), max_size=3))))


@st.composite
def _with_common_category(draw: st.DrawFn, one: Conversion) -> Conversion:
    """With few categories goals meet actions more often."""
    if "category" not in one.settings:
        return one
    return replace(one, settings=MappingProxyType({**one.settings, "category": draw(st.sampled_from(COMMON))}))


@st.composite
def goal_worlds(draw: st.DrawFn, standings: tuple[Standing, ...] = tuple(Standing), *, whole: bool = True) -> World:
    """A config with all that it can say, and accounts with all that microconv reads.

    `whole` False: of GA4 only key events, as the emulator's seeds of these tests have them.
    """
    client = draw(clients(SOURCES, draw(st.sampled_from([0, 1, 2, 3, 4])), 6))
    if whole and draw(st.booleans()):
        client = draw(with_site(client))
    client = replace(client, goals=draw(wanted_goals(client)), demote=draw(st.sampled_from(Demote)))
    client = replace(client, conversions=tuple(draw(_with_common_category(item)) for item in client.conversions))
    actions = draw(listed_actions(client, draw(live_actions(standings, most=5))))
    return World(
        client, actions, draw(live_key_events()), draw(live_goals(actions)), draw(live_site(client)) if whole else ()
    )
