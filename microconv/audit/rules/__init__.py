"""All rules, one module or more for each topic. A rule runs because it stands in one of these modules."""

from __future__ import annotations

from types import ModuleType

from microconv.audit.rule import Rule
from microconv.audit.rules import (
    access,
    bidding,
    bridge,
    bridge_hidden,
    bridge_imports,
    categories,
    counting,
    distance,
    double,
    enhanced,
    every_form,
    ga4,
    ga4_rules,
    grading,
    learning,
    likely_steps,
    namesakes,
    naming,
    ownership,
    property_settings,
    roles,
    roles_in_effect,
    several_primaries,
    silence,
    silence_ended,
    silence_events,
    silence_results,
    silence_seen,
    stages,
    tags,
    tags_around,
    tags_early,
    tags_targets,
    tags_triggers,
    tags_twice,
    undecided,
    upkeep,
    uploads,
    value_bidding,
    value_rules,
    values,
)

MODULES: tuple[ModuleType, ...] = (
    naming,
    namesakes,
    roles,
    likely_steps,
    roles_in_effect,
    bidding,
    several_primaries,
    stages,
    every_form,
    categories,
    values,
    value_bidding,
    grading,
    value_rules,
    counting,
    enhanced,
    distance,
    double,
    silence,
    silence_results,
    silence_ended,
    silence_events,
    silence_seen,
    uploads,
    tags,
    tags_targets,
    tags_twice,
    tags_around,
    tags_early,
    tags_triggers,
    bridge,
    bridge_imports,
    bridge_hidden,
    ga4,
    ga4_rules,
    property_settings,
    upkeep,
    undecided,
    learning,
    ownership,
    access,
)
"""The modules with rules, in the order of the reference."""


def rules_of(module: ModuleType) -> tuple[Rule, ...]:
    """The rules that a module defines, in the order in which they stand there; not those that it imports."""
    return tuple(
        value
        for value in vars(module).values()
        if isinstance(value, Rule) and value.check.__module__ == module.__name__
    )


RULES: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in rules_of(module))
"""Every rule, in the order of the reference."""
