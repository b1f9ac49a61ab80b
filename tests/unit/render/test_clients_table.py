"""The table at the end of a run of several clients: the worst first, and never wider than a hundred columns."""

from __future__ import annotations

import pytest
from hostile import NAMES, harmful

from microconv.core.text import Language
from microconv.render.clients_table import clients_table, sums
from microconv.render.fleet_page.line import FleetLine, State
from microconv.render.safe import width
from microconv.render.style import Style
from tests.unit.render.fleet_page.lines import LINES, hostile

TABLE = """\
client    state        counts  bidding  in the way  last run     calls   time
failed    failed
late      not reached
refused   refused      ~2                        1  2 others         4  1.1 s
stops     changes      ↓1      stops 2              new              4  1.1 s
more      changes      +2 ~3                        was 3            4  1.2 s
in-order  done                                      same             4  0.9 s
gone      done                                      gone, was 4      4  0.8 s
audited   done                                                       4  0.7 s
waiting   done                                                       4  0.7 s
+ create  ~ update  ↓ demote  - remove
"""


def test_the_worst_comes_first_with_what_has_become_of_it() -> None:
    assert clients_table(LINES) == TABLE


def test_sums_count_every_client_once() -> None:
    assert sums(LINES) == "9 clients: 1 failed, 1 not reached, 1 refused, 2 changes, 4 done"
    assert sums(LINES[:1]).ja.startswith("クライアント 1 件: ")


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("language", Language)
def test_it_fits_with_labels_of_any_length(columns: int, language: Language) -> None:
    lines = [line._replace(label=f"{'あおい' * 20}{line.label}") for line in LINES]
    text = clients_table(lines, Style(columns=columns), language)
    assert max(map(width, text.splitlines())) <= min(columns, 100)
    assert all(state in text for state in (("failed", "done") if language is Language.EN else ("失敗", "完了")))


def test_columns_that_nobody_has_anything_in_are_left_out() -> None:
    assert clients_table([FleetLine("a", State.DONE), FleetLine("bb", State.FAILED)]) == (
        "client  state\nbb      failed\na       done\n"
    )


@pytest.mark.parametrize("evil", NAMES)
def test_hostile_labels_stay_on_their_line(evil: str) -> None:
    text = clients_table([hostile(evil), LINES[0]])
    assert harmful(text) == []
    assert len(text.splitlines()) == 5, "the error of a config has a line of its own"
