"""Addresses that make a report in Data Studio: what they say, that nothing is lost on the way, what is refused."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core.client import Client
from microconv.core.errors import MicroconvError, said
from microconv.core.frozen import FrozenDict
from microconv.core.months import Month
from microconv.core.report_settings import DataSource, DataStudio, ReportSettings
from microconv.core.text import Language
from microconv.report.data_studio import CANNOT, CREATE, LONGEST, Link, Source, address, parsed, remarks
from tests.heavy import examples
from tests.languages import JAPANESE
from tests.strategies import client as made

OCTOBER = Month(2026, 10)
SHEET = DataSource("ads", FrozenDict({"spreadsheet": "1Qs8BdfxZX", "worksheet": "0"}))
TABLE = DataSource("bq", FrozenDict({"project": "aoi-data", "dataset": "report", "table": "ads"}))
GA4 = DataSource("ga4", FrozenDict({"account": "54516992"}))


def client(template: str = "0B_U5RNpwhcE6", label: str = "葵ストア & Co.", **aliases: DataSource) -> Client:
    studio = DataStudio(template, FrozenDict(aliases))
    return replace(made(), label=label, report=ReportSettings(data_studio=studio))


def test_an_address_has_what_google_asks_for() -> None:
    wanted = (
        "https://datastudio.google.com/reporting/create?c.reportId=0B_U5RNpwhcE6"
        "&r.reportName=%E8%91%B5%E3%82%B9%E3%83%88%E3%82%A2%20%26%20Co.%202026%E5%B9%B410%E6%9C%88"
        "&ds.ga4.connector=googleAnalytics&ds.ga4.accountId=54516992&ds.ga4.propertyId=345678901"
        "&ds.ads.connector=googleSheets&ds.ads.spreadsheetId=1Qs8BdfxZX&ds.ads.worksheetId=0&ds.ads.refreshFields=false"
        "&ds.bq.connector=bigQuery&ds.bq.type=TABLE&ds.bq.projectId=aoi-data&ds.bq.datasetId=report&ds.bq.tableId=ads"
        "&ds.bq.refreshFields=false"
    )
    found = address(client(ga4=GA4, sheet=SHEET, bigquery=TABLE), OCTOBER, language=Language.JA)
    assert found == wanted
    assert found.isascii()


def test_the_name_has_the_month_in_the_reader_s_language() -> None:
    assert parsed(address(client(ga4=GA4), OCTOBER)).name == "葵ストア & Co. 2026-10"
    assert parsed(address(client(ga4=GA4), Month(2027, 1), language=Language.JA)).name == "葵ストア & Co. 2027年1月"


def test_the_address_with_explain_says_the_same_and_that_it_explains() -> None:
    plain = parsed(address(client(ga4=GA4), OCTOBER))
    assert parsed(address(client(ga4=GA4), OCTOBER, explain=True)) == replace(plain, explain=True)
    assert not plain.explain


def test_without_its_account_the_template_s_source_is_changed_and_not_replaced() -> None:
    """A replaced source of Google Analytics needs an account: without one Data Studio shows nothing at all."""
    one = client(ga4=DataSource("ga4"))
    assert parsed(address(one, OCTOBER)).sources == (Source("ga4", "", {"propertyId": "345678901"}),)
    assert "`ga4: {alias: ga4, account: …}`" in remarks(one)[0]
    assert remarks(client(ga4=GA4)) == remarks(client(sheet=SHEET)) == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (client("", ga4=GA4), "report.data_studio.template is missing"),
        (client(), "names no source: the report would show the template's own data"),
        (client(ga4=DataSource("")), "aliases.ga4 has no alias"),
        (client(ga4=DataSource("ds.0")), "aliases.ga4 has no alias"),
        (client(ga4=DataSource("*")), "aliases.ga4 has no alias"),
        (client(ga4=DataSource("ga4\n")), "aliases.ga4 has no alias"),
        (replace(client(ga4=GA4), accounts=made(property_id="").accounts), "aliases.ga4 needs ga4.property_id"),
        (client(sheet=DataSource("ads")), "aliases.sheet lacks the client's spreadsheet, worksheet"),
        (client(sheet=DataSource("ads", {"spreadsheet": "x"})), "aliases.sheet lacks the client's worksheet"),
        (client(bigquery=DataSource("bq", {"project": "p"})), "aliases.bigquery lacks the client's dataset, table"),
        (client(google_ads=DataSource("ads")), "aliases.google_ads is not known; there are ga4, sheet, bigquery"),
        (client(ga4=GA4, sheet=replace(SHEET, alias="ga4")), "aliases has ga4 twice"),
        (client(label="葵" * 300, ga4=GA4), "the address has 2,"),
    ],
)
def test_what_would_make_a_wrong_report_is_refused_with_the_next_step(wrong: Client, message: str) -> None:
    with pytest.raises(MicroconvError) as caught:
        address(wrong, OCTOBER)
    assert message in said(caught.value).en
    assert JAPANESE.search(said(caught.value).ja)
    assert caught.value.hint


def test_the_longest_address_is_still_short_enough() -> None:
    label = "a" * 1_700
    fitting = address(client(label=label, ga4=GA4), OCTOBER)
    more = LONGEST - len(fitting)
    assert len(address(client(label=label + "a" * more, ga4=GA4), OCTOBER)) == LONGEST
    with pytest.raises(MicroconvError, match="2,001 characters"):
        address(client(label=label + "a" * (more + 1), ga4=GA4), OCTOBER)


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
ALIASES = st.from_regex(r"[A-Za-z0-9_-]{1,9}", fullmatch=True)
NAMES = st.from_regex(r"[a-zA-Z]{1,9}", fullmatch=True).filter(lambda name: name != "connector")
SOURCES = st.builds(Source, ALIASES, st.sampled_from(["googleSheets", "x y&="]), st.dictionaries(NAMES, TEXTS))


@settings(max_examples=examples(200), deadline=None)
@given(st.builds(Link, TEXTS, TEXTS, st.lists(SOURCES, unique_by=lambda one: one.alias).map(tuple), st.booleans()))
def test_an_address_reads_back_as_it_was_meant(link: Link) -> None:
    text = str(link)
    assert parsed(text) == link
    assert text.isascii()
    assert " " not in text
    assert urlsplit(text).fragment == ""


@pytest.mark.parametrize("text", ["https://example.com/reporting/create?c.reportId=1", f"{CREATE}?x=1", f"{CREATE}?x"])
def test_other_addresses_are_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|parameter|bad query"):
        parsed(text)


def test_what_an_address_cannot_do_is_said_in_both_languages() -> None:
    assert len(CANNOT) == 4
    assert all(JAPANESE.search(one.ja) and one.en.isascii() for one in CANNOT)
