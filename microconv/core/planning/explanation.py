"""Why bidding uses a conversion or not, level by level and campaign by campaign, now and after a plan."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from microconv.core.bidding.effective import Use
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Diagnostic
from microconv.core.feed import Feed
from microconv.core.plan import Change, Conflict, Waiting
from microconv.core.text import NO_TEXT, Text


class Fit(enum.StrEnum):
    """The fit of bidding's use of a conversion with its role in the config."""

    FITS = "as the config wants"
    MEANT = "as the config wants: its own custom goals list it"
    DIFFERS = "not what the config wants"


@dataclass(frozen=True, slots=True)
class View:
    """All that decides in one campaign whether bidding uses an action, at one time.

    own: true where the campaign has goals of its own.
    biddable: that of the goal that counts there; None where there is no such goal, or no action whose goal it could be.
    custom_goal: the custom goal that the campaign uses, empty for none.
    listed: true where that lists the action.
    selected: true where it is an App campaign that is optimized for the action.
    use: bidding's use of it; None where there is no action.
    """

    own: bool
    biddable: bool | None
    custom_goal: str
    listed: bool
    selected: bool
    use: Use | None

    @property
    def used(self) -> bool:
        """True where bidding uses the action."""
        return self.use is not None and self.use.used


@dataclass(frozen=True, slots=True)
class Place:
    """One campaign now and after the plan; with an empty `id` and `name` the account, where it has no campaigns."""

    id: str
    name: str
    now: View
    after: View


@dataclass(frozen=True, slots=True)
class ExplainedAction:
    """The action of a conversion in Google Ads.

    id: its resource name.
    name: its name.
    status: its status.
    type: its type.
    primary: true where it is primary.
    goal: its goal, by category and origin.
    owner: the other account that owns it, empty for this one.
    why: the reason why it is not ours, or not the config's; empty for what the config declares.
    """

    id: str
    name: str
    status: str
    type: str
    primary: bool
    goal: str
    owner: str = ""
    why: Text = NO_TEXT

    @property
    def ours(self) -> bool:
        """False for an action that is not what the config declares, and at most has the conversion's name."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that decides whether bidding uses one conversion of one client, or one live action that no config declares.

    name: the name of the conversion, or of the action.
    client: the label of the client.
    config: the path of its config.
    accounts: (provider, account) pairs.
    emulated: true where the accounts are the emulator's.
    conversion: the conversion; None for an action that no config declares.
    in_google_ads: true where the config wants it in Google Ads, or it is there.
    action: its action; None where there is none: then `waiting` or `changes` say what becomes of that.
    goal: its (category, origin) pair now or, where there is no action, after the plan; empty: not known.
    goal_now: true where the account's goal is biddable now; None where there is no such goal.
    goal_after: the same after the plan.
    goal_of_after: its pair after the plan.
    after: true where there will be an action.
    places: the campaigns, now and after the plan.
    fit_now: the fit of bidding with its role now; None where no config says a role.
    fit_after: the fit after the plan.
    changes: the changes of the plan that concern it.
    waiting: what it waits for.
    conflicts: the conflicts that keep it from being carried out.
    warnings: the warnings about it.
    campaigns: true where campaigns were read.
    fingerprint: the fingerprint of the plan; empty where there is no config, and so no plan.
    reads: the API calls that reading took.
    currency: the currency of amounts that name none.
    feeds: the tags of the container that feed it; none where the config has no container.
    """

    name: str
    client: str
    config: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    conversion: Conversion | None
    in_google_ads: bool
    action: ExplainedAction | None
    goal: str
    goal_now: bool | None
    goal_after: bool | None
    goal_of_after: str
    after: bool
    places: tuple[Place, ...]
    fit_now: Fit | None
    fit_after: Fit | None
    changes: tuple[Change, ...]
    waiting: tuple[Waiting, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Diagnostic, ...]
    campaigns: bool
    fingerprint: str
    reads: int
    currency: str = ""
    feeds: tuple[Feed, ...] = ()

    @property
    def used_now(self) -> int:
        """In how many places bidding uses it."""
        return sum(place.now.used for place in self.places)

    @property
    def used_after(self) -> int:
        """In how many places bidding will use it."""
        return sum(place.after.used for place in self.places)
