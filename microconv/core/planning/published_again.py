"""Taking back a publication: the version that was live before goes live again, while the run's own one still is."""

from __future__ import annotations

from microconv.core.plan import Action, AttributeChange, Conflict
from microconv.core.planning.effects import Effect
from microconv.core.planning.taken_back import TakenBack
from microconv.core.publication import OTHERS, OURS, SHOWN, VERSION, is_published
from microconv.core.resource import Live
from microconv.core.text import Text
from microconv.core.value import Lines, Scalar, same

_INVERSE = {"added": "deleted", "deleted": "added"}

NOTHING_BEFORE = (
    Text("was published for the first time", "初めて公開されました"),
    Text(
        "Tag Manager takes no container off a website: what is live stays so",
        "Tag Manager ではコンテナの公開を取り消せないため、公開されたままになります",
    ),
)


def publish_again(work: TakenBack, effect: Effect, live: Live) -> None:
    """Take back a publication, unless another version went live since: that is nobody's to take off."""
    before, now = effect.before.get(VERSION), live.state.get(VERSION)
    if same(now, before):
        return
    if not is_published(effect.after, live.state):
        work.conflicts.append(Conflict(effect.change.address, _in_between(now), _in_between_hint(before)))
    elif before is None:
        work.note(effect.change, *NOTHING_BEFORE)
    else:
        work.add(
            Action.UPDATE,
            effect.change,
            live.id,
            (
                AttributeChange(VERSION, now, before),
                *(
                    AttributeChange(name, None, _inverse(effect.after[name]))
                    for name in (OURS, OTHERS)
                    if effect.after.get(name)
                ),
                AttributeChange(SHOWN, live.state.get(SHOWN), effect.before.get(SHOWN)),
            ),
        )


def _inverse(lines: Scalar) -> Lines:
    """The lines of objects that go live, of the way back."""
    parts = [line.partition(" ") for line in lines] if isinstance(lines, tuple) else []
    return tuple(sorted(f"{_INVERSE.get(how, how)} {rest}" for how, _, rest in parts))


def _in_between(now: Scalar) -> Text:
    return Text(
        f"version {now} was published since, so the version before this run is not published again",
        f"その後バージョン {now} が公開されているため、実行前のバージョンを再公開できません",
    )


def _in_between_hint(before: Scalar) -> Text:
    if before is None:
        return Text("look at its versions in Tag Manager", "Tag Manager でバージョンを確認してください")
    return Text(
        f"look at both in Tag Manager; if version {before} is still wanted, publish it there, then run again",
        f"Tag Manager で両方のバージョンを確認してください。バージョン {before} に戻す場合は、Tag Manager で"
        "公開してから再実行してください",
    )
