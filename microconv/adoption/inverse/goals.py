"""Live goals, as the `goals` of a config: of the account, of campaigns with their own, and custom goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from microconv.adoption.inverse import goal_texts, texts
from microconv.adoption.inverse.conversions import fits
from microconv.adoption.inverse.result import Asked, Comments, Unexpressed
from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting
from microconv.core.goal_state import CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.resource import Live, Standing, of_type
from microconv.core.schema import ResourceType
from microconv.core.signs import one_line
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import draw


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings of goals. `names` are the config's names of actions by id; `called` all actions' own names.

    `owned_elsewhere`: the account's goals belong to a manager account, and are not managed here.
    """

    names: Mapping[str, str]
    called: Mapping[str, str]
    owned_elsewhere: bool = False


class GoalInverter:
    """Reads the goals of one account. What cannot be said is collected in `unexpressed`."""

    def __init__(
        self, asked: Asked, types: Sequence[ResourceType], live: Sequence[Live], around: Around, comments: Comments
    ) -> None:
        self._asked = asked
        action = next(kind for kind in types if kind.name == ACTION)
        self._pair = (action.attribute("category"), action.attribute("origin"))
        self._live = live
        self._around = around
        self._comments = comments
        self.unexpressed: list[Unexpressed] = []

    def goals(self) -> Goals:
        """All that the config can say."""
        custom, users = self._custom()
        return Goals(self._account(), tuple(self._campaigns(users)), custom)

    def _account(self) -> tuple[GoalSetting, ...]:
        if self._around.owned_elsewhere:
            return ()
        return self._settings(of_type(self._live, ACCOUNT_GOAL))

    def _settings(self, live: Sequence[Live]) -> tuple[GoalSetting, ...]:
        settings = []
        for item in sorted(live, key=lambda one: (one.identity, one.id)):
            allowed = zip(self._pair, (item.state.get("category"), item.state.get("origin")), strict=True)
            biddable = item.state.get("biddable")
            if not isinstance(biddable, bool) or not all(fits(*pair, self._asked.words) for pair in allowed):
                why = goal_texts.no_word(*(draw(item.state.get(name)) for name in ("category", "origin")))
                self.unexpressed.append(Unexpressed(item.address, why, texts.STAYS))
                continue
            settings.append(GoalSetting(str(item.state["category"]), biddable, str(item.state["origin"])))
        return tuple(settings)

    def _campaigns(self, users: Collection[str]) -> Iterator[CampaignGoals]:
        """The campaigns that do not follow the account's goals. `users` have a custom goal, and perhaps no own."""
        configs = sorted(of_type(self._live, CAMPAIGN_CONFIG), key=lambda item: (item.address.name, item.id))
        shared = Counter(item.address.name for item in configs)
        goals: dict[str, list[Live]] = {}
        for one in of_type(self._live, CAMPAIGN_GOAL):
            goals.setdefault(GoalState(one.state).campaign, []).append(one)
        for item in configs:
            if not CampaignState(item.state).own:
                continue
            why = _why_not(item, shared)
            if why:
                self.unexpressed.append(Unexpressed(item.address, why, goal_texts.GOALS_STAY))
                continue
            settings = self._settings(goals.get(CampaignState(item.state).campaign, []))
            if settings or item.id not in users:
                yield CampaignGoals(item.address.name, goals=settings)

    def _custom(self) -> tuple[tuple[CustomGoal, ...], set[str]]:
        configs = of_type(self._live, CAMPAIGN_CONFIG)
        shared = Counter(item.address.name for item in configs)
        goals: list[CustomGoal] = []
        users: set[str] = set()
        for goal in sorted(of_type(self._live, CUSTOM_GOAL), key=lambda item: (item.address.name, item.id)):
            if goal.standing is not Standing.NORMAL:
                continue
            using = [item for item in configs if CampaignState(item.state).custom_goal == goal.id]
            why = self._why_not_custom(goal, goals, using)
            if why:
                self.unexpressed.append(Unexpressed(goal.address, why, goal_texts.GOES_ON))
                continue
            members = sorted(self._around.names[item] for item in CustomGoalState(goal.state).actions or ())
            sayable = [item for item in using if not _why_not(item, shared)]
            users |= {item.id for item in sayable}
            goals.append(
                CustomGoal(goal.address.name, tuple(members), tuple(sorted(item.address.name for item in sayable)))
            )
            for item in using:
                if item not in sayable:
                    self.unexpressed.append(Unexpressed(item.address, _why_not(item, shared)))
        return tuple(goals), users

    def _why_not_custom(self, goal: Live, before: Sequence[CustomGoal], using: Sequence[Live]) -> Text:
        listed = CustomGoalState(goal.state).actions
        if not listed:
            return goal_texts.LISTS_NOTHING
        missing = sorted(self._around.called.get(item, item) for item in listed if item not in self._around.names)
        if missing:
            return goal_texts.lists_missing(missing)
        if not one_line(goal.address.name):
            return goal_texts.GOAL_NAME
        if any(item.name == goal.address.name for item in before):
            return goal_texts.GOAL_TWIN
        members = {self._around.names[item] for item in listed}
        if any(set(item.conversions) == members for item in before):
            return goal_texts.SAME_LIST
        if any(not CampaignState(item.state).own for item in using):
            return goal_texts.FOLLOWS
        return NO_TEXT


def _why_not(config: Live, shared: Mapping[str, int]) -> Text:
    """Why a config cannot speak of a campaign, empty where it can."""
    if not one_line(config.address.name):
        return goal_texts.CAMPAIGN_NAME
    return goal_texts.CAMPAIGN_TWIN if shared[config.address.name] > 1 else NO_TEXT
