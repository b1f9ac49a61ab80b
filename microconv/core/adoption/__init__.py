"""Live accounts as the config that would declare them. Pure; law 5: the plan of what comes out is empty."""

from microconv.core.adoption.beside import Beside, about, beside
from microconv.core.adoption.result import Adoption, Asked, Place, Remarks, Unexpressed
from microconv.core.adoption.settle import left, why
from microconv.core.adoption.whole import adopt

__all__ = ["Adoption", "Asked", "Beside", "Place", "Remarks", "Unexpressed", "about", "adopt", "beside", "left", "why"]
