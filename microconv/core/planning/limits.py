"""The limits of a run, and what opens single checks."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass


class Allow(enum.StrEnum):
    """The checks that `--allow` can open."""

    REMOVE = "remove"
    MANY = "many"
    PROTECTED = "protected"
    MANAGER = "manager"
    NOTHING_LEFT = "nothing-left"
    EMPTY_CONFIG = "empty-config"
    MANAGER_ACCOUNT = "manager-account"
    PUBLISH = "publish"
    PUBLISH_OTHERS = "publish-others"
    FLEET = "fleet"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a run; None: no limit. `allow` opens single checks.

    `max_demotions` counts demotes and removals, `max_role_changes` actions that become primary or secondary.
    `max_value_factor` is how many times higher or lower a value may become.
    """

    max_changes: int | None = None
    allow: Collection[Allow] = ()
    max_demotions: int | None = None
    max_role_changes: int | None = None
    max_value_factor: float | None = None

    def over(self, other: Limits) -> Limits:
        """These limits, and the other's where these say nothing."""
        return Limits(
            other.max_changes if self.max_changes is None else self.max_changes,
            tuple({*self.allow, *other.allow}),
            other.max_demotions if self.max_demotions is None else self.max_demotions,
            other.max_role_changes if self.max_role_changes is None else self.max_role_changes,
            other.max_value_factor if self.max_value_factor is None else self.max_value_factor,
        )
