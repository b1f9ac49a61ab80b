"""Do the tags of a container send to these accounts, and to something that is there?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from microconv.analysis.container import SeenContainer, SeenTag, labels_of, of_tag, seen_container
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, unknown, verdict_on
from microconv.audit.rules.silent_actions import WEBSITE
from microconv.audit.rules.tags import LABELS, listed
from microconv.core.kinds import ADS_TAG, GA4_TAG
from microconv.core.resource import Live
from microconv.core.text import Text


@rule(
    id="tags-unknown-label",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text(
        "A Google Ads tag sends to a label that no live action has",
        "Google 広告タグのラベルに該当する有効なアクションがありません",
    ),
    passed=Text(
        "Every label that is sent to this account's conversion id belongs to a live action",
        "このアカウントのコンバージョン ID に送信されるラベルは、すべて有効なアクションのものです",
    ),
    why=Text(
        "The tag fires with this account's own conversion id, but the label is none of its live actions: mistyped, or "
        "of an action that was removed. What it sends is lost.",
        "タグはこのアカウントのコンバージョン ID で送信していますが、ラベルが有効なアクションのものではありません"
        "（入力の誤り、または削除済みアクションのラベル）。送信されたコンバージョンは記録されません。",
    ),
    fix=Text(
        "Compare the label with `microconv snippets`, put in the right one, or delete the tag, and publish.",
        "`microconv snippets` のラベルと照合し、正しいラベルに直すかタグを削除して、公開します。",
    ),
    source=LABELS,
    needs=(Need.GOOGLE_ADS, Need.WEB_CONTAINER, Need.LABELS),
)
def tags_unknown_label(subject: Subject) -> Verdict:
    """Live Google Ads tags with this account's conversion id; of actions without a label nothing is known."""
    container, labels = seen_container(subject), labels_of(subject)
    own = _own_ids(subject)
    tags = [one for one in container.of(ADS_TAG) if one.runs and one.known and one.target in own]
    evidence = []
    for tag in tags:
        send_to = tag.sends
        item = labels.get(send_to)
        if item is None:
            seen = Text(f"sends {send_to}, which no live action has", f"{send_to} を送信。該当する有効なアクションなし")
            evidence.append(of_tag(tag, seen))
        elif not item.action.enabled:
            name, status = item.address.name, item.action.status
            seen = Text(f'sends {send_to} to "{name}", which is {status}', f"{send_to} を「{name}」（{status}）に送信")
            evidence.append(of_tag(tag, seen, item))
    nameless = _without_label(subject)
    if evidence and nameless:
        en, ja = listed([one.address.name for one in nameless])
        return unknown(
            Text(
                f"not known: the labels of these actions were not given: {en}",
                f"不明: ラベルを取得できないアクション: {ja}",
            )
        )
    return verdict_on(evidence, len(tags), _NO_ID)


_NO_ID = Text(
    "no live Google Ads tag in this container sends to the conversion id of this account's labels",
    "このアカウントのコンバージョン ID に送信する公開中の Google 広告タグが、このコンテナにありません",
)


def _own_ids(subject: Subject) -> frozenset[str]:
    """The conversion ids `AW-…` that the actions' labels have."""
    return frozenset(send_to.partition("/")[0] for send_to in labels_of(subject))


def _without_label(subject: Subject) -> list[Live]:
    """The enabled website actions whose label was not given: another account's among them."""
    known = {item.id for item in labels_of(subject).values()}
    return [one for one in subject.actions if one.action.type == WEBSITE and one.id not in known]


@rule(
    id="tags-other-account",
    topic=Topic.TAGS,
    level=Level.NOTE,
    title=Text(
        "Tags of the container send to other accounts",
        "コンテナのタグが他のアカウントに送信しています",
    ),
    passed=Text(
        "The container's tags send to these accounts alone",
        "コンテナのタグの送信先は、これらのアカウントだけです",
    ),
    why=Text(
        "An agency's shared container, or a second account of the client, may mean it. A leftover of an earlier agency "
        "or a copied container sends the client's conversions to somebody else.",
        "代理店の共用コンテナや同じ広告主の別アカウントであれば意図どおりです。以前の代理店の残りやコピーされた"
        "コンテナであれば、コンバージョンのデータが他社に送信されています。",
    ),
    fix=Text(
        "Ask whose the ids are. What nobody claims is paused, and deleted once nobody misses it.",
        "ID の持ち主を確認します。該当者がいないタグは一時停止し、影響がなければ削除します。",
    ),
    source=LABELS,
    needs=(Need.WEB_CONTAINER,),
)
def tags_other_account(subject: Subject) -> Verdict:
    """Live tags of Google Ads and GA4 whose id is known and is another; those of one id together."""
    container, own, stream = seen_container(subject), _own_ids(subject), subject.ga4.stream.measurement_id
    ours = own if own and not _without_label(subject) else None
    tags = [*_sending(container, ADS_TAG, bool(ours)), *_sending(container, GA4_TAG, bool(stream))]
    by_id: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        if tag.target not in ({stream} if tag.live.address.type == GA4_TAG else ours or ()):
            by_id[tag.target].append(tag.called)
    evidence = []
    for target, names in sorted(by_id.items()):
        en, ja = listed(sorted(names))
        mine = str(stream) if target.startswith("G-") else ", ".join(sorted(ours or ()))
        seen = Text(
            f"{target} is not {mine}, which was read; it gets what {en} send{'s' * (len(names) == 1)}",
            f"送信先 {target} は、監査対象の {mine} ではない。送信しているタグ: {ja}",
        )
        evidence.append(container.evidence(seen, part=target))
    nothing = Text(
        "no tag of this container sends to an id that can be compared",
        "このコンテナに、送信先を照合できるタグがありません",
    )
    return verdict_on(evidence, len(tags), nothing)


def _sending(container: SeenContainer, kind: str, comparable: bool) -> Iterator[SeenTag]:
    """The running tags of a type whose id is known, where there is something to compare it with."""
    yield from (one for one in container.of(kind) if comparable and one.runs and one.target and "{{" not in one.target)
