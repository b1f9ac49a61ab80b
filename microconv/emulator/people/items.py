"""The items that events of a shop are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.people import draws, places
from microconv.emulator.people.draws import Array

if TYPE_CHECKING:
    from microconv.emulator.series import Profile


def items(profile: Profile, key: Array, name: Array) -> Array:
    """The item of each event that has one: a session looks at one item, and puts that into the cart."""
    has = np.isin(name, [place for place, one in enumerate(profile.events) if one.name in places.ITEM_EVENTS])
    if not profile.items or not has.any():
        return np.full(len(name), -1)
    picked = draws.choose(draws.unit(key, "item"), [one.share for one in profile.items])
    chosen: Array = np.where(has, picked, -1)
    return chosen
