"""Reports of many clients, long plans and hostile names: within GitHub's limits, and nothing of a name is obeyed."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from microconv.core.plan import Action, AttributeChange, Bidding, Change, Plan, Shift
from microconv.core.resource import Address
from microconv.core.text import Language, Text
from microconv.github.command import Client, Outcome
from microconv.github.comment import marker
from microconv.github.inert import inert
from microconv.github.markdown import COMMENT_LONGEST, client_report, in_utf8, in_utf16, report
from tests.heavy import heavy, sample

HOSTILE = [
    "@everyone and @aoi/team",
    "\\@everyone",
    "`@everyone",
    "`@everyone` or `#1`",
    "``` \n@everyone",
    "--> <!-- microconv:plan:0 --> <img src=x onerror=alert(1)>",
    "</details></summary><script>alert(1)</script>",
    "| a | b |\n| --- | --- |",
    "[here](https://evil.test) ![x](https://evil.test/p.png)",
    "https://evil.test/aoi/measurement/issues/1 www.evil.test",
    "<https://evil.test> mailto:a@evil.test a@evil.test",
    "#1 GH-2 aoi/measurement#3",
    "# heading\n- [ ] task",
    "$\\text{hidden}$ $x$",
    "\u202egnp.exe\u200b\x1b[31m",
    "::error::forged\n##[error]forged",
    "end-0\nexit-code<<x\n0\nx",
    "&#64;everyone &commat;everyone",
]
MENTION = re.compile(r"(?<![\w/])@\w|(?<![\w&])#\d|\bGH-\d|://|\bwww\.")


def plan_of(client: str, *names: str, emulated: bool = False) -> Plan:
    changes = [
        Change(
            Action.DEMOTE,
            Address("google_ads.conversion_action", name),
            (Text("not in the config", "設定にありません"),),
            (AttributeChange("primary_for_goal", True, False),),
            bidding=Bidding.STOPS,
        )
        for name in names
    ]
    shifts = [Shift(name, Bidding.STOPS, ("Brand",), False) for name in names]
    return Plan(client, (("google_ads", "1234567890"),), tuple(changes), shifts=tuple(shifts), emulated=emulated)


def outcome_of(*plans: Plan, code: int = 2) -> Outcome:
    return Outcome("plan", code, tuple(Client(one.client, 2 if one.changes else 0, one) for one in plans))


def obeyed(text: str) -> str:
    """The text of a rendered document outside of code: there GitHub looks for mentions and addresses."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("several", [False, True])
def test_nothing_of_a_name_is_obeyed(name, several):
    others = [plan_of("other", "mv_a")] if several else []
    outcome = Outcome(
        "plan",
        5,
        (*outcome_of(plan_of(name, name), *others).clients, *([Client(name, 1)] if several else ())),
        text=f"{name}\n",
    )
    text = report(outcome, Language.EN, COMMENT_LONGEST)
    html = obeyed(text)
    shown = html.replace("\u200b", "\0")
    assert not MENTION.search(re.sub(r"<[^>]*>", "", shown))
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    clients = tuple(Client("x", one.code, one.plan and plan_of("x", "x")) for one in outcome.clients)
    harmless = obeyed(report(Outcome("plan", 5, clients, text="x\n"), Language.EN, COMMENT_LONGEST))
    assert tags <= set(re.findall(r"</?([a-z0-9]+)", harmless))
    assert html.count("<tr>") == harmless.count("<tr>")
    assert html.count("<details") == html.count("</details>") == harmless.count("<details")
    assert "<!--" not in html.partition("\n")[2]
    assert "$" not in re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)


def test_amounts_in_dollars_are_no_formulas():
    assert inert("worth $500, then $300 and `$1` here") == "worth &#36;500, then &#36;300 and `$1` here"


def test_code_is_left_as_it_is():
    text = "`a@b` and ``x`@y`` @z\n```\n@q #1\n```\n@r"
    assert inert(text) == "`a@b` and ``x`@y`` @&#8203;z\n```\n@q #1\n```\n@&#8203;r"


def test_the_marker_holds_no_name():
    assert re.fullmatch(r"<!-- microconv:plan:[0-9a-f]{32} -->", marker("plan", *HOSTILE))
    assert marker("plan", "a", "bc") != marker("plan", "ab", "c")


@pytest.mark.parametrize("language", sample(Language, 2))
def test_300_clients_stay_within_a_comment(language):
    plans = [plan_of(f"client-{n:03}", *[f"mv_step_{n}_{m}" for m in range(n % 20)]) for n in range(300)]
    outcome = outcome_of(*plans)
    text = report(outcome, language, COMMENT_LONGEST, "https://github.test/r")
    assert COMMENT_LONGEST * 0.7 < in_utf16(text) <= COMMENT_LONGEST
    assert text.count("<details>") == text.count("</details>") > 20
    more = int(re.search(r"\*(?:and|ほか) (\d+) ", text)[1])
    assert more + text.count("<summary>client-") == sum(bool(one.changes) for one in plans)
    assert "(https://github.test/r)" in text[-200:]
    whole = report(outcome, language, 50_000_000)
    assert whole.count("<summary>client-") == sum(bool(one.changes) for one in plans)


@heavy
def test_a_plan_of_two_megabytes_leaves_room_for_the_others():
    large = plan_of("large", *[f"mv_{'長い名前' * 50}_{n}" for n in range(2_500)])
    outcome = outcome_of(large, plan_of("small", "mv_small"))
    assert len(large.to_json()) > 2_000_000
    text = report(outcome, Language.JA, COMMENT_LONGEST)
    assert in_utf16(text) <= COMMENT_LONGEST
    assert "<summary>small</summary>" in text
    assert "mv\\_small" in text.partition("<summary>small")[2]
    summary = report(outcome, Language.JA, 1_000_000, size=in_utf8)
    assert 900_000 < in_utf8(summary) <= 1_000_000
    issue = client_report(outcome.clients[0], Language.JA, 60_000)
    assert in_utf16(issue) <= 60_000
    assert issue.count("<details>") == issue.count("</details>")


def test_signs_outside_of_the_first_plane_count_double():
    plan = plan_of("emoji", *["🎉" * 200 + str(n) for n in range(500)])
    assert in_utf16(report(outcome_of(plan), Language.EN, COMMENT_LONGEST)) <= COMMENT_LONGEST


@pytest.mark.parametrize("room", [0, 10, 500, 3_000])
def test_a_summary_that_is_nearly_full_is_not_overfilled(room):
    text = report(outcome_of(plan_of("a", *map(str, range(99)))), Language.EN, room, size=in_utf8)
    assert in_utf8(text) <= room


def test_emulated_is_said():
    emulated = report(outcome_of(plan_of("a", "b", emulated=True)), Language.EN, 9_999)
    assert emulated.startswith("### microconv plan (emulated)")
    assert "emulated" not in report(outcome_of(plan_of("a", "b")), Language.EN, 9_999)


def test_the_worst_comes_first():
    clients = (
        Client("quiet", 0, plan_of("quiet")),
        Client("changes", 2, plan_of("changes", "x")),
        Client("broken", 1),
    )
    text = report(Outcome("plan", 5, clients, text="broken: error: no\n"), Language.EN, COMMENT_LONGEST)
    order = ["[!WARNING]", "[!CAUTION]", "broken", "No changes: quiet", "broken: error", "<summary>changes</summary>"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)


@pytest.mark.parametrize("number", [1, 2])
def test_a_section_behind_what_was_said_is_read_as_markdown(number):
    clients = tuple(Client(name, 0, plan_of(name, "mv_a")) for name in ("first", "second")[:number])
    text = report(Outcome("sync", 0, clients, text="In sync\n"), Language.EN, COMMENT_LONGEST)
    html = obeyed(text)
    assert html.count("<h2>") == html.count("<table>") == number
    assert "## " not in html
