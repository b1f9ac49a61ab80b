"""Addresses that become links, and those that do not."""

from __future__ import annotations

import pytest

from microconv.render.report.links import link


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://heat.example/1?a=b&c=d#e", "https://heat.example/1?a=b&c=d#e"),
        ("https://heat.example/ab)(|", "https://heat.example/ab%29%28%7C"),
        ("https://heat.example/a b", ""),
        ("https://heat.example/<x>", ""),
        ("https://google.com@evil.example/", ""),
        ("https://heat.example/地図", "https://heat.example/%E5%9C%B0%E5%9B%B3"),
        ("https://heat.example/\n\x1b", ""),
        ("https://heat.example/%20", "https://heat.example/%20"),
        ("http://heat.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("https://heat.example/" + "x" * 2_000, ""),
    ],
)
def test_link(address: str, written: str) -> None:
    assert link(address) == written
