"""Rules on the tags of a container: what feeds conversions, where tags send, and what is sent twice."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.rule import Rule
from microconv.audit.rules.tags import tags_none, tags_paused
from microconv.audit.rules.tags_targets import tags_other_account, tags_unknown_label
from microconv.audit.rules.tags_twice import tags_event_rule, tags_event_twice, tags_label_twice, tags_server_too
from microconv.core.measures import Counted
from microconv.core.resource import Live, Reading, Standing
from tests.strategies import action, campaign, key_event
from tests.strategies import rule as event_rule
from tests.unit.audit.cases import TODAY, Case, account, cannot_tell, does_not_apply, fails, passes
from tests.unit.audit.containers import (
    ADS_ID,
    ALL_PAGES,
    GTM,
    STREAM,
    THANKS,
    Json,
    ads_tag,
    condition,
    constant,
    container,
    content,
    custom_event,
    ga4_tag,
    google_tag,
    on_page,
    sent_to,
    tag,
    through_a_server,
    trigger,
    with_container,
)

BRAND = campaign("Brand", 1)
SALE = action("Sale", 1, category="purchase", primary_for_goal=True)
LEAD = action("Lead", 2, category="submit_lead_form", primary_for_goal=True)
OBSERVED = action("Observed", 2, category="submit_lead_form")
IMPORT = action("Upload", 2, category="submit_lead_form", primary_for_goal=True, type="upload_clicks")
THEIRS = action("Theirs", 2, Standing.OTHER_OWNER, primary_for_goal=True)
HIDDEN = action("Sale", 1, Standing.HIDDEN, category="purchase")
LABELS = (sent_to("AbC", 1), sent_to("LeD", 2))


def site(
    whole: Json | Reading, *live: Live, labels: tuple[str, ...] | None = (sent_to("AbC"),), **said: Any
) -> Subject:
    """An account with one sale, or with these objects, and a container."""
    known = {} if labels is None else {"labels__send_tos": labels}
    subject = account(*(live or (SALE, BRAND)), stream__measurement_id=STREAM, **known, **said)
    return with_container(subject, whole)


def html(text: str, number: int = 50, *, kind: str = "html", **said: Any) -> Json:
    return tag(number, said.pop("_name", "Custom"), kind, "1", html=text, **said)


def days_ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


GTAG = f"gtag('event', 'conversion', {{'send_to': 'AW-{ADS_ID}/AbC'}})"
ENDED = {"_scheduleEndMs": "1767225600000"}
LATER = {"_scheduleEndMs": "1798761600000"}
TODAY_END = {"_scheduleEndMs": "1795392000000"}  # 2026-11-23, the day of the audit
OTHER = ads_tag(9, "Other", "1", tracking="111111111")


def none(whole: Json | Reading, *live: Live, **said: Any) -> Subject:
    return site(whole, *live, **said)


NONE = [
    fails(
        tags_none,
        none(content()),
        "Sale",
        told=(f"no live tag in {GTM} sends AW-{ADS_ID}/AbC",),
        lines=("",),
    ),
    fails(tags_none, none(content(ads_tag(1, "ABC"))), "Sale", about="labels are told apart by capitals"),
    fails(tags_none, none(content(ads_tag(1, "AbC", tracking="111111111"))), "Sale", about="another account's id"),
    passes(tags_none, none(content(ads_tag(1, "AbC")))),
    passes(
        tags_none,
        none(content(ads_tag(1, "AbC", tracking="{{Ads id}}"), variables=[constant(1, "Ads id", ADS_ID)])),
        about="a constant's id",
    ),
    passes(
        tags_none,
        none(content(ads_tag(1, "{{Label}}"), variables=[constant(1, "Label", "AbC"), constant(2, "Other", "x")])),
        about="a constant's label",
    ),
    fails(
        tags_none,
        none(content(ads_tag(1, "{{Label}}"), variables=[constant(1, "Label", "x")])),
        "Sale",
        about="another label in a constant",
    ),
    cannot_tell(tags_none, none(content(ads_tag(1, "{{Label}}"))), "Sale", "Ads 1", about="any label"),
    cannot_tell(
        tags_none,
        none(content(ads_tag(1, "{{Label}}"), variables=[{"variableId": "1", "name": "Label", "type": "v"}])),
        "Ads 1",
        about="a variable of another type",
    ),
    cannot_tell(tags_none, none(content(ads_tag(1, "AbC", tracking="{{Id}}"))), "Ads 1", about="an id of a variable"),
    fails(tags_none, none(content(ads_tag(1, "Other", tracking="{{Id}}"))), "Sale", about="another label, any id"),
    fails(tags_none, none(content(ads_tag(1, "{{Label}}", _paused=True))), "Sale", about="any label, and it is paused"),
    cannot_tell(tags_none, none(content(html("gtag('config', 'AW-1')"))), "Custom", about="custom HTML with gtag"),
    cannot_tell(
        tags_none,
        none(content(html("https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1"))),
        "Custom",
        about="custom HTML with a pixel",
    ),
    cannot_tell(tags_none, none(content(html("", kind="cvt_1_2"))), "Custom", about="a template of the gallery"),
    fails(tags_none, none(content(html("console.log(1)"))), "Sale", about="custom HTML of something else"),
    fails(tags_none, none(content(html("gtag()", kind="awcc"))), "Sale", about="a tag for calls"),
    fails(tags_none, none(content(html("gtag()", _paused=True))), "Sale", about="custom HTML that is paused"),
    fails(tags_none, none(content(google_tag(1, "AW-gtag"))), "Sale", about="a Google tag alone"),
    passes(tags_none, none(content(html(GTAG))), about="custom HTML that names the label"),
    passes(
        tags_none,
        none(
            content(html(f"<img src='//www.googleadservices.com/pagead/conversion/{ADS_ID}/?label=AbC&amp;guid=ON'/>"))
        ),
        about="an image that names the label",
    ),
    fails(tags_none, none(content(html(f"AW-{ADS_ID}/AbC", _paused=True))), "Sale", about="named by what is paused"),
    fails(
        tags_none,
        none(container(content(ads_tag(1, "AbC")), content())),
        "Sale",
        seen=("Ads 1",),
        told=(f'no live tag in {GTM} sends AW-{ADS_ID}/AbC; not published: "Ads 1"',),
        about="not published",
    ),
    fails(
        tags_none,
        none(container(content(ads_tag(1, "AbC", _paused=True)), content())),
        "Sale",
        told=(f'no live tag in {GTM} sends AW-{ADS_ID}/AbC; not published: "Ads 1"',),
        about="neither published nor running: the former matters",
    ),
    fails(tags_none, none(container(content(ads_tag(1, "AbC")), live_version="")), "Sale", about="never published"),
    passes(
        tags_none,
        none(container(content(ads_tag(1, "AbC", _paused=True)), content(ads_tag(1, "AbC")))),
        about="paused in the workspace alone",
    ),
    passes(
        tags_none,
        none(container(content(ads_tag(1, "AbC", _paused=True)), unpublished=None, live_version="7")),
        about="paused: tags-paused tells",
    ),
    cannot_tell(
        tags_none,
        none(container(content(), content(ads_tag(1, "AbC")))),
        "Ads 1",
        about="deleted in the workspace, and still live",
    ),
    fails(
        tags_none,
        none(container(content(triggers=[]), content())),
        "Sale",
        about="a trigger was deleted, which sends nothing",
    ),
    passes(tags_none, none(content(ads_tag(1, "AbC", _paused=True))), about="tags-paused tells"),
    passes(tags_none, none(content(), counts={"Sale": Counted(all=1, last=days_ago(7))}), about="fed from elsewhere"),
    fails(tags_none, none(content(), counts={"Sale": Counted(all=1, last=days_ago(8))}), "Sale"),
    passes(
        tags_none, none(content(), counts={"Sale": Counted(asked=f"{days_ago(7)} 09:00:00")}), about="asked elsewhere"
    ),
    fails(tags_none, none(content(), counts={"Sale": Counted(asked=f"{days_ago(8)} 23:00:00")}), "Sale"),
    fails(
        tags_none,
        none(content(), counts={"Sale": Counted(last=TODAY)}, missing={"conversions": "quota"}),
        "Sale",
        about="nobody counted",
    ),
    cannot_tell(
        tags_none,
        none(content(html("", kind="cvt_1_2")), SALE, LEAD, BRAND, labels=LABELS, counts={"Sale": Counted(last=TODAY)}),
        "Lead",
        about="of two",
    ),
    fails(
        tags_none,
        none(
            content(ads_tag(1, "{{Id}}", tracking="1", _paused=True), ads_tag(2, "AbC", tracking="{{Id}}")),
            SALE,
            LEAD,
            BRAND,
            labels=LABELS,
        ),
        "Lead",
        about="the one in doubt is left out",
    ),
    does_not_apply(tags_none, none(content(), OBSERVED, BRAND, labels=LABELS), about="bidding does not use it"),
    does_not_apply(tags_none, none(content(), IMPORT, BRAND, labels=LABELS), about="no website action"),
    does_not_apply(tags_none, none(content(), THEIRS, BRAND, labels=LABELS), about="another account's"),
    does_not_apply(tags_none, none(content(), labels=()), about="no label was given"),
    does_not_apply(tags_none, none(content(), labels=(sent_to("x", 99),)), about="a label of nothing that is there"),
    cannot_tell(tags_none, none(content(), labels=None), about="labels were not read"),
    does_not_apply(tags_none, account(SALE, BRAND), "--container"),
    does_not_apply(tags_none, none(container(content(), usage=("server",))), about="a server container"),
    passes(tags_none, none(container(content(ads_tag(1, "AbC")), usage=())), about="its use was not said"),
    does_not_apply(tags_none, with_container(account(google_ads=False), content())),
]

FORM = key_event("form")
PAUSED = [
    fails(
        tags_paused,
        site(content(ads_tag(1, "AbC", _paused=True))),
        "Ads 1",
        told=('is paused, and nothing else here sends "Sale"',),
        lines=("",),
    ),
    fails(tags_paused, site(content(ads_tag(1, "AbC", **ENDED))), "Ads 1", seen=("2026-01-01",)),
    passes(tags_paused, site(content(ads_tag(1, "AbC", **LATER)))),
    passes(tags_paused, site(content(ads_tag(1, "AbC", **TODAY_END))), about="its last day"),
    fails(
        tags_paused,
        site(content({**ads_tag(1, "AbC"), "firingTriggerId": []})),
        "Ads 1",
        told=('has no trigger, and nothing else here sends "Sale"',),
    ),
    passes(
        tags_paused,
        site(content({**ads_tag(1, "AbC"), "firingTriggerId": []}, google_tag(2, _setupTag=[{"tagName": "Ads 1"}]))),
        about="another tag fires it",
    ),
    passes(tags_paused, site(content(ads_tag(1, "AbC")))),
    passes(tags_paused, site(content(ads_tag(1, "AbC", _paused=True), ads_tag(2, "AbC"))), about="another one runs"),
    passes(tags_paused, site(content(ads_tag(1, "AbC", _paused=True), html(GTAG))), about="custom HTML names it"),
    fails(
        tags_paused,
        site(content(ads_tag(1, "AbC", _paused=True), ads_tag(2, "{{Label}}"))),
        "Ads 1",
        told=('is paused; not known if these send "Sale": "Ads 2"',),
        about="any label",
    ),
    passes(
        tags_paused,
        site(content(ads_tag(1, "AbC", _paused=True)), counts={"Sale": Counted(last=TODAY)}),
        about="it counts, whoever feeds it",
    ),
    does_not_apply(tags_paused, site(content(ads_tag(1, "x", _paused=True))), about="another label"),
    does_not_apply(
        tags_paused, site(content(ads_tag(1, "AbC", _paused=True)), HIDDEN), about="an action that is hidden"
    ),
    does_not_apply(
        tags_paused,
        site(container(content(ads_tag(1, "AbC", _paused=True)), content(ads_tag(1, "AbC")))),
        about="in the workspace alone",
    ),
    does_not_apply(
        tags_paused, site(container(content(ads_tag(1, "AbC", _paused=True)), content())), about="not published"
    ),
    fails(
        tags_paused,
        site(container(content(ads_tag(1, "AbC", _paused=True)), unpublished=None)),
        "Ads 1",
        about="an older snapshot",
    ),
    fails(tags_paused, site(content(ga4_tag(1, "form", _paused=True)), FORM), "GA4 1", seen=("form",)),
    fails(tags_paused, site(content(ga4_tag(1, "form", _paused=True)), FORM, events={"x": 1}), "GA4 1"),
    passes(tags_paused, site(content(ga4_tag(1, "form", _paused=True)), FORM, events={"form": 1}), about="it comes"),
    passes(tags_paused, site(content(ga4_tag(1, "form")), FORM)),
    passes(tags_paused, site(content(ga4_tag(1, "form", _paused=True), ga4_tag(2, "form")), FORM)),
    fails(
        tags_paused,
        site(content(ga4_tag(1, "form", _paused=True), ga4_tag(2, "x")), FORM),
        "GA4 1",
        about="another event",
    ),
    fails(
        tags_paused,
        site(content(ga4_tag(1, "form", _paused=True), ga4_tag(2, "{{e}}", _paused=True)), FORM),
        "GA4 1",
        about="any event, and it is paused",
    ),
    passes(tags_paused, site(content(ga4_tag(1, "form", _paused=True), ga4_tag(2, "{{e}}")), FORM), about="any event"),
    fails(
        tags_paused,
        site(content(ga4_tag(1, "form", _paused=True), ga4_tag(2, "form", stream="G-X1")), FORM),
        "GA4 1",
        about="another stream",
    ),
    passes(
        tags_paused,
        site(content(ga4_tag(1, "form", _paused=True), ga4_tag(2, "form", stream="{{id}}")), FORM),
        about="perhaps the stream",
    ),
    fails(tags_paused, site(content(ga4_tag(1, "form", stream="", _paused=True)), FORM), "GA4 1", about="no stream"),
    does_not_apply(tags_paused, site(content(ga4_tag(1, "form", stream="G-X1", _paused=True)), FORM)),
    fails(
        tags_paused,
        with_container(account(FORM), content(ga4_tag(1, "form", stream="G-X1", _paused=True))),
        "GA4 1",
        about="the stream was not read",
    ),
    fails(
        tags_paused,
        site(content(ga4_tag(1, "form", _paused=True), html("gtag()")), FORM),
        "GA4 1",
        told=('is paused; not known if these send "form": "Custom"',),
        about="perhaps custom HTML",
    ),
    does_not_apply(tags_paused, site(content(ga4_tag(1, "x", _paused=True)), FORM), about="no key event"),
    does_not_apply(
        tags_paused, site(container(content(ga4_tag(1, "form", _paused=True)), content()), FORM), about="not published"
    ),
    does_not_apply(tags_paused, account(SALE)),
]

TARGETS = [
    fails(
        tags_unknown_label,
        site(content(ads_tag(1, "AbC"), ads_tag(2, "aBc"))),
        "Ads 2",
        told=(f"sends AW-{ADS_ID}/aBc, which no live action has",),
    ),
    fails(
        tags_unknown_label,
        site(content(ads_tag(1, "AbC")), HIDDEN, LEAD, labels=LABELS),
        "Ads 1",
        seen=("Sale", "hidden"),
    ),
    passes(tags_unknown_label, site(content(ads_tag(1, "AbC")))),
    does_not_apply(tags_unknown_label, site(content(ads_tag(1, "x", _paused=True))), about="paused"),
    does_not_apply(tags_unknown_label, site(content(OTHER)), about="another account's id"),
    does_not_apply(tags_unknown_label, site(content(ads_tag(1, "{{Label}}"))), about="any label"),
    does_not_apply(tags_unknown_label, site(content(ads_tag(1, "x")), labels=()), about="no id is known"),
    cannot_tell(
        tags_unknown_label, site(content(ads_tag(1, "x")), SALE, THEIRS), "Theirs", about="it may be the other's label"
    ),
    passes(tags_unknown_label, site(content(ads_tag(1, "AbC")), SALE, THEIRS)),
    fails(tags_unknown_label, site(content(ads_tag(1, "x")), SALE, IMPORT), "Ads 1", about="an upload has no label"),
    fails(
        tags_unknown_label,
        site(content(ads_tag(1, "x")), SALE, action("Gone", 2, Standing.REMOVED)),
        "Ads 1",
        about="an action that is gone has none",
    ),
    cannot_tell(tags_unknown_label, site(content(ads_tag(1, "x")), labels=None)),
    fails(
        tags_other_account,
        site(
            content(
                ads_tag(1, "AbC"),
                OTHER,
                ads_tag(8, "Q", tracking="111111111", _name="Also"),
                ga4_tag(3, "e", stream="G-X1"),
                ga4_tag(4, "e"),
            )
        ),
        GTM,
        GTM,
        told=(
            f'AW-111111111 is not AW-{ADS_ID}, which was read; it gets what "Ads 9", "Also" send',
            f'G-X1 is not {STREAM}, which was read; it gets what "GA4 3" sends',
        ),
    ),
    fails(
        tags_other_account,
        site(content(ga4_tag(1, "e", stream="{{Id}}"), variables=[constant(1, "Id", "G-X1")])),
        GTM,
        about="in a constant",
    ),
    passes(tags_other_account, site(content(ads_tag(1, "AbC"), ga4_tag(2, "e")))),
    does_not_apply(tags_other_account, site(content(ads_tag(1, "x", tracking="{{id}}"))), about="any id"),
    does_not_apply(tags_other_account, site(content({**OTHER, "paused": True}))),
    does_not_apply(tags_other_account, site(content(OTHER), labels=()), about="no id to compare with"),
    does_not_apply(tags_other_account, site(content(OTHER), labels=None), about="no label was read"),
    does_not_apply(
        tags_other_account, site(content(OTHER), SALE, THEIRS), about="it may be the id of the account that shares"
    ),
    does_not_apply(tags_other_account, account(SALE)),
    does_not_apply(tags_unknown_label, account(SALE, labels__send_tos=(sent_to("AbC"),))),
    does_not_apply(tags_other_account, site(content(ga4_tag(1, "e", stream=""))), about="the Google tag's stream"),
    does_not_apply(
        tags_other_account,
        with_container(account(SALE), content(ga4_tag(1, "e", stream="G-X1"))),
        about="no stream was read",
    ),
]

STEP1 = on_page(2, "step 1", "/form/step1", how="equals")
ORDERED = {"orderId": "{{order}}"}


def twice(*triggers: Json, one: tuple[str, ...] = ("1",), other: tuple[str, ...] = ("2",), **said: Any) -> Subject:
    """Two tags of the same label on these triggers."""
    return site(content(ads_tag(1, "AbC", *one), ads_tag(2, "AbC", *other, **said), triggers=triggers))


SENT = custom_event(1, "sent", "form_sent")
LABEL_TWICE = [
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC"), ads_tag(3, "x"))),
        "Ads 1",
        told=(f'"Ads 2" also sends AW-{ADS_ID}/AbC whenever "Thanks" fires',),
        lines=("",),
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC"), ads_tag(3, "AbC"))),
        "Ads 1",
        told=(f'"Ads 2", "Ads 3" also send AW-{ADS_ID}/AbC whenever "Thanks" fires',),
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC", "2"), ads_tag(2, "AbC"), ads_tag(3, "AbC"), triggers=[THANKS, STEP1])),
        "Ads 2",
        about="the first of three fires elsewhere",
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC")), action("Sale", 1, counting_type="one_per_click")),
        "Ads 1",
        told=(f'"Ads 2" also sends AW-{ADS_ID}/AbC whenever "Thanks" fires; the action counts one per click',),
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "x"), ads_tag(2, "x"))),
        "Ads 1",
        told=(f'"Ads 2" also sends AW-{ADS_ID}/x whenever "Thanks" fires',),
        about="no action is known",
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC", tracking="{{Id}}"), variables=[constant(1, "Id", ADS_ID)])),
        "Ads 1",
        about="by a constant",
    ),
    fails(
        tags_label_twice, site(content(ads_tag(1, "AbC", **ORDERED), ads_tag(2, "AbC"))), "Ads 1", about="one number"
    ),
    passes(tags_label_twice, site(content(ads_tag(1, "AbC", **ORDERED), ads_tag(2, "AbC", **ORDERED)))),
    passes(tags_label_twice, site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC", _paused=True)))),
    passes(tags_label_twice, site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC", tracking="1111111")))),
    passes(tags_label_twice, site(content(ads_tag(1, "AbC"), ads_tag(2, "aBC")))),
    does_not_apply(tags_label_twice, site(content(ads_tag(1, ""), ads_tag(2, ""))), about="nothing is sent"),
    does_not_apply(tags_label_twice, site(content())),
    does_not_apply(tags_label_twice, account(SALE)),
    fails(
        tags_label_twice,
        site(
            content(
                ads_tag(1, "AbC", "1", "2"), ads_tag(2, "AbC", "1"), ads_tag(3, "AbC", "2"), triggers=[THANKS, STEP1]
            )
        ),
        "Ads 1",
        told=(f'"Ads 2", "Ads 3" also send AW-{ADS_ID}/AbC whenever "Thanks" fires',),
        others=(("Sale",),),
        about="at two moments",
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC", "1", "2"), ads_tag(2, "AbC", "2", "1"), triggers=[THANKS, STEP1])),
        "Ads 1",
        told=(f'"Ads 2" also sends AW-{ADS_ID}/AbC whenever "Thanks" fires',),
        about="two triggers in common",
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "x"), ads_tag(2, "x"))),
        "Ads 1",
        others=((),),
        about="a label of nobody",
    ),
    fails(
        tags_label_twice,
        site(
            content(
                ads_tag(1, "AbC"),
                ads_tag(2, "AbC", "2"),
                html("x", _name="Thanks"),
                triggers=[THANKS, on_page(2, "again", "/thanks")],
            )
        ),
        "Ads 1",
        about="a tag that is called as a trigger",
    ),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC"), html(GTAG))),
        "Ads 1",
        told=(f'"Custom" also sends AW-{ADS_ID}/AbC whenever "Thanks" fires',),
        others=(("Sale",),),
        about="custom HTML names the label",
    ),
    passes(tags_label_twice, site(content(ads_tag(1, "AbC"), html(GTAG, _paused=True)))),
    passes(tags_label_twice, site(content(ads_tag(1, "AbC"), html(f"AW-{ADS_ID}"))), about="an id without a label"),
    # when both fire without doubt
    fails(tags_label_twice, twice(THANKS, one=(ALL_PAGES,), other=(ALL_PAGES,)), "Ads 1", seen=("All Pages",)),
    fails(
        tags_label_twice,
        twice(THANKS, one=(ALL_PAGES,), other=("1",)),
        "Ads 1",
        seen=("Thanks",),
        about="a page among all pages",
    ),
    fails(tags_label_twice, twice(THANKS, one=("1",), other=(ALL_PAGES,)), "Ads 1", seen=("Thanks",)),
    fails(
        tags_label_twice,
        twice(THANKS, on_page(2, "again", "/thanks")),
        "Ads 1",
        seen=("Thanks",),
        about="two triggers that say the same",
    ),
    fails(
        tags_label_twice,
        twice(THANKS, trigger(2, "loaded", "windowLoaded", *THANKS["filter"])),
        "Ads 1",
        about="the same page a little later",
    ),
    passes(
        tags_label_twice,
        twice(
            trigger(1, "a", "pageview", condition("equals", "{{dl}}", "x")),
            trigger(2, "b", "windowLoaded", condition("equals", "{{dl}}", "x")),
        ),
        about="a variable may change while the page loads",
    ),
    fails(
        tags_label_twice,
        twice(
            trigger(1, "a", "pageview", condition("equals", "{{dl}}", "x")),
            trigger(2, "b", "pageview", condition("equals", "{{dl}}", "x")),
        ),
        "Ads 1",
        about="the same moment",
    ),
    passes(tags_label_twice, twice(THANKS, STEP1), about="different pages"),
    passes(tags_label_twice, twice(THANKS, trigger(2, "c", "click", *THANKS["filter"])), about="a click on that page"),
    fails(
        tags_label_twice,
        twice(SENT, custom_event(2, "sent again", "form_sent", condition("equals", "{{form}}", "1"))),
        "Ads 1",
        seen=("sent again",),
        about="an event, and the same under a condition",
    ),
    passes(tags_label_twice, twice(SENT, custom_event(2, "other", "form_send")), about="another event"),
    passes(tags_label_twice, twice(SENT, THANKS | {"triggerId": "2"}), about="an event and a page"),
    passes(
        tags_label_twice,
        twice(trigger(1, "a", "triggerGroup"), trigger(2, "b", "triggerGroup")),
        about="groups of anything",
    ),
    passes(
        tags_label_twice,
        twice(
            trigger(1, "a", "timer", interval={"value": "1000"}), trigger(2, "b", "timer", interval={"value": "2000"})
        ),
        about="other seconds",
    ),
    passes(
        tags_label_twice,
        twice(
            trigger(1, "a", "click", autoEventFilter=[condition("equals", "{{Page Path}}", "/a")]),
            trigger(2, "b", "click", autoEventFilter=[condition("equals", "{{Page Path}}", "/b")]),
        ),
        about="clicks on other pages",
    ),
    passes(tags_label_twice, twice(THANKS, one=("99",), other=("98",)), about="triggers that nobody read"),
    fails(tags_label_twice, twice(THANKS, one=("99",), other=("99",)), "Ads 1", about="the same one that nobody read"),
    passes(tags_label_twice, twice(THANKS, other=("1",), _blockingTriggerId=["2"]), about="another exception"),
    fails(
        tags_label_twice,
        site(content(ads_tag(1, "AbC", _blockingTriggerId=["2"]), ads_tag(2, "AbC", _blockingTriggerId=["2"]))),
        "Ads 1",
        about="the same exception",
    ),
]

EVENTS = [
    fails(
        tags_event_twice,
        site(content(ga4_tag(1, "form"), ga4_tag(2, "form")), FORM),
        "GA4 1",
        told=('"GA4 2" also sends form whenever "Thanks" fires',),
        others=(("form",),),
    ),
    fails(tags_event_twice, site(content(ga4_tag(1, "x"), ga4_tag(2, "x"))), "GA4 1", about="no key event"),
    passes(tags_event_twice, site(content(ga4_tag(1, "form"), ga4_tag(2, "forms")))),
    passes(
        tags_event_twice,
        site(content(ga4_tag(1, "purchase"), ga4_tag(2, "purchase"), ga4_tag(3, "form"))),
        about="purchases have numbers",
    ),
    passes(tags_event_twice, site(content(ga4_tag(1, "form"), ga4_tag(2, "form", stream="G-X1")))),
    passes(tags_event_twice, site(content(ga4_tag(1, "form"), ga4_tag(2, "form", _paused=True)))),
    passes(
        tags_event_twice,
        site(content(ga4_tag(1, "form"), ga4_tag(2, "form", "2"), triggers=[THANKS, STEP1])),
        about="different pages",
    ),
    does_not_apply(tags_event_twice, site(content(ga4_tag(1, ""), ga4_tag(2, "")))),
    does_not_apply(tags_event_twice, account(SALE)),
    fails(
        tags_event_rule,
        site(content(ga4_tag(1, "form")), event_rule("form"), event_rule("other", 2)),
        "GA4 1",
        told=("sends form, which a rule makes as well: event_name equals scroll",),
    ),
    fails(
        tags_event_rule,
        site(content(ga4_tag(1, "form")), event_rule("form"), event_rule("form", 2, event_conditions=("a equals b",))),
        "GA4 1",
        seen=("event_name equals scroll; a equals b",),
    ),
    fails(tags_event_rule, site(content(ga4_tag(1, "form", stream="")), event_rule("form")), "GA4 1"),
    fails(tags_event_rule, site(content(ga4_tag(1, "form", stream="{{id}}")), event_rule("form")), "GA4 1"),
    fails(
        tags_event_rule,
        site(content(ga4_tag(1, "form")), event_rule("form", event_conditions=None)),
        "GA4 1",
        about="conditions that nobody read",
    ),
    passes(tags_event_rule, site(content(ga4_tag(1, "form")), event_rule("forms"))),
    does_not_apply(tags_event_rule, site(content(ga4_tag(1, "form", stream="G-X1")), event_rule("form"))),
    does_not_apply(tags_event_rule, site(content(ga4_tag(1, "form", _paused=True)), event_rule("form"))),
    does_not_apply(tags_event_rule, site(content(ga4_tag(1, "")), event_rule(""))),
    does_not_apply(tags_event_rule, with_container(account(property_=False), content(ga4_tag(1, "form")))),
    cannot_tell(
        tags_event_rule,
        with_container(account(event_rule("form"), stream__refusal="two web streams"), content(ga4_tag(1, "form"))),
    ),
    does_not_apply(tags_event_rule, account(SALE)),
]

SERVER = through_a_server(google_tag(2))
SERVERS = [
    fails(
        tags_server_too,
        site(content(SERVER, ads_tag(1, "AbC"), ads_tag(3, "x", _paused=True))),
        "Google tag",
        told=('sends to the server https://sgtm.aoi.example; on the page the container has "Ads 1"',),
    ),
    passes(tags_server_too, site(content(google_tag(2), ads_tag(1, "AbC"))), about="no server"),
    passes(tags_server_too, site(content({**SERVER, "paused": True}, ads_tag(1, "AbC"))), about="paused"),
    does_not_apply(tags_server_too, site(content(SERVER)), about="no tag of Google Ads"),
    does_not_apply(tags_server_too, site(content(SERVER, ads_tag(1, "AbC", **ORDERED))), about="orders have numbers"),
    does_not_apply(tags_server_too, site(content(SERVER, ads_tag(1, "AbC", _paused=True)))),
    does_not_apply(tags_server_too, site(container(content(SERVER, ads_tag(1, "AbC")), usage=("server",)))),
    fails(
        tags_server_too,
        site(
            content(
                tag(2, "old", "gaawc", "1", measurementId=STREAM, serverContainerUrl="https://s.example"),
                ads_tag(1, "AbC"),
            )
        ),
        "old",
        about="an older configuration tag",
    ),
    passes(
        tags_server_too,
        site(content(tag(2, "other", "cvt_1", "1", serverContainerUrl="https://s.example"), ads_tag(1, "AbC"))),
        about="a template's server is its own affair",
    ),
]

CASES: list[Case] = [*NONE, *PAUSED, *TARGETS, *LABEL_TWICE, *EVENTS, *SERVERS]


@pytest.mark.parametrize("rule", [tags_none, tags_paused, tags_label_twice], ids=lambda rule: rule.id)
def test_tags_of_a_snapshot_that_does_not_tell_what_is_published_are_taken_for_live(rule: Rule) -> None:
    from microconv.audit.run import verdict

    older = container(content(ads_tag(1, "AbC"), ads_tag(2, "AbC")), unpublished=None)
    assert (
        verdict(rule, site(older)).status == verdict(rule, site(content(ads_tag(1, "AbC"), ads_tag(2, "AbC")))).status
    )
