"""The goals that a config wants for single campaigns: the account's, their own, or a custom goal."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from microconv.core.client import Goals, GoalSetting
from microconv.core.goal_pair import campaign_goal_identity, campaign_goal_name
from microconv.core.goal_state import BIDDABLE, LEVEL, USES, CampaignState
from microconv.core.kinds import CAMPAIGN_CONFIG, CAMPAIGN_GOAL
from microconv.core.plan import Waiting
from microconv.core.planning.campaign_entries import Choice, Entries
from microconv.core.planning.given_up import given_up
from microconv.core.planning.leaving import kept_on_leaving
from microconv.core.planning.wanted import FIRST_ACTION, NO_ACTION, Wanted, together
from microconv.core.resource import Address, Desired, Live, Target, frozen, of_type
from microconv.core.text import Text
from microconv.core.value import Scalar


def campaigns(goals: Goals, live: Sequence[Live], made: Collection[str]) -> Wanted:
    """The goals of every campaign that an entry names. `made` are the custom goals that there are, or will be."""
    ordered = sorted(of_type(live, CAMPAIGN_CONFIG), key=lambda item: item.address.name)
    entries = Entries({item.address.name: item for item in ordered})
    entries.gather(goals)
    choices = entries.choices()
    parts = [_campaign(entries.settings[name], choice, made, goals, live) for name, choice in choices.items()]
    parts.append(given_up(goals, live, [entries.settings[name] for name, choice in choices.items() if choice.back]))
    return together([Wanted(conflicts=tuple(entries.conflicts), warnings=tuple(entries.warnings)), *parts])


def _campaign(settings: Live, choice: Choice, made: Collection[str], goals: Goals, live: Sequence[Live]) -> Wanted:
    """One campaign's settings and the goals of its own. A custom goal that is not there yet is waited for."""
    custom = choice.custom
    waiting: tuple[Waiting, ...] = ()
    if custom is not None and custom.name not in made:
        why = Text(
            f'the custom goal "{custom.name}" has no conversions yet',
            f"カスタム目標「{custom.name}」にはまだコンバージョンがありません",
        )
        waiting = (Waiting(settings.address, why, Text("its custom goal", "カスタム目標")),)
        custom = None
        if not choice.own:
            return Wanted(waiting=waiting)
    state: dict[str, Scalar] = {LEVEL: "customer" if choice.back else "campaign"}
    if custom is not None:
        state[USES] = custom.name
    elif choice.back and CampaignState(settings.state).own:
        state[USES] = None  # Google may drop it by itself: then that is in the plan too
    spans = [item.span for item in (choice.back, custom, *choice.own.values()) if item is not None]
    target = Target(settings.identity, settings.address.name, named=False, creatable=False)
    wanted = Desired(settings.address, target, frozen(state), "", span=spans[0] if spans else None)
    leaving = not choice.back and not CampaignState(settings.state).own
    own = [_goal(settings, pair, setting, explicit=leaving) for pair, setting in choice.own.items()]
    if leaving:
        own += kept_on_leaving(settings, choice.own, goals, live)
    return Wanted((wanted, *own), waiting=waiting)


def _goal(settings: Live, pair: str, setting: GoalSetting, *, explicit: bool) -> Desired:
    """One goal of a campaign."""
    name = campaign_goal_name(settings.address.name, pair)
    target = Target(
        campaign_goal_identity(CampaignState(settings.state).campaign, pair),
        name,
        named=False,
        creatable=False,
        awaits=FIRST_ACTION,
        waiting=NO_ACTION,
    )
    state = frozen({BIDDABLE: setting.biddable})
    return Desired(Address(CAMPAIGN_GOAL, name), target, state, "", span=setting.span, explicit=explicit)
