"""`report`, `pages` and `ga4.annotate` in a config: what the client has of them, and what a base gives to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from microconv.config import Loaded, Vocabulary, load
from microconv.core.months import Month
from microconv.core.report_settings import NO_REPORT_SETTINGS, DataSource, DataStudio, NamedPage

HEAD = "version: 1\nclient: aoi-store\nga4: {property_id: 345678901}\n"
CONVERSIONS = "conversions:\n  - {name: purchase, kind: macro, role: secondary, google_ads: false, ga4: {}}\n"


def test_a_month_without_quotes_is_a_month(loaded: Callable[[str], Loaded]) -> None:
    """YAML 1.1 takes 2026-10-01 for a date and 2026 for a number; a key is always what is written."""
    client = loaded(f"{HEAD}{CONVERSIONS}report: {{targets: {{2026-10: {{purchase: 120}}}}}}\n").client
    assert client is not None
    assert client.report.target(Month(2026, 10), "purchase") == 120
    assert client.report.target(Month(2026, 11), "purchase") is None
    assert client.report.target(Month(2026, 10), "signup") is None


def test_nothing_said_is_nothing(loaded: Callable[[str], Loaded]) -> None:
    client = loaded(f"{HEAD}{CONVERSIONS}").client
    assert client is not None
    assert (client.report, client.pages, client.annotate) == (NO_REPORT_SETTINGS, {}, False)


def test_everything_said_is_there(loaded: Callable[[str], Loaded]) -> None:
    client = loaded(
        HEAD.replace("}", ", annotate: true}")
        + CONVERSIONS
        + "report: {sections: [trend, conclusion], data_studio: {template: 0B_U5RNpw, aliases: {ga4: ds0, sheet: "
        "{alias: ads, spreadsheet: 1Qs8BdfxZX, worksheet: 0}}}}\n"
        "pages: {/form/step1: {label: 入力, heatmap: https://h.example/1}, /: {label: Top}}\n"
    ).client
    assert client is not None
    assert client.annotate
    assert client.report.sections == ("trend", "conclusion")
    sheet = DataSource("ads", {"spreadsheet": "1Qs8BdfxZX", "worksheet": "0"})
    assert client.report.data_studio == DataStudio("0B_U5RNpw", {"ga4": DataSource("ds0"), "sheet": sheet})
    assert client.pages == {"/form/step1": NamedPage("入力", "https://h.example/1"), "/": NamedPage("Top")}


def test_maps_merge_with_those_of_a_base_and_the_list_of_sections_takes_its_place(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    base = (
        "version: 1\nreport:\n  agency: Midori\n  sections: [conclusion, terms]\n"
        "  targets: {2026-10: {purchase: 100}, 2026-11: {purchase: 90}}\n"
        "  data_studio: {template: 0B_U5RNpw, aliases: {ga4: {alias: ga4}, sheet: {alias: ads}}}\n"
        "pages: {/thanks: {label: Thanks, heatmap: https://h.example/t}}\n"
    )
    own = (
        "extends: base.yaml\nreport:\n  sections: [trend]\n  targets: {2026-10: {purchase: 120}}\n"
        "  data_studio: {aliases: {ga4: {account: 54516992}, sheet: {spreadsheet: 1Qs8BdfxZX, worksheet: 9}}}\n"
        "pages: {/thanks: {label: Danke}, /form: {label: Form}}\n"
    )
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "aoi.yaml").write_text(HEAD + own + CONVERSIONS, encoding="utf-8")
    read = load(tmp_path / "aoi.yaml", vocabulary)
    assert read.problems == ()
    assert read.client is not None
    report = read.client.report
    assert report.sections == ("trend",)
    assert report.targets == {Month(2026, 10): {"purchase": 120}, Month(2026, 11): {"purchase": 90}}
    sheet = DataSource("ads", {"spreadsheet": "1Qs8BdfxZX", "worksheet": "9"})
    ga4 = DataSource("ga4", {"account": "54516992"})
    assert report.data_studio == DataStudio("0B_U5RNpw", {"ga4": ga4, "sheet": sheet})
    assert read.client.pages == {"/thanks": NamedPage("Danke", "https://h.example/t"), "/form": NamedPage("Form")}
    assert read.client.letterhead.agency == "Midori"


def test_a_target_of_a_refused_conversion_makes_no_second_problem(loaded: Callable[[str], Loaded]) -> None:
    broken = CONVERSIONS.replace("name: purchase", "nam: purchase")
    problems = loaded(f"{HEAD}{broken}report: {{targets: {{2026-10: {{purchase: 120}}}}}}\n").problems
    assert [problem.code for problem in problems] == ["unknown-key"]
