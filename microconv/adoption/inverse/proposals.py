"""Proposals by which an adopted account reaches the rule for micro-conversions: names, roles and values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from microconv.adoption.inverse.comments import subject_of
from microconv.adoption.inverse.result import Adoption, Place
from microconv.analysis.judgement import Judgement
from microconv.core import naming
from microconv.core.action_state import AS_MADE
from microconv.core.categories import STEP_SHARES
from microconv.core.client import Client, Goals
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role, Value
from microconv.core.ga4_import import import_identity
from microconv.core.kinds import ACTION
from microconv.core.resource import Address, Live, Reading, Standing, frozen, of_type
from microconv.core.text import Text, joined
from microconv.core.value import number


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal for one step that has no prefix. `name` is its name now, the rest is proposed.

    `role` and `value` are None where they would stay; `value` is in the client's currency.
    """

    name: str
    new_name: str
    role: Role | None
    value: float | None
    why: Text


def proposals_for(client: Client, readings: Sequence[Reading]) -> tuple[Proposal, ...]:
    """A proposal for every step of `client` whose name has no prefix, in the order of the client's conversions.

    What is a step is the audit's judgement; a mere guess is no reason to rename anything.
    """
    judged = _judged(client, readings)
    results = [item for item in client.conversions if item.source is not None and not judged[item.name].step]
    finals = [item for item in results if item.role is Role.PRIMARY]
    amounts = [amount for item in finals or results if (amount := _chosen(item, client.currency)) is not None]
    result = median(amounts) if amounts else None
    live = [item for reading in readings for item in reading.resources]
    taken = {item.address.name for item in of_type(live, ACTION)} | {item.name for item in client.conversions}
    proposals = []
    for conversion in client.conversions:
        judgement = judged[conversion.name]
        category = judgement.act
        unsure = not judgement.step or not judgement.known or category not in STEP_SHARES
        if conversion.kind is ConversionKind.MICRO or unsure:
            continue
        new_name = _free(conversion.event or conversion.name, category, client.prefix, taken)
        taken.add(new_name)
        demote = bool(finals) and conversion.role is Role.PRIMARY
        value = _graded(conversion, category, result, client.currency)
        why = Text(f"a step ({category})", f"途中の行動（{category}）")
        why = joined((why, _result_is(finals[0].name)), "; ", "、") if demote else why
        proposals.append(Proposal(conversion.name, new_name, Role.SECONDARY if demote else None, value, why))
    return tuple(proposals)


def _judged(client: Client, readings: Sequence[Reading]) -> Mapping[str, Judgement]:
    """The kind of each conversion, as an audit without a config judges its action, else its key event."""
    subject = subject_of(readings, client.prefix)
    imports, tags, events = {}, {}, {item.identity: item for item in subject.key_events}
    for item in subject.live(ACTION):
        if item.standing is Standing.IMPORTED:
            imports[item.identity] = item
        elif item.standing is Standing.NORMAL:
            tags[item.address.name] = item
    judged = {}
    for conversion in client.conversions:
        event = conversion.event or ""
        if conversion.source == GA4_IMPORT:
            live = imports.get(import_identity(client.property_id, event))
        else:
            live = tags.get(conversion.name) if conversion.source else events.get(event)
        if live is None:
            live = next(tags[old] for old in conversion.previously if old in tags)
        judged[conversion.name] = subject.judged(live)
    return judged


def _result_is(name: str) -> Text:
    return Text(f'the result is "{name}"', f"成果は「{name}」")


def respelt(readings: Sequence[Reading], prefix: str) -> tuple[tuple[Reading, ...], Mapping[str, str]]:
    """The readings as if every action that carries the prefix were called by the rule, and the old names by the new.

    A config cannot list such an action under its own name, but it can rename it. Where the name by the rule is taken,
    the action keeps its own.
    """
    actions = [item for reading in readings for item in of_type(reading.resources, ACTION)]
    taken = {item.address.name for item in actions}
    old_names: dict[str, str] = {}
    new_names: dict[str, str] = {}
    for item in sorted(actions, key=lambda item: item.address.name):
        name = item.address.name
        if item.standing is Standing.NORMAL and naming.is_micro(name, prefix) and naming.check_micro(name, prefix):
            suggested = naming.suggest_micro(name, prefix)
            if suggested and suggested not in taken:
                taken.add(suggested)
                old_names[suggested] = name
                new_names[item.id] = suggested

    def called(item: Live) -> Live:
        name = new_names.get(item.id) if item.address.type == ACTION else None
        if name is None:
            return item
        return replace(item, address=Address(ACTION, name), identity=name, state=frozen({**item.state, "name": name}))

    return tuple(replace(reading, resources=tuple(map(called, reading.resources))) for reading in readings), old_names


def renaming(adoption: Adoption, old_names: Mapping[str, str]) -> Adoption:
    """The adoption of readings that were `respelt`, with what each conversion is renamed from."""
    comments = dict(adoption.comments)
    conversions = []
    for item in adoption.client.conversions:
        old = old_names.get(item.name)
        if old is None or item.source in {None, GA4_IMPORT}:
            conversions.append(item)
            continue
        conversions.append(replace(item, previously=(old, *item.previously)))
        place = ("conversions", item.name)
        comments[place] = (*comments.get(place, ()), _was(old, _BREAKS_RULE))
    return replace(adoption, client=replace(adoption.client, conversions=tuple(conversions)), comments=comments)


def proposal_comments(proposals: Sequence[Proposal]) -> Mapping[Place, tuple[Text, ...]]:
    """Proposals as comments, by place."""
    return {("conversions", item.name): (_line(item),) for item in proposals}


def proposed(adoption: Adoption, proposals: Sequence[Proposal]) -> Adoption:
    """The adoption with the proposals as config, to be reviewed by its plan."""
    by_name = {item.name: item for item in proposals}
    renamed = {item.name: item.new_name for item in proposals}
    client = adoption.client
    conversions = tuple(
        _changed(item, by_name[item.name], client.currency) if item.name in by_name else item
        for item in client.conversions
    )
    custom = tuple(
        replace(goal, conversions=tuple(sorted(renamed.get(name, name) for name in goal.conversions)))
        for goal in client.goals.custom
    )
    goals = Goals(client.goals.account, client.goals.campaigns, custom)
    comments = {
        (place[0], renamed.get(place[1], place[1])) if place[0] == "conversions" else place: lines
        for place, lines in adoption.comments.items()
    }
    for item in proposals:
        place = ("conversions", item.new_name)
        comments[place] = (*comments.get(place, ()), _was(item.name, item.why))
    return replace(adoption, client=replace(client, conversions=conversions, goals=goals), comments=comments)


_BREAKS_RULE = Text("it breaks the rule for names", "命名規則に合っていません")


def _was(name: str, why: Text) -> Text:
    """The comment on a proposal that is written as config."""
    return Text(f'proposed, not applied: was "{name}"; {why.en}', f"変更案（未適用）: 元の名前は「{name}」。{why.ja}")


def _line(item: Proposal) -> Text:
    parts = [f"name: {item.new_name}"]
    parts += [f"role: {item.role.value}"] if item.role is not None else []
    parts += [f"value: {number(item.value)}"] if item.value is not None else []
    keys = ", ".join(parts)
    return Text(f"proposed: `{keys}`: {item.why.en}", f"変更案: `{keys}`: {item.why.ja}")


def _changed(conversion: Conversion, item: Proposal, currency: str) -> Conversion:
    found_by_name = conversion.source not in {None, GA4_IMPORT}
    return replace(
        conversion,
        name=item.new_name,
        kind=ConversionKind.MICRO,
        role=item.role or conversion.role,
        value=conversion.value if item.value is None else Value(item.value, currency),
        previously=(conversion.name, *conversion.previously) if found_by_name else conversion.previously,
    )


def _free(name: str, category: str, prefix: str, taken: set[str]) -> str:
    """A name by the rule that nothing in the account has."""
    stem = naming.suggest_micro(name, prefix)
    if not stem or len(stem) > naming.MAX_ACTION_NAME - 5:
        stem = f"{prefix}{category}"
    number_, free = 1, stem
    while free in taken:
        number_ += 1
        free = f"{stem}_{number_}"
    return free


def _graded(conversion: Conversion, category: str, result: float | None, currency: str) -> float | None:
    """The value to propose where the present one says nothing, or says too much; None where it may stay."""
    if result is None or not currency:
        return None
    amount = _chosen(conversion, currency)
    if amount is not None and amount < result:
        return None
    return _rounded(result * STEP_SHARES[category])


def _chosen(conversion: Conversion, currency: str) -> float | None:
    """The amount of a conversion in this currency that somebody chose."""
    value = conversion.value
    if value is None or not value.amount or value.amount == AS_MADE or value.currency != currency:
        return None
    return value.amount


def _rounded(amount: float) -> float:
    """One significant digit, and no less than one hundredth."""
    if amount < 0.01:
        return 0.01
    size = 10.0 ** math.floor(math.log10(amount))
    return round(round(amount / size) * size, 2)
