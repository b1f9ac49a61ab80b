"""Config lines that list a GA4 event that the config does not have."""

from __future__ import annotations

from microconv.analysis.lines import Setting, entry
from microconv.analysis.subject import Subject
from microconv.core import naming


def listing(subject: Subject, event: str, google_ads: Setting) -> str:
    """Config lines that list a GA4 event as a secondary conversion of its name.

    Empty where that name is taken, or is none that a config takes.
    """
    micro = naming.is_micro(event, subject.prefix)
    wrong = naming.check_micro(event, subject.prefix) if micro else []
    if event in subject.config.by_name or wrong or naming.check_event(event, collected_by_ga4=True):
        return ""
    kind: dict[str, Setting] = {} if micro else {"kind": "macro"}
    return entry(event, **kind, role="secondary", google_ads=google_ads, ga4={"event": event})
