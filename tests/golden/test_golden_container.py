"""Containers of Tag Manager in memory and the plans for them, as people read them, in both languages.

After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/golden` writes `container/*.txt` again; read the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from microconv.core.conversion import Value
from microconv.core.plan import Plan
from microconv.core.planning.limits import Limits
from microconv.core.planning.safety import refusals
from microconv.core.tag_manager import Adopted, ConversionTag, Publish, TagManager
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.text import Language
from microconv.render.plan import plan_text
from tests.container import Json, applied, of_container, page_trigger, plan, published, tag, wanted
from tests.golden.test_golden import UPDATE
from tests.strategies import conversion

HERE = Path(__file__).parent / "container"
PAGE = TagTrigger(TriggerKind.PAGE, "/form/step1")
STEP = conversion(
    "mv_step",
    event="mv_step",
    value=Value(400.0, "JPY"),
    settings={"category": "contact"},
    tag=ConversionTag(PAGE),
)
LABELS = {"mv_step": "AW-123/AbC"}


def in_sync() -> Json:
    return applied(plan(wanted(STEP), {}), {}, LABELS)


def theirs() -> Json:
    return {
        "trigger": [page_trigger(1, "form 1", "/old")],
        "tag": [tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride="G-AOI1")],
    }


def drifted() -> Plan:
    content = in_sync()
    content["trigger"][0]["filter"][0]["parameter"][1]["value"] = "^/form"
    content["tag"][0]["paused"] = True
    return plan(wanted(STEP), content)


def shared() -> Plan:
    content = in_sync()
    content["tag"].append(tag(9, 'theirs "1"', "html", (content["trigger"][0]["triggerId"],)))
    return plan(wanted(replace(STEP, tag=ConversionTag(TagTrigger(TriggerKind.PAGE, "/other")))), content)


def publishing(publish: Publish, content: Json, live: Json | None) -> Plan:
    return plan(wanted(STEP, tag_manager=TagManager(publish=publish)), content, read=of_container(content, live))


def with_theirs() -> Json:
    """A workspace as the config says, with somebody else's new tag."""
    content = in_sync()
    content["tag"].append(tag(9, 'theirs "1"', "html"))
    return content


CASES: dict[str, Callable[[], Plan]] = {
    "empty-container": lambda: plan(wanted(STEP), {}),
    "in-sync": lambda: plan(wanted(STEP), in_sync()),
    "drift": drifted,
    "adopt": lambda: plan(
        wanted(replace(STEP, tag=ConversionTag(PAGE, Adopted(("GA4 - form",), ("form 1",))))), theirs()
    ),
    "already-tagged": lambda: plan(wanted(STEP), theirs()),
    "shared-trigger": shared,
    "no-action-yet": lambda: plan(wanted(STEP), {}, actions=()),
    "publish-never": lambda: publishing(Publish.NEVER, in_sync(), published(3, {})),
    "publish-ask": lambda: publishing(Publish.ASK, in_sync(), published(3, {})),
    "publish-ask-and-make": lambda: publishing(Publish.ASK, {}, None),
    "publish-ask-others": lambda: publishing(Publish.ASK, with_theirs(), published(3, {})),
    "publish-ask-live": lambda: publishing(Publish.ASK, in_sync(), published(3, in_sync())),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", Language)
def test_the_plan_is_the_one_on_file(name: str, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microconv.version.__version__", "1.2.3")
    found = CASES[name]()
    text = plan_text(found, language=language, refusals=refusals(found, Limits()))
    path = HERE / f"{name}.{language.value}.txt"
    if UPDATE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_no_other_file() -> None:
    assert {path.name for path in HERE.iterdir()} == {f"{name}.{one.value}.txt" for name in CASES for one in Language}
