"""Options that limit what a run may change."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import click

from microconv.core.planning.limits import Allow, Limits

Command = TypeVar("Command", bound=Callable[..., Any])


class NumberInRange(click.FloatRange):
    """A number of a range; what is called `nan` lies in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises click.BadParameter."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


def safety_options(command: Command) -> Command:
    """Options that limit a run: gives the command one argument, `limits`."""

    @wraps(command)
    def with_limits(
        *arguments: Any,
        max_changes: int | None,
        max_demotions: int | None,
        max_role_changes: int | None,
        max_value_factor: float | None,
        allow: tuple[str, ...],
        **options: Any,
    ) -> Any:
        allowed = tuple(Allow(word) for word in allow)
        limits = Limits(max_changes, allowed, max_demotions, max_role_changes, max_value_factor)
        return command(*arguments, limits=limits, **options)

    decorated: Any = with_limits
    for option in reversed(_SAFETY):
        decorated = option(decorated)
    return cast(Command, decorated)


_SAFETY = (
    click.option("--max-changes", type=click.IntRange(min=0), metavar="N", help="Refuse a plan with more changes."),
    click.option(
        "--max-demotions", type=click.IntRange(min=0), metavar="N", help="Refuse more demotes and removals than this."
    ),
    click.option(
        "--max-role-changes",
        type=click.IntRange(min=0),
        metavar="N",
        help="Refuse if more actions become primary or secondary.",
    ),
    click.option(
        "--max-value-factor",
        type=NumberInRange(min=1),
        metavar="X",
        help="Refuse if a value becomes more than this many times higher or lower.",
    ),
    click.option(
        "--allow",
        multiple=True,
        type=click.Choice([kind.value for kind in Allow]),
        help="Allow what is refused by default: remove (what the config says to remove), many (demoting or removing "
        "more than a third of at least ten, or all that is primary now, or more than half of at least four), protected "
        "(changing what the config protects), manager (changing what a manager account shares with other clients), "
        "nothing-left (leaving the account or a campaign without a final conversion, or without any, that bidding "
        "uses), empty-config (demoting or removing because `conversions` is empty), manager-account (changing a "
        "manager account that is the `customer_id`), publish (publishing the container, where the config says "
        "`publish: ask`), publish-others (publishing what others changed in it), fleet (taking primaries from, or "
        "changing values of, more than a third of the clients of one run, three or more).",
    ),
)
