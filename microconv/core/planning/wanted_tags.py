"""The tags that a config wants, with what follows from other accounts: labels of Google Ads, measurement ids of GA4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ADS_TAG, GA4_TAG
from microconv.core.plan import Action, Change, Waiting
from microconv.core.planning.diff import Difference
from microconv.core.resource import Desired, Reading
from microconv.core.send_to import SEND_TO, is_label, label_of
from microconv.core.text import Text
from microconv.core.value import Scalar

_MEASUREMENT_ID = "measurement_id"
_LABEL = Text("the tag needs the label of its conversion action", "タグにはコンバージョン アクションのラベルが必要です")
_NO_LABEL = Text(
    "a website action in Google Ads with a label", "ラベルのあるウェブサイトのコンバージョン アクション（Google 広告）"
)
_STREAM = Text("the tag needs the measurement id of its web stream", "タグにはウェブ ストリームの測定 ID が必要です")
_NO_STREAM = Text("the web stream (`ga4: {data_stream: G-…}`)", "ウェブ ストリーム（`ga4: {data_stream: G-…}`）")
_MISSING: Mapping[str, tuple[str, Text, Text, Text]] = {
    ADS_TAG: (SEND_TO, _LABEL, _NO_LABEL, Text("its label", "ラベル")),
    GA4_TAG: (_MEASUREMENT_ID, _STREAM, _NO_STREAM, Text("its measurement id", "測定 ID")),
}


def completed(wanted: Sequence[Desired], actions: Difference, readings: Iterable[Reading]) -> list[Desired]:
    """Tags with their labels and measurement ids, as far as these are known; other objects as they are."""
    measured = next((item.facts.stream.measurement_id for item in readings if item.facts.stream.measurement_id), None)
    made = {change.conversion: change for change in actions.changes if change.action is Action.CREATE}

    def added(item: Desired) -> Mapping[str, Scalar]:
        if item.address.type == GA4_TAG and measured and _MEASUREMENT_ID not in item.state:
            return {_MEASUREMENT_ID: measured}
        if item.address.type != ADS_TAG:
            return {}
        live = actions.matched.get(item.conversion)
        if live is not None:
            label = live.state.get(SEND_TO)
            return {SEND_TO: label} if is_label(label) else {}
        return {SEND_TO: label_of(made[item.conversion].address.name)} if item.conversion in made else {}

    return [item._replace(state=FrozenDict({**item.state, **added(item)})) for item in wanted]


def hold_back(difference: Difference) -> None:
    """Let tags wait that would be made without what they send to."""
    kept: list[Change] = []
    for change in difference.changes:
        needed = _MISSING.get(change.address.type)
        if (
            needed is None
            or change.action is not Action.CREATE
            or any(item.name == needed[0] for item in change.attributes)
        ):
            kept.append(change)
        else:
            difference.waiting.append(Waiting(change.address, needed[1], needed[3], needed[2]))
    difference.changes = kept
