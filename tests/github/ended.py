"""Commands that ended, without an account: plans, their lines of JSON, and steps whose command ended like that."""

from __future__ import annotations

import json

from microconv.core.plan import Action, Change, Plan
from microconv.core.resource import Address
from microconv.github.command import Finished


def plan_of(client: str, changes: int = 0) -> Plan:
    """A plan that creates so many conversions."""
    kind = "google_ads.conversion_action"
    return Plan(client, (), tuple(Change(Action.CREATE, Address(kind, f"mv_{n}"), (), ()) for n in range(changes)))


def line(plan: Plan, code: int = 0) -> str:
    """A client's line of JSON, as the contract has it."""
    return json.dumps({**json.loads(plan.to_json()), "refusals": [], "exit_code": code}) + "\n"


def says(step, code: int, out: str, err: str = "", **inputs: str) -> int:
    """Run a step whose command ends like that. Returns the step's exit code."""
    step.start = lambda _, listen: (listen(err), Finished(code, out, err))[1]
    return step.run(**inputs)
