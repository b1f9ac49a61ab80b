"""Asking Google before the first write what it would refuse, and planning again without that.

Every change of a plan that can be rehearsed is sent with `validate_only`, in the order of the run. What is refused is
left out, and a new plan made and rehearsed, until nothing more is refused: so the plan's effect on bidding, its dangers
and what waits are those of what will really happen. Of changes that depend on each other the first is believed, and
the others are asked about again without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from microconv.core.capabilities import Rehearsing
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import AccessDeniedError, ApiError, CredentialsError, RejectedError
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CUSTOM_GOAL
from microconv.core.object_name import object_names
from microconv.core.plan import Action, Change, Conflict, Plan, action_of
from microconv.core.planning.refused import WHOLE, Refusals, campaign_of, key_of
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome, Provider, Status
from microconv.core.schema import ResourceType
from microconv.core.text import Text, untranslated
from microconv.reconcile.refusal_text import conflict_of

NOT_ASKED = "not-asked"
"""The code of a note that an API was not asked about a plan."""

_STAGES = (ACTION, ACCOUNT_GOAL, CUSTOM_GOAL)
"""The types of which a refusal is believed first, in this order; those of campaigns come last."""

_NOT_DONE = "NOT_DONE"

_EMPTY = "ConversionGoalCampaignConfigError.EMPTY_CONVERSION_GOALS"
"""A refusal that says nothing where some of the campaign's goals could not be rehearsed."""


_MAY_NOT = Text(
    "Google was not asked whether it takes these changes: these credentials may not write",
    "この認証情報には書き込み権限がないため、変更が受け付けられるかどうかを Google に確認していません",
)
_NO_ANSWER = Text(
    "Google was asked whether it takes these changes and did not answer: a sync asks again before it writes",
    "変更が受け付けられるかどうかを Google に確認できませんでした。sync では書き込みの前にもう一度確認します",
)

_Trouble = ApiError | CredentialsError


class _NotAsked(NamedTuple):
    """An account that an API was not asked about, and why."""

    account: str
    error: _Trouble


@dataclass(slots=True)
class Rehearsal:
    """The plan without what is refused, the refusals, and notes on what was not asked."""

    plan: Plan
    refused: dict[str, dict[str, Conflict]] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()


class Rehearser(Rehearsing, Provider, Protocol):
    """A provider whose API can be asked."""


def rehearsed(
    make: Callable[[Refusals], Plan],
    types: Sequence[ResourceType],
    client: Client,
    providers: Iterable[Provider],
    *,
    asked: bool,
) -> Rehearsal:
    """The plan that `make` makes without what the providers' APIs refuse.

    Makes no call where nothing would change. Where an API cannot be asked, as by whoever may only read, nothing more
    counts as refused, and a note says so; with `asked`, raises ApiError, CredentialsError instead.
    """
    rehearsal = Rehearsal(make({}))
    asking: list[Rehearser] = [item for item in providers if isinstance(item, Rehearsing)]
    not_asked: dict[str, _NotAsked] = {}
    while True:
        outcomes: list[Outcome] = []
        for provider in asking:
            changes = _asked(rehearsal.plan, types, provider)
            if not changes or provider.name in not_asked:
                continue
            answers, trouble = _answers(provider, changes)
            outcomes += answers
            if trouble is not None:
                if asked:
                    raise trouble
                not_asked[provider.name] = _NotAsked(provider.account, trouble)
        if not _added(rehearsal.refused, dict(_believed(outcomes, client))):
            break
        rehearsal.plan = make(rehearsal.refused)
    unknown = [item.change for item in outcomes if item.status is not Status.APPLIED]
    rehearsal.notes = (*_not_asked_notes(not_asked.values()), *_depending_note(unknown))
    return rehearsal


def _answers(provider: Rehearser, changes: Sequence[Change]) -> tuple[Sequence[Outcome], _Trouble | None]:
    """The API's answers, and the error for which it did not answer all of the question."""
    try:
        outcomes = provider.rehearse(changes)
    except (ApiError, CredentialsError) as error:
        return (), error
    errors = (item.error for item in outcomes if not isinstance(item.error, RejectedError))
    return outcomes, next((error for error in errors if isinstance(error, ApiError | CredentialsError)), None)


def _asked(plan: Plan, types: Sequence[ResourceType], provider: Provider) -> list[Change]:
    """The plan's changes of one provider in the order of the run, those of one action as one: Google takes it once.

    None where a conflict about the whole account stops the run anyway.
    """
    whole = {"client", f"{provider.name}.account"}
    if any(item.address.type in whole and not item.refused for item in plan.conflicts):
        return []
    parts: dict[str, list[Change]] = {}
    for change in in_run_order(plan, types, provider):
        alone = not change.id or change.address.type != ACTION
        parts.setdefault(f"{len(parts)} {change.address}" if alone else change.id, []).append(change)
    return [_in_one(changes) for changes in parts.values()]


def in_run_order(plan: Plan, types: Sequence[ResourceType], provider: Provider) -> list[Change]:
    """The plan's changes of one provider, in the order in which a run sends them."""
    calls = steps(types, plan.changes, apart=bool(plan.owner))
    return [change for step in calls if step.provider == provider.name for change in step.changes]


def _in_one(parts: Sequence[Change]) -> Change:
    """The changes of one action as one, from its first state to its last."""
    if len(parts) == 1 or any(part.action is Action.REMOVE for part in parts):
        return parts[-1]
    before = {item.name: item.before for part in reversed(parts) for item in part.attributes}
    after = {item.name: item for part in parts for item in part.attributes}
    attributes = tuple(replace(item, before=before[name]) for name, item in after.items())
    return replace(parts[0], attributes=attributes, action=action_of(attributes))


def _believed(outcomes: Sequence[Outcome], client: Client) -> Iterator[tuple[str, dict[str, Conflict]]]:
    """The refusals of the first stage that has any, by object. One of a whole request is everything's."""
    stages: dict[int, list[tuple[Change, RejectedError]]] = {}
    for change, error in refusals(outcomes):
        kind = change.address.type
        stage = -1 if not error.target else _STAGES.index(kind) if kind in _STAGES else len(_STAGES)
        stages.setdefault(stage, []).append((change, error))
    for change, error in stages.get(min(stages, default=0), ()):
        yield key_of(change), dict.fromkeys(_refused(change, error), conflict_of(change, error, client))


def refusals(outcomes: Sequence[Outcome]) -> Iterator[tuple[Change, RejectedError]]:
    """The changes that were refused for themselves, with Google's error.

    Not among them: what was not done only because another change of its request was refused, and what was asked too
    early.
    """
    for outcome in outcomes:
        error = outcome.error
        if isinstance(error, RejectedError) and error.code != _NOT_DONE and not _too_early(outcome, error, outcomes):
            yield outcome.change, error


def _too_early(outcome: Outcome, error: RejectedError, outcomes: Sequence[Outcome]) -> bool:
    """True for a refusal that says nothing, as other changes of the campaign could not be rehearsed."""
    if error.code != _EMPTY:
        return False
    partly = {campaign_of(item.change) for item in outcomes if item.status is Status.UNKNOWN and item.error is None}
    return campaign_of(outcome.change) in partly


def _refused(change: Change, error: RejectedError) -> Iterable[str]:
    """The attributes of an action that Google refuses: those it names, or all of the change."""
    if change.address.type != ACTION or change.action in {Action.CREATE, Action.REMOVE}:
        return {WHOLE}
    return {item.name for item in change.attributes} & set(error.fields) or {WHOLE}


def _added(refused: dict[str, dict[str, Conflict]], believed: Mapping[str, Mapping[str, Conflict]]) -> bool:
    """True where there are new refusals, which are added; the first conflict about an attribute stays."""
    added = False
    for key, conflicts in believed.items():
        known = refused.setdefault(key, {})
        new = {name: conflict for name, conflict in conflicts.items() if name not in known}
        known.update(new)
        added = added or bool(new)
    return added


def _not_asked_notes(not_asked: Iterable[_NotAsked]) -> Iterator[Diagnostic]:
    for account, error in not_asked:
        summary = _MAY_NOT if isinstance(error, AccessDeniedError) else _NO_ANSWER
        where = error.account if isinstance(error, ApiError) else account
        yield Diagnostic(Severity.NOTE, NOT_ASKED, summary, untranslated(str(error)), where=where)


def _depending_note(changes: Sequence[Change]) -> Iterator[Diagnostic]:
    names = object_names(dict.fromkeys(change.address for change in changes))
    if names:
        summary = Text(
            f"Google was not asked beforehand whether it takes {names.en}: that depends on what this plan makes first",
            f"Google に事前確認していません: {names.ja}（このプランで先に作成するものに依存するため）",
        )
        yield Diagnostic(Severity.NOTE, "not-rehearsed", summary, where=changes[0].address.provider)
