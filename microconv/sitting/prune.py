"""Conversions that counted nothing, and those that tell nothing: to be looked at, and taken out by hand."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from microconv.core.client import Client
from microconv.core.conversion import ConversionKind
from microconv.core.counts import ActionDays
from microconv.core.text import Text, joined
from microconv.review.model import Grade, Reason, ValueResult, ValuesReview
from microconv.review.reasons import REASONS
from microconv.sitting.model import Prunable, Silent

_SILENT = Text("it counted nothing lately", "最近まったく計測されていません")


def silent(
    client: Client, actions: Mapping[str, str], counts: ActionDays, first: datetime.date, last: datetime.date
) -> tuple[Silent, ...]:
    """The conversions of which Google Ads counted nothing from `first` to `last`, in the config's order.

    `actions`: the resource names of the actions in the account, by the conversion's name. None is told where Google Ads
    did not answer.
    """
    if not counts.known:
        return ()
    quiet = []
    for one in client.conversions:
        if one.name in actions and not counts.total(actions[one.name], first, last).all:
            days = [day for day, count in counts.days.get(actions[one.name], {}).items() if count.all]
            quiet.append(Silent(one.name, max(days, default=None)))
    return tuple(quiet)


def prunable(client: Client, values: ValuesReview, silent: Collection[str]) -> tuple[Prunable, ...]:
    """The micro-conversions that tell nothing, in the config's order, each with all its reasons.

    None that is protected. What users do although Google Ads counts nothing of it is not pruned, but mended.
    """
    results = {one.conversion: one for one in values.results}
    useless = []
    for one in client.conversions:
        if one.kind is not ConversionKind.MICRO or one.protect:
            continue
        result = results.get(one.name)
        seen = result is not None and result.evidence is not None and result.evidence.users > 0
        why = [_SILENT] if one.name in silent and not seen else []
        why += [REASONS[reason] for reason in _telling_nothing(result)]
        if why:
            useless.append(Prunable(one.name, joined(why, "; ", "。")))
    return tuple(useless)


def _telling_nothing(result: ValueResult | None) -> list[Reason]:
    """The reasons why a step says nothing of results, by counts that suffice to say so."""
    if result is None or result.evidence is None:
        return []
    evidence, reasons = result.evidence, []
    enough = evidence.grade in {Grade.USABLE, Grade.GOOD}
    if evidence.related is False and enough:
        reasons.append(Reason.UNRELATED)
    if Reason.BELOW_A_COIN in result.reasons and enough:
        reasons.append(Reason.BELOW_A_COIN)
    if result.worth_little:
        reasons.append(Reason.WORTH_LITTLE)
    return reasons
