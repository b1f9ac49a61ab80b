"""The pasted config of a suggestion on the emulator: its plan adds exactly that conversion, and a sync makes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.core.client import Client
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator import World
from microconv.loading import load
from microconv.project import Project
from microconv.review.model import Evidence, Share, Suggestion
from microconv.review.suggestions import name_for
from microconv.sitting.pastes import paste
from tests.conftest import PROPERTY, STORE, Holds
from tests.contract.container_site import PUBLIC_ID, settle_in

GA4 = f"ga4: {{property_id: {PROPERTY}}}"
CONTAINER = f"""google_ads: {{customer_id: {STORE}, login_customer_id: 9998887777}}
{GA4}
tag_manager: {{container: {PUBLIC_ID}}}
unlisted: keep"""
KEY_EVENT, RULE, ACTION = "ga4.key_event", "ga4.event_create_rule", "google_ads.conversion_action"
TAGS = {"tag_manager.trigger", "tag_manager.ga4_tag", "tag_manager.ads_tag"}


@pytest.fixture
def world(emulator: Any, environment: dict[str, str], agency: dict[str, Any]) -> World:
    return settle_in(emulator.world, agency)


@pytest.fixture
def pasted(world: World, tmp_path: Path) -> Callable[..., tuple[str, Project]]:
    """Pastes a suggestion into a config that is in sync: its name, and the project of the longer config."""

    def call(accounts: str, subject: str, *, page: bool = False) -> tuple[str, Project]:
        config, final = tmp_path / "aoi.yaml", "category: purchase, " if "google_ads" in accounts else ""
        config.write_text(
            f"version: 1\nclient: aoi\ncurrency: JPY\n{accounts}\nconversions:\n"
            f"  - {{name: purchase, kind: macro, {final}role: primary, ga4: {{event: purchase}}}}\n",
            "utf-8",
        )
        before, _ = load(config)
        assert before is not None
        project = Project(before)
        assert not project.apply(project.plan(), EVERYTHING).failed
        assert project.plan().changes == ()
        with config.open("a", encoding="utf-8") as file:
            file.write(paste(before, suggestion(before, subject, page=page)))
        after, problems = load(config)
        assert after is not None
        assert [one for one in problems if one.is_error] == []
        return after.conversions[-1].name, Project(after)

    return call


EVERYTHING = Limits(allow=tuple(Allow))


def suggestion(client: Client, subject: str, *, page: bool) -> Suggestion:
    evidence = Evidence(subject, "purchase", 1_000, 50, 90, 30, Share(0.05, 0.04, 0.06))
    name = name_for(client, subject, page=page)
    return Suggestion(subject, page, evidence, "purchase", 300, 1, "purchase", name, 500.0, "JPY")


def added(project: Project, name: str) -> set[str]:
    """The types of the objects that the plan makes, all of the one conversion; then a sync makes them."""
    plan = project.plan()
    assert {one.action for one in plan.changes} == {Action.CREATE}
    assert {one.conversion for one in plan.changes} - {""} == {name}
    result = project.apply(plan)
    assert (result.in_sync, result.failed, result.unknown) == (True, (), ())
    return {one.address.type for one in plan.changes}


def test_an_event_of_a_client_of_ga4_alone(pasted, world):
    name, project = pasted(GA4, "view_size_chart")
    assert added(project, name) == {KEY_EVENT}
    assert "view_size_chart" in Holds(world).key_events()


def test_a_page_of_a_client_of_ga4_alone(pasted, world):
    name, project = pasted(GA4, "/日本/form", page=True)
    assert added(project, name) == {KEY_EVENT, RULE}
    assert "mv_view_form" in Holds(world).key_events()


def test_an_event_of_a_client_with_a_container(pasted, world):
    name, project = pasted(CONTAINER, "view_size_chart")
    assert added(project, name) == {KEY_EVENT, ACTION}
    made = Holds(world).actions()["mv_view_size_chart"]
    assert (made["primary_for_goal"], made["value_settings.default_value"]) == (False, 500.0)


def test_a_page_of_a_client_with_a_container(pasted, world):
    name, project = pasted(CONTAINER, "/form/step1", page=True)
    made = added(project, name)
    assert made - {"tag_manager.built_in_variable"} == {KEY_EVENT, ACTION, *TAGS}
    assert Holds(world).actions()["mv_view_form_step1"]["primary_for_goal"] is False
