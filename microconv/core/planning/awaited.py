"""GA4 key events that Google imports into Google Ads by itself: what such an import still waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT
from microconv.core.ga4_import import import_identity
from microconv.core.kinds import ACTION, CUSTOMER, KEY_EVENT, LINK
from microconv.core.plan import Action, Change, Waiting
from microconv.core.resource import Reading, Standing


def awaited(waiting: Waiting, client: Client, readings: Sequence[Reading], changes: Sequence[Change]) -> Waiting:
    """The same, with what is missing, if an import is waited for."""
    conversion = client.by_name.get(waiting.address.name)
    if waiting.address.type != ACTION or conversion is None or conversion.source != GA4_IMPORT:
        return waiting
    missing = _missing(str(conversion.event), client, readings, changes)
    if not missing:
        missing = ["time: everything is there, and Google takes one or two days"]
    return replace(waiting, why=f"{waiting.why}. Missing: {'; '.join(missing)}")


def _tagging(client: Client, changes: Sequence[Change]) -> str:
    """The way to auto-tagging, in the words that go on."""
    if any(change.address.type == CUSTOMER for change in changes) and client.auto_tagging:
        return " (this plan turns it on)"
    said = " and in the config" if client.auto_tagging is False else ""
    return f"{said}: write `google_ads: {{auto_tagging: true}}`"


def _missing(event: str, client: Client, readings: Sequence[Reading], changes: Sequence[Change]) -> list[str]:
    created = {(change.address.type, change.address.name) for change in changes if change.action is Action.CREATE}
    identity = import_identity(client.property_id, event)
    for item in (item for reading in readings for item in reading.resources if item.identity == identity):
        if item.address.type == ACTION and item.standing is Standing.OTHER_OWNER:
            return [f"leave: it is there, but belongs to {item.owner} (write `google_ads: {{manage_owner: true}}`)"]
    missing = []
    for reading in readings:
        if reading.facts.customer.auto_tagging_enabled is False:
            missing.append(f"auto-tagging, which is off in Google Ads{_tagging(client, changes)}")
        if reading.provider != "ga4":
            continue
        known = {(item.address.type, item.identity) for item in reading.resources}
        if (KEY_EVENT, event) not in known:
            made = " (this plan makes it)" if (KEY_EVENT, event) in created else ""
            missing.append(f"the key event {event}{made}")
        if LINK in reading.types and (LINK, client.customer_id) not in known:
            made = (
                " (this plan makes it)"
                if any(kind == LINK for kind, _ in created)
                else ": write `link_google_ads: true`"
            )
            missing.append(f"the link between the property and Google Ads{made}")
    return sorted(missing)
