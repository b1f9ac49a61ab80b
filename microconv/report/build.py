"""Answers -> Report: all parts of a report, put together."""

from __future__ import annotations

import base64

from microconv.core.answers import Period
from microconv.core.client import Client
from microconv.core.letterhead import Letterhead
from microconv.core.months import Month
from microconv.report.arithmetic import merged
from microconv.report.campaigns import campaigns
from microconv.report.chains import FunnelMonth
from microconv.report.comparison import comparison
from microconv.report.conclusion import conclusion
from microconv.report.conversions import conversion_months, conversion_numbers
from microconv.report.disclosures import left_out, notes_of, sources
from microconv.report.figures import Note
from microconv.report.funnel import funnel_months
from microconv.report.given import Given
from microconv.report.ground import GA4, GOOGLE_ADS, Ground
from microconv.report.groups import groups
from microconv.report.items import items
from microconv.report.model import Account, Calls, Heading, Report, Span
from microconv.report.numbers import Notes
from microconv.report.pages import landing_pages, pages
from microconv.report.totals import totals
from microconv.report.trend import trend


def build(client: Client, given: Given) -> Report:
    """The report of a client. The same input makes the same report; nothing is asked of anybody.

    Targets are of GA4's events, or of Google Ads' conversions by their own day where the conversion has no event.
    Raises ValueError where `given.made` is no ISO 8601 time.
    """
    ground = Ground(client, given)
    numbers = conversion_numbers(ground)
    conversions = conversion_months(ground, numbers)
    of_account = totals(ground)
    days = trend(ground, numbers)
    by_group = groups(ground, numbers)
    chains = _chains(ground)
    by_page, typical_stay = pages(ground, numbers)
    by_landing_page = landing_pages(ground, numbers)
    of_shop, by_campaign, both = items(ground), campaigns(ground), comparison(ground, numbers)
    heading = heading_of(client, given)
    return Report(
        heading=heading,
        conclusion=conclusion(heading, conversions, chains, given.changes),
        totals=of_account,
        conversions=conversions,
        trend=days,
        groups=by_group,
        funnels=chains,
        pages=by_page,
        landing_pages=by_landing_page,
        items=of_shop,
        campaigns=by_campaign,
        comparison=both,
        changes=given.changes,
        audit=given.audit,
        notes=given.notes,
        disclosures=notes_of(
            of_account, conversions, days, by_group, chains, by_page, by_landing_page, of_shop, by_campaign, both
        ),
        sources=sources(ground),
        calls=_calls(given),
        typical_stay=typical_stay,
        left_out=left_out(ground, pages=len(by_page), landing_pages=len(by_landing_page), items=len(of_shop)),
    )


def _chains(ground: Ground) -> tuple[FunnelMonth, ...]:
    ga4 = ground.given.ga4
    return funnel_months(
        ga4.funnels if ga4 else (),
        {one.name: one.label for one in ground.client.conversions},
        funnel_notes(ground),
        changed=ground.changed,
        unmeasured=ground.unmeasured,
    )


def funnel_notes(ground: Ground) -> Notes:
    """The notes of all funnels. They tell nothing of thresholds: what GA4's tables tell holds for them too."""
    ga4 = ground.given.ga4
    tables = ga4.tables.values() if ga4 else ()
    thresholded = (Note.THRESHOLDED,) if any(table.limits.thresholded for table in tables) else ()
    now = (*thresholded, *((Note.PROVISIONAL,) if ground.given.provisional else ()))
    now = merged(now, (Note.ZONE_CHANGED,) if ground.zone_changed(GA4) else ())
    return {Period.MONTH: now, Period.BEFORE: thresholded, Period.YEAR: thresholded}


def heading_of(client: Client, given: Given) -> Heading:
    """The head of a report."""
    answers = [one for one in (given.ga4, given.google_ads) if one is not None]
    return Heading(
        client=client.label,
        month=span(given.month),
        before=span(given.month.before),
        year=span(given.month.year_before),
        made=given.made,
        version=given.version,
        edition=given.edition,
        provisional=given.provisional,
        emulated=any(one.emulated for one in answers),
        agency=client.letterhead.agency,
        logo=_logo(client.letterhead),
        owner=client.owner,
        approver=given.approver,
        shared=client.review_report,
        sections=given.sections,
        accounts=_accounts(given),
    )


def span(month: Month) -> Span:
    """A month as the report writes it."""
    return Span(str(month), month.first.isoformat(), month.last.isoformat(), month.days)


def _accounts(given: Given) -> tuple[Account, ...]:
    accounts = []
    if given.ga4 is not None:
        accounts.append(Account(GA4, given.ga4.property_id, given.ga4.time_zone, given.ga4.currency))
    if given.google_ads is not None:
        ads = given.google_ads
        accounts.append(Account(GOOGLE_ADS, ads.customer_id, ads.time_zone, ads.currency))
    return tuple(accounts)


def _calls(given: Given) -> Calls:
    ga4, ads = given.ga4, given.google_ads
    return Calls(
        ga4=ga4.requests if ga4 else 0,
        funnels=ga4.funnel_requests if ga4 else 0,
        google_ads=ads.requests if ads else 0,
        other=given.other_requests,
        tokens=ga4.tokens if ga4 else None,
    )


def _logo(head: Letterhead) -> str:
    if head.logo is None:
        return ""
    return f"data:{head.logo.media};base64,{base64.b64encode(head.logo.content).decode('ascii')}"
