"""Each conversion of the config: how often, for which value, for each session and click, beside earlier months."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.report.arithmetic import compared_as, merged, number, quotient
from microconv.report.conversion_numbers import ConversionNumbers
from microconv.report.figures import Figure, Known
from microconv.report.ground import Ground
from microconv.report.model import ConversionMonth, Target


def conversion_numbers(ground: Ground) -> tuple[ConversionNumbers, ...]:
    """The numbers of all conversions, in the config's order."""
    return tuple(ConversionNumbers(ground, one) for one in ground.client.conversions)


def conversion_months(ground: Ground, conversions: Sequence[ConversionNumbers]) -> tuple[ConversionMonth, ...]:
    """The conversions as the report shows them."""
    return tuple(_month(ground, one) for one in conversions)


def _month(ground: Ground, numbers: ConversionNumbers) -> ConversionMonth:
    conversion = numbers.conversion
    totals, clicks = ground.ga4("totals"), ground.ads("campaigns").compared("clicks")
    count, users = numbers.of_event("count"), numbers.of_event("users", additive=False)
    all_conversions = numbers.of_action("all_conversions")
    by_date = numbers.of_action("all_conversions_by_date")
    return ConversionMonth(
        name=conversion.name,
        label=conversion.label,
        kind=conversion.kind.value,
        role=conversion.role.value,
        purpose=conversion.purpose,
        event=numbers.event,
        action=numbers.action,
        count=count,
        users=users,
        value=numbers.of_event("value"),
        per_session=compared_as(count, totals.compared("sessions")),
        reach=compared_as(users, totals.compared("users", additive=False), of_users=True),
        conversions=numbers.of_action("conversions"),
        all_conversions=all_conversions,
        conversions_by_date=numbers.of_action("conversions_by_date"),
        all_conversions_by_date=by_date,
        ads_value=numbers.of_action("all_conversions_value"),
        per_click=compared_as(all_conversions, clicks),
        still_to_come=numbers.still_to_come,
        target=_target(ground.given.targets.get(conversion.name), count.now, by_date.now),
        notes=merged(numbers.notes, numbers.marked, count.now.notes, all_conversions.now.notes),
    )


def _target(wanted: float | None, count: Figure, by_date: Figure) -> Target | None:
    """The target, reached by GA4's events, or by Google Ads' conversions where GA4 has no number."""
    if wanted is None:
        return None
    reached = by_date if count.known is Known.NOT_ASKED else count
    return Target(wanted, quotient(reached, number(wanted)))
