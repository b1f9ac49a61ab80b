"""What a config wants of goals, at every level: of the account, of campaigns, and custom goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from microconv.core.action_state import NAME, ActionState
from microconv.core.bidding.goals import Names, campaign_goal_identity, campaign_goal_name
from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, GoalSetting, Level, fits
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.goal_state import BIDDABLE, LEVEL, LISTS, USES, CampaignState, CustomGoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Conflict, Waiting
from microconv.core.resource import Address, Desired, Live, Standing, Target, frozen, of_type
from microconv.core.value import Scalar, State


@dataclass(frozen=True, slots=True)
class Members:
    """The actions of a config's conversions. `called` is what each is called, by conversion, if it is there or will be.

    `aside` are the ids of actions that bidding should not use: secondary ones, and unlisted ones that are set aside.
    """

    called: Mapping[str, str]
    aside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the config wants of goals, with what is in the way."""

    objects: tuple[Desired, ...]
    conflicts: tuple[Conflict, ...]
    waiting: tuple[Waiting, ...]
    warnings: tuple[Diagnostic, ...]


def wanted(client: Client, live: Sequence[Live], members: Members, called: Names) -> Wanted:
    """Every goal that the config names, at every level. `live` holds what is there and what is foreseen."""
    return _Wishes(client, live, members, called).all()


class _Wishes:
    def __init__(self, client: Client, live: Sequence[Live], members: Members, called: Names) -> None:
        self._client = client
        self._live = live
        self._members = members
        self._called = called
        self._configs = {item.address.name: item for item in sorted(of_type(live, CAMPAIGN_CONFIG), key=_by_name)}
        self._objects: list[Desired] = []
        self._conflicts: list[Conflict] = []
        self._waiting: list[Waiting] = []
        self._warnings: list[Diagnostic] = []

    def all(self) -> Wanted:
        goals = self._client.goals
        for setting in goals.account:
            target = Target(setting.pair, setting.pair, creatable=False, awaits=_FIRST_ACTION, waiting=_NO_ACTION)
            self._want(Address(ACCOUNT_GOAL, setting.pair), target, {BIDDABLE: setting.biddable}, setting.span)
        made = {goal.name for goal in goals.custom if self._custom_goal(goal)}
        self._campaigns(made)
        if self._client.demote is Demote.THOROUGH:
            self._take_out()
        self._same_lists()
        return Wanted(tuple(self._objects), tuple(self._conflicts), tuple(self._waiting), tuple(self._warnings))

    def _want(self, address: Address, target: Target, state: State, span: Span | None, why: str = "") -> None:
        self._objects.append(Desired(address, target, frozen(state), "", span=span, why=why))

    def _custom_goal(self, goal: CustomGoal) -> bool:
        """Want a custom goal. False if none of its conversions is there, nor will be."""
        address = Address(CUSTOM_GOAL, goal.name)
        actions = sorted(self._members.called[name] for name in goal.conversions if name in self._members.called)
        missing = sorted(name for name in goal.conversions if name not in self._members.called)
        if missing:
            self._waiting.append(Waiting(address, f"not in Google Ads yet: {', '.join(missing)}", "its conversions"))
        if actions:
            target = Target(goal.name, goal.name)
            self._want(address, target, {NAME: goal.name, LISTS: tuple(actions)}, goal.span)
        return bool(actions)

    def _campaigns(self, made: set[str]) -> None:
        """What each campaign is to use, by all entries that name it. Of two settings of one goal the later wins."""
        own: dict[str, dict[str, GoalSetting]] = {}
        custom: dict[str, CustomGoal] = {}
        back: dict[str, CampaignGoals] = {}
        for entry in self._client.goals.campaigns:
            for name in self._matching(entry.campaign, entry.span):
                if entry.level is Level.ACCOUNT:
                    back[name] = entry
                else:
                    own.setdefault(name, {}).update({item.pair: item for item in entry.goals})
        for goal in self._client.goals.custom:
            for pattern in goal.campaigns:
                for name in self._matching(pattern, goal.span):
                    other = custom.setdefault(name, goal)
                    if other is not goal:
                        self._both(name, f"uses the custom goal {other.name} and {goal.name}", goal.span)
        for name in sorted({*own, *custom, *back}):
            if name in back and (name in own or name in custom):
                self._both(name, "uses the account's goals and goals of its own", back[name].span)
                continue
            self._campaign(name, own.get(name, {}), custom.get(name), back.get(name), made)

    def _campaign(
        self,
        name: str,
        own: Mapping[str, GoalSetting],
        custom: CustomGoal | None,
        back: CampaignGoals | None,
        made: set[str],
    ) -> None:
        config = self._configs[name]
        if custom is not None and custom.name not in made:
            self._waiting.append(
                Waiting(config.address, f"the custom goal {custom.name} has no conversions yet", "its custom goal")
            )
            custom = None
            if not own:
                return
        state: dict[str, Scalar] = {LEVEL: "customer" if back else "campaign"}
        if custom is not None:
            state[USES] = custom.name
        spans = [item.span for item in (back, custom, *own.values()) if item is not None]
        target = Target(config.identity, name, named=False, creatable=False)
        self._want(config.address, target, state, spans[0] if spans else None)
        campaign = CampaignState(config.state).campaign
        for pair, setting in own.items():
            called = campaign_goal_name(name, pair)
            goal = Target(
                campaign_goal_identity(campaign, pair),
                called,
                named=False,
                creatable=False,
                awaits=_FIRST_ACTION,
                waiting=_NO_ACTION,
            )
            self._want(Address(CAMPAIGN_GOAL, called), goal, {BIDDABLE: setting.biddable}, setting.span)

    def _matching(self, pattern: str, span: Span | None) -> list[str]:
        """The names of the campaigns that an entry is about, the exact one before those that only look like it."""
        if pattern in self._configs:
            return [pattern]
        found = [name for name in self._configs if fits(name, pattern)]
        if not found:
            close = get_close_matches(pattern, self._configs, n=1)
            self._warnings.append(
                Diagnostic(
                    Severity.WARNING,
                    "no-campaign",
                    f"no campaign is called {pattern}",
                    span=span,
                    hint=f"did you mean {close[0]!r}?" if close else "removed campaigns do not count",
                )
            )
        return found

    def _both(self, name: str, what: str, span: Span | None) -> None:
        self._conflicts.append(
            Conflict(
                Address(CAMPAIGN_CONFIG, name),
                f"by the config the campaign {what}",
                "take it out of one of the two, or make the patterns narrower",
                str(span or ""),
            )
        )

    def _same_lists(self) -> None:
        """Google takes no two custom goals with the same actions (CustomConversionGoalError, v26).

        Whether it looks at each operation or at their common end is not known. So a list that another custom goal has
        now is a conflict also where that one is to change in the same run.
        """
        now: dict[Scalar, str] = {}
        for goal in of_type(self._live, CUSTOM_GOAL):
            listed = CustomGoalState(goal.state).actions
            if goal.standing is Standing.NORMAL and listed is not None:
                now[tuple(sorted(self._called.of(item) for item in listed))] = goal.address.name
        for item in self._objects:
            if item.address.type != CUSTOM_GOAL:
                continue
            other = now.setdefault(item.state[LISTS], item.address.name)
            if other != item.address.name:
                self._conflicts.append(
                    Conflict(
                        item.address,
                        f"it would list the same actions as the custom goal {other} does now, which Google refuses",
                        "let the campaigns of one use the other, or change the other first, in a sync of its own",
                        str(item.span or ""),
                    )
                )

    def _take_out(self) -> None:
        """Custom goals that the config does not name lose the actions that bidding should not use."""
        declared = {goal.name for goal in self._client.goals.custom}
        # Google refuses a list with an action that is not enabled, also one that was in it before.
        enabled = {item.id for item in of_type(self._live, ACTION) if ActionState(item.state).enabled}
        for goal in of_type(self._live, CUSTOM_GOAL):
            listed = CustomGoalState(goal.state).actions
            if goal.standing is not Standing.NORMAL or goal.address.name in declared or listed is None:
                continue
            out = [item for item in listed if item in self._members.aside]
            left = [item for item in listed if item not in self._members.aside and item in enabled]
            if not out:
                continue
            named = ", ".join(sorted(self._called.of(item) for item in out))
            if not left:
                self._conflicts.append(
                    Conflict(
                        goal.address,
                        f"`demote: thorough` would take {named} out of it, and nothing else is in it",
                        "give its campaigns other goals first (`goals: {campaigns: …}`), or name the custom goal in "
                        "`goals: {custom: …}`",
                    )
                )
                continue
            state: dict[str, Scalar] = {LISTS: tuple(sorted(self._called.of(item) for item in left))}
            target = Target(goal.identity, goal.address.name)
            self._want(goal.address, target, state, None, f"`demote: thorough` takes {named} out")


_FIRST_ACTION = "its first action"
_NO_ACTION = "Google makes a goal when the first conversion action of its category and origin appears"


def _by_name(live: Live) -> str:
    return live.address.name
