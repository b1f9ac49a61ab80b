"""Acts that say little about a result: bidding that chases them buys visits."""

from __future__ import annotations

from microconv.analysis.act_names import begun
from microconv.analysis.subject import Subject
from microconv.core.resource import Live

DISTANT = frozenset({"page_view", "engagement", "outbound_click", "get_directions"})
"""Categories of such acts: a look at a page, a stay, a click that leads away."""


def distant(subject: Subject, item: Live) -> bool:
    """True for a step that says little about a result. A form that was begun says more, in whichever category it is."""
    judged = subject.judged(item)
    return judged.step and judged.act in DISTANT and not begun(item.address.name)
