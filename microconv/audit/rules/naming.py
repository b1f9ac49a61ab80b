"""Are micro-conversions named by the rule?"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.audit.rule import Evidence, Level, Subject, rule
from microconv.core import naming
from microconv.core.kinds import ACTION, KEY_EVENT
from microconv.core.resource import Standing

_STEPS = frozenset({"page_view", "add_to_cart", "begin_checkout", "engagement", "outbound_click", "get_directions"})


@rule(
    id="naming-pattern",
    level=Level.WARNING,
    title="A micro-conversion's name does not follow the rule",
    why="Sums, filters and reports find micro-conversions by their prefix and words; a stray spelling is left out.",
    fix="Rename it: give the new name in the config, and the old one under `previously`.",
    source="docs/best-practices.md, naming",
)
def naming_pattern(subject: Subject) -> Iterator[Evidence]:
    """Names that carry the prefix, or nearly, and break the pattern."""
    for item in (*subject.live(ACTION), *subject.live(KEY_EVENT)):
        if item.standing.never_ours or item.standing is Standing.IMPORTED:
            continue
        name = item.address.name
        stem = subject.prefix.rstrip("_")
        if not name.lower().startswith(stem) or naming.micro_pattern(subject.prefix).fullmatch(name):
            continue
        if len(name) > len(stem) and name[len(stem)].isalpha() and name[len(stem)].islower():
            continue  # a word that only begins alike, such as "mvp_signup"
        suggestion = naming.suggest_micro(name[len(stem) :].lstrip("_- "), subject.prefix)
        yield Evidence(str(item.address), f"{name!r} would be {suggestion!r}", item.id)


@rule(
    id="naming-prefix",
    level=Level.NOTE,
    title="A step before the result has no prefix",
    why="Without the prefix nobody can tell from a report which conversions are steps and which are results.",
    fix="Rename it with the prefix, or declare it in the config with `kind: macro` if it is a result.",
    source="docs/best-practices.md, naming",
)
def naming_prefix(subject: Subject) -> Iterator[Evidence]:
    """Enabled actions of a step's category without the prefix."""
    macros = {item.name for item in subject.client.conversions} if subject.client else set()
    for item in subject.live(ACTION):
        if item.standing.never_ours or item.standing.ours_when_listed or item.state.get("category") not in _STEPS:
            continue
        name = item.address.name
        if not naming.is_micro(name, subject.prefix) and name not in macros:
            yield Evidence(str(item.address), f"category {item.state['category']}, no {subject.prefix}", item.id)


@rule(
    id="naming-length",
    level=Level.ERROR,
    title="A key event's name is too long to be reported",
    why="GA4 appends _c to the names of key events; over 40 characters with it, they are not reported as key events.",
    fix=f"Send the event under a name of at most {naming.MAX_EVENT_NAME} characters.",
    source="support.google.com/analytics/answer/9267744, checked 2026-11-23",
)
def naming_length(subject: Subject) -> Iterator[Evidence]:
    """Key events with more characters than are safe."""
    for item in subject.live(KEY_EVENT):
        if len(item.address.name) > naming.MAX_EVENT_NAME:
            yield Evidence(str(item.address), f"{len(item.address.name)} characters", item.id)


@rule(
    id="naming-same-name",
    level=Level.WARNING,
    title="Two enabled actions have the same name",
    why="A manager's action and the client's own with one name cannot be told apart in reports, and may count one act "
    "twice.",
    fix="Rename one of them, or stop using one.",
    source="rudderlabs/rudder-transformer#5126",
)
def naming_same_name(subject: Subject) -> Iterator[Evidence]:
    """Names that occur more than once among what is not removed."""
    seen: dict[str, list[str]] = {}
    for item in subject.live(ACTION):
        if item.standing is not Standing.REMOVED:
            seen.setdefault(item.address.name, []).append(item.owner or item.id)
    for name, places in seen.items():
        if len(places) > 1:
            yield Evidence(f"{ACTION}[{name!r}]", "in " + " and ".join(places))


RULES = (naming_pattern, naming_prefix, naming_length, naming_same_name)
