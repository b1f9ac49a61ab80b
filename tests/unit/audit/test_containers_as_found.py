"""Whole containers, rebuilt after public descriptions of how people set them up: exactly the findings of an expert.

After: Google's page on the Google tag and the conversion linker, Site Kit's fixtures (google/site-kit-wp), Contact Form
7's page on its events, Shopify's page on custom pixels, guides to server-side tagging, containers of public
repositories; read 2026-11-29. Ids, names and hosts are made up.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.result import Audit, Standpoint
from microconv.audit.rule import Status
from microconv.audit.run import audit
from microconv.core.kinds import TAG_MANAGER
from microconv.core.measures import Counted
from microconv.core.resource import Live, Reading
from microconv.render.audit import audit_markdown, audit_text
from microconv.render.client_page import client_html
from microconv.render.html import audit_html
from tests.strategies import action, campaign, imported, key_event
from tests.unit.audit.cases import TODAY, account
from tests.unit.audit.containers import (
    ADS_ID,
    ALL_PAGES,
    GTM,
    STREAM,
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
from tests.unit.audit.test_tags_around import consent, stamp

BRAND = campaign("Brand", 1)
URL = "{{Page URL}}"
LINKER = tag(60, "コンバージョン リンカー", "gclidw", ALL_PAGES)
PURCHASE = action("購入", 1, category="purchase", primary_for_goal=True)
LEAD = action("問い合わせ", 2, category="submit_lead_form", primary_for_goal=True, counting_type="one_per_click")
BOTH = (sent_to("PuR-1", 1), sent_to("LeD_2", 2))
COUNTED = {"購入": Counted(bid=9, all=9, last=TODAY), "問い合わせ": Counted(bid=4, all=4, last=TODAY)}


def html(number: int, name: str, text: str, *triggers: str) -> Json:
    return tag(number, name, "html", *(triggers or (ALL_PAGES,)), html=text, supportDocumentWrite="false")


def shop(whole: Json | Reading, *live: Live, counts: Mapping[str, Counted] | None = None, **said: object) -> Subject:
    """A Japanese shop with a purchase and an enquiry by tags, key events, and a container."""
    objects = live or (PURCHASE, LEAD)
    there = {one.address.name for one in objects}
    known = {name: count for name, count in (COUNTED if counts is None else counts).items() if name in there}
    subject = account(
        *objects, BRAND, key_event("purchase", 1), key_event("generate_lead", 2), counts=known,
        labels__send_tos=BOTH, stream__measurement_id=STREAM, **said,  # type: ignore[arg-type]
    )  # fmt: skip
    return with_container(subject, whole)


JAPANESE_SHOP = content(
    google_tag(10), LINKER,
    ads_tag(11, "PuR-1", "1", _name="【Google広告】CV_購入", _parentFolderId="7", _liveOnly=True,
            conversionValue="{{DLV - value}}", currencyCode="JPY"),
    ads_tag(12, "LeD_2", "2", _name="【Google広告】CV_メルマガ"),
    tag(13, "【Google広告】リマーケティング", "sp", ALL_PAGES, conversionId=ADS_ID),
    ga4_tag(14, "purchase", "3", _name="【GA4】purchase", sendEcommerceData="true"),
    html(15, "【Yahoo!広告】サイトジェネラルタグ", "window.yjDataLayer = []; function ytag() {}"),
    html(16, "【LINE】ベースコード", "(function(g,d,o){g._ltq=g._ltq||[]})(window,document)"),
    triggers=[
        on_page(1, "サンクスページ", "thanks", URL), on_page(2, "メルマガ登録完了", "/mail/thanks_mail"),
        custom_event(3, "ce_purchase", "purchase"),
    ],
    variables=[{"variableId": "1", "name": "DLV - value", "type": "v"}],
)  # fmt: skip

SHOPIFY = content(
    google_tag(10, "{{GA4 ID}}", _name="Google tag - GA4"), google_tag(11, "AW-" + ADS_ID, _name="Google tag - Ads"),
    ads_tag(12, "{{Ads - Label - Purchase}}", "1", tracking="{{Ads - Conversion ID}}", _name="Ads - Purchase",
            orderId="{{DLV - transaction_id}}"),
    ga4_tag(13, "purchase", "1", stream="{{GA4 ID}}", _name="GA4 - Purchase"),
    ga4_tag(14, "begin_checkout", "2", stream="{{GA4 ID}}", _name="GA4 - Begin checkout"),
    triggers=[
        custom_event(1, "CE - checkout_completed", "checkout_completed"),
        custom_event(2, "CE - checkout_started", "checkout_started"),
    ],
    variables=[
        constant(1, "GA4 ID", STREAM), constant(2, "Ads - Conversion ID", ADS_ID),
        constant(3, "Ads - Label - Purchase", "PuR-1"),
    ],
)  # fmt: skip

CF7 = content(
    html(10, "CF7 listener", "document.addEventListener('wpcf7mailsent', function (event) { dataLayer.push("
                             "{event: 'cf7submission', formId: event.detail.contactFormId}); }, false);"),
    ga4_tag(11, "generate_lead", "1", _name="GA4 - generate_lead"),
    ads_tag(12, "LeD_2", "1", _name="Ads - お問い合わせ完了"),
    triggers=[custom_event(1, "cf7submission", "cf7submission", condition("equals", "{{dlv - formId}}", "42"))],
)  # fmt: skip

SERVER_SIDE = content(
    through_a_server(google_tag(10)), LINKER,
    ga4_tag(11, "purchase", "1", stream="", _name="GA4 - purchase"),
    ads_tag(12, "PuR-1", "1", _name="Ads - purchase"),
    triggers=[custom_event(1, "purchase", "purchase")],
)  # fmt: skip

IN_THE_SERVER = container(
    content(
        tag(10, "GA4", "sgtmgaaw", "1", measurementId=STREAM),
        tag(11, "Ads - purchase", "sgtmadsct", "1", conversionId=ADS_ID, conversionLabel="PuR-1"),
        tag(12, "Conversion Linker", "sgtmadscl", "2147479574"),
        triggers=[custom_event(1, "purchase", "purchase")],
    ),
    usage=("server",),
)

AGENCY = content(
    google_tag(10, STREAM, _name="A社 GA4"), google_tag(11, "G-BBBBBB02", _name="B社 GA4"), LINKER,
    ads_tag(12, "PuR-1", "1", _name="A社 購入"), ads_tag(13, "LeD_2", "2", _name="A社 問い合わせ"),
    ads_tag(14, "BbB", "3", tracking="222222222", _name="B社 購入"),
    ads_tag(15, "BbC", "3", tracking="222222222", _name="B社 会員登録"),
    ads_tag(16, "CcC", "4", tracking="333333333", _name="C社 資料請求"),
    ga4_tag(17, "purchase", "3", stream="G-BBBBBB02", _name="B社 purchase"),
    triggers=[
        trigger(1, "A社 thanks", "pageview", condition("equals", "{{Page Hostname}}", "a.example"),
                condition("equals", "{{Page Path}}", "/thanks")),
        trigger(2, "A社 contact", "pageview", condition("equals", "{{Page Hostname}}", "a.example"),
                condition("equals", "{{Page Path}}", "/contact/done")),
        trigger(3, "B社 thanks", "pageview", condition("equals", "{{Page Hostname}}", "b.example"),
                condition("contains", "{{Page Path}}", "/thanks")),
        trigger(4, "C社 thanks", "pageview", condition("equals", "{{Page Hostname}}", "c.example"),
                condition("contains", "{{Page Path}}", "/thanks")),
    ],
)  # fmt: skip

ONLY_GA4 = content(
    google_tag(10, STREAM),
    ga4_tag(11, "generate_lead", "1"), ga4_tag(12, "file_download_pdf", "2"),
    triggers=[
        on_page(1, "thanks", "/contact/thanks", how="equals"),
        trigger(2, "pdf", "linkClick", condition("endsWith", "{{Click URL}}", ".pdf")),
    ],
)  # fmt: skip

LEFTOVERS = content(
    tag(10, "UA - pageview", "ua", ALL_PAGES, trackingId="UA-12345678-1", trackType="TRACK_PAGEVIEW"),
    tag(11, "UA - event form", "ua", "1", trackingId="UA-12345678-1", trackType="TRACK_EVENT", eventAction="sent"),
    tag(12, "GA4 設定", "gaawc", ALL_PAGES, measurementId=STREAM),
    {**ga4_tag(13, "generate_lead", "1", stream=""), "parameter": [
        {"type": "template", "key": "eventName", "value": "generate_lead"},
        {"type": "tagReference", "key": "measurementId", "value": "GA4 設定"},
    ]},
    ads_tag(14, "LeD_2", "1", _name="Ads form"), ads_tag(15, "OLD_9", "1", _name="Ads form (old)", _paused=True),
    ads_tag(16, "OLD_8", "2", _name="Ads brochure"),
    triggers=[on_page(1, "form sent", "/form/done", how="equals"),
              on_page(2, "brochure", "/brochure/done", how="equals")],
)  # fmt: skip

PASTED = content(
    google_tag(10, "AW-" + ADS_ID),
    ads_tag(11, "LeD_2", "1", _name="Ads - lead"),
    html(12, "Google Ads snippet (from the client)",
         f"<script>gtag('event', 'conversion', {{'send_to': 'AW-{ADS_ID}/LeD_2'}});</script>", "2"),
    ads_tag(13, "PuR-1", "1", _name="Ads - purchase", _paused=True),
    triggers=[on_page(1, "done", "/contact/done", how="equals"),
              on_page(2, "done (copy)", "/contact/done", how="equals")],
)  # fmt: skip

WITH_CONSENT = content(
    tag(10, "Cookiebot CMP", "cvt_12345_8", "2147479572", serial="abc"), google_tag(11), LINKER,
    consent(ads_tag(12, "PuR-1", "1", _name="Ads - purchase"), "ad_storage", "ad_user_data"),
    ga4_tag(13, "purchase", "1", _name="GA4 - purchase"),
    triggers=[custom_event(1, "purchase", "purchase")],
)  # fmt: skip


def prepared() -> Reading:
    """Last winter's container, with the tag of the enquiry made 45 days ago by an agency that left, unpublished."""
    old = content(
        google_tag(10), ads_tag(11, "PuR-1", "1", _name="Ads - purchase"),
        triggers=[on_page(1, "thanks", "/thanks", how="equals")], fingerprint=stamp(300),
    )  # fmt: skip
    fresh = content(
        ads_tag(12, "LeD_2", "2", _name="Ads - enquiry"),
        triggers=[on_page(2, "enquiry", "/contact/done", how="equals")], fingerprint=stamp(45),
    )  # fmt: skip
    return container({key: [*old[key], *fresh[key]] for key in old}, old)


SILENT = {"購入": COUNTED["購入"]}
VIEWS = {"page_view": 900, "purchase": 9, "generate_lead": 4}
APP = action("Google Shopping App Purchase", 1, category="purchase", primary_for_goal=True)

CONTAINERS: dict[str, tuple[Subject, set[tuple[str, str]], set[str]]] = {
    "a Japanese shop": (shop(JAPANESE_SHOP), {("tags-trigger-wide", "サンクスページ")}, set()),
    "Shopify, with constants": (shop(SHOPIFY), set(), set()),
    "Shopify, whose app sends the purchase": (
        shop(
            content(google_tag(10)), APP, counts={"Google Shopping App Purchase": Counted(bid=9, all=9, last=TODAY)}
        ),
        set(), set(),
    ),
    "WordPress with Contact Form 7 and a Google tag on the page": (
        shop(CF7, events=VIEWS), set(), {"tags-no-linker"}
    ),
    "server-side tagging, from the page": (shop(SERVER_SIDE), {("tags-server-too", "Google tag")}, set()),
    "server-side tagging, in the server": (shop(IN_THE_SERVER), set(), set()),
    "an agency's container of three clients": (
        shop(AGENCY), {("tags-other-account", GTM)}, set()
    ),
    "GA4 alone": (
        shop(ONLY_GA4, imported("generate_lead", 3, category="submit_lead_form", primary_for_goal=True), counts={}),
        set(), set(),
    ),
    "empty, and nothing is counted": (
        shop(content(triggers=[]), counts={}), {("tags-none", "購入"), ("tags-none", "問い合わせ")}, set()
    ),
    "leftovers of Universal Analytics": (shop(LEFTOVERS), {("tags-unknown-label", "Ads brochure")}, set()),
    "a snippet that the client pasted": (
        shop(PASTED, counts={"問い合わせ": COUNTED["問い合わせ"]}),
        {("tags-label-twice", "Ads - lead"), ("tags-paused", "Ads - purchase")},
        set(),
    ),
    "a template for consent": (shop(WITH_CONSENT, PURCHASE), {("tags-consent", "Ads - purchase")}, set()),
    "prepared and never published": (
        shop(prepared(), counts=SILENT), {("tags-none", "問い合わせ"), ("tags-unpublished", GTM)}, set()
    ),
    "a template that may send the enquiry": (
        shop(WITH_CONSENT, counts=SILENT), {("tags-consent", "Ads - purchase")}, {"tags-none"}
    ),
}  # fmt: skip


def audited(subject: Subject) -> Audit:
    return audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv")


@pytest.mark.parametrize("name", CONTAINERS)
def test_an_expert_would_say_the_same(name: str) -> None:
    subject, findings, unknown = CONTAINERS[name]
    result = audited(subject)
    mine = {(one.rule.id, one.evidence.name) for one in result if one.rule.id.startswith("tags-")}
    assert mine == findings
    doubts = {one.rule.id for one in result.of(Status.UNKNOWN) if one.rule.id.startswith("tags-")}
    assert doubts == unknown


@pytest.mark.parametrize("name", CONTAINERS)
def test_tags_alone_answer_no_question(name: str) -> None:
    """With the container and without it each answer is the same."""
    subject, _, _ = CONTAINERS[name]
    without = replace(subject, readings=tuple(one for one in subject.readings if one.provider != TAG_MANAGER))
    answers = [[(one.id, one.answer) for one in audited(each).answers] for each in (subject, without)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("counting", "tags", "answer"),
    [
        ("many_per_click", (ads_tag(1, "PuR-1"), ads_tag(2, "PuR-1"), LINKER), Standpoint.PARTLY),
        ("one_per_click", (ads_tag(1, "PuR-1"), ads_tag(2, "PuR-1"), LINKER), Standpoint.YES),
        ("many_per_click", (ads_tag(1, "PuR-1"), ads_tag(2, "PuR-1", _paused=True), LINKER), Standpoint.YES),
        ("many_per_click", (ads_tag(1, "LeD_2"), ads_tag(2, "LeD_2"), LINKER), Standpoint.YES),
        ("many_per_click", (ads_tag(1, "PuR-1"), html(2, "any", "gtag()", "1")), Standpoint.YES),
        ("many_per_click", (), Standpoint.YES),
    ],
)
def test_a_result_that_two_tags_send_makes_no_yes(counting: str, tags: tuple[Json, ...], answer: Standpoint) -> None:
    fixed = {"value_settings__default_value": 900.0, "value_settings__always_use_default_value": True}
    sale = action("購入", 1, category="purchase", primary_for_goal=True, counting_type=counting, **fixed)
    subject = account(sale, BRAND, counts={"購入": COUNTED["購入"]}, labels__send_tos=BOTH, property_=False)
    for usage in (("web",), ()):
        (goal, *_) = audited(with_container(subject, container(content(*tags), usage=usage))).answers
        assert goal.answer is answer
        doubted = [one.text.en for one in goal.evidence if one.text.en.startswith("no yes: two tags")]
        assert [("購入" in one) for one in doubted] == [True] * (answer is Standpoint.PARTLY)
    (goal, *_) = audited(with_container(subject, container(content(*tags), usage=("server",)))).answers
    assert goal.answer is Standpoint.YES


def test_a_container_alone_answers_nothing() -> None:
    for name, (subject, _, _) in CONTAINERS.items():
        alone = replace(subject, readings=tuple(one for one in subject.readings if one.provider == TAG_MANAGER))
        result = audited(alone)
        assert {one.answer for one in result.answers} == {Standpoint.UNKNOWN}, name
        assert result.about.name == "aoi.example"


def test_hostile_names_are_shown_safely() -> None:
    evil = "\x1b[31m{{evil}}\n</script>\u202e"
    whole = content(
        ads_tag(1, "PuR-1", _name=evil), ads_tag(2, "PuR-1", _name=evil + "2"), ads_tag(3, "OLD", _name=evil + "3"),
        triggers=[on_page(1, evil, "/thanks"), on_page(2, evil + "b", "/thanks-" + evil)],
    )  # fmt: skip
    result = audited(shop(whole))
    assert {"tags-label-twice", "tags-unknown-label"} <= {one.rule.id for one in result}
    for text in (audit_text(result), audit_markdown(result), audit_html([result]), client_html([result])):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "{{evil}}\n</script>" not in text


def test_texts_without_an_end_take_no_time() -> None:
    opened, pixels = "{{" * 50_000, "googleadservices.com/pagead/conversion/123456789/" * 2_000
    whole = content(ads_tag(1, opened), html(2, "pixels", pixels))
    before = time.process_time()
    assert audited(shop(whole, counts=SILENT)).of(Status.UNKNOWN)
    assert time.process_time() - before < 5


def test_ids_of_other_clients_are_told_one_by_one() -> None:
    findings = [
        one for one in audited(CONTAINERS["an agency's container of three clients"][0]) if "tags" in one.rule.id
    ]
    assert [one.evidence.id for one in findings] == ["AW-222222222", "AW-333333333", "G-BBBBBB02"]
    assert {one.evidence.seen.en.partition(";")[2] for one in findings} == {
        ' it gets what "B社 会員登録", "B社 購入" send', ' it gets what "C社 資料請求" sends',
        ' it gets what "B社 purchase" sends',
    }  # fmt: skip


def test_what_bidding_waits_for_weighs_most() -> None:
    """Findings about the purchase stand above those about nothing that is counted."""
    subject = shop(
        content(
            ads_tag(1, "PuR-1"),
            ads_tag(2, "PuR-1"),
            ads_tag(3, "OLD"),
            ads_tag(4, "LeD_2"),
            ads_tag(5, "LeD_2"),
            LINKER,
        )
    )
    order = [(one.rule.id, one.evidence.name) for one in audited(subject) if one.rule.id.startswith("tags-")]
    assert order == [("tags-label-twice", "Ads 1"), ("tags-label-twice", "Ads 4"), ("tags-unknown-label", "Ads 3")]
