"""The sentences of a report's conclusion, in both languages. Names in them are as in the config, not made safe."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from microconv.core.months import SETTLED_DAY, Month
from microconv.core.text import NO_TEXT, Text, joined
from microconv.report.chains import Leak
from microconv.report.figures import Compared, Known
from microconv.report.model import ConversionMonth, Heading, Target

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class FactWords:
    """The sentences about one report's month."""

    def __init__(self, heading: Heading) -> None:
        month = Month.parse(heading.month.month)
        self.month, self.before, self.year = _name(month), _name(month.before), _name(month.year_before)
        self._after = month.after
        self.running = made_on(heading) <= month.last
        """True where the month was not over when the report was made."""

    def counted(self, conversion: ConversionMonth, counts: Compared, *, by_ads: bool = False) -> Text:
        """A conversion's count beside those of the earlier months; `by_ads`: Google Ads counted it."""
        name = _label(conversion.label, conversion.name)
        if counts.now.value is None:
            return Text(
                f"{name}: there is no number for {self.month.en}",
                f"「{name}」は、{self.month.ja}の数値がありません",
            )
        whose = Text(" conversions in Google Ads", "（Google 広告）") if by_ads else NO_TEXT
        count = _number(counts.now.value)
        against = self._against(counts)
        return Text(
            f"{name}: {count}{whose.en} in {self.month.en}{', ' if against else ''}{against.en}",
            f"「{name}」は{self.month.ja}に{count}件{whose.ja}でした{'。' if against else ''}{against.ja}",
        )

    def _against(self, counts: Compared) -> Text:
        """The changes, of those that are known. A month that is not over is compared with whole ones per day alone."""
        parts = []
        if self.running and counts.per_day.known is not Known.NOT_ASKED:
            return joined([*self._a_day(counts), *self._a_day_of_the_year_before(counts)])
        if counts.change.value is not None and counts.before.value is not None:
            change, number = _change(counts.change.value), _number(counts.before.value)
            parts.append(Text(f"{change} against {self.before.en} ({number})", f"前月比 {change}（前月 {number}件）"))
        elif counts.before.value == 0 and counts.now.value:
            parts.append(Text(f"none in {self.before.en}", "前月は 0件"))
        parts += self._a_day(counts)
        if counts.change_year.value is not None:
            change = _change(counts.change_year.value)
            parts.append(Text(f"{change} against {self.year.en}", f"前年同月比 {change}"))
        return joined(parts)

    def _a_day(self, counts: Compared) -> list[Text]:
        """The change per day, where it is known and not the same; of a month that is not over, also against which."""
        if counts.change_per_day.value is None or (counts.change.value == -1 and not self.running):
            return []
        change = _change(counts.change_per_day.value)
        against = Text(f" against {self.before.en}", "") if self.running else NO_TEXT
        return [Text(f"{change} a day{against.en}", f"1日あたりの前月比 {change}{against.ja}")]

    def _a_day_of_the_year_before(self, counts: Compared) -> list[Text]:
        if counts.change_per_day_year.value is None:
            return []
        change = _change(counts.change_per_day_year.value)
        return [Text(f"{change} a day against {self.year.en}", f"1日あたりの前年同月比 {change}")]

    def target(self, conversion: ConversionMonth, target: Target) -> Text:
        """The share of a target that was reached."""
        name, wanted = _label(conversion.label, conversion.name), _number(target.wanted)
        reached = _share(target.reached.value or 0)
        return Text(
            f"{name}: {reached} of the target of {wanted} was reached",
            f"「{name}」の目標 {wanted}件に対する達成率は {reached} です",
        )

    def leak(self, leak: Leak, labels: Mapping[str, str]) -> Text:
        """The step after which most users are lost."""
        one, other = (_label(labels.get(name, ""), name) for name in (leak.step, leak.next))
        lost, share = _number(leak.lost.value or 0), _share(leak.share.value or 0)
        return Text(
            f"Most users are lost between {one} and {other}: {lost} users, {share} of those who came so far",
            f"離脱が最も多いのは「{one}」から「{other}」の間で、{lost}人（離脱率 {share}）です",
        )

    def mover(self, conversion: ConversionMonth) -> Text:
        """The other conversion whose count moved most."""
        name, counts = _label(conversion.label, conversion.name), conversion.count
        now, before = _number(counts.now.value or 0), _number(counts.before.value or 0)
        parts = []
        if counts.change.value is not None and not (self.running and counts.change_per_day.value is not None):
            percent = _change(counts.change.value)
            parts.append(Text(percent, percent))
        parts += self._a_day(counts)
        change = joined(parts)
        inside = Text(f" ({change.en})", f"（{change.ja}）") if parts else NO_TEXT
        return Text(
            f"{name} moved most among the micro-conversions: from {before} to {now}{inside.en}",
            f"マイクロコンバージョンで変動が最も大きいのは「{name}」で、{before}件から{now}件になりました{inside.ja}",
        )

    def changes(self, number: int, *, known: bool) -> Text:
        """The number of changes of the setup; `known`: there are no others."""
        if number:
            more = NO_TEXT if known else Text("; there may be others", "（ほかにもある可能性があります）")
            changes = "change" if number == 1 else "changes"
            return Text(
                f"{number} {changes} of the measurement setup in {self.month.en}{more.en}",
                f"{self.month.ja}の計測設定の変更は {number}件です{more.ja}",
            )
        if known:
            return Text(
                f"No changes of the measurement setup in {self.month.en}",
                f"{self.month.ja}に計測設定の変更はありません",
            )
        return Text(
            f"It is not known whether the measurement setup was changed in {self.month.en}",
            f"{self.month.ja}に計測設定が変更されたかどうかは不明です",
        )

    def provisional(self) -> Text:
        """The report was made too early."""
        day = self._after.first.replace(day=SETTLED_DAY)
        return Text(
            f"The numbers of {self.month.en} are provisional: they count as settled from {day.isoformat()} on",
            f"{self.month.ja}の数値は速報値です（{day.year}年{day.month}月{day.day}日以降に確定値として扱います）",
        )

    def to_come(self, conversion: ConversionMonth) -> Text:
        """The share of conversions that the month's clicks will bring yet."""
        name, share = _label(conversion.label, conversion.name), _share(conversion.still_to_come.value or 0)
        return Text(
            f"{name}: about {share} of the conversions from the clicks of {self.month.en} have yet to arrive",
            f"「{name}」は、{self.month.ja}のクリックによるコンバージョンの約 {share} がまだ計上されていない見込みです",
        )


def made_on(heading: Heading) -> datetime.date:
    """The day on which a report was made, in the time zone of its numbers."""
    return datetime.date.fromisoformat(heading.made[:10])


def _name(month: Month) -> Text:
    return Text(f"{_MONTHS[month.number - 1]} {month.year}", f"{month.year}年{month.number}月")


def _label(label: str, name: str) -> str:
    return label or name


def _number(value: float) -> str:
    """A count: whole, or with one decimal where Google Ads divided it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _share(value: float) -> str:
    return f"{value * 100:,.1f}%"


def _change(value: float) -> str:
    return f"{value * 100:+,.1f}%"
