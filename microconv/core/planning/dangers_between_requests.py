"""The danger that bidding is without something between two requests of a run, and a note on what it uses there only.

One request carries all that bidding gains and loses, but where a manager account owns the conversions (its objects and
the client's campaigns are two accounts) and where there is more than one request holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.bidding.forecast import Forecast, Foresee
from microconv.core.bidding.inputs import ACCOUNT_GOALS
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import BIDDING, CAMPAIGN_CONFIG, GOALS
from microconv.core.object_name import object_name
from microconv.core.phase import Phase
from microconv.core.plan import Danger
from microconv.core.planning.between_requests import BetweenRequests, IsFinal, Uses, between_requests
from microconv.core.planning.limits import Allow
from microconv.core.planning.steps import Step
from microconv.core.resource import Address
from microconv.core.text import Text

CODE = "used-on-the-way"

_TWO_RUNS = Text(
    "change it in two syncs: first what is added and opened, then what is closed and taken away",
    "先に追加と有効化だけを反映し、目標の無効化やアクションの取り外しは次の sync で行ってください",
)
_UNTIL_THE_NEXT = Text(
    "no one request reaches all of it; a run that ends between the two leaves it so until the next sync",
    "1 回のリクエストでは変更しきれません。その間に実行が終わった場合は、次の sync までその状態が続きます",
)


def between_steps(
    planned: Sequence[Step], seen: Forecast, foresee: Foresee, final: IsFinal, *, apart: bool
) -> BetweenRequests:
    """The same for a plan's steps; nothing where bidding turns in one request, as it does nearly always."""
    requests = [step.changes for step in planned if any(change.address.type in BIDDING for change in step.changes)]
    goals = any(change.address.type in GOALS for changes in requests for change in changes)
    in_parts = sum(step.phase is Phase.SWITCH for step in planned) > 1
    if not (goals and apart) and not in_parts:
        return BetweenRequests(frozenset(), frozenset(), frozenset())
    return between_requests(requests, seen, foresee, final)


def lost_between_requests(between: BetweenRequests, seen: Forecast) -> Iterator[Danger]:
    """A danger for each place that is without something that it has before and after."""
    for place, names in _by_place(between.lost, seen):
        listed = ", ".join(names)
        yield Danger(
            Allow.NOTHING_LEFT,
            Text(
                f"between two requests of the run {place.en} would for a moment be without what it uses: {listed}",
                f"実行の途中（リクエストとリクエストの間）、{place.ja}で次のコンバージョン アクションが"
                "一時的に入札に使われなくなります: " + "".join(f"「{name}」" for name in names),
            ),
            _TWO_RUNS,
            names,
        )


def used_between_requests(between: BetweenRequests, seen: Forecast) -> Iterator[Diagnostic]:
    """A note for each place that uses something for a moment that it used neither before nor is to use."""
    for place, names in _by_place(between.unwanted, seen):
        listed = ", ".join(names)
        yield Diagnostic(
            Severity.NOTE,
            CODE,
            Text(
                f"between two requests of the run {place.en} uses for a moment what it is not to use in the end: "
                f"{listed}",
                f"実行の途中（リクエストとリクエストの間）、{place.ja}で最終的には使わない次のコンバージョン "
                "アクションが一時的に入札に使われます: " + "".join(f"「{name}」" for name in names),
            ),
            _UNTIL_THE_NEXT,
        )


def _by_place(uses: Uses, seen: Forecast) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """The places, the account's goals first, each with the names of the actions."""
    actions = {item.id: item.name for item in (*seen.before.actions, *seen.after.actions)}
    campaigns = {item.id: item.name for item in (*(seen.before.campaigns or ()), *(seen.after.campaigns or ()))}
    for place in sorted({place for place, _ in uses}, key=lambda one: (campaigns.get(one, ""), one)):
        name = object_name(Address(CAMPAIGN_CONFIG, campaigns[place])) if place else ACCOUNT_GOALS
        yield name, tuple(sorted(actions[action] for where, action in uses if where == place))
