"""Regular expressions by whose they are: GA4's are RE2, those of a web container the browser's."""

from __future__ import annotations

import pytest

from microconv.core.regular_expression import fault, fault_in_browser


@pytest.mark.parametrize("pattern", ["^/a/?$", "a(?=b)", "(?<!x)a", "(?:a|b)", r"\\A", "[+*]+", "(a)\\1"])
def test_what_browsers_take(pattern: str) -> None:
    assert fault_in_browser(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?P<x>a)", "browsers have no (?P…"),
        ("(?i)a", "browsers have no flags such as (?i): write `ignore_case: true`"),
        (r"\Aa", r"browsers have no \A and \Z: write ^ and $"),
        (r"a\Z", r"browsers have no \A and \Z: write ^ and $"),
        ("a*+", "browsers have no possessive quantifiers"),
        ("a(", "missing ), unterminated subpattern at character 2"),
    ],
)
def test_what_browsers_do_not_take(pattern: str, reason: str) -> None:
    assert fault_in_browser(pattern) == reason


def test_ga4_takes_less() -> None:
    assert fault("a(?=b)")
    assert not fault_in_browser("a(?=b)")
