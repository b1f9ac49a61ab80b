"""The keys of a client's accounts: Google Ads and GA4."""

from __future__ import annotations

from microconv.config.event_rule import when_form
from microconv.config.forms import Flag, Key, ListOf, Map, TextForm
from microconv.config.id_forms import CUSTOMER, PROPERTY, STREAM

RULES_SOURCE = "EventCreateRule, v1alpha proto, checked 2026-11-23"
"""Where the facts about event-create rules come from."""

ANNOTATIONS_SOURCE = "ReportingDataAnnotation, v1alpha proto, checked 2026-11-29"
"""Where the facts about annotations come from."""


def google_ads_form() -> Map:
    """The keys of the Google Ads account."""
    return Map(
        (
            Key("customer_id", CUSTOMER, "The account, ten digits with or without dashes.", examples=("123-456-7890",)),
            Key(
                "login_customer_id",
                CUSTOMER,
                "The manager account through which it is reached, if any.",
                examples=("999-888-7777",),
            ),
            Key(
                "manage_owner",
                Flag(),
                "True: conversions that belong to a manager account are managed there, for all clients that share "
                "them. It takes `--allow manager` as well.",
                default="false",
                examples=(True,),
            ),
            Key(
                "auto_tagging",
                Flag(),
                "Whether the addresses of ads carry the click's identifier (GCLID), which imports from GA4 need. True "
                "turns it on, false off. Where the key is absent: as it is.",
                examples=(True,),
                source="Customer, v26 proto, checked 2026-11-28",
            ),
        )
    )


def ga4_form() -> Map:
    """The keys of the GA4 property."""
    return Map(
        (
            Key("property_id", PROPERTY, "The GA4 property, in digits.", examples=(345678901,)),
            Key("data_stream", STREAM, "The web stream that event rules and enhanced measurement are for: its "
                "measurement id or its number.", default="the only web stream", examples=("G-AOISTORE01",)),
            Key("link_google_ads", Flag(), "True: the property is linked to the Google Ads account, and stays so.",
                default="false", examples=(True,)),
            Key("ads_personalization", Flag(), "Whether that link allows personalised ads. Where the key is absent: as "
                "it is.", examples=(False,)),
            Key("enhanced_measurement", _measurement(), "What the web stream collects by itself. What is not named "
                "stays as it is."),
            Key("annotate", Flag(), "True: a sync that moves bidding, roles or values leaves an annotation in GA4 that "
                "names the plan, so that everybody sees it in GA4's charts. None is ever changed or removed.",
                default="false", examples=(True,), source=ANNOTATIONS_SOURCE),
            Key("event_rules", ListOf(_other_event()), "Events that GA4 makes by rules and that are no conversions. "
                "Rules of conversions stand with these, under `when`.", source=RULES_SOURCE),
        )
    )  # fmt: skip


def _other_event() -> Map:
    return Map(
        (
            Key("event", TextForm(), "Name of the GA4 event that is made.", required=True, examples=("scroll_deep",)),
            Key("when", when_form(of_conversion=False), "The rule that makes it, or a list of several; `false`: there "
                "must be none. Its keys are those of a conversion's `ga4.when`, without `send_value`.", required=True,
                source=RULES_SOURCE),
        )
    )  # fmt: skip


def _measurement() -> Map:
    summaries = {
        "stream": "Whether enhanced measurement is on at all.",
        "scrolls": "Event scroll, when somebody gets to the bottom of a page.",
        "outbound_clicks": "Event click, on links to other domains.",
        "site_search": "Event view_search_results, on the results of the site's own search.",
        "video_engagement": "Events video_start, video_progress and video_complete, for embedded YouTube videos.",
        "file_downloads": "Event file_download, on links to files.",
        "page_changes": "Event page_view as well where the address changes without a new page.",
        "form_interactions": "Events form_start and form_submit. GA4 has them off by default.",
    }
    return Map(tuple(Key(name, Flag(), summary, examples=(True,)) for name, summary in summaries.items()))
