"""Do tags of results fire when the result is there, and not before?"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.analysis.container import SeenTag, labels_of, of_tag, seen_container
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.analysis.trigger_moments import PAGE_LOADS, Moment, moments
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.ga4_import import import_identity
from microconv.core.kinds import ADS_TAG, GA4_TAG
from microconv.core.resource import Live
from microconv.core.tag_condition import TagCondition
from microconv.core.text import Text

_HOST = "{{Page Hostname}}"
_CLICKS = frozenset({"click", "linkClick"})
_PAID = frozenset({"purchase", "subscribe_paid"})
"""Categories of what is no result before somebody has paid: a click can be the last thing that a form needs."""


@rule(
    id="tags-early",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text("A result's tag fires before the result", "成果のタグが、成果の発生前に送信されています"),
    passed=Text(
        "No tag of a result fires at every page, or at a click", "成果のタグは、成果の発生時に送信されています"
    ),
    why=Text(
        "A tag on all pages counts every visit as a result, one on a button counts orders that nobody paid. Bidding "
        "then looks for people who do that, and the real results drown among them.",
        "すべてのページで発火するタグは訪問のたびに、ボタンのクリックで発火するタグは決済されなかった注文でも、成果を"
        "計測します。入札はそのような訪問を増やすように学習し、本当の成果が埋もれます。",
    ),
    fix=Text(
        "Let the tag fire where the result is certain: on the page after it, or at an event that the site sends once "
        "it is done (`tag: {when: …}`). Test it in preview, then publish.",
        "成果が確定した時点（完了ページや、完了後にサイトが送るイベント）で発火するように、トリガーを変更します"
        "（`tag: {when: …}`）。プレビューで確認してから公開します。",
    ),
    source="Trigger types, support.google.com/tagmanager/answer/7679316, checked 2026-11-29",
    needs=(Need.WEB_CONTAINER,),
)
def tags_early(subject: Subject) -> Verdict:
    """Live tags of results, without exceptions, that fire at every page; those of sales that fire at clicks too.

    Where an action is the result by its name or category, and not only taken for one.
    """
    looked = [(tag, item) for tag, item in _of_results(subject) if not tag.live.state.get("blocked_by")]
    evidence = [one for tag, item in looked for one in [_early(subject, tag, item)] if one is not None]
    return verdict_on(evidence, len(looked), Text("no live tag of a result was read", "成果の公開中のタグがありません"))


def _of_results(subject: Subject) -> Iterator[tuple[SeenTag, Live]]:
    """The tags that fire, each with the known result that it feeds."""
    container, labels = seen_container(subject), labels_of(subject)
    actions = {item.identity: item for item in subject.actions}
    fed = [(tag, labels.get(tag.sends)) for tag in container.of(ADS_TAG)]
    fed += [(tag, actions.get(import_identity(subject.property_id, tag.name))) for tag in container.of(GA4_TAG)]
    for tag, item in fed:
        if tag.runs and item is not None and subject.judged(item).known and not subject.micro(item):
            yield tag, item


def _early(subject: Subject, tag: SeenTag, item: Live) -> Evidence | None:
    """Evidence of a tag that fires too early; None for one that does not."""
    for moment in moments(tag.live, seen_container(subject).triggers):
        seen = None
        if _everywhere(moment):
            seen = Text(f'fires at every page ("{moment.name}")', f"「{moment.name}」によりすべてのページで発火")
        elif moment.kind in _CLICKS and item.action.category in _PAID:
            seen = Text(f'fires at a click ("{moment.name}")', f"「{moment.name}」のクリックで発火")
        if seen is not None:
            name = item.address.name
            words = Text(f'{seen.en}, and sends "{name}"', f"{seen.ja}し、「{name}」を送信")
            return of_tag(tag, words, item)
    return None


def _everywhere(moment: Moment) -> bool:
    """True for the load of any page, whatever its host."""
    variables = {TagCondition.parse(line).variable for line in moment.conditions}
    return moment.kind in PAGE_LOADS and variables <= {_HOST}
