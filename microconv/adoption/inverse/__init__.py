"""Live accounts as the config that would declare them. Pure; law 5: the plan of what comes out is empty."""

from microconv.adoption.inverse.client import adopt
from microconv.adoption.inverse.existing import Beside, about, beside
from microconv.adoption.inverse.leftovers import left, why
from microconv.adoption.inverse.result import Adoption, Asked, Place, Remarks, Unexpressed

__all__ = ["Adoption", "Asked", "Beside", "Place", "Remarks", "Unexpressed", "about", "adopt", "beside", "left", "why"]
