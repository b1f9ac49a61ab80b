"""The actions of which a value is to be asked: not of looks at pages, of what takes a result back, of Google's own."""

from __future__ import annotations

from microconv.analysis.act_names import undone
from microconv.analysis.far_acts import distant
from microconv.analysis.subject import Subject
from microconv.core.resource import Live

_GOOGLES = "smart_campaign_"
"""The beginning of the types that Google makes for Smart campaigns, whose settings nobody can change.

Google Ads API, ConversionActionType and MutateError.MUTATE_NOT_ALLOWED (v26), checked 2026-11-29.
"""


def priced(subject: Subject, item: Live) -> bool:
    """True for an action of which it makes sense to ask for a value.

    Not for what Google makes for Smart campaigns; not for what takes a result back, or is none; and not for what is so
    far from the result that it is to leave bidding, or is only observed and nobody listed it.
    """
    if item.action.type.startswith(_GOOGLES) or undone(item.address.name):
        return False
    return not distant(subject, item) or not (subject.for_bidding(item) or subject.decided(item) is None)
