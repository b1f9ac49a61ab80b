"""Does bidding learn from one form, or from every form of the site?"""

from __future__ import annotations

from microconv.analysis.act_words import UNSURE_EVENTS
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.demoting import demotion
from microconv.core.conversion import ConversionKind
from microconv.core.ga4_import import imported_from
from microconv.core.resource import Live
from microconv.core.text import NO_TEXT, Text

FORMS = frozenset({"submit_lead_form", "contact", "request_quote", "signup", "book_appointment"})
"""Categories of acts that end in a form. A judgement."""


def _event(item: Live) -> str:
    return (imported_from(item.identity) or ("", ""))[1]


@rule(
    id="roles-every-form",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "Bidding uses an event that GA4 sends of every form",
        "どのフォームでも送信される GA4 のイベントが入札に使われています",
    ),
    passed=Text(
        "Bidding uses no event that GA4 sends of every form",
        "どのフォームでも送信される GA4 のイベントは、入札に使われていません",
    ),
    why=Text(
        "Enhanced measurement sends form_submit of whatever form is sent: enquiries, but newsletters, logins and "
        "search boxes too, and it sends it although the form was refused. Where the enquiry has a tag of its own, "
        "each one counts twice besides.",
        "拡張計測機能の form_submit は、問い合わせに限らず、メールマガジン登録、ログイン、サイト内検索など、すべての"
        "フォームで送信されます。入力エラーで送信できていない場合にも発生します。問い合わせに専用のタグがあれば、"
        "さらに二重に数えられます。",
    ),
    fix=Text(
        "Where the form is counted by its own, make this one secondary. Else let GA4 make an event of this form alone "
        "(`ga4: {event: …, when: …}`, from form_submit with its form_id, or from the page after it), import that, and "
        "make this one secondary once it counts.",
        "フォームが専用のタグなどで計測されていれば、こちらをサブアクションにします。なければ、対象のフォームだけの"
        "イベントを GA4 で作成し（`ga4: {event: …, when: …}`。form_submit と form_id、または送信後のページが条件）、"
        "そのインポートが計測されてから、こちらをサブアクションにします。",
    ),
    source="Enhanced measurement events, support.google.com/analytics/answer/9216061, checked 2026-11-29",
    needs=(Need.GOOGLE_ADS,),
)
def roles_every_form(subject: Subject) -> Verdict:
    """Imports of such an event that bidding has; of one declared to be the result, beside another form."""
    used = [item for item in subject.relevant if subject.for_bidding(item)]
    every = [item for item in used if _event(item) in UNSURE_EVENTS]
    others = [item for item in used if _event(item) not in UNSURE_EVENTS and _form(subject, item)]
    evidence = []
    for item in every:
        decided = subject.decided(item)
        if others or decided is None or decided.kind is not ConversionKind.MACRO:
            seen = subject.judged(item).why if decided is None else _meant(_event(item))
            beside = _beside([one.address.name for one in others])
            lines = demotion(subject, item) if others else ""
            evidence.append(subject.of(item, Text(seen.en + beside.en, seen.ja + beside.ja), lines))
    return verdict_on(evidence, len(used), Text("bidding uses no action", "入札に使われているアクションがありません"))


def _form(subject: Subject, item: Live) -> bool:
    """True for a result that ends in a form."""
    return not subject.micro(item) and subject.judged(item).act in FORMS


def _meant(event: str) -> Text:
    return Text(f"{event} of every form", f"すべてのフォームの {event}")


def _beside(names: list[str]) -> Text:
    """The forms that are counted by their own, in words."""
    if not names:
        return NO_TEXT
    return Text(
        "; counted by their own: " + ", ".join(f'"{name}"' for name in names),
        "。専用に計測しているもの: " + "、".join(f"「{name}」" for name in names),
    )
