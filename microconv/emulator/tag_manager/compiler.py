"""The compiler: whether a container can become a version, without what it would be compiled to.

What fails is what public tools report (references to variables that are not there or not enabled, the size), and what a
tag cannot do without. The service tells only that it failed; the reasons here are for the request log.
"""

from __future__ import annotations

import json

from microconv.emulator.policies import Policies
from microconv.emulator.tag_manager.checks import BUILT_IN_TRIGGERS, SERVER_TRIGGERS, unknown_references, used_triggers
from microconv.emulator.tag_manager.kinds import TAG, TRIGGER
from microconv.emulator.tag_manager.model import Content, Json

#: What a tag of a type cannot be compiled without. Inferred: the interface marks them as required.
_REQUIRED = {
    "gaawe": ("eventName",),
    "awct": ("conversionId", "conversionLabel"),
    "googtag": ("tagId",),
}
_LARGEST = 200 * 1024
"""The largest container in bytes that can be published (several sources; the help says 200 KB)."""


def problems(content: Content, policies: Policies) -> list[str]:
    """The reasons why a container does not compile; none where it does."""
    reasons: list[str] = []
    for kind, number, item in content.all():
        reasons += (
            f"{kind.key} {number}: unknown variable {name!r}" for name in sorted(unknown_references(item, content))
        )
    for number, tag in content.of(TAG).items():
        reasons += _of_tag(number, tag, content)
    for number, trigger in content.of(TRIGGER).items():
        reasons += _of_trigger(number, trigger, content, policies)
    size = sum(len(json.dumps(item, ensure_ascii=False).encode()) for _, _, item in content.all())
    if size > _LARGEST:
        reasons.append(f"the container has {size} bytes, and {_LARGEST} are allowed")
    return reasons


def _of_tag(number: str, tag: Json, content: Content) -> list[str]:
    given = {str(one.get("key")): one for one in tag.get("parameter", ())}
    missing = [key for key in _REQUIRED.get(str(tag.get("type")), ()) if not given.get(key, {}).get("value")]
    lost = [
        trigger
        for trigger in (*tag.get("firingTriggerId", ()), *tag.get("blockingTriggerId", ()))
        if trigger not in content.of(TRIGGER) and trigger not in BUILT_IN_TRIGGERS | SERVER_TRIGGERS
    ]
    names = {str(other.get("name")) for other in content.of(TAG).values()}
    around = [str(one.get("tagName")) for key in ("setupTag", "teardownTag") for one in tag.get(key, ())]
    return [
        *(f"tag {number}: {key} is missing" for key in missing),
        *(f"tag {number}: there is no trigger {trigger}" for trigger in lost),
        *(f"tag {number}: there is no tag {name!r}" for name in around if name not in names),
    ]


def _of_trigger(number: str, trigger: Json, content: Content, policies: Policies) -> list[str]:
    if trigger.get("type") != "elementVisibility":
        lost = [
            one for one in used_triggers(trigger) if one not in content.of(TRIGGER) and one not in BUILT_IN_TRIGGERS
        ]
        return [f"trigger {number}: there is no trigger {one}" for one in lost]
    given = {str(one.get("key")): str(one.get("value", "")) for one in trigger.get("parameter", ())}
    words = {"ID", "CSS"} | ({"CSS_SELECTOR"} if policies["gtm_visibility_selector"] == "both" else set())
    word = given.get("selectorType", "")
    return (
        [] if word in words else [f"trigger {number}: selectorType {word!r} is not one of {', '.join(sorted(words))}"]
    )
