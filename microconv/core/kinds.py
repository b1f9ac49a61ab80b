"""The names of the resource types, and which of them a client's config needs to be read.

What bidding uses follows from several types together, so the core has to know them by name. Their attributes, and all
else about them, are the providers'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from microconv.core.client import Client, Demote, Unlisted
from microconv.core.conversion import GA4_IMPORT, WEBSITE
from microconv.core.event_rule import NEEDS

ACTION = "google_ads.conversion_action"
CUSTOMER = "google_ads.customer"
ACCOUNT_GOAL = "google_ads.customer_conversion_goal"
CAMPAIGN_GOAL = "google_ads.campaign_conversion_goal"
CAMPAIGN_CONFIG = "google_ads.conversion_goal_campaign_config"
CUSTOM_GOAL = "google_ads.custom_conversion_goal"
KEY_EVENT = "ga4.key_event"
EVENT_RULE = "ga4.event_create_rule"
LINK = "ga4.google_ads_link"
MEASUREMENT = "ga4.enhanced_measurement_settings"
ANNOTATION = "ga4.reporting_data_annotation"
"""A record of a run, and no part of the setup: read only for a client whose config asks for annotations."""
BUILT_IN_VARIABLE = "tag_manager.built_in_variable"
VARIABLE = "tag_manager.variable"
TRIGGER = "tag_manager.trigger"
GA4_TAG = "tag_manager.ga4_tag"
ADS_TAG = "tag_manager.ads_tag"
GOOGLE_TAG = "tag_manager.google_tag"
LINKER = "tag_manager.conversion_linker"
OTHER_TAG = "tag_manager.other_tag"
LIVE_VERSION = "tag_manager.live_version"
"""The one thing of a container that is on the website: which of its versions is published."""

TAG_MANAGER = "tag_manager"
"""The API of all these types of a container."""
SEND_TOS = "google_ads.tag_snippets"
STREAM = "ga4.data_stream"
"""No types of resources: where the tags of actions send to, and the web stream of a property, which tags need."""

PROPERTY = "ga4.property"
"""No type of resource: the facts about the GA4 property itself."""

RETENTION = "ga4.data_retention_settings"
SIGNALS = "ga4.google_signals_settings"
ACCESS = "ga4.access_binding"
"""No types of resources either: facts about the property, and counts of people, that audits alone ask for."""

AUDITED = (RETENTION, ACCESS, SIGNALS)
"""Those of GA4, the more telling ones first."""

AS_NEEDED = frozenset({PROPERTY, MEASUREMENT})
"""Those that an audit reads of GA4 only where something depends on them: its calls are few."""

AUTO_TAGGING = "auto_tagging_enabled"
"""The attribute of a Google Ads account on which imports of GA4's key events depend."""

GOALS = frozenset({ACCOUNT_GOAL, CAMPAIGN_GOAL, CAMPAIGN_CONFIG, CUSTOM_GOAL})
"""The types that decide, beside the actions themselves, what bidding uses."""

BIDDING = GOALS | {ACTION}
"""The types that bidding rests on; all of them live in Google Ads."""

OWNED = frozenset({ACTION, ACCOUNT_GOAL, CUSTOM_GOAL})
"""The types whose objects a manager account has for all accounts that share its conversions."""

TAGS = frozenset({GA4_TAG, ADS_TAG, GOOGLE_TAG, LINKER, OTHER_TAG})
"""The tags of a container."""

CONTAINER = TAGS | {BUILT_IN_VARIABLE, VARIABLE, TRIGGER}
"""The types that a container of Tag Manager has; all of them are read together, or none."""

FOR_TAGS = frozenset({SEND_TOS, STREAM})
"""Facts by which the tags of a container are known: whole snapshots have them, whatever a config says of tags."""

PREFIXED = frozenset({ACTION, KEY_EVENT, EVENT_RULE, TRIGGER, GA4_TAG, ADS_TAG})
"""The types whose objects carry the prefix: only of these can one be ours without being listed."""

DOUBLED = frozenset({EVENT_RULE})
"""The types of which one identity can have several objects: GA4 has any number of rules for one event."""

EVERYTHING = (
    frozenset({ACTION, CUSTOMER, KEY_EVENT, EVENT_RULE, LINK, MEASUREMENT, PROPERTY})
    | GOALS
    | CONTAINER
    | {LIVE_VERSION}
)
"""The types that the core knows by name, and PROPERTY.

Not derived from the registry: `needed` says of each of these when it is read, and the core knows no providers. Types of
a provider that are not here are read always; one is added here only together with a line in `needed`.
"""


ALWAYS = frozenset({ACTION, ACCOUNT_GOAL, CAMPAIGN_CONFIG, KEY_EVENT})
"""The types that every plan reads of the accounts that it is about."""


def provider_of(type_name: str) -> str:
    """The API of a type."""
    return type_name.partition(".")[0]


def everything(types: Iterable[str]) -> frozenset[str]:
    """EVERYTHING, and the registered types of which the core knows nothing; without annotations."""
    return EVERYTHING.union(types) - {ANNOTATION}


def _for_tags(client: Client) -> Iterator[str]:
    """The facts that the tags of a client's conversions rest on."""
    tagged = [one for one in client.conversions if one.tag is not None]
    if client.customer_id and any(one.source == WEBSITE for one in tagged):
        yield SEND_TOS
    sends = client.tag_manager.google_tag or any(one.event is not None for one in tagged)
    if client.property_id and sends and not client.accounts.data_stream.startswith("G-"):
        yield STREAM


def needed(client: Client, types: Iterable[str] = ()) -> frozenset[str]:
    """The types that must be read to plan for `client`: no call is made for what its config does not speak of.

    Of the registered `types`, those of which the core knows nothing are always read.
    """
    needs = set(ALWAYS).union(types) - (EVERYTHING - ALWAYS) - {ANNOTATION}
    if client.annotate:
        needs |= {ANNOTATION, PROPERTY}  # the day of an annotation is that of the property's time zone
    if client.goals.custom or client.demote is Demote.THOROUGH:
        needs.add(CUSTOM_GOAL)
    if client.goals.campaigns or any(goal.campaigns for goal in client.goals.custom):
        needs.add(CAMPAIGN_GOAL)
    if client.auto_tagging is not None:
        needs.add(CUSTOMER)
    if client.link_google_ads or any(item.source == GA4_IMPORT for item in client.conversions):
        needs.add(LINK)
    if any(client.ruled) or client.unlisted is Unlisted.REMOVE:
        needs.add(EVENT_RULE)
    starts = {rule.event for item in client.ruled for rule in item.rules}
    if client.enhanced_measurement or not starts.isdisjoint(NEEDS):
        needs.add(MEASUREMENT)
    if client.accounts.container:
        needs |= CONTAINER | {LIVE_VERSION}
        needs.update(_for_tags(client))
    return frozenset(needs)
