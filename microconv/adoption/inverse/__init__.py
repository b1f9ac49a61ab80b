"""Live accounts as the config that would declare them. Pure; law 5: the plan of what comes out is empty."""

from microconv.adoption.inverse.client import adopt
from microconv.adoption.inverse.existing import ExistingConfig, about, existing_config
from microconv.adoption.inverse.leftovers import left, why
from microconv.adoption.inverse.result import Adoption, Asked, Comments, Place, Unexpressed

__all__ = [
    "Adoption",
    "Asked",
    "Comments",
    "ExistingConfig",
    "Place",
    "Unexpressed",
    "about",
    "adopt",
    "existing_config",
    "left",
    "why",
]
