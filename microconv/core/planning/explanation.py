"""Why bidding uses a conversion or not, level by level and campaign by campaign, now and after a plan."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from microconv.core.bidding.effective import Use
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Diagnostic
from microconv.core.plan import Change, Conflict, Waiting


class Fit(enum.StrEnum):
    """Whether what bidding does with a conversion is what its role in the config says."""

    FITS = "as the config wants"
    MEANT = "as the config wants: its own custom goals list it"
    DIFFERS = "not what the config wants"


@dataclass(frozen=True, slots=True)
class View:
    """What decides in one campaign whether bidding uses an action, at one time.

    `own` says that the campaign has goals of its own; `biddable` is that of the goal that counts there, None where
    there is no such goal, or no action whose goal it could be. `use` is None where there is no action.
    """

    own: bool
    biddable: bool | None
    custom_goal: str
    listed: bool
    use: Use | None

    @property
    def used(self) -> bool:
        """Whether bidding uses the action."""
        return self.use is not None and self.use.used


@dataclass(frozen=True, slots=True)
class Place:
    """One campaign now and after the plan; with an empty `id` and `name` the account, where it has no campaigns."""

    id: str
    name: str
    now: View
    after: View


@dataclass(frozen=True, slots=True)
class Found:
    """The action of a conversion in Google Ads. `owner` is the other account that owns it, empty for this one.

    `ours` is False for an action that only has the conversion's name and is not what the config declares; `why` says
    what it is instead.
    """

    id: str
    name: str
    status: str
    type: str
    primary: bool
    goal: str
    owner: str = ""
    ours: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that decides whether bidding uses one conversion of one client.

    `action` is None where there is none; then `waiting` or `changes` say what becomes of that. `goal` is the (category,
    origin) pair now or, where there is no action, after the plan (empty: not known); `goal_now` and `goal_after` say
    whether the account's goal is biddable, None where there is no such goal. `changes` are those of the plan that
    concern the conversion, `reads` the API calls that reading took.
    """

    client: str
    config: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    conversion: Conversion
    in_google_ads: bool
    action: Found | None
    goal: str
    goal_now: bool | None
    goal_after: bool | None
    goal_of_after: str
    after: bool
    places: tuple[Place, ...]
    fit_now: Fit
    fit_after: Fit
    changes: tuple[Change, ...]
    waiting: tuple[Waiting, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Diagnostic, ...]
    campaigns: bool
    fingerprint: str
    reads: int

    @property
    def used_now(self) -> int:
        """In how many places bidding uses it."""
        return sum(place.now.used for place in self.places)

    @property
    def used_after(self) -> int:
        """In how many places bidding will use it."""
        return sum(place.after.used for place in self.places)
