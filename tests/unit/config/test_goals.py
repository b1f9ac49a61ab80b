"""Goals, the link, and the other keys that say what bidding gets: good configs, and the clients that they make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, load
from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, Goals, GoalSetting, Level
from microconv.core.diagnostics import Span
from microconv.providers import TYPES
from microconv.providers.google_ads.settings import ENUMS
from microconv.providers.words import enum_words

Load = Callable[[str], Loaded]

HEAD = """\
version: 1
client: x
google_ads: {customer_id: 1234567890, manage_owner: true}
demote: thorough
"""
TAIL = """\
defaults: {role: secondary, category: contact}
conversions: [{name: mv_a}, {name: mv_b}, {name: mv_c, google_ads: {source: ad_call}}]
"""
GOALS = """\
goals:
  account:
    - {category: purchase, biddable: true}
    - {category: phone_call_lead, origin: call_from_ads, biddable: false}
  campaigns:
    - campaign: "Brand*"
      goals: [{category: purchase, biddable: true}, {category: purchase, origin: store, biddable: false}]
    - {campaign: "Old", use: account}
    - {campaign: "Bare", goals: []}
  custom:
    - {name: Learning, conversions: [mv_b, mv_a], campaigns: ["P-MAX*", "Brand*"]}
    - {name: Calls, conversions: [mv_c, mv_a, mv_b]}
"""


def at(line: int, column: int) -> Span:
    return Span("config.yaml", line, column)


def client_of(loaded: Loaded) -> Client:
    assert loaded.problems == ()
    assert loaded.client is not None
    return loaded.client


def test_all_three_levels_arrive(loaded: Load) -> None:
    client = client_of(loaded(HEAD + GOALS + TAIL))
    assert client.goals == Goals(
        account=(
            GoalSetting("purchase", True, "website", at(7, 7)),
            GoalSetting("phone_call_lead", False, "call_from_ads", at(8, 7)),
        ),
        campaigns=(
            CampaignGoals(
                "Brand*",
                Level.CAMPAIGN,
                (
                    GoalSetting("purchase", True, "website", at(11, 15)),
                    GoalSetting("purchase", False, "store", at(11, 53)),
                ),
                at(10, 7),
            ),
            CampaignGoals("Old", Level.ACCOUNT, (), at(12, 7)),
            CampaignGoals("Bare", Level.CAMPAIGN, (), at(13, 7)),
        ),
        custom=(
            CustomGoal("Learning", ("mv_b", "mv_a"), ("P-MAX*", "Brand*"), at(15, 7)),
            CustomGoal("Calls", ("mv_c", "mv_a", "mv_b"), (), at(16, 7)),
        ),
    )
    assert (client.demote, client.accounts.manage_owner) == (Demote.THOROUGH, True)


def test_what_is_not_written_is_unset(loaded: Load) -> None:
    plain = client_of(
        loaded(f"version: 1\nclient: x\ngoogle_ads: {{customer_id: 1234567890}}\nga4: {{property_id: 7}}\n{TAIL}")
    )
    assert (plain.goals, plain.demote, plain.accounts.manage_owner) == (Goals(), Demote.FLAG, False)
    assert (plain.accounts.data_stream, plain.link_google_ads, plain.ads_personalization) == ("", False, None)
    assert plain.enhanced_measurement == {}
    assert client_of(loaded(f"{HEAD}goals: {{}}\n{TAIL}")).goals == Goals()
    assert client_of(loaded(f"{HEAD}goals: {{account: [], custom: []}}\n{TAIL}")).goals == Goals()


def test_the_words_are_those_of_the_installed_client(vocabulary: Vocabulary) -> None:
    assert vocabulary.goal_words("origin") == enum_words(
        f"{ENUMS}/conversion_origin.py:ConversionOriginEnum.ConversionOrigin"
    )
    assert vocabulary.goal_words("category") == enum_words(
        f"{ENUMS}/conversion_action_category.py:ConversionActionCategoryEnum.ConversionActionCategory"
    )


def test_goals_need_conversion_actions_in_the_vocabulary(vocabulary: Vocabulary) -> None:
    without = Vocabulary([kind for kind in TYPES if kind.provider == "ga4"], vocabulary.words, vocabulary.sources)
    with pytest.raises(LookupError, match=r"^'?no type google_ads.conversion_action gives the words for goals"):
        without.goal_words("category")


@pytest.mark.parametrize(
    ("written", "stream"),
    [
        ("G-AOISTORE01", "G-AOISTORE01"),
        ("1234567", "1234567"),
        ("'1234567'", "1234567"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_data_streams(written: str, stream: str, loaded: Load) -> None:
    text = f"version: 1\nclient: x\nga4: {{property_id: 7, data_stream: {written}}}\nconversions: []\n"
    assert client_of(loaded(text)).accounts.data_stream == stream


@pytest.mark.parametrize(
    ("written", "linked", "personal"),
    [
        ("link_google_ads: true", True, None),
        ("link_google_ads: true, ads_personalization: false", True, False),
        ("link_google_ads: true, ads_personalization: true", True, True),
        ("link_google_ads: false", False, None),
    ],
)
def test_the_link(written: str, linked: bool, personal: bool | None, loaded: Load) -> None:
    client = client_of(loaded(f"{HEAD}ga4: {{property_id: 7, {written}}}\n{TAIL}"))
    assert (client.link_google_ads, client.ads_personalization) == (linked, personal)


def test_no_link_is_no_error_without_google_ads(loaded: Load) -> None:
    text = "version: 1\nclient: x\nga4: {property_id: 7, link_google_ads: false}\nconversions: []\n"
    assert client_of(loaded(text)).link_google_ads is False


def test_enhanced_measurement(loaded: Load) -> None:
    settings = {
        "stream": True,
        "scrolls": True,
        "outbound_clicks": False,
        "site_search": False,
        "video_engagement": True,
        "file_downloads": False,
        "page_changes": True,
        "form_interactions": True,
    }
    written = ", ".join(f"{name}: {str(on).lower()}" for name, on in settings.items())
    text = "version: 1\nclient: x\nga4: {{property_id: 7, enhanced_measurement: {{{}}}}}\nconversions: []\n"
    assert client_of(loaded(text.format(written))).enhanced_measurement == settings
    assert client_of(loaded(text.format("scrolls: false"))).enhanced_measurement == {"scrolls": False}
    assert client_of(loaded(text.format(""))).enhanced_measurement == {}


def test_a_client_lays_its_goals_over_those_of_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vocabulary: Vocabulary
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(
        "version: 1\ndemote: thorough\n"
        "ga4: {link_google_ads: true, enhanced_measurement: {scrolls: true, file_downloads: true}}\n"
        "goals:\n  account: [{category: purchase, biddable: true}]\n  custom: [{name: A, conversions: [mv_a]}]\n"
        f"{TAIL}"
    )
    Path("client.yaml").write_text(
        "version: 1\nextends: base.yaml\nclient: x\ngoogle_ads: {customer_id: 1234567890}\n"
        "ga4: {property_id: 7, enhanced_measurement: {scrolls: false}}\n"
        "goals:\n  account: [{category: contact, biddable: false}]\n"
    )
    client = client_of(load(Path("client.yaml"), vocabulary))
    assert client.goals == Goals(
        account=(GoalSetting("contact", False, "website", Span("client.yaml", 7, 13)),),
        custom=(CustomGoal("A", ("mv_a",), (), Span("base.yaml", 6, 12)),),
    )
    assert (client.demote, client.link_google_ads) == (Demote.THOROUGH, True)
    assert client.enhanced_measurement == {"scrolls": False, "file_downloads": True}
