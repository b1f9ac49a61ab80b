"""Lists whose order means nothing."""

from __future__ import annotations

from microconv.core.value import Scalar


def in_any_order(value: Scalar) -> Scalar:
    """A list sorted; anything else as it is."""
    return tuple(sorted(value)) if isinstance(value, tuple) else value
