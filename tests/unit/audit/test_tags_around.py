"""Rules on what stands around the tags of a container: Google tag, linker, triggers, publishing, consent."""

from __future__ import annotations

import datetime
from typing import Any

from microconv.audit.rules.tags_around import tags_consent, tags_no_google_tag, tags_no_linker, tags_unpublished
from microconv.audit.rules.tags_triggers import tags_trigger_wide
from microconv.core.container_facts import Unpublished
from microconv.core.tag_condition import page_path
from microconv.core.tag_manager import ConversionTag
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from tests.strategies import client, conversion
from tests.strategies import rule as event_rule
from tests.unit.audit.cases import TODAY, Case, account, cannot_tell, does_not_apply, fails, passes
from tests.unit.audit.containers import (
    ALL_PAGES,
    GTM,
    STREAM,
    Json,
    ads_tag,
    condition,
    container,
    content,
    custom_event,
    ga4_tag,
    google_tag,
    on_page,
    sent_to,
    tag,
    trigger,
    with_container,
)
from tests.unit.audit.test_tags import FORM, LABELS, LEAD, SALE, html, site

LINKER = tag(70, "Linker", "gclidw", ALL_PAGES)
ADS = ads_tag(1, "AbC")
GA4 = ga4_tag(1, "form")
OLD_CONFIGURATION = tag(71, "GA4 config", "gaawc", ALL_PAGES, measurementId=STREAM)

LINKERS = [
    fails(
        tags_no_linker,
        site(content(ADS, ads_tag(2, "x"), ads_tag(3, "y", _paused=True))),
        GTM,
        told=('without a conversion linker or a Google tag that fires: "Ads 1", "Ads 2"',),
        others=(("Sale",),),
    ),
    fails(
        tags_no_linker,
        site(content(ADS, {**LINKER, "paused": True})),
        GTM,
        told=('without a conversion linker or a Google tag that fires: "Ads 1"; these do not fire: "Linker"',),
    ),
    passes(tags_no_linker, site(content(ADS, LINKER))),
    passes(tags_no_linker, site(content(ADS, google_tag()))),
    passes(tags_no_linker, site(content(ADS, OLD_CONFIGURATION)), about="an older configuration tag"),
    passes(
        tags_no_linker,
        site(container(content(ADS, {**LINKER, "paused": True}), content(ADS, LINKER))),
        about="paused in the workspace alone",
    ),
    cannot_tell(tags_no_linker, site(content(ADS, html("gtag('config')"))), "Custom"),
    cannot_tell(tags_no_linker, site(content(ADS, html("G-ABCDEF12", kind="ua"))), "Custom", about="it names a stream"),
    cannot_tell(tags_no_linker, site(content(ADS, html("GT-ABCDEF1", kind="ua"))), "Custom"),
    cannot_tell(tags_no_linker, site(content(ADS, html("AW-1234567", kind="ua"))), "Custom"),
    cannot_tell(tags_no_linker, site(content(ADS, html("", kind="cvt_1"))), "Custom", about="a template"),
    cannot_tell(
        tags_no_linker, site(container(content(ADS), content(ADS, LINKER))), "Linker", about="deleted, and live"
    ),
    fails(tags_no_linker, site(content(ADS, html("UA-12345-1", kind="ua"))), GTM, about="Universal Analytics"),
    fails(tags_no_linker, site(content(ADS, html("G-ABCDEF12", kind="ua", _paused=True))), GTM, about="paused"),
    cannot_tell(tags_no_linker, site(content(ADS), events={"page_view": 1}), "GA4", about="the page has a Google tag"),
    fails(tags_no_linker, site(content(ADS), events={"form": 1}), GTM, about="no page view was counted"),
    fails(tags_no_linker, site(content(ADS), missing={"events": "quota"}), GTM, about="nobody counted"),
    does_not_apply(tags_no_linker, site(content(GA4))),
    does_not_apply(tags_no_linker, site(content(ads_tag(1, "AbC", _paused=True)))),
    does_not_apply(tags_no_linker, account(SALE)),
    fails(
        tags_no_google_tag,
        site(content(GA4, ga4_tag(2, "x", _paused=True)), FORM),
        GTM,
        told=('without a Google tag that fires: "GA4 1"',),
        others=(("form",),),
    ),
    fails(
        tags_no_google_tag,
        site(content(GA4, {**google_tag(), "paused": True}), events={"form": 3}),
        GTM,
        told=('without a Google tag that fires: "GA4 1"; these do not fire: "Google tag"; GA4 counted no page view',),
    ),
    passes(tags_no_google_tag, site(content(GA4, google_tag()))),
    passes(tags_no_google_tag, site(content(GA4, OLD_CONFIGURATION))),
    passes(tags_no_google_tag, site(content(GA4), events={"page_view": 1}), about="the page has one"),
    cannot_tell(tags_no_google_tag, site(content(GA4, html("gtag/js"))), "Custom"),
    does_not_apply(tags_no_google_tag, site(content(ga4_tag(1, "form", _paused=True)))),
    does_not_apply(tags_no_google_tag, account(SALE)),
]


def stamp(days: int) -> str:
    """The fingerprint of an object that was changed so many days ago."""
    day = datetime.datetime.combine(TODAY - datetime.timedelta(days=days), datetime.time(9), datetime.UTC)
    return str(int(day.timestamp() * 1000))


def changed(days: int, *names: str, **facts: Any) -> Json | Any:
    """A container with tags that were made so many days ago and not published."""
    old = content(ADS, fingerprint=stamp(900))
    fresh = content(
        *(ads_tag(n, "x", _name=name) for n, name in enumerate(names, 2)), triggers=(), fingerprint=stamp(days)
    )
    whole = {key: [*old[key], *fresh[key]] for key in old}
    return container(whole, None if facts.get("live_version") == "" else old, **facts)


UNPUBLISHED = [
    fails(
        tags_unpublished,
        site(changed(30, "b", "mv_a")),
        GTM,
        told=('2 changes, the oldest of 2026-10-24, 30 days ago: "b", "mv_a"; 1 of them begin with mv_',),
    ),
    passes(tags_unpublished, site(changed(29, "b"))),
    passes(tags_unpublished, site(content(ADS))),
    fails(
        tags_unpublished,
        site(changed(31, *"bcdefg")),
        GTM,
        told=(
            '6 changes, the oldest of 2026-10-23, 31 days ago: "b", "c", "d", "e", "f" and 1 more; '
            "0 of them begin with mv_",
        ),
    ),
    fails(tags_unpublished, site(changed(31, *"bcdef")), GTM, unseen=("more", "他")),
    fails(
        tags_unpublished,
        site(changed(31, live_version="")),
        GTM,
        seen=("2",),
        about="never published",
        told=(
            'never published: 2 changes, the oldest of 2024-06-06, 900 days ago: "Ads 1", "Thanks"; '
            "0 of them begin with mv_",
        ),
    ),
    cannot_tell(tags_unpublished, site(container(content(), content(ADS)))),
    fails(
        tags_unpublished,
        site(changed(31, "b", unpublished=(str(Unpublished("deleted", "tags/3", "")),))),
        GTM,
        seen=("tags/3",),
        about="something without a name",
    ),
    does_not_apply(tags_unpublished, site(changed(31, "b", unpublished=None)), about="a snapshot that does not tell"),
    fails(tags_unpublished, site(changed(31, "b", usage=("server",))), GTM, about="of a server too"),
    does_not_apply(tags_unpublished, account(SALE)),
]


def consent(raw: Json, *kinds: str, status: str = "needed") -> Json:
    settings: Json = {"consentStatus": status}
    if kinds:
        settings["consentType"] = {"type": "list", "list": [{"type": "template", "value": kind} for kind in kinds]}
    return {**raw, "consentSettings": settings}


CONSENT = [
    fails(
        tags_consent,
        site(content(consent(ADS, "ad_storage"), consent(ga4_tag(2, "form")), ads_tag(3, "x")), SALE, FORM),
        "Ads 1",
        "GA4 2",
        told=("fires only with consent: ad_storage", "fires only with consent: any"),
        others=(("Sale",), ("form",)),
    ),
    fails(tags_consent, site(content(consent(ga4_tag(2, "other"), "analytics_storage"))), "GA4 2"),
    passes(tags_consent, site(content(consent(ADS, status="notNeeded")))),
    passes(tags_consent, site(content(consent(ADS, status="notSet")))),
    does_not_apply(tags_consent, site(content(consent({**ADS, "paused": True})))),
    does_not_apply(tags_consent, site(content(consent(google_tag())))),
    does_not_apply(tags_consent, account(SALE)),
]


def pages(mine: Json, *others: Json, label: str = "LeD", sales: tuple[str, ...] = ("1",), **said: Any) -> Any:
    """A sale's tag on `mine`, and a lead's on each of the other triggers, numbered from 2."""
    numbered = [{**one, "triggerId": str(number)} for number, one in enumerate((mine, *others), 1)]
    tags = [ads_tag(number, label, str(number), _name=f"Lead {number}") for number in range(2, len(numbered) + 1)]
    whole = content(ads_tag(1, "AbC", *sales, **said.pop("tag", {})), *tags, triggers=numbered)
    objects = said.pop("objects", ())
    return site(whole, SALE, LEAD, *objects, labels=LABELS, **said)


STEP1 = on_page(1, "step 1", "/form/step1")
STEP10 = on_page(2, "step 10", "/form/step10", how="equals")
TOLD = ('also fires on /form/step10 (trigger "step 10"), as Page Path contains /form/step1',)


def exactly(path: str) -> Json:
    return trigger(2, "exact", "pageview", condition("matchRegex", "{{Page Path}}", page_path(path).value))


def wide(mine: Json, *others: Json, seen: tuple[str, ...] = (), about: str = "", **said: Any) -> Case:
    return fails(tags_trigger_wide, pages(mine, *others, **said), str(mine["name"]), seen=seen, about=about)


def meant(mine: Json, *others: Json, about: str = "", **said: Any) -> Case:
    return passes(tags_trigger_wide, pages(mine, *others, **said), about=about)


def other(mine: Json, *others: Json, about: str = "", **said: Any) -> Case:
    return does_not_apply(tags_trigger_wide, pages(mine, *others, **said), about=about)


URL = "{{Page URL}}"
WIDE = [
    fails(tags_trigger_wide, pages(STEP1, STEP10), "step 1", told=TOLD, lines=("",)),
    wide(STEP1, STEP10, on_page(3, "step 11", "/form/step11"), seen=("/form/step10",), about="the first page"),
    wide(STEP1, on_page(2, "more", "/form/step12"), seen=("/form/step12",), about="another part of an address"),
    wide(STEP1, exactly("/form/step10"), seen=("/form/step10",)),
    wide(STEP1, on_page(2, "url", "https://aoi.example/form/step10?a=1", URL, "equals"), seen=("/form/step10",)),
    wide(STEP1, on_page(2, "begin", "/form/step10", how="startsWith")),
    wide(STEP1, on_page(2, "end", "/form/step10", how="endsWith")),
    wide(on_page(1, "t", "thanks", URL), on_page(2, "news", "/thanks-newsletter"), seen=("Page URL", "thanks")),
    wide(on_page(1, "t", "/form/step1", how="startsWith"), STEP10, seen=("/form/step10",)),
    wide(trigger(1, "t", "windowLoaded", *STEP1["filter"]), STEP10, about="when the page is loaded"),
    wide(
        trigger(1, "t", "pageview", *STEP1["filter"], condition("equals", "{{Page Hostname}}", "aoi.example")),
        STEP10,
        about="of a host",
    ),
    wide(
        trigger(1, "t", "pageview", condition("contains", "{{Page Path}}", "/FORM/step1", ignore_case=True)),
        STEP10,
        about="without regard to capitals",
    ),
    wide(STEP1, on_page(2, "t", "/en/form/step1", how="equals"), about="the same page of another language"),
    meant(on_page(1, "t", "/FORM/step1"), STEP10, about="capitals matter"),
    meant(on_page(1, "t", "/step1", how="startsWith"), STEP10, about="in the middle of an address"),
    meant(STEP1, on_page(2, "t", "/form/step2")),
    meant(STEP1, on_page(2, "t", "/form/step1/", how="equals"), about="the same page"),
    meant(STEP1, on_page(2, "t", "/form/step1/index.html", how="equals"), about="the same page by its file"),
    meant(STEP1, on_page(2, "t", "/form/step1?a=10", how="equals"), about="the same page with a query"),
    meant(STEP1, on_page(2, "t", "/form/step1#a10", how="equals"), about="a place on the same page"),
    meant(on_page(1, "t", "/form/"), STEP10, about="a folder is meant whole"),
    meant(on_page(1, "t", "/"), STEP10, about="everything"),
    meant(on_page(1, "t", ""), STEP10, about="nothing"),
    meant(on_page(1, "t", "{{x}}"), on_page(2, "u", "{{x}}y"), about="a variable"),
    meant(STEP1, on_page(2, "t", "/form/step1{{n}}"), about="a page of a variable"),
    meant(STEP1, on_page(2, "t", "form/step10"), about="nobody knows where that begins"),
    meant(STEP1, on_page(2, "t", "/form/step10", "{{Click URL}}"), about="a click"),
    meant(
        STEP1,
        trigger(2, "t", "pageview", condition("contains", "{{Page Path}}", "/form/step10", negate=True)),
        about="not there",
    ),
    meant(STEP1, on_page(2, "t", "/form/step10", how="matchRegex"), about="a pattern of another kind"),
    meant(STEP1, STEP10, label="AbC", about="both send the sale"),
    meant(STEP1, custom_event(2, "t", "/form/step10"), about="no page"),
    meant(STEP1, about="no other page is known"),
    other(on_page(1, "t", "/form/step1", how="equals"), STEP10 | {"filter": []}, about="a whole address"),
    other(on_page(1, "t", "/form/step1", how="endsWith"), STEP10 | {"filter": []}, about="an end"),
    other(
        trigger(1, "t", "pageview", condition("contains", "{{Page Path}}", "/form/step1", negate=True)),
        STEP10 | {"filter": []},
        about="anywhere but there",
    ),
    other(
        trigger(1, "t", "pageview", *STEP1["filter"], condition("equals", "{{Referrer}}", "x")),
        STEP10 | {"filter": []},
        about="a further condition",
    ),
    other(trigger(1, "t", "click", *STEP1["filter"]), STEP10 | {"filter": []}, about="a click on that page"),
    other(on_page(1, "t", "step1", "{{Click URL}}"), STEP10 | {"filter": []}, about="a link"),
    meant(
        STEP1 | {"filter": []}, STEP10 | {"filter": STEP1["filter"]}, about="the lead's is wide, and catches nothing"
    ),
    does_not_apply(
        tags_trigger_wide,
        site(content(ads_tag(1, "AbC", _blockingTriggerId=["2"]), ads_tag(2, "x", "2"), triggers=[STEP1, STEP10])),
        about="with an exception",
    ),
    does_not_apply(
        tags_trigger_wide,
        site(content(ads_tag(1, "x"), ads_tag(2, "y", "2"), triggers=[STEP1, STEP10])),
        about="labels of nobody",
    ),
    does_not_apply(
        tags_trigger_wide,
        site(content(ads_tag(1, "AbC", _paused=True), ads_tag(2, "y", "2"), triggers=[STEP1, STEP10])),
        about="paused",
    ),
    passes(
        tags_trigger_wide,
        site(content(ads_tag(1, "AbC"), ads_tag(2, "y", "2", _paused=True), triggers=[STEP1, STEP10])),
        about="the other one is paused",
    ),
    passes(
        tags_trigger_wide,
        site(content(ads_tag(1, "AbC"), tag(2, "pixel", "html", "2", html="x"), triggers=[STEP1, STEP10])),
        about="another vendor's tag says nothing of what is meant",
    ),
    fails(
        tags_trigger_wide,
        site(content(ga4_tag(1, "form"), ga4_tag(2, "form10", "2"), triggers=[STEP1, STEP10]), FORM),
        "step 1",
        seen=("step 10",),
        about="a key event",
    ),
    does_not_apply(
        tags_trigger_wide,
        site(content(ga4_tag(1, "form"), ga4_tag(2, "form10", "2"), triggers=[STEP1, STEP10])),
        about="no key event",
    ),
    fails(
        tags_trigger_wide,
        site(
            content(ads_tag(1, "AbC"), triggers=[STEP1]),
            SALE,
            event_rule("late", event_conditions=("page_location contains /form/step10", "event_name equals x")),
        ),
        "step 1",
        told=("also fires on /form/step10 (rule of late), as Page Path contains /form/step1",),
    ),
    passes(
        tags_trigger_wide,
        site(
            content(ads_tag(1, "AbC"), triggers=[STEP1]),
            SALE,
            event_rule("late", event_conditions=("page_location contains step10",)),
        ),
        about="nobody knows where that begins",
    ),
    fails(
        tags_trigger_wide,
        with_container(
            account(
                SALE,
                labels__send_tos=(sent_to("AbC"),),
                client=client(
                    conversion("mv_a"),
                    conversion("mv_b", tag=ConversionTag(TagTrigger(TriggerKind.CLICK, "/form/step11"))),
                    conversion("mv_c", tag=ConversionTag()),
                    conversion("mv_late", tag=ConversionTag(TagTrigger(TriggerKind.PAGE, "/form/step10"))),
                ),
            ),
            content(ads_tag(1, "AbC"), triggers=[STEP1]),
        ),
        "step 1",
        told=("also fires on /form/step10 (conversion mv_late), as Page Path contains /form/step1",),
    ),
    passes(
        tags_trigger_wide,
        with_container(
            account(
                FORM,
                client=client(
                    conversion("mv_late", event="form", tag=ConversionTag(TagTrigger(TriggerKind.PAGE, "/form/step10")))
                ),
            ),
            content(ga4_tag(1, "form"), triggers=[STEP1]),
        ),
        about="the same event by the config",
    ),
    does_not_apply(tags_trigger_wide, account(SALE)),
]

CASES: list[Case] = [*LINKERS, *UNPUBLISHED, *CONSENT, *WIDE]
