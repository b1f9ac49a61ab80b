"""Do uploaded conversions arrive?"""

from __future__ import annotations

from microconv.analysis.around import context_of
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.context import Upload
from microconv.core.text import Text

_FAULTS = {
    "needs_attention": Text("needs attention", "要確認"),
    "no_recent_upload": Text("no upload in the last 28 days", "過去28日間アップロードなし"),
}
"""Google's judgements that ask for somebody."""


@rule(
    id="silence-uploads",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "Uploaded conversions do not arrive as they should",
        "アップロードしたコンバージョンが正しく取り込まれていません",
    ),
    passed=Text(
        "Uploaded conversions arrive",
        "アップロードしたコンバージョンは正しく取り込まれています",
    ),
    why=Text(
        "What is refused or not sent any more is missing in bidding and in reports, and nothing on the website shows "
        "it. Uploads often are the very results that the business is about.",
        "拒否されたデータや送信されなくなったデータは、入札にもレポートにも反映されず、サイト上では気づけません。"
        "アップロードされるのは、多くの場合、事業にとって最も重要な成果です。",
    ),
    fix=Text(
        "Look at Google's words for the errors (Goals > Uploads > Diagnostics). EXPIRED_EVENT: the click-through "
        "window of the action is shorter than what sales need; lengthen it or upload sooner. New ways of uploading go "
        "through the Data Manager API.",
        "Google 広告の「目標」>「アップロード」>「診断」でエラーの内容を確認します。EXPIRED_EVENT は、アクションの"
        "計測期間が商談にかかる日数より短いことを示します。期間を延ばすか、早めにアップロードしてください。"
        "新しくアップロードの仕組みを作る場合は Data Manager API を使います。",
    ),
    source="OfflineConversionUploadConversionActionSummary, comments of the v26 proto, checked 2026-11-29",
    needs=(Need.UPLOADS,),
)
def silence_uploads(subject: Subject) -> Verdict:
    """Recorded actions whose uploads Google judges faulty. One query of its own, where an action takes uploads."""
    by_number = {item.id.rpartition("/")[2]: item for item in subject.actions}
    known = [(by_number[one.action], one) for one in context_of(subject).uploads or () if one.action in by_number]
    faulty = [subject.of(item, _told(one)) for item, one in known if one.status in _FAULTS]
    nothing = Text("nothing was uploaded", "アップロードされたコンバージョンはありません")
    return verdict_on(faulty, len(known), nothing)


def _told(upload: Upload) -> Text:
    """A summary in words: Google's judgement, how many were taken, when last, and the errors."""
    fault, last = _FAULTS[upload.status], upload.last or "–"
    errors = ", ".join(word.upper() for word in upload.errors)
    why = Text(f"; errors: [{errors}]", f"。エラー: [{errors}]") if errors else Text("", "")
    return Text(
        f"{fault.en}; {upload.successful:,} of {upload.total:,} uploaded events were taken; "
        f"last upload: {last}{why.en}",
        f"{fault.ja}。アップロード {upload.total:,} 件中 {upload.successful:,} 件を取り込み。"
        f"最終アップロード: {last}{why.ja}",
    )
