"""Whatever the text, loading answers with problems or with a client, and never with an exception."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from microconv.config import Loaded, Vocabulary, load, load_all
from microconv.core.diagnostics import Span
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words
from tests.heavy import examples

VOCABULARY = Vocabulary(TYPES, words, SOURCES, lambda: ("naming-prefix", "values-all-same"))
GOOD = """\
version: 1
client: aoi-store
review:
  every: month
  last: 2026-11-01
  report: "https://reports.example/1"
  decisions:
    - {date: 2026-11-01, conversion: mv_a, change: {role: secondary, value: 400}, reason: agreed}
learning: {days: 30, back_below: 15}
audit:
  enough_finals: 20
  max_conversions: 40
  ignore:
    - {rule: naming-*, object: "[purchase", reason: agreed, until: 2027-03-31}
    - {rule: values-all-same, reason: agreed, until: 2027-03-31}
currency: JPY
google_ads: {customer_id: 123-456-7890}
ga4: {property_id: 345678901, data_stream: G-1, link_google_ads: true, enhanced_measurement: {scrolls: true}}
demote: thorough
goals:
  account: [{category: purchase, biddable: true}]
  campaigns: [{campaign: "Brand*", goals: [{category: signup, biddable: false}]}, {campaign: Old, use: account}]
  custom: [{name: Learning, conversions: [purchase, mv_add_to_cart], campaigns: ["P-MAX*"]}]
naming: {prefix: mv_}
defaults: {counting: one_per_click, value: {currency: USD}, google_ads: {click_through_lookback_window_days: 7}}
conversions:
  - name: purchase
    kind: macro
    category: purchase
    role: primary
    value: {default: 10000, from_event: true}
  - name: mv_add_to_cart
    category: add_to_cart
    role: secondary
    value: &v 500
    funnel: {next: purchase}
    ga4:
      event: mv_add_to_cart
      counting: once_per_session
      when:
        page: /cart
        where: [{parameter: link_url, matches: "[.]pdf$", not: true}, {parameter: n, at_least: 5}]
        send_value: true
        set: [{parameter: plan, to: basic}, {parameter: form, from: form_id}]
    google_ads: {source: website}
    previously: [mv_cart]
  - {name: mv_call, role: secondary, category: phone_call_lead, value: *v, google_ads: {source: ad_call}}
"""
PIECES = (
    "!!str ", "&a ", "*a", "*v", "<<: ", "'", '"', "\t", "\n", "  ", "- ", ": ", "[", "]", "{", "}", "|\n", ">", "%",
    "@", "null", "~", "true", ".nan", "-.inf", "1e999", "0x", "-1", "mv_", "---\n", "...\n", "#", "? ", "\x00",
    "\u2028", "\\", "extends: config.yaml\n", "extends: ..\n", "name: mv_call", "ga4", "none", "source: ga4", "\ufeff",
    "9" * 400, "use: account", "when: false", "event: mv_call", "equals: ", "to: 5", "biddable: true", "(", "/あ",
    "：", "　", "\u00a0", "“", "”", "が", "か\u3099", "ＭＶ_", "primary: true\n", "mcc: 5", "role: メイン",
    "currency: YEN", "72.5", "1e300",
)  # fmt: skip
SLOW = settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load_bytes(content: bytes) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.yaml"
        path.write_bytes(content)
        found = load(path, VOCABULARY)
    usable = not any(problem.is_error for problem in found.problems)
    assert (found.client is not None) == usable
    for problem in found.problems:
        assert problem.span is not None
        assert problem.summary.isprintable()
        assert problem.detail.isprintable()
        assert problem.hint.isprintable()
        assert len(problem.summary) < 1000
    assert list(found.problems) == sorted(found.problems, key=lambda problem: problem.span or Span("", 0, 0))
    return found


def test_the_good_one_is_good() -> None:
    assert load_bytes(GOOD.encode()).problems == ()


@SLOW
@given(st.binary(max_size=200))
@example(b"\xff\xfe")
def test_any_bytes(content: bytes) -> None:
    assert load_bytes(content).client is None


@SLOW
@given(st.text(max_size=200))
@example("? ? ?")
@example("&a [*a]")
@example("{<<: {}}")
def test_any_text(text: str) -> None:
    assert load_bytes(text.encode("utf-8", "surrogatepass")).client is None


@SLOW
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4))
@example([(len(GOOD), 0, "extends: config.yaml\n")])
def test_a_good_config_with_damage(damage: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for at, length, piece in damage:
        text = text[:at] + piece + text[at + length :]
    load_bytes(text.encode("utf-8", "surrogatepass"))


LINES = GOOD.splitlines(keepends=True)


@SLOW
@given(st.permutations(range(len(LINES))), st.integers(0, len(LINES)))
def test_the_lines_of_a_good_config_in_any_order(order: list[int], keep: int) -> None:
    load_bytes("".join(LINES[number] for number in order[:keep]).encode())


FAULTS = (
    ("month", "毎月", "wrong-word"),
    ("currency: JPY", "currency: YEN", "wrong-word"),
    ("demote: thorough", "demote：thorough", "full-width-colon"),
    ("prefix: mv_", "prefix:　mv_", "full-width-blank"),
    ("enough_finals: 20", "enough_finals: “20”", "typographic-quotes"),
    ("kind: macro", "type: macro", "unknown-key"),
    ("role: primary", "primary: true", "unknown-key"),
    ("default: 10000", "default: 1e300", "out-of-range"),
    ("counting: once_per_session", "counting: セッションごとに 1 回", "wrong-word"),
    ("at_least: 5", "at_least: .nan", "not-finite"),
    ("next: purchase", "next: purchas", "unknown-next"),
    ("use: account", "use: campaign", "wrong-word"),
    ("data_stream: G-1", "measurement_id: G-1", "unknown-key"),
)
"""Pieces of the good config, what people write instead, and the problem that each must give."""


@SLOW
@given(st.sets(st.integers(0, len(FAULTS) - 1)))
@example(set(range(len(FAULTS))))
def test_every_mistake_is_told_however_many_others_there_are(which: set[int]) -> None:
    text = GOOD
    expected: Counter[str] = Counter()
    for number in sorted(which):
        good, bad, code = FAULTS[number]
        assert good in text
        text = text.replace(good, bad, 1)
        expected[code] += 1
    found = Counter(problem.code for problem in load_bytes(text.encode()).problems)
    assert expected <= found


BASE_LINES = [line for line in LINES if not line.startswith(("version:", "client:"))]


@SLOW
@given(
    st.lists(st.sampled_from(range(len(BASE_LINES)))),
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), st.sampled_from(PIECES)), max_size=2),
)
def test_a_damaged_base_below_a_damaged_config(kept: list[int], damage: list[tuple[int, int, str]]) -> None:
    text = GOOD.replace("version: 1\n", "version: 1\nextends: base.yaml\n")
    for at, length, piece in damage:
        text = text[:at] + piece + text[at + length :]
    base = "version: 1\n" + "".join(BASE_LINES[number] for number in kept)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "config.yaml", Path(folder) / "base.yaml"]
        for path, content in zip(paths, (text, base), strict=True):
            path.write_bytes(content.encode("utf-8", "surrogatepass"))
        found = load_all(paths, VOCABULARY)
    for one in found:
        assert (one.client is not None) == (not one.is_base and not any(item.is_error for item in one.problems))
        assert all(item.span is not None for item in one.problems)
