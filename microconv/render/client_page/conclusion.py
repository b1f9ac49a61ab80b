"""The conclusion of an audit in three sentences: what is recorded, what is wrong with it, where to begin."""

from __future__ import annotations

from microconv.audit.rule import Level
from microconv.core.text import Text
from microconv.render.client_page.japanese import plain_form
from microconv.render.client_page.outline import ClientPart
from microconv.render.html.words import number, percent


def conclusion(part: ClientPart) -> tuple[Text, Text, Text]:
    """The three sentences."""
    return _recorded(part), _wrong(part), _first(part)


def _recorded(part: ClientPart) -> Text:
    count = len(part.overview.shown)
    if not count:
        return Text("No conversions are recorded at present.", "現在、計測されているコンバージョンはありません。")
    en, ja = f"{count:,} conversion{'s' * (count != 1)}", f"{count:,}種類のコンバージョン"
    if part.overview.events:
        return Text(f"Google Analytics records {en}.", f"Google アナリティクスで{ja}が計測されています。")
    if not part.counted:
        return Text(
            f"You record {en}; their numbers could not be read.",
            f"現在{ja}が設定されていますが、件数は取得できませんでした。",
        )
    if not part.used:
        return Text(
            f"You record {en}, and in the last 30 days automatic bidding had none to learn from.",
            f"現在{ja}が設定されていますが、直近30日間に自動入札の学習に使われたものはありませんでした。",
        )
    used, results, share = number(part.used), number(part.results), percent(part.results / part.used)
    return Text(
        f"You record {en}, and of the {used} that automatic bidding learnt from in the last 30 days, {results} "
        f"({share}) were real results.",
        f"現在{ja}を計測しており、直近30日間に自動入札の学習に使われた{used}件のうち、実際の成果は{results}件（{share}）でした。",
    )  # fmt: skip


def _wrong(part: ClientPart) -> Text:
    total, urgent = len(part.faults), part.levels[Level.ERROR]
    if not total:
        return Text("Nothing was found that needs action.", "対応が必要な事項は見つかりませんでした。")
    heading = part.actions[0].plain.heading
    en = f"{total:,} point{'s need' if total != 1 else ' needs'} action"
    en += f", {urgent:,} of them urgently" if urgent and total > 1 else ""
    ja = f"対応が必要な事項が{total:,}件" + (f"（うち至急{urgent:,}件）" if urgent and total > 1 else "")
    most = "最も優先度が高いのは" if total > 1 else "内容は"
    return Text(
        f"{en}; the most important is this: {_small(heading.en)}." if total > 1 else f"{en}: {_small(heading.en)}.",
        f"{ja}あり、{most}、{_that(heading.ja)}です。",
    )


def _first(part: ClientPart) -> Text:
    if part.actions:
        plain = part.actions[0].plain
        return Text(
            f"We propose to begin with this: {_small(plain.proposal.en)}",
            _proposed(plain.proposal.ja),
        )
    if part.unknown:
        count = f"{part.unknown:,}"
        return Text(
            f"For {count} points there was too little data to tell.",
            f"なお、{count}項目はデータ不足により確認できていません。",
        )
    return Text(
        "We propose to look again at the next review.", "次回の見直しの際に、改めて確認することをご提案します。"
    )


def _that(heading: str) -> str:
    """A Japanese heading as a noun clause; quoted where its end does not let it be one."""
    plain = plain_form(heading)
    return f"「{heading}」という点" if plain is None else f"{plain}こと"


def _proposed(proposal: str) -> str:
    """A Japanese proposal as one sentence; behind an announcement where its end does not let it be one."""
    plain = plain_form(proposal)
    return f"まずは、次の対応をご提案します。{proposal}" if plain is None else f"まずは、{plain}ことをご提案します。"


def _small(sentence: str) -> str:
    """A sentence as it goes on after a colon: its first letter small, unless it begins with a name."""
    first = sentence.split(" ", 1)[0]
    return (
        sentence
        if first in {"Google", "GA4"} or (first.isupper() and len(first) > 1)
        else sentence[:1].lower() + sentence[1:]
    )
