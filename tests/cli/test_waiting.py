"""Commands that are silent for long say what they wait for."""

from __future__ import annotations

import sys
import time
from pkgutil import resolve_name

import pytest

from microconv.cli import waiting
from microconv.cli.waiting import begin, done, waiting_for
from tests.conftest import PROPERTY, STORE

SHORT = 0.05


@pytest.fixture
def err(monkeypatch, capsys):
    """The text that standard error gets from one call to the next, with little patience."""
    monkeypatch.setattr(waiting, "PATIENCE_S", SHORT)
    yield lambda: capsys.readouterr().err
    done()


def settle():
    time.sleep(SHORT * 6)


def slow(monkeypatch, place, seconds):
    """Make a function take its time."""
    module, _, name = place.rpartition(".")
    target = resolve_name(module)
    before = getattr(target, name)

    def later(*arguments, **options):
        time.sleep(seconds)
        return before(*arguments, **options)

    monkeypatch.setattr(target, name, later)


# ---- what is said, and when


def test_it_is_said_once_after_a_while(err):
    begin("reading ga4 1")
    assert err() == ""
    settle()
    assert err() == "reading ga4 1 …\n"
    settle()
    assert err() == ""


def test_what_ended_soon_is_never_said(err):
    begin("one")
    begin("two")
    with waiting_for("three"):
        pass
    settle()
    assert err() == ""


def test_it_ends_with_its_block_even_by_an_error(err):
    with pytest.raises(ValueError, match="x"), waiting_for("one"):
        raise ValueError("x")
    settle()
    assert err() == ""


def test_at_once(err):
    begin("writing", at_once=True)
    assert err() == "writing …\n"
    settle()
    assert err() == ""


def test_hostile_names_are_shown_as_escapes(err):
    begin("reading \x1b[2J\nx", at_once=True)
    assert err() == "reading \\x1b[2J\\x0ax …\n"


# ---- the commands


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("command", "slow_part", "said"),
    [
        (["validate", "{config}"], "microconv.fleet.tasks.validate.compute", "checking the configs …"),
        (["plan", "{config}"], "microconv.loading.load_all", "checking the configs …"),
        (
            ["plan", "{config}"],
            "microconv.providers.google_ads.reader:GoogleAdsReader.read",
            "reading Google Ads 123-456-7890 …",
        ),
        (["plan", "{config}"], "microconv.render.plan.plan_text", "drawing the result for aoi …"),
        (["audit", "{config}"], "microconv.audit.run.audit", "working on what GA4 345678901 has …"),
        (["audit", "{config}", "--format", "html"], "microconv.render.html.audit_html", "drawing the result …"),
        (["snippets", "{config}"], "microconv.reconcile.tags.snippets", "working on what GA4 345678901 has …"),
        (["explain", "purchase", "{config}"], "microconv.reconcile.explained.explain", "working on what GA4"),
        (["history"], "microconv.reconcile.past.runs", "reading the journals in "),
        (["schema", "counting"], "microconv.loading.vocabulary", "reading the words of Google's official client …"),
        (["schema"], "microconv.loading.vocabulary", "reading the words of Google's official client …"),
        (["init", "--currency", "yen"], "microconv.loading.vocabulary", "checking the answers …"),
        (
            ["import", "--customer-id", STORE, "--property-id", PROPERTY, "-o", "-"],
            "microconv.fleet.tasks.import_.adopt_readings",
            "working on what GA4 345678901 has …",
        ),
    ],
)
def test_a_slow_command_says_what_it_waits_for(run, config, monkeypatch, command, slow_part, said):
    run("validate", config)  # whatever is loaded once is loaded now
    monkeypatch.setattr(waiting, "PATIENCE_S", SHORT)
    slow(monkeypatch, slow_part, 0.4)
    result = run(*(part.format(config=config) for part in command))
    assert said in result.err
    assert said not in result.out


@pytest.mark.usefixtures("environment")
def test_a_quick_command_says_nothing(run, config):
    for command in (["validate", config], ["plan", config], ["schema", "counting"]):
        assert run(*command).err == ""


@pytest.mark.usefixtures("environment")
def test_nobody_is_told_anything_while_a_question_stands(run, config, monkeypatch):
    run("plan", config)  # whatever is loaded once is loaded now
    monkeypatch.setattr(waiting, "PATIENCE_S", 1.0)

    def think(*_arguments, **_options):
        before = sys.stderr.getvalue()
        time.sleep(1.5)
        assert sys.stderr.getvalue() == before
        return "no"

    monkeypatch.setattr("click.prompt", think)
    assert run("sync", config, answer="no\n").code == 4


def test_it_is_said_in_the_language_of_the_command_line(run, config, tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE_S", SHORT)
    slow(monkeypatch, "microconv.loading.read_snapshot", SHORT * 6)
    missing = tmp_path / "missing.json"
    assert "スナップショットを読み込み中 …\n" in run("plan", config, "--live", missing, "--language", "ja").err
    assert "reading the snapshot …\n" in run("plan", config, "--live", missing).err
