"""A plan as text: read in ten seconds, in the config's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from microconv.core.action_state import NAME
from microconv.core.action_words import action_word
from microconv.core.errors import Refusal
from microconv.core.frozen import FrozenDict
from microconv.core.object_name import object_name
from microconv.core.plan import DIFFERS, Action, AttributeChange, Change, Plan
from microconv.core.plan_attributes import parts, role_reason
from microconv.core.planning.diff_texts import renamed_from
from microconv.core.text import Language, Text, joined, say, untranslated
from microconv.core.value import draw
from microconv.render.diagnostics import diagnostics, refusal
from microconv.render.plan_parts import beside_conflicts, client_heading, cost, counts, effects, not_ours, waits
from microconv.render.plan_words import BIDDING, CONFLICT, PROTECTED
from microconv.render.safe import padded, safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

SIGNS = {
    Action.CREATE: ("+", "green"),
    Action.UPDATE: ("~", "yellow"),
    Action.DEMOTE: ("~", "magenta"),
    Action.REMOVE: ("-", "red"),
}
NO_CHANGES = Text("no changes", "差分なし")
_PURPOSE = Text("purpose", "目的")
NO_PURPOSES: Mapping[str, str] = FrozenDict()


def plan_text(
    plan: Plan,
    style: Style = PLAIN,
    *,
    language: Language = Language.EN,
    verbose: bool = False,
    refusals: Sequence[Refusal] = (),
    purposes: Mapping[str, str] = NO_PURPOSES,
) -> str:
    """A plan for a terminal, with a final newline: what bidding loses and gains, then the changes, then the rest.

    `verbose` names objects and attributes as the APIs do, and every object that is not ours. `refusals` are the
    reasons why a sync would not apply it. `purposes` say by conversion why it is measured; shown with `verbose`.
    """
    if nothing_to_say(plan) and not verbose and not refusals:
        return no_changes(plan, style, language)
    lines = _folded(heading(plan, style, language), "    ", style)
    lines += _bidding(plan, style, language)
    for change in plan.changes:
        lines += change_lines(change, style, language=language, verbose=verbose, currency=plan.currency)
        purpose = purposes.get(change.conversion, "") if verbose else ""
        if purpose:
            lines += _folded(f"      {_PURPOSE.of(language)}: {safe(purpose)}", " " * 8, style)
    lines += _conflicts(plan, style, language, verbose=verbose)
    lines += _waiting(plan, style, language, verbose=verbose)
    lines += _not_ours(plan, style, language, verbose=verbose)
    text = "\n".join(lines) + "\n" + diagnostics(plan.warnings, style, language)
    text += "".join(refusal(item, style, language) for item in beside_conflicts(refusals))
    return text + "\n".join(_folded(summary(plan, language), "    ", style)) + "\n"


def plan_in_short(plan: Plan, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The client and the last line of a plan that was shown when it was saved."""
    lines = (heading(plan, style, language), summary(plan, language))
    return "\n".join(line for text in lines for line in _folded(text, "    ", style)) + "\n"


def nothing_to_say(plan: Plan) -> bool:
    """True where a plan changes nothing, waits for nothing and warns of nothing."""
    return plan.empty and not plan.waiting and not plan.warnings and not plan.dangers


def no_changes(plan: Plan, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The one line of a client whose accounts are as the config says."""
    numbers = counts(plan).of(language)
    head = style.paint(NO_CHANGES.of(language), "green", bold=True)
    return "\n".join(_folded(f"{heading(plan, style, language)}  {head}: {numbers}", "    ", style)) + "\n"


def heading(plan: Plan, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The client that a plan is for, and its accounts."""
    return client_heading(plan.client, plan.accounts, style, language, emulated=plan.emulated)


def summary(plan: Plan, language: Language = Language.EN) -> str:
    """The last line: how much of what, and what it costs in API calls."""
    numbers, calls = counts(plan).of(language), cost(plan).of(language)
    if language is Language.JA:
        return f"プラン {plan.fingerprint[:8]}: {numbers}。{calls}。"
    return f"Plan {plan.fingerprint[:8]}: {numbers}. {calls}."


def change_lines(
    change: Change,
    style: Style = PLAIN,
    *,
    language: Language = Language.EN,
    verbose: bool = False,
    currency: str = "",
) -> list[str]:
    """A change and its attributes: one line where one attribute changes, else a line each."""
    sign, colour = SIGNS[change.action]
    mark = style.paint(sign, colour, bold=True)
    if verbose:
        return _api_lines(change, mark, style, language)
    name = safe(object_name(change.address).of(language))
    shown = [] if change.action is Action.REMOVE else parts(change, currency)
    reasons, role = _reasons(change), role_reason(shown)
    if role is not None and not reasons:
        reasons = [role]
    drawn = [safe(part.of(language)) for part in shown]
    if change.action is Action.CREATE:
        drawn, further = [" · ".join(drawn)] if drawn else [], " " * 6
    elif len(drawn) == 1:
        return _folded(f"  {mark} {name}  {drawn[0]}{_because(reasons, language)}", " " * 6, style)
    else:
        further = " " * 8
    head = f"  {mark} {name}  {action_word(change).of(language)}{_because(reasons, language)}"
    lines = _folded(head, " " * 6, style)
    return [*lines, *(line for text in drawn for line in _folded(" " * 6 + text, further, style))]


def _reasons(change: Change) -> list[Text]:
    """Why, without what the arrow says already."""
    said = {DIFFERS, *(renamed_from(str(item.before)) for item in change.attributes if item.name == NAME)}
    reasons = [untranslated(item) for item in change.reasons if item not in said]
    return [*reasons, PROTECTED] if change.protected else reasons


def _because(reasons: Sequence[Text], language: Language) -> str:
    return f": {safe(joined(reasons).of(language))}" if reasons else ""


def _api_lines(change: Change, mark: str, style: Style, language: Language) -> list[str]:
    """A change in the API's words."""
    reasons = joined((joined(change.reasons), *([PROTECTED] if change.protected else [])), "; ")
    title = f"{action_word(change).of(language)}: {reasons.of(language)}"
    lines = _folded(f"  {mark} {safe(str(change.address))}  {safe(title)}", " " * 6, style)
    if change.action is Action.REMOVE:
        return lines
    names = [safe(item.name) for item in change.attributes]
    columns = max([18, *(width(name) for name in names)])
    for name, item in zip(names, change.attributes, strict=True):
        lines += _folded(f"      {padded(name, columns)} {_values(change, item)}", " " * 8, style)
    return lines


def _values(change: Change, item: AttributeChange) -> str:
    after = safe(draw(item.after))
    return after if change.action is Action.CREATE else f"{safe(draw(item.before))} → {after}"


def _bidding(plan: Plan, style: Style, language: Language) -> Iterator[str]:
    """The block that comes first: what bidding starts and stops using, and what is at stake."""
    sentences = list(effects(plan))
    if not sentences:
        return
    yield "  " + style.paint(BIDDING.of(language), "magenta", bold=True)
    for sentence in sentences:
        mark = style.paint("»", "magenta", bold=True)
        yield from _folded(f"    {mark} {safe(sentence.of(language))}", " " * 6, style)


def _conflicts(plan: Plan, style: Style, language: Language, *, verbose: bool) -> Iterator[str]:
    for conflict in plan.conflicts:
        where = f" ({safe(conflict.where)})" if conflict.where else ""
        name = str(conflict.address) if verbose else object_name(conflict.address).of(language)
        yield from _folded(
            f"  {style.paint('!', 'red', bold=True)} {safe(name)}  {CONFLICT.of(language)}{where}", " " * 6, style
        )
        yield from _folded(f"      {safe(say(conflict.summary, language))}", " " * 6, style)
        if conflict.hint:
            yield from _folded(f"      → {safe(say(conflict.hint, language))}", " " * 8, style)
        if conflict.request_id:
            yield f"      request id {safe(conflict.request_id)}"


def _waiting(plan: Plan, style: Style, language: Language, *, verbose: bool) -> Iterator[str]:
    for head, why in waits(plan, whole=verbose):
        yield from _folded(f"  {style.paint('…', 'cyan')} {safe(head.of(language))}", " " * 6, style)
        yield from _folded(f"      {safe(why.of(language))}", " " * 6, style)


def _not_ours(plan: Plan, style: Style, language: Language, *, verbose: bool) -> Iterable[str]:
    """One line for all; with `verbose` one for each."""
    mark = style.paint("·", dim=True)
    theirs = not_ours(plan)
    if theirs is None:
        return
    if not verbose:
        yield f"  {mark} {theirs.of(language)}"
        return
    for item in plan.unmanaged:
        yield from _folded(f"  {mark} {safe(str(item.address))}  {safe(say(item.why, language))}", " " * 6, style)


def _folded(line: str, indent: str, style: Style) -> list[str]:
    return wrapped(line, indent, style.columns)
