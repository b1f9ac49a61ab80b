"""Records without GA4's help: the events of the config's tags, the names and categories of other actions."""

from __future__ import annotations

from microconv.analysis.once import once
from microconv.analysis.subject import Subject
from microconv.core import naming
from microconv.core.conversion import GA4_IMPORT
from microconv.core.ga4_import import imported_from
from microconv.core.resource import Live


@once
def tagged_events(subject: Subject) -> frozenset[str]:
    """The GA4 events of the config's conversions that Google Ads does not import."""
    return frozenset(
        item.event for item in subject.config.conversions if item.event and item.source not in {None, GA4_IMPORT}
    )


@once
def tagged_names(subject: Subject) -> frozenset[str]:
    """The names of the recorded actions that are not imported from GA4, see `naming.bare`."""
    return frozenset(naming.bare(item.address.name) for item in _tagged(subject))


@once
def tagged_categories(subject: Subject) -> frozenset[str]:
    """Their categories."""
    return frozenset(item.action.category for item in _tagged(subject))


@once
def _tagged(subject: Subject) -> tuple[Live, ...]:
    return tuple(x for x in subject.actions if imported_from(x.identity) is None and not x.action.ended)
