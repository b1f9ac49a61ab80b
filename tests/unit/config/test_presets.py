"""Starting files: they load, their values grow, they say why, and they are the same in both languages."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from microconv.config import Vocabulary, load
from microconv.config.presets import PRESETS, Answers, refusal, starting_file
from microconv.config.presets.answers import amount, too_small
from microconv.config.presets.values import TooSmallError, graded, plain, smallest_unit
from microconv.config.yaml_tree import parse
from microconv.core.client import Client, ReviewEvery, Unlisted
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.event_rule import NEEDS
from microconv.core.text import Language
from microconv.core.yaml_text import in_line
from microconv.providers.google_ads.capabilities import REFUSED_CATEGORIES
from tests.heavy import examples

DAY = datetime.date(2026, 11, 23)
BOTH = {"customer_id": "1234567890", "login_customer_id": "999-888-7777", "property_id": "345678901"}
ACCOUNTS: dict[str, dict[str, str]] = {
    "both": BOTH,
    "google_ads": {"customer_id": "123-456-7890"},
    "ga4": {"property_id": "345678901"},
    "imported": {**BOTH, "source": "ga4"},
}
CASES = list(product(PRESETS, ACCOUNTS, Language))
JAPANESE = re.compile("[\u3041-\u309f]")
"""Hiragana: no Japanese sentence is without, and no English one has them."""


def answers(preset: str = "shop", accounts: str = "both", language: str = "en", final: str = "10000") -> Answers:
    return Answers(
        preset, "aoi-store", "sato@agency.example", "JPY", Decimal(final), DAY, language=language, **ACCOUNTS[accounts]
    )


@pytest.fixture
def client_of(vocabulary: Vocabulary, tmp_path: Path) -> Callable[[Answers], Client]:
    """The client that a starting file makes; it has no problem at all."""

    def read(given: Answers) -> Client:
        path = tmp_path / "c.yaml"
        path.write_text(starting_file(given), encoding="utf-8")
        loaded = load(path, vocabulary)
        assert loaded.problems == ()
        assert loaded.client is not None
        return loaded.client

    return read


def final_of(client: Client) -> Conversion:
    (found,) = [one for one in client.conversions if one.kind is ConversionKind.MACRO]
    return found


def worth(conversion: Conversion) -> float:
    assert conversion.value is not None
    assert conversion.value.amount is not None
    return conversion.value.amount


def graded_steps(client: Client) -> Iterator[Conversion]:
    for one in client.conversions:
        if one.kind is ConversionKind.MICRO and one.value is not None and one.value.amount is not None:
            yield one


# ---- the files


@pytest.mark.parametrize(("preset", "accounts", "language"), CASES)
def test_every_file_loads_and_is_as_it_should_be(
    client_of: Callable[[Answers], Client], preset: str, accounts: str, language: str
) -> None:
    client = client_of(answers(preset, accounts, language))
    assert (client.owner, client.review_every, client.review_last) == ("sato@agency.example", ReviewEvery.MONTH, DAY)
    assert client.unlisted is Unlisted.KEEP
    assert client.link_google_ads is (accounts in {"both", "imported"})
    final = final_of(client)
    assert {one.name for one in client.conversions if one.role is Role.PRIMARY} == {final.name}
    assert not final.protect  # the first sync of an account that has it already would be refused
    assert worth(final) == 10000
    for one in client.conversions:
        assert one.name.startswith("mv_") is (one.kind is ConversionKind.MICRO)
        assert one.label
        assert one.purpose
        assert bool(JAPANESE.search(one.purpose)) is (language == "ja")
        if one.source == "website":
            assert one.settings["category"] not in REFUSED_CATEGORIES["website"]
        assert (one.event is not None) is (accounts != "google_ads")
        assert one.source == {"both": "website", "google_ads": "website", "ga4": None, "imported": "ga4"}[accounts] or (
            one.name == "mv_form_left" and one.source is None
        )


@pytest.mark.parametrize(("preset", "accounts"), list(product(PRESETS, ACCOUNTS)))
@pytest.mark.parametrize("final", ["200", "999", "10000", "33333", "1000000"])
def test_values_grow_towards_the_result(
    client_of: Callable[[Answers], Client], preset: str, accounts: str, final: str
) -> None:
    client = client_of(answers(preset, accounts, final=final))
    steps = list(graded_steps(client))
    for step in steps:
        assert step.next is not None
        assert 0 < worth(step) < worth(client.by_name[step.next])
        assert worth(step) == int(worth(step))
        assert worth(step) <= float(final) / 4
    values = [worth(step) for step in steps]
    assert len(set(values)) == len(values)
    assert values == sorted(values, reverse=True), "the nearest stand first"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_step_leads_to_the_result(client_of: Callable[[Answers], Client], preset: str) -> None:
    client = client_of(answers(preset))
    final = final_of(client)
    for one in client.conversions:
        seen = [one.name]
        while (step := client.by_name[seen[-1]].next) is not None:
            seen.append(step)
        assert seen[-1] == final.name


def test_the_example_of_the_trade(client_of: Callable[[Answers], Client]) -> None:
    """A newsletter is worth 100 where a purchase is worth 10,000."""
    client = client_of(answers("shop"))
    assert (worth(client.by_name["mv_newsletter"]), worth(final_of(client))) == (100, 10000)


@pytest.mark.parametrize("accounts", ["both", "google_ads"])
def test_orders_all_count_with_their_own_total_and_leads_once(
    client_of: Callable[[Answers], Client], accounts: str
) -> None:
    found = {}
    for preset in PRESETS:
        client = client_of(answers(preset, accounts))
        final = final_of(client)
        assert final.value is not None
        found[preset] = (final.settings["counting"], final.value.from_event)
        steps = [one for one in client.conversions if one is not final and one.source]
        assert {one.settings["counting"] for one in steps} == {"one_per_click"}
    once, order = ("one_per_click", False), ("many_per_click", True)
    assert found == {"b2b-lead": once, "service-form": once, "shop": order}


@pytest.mark.parametrize(("preset", "accounts"), list(product(PRESETS, ACCOUNTS)))
def test_bidding_uses_the_goal_of_the_result_and_no_other(
    client_of: Callable[[Answers], Client], preset: str, accounts: str
) -> None:
    """The findings of an audit on an account-default goal that a secondary action opened."""
    client = client_of(answers(preset, accounts))
    decided = {goal.category: goal.biddable for goal in client.goals.account}
    if accounts in {"ga4", "imported"}:
        assert decided == {}
        return
    final = final_of(client).settings["category"]
    used = {one.settings["category"] for one in client.conversions if one.source == "website"}
    assert decided == {category: category == final for category in used}


def test_the_step_to_bid_on_names_its_goal_where_that_is_closed() -> None:
    assert "and `biddable: true` for add_to_cart above" in starting_file(answers("shop"))
    assert "add_to_cart も biddable: true にする" in starting_file(answers("shop", language=Language.JA))
    for preset, accounts in [("shop", "imported"), ("b2b-lead", "both"), ("service-form", "both")]:
        assert "above" not in starting_file(answers(preset, accounts))


def test_leaving_a_form_is_only_observed(client_of: Callable[[Answers], Client]) -> None:
    for accounts in ACCOUNTS:
        left = client_of(answers("service-form", accounts)).by_name["mv_form_left"]
        assert left.value is not None
        assert (left.value.amount, left.role) == (None, Role.SECONDARY)
        assert left.source == ("website" if accounts == "google_ads" else None)


@pytest.mark.parametrize("preset", PRESETS)
def test_rules_have_what_they_need(client_of: Callable[[Answers], Client], preset: str) -> None:
    client = client_of(answers(preset))
    rules = [rule for one in client.conversions for rule in one.rules]
    assert rules
    needed = {NEEDS[rule.event] for rule in rules if rule.event in NEEDS}
    assert dict(client.enhanced_measurement) == dict.fromkeys(needed, True)


@pytest.mark.parametrize(("preset", "accounts"), list(product(PRESETS, ACCOUNTS)))
def test_both_languages_say_the_same_to_the_machine(
    client_of: Callable[[Answers], Client], preset: str, accounts: str
) -> None:
    def bare(language: str) -> Client:
        client = client_of(answers(preset, accounts, language))
        return replace(
            client,
            digest="",
            goals=replace(client.goals, account=tuple(replace(one, span=None) for one in client.goals.account)),
            conversions=tuple(
                replace(
                    one, label="", purpose="", span=None, rules=tuple(replace(rule, span=None) for rule in one.rules)
                )
                for one in client.conversions
            ),
        )

    assert bare("en") == bare("ja")


@pytest.mark.parametrize(("preset", "accounts", "language"), CASES)
def test_comments_are_in_one_language_and_lines_are_short(preset: str, accounts: str, language: str) -> None:
    text = starting_file(answers(preset, accounts, language))
    assert max(map(len, text.splitlines())) <= 120
    assert text.endswith("\n")
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    comments = [line.partition("# ")[2] for line in text.splitlines() if "# " in line]
    assert len(comments) > 15
    if language == "en":
        assert not JAPANESE.search(text)
    else:
        words = [one for one in comments if not one.startswith("data_stream") and not JAPANESE.search(one)]
        assert all(re.fullmatch(r"最終コンバージョンの [0-9.]+%|1件あたりの平均的な価値", one) for one in words), words
    assert "{" not in "".join(comments).replace("`", "")


@pytest.mark.parametrize(("preset", "language"), list(product(PRESETS, Language)))
def test_it_says_when_one_step_may_be_primary(preset: str, language: str) -> None:
    lines = starting_file(answers(preset, language=language)).splitlines()
    (told,) = [number for number, line in enumerate(lines) if "30" in line and ("results" in line or "件" in line)]
    name = next(line for line in lines[told:] if "- name: " in line).partition("- name: ")[2]
    assert name == PRESETS[preset].nearest
    assert "role: primary" in "".join(lines[told : told + 2])


def test_shares_in_comments_are_those_of_the_rounded_values() -> None:
    text = starting_file(answers("shop", final="300"))
    assert "value: 18 # 6 % of the result" in text
    assert "value: 2 # 0.7 % of the result" in text  # 1.5


# ---- values


@pytest.mark.parametrize(
    ("final", "currency", "expected"),
    [
        ("10000", "JPY", ["100", "300", "600"]),
        ("12345", "JPY", ["120", "370", "740"]),
        ("8000", "JPY", ["80", "240", "480"]),
        ("49.99", "EUR", ["0.5", "1.5", "3"]),
        ("12.5", "KWD", ["0.13", "0.38", "0.75"]),
        ("1.999", "KWD", ["0.02", "0.06", "0.12"]),
        ("99.5", "JPY", ["1", "3", "6"]),
        ("1000000000000", "IDR", ["10000000000", "30000000000", "60000000000"]),
    ],
)
def test_grading(final: str, currency: str, expected: list[str]) -> None:
    shares = [Decimal("0.01"), Decimal("0.03"), Decimal("0.06")]
    assert [plain(value) for value in graded(Decimal(final), shares, currency).values()] == expected


@pytest.mark.parametrize(("currency", "least"), [("JPY", "50"), ("USD", "0.5"), ("KWD", "0.05")])
def test_what_is_too_small(currency: str, least: str) -> None:
    shares = [Decimal("0.01"), Decimal("0.03"), Decimal("0.06")]
    unit = smallest_unit(currency)
    with pytest.raises(TooSmallError) as caught:
        graded(10 * unit, shares, currency)
    assert plain(caught.value.least) == least
    assert graded(caught.value.least, shares, currency)


def test_no_step_is_worth_as_much_as_the_result() -> None:
    with pytest.raises(TooSmallError, match="at least 5"):
        graded(Decimal(1), [Decimal("0.8")], "JPY")
    assert graded(Decimal(5), [Decimal("0.8")], "JPY") == {Decimal("0.8"): 4}


@settings(max_examples=examples(300), deadline=None)
@given(
    st.decimals("0.001", "1000000000000", places=3),
    st.sampled_from(["JPY", "EUR", "KWD"]),
    st.sampled_from(list(PRESETS)),
)
def test_grading_is_strict_or_refused(final: Decimal, currency: str, preset: str) -> None:
    shares = PRESETS[preset].shares
    if too_small(final, preset, currency):
        with pytest.raises(TooSmallError) as caught:
            graded(final, shares, currency)
        assert final < caught.value.least
        return
    found = graded(final, shares, currency)
    values = [found[share] for share in sorted(shares)]
    assert all(low < high for low, high in zip([Decimal(0), *values], [*values, final], strict=True))
    assert all(value % smallest_unit(currency) == 0 for value in values)
    assert all(len(value.normalize().as_tuple().digits) <= 2 for value in values)


# ---- answers are hostile


HOSTILE = [
    "no", "null", "~", "1e3", "0x1F", "2026-11-01", "12:30", ".nan", "-", "- a", "a: b", "a #b", "# a", "{a}", "[a]",
    "*a", "&a", "!a", "|", ">", "%a", "@a", "`a`", "'a'", '"a"', "a\\nb", "a'b\"c", "<<", "=", "?", "? a", ",", "a, b",
    "🍎", "あおいストア", "a\u202eb", "{title}", "%s", "$HOME", "yes", "N", "True", "1_000", "...", "---", "a ---",
    "\u200b",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_arrive_as_they_are(client_of: Callable[[Answers], Client], text: str) -> None:
    hostile = replace(answers(), client=text, owner=text)
    client = client_of(hostile)
    assert (client.label, client.owner) == (text, text)
    assert len(client.conversions) == 5
    assert starting_file(hostile).replace("\n", "").isprintable(), "a direction mark is written as an escape"


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=30))
@example(text="a\n- b")
@example(text="a\u2028b")
@example(text="\ud800")
@example(text="a\x85b")
def test_what_is_not_refused_arrives_as_it_is(text: str, vocabulary: Vocabulary) -> None:
    if refusal("client", text, vocabulary):
        assert text != text.strip() or not text.isprintable()
        return
    made = starting_file(replace(answers(), client=text))
    data, _, problems = parse(made, "c.yaml")
    assert problems == []
    assert data["client"] == text
    assert yaml.safe_load(made)["client"] == text
    assert len(made.splitlines()) == len(starting_file(answers()).splitlines())


@pytest.mark.parametrize("text", ["a", "aoi-store", "sato@agency.example", "Request form, step 2", "あおい ストア"])
def test_what_is_safe_has_no_quotes(text: str) -> None:
    assert in_line(text) == text


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("client", "", "is empty; allowed: text"),
        ("client", " a", "cannot be ' a'; allowed: text; take out the blanks at its ends"),
        ("client", "a\nb", r"'a\nb' holds a line break; a value is one line of text"),
        ("customer_id", "12", "cannot be '12'; allowed: ten digits, as 123-456-7890"),
        ("customer_id", "1234567890", ""),
        ("customer_id", "123-456-7890", ""),
        ("customer_id", "a, b: true", "cannot be 'a, b: true'; allowed: ten digits, as 123-456-7890"),
        ("customer_id", "a, b", "cannot be 'a, b'; allowed: ten digits, as 123-456-7890"),
        ("login_customer_id", "999-888-7777", ""),
        ("property_id", "0", "cannot be '0'; allowed: the digits of a GA4 property id, as 345678901"),
        ("property_id", "345678901", ""),
        ("currency", "JPY", ""),
        ("currency", "NO", "cannot be 'NO'; allowed: an ISO 4217 code of three capital letters, as JPY"),
    ],
)  # fmt: skip
def test_answers_are_judged_by_the_loader(key: str, text: str, why: str, vocabulary: Vocabulary) -> None:
    assert refusal(key, text, vocabulary) == why


@pytest.mark.parametrize("text", ["10000", " 10000 ", "1e4", "10000.00", "+10000"])
def test_amounts(text: str) -> None:
    assert amount(text) == 10000


def test_importing_presets_loads_no_parser() -> None:
    code = "import sys, microconv.config.presets; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"yaml", "pydantic_core", "google"} & set(done.stdout.split())
