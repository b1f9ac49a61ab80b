"""Do tags of results fire when the result is there?"""

from __future__ import annotations

from typing import Any

from microconv.analysis.subject import Subject
from microconv.audit.rules.tags_early import tags_early
from microconv.audit.run import audit
from microconv.core.measures import Counted
from tests.strategies import CUSTOMER, action, campaign, imported, key_event, link
from tests.unit.audit.cases import TODAY, account, does_not_apply, fails, passes
from tests.unit.audit.containers import (
    ALL_PAGES,
    INITIALIZATION,
    THANKS,
    Json,
    ads_tag,
    condition,
    container,
    content,
    custom_event,
    ga4_tag,
    on_page,
    sent_to,
    trigger,
    with_container,
)

SALE = action("Sale", 1, category="purchase", primary_for_goal=True)
LEAD = action("Lead", 1, category="submit_lead_form", primary_for_goal=True)
CART = action("mv_cart", 1, category="add_to_cart", primary_for_goal=True)
TOUR = action("Tour", 1, category="default", primary_for_goal=True)
PLAN = action("Plan", 1, category="subscribe_paid", primary_for_goal=True)
EVERY = trigger(2, "Every page", "domReady")
BUY = trigger(2, "Buy", "click", condition("equals", "{{Click Classes}}", "buy"))
OUT = trigger(2, "Out", "linkClick")
HOST = trigger(2, "Shop", "pageview", condition("equals", "{{Page Hostname}}", "aoi.example"))
SENT = trigger(2, "Sent", "formSubmission")
IMPORTED = (imported("purchase", 1, category="purchase", primary_for_goal=True), key_event("purchase"), link(CUSTOMER))


def site(whole: Json, *live: Any, **said: Any) -> Subject:
    """An account with one sale, or with these objects, whose first action has the label AbC, and a container."""
    given = account(*(live or (SALE,)), campaign("Brand", 1), labels__send_tos=(sent_to("AbC"),), **said)
    return with_container(given, whole)


def fired_by(*triggers: Json, **said: Any) -> Json:
    return content(ads_tag(1, "AbC", "2", **said), triggers=(THANKS, *triggers))


CASES = [
    fails(tags_early, site(content(ads_tag(1, "AbC", ALL_PAGES))), "Ads 1", seen=("All Pages", "Sale")),
    fails(tags_early, site(content(ads_tag(1, "AbC", INITIALIZATION))), "Ads 1"),
    fails(tags_early, site(content(ads_tag(1, "AbC", "1", ALL_PAGES))), "Ads 1", about="one of two triggers"),
    fails(tags_early, site(fired_by(EVERY)), "Ads 1", seen=("Every page",)),
    fails(tags_early, site(fired_by(HOST)), "Ads 1", seen=("Shop",), about="on one host"),
    fails(tags_early, site(fired_by(BUY)), "Ads 1", seen=("Buy", "Sale")),
    fails(tags_early, site(fired_by(OUT)), "Ads 1", seen=("Out",)),
    fails(tags_early, site(fired_by(BUY), PLAN), "Ads 1", seen=("Plan",)),
    fails(tags_early, site(content(ads_tag(1, "AbC", ALL_PAGES)), LEAD), "Ads 1"),
    fails(
        tags_early,
        site(content(ga4_tag(1, "purchase", "2"), triggers=(BUY,)), *IMPORTED),
        "GA4 1",
        seen=("Aoi (web) purchase",),
    ),
    passes(tags_early, site(content(ads_tag(1, "AbC"))), about="on the page after it"),
    passes(tags_early, site(fired_by(BUY), LEAD), about="a click may send a form"),
    passes(tags_early, site(fired_by(SENT))),
    passes(tags_early, site(fired_by(custom_event(2, "Done", "purchase")))),
    passes(tags_early, site(fired_by(on_page(2, "Done", "/done", "{{Page URL}}")))),
    does_not_apply(tags_early, site(content(ads_tag(1, "AbC", ALL_PAGES)), CART), about="a step"),
    does_not_apply(tags_early, site(content(ads_tag(1, "AbC", ALL_PAGES)), TOUR), about="what may be no result"),
    does_not_apply(tags_early, site(content(ads_tag(1, "Other", ALL_PAGES))), about="nobody knows for whom"),
    does_not_apply(tags_early, site(content(ads_tag(1, "AbC", ALL_PAGES, _paused=True))), about="paused"),
    does_not_apply(
        tags_early, site(content(ads_tag(1, "AbC", ALL_PAGES, _blockingTriggerId=["1"]))), about="with an exception"
    ),
    does_not_apply(tags_early, site(content(ga4_tag(1, "purchase", ALL_PAGES)), SALE), about="no import of it"),
    does_not_apply(tags_early, account(SALE)),
]


def goal(subject: Subject) -> tuple[str, str]:
    (answer,) = [one for one in audit(subject, made="2026-11-23", tool="x").answers if one.id == "goal"]
    return answer.answer.value, answer.evidence[-1].text.en


def test_a_tag_that_fires_too_early_is_a_reason_to_doubt_a_yes() -> None:
    counts = {"Lead": Counted(bid=40, all=40, last=TODAY)}
    lead = action("Lead", 1, category="submit_lead_form", primary_for_goal=True, counting_type="one_per_click",
                  value_settings__always_use_default_value=True, value_settings__default_value=500.0)  # fmt: skip
    fine, early = (
        site(content(ads_tag(1, "AbC", on)), lead, property_=False, counts=counts) for on in ("1", ALL_PAGES)
    )
    assert goal(fine)[0] == "yes"
    assert goal(early) == (
        "partly",
        "no yes: tags of the container send these final conversions before they happen: Lead",
    )
    server = with_container(
        account(lead, campaign("Brand", 1), labels__send_tos=(sent_to("AbC"),), property_=False, counts=counts),
        container(content(ads_tag(1, "AbC", ALL_PAGES)), usage=("server",)),
    )
    assert goal(server)[0] == "yes"
