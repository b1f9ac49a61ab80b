"""The end of campaigns' goals, through the real providers, the official clients and the emulator.

Whatever Google changes of a campaign by itself, as the config of the campaign changes, is in the plan, in the journal
and in the way back, under every policy of the emulator on what the level CUSTOMER leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from strategies import with_accounts

from microconv.connections import Connections
from microconv.core.client import CampaignGoals, Client, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG, CAMPAIGN_GOAL
from microconv.core.planning.limits import Allow, Limits
from microconv.core.value import Scalar
from microconv.emulator import Emulator
from microconv.project import Project
from microconv.reconcile.past import find_run
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, goal
from tests.heavy import examples

CATEGORIES = ("PURCHASE", "SIGNUP", "CONTACT")
CAMPAIGNS = {71: "Brand", 72: "Shop"}
ANY = Limits(allow=tuple(Allow))
POLICY = "campaign_back_to_account"

few = settings(max_examples=examples(60))

Campaigns = dict[tuple[str, str], dict[str, Scalar]]
"""Settings and goals of campaigns, by type and id."""


@dataclass(frozen=True, repr=False)
class Site:
    """An account with campaigns, as a seed, and the goals that a config wants for them."""

    account: dict[str, Any]
    goals: Goals

    def __repr__(self) -> str:
        goals = [(one["category"], one["biddable"]) for one in self.account["customer_conversion_goals"]]
        own = [(one["campaign"], one["category"], one["biddable"]) for one in self.account["campaign_conversion_goals"]]
        return f"Site({goals}, {self.account['conversion_goal_campaign_configs']}, {own}, {self.goals})"

    @property
    def client(self) -> Client:
        conversions = tuple(
            Conversion(
                name=category.lower(),
                kind=ConversionKind.MACRO,
                role=Role.PRIMARY,
                source="website",
                settings={"category": category.lower()},
            )
            for category in CATEGORIES
        )
        accounts = with_accounts({"customer_id": STORE, "currency": "JPY", "label": "aoi", "goals": self.goals})
        return Client(conversions=conversions, **accounts)


@st.composite
def sites(draw: st.DrawFn, policy: str) -> Site:
    """Campaigns at both levels; with `kept` also such that have a custom goal or goals of their own without effect."""
    account = {category: draw(st.booleans()) for category in CATEGORIES}
    configs, own = [], []
    for number in CAMPAIGNS:
        level = draw(st.sampled_from(["CUSTOMER", "CAMPAIGN", "CAMPAIGN"]))
        custom = draw(st.sampled_from([None, 81]))
        if level == "CAMPAIGN" or policy == "kept":
            biddable = {category: draw(st.booleans()) for category in CATEGORIES}
            if not any(biddable.values()):
                biddable[CATEGORIES[0]] = custom is not None  # Google refuses a campaign without goals
                biddable[CATEGORIES[1]] = custom is None
            own += [campaign_goal(number, category, value) for category, value in biddable.items()]
            used = {"custom_conversion_goal": custom} if custom else {}
            configs.append({"campaign": number, "goal_config_level": level, **used})
    seed = {
        "conversion_actions": [
            action(number, category.lower(), category) for number, category in enumerate(CATEGORIES, 1)
        ],
        "customer_conversion_goals": [goal(category, biddable) for category, biddable in account.items()],
        "campaigns": [campaign(number, name) for number, name in CAMPAIGNS.items()],
        "custom_conversion_goals": [custom_goal(81, "Learning", 2, 3)],
        "conversion_goal_campaign_configs": configs,
        "campaign_conversion_goals": own,
    }
    return Site(seed, draw(wanted()))


@st.composite
def wanted(draw: st.DrawFn) -> Goals:
    """For each campaign nothing, the account's goals, goals of its own, or a custom goal; goals of the account."""
    some = st.lists(st.sampled_from(CATEGORIES), unique=True, max_size=2)
    entries, custom = [], []
    for name in CAMPAIGNS.values():
        what = draw(st.sampled_from(["account", "account", "own", "custom", ""]))
        if what == "account":
            entries.append(CampaignGoals(name, Level.ACCOUNT))
        elif what == "own":
            opened, *others = draw(st.permutations(CATEGORIES))  # Google refuses a campaign without goals
            named = [GoalSetting(opened.lower(), biddable=True)]
            named += [GoalSetting(one.lower(), draw(st.booleans())) for one in others if draw(st.booleans())]
            entries.append(CampaignGoals(name, Level.CAMPAIGN, tuple(named)))
        elif what == "custom":
            custom.append(name)
    goals = (CustomGoal("Learning", ("contact", "signup"), tuple(custom)),) if custom else ()
    account = tuple(GoalSetting(one.lower(), draw(st.booleans())) for one in draw(some))
    return Goals(account, tuple(entries), goals)


@dataclass(repr=False)
class Account:
    """The emulated account, and how to read it and to run on it."""

    emulator: Emulator
    connections: Connections
    agency: dict[str, Any] = field(repr=False)

    def fill(self, site: Site, policy: str) -> None:
        """Make the account as a seed says."""
        store = next(one for one in self.agency["google_ads"]["customers"] if str(one["id"]) == STORE)
        others = [one for one in self.agency["google_ads"]["customers"] if one is not store]
        ads = {**self.agency["google_ads"], "customers": [{**store, **site.account}, *others]}
        self.emulator.world.reset({**self.agency, "google_ads": ads, "policies": {POLICY: policy}})

    def project(self, client: Client) -> Project:
        return Project(client, connections=self.connections, everything=True)

    def campaigns(self, client: Client) -> Campaigns:
        """The settings and goals of campaigns, as the official client reads them."""
        found = {}
        for item in self.project(client).read()[0].resources:
            if item.address.type in {CAMPAIGN_CONFIG, CAMPAIGN_GOAL}:
                found[item.address.type, item.id] = dict(item.state)
        return found


@pytest.fixture(scope="module")
def account(emulator: Emulator, agency: dict[str, Any]) -> Iterator[Account]:
    """The worker's emulator, in the environment before the first client is made."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        yield Account(emulator, Connections(), agency)


def changed(before: Campaigns, after: Campaigns) -> dict[tuple[str, str, str], tuple[Scalar, Scalar]]:
    """Each field that differs, before and after."""
    return {
        (*key, name): (before[key].get(name), value)
        for key, state in after.items()
        for name, value in state.items()
        if before[key].get(name) != value
    }


@few
@given(data=st.data())
@pytest.mark.parametrize("policy", ["reset", "kept"])
def test_what_a_campaign_gives_up_is_in_the_plan_and_comes_back(
    account: Account, policy: str, data: st.DataObject
) -> None:
    site = data.draw(sites(policy))
    account.fill(site, policy)
    note(f"SITE {policy} {site!r}")
    client = site.client
    project = account.project(client)
    before = account.campaigns(client)
    plan = project.plan()
    assume(not plan.conflicts)
    result = project.apply(plan, ANY)
    assert [str(item.error) for item in (*result.failed, *result.unknown)] == []
    assert result.in_sync
    after = account.campaigns(client)
    planned = {(change.address.type, change.id, item.name) for change in plan.changes for item in change.attributes}
    account_goals = {change.address.name for change in plan.changes if change.address.type == ACCOUNT_GOAL}
    silent = {
        key: values
        for key, values in changed(before, after).items()
        if key not in planned and not (followed(before, key) and pair(after, key) in account_goals)
    }
    assert silent == {}
    if not result.run:
        return
    whole = account.project(client)
    back = whole.undo(find_run(project.journals, result.run))
    undone = whole.apply(back, ANY)
    assert [str(item.error) for item in (*undone.failed, *undone.unknown)] == []
    assert account.campaigns(client) == before


def pair(found: Campaigns, key: tuple[str, str, str]) -> str:
    """The pair of a goal, as the account's goals are called."""
    state = found[key[0], key[1]]
    return f"{state.get('category')}~{state.get('origin')}"


def followed(found: Campaigns, key: tuple[str, str, str]) -> bool:
    """True for a goal of a campaign that follows the account's, whose changes reach it."""
    state = found[key[0], key[1]]
    levels = {one["campaign"]: one["goal_config_level"] for one in found.values() if "goal_config_level" in one}
    return key[0] == CAMPAIGN_GOAL and levels[state["campaign"]] == "customer"
