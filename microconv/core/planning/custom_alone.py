"""Campaigns that a plan gives a custom goal without a final conversion: whether their other goals count is not known.

Google's page on conversion goals says that a campaign has campaign goals, a custom goal, or both, and shows no example
of both. A plan counts both; if Google takes the custom goal alone, the campaign loses its final conversions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from microconv.core.bidding.effective import effective
from microconv.core.bidding.forecast import Forecast
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import CAMPAIGN_CONFIG
from microconv.core.planning.finals import Finals
from microconv.core.resource import Address
from microconv.core.text import Text

_DETAIL = Text(
    "Google does not say whether a campaign with a custom goal still uses its other goals: a plan takes it so",
    "カスタム目標を使うキャンペーンで、ほかの目標も引き続き使われるかどうかを Google は公表していません。"
    "プランでは使われるものとして扱います",
)


def custom_goals_alone(client: Client, seen: Forecast, own: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Campaigns that would lose their finals if a custom goal counted alone. `own`: actions' ids by conversion."""
    known = Finals(client, {action: conversion for conversion, action in own.items()})
    before = {campaign.id: campaign for campaign in seen.before.campaigns or ()}
    finals = [action for action in seen.after.actions if known.has(action)]
    enough = {action.id for action in finals if known.stands_in(action)}
    old = {action.id: action for action in seen.before.actions}
    for campaign in seen.after.campaigns or ():
        then = before.get(campaign.id)
        if then is None or not campaign.custom_goal or enough & campaign.listed:
            continue
        kept = [one for one in finals if effective(one, seen.after.goals, campaign).used and one.id in old]
        had = [one for one in kept if effective(old[one.id], seen.before.goals, then).used]
        lost = sorted(one.name for one in had if not then.custom_goal or one.id in then.listed)
        if lost:
            yield Diagnostic(
                Severity.WARNING,
                "custom-goal-alone",
                _summary(campaign.name, campaign.custom_goal, ", ".join(lost)),
                _DETAIL,
                where=str(Address(CAMPAIGN_CONFIG, campaign.name)),
                hint=_hint(campaign.custom_goal),
            )


def _summary(campaign: str, goal: str, lost: str) -> Text:
    return Text(
        f'campaign "{campaign}" gets the custom goal "{goal}", which lists no final conversion: it may stop using '
        f"{lost}",
        f"キャンペーン「{campaign}」のカスタム目標「{goal}」には最終コンバージョンが含まれていません。"
        f"{lost} が入札に使われなくなる可能性があります",
    )


def _hint(goal: str) -> Text:
    return Text(
        f'list the final conversion in the custom goal "{goal}" too, if the campaign is to go on bidding for it',
        f"引き続き入札に使う場合は、カスタム目標「{goal}」に最終コンバージョンも含めてください",
    )
