"""Micro-conversions and the final conversions that they lead to, as the config's `funnel: {next}` has them."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind


@dataclass(frozen=True, slots=True)
class Way:
    """A micro-conversion and where it leads.

    step: the micro-conversion.
    final: the final conversion at the end; None where the config does not say and there are several.
    after: the next micro-conversion on the way; None where the final one is next.
    distance: the steps to the final conversion; 1 is right before it.
    """

    step: Conversion
    final: Conversion | None
    after: Conversion | None = None
    distance: int = 1


def ways(client: Client) -> tuple[Way, ...]:
    """Each micro-conversion with its way, in the config's order.

    One that leads nowhere leads to the only final conversion of the client, if there is one only.
    """
    finals = [one for one in client.conversions if one.kind is ConversionKind.MACRO]
    only = finals[0] if len(finals) == 1 else None
    return tuple(_way(one, client, only) for one in client.conversions if one.kind is ConversionKind.MICRO)


def chains(client: Client) -> tuple[tuple[Way, ...], ...]:
    """The steps that share a final conversion and a way to it, the nearest first; each step is in one chain.

    A chain is named by its last step before the final conversion: all that lead to that step belong to it.
    """
    every = {way.step.name: way for way in ways(client)}
    made: dict[str, list[Way]] = {}
    for way in every.values():
        if way.final is None:
            continue
        last = way
        while last.after is not None:
            last = every[last.after.name]
        made.setdefault(last.step.name, []).append(way)
    return tuple(tuple(sorted(several, key=lambda way: way.distance)) for several in made.values())


def _way(step: Conversion, client: Client, only: Conversion | None) -> Way:
    """The way from a step along `next`; a circle, or an end without a final conversion, leads to the only one."""
    passed = {step.name}
    steps: list[Conversion] = []
    following = client.by_name.get(step.next) if step.next is not None else None
    while following is not None and following.kind is not ConversionKind.MACRO and following.name not in passed:
        passed.add(following.name)
        if following.kind is ConversionKind.MICRO:
            steps.append(following)
        following = client.by_name.get(following.next) if following.next is not None else None
    if following is not None and following.kind is not ConversionKind.MACRO:
        return Way(step, only)  # a circle
    final = following or only
    return Way(step, final, steps[0] if steps and final is not None else None, len(steps) + 1)
