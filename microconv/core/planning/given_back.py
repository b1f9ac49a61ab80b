"""The goals of its own that a campaign has again when a rollback lets it override the account's."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.goal_pair import campaign_goal_name
from microconv.core.goal_state import BIDDABLE, LEVEL, USES
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG, CAMPAIGN_GOAL
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.effects import effects
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.refused import campaign_of
from microconv.core.planning.taken_back import TakenBack
from microconv.core.resource import Address
from microconv.core.text import Text
from microconv.core.value import Scalar, same

_NOT_KNOWN = Text(
    "its own start as the account's are now; what else they were is not known",
    "キャンペーン固有の目標は、アカウントの現在の目標と同じ状態から始まります。以前の内容は分かりません",
)


def _level(change: Change) -> Scalar:
    """The level to which a change sets the goals of a campaign, or None."""
    if change.address.type != CAMPAIGN_CONFIG:
        return None
    return next((item.after for item in change.attributes if item.name == LEVEL), None)


def _is_goal_of(change: Change, config: Change) -> bool:
    """True for a change of a goal of the campaign whose settings `config` changes."""
    return change.address.type == CAMPAIGN_GOAL and campaign_of(change) == config.address.name


def without_needless(changes: Sequence[Change]) -> list[Change]:
    """The changes, without goals of campaigns that follow the account again: they lose theirs by that."""
    following = {change.address.name for change in changes if _level(change) == "customer"}
    return [
        change for change in changes if change.address.type != CAMPAIGN_GOAL or campaign_of(change) not in following
    ]


def give_back(
    work: TakenBack, live_index: LiveIndex, done: Sequence[Change], taken_back: Sequence[Change] = ()
) -> None:
    """The goals of campaigns that override the account's again, as they were before they followed it."""
    for config in [item for item in work.changes if _level(item) == "campaign"]:
        goals = [item for item in taken_back if _is_goal_of(item, config)]
        uses = any(item.name == USES and item.after for item in config.attributes)
        known = any(_is_goal_of(item, config) for item in work.changes)
        if not goals and not uses and not known:
            what = Text("followed the account's goals since", "その後、アカウントの目標を使用していました")
            work.note(config, what, _NOT_KNOWN)
        for goal in goals:
            live = live_index.of(goal)
            if live is None:
                continue
            attributes = tuple(
                AttributeChange(item.name, live.state.get(item.name), item.after)
                for item in goal.attributes
                if not same(live.state.get(item.name), item.after)
            )
            if attributes:
                work.add(Action.UPDATE, goal, live.id, attributes)
        if not taken_back:
            _as_the_account_was_left(work, live_index, config, done)


def _as_the_account_was_left(work: TakenBack, live_index: LiveIndex, config: Change, done: Sequence[Change]) -> None:
    """The goals of a campaign that a sync did not have to change, as they were what it made of the account's.

    A campaign starts with the account's goals as they are then, and those are taken back too.
    """
    named = {change.address for change in (*done, *work.changes)}
    for effect in effects(item for item in done if item.address.type == ACCOUNT_GOAL):
        pair = effect.change.address.name
        address = Address(CAMPAIGN_GOAL, campaign_goal_name(config.address.name, pair))
        goal = Change(Action.UPDATE, address, (), ())
        live = live_index.of(goal)
        if live is None or address in named or effect.before.get(BIDDABLE) is None:
            continue
        own = AttributeChange(BIDDABLE, live.state.get(BIDDABLE), effect.after[BIDDABLE])
        work.add(Action.UPDATE, goal, live.id, (own,))
