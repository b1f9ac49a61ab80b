"""Whole answers of a sitting that were made up: with everything that an agenda draws, with nothing, and hostile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from microconv.audit.before import Trend
from microconv.core.client import Client, ReviewEvery
from microconv.core.text import Text
from microconv.monthly.making import Reported
from microconv.review.agenda import Proposal
from microconv.sitting.model import Prunable, ReviewAnswer, Silent
from tests.unit.render.audits import made_audit
from tests.unit.render.report.reports import REPORT
from tests.unit.render.report_page.samples import LOGO
from tests.unit.render.review.made import CONFIG, GROUND, roles_answer, suggest_answer, values_answer
from tests.unit.review.accounts import LAST

CLIENT: Client = replace(CONFIG, review_every=ReviewEvery.QUARTER)


def sitting(owner: str = "田中（みらい広告）") -> ReviewAnswer:
    """A sitting with proposals of values and roles, a trend, suggestions, silent conversions and what to prune."""
    values, roles = values_answer(), roles_answer()
    taken = {one.conversion for one in values.proposals}
    heading = replace(REPORT.heading, agency="みらい広告", logo=LOGO)
    return ReviewAnswer(
        GROUND,
        Reported(replace(REPORT, heading=heading), Path("notes.md"), Path("reports/aoi-store/2026-10.json")),
        made_audit(),
        values,
        roles,
        suggest_answer(),
        Trend(12, 10, 1, 3),
        (Silent("mv_rare", LAST), Silent("mv_old")),
        (Prunable("mv_zero", Text("nobody reached the final conversion", "最終コンバージョンに到達していません")),),
        (*values.proposals, *(one for one in roles.proposals if one.conversion not in taken)),
        owner,
        "boss@client.example",
    )


def quiet() -> ReviewAnswer:
    """A sitting without proposals, and without anything else to be told."""
    whole = sitting("")
    values, roles = replace(whole.values, proposals=()), replace(whole.roles, proposals=())
    reported = replace(whole.reported, path=None, report=replace(REPORT, conclusion=()))
    return replace(
        whole, reported=reported, values=values, roles=roles, suggestions=replace(whole.suggestions, suggestions=(),
        pastes=()), trend=None, silent=(), prune=(), proposals=(), approver="", ground=replace(GROUND, emulated=False),
    )  # fmt: skip


def hostile(name: str) -> ReviewAnswer:
    """A sitting in which names, paths and addresses that may come from elsewhere are `name`."""
    whole, text = sitting(name), Text(name, name)
    return replace(
        whole,
        ground=replace(whole.ground, client=name, gaps=(text,)),
        reported=replace(whole.reported, path=Path(name.replace("\0", "")), missing=(text,)),
        suggestions=replace(whole.suggestions, pastes=(f"- name: {name}\n",)),
        silent=(Silent(name, LAST), Silent(name)),
        prune=(Prunable(name, text),),
        proposals=tuple(named(one, name) for one in whole.proposals),
        approver=name,
    )


def named(proposal: Proposal, name: str) -> Proposal:
    """The same proposal about a conversion with another name."""
    return replace(proposal, conversion=name)
