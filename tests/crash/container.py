"""A client whose sync makes an action, a key event and their tags in a container, and publishes them."""

from __future__ import annotations

import copy
from typing import Any

from microconv.emulator import World
from microconv.emulator.tag_manager.model import Content
from microconv.emulator.tag_manager.shown import content_json
from tests.contract.container_site import NUMBER, PUBLIC_ID, version
from tests.crash import scenario

CONFIG = f"""\
version: 1
client: aoi
currency: JPY
google_ads: {{customer_id: 123-456-7890, login_customer_id: 999-888-7777}}
ga4: {{property_id: 345678901}}
tag_manager: {{container: {PUBLIC_ID}, publish: ask}}
defaults: {{role: secondary}}
unlisted: keep
conversions:
  - {{name: Purchase, kind: macro, category: purchase, role: primary, value: none}}
  - name: mv_form_step1
    category: submit_lead_form
    value: 400
    ga4: {{event: mv_form_step1}}
    tag: {{when: {{page: /form/step1}}}}
  - name: mv_sent
    category: contact
    value: 700
    ga4: {{event: mv_sent}}
    tag: {{when: {{event: form_sent}}}}
"""

ALLOW = ("--allow", "publish")


def seed() -> dict[str, Any]:
    """The accounts of the other scenario, with a published container of somebody else."""
    content = copy.deepcopy(scenario.SEED)
    store = {"id": NUMBER, "public_id": PUBLIC_ID, "name": "aoi.example", "versions": [version(1)], "live": 1}
    content["policies"] = {"gtm_quota": "off"}
    content["tag_manager"] = {"accounts": [{"id": 6000001, "name": "Aoi", "containers": [store]}]}
    return content


def held(world: World) -> dict[str, Any]:
    """All that the accounts hold, without ids; of the container what is live, and what is to come."""
    with world.lock:
        (container,) = world.tag_manager.containers()
        live = container.versions[container.live].content
        latest = container.latest_content
        ours = [one.content for one in container.workspaces.values() if one.name == "microconv"]
        default = [one.content for one in container.workspaces.values() if one.name != "microconv"]
        found = {
            "live": plain(world, live),
            "to come": plain(world, ours[0] if ours else latest),
            "of others": [plain(world, one) for one in default],
        }
    return {**scenario.held(world), **found}  # type: ignore[dict-item]


def plain(world: World, content: Content) -> dict[str, Any]:
    """The objects by kind and name, with the names of triggers for their numbers and without labels.

    Raises TwiceError where a name stands there twice.
    """
    (container,) = world.tag_manager.containers()
    shown = content_json(container, content)
    triggers = {one["triggerId"]: one["name"] for one in shown.get("trigger", ())}
    left_out = {"fingerprint", "path", "uniqueTriggerId", "tagId", "triggerId", "parameter", "firingTriggerId"}
    found: dict[str, Any] = {}
    for kind, items in shown.items():
        for item in items:
            name = f"{kind} {item.get('name')}"
            if name in found:
                raise scenario.TwiceError(name)
            kept = {key: value for key, value in item.items() if key not in left_out}
            values = {one.get("key"): one.get("value") for one in item.get("parameter", ())}
            values.pop("conversionLabel", None)
            found[name] = kept | {"values": values}
            found[name] |= {"fires on": [triggers.get(one, one) for one in item.get("firingTriggerId", ())]}
    return found
