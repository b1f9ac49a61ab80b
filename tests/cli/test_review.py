"""`microconv review`: proposals are accepted or declined one by one, and the config says exactly that afterwards."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click import Abort

from microconv import load
from microconv.cli.deciding import terminal
from microconv.clock import utc_now
from microconv.core.conversion import Role
from microconv.core.errors import MicroconvError
from microconv.core.text import Text
from microconv.sitting.model import ReviewAnswer
from tests.conftest import Done, flat
from tests.heavy import heavy
from tests.unit.render.page import read
from tests.unit.render.review.made import GROUND
from tests.unit.render.review_page.sittings import hostile, quiet, sitting

CONFIG = """\
# The shop of Aoi.
version: 1
client: aoi-store
currency: JPY
owner: 田中（みらい広告）
google_ads: {customer_id: 123-456-7890}
ga4: {property_id: 345678901}
review: {every: quarter}
conversions:
  - {name: mv_view_item, value: 100, role: secondary, category: page_view, funnel: {next: mv_add_to_cart}}
  - name: mv_add_to_cart
    value: 1000  # by guess
    role: secondary
    category: add_to_cart
    funnel: {next: mv_begin_checkout}
  - {name: mv_begin_checkout, value: 2000, role: primary, category: begin_checkout, funnel: {next: purchase}}
  - {name: mv_rare, value: 50, role: secondary, category: page_view, funnel: {next: purchase}}
  - {name: mv_zero, value: 5000, role: primary, category: page_view, funnel: {next: purchase}}
  - {name: purchase, kind: macro, role: primary, category: purchase, value: {default: 10000, from_event: true}}
"""
ALL = {"mv_view_item": 160.0, "mv_add_to_cart": 500.0, "mv_begin_checkout": 1300.0}
"""The values that the made-up sitting proposes, beside the role of mv_zero."""


@pytest.fixture
def aoi(tmp_path: Path) -> Path:
    """The config of the made-up sitting."""
    path = tmp_path / "aoi.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, ReviewAnswer | Exception]:
    """The made-up answer of each client, by its label."""
    made: dict[str, ReviewAnswer | Exception] = {"aoi-store": sitting()}

    def compute(task, *_):
        answer = made[task.client.label]
        if isinstance(answer, Exception):
            raise answer
        return replace(answer, ground=replace(answer.ground, client=task.client.label))

    monkeypatch.setattr("microconv.fleet.tasks.review.compute", compute)
    return made


@pytest.fixture
def review(run, answers, aoi, monkeypatch) -> Callable[..., Done]:
    """Runs `review` on the config; `answer` is typed at a terminal."""

    def call(*options: object, answer: str | None = None) -> Done:
        monkeypatch.setattr("microconv.cli.deciding.terminal", lambda shown: answer is not None)
        return run("review", aoi, *options, answer=answer)

    return call


def values(path: Path) -> dict[str, float]:
    client, _ = load(path)
    assert client is not None
    return {
        one.name: one.value.amount
        for one in client.conversions
        if one.value is not None and one.value.amount is not None
    }


def decided(path: Path) -> dict[str, tuple[Role | None, float | None]]:
    """The decisions of a config, each with a reason and of the day of the sitting."""
    client, _ = load(path)
    assert client is not None
    assert client.review_last == GROUND.today
    assert {one.date for one in client.decisions} <= {client.review_last}
    assert all(one.reason for one in client.decisions)
    return {one.conversion: (one.role, one.value) for one in client.decisions}


# ---- at a terminal


def test_what_is_accepted_is_written_and_what_is_declined_is_written_down(review, aoi):
    done = review(answer="y\nn\nY\nno\ny\n")
    assert done.code == 0
    assert values(aoi) == {
        "mv_view_item": 160, "mv_add_to_cart": 1000, "mv_begin_checkout": 1300, "mv_rare": 50, "mv_zero": 5000,
        "purchase": 10000,
    }  # fmt: skip
    assert load(aoi)[0].by_name["mv_zero"].role is Role.PRIMARY
    assert decided(aoi) == {
        "mv_view_item": (None, 160), "mv_begin_checkout": (None, 1300),
        "mv_add_to_cart": (None, None), "mv_zero": (None, None),
    }  # fmt: skip
    before, after = CONFIG.splitlines(), aoi.read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == [before[7], before[9], before[15]]


def test_each_question_has_its_evidence_in_one_line_and_the_end_shows_what_is_written(review):
    told = flat(review(answer="y\nn\ny\ny\ny\n").err)
    first, _, rest = told.partition("Accept?")
    assert "1 of 4 mv_view_item: ¥100 → ¥160 ¥160 (¥140–¥200; 96 of 6,000 users, 90 days); now ¥100" in first
    assert "4 of 4 mv_zero: primary → secondary" in rest
    summary = rest.partition("To be written into")[2].partition("Write this?")[0]
    assert "mv_add_to_cart: declined, stays as it is" in summary
    assert f"review.last: {GROUND.today}" in summary
    assert told.index("Write this?") < told.index("Written into")


def test_a_question_mark_explains_and_any_other_answer_is_asked_again(review, aoi):
    done = review(answer="?\nmaybe\n\nｙ\nn\nn\nn\nはい\n")
    assert "q quit: nothing is written at all" in flat(done.err)
    assert done.err.count("y, n, q or ?") == 2
    assert decided(aoi)["mv_view_item"] == (None, 160)


@pytest.mark.parametrize(
    ("answer", "code"),
    [("q\n", 130), ("y\ny\nq\n", 130), ("y\ny\ny\ny\nq\n", 130), ("y\n", 130), ("", 130), ("y\ny\ny\ny\nn\n", 0)],
    ids=["q at once", "q later", "q at the end", "end of input", "no input", "not confirmed"],
)
def test_nothing_is_written_unless_it_is_confirmed(review, aoi, answer, code):
    done = review(answer=answer)
    assert done.code == code
    assert aoi.read_bytes() == CONFIG.encode()
    assert f"{aoi}: nothing was written" in done.err
    assert list(aoi.parent.glob(".aoi*")) == []


@pytest.mark.parametrize("stop", [Abort, KeyboardInterrupt])
def test_an_interrupt_at_any_question_writes_nothing(review, aoi, monkeypatch, stop):
    def prompt(*_: object, **__: object) -> str:
        raise stop

    monkeypatch.setattr("click.prompt", prompt)
    done = review(answer="")
    assert (done.code, aoi.read_bytes()) == (130, CONFIG.encode())
    assert "nothing was written" in done.err


def test_without_proposals_the_review_is_written_down_once_it_is_confirmed(review, aoi, answers):
    answers["aoi-store"] = quiet()
    assert review(answer="n\n").code == 0
    assert aoi.read_bytes() == CONFIG.encode()
    assert review(answer="y\n").code == 0
    assert decided(aoi) == {}
    assert aoi.read_text("utf-8").count("\n") == CONFIG.count("\n")


def with_value(place: int, value: float) -> ReviewAnswer:
    """The made-up sitting with another proposed value at a place."""
    whole = sitting()
    proposals = list(whole.proposals)
    result = proposals[place].value
    assert result is not None
    assert result.proposal is not None
    proposals[place] = replace(proposals[place], value=replace(result, proposal=replace(result.proposal, value=value)))
    return replace(whole, proposals=tuple(proposals))


def told_before_writing(done: Done) -> str:
    return flat(done.err).partition("To be written")[2].partition("Write this?")[0]


def test_a_chain_that_falls_because_one_was_declined_is_told_before_it_is_written(review, answers):
    answers["aoi-store"] = with_value(2, 700)
    told = told_before_writing(review(answer="n\nn\ny\nn\nn\n"))
    assert "warning: mv_add_to_cart (¥1,000) would not be worth less than mv_begin_checkout (¥700)" in told
    assert "worth" not in told_before_writing(review(answer="n\ny\ny\nn\nn\n"))
    answers["aoi-store"] = with_value(2, 400)
    assert "warning: mv_add_to_cart (¥500) would not be worth less than mv_begin_checkout" in review("--write").err


def test_new_warnings_of_the_config_are_shown_before_it_is_written(review, aoi, answers):
    aoi.write_text(CONFIG.replace("value: 50,", "value: 50.5,"), encoding="utf-8")
    answers["aoi-store"] = with_value(0, 160.5)
    for first, expected in (("y", 1), ("n", 0)):
        told = told_before_writing(review(answer=f"{first}\nn\nn\nn\nn\n"))
        assert told.count("[value-decimals]") == expected


def test_a_file_that_was_changed_while_somebody_answered_stays(review, aoi, answers, monkeypatch):
    changed = CONFIG.replace("by guess", "by the shop").encode()
    monkeypatch.setattr("microconv.cli.deciding._confirmed", lambda: aoi.write_bytes(changed) > 0)
    done = review(answer="y\ny\ny\ny\n")
    assert (done.code, aoi.read_bytes()) == (1, changed)
    assert "it was changed in the meantime" in done.err


def test_a_file_that_was_changed_while_the_accounts_were_read_stays(review, aoi, answers, monkeypatch):
    changed = CONFIG.replace("value: 100,", "value: 120,").encode()

    def compute(task, *_):
        aoi.write_bytes(changed)
        return sitting()

    monkeypatch.setattr("microconv.fleet.tasks.review.compute", compute)
    done = review("--write")
    assert (done.code, aoi.read_bytes()) == (1, changed)
    assert "the config was changed in the meantime; nothing was written" in flat(done.err)


@pytest.mark.parametrize("name", ["\x1b[2J\x1b[31mred", "a\n2 of 1  nothing", "\u202eesahcrup\x9b31m"])
def test_names_obey_nobody_at_the_terminal(review, answers, name):
    answers["aoi-store"] = hostile(name)
    done = review(answer="?\nq\n")
    assert [sign for sign in done.err + done.out if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"] == []
    assert not any(line.startswith("2 of 1") for line in done.err.splitlines())


# ---- elsewhere


@pytest.mark.parametrize(
    ("terminals", "to_file", "asked"),
    [
        ({"stdin", "stdout", "stderr"}, False, True),
        ({"stdin", "stderr"}, False, False),  # `| less`, `> file`
        ({"stdin", "stderr"}, True, True),
        ({"stdin", "stdout"}, True, False),
        ({"stdout", "stderr"}, False, False),
    ],
)
def test_somebody_is_asked_who_has_seen_the_agenda_and_can_answer(terminals, to_file, asked, monkeypatch):
    class Stream:
        def __init__(self, name: str) -> None:
            self.name = name

        def isatty(self) -> bool:
            return self.name in terminals

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"microconv.cli.deciding.sys.{name}", Stream(name))
    assert terminal(shown=not to_file) is asked


def test_without_a_terminal_nothing_is_written_and_it_says_what_would(review, aoi):
    done = review()
    assert (done.code, aoi.read_bytes()) == (0, CONFIG.encode())
    assert "nothing was written: there is no terminal to ask at; `--write` accepts every proposal" in flat(done.err)
    assert "Proposed changes: 3 values, 1 role." in done.out


def test_no_input_asks_nothing_at_a_terminal(review, aoi):
    done = review("--no-input", answer="y\ny\ny\ny\ny\n")
    assert (done.code, aoi.read_bytes()) == (0, CONFIG.encode())
    assert "Accept?" not in done.err
    assert "`--write`" in done.err


def test_write_accepts_everything(review, aoi):
    done = review("--write")
    assert done.code == 0
    assert {name: amount for name, amount in values(aoi).items() if name in ALL} == ALL
    assert load(aoi)[0].by_name["mv_zero"].role is Role.SECONDARY
    assert decided(aoi) == {**{name: (None, value) for name, value in ALL.items()}, "mv_zero": (Role.SECONDARY, None)}
    assert f"Next: git diff {aoi}, then microconv plan {aoi}" in flat(done.err)


def test_the_plan_of_the_config_says_exactly_what_was_accepted(review, aoi, run, environment, state, holds):
    account = "google_ads: {customer_id: 123-456-7890, login_customer_id: 999-888-7777}\nlimits: {demotions: 9}"
    aoi.write_text(CONFIG.replace("google_ads: {customer_id: 123-456-7890}", account), encoding="utf-8")
    assert run("sync", aoi, "--yes").code == 0
    assert run("plan", aoi, "--detailed-exitcode").code == 0
    before = holds.everything()
    review(answer="y\nn\ny\ny\ny\n")
    assert holds.everything() == before
    plan = json.loads(run("plan", aoi, "--format", "json").out)["plans"][0]
    assert {
        (change["address"]["name"], *one.values()) for change in plan["changes"] for one in change["attributes"]
    } == {
        ("mv_view_item", "value_settings.default_value", 100, 160),
        ("mv_begin_checkout", "value_settings.default_value", 2000, 1300),
        ("mv_zero", "primary_for_goal", True, False),
    }


def test_write_and_no_input_contradict_each_other(review, aoi):
    assert review("--write", "--no-input").code == 64
    assert aoi.read_bytes() == CONFIG.encode()


@pytest.mark.parametrize(
    ("option", "proposals", "code"),
    [("--detailed-exitcode", True, 2), ("--detailed-exitcode", False, 0), ("--no-input", True, 0)],
)
def test_the_exit_code_tells_of_proposals_where_it_is_asked_to(review, answers, option, proposals, code):
    answers["aoi-store"] = sitting() if proposals else quiet()
    assert review(option).code == code


def test_an_unanswered_question_gives_the_code_for_a_part(review, answers):
    whole = sitting()
    gap = Text("the funnel of mv_rare was refused", "mv_rare の目標到達プロセスが拒否されました")
    answers["aoi-store"] = replace(whole, ground=replace(whole.ground, gaps=(gap,)))
    done = review("--detailed-exitcode")
    assert done.code == 5
    assert "the funnel of mv_rare was refused" in flat(done.out)


# ---- forms


def test_json_tells_what_was_found_and_what_was_written(review):
    document = json.loads(review("--write", "--format", "json").out)
    assert (document["format"], document["kind"]) == (1, "microconv review")
    (client,), (written,) = document["clients"], document["written"]
    assert client["proposals"][0]["conversion"] == "mv_view_item"
    assert client["audit"]["kind"] == "microconv audit"
    assert client["reported"]["document"]["kind"] == "microconv report"
    assert client["reported"]["path"] == "reports/aoi-store/2026-10.json"
    assert [one["conversion"] for one in written["changes"]] == [*ALL, "mv_zero"]
    assert (written["declined"], written["reviewed"]) == ([], str(GROUND.today))


def test_a_document_on_standard_output_asks_nothing(review, aoi):
    for form in ("json", "html", "markdown"):
        done = review("--format", form, answer="y\ny\ny\ny\ny\n")
        assert (done.code, aoi.read_bytes()) == (0, CONFIG.encode())
        assert "Accept?" not in done.err


def test_an_agenda_goes_into_a_file_and_the_questions_are_asked_beside_it(review, aoi, tmp_path):
    done = review("--format", "html", "-o", tmp_path / "agenda.html", "--language", "ja", answer="y\ny\ny\ny\ny\n")
    page = read((tmp_path / "agenda.html").read_text("utf-8"))
    assert page.one("h1").text() == "計測レビュー 2026年11月23日 aoi-store"
    assert "採用しますか？" in done.err
    assert "に書き込みました" in done.err
    assert len(decided(aoi)) == 4


def test_several_clients_get_an_agenda_each_and_a_list(run, answers, aoi, tmp_path, monkeypatch):
    other = aoi.with_name("second.yaml")
    other.write_text(CONFIG.replace("aoi-store", "second").replace("345678901", "345678902").replace("7890", "7891"),
                     encoding="utf-8")  # fmt: skip
    third = aoi.with_name("third.yaml")
    third.write_text(CONFIG.replace("aoi-store", "third").replace("345678901", "345678903").replace("7890", "7892"),
                     encoding="utf-8")  # fmt: skip
    answers |= {"second": quiet(), "third": MicroconvError("GA4 refused")}
    done = run("review", aoi, other, third, "--format", "html", "-o", f"{tmp_path / 'out'}/")
    assert done.code == 5
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "aoi-store-review-2026-11-23.html", "index.html", "second-review-2026-11-23.html",
    ]  # fmt: skip
    page = read((tmp_path / "out/index.html").read_text("utf-8"))
    assert [link.text() for link in page.all("a")] == ["aoi-store", "second"]
    assert page.one("li").text() == "third: GA4 refused"
    texts = run("review", aoi, other)
    assert texts.out.count("Decisions\n") == 2
    assert len(json.loads(run("review", aoi, other, "--format", "json").out)["clients"]) == 2


def test_quitting_ends_the_sittings_of_all_clients(run, answers, aoi, monkeypatch):
    other = aoi.with_name("second.yaml")
    other.write_text(CONFIG.replace("aoi-store", "second").replace("345678901", "345678902").replace("7890", "7891"),
                     encoding="utf-8")  # fmt: skip
    answers["second"] = sitting()
    monkeypatch.setattr("microconv.cli.deciding.terminal", lambda shown: True)
    done = run("review", aoi, other, answer="q\ny\ny\ny\ny\ny\n")
    assert done.code == 130
    assert done.err.endswith("1 client not reached (the run was interrupted): second\n")
    assert done.err.count("second") == 1
    assert "second" in other.read_text("utf-8")
    assert "decisions" not in other.read_text("utf-8")


def test_after_a_review_the_audit_no_longer_calls_it_overdue(review, aoi):
    from microconv.analysis.subject import Subject
    from microconv.audit.rules.upkeep import upkeep_overdue

    def fails() -> bool:
        client, _ = load(aoi)
        return bool(upkeep_overdue.check(Subject((), utc_now().date(), client)).evidence)

    assert fails()
    review("--write")
    assert not fails()


# ---- a real terminal


class Session:
    """The command at a terminal of its own."""

    def __init__(self, *arguments: object) -> None:
        self.master, slave = pty.openpty()
        program = [sys.executable, str(Path(__file__).with_name("review_session.py")), *map(str, arguments)]
        self.process = subprocess.Popen(program, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        self.shown = b""

    def until(self, text: str) -> None:
        """Wait until a text is shown."""
        deadline, before = time.monotonic() + 60, len(self.shown)
        while text.encode() not in self.shown[before:] and time.monotonic() < deadline and self._read():
            pass
        assert text.encode() in self.shown[before:], self.shown.decode()

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def press(self, keys: bytes, answer: str) -> None:
        """Press keys as people do, once more where nothing comes of it, until an answer is shown.

        A signal in the instant between readline's prompt and its waiting is seen at the next key only (CPython's
        readline_until_enter_or_signal).
        """
        for _ in range(5):
            self.type(keys)
            while answer.encode() not in self.shown and select.select([self.master], [], [], 5)[0] and self._read():
                pass
            if answer.encode() in self.shown:
                return
        raise AssertionError(self.shown.decode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(timeout=30)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def _read(self) -> bool:
        if not select.select([self.master], [], [], 60)[0]:
            return False
        try:
            read_now = os.read(self.master, 65536)
        except OSError:
            return False
        self.shown += read_now
        return bool(read_now)


@pytest.fixture
def session(aoi: Path) -> Iterator[Callable[..., Session]]:
    """Starts the command on the config."""
    started: list[Session] = []

    def start(*options: object) -> Session:
        started.append(Session("review", aoi, *options))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_a_whole_sitting_at_a_real_terminal(session, aoi):
    window = session()
    for number, key in enumerate(b"yn?yn", start=1):
        window.until("Accept? (y/n/q/?)")
        window.type(bytes([key]) + b"\n")
        assert number
    window.until("Write this? (y/n)")
    window.type(b"y\n")
    assert window.end() == 0, window.shown.decode()
    assert set(decided(aoi)) == {*ALL, "mv_zero"}
    assert values(aoi)["mv_view_item"] == 160


@heavy
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("after", [0, 4])
def test_a_key_that_ends_it_writes_nothing(session, aoi, key, after):
    window = session()
    for _ in range(after):
        window.until("Accept? (y/n/q/?)")
        window.type(b"y\n")
    window.until("Accept? (y/n/q/?)" if after < 4 else "Write this? (y/n)")
    window.press(key, "nothing was written")
    assert window.end() == 130
    assert aoi.read_bytes() == CONFIG.encode()
