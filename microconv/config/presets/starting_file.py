"""The text of a starting file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from microconv.config.presets import comments
from microconv.config.presets.answers import Answers
from microconv.config.presets.cases import PRESETS
from microconv.config.presets.model import Preset, Result, Step
from microconv.config.presets.values import graded, plain
from microconv.core.account_ids import dashed
from microconv.core.text import Text
from microconv.core.yaml_text import in_line

IMPORTED = "ga4"
"""The source with which Google Ads imports the key events."""


def starting_file(answers: Answers) -> str:
    """A commented config for a client, which loads without any problem. Raises TooSmallError, see `too_small`."""
    preset = PRESETS[answers.preset]
    values = graded(answers.final_value, preset.shares, answers.currency)
    draft = _Draft(answers, preset, values)
    return "\n".join([*draft.head(), *draft.defaults(), *draft.conversions()]) + "\n"


@dataclass(frozen=True, slots=True)
class _Draft:
    answers: Answers
    preset: Preset
    values: dict[Decimal, Decimal]

    @property
    def _tagged(self) -> bool:
        """True if Google Ads gets the conversions by tags."""
        return bool(self.answers.customer_id) and self.answers.source != IMPORTED

    @property
    def _only_steps(self) -> list[str]:
        """The categories of Google Ads that only steps have, in their order."""
        steps = [step for step in self.preset.steps if not (step.observed and self.answers.property_id)]
        return list(dict.fromkeys(step.category for step in steps if step.category != self.preset.result.category))

    def _say(self, text: Text, **parts: str) -> str:
        return text.of(self.answers.language).format(**parts)

    def _comment(self, text: Text, indent: str = "", **parts: str) -> list[str]:
        return [f"{indent}# {line}" for line in self._say(text, **parts).split("\n")]

    def _note(self, line: str, text: Text, **parts: str) -> str:
        return f"{line} # {self._say(text, **parts)}"

    def head(self) -> Iterator[str]:
        """Who and where."""
        answers = self.answers
        yield from self._comment(comments.TOP, title=self._say(self.preset.title))
        yield "version: 1"
        yield f"client: {in_line(answers.client)}"
        yield self._note(f"owner: {in_line(answers.owner)}", comments.OWNER)
        yield ""
        yield from self._comment(comments.REVIEW)
        yield f"review: {{every: month, last: {answers.today.isoformat()}}}"
        yield ""
        yield f"currency: {answers.currency}"
        if answers.customer_id:
            yield "google_ads:"
            yield f"  customer_id: {_id(answers.customer_id)}"
            if answers.login_customer_id:
                yield self._note(f"  login_customer_id: {_id(answers.login_customer_id)}", comments.LOGIN)
            if not self._tagged:
                yield self._note("  auto_tagging: true", comments.TAGGING)
        if answers.property_id:
            yield "ga4:"
            yield f"  property_id: {answers.property_id}"
            yield self._note("  # data_stream: G-XXXXXXXXXX", comments.STREAM)
            if answers.customer_id:
                yield self._note("  link_google_ads: true", comments.LINK)
            if self.preset.measurement is not None:
                setting, why = self.preset.measurement
                yield self._note(f"  enhanced_measurement: {{{setting}: true}}", why)
        yield ""

    def defaults(self) -> Iterator[str]:
        """The lines that hold for all conversions."""
        yield "naming: {prefix: mv_}"
        yield self._note("unlisted: keep", comments.UNLISTED)
        yield ""
        yield "defaults:"
        yield self._note("  role: secondary", comments.SECONDARY)
        if self._tagged:
            yield self._note("  counting: one_per_click", comments.COUNTING)
            yield "  google_ads:"
            yield self._note("    click_through_lookback_window_days: 30", comments.CLICK)
            yield self._note("    view_through_lookback_window_days: 1", comments.VIEW)
        elif self.answers.customer_id:
            yield from self._comment(comments.IMPORTED, "  ")
            yield "  google_ads: {source: ga4}"
        if self.answers.property_id:
            yield self._note("  ga4: {counting: once_per_session}", comments.SESSION)
        if self._tagged:
            yield ""
            yield from self._comment(comments.GOALS)
            yield "goals:"
            yield "  account:"
            yield f"    - {{category: {self.preset.result.category}, biddable: true}}"
            for category in self._only_steps:
                yield f"    - {{category: {category}, biddable: false}}"

    def conversions(self) -> Iterator[str]:
        """The result, and the steps from the nearest to the farthest."""
        yield ""
        if self._tagged:
            yield from self._comment(comments.TAGS)
        yield from self._comment(comments.PURPOSE)
        yield "conversions:"
        yield from self._result(self.preset.result)
        for step in self.preset.steps:
            yield ""
            yield from self._step(step)

    def _result(self, result: Result) -> Iterator[str]:
        value = plain(self.answers.final_value)
        yield from self._comment(result.comment, "  ")
        yield f"  - name: {result.name}"
        yield f"    label: {in_line(self._say(result.label))}"
        yield f"    purpose: {in_line(self.answers.purpose or self._say(result.purpose))}"
        yield "    kind: macro"
        if self._tagged:
            yield f"    category: {result.category}"
        yield "    role: primary"
        if result.from_event:
            yield self._note(f"    value: {{default: {value}, from_event: true}}", comments.AVERAGE)
        else:
            yield self._note(f"    value: {value}", comments.WORTH)
        if self._tagged and result.counting != "one_per_click":
            yield f"    counting: {result.counting}"
        if self.answers.property_id:
            yield f"    ga4: {{event: {result.event}, counting: once_per_event}}"
        yield self._note("    # protect: true", comments.PROTECT)

    def _step(self, step: Step) -> Iterator[str]:
        answers = self.answers
        alone = step.observed and bool(answers.property_id)
        yield from self._comment(step.comment, "  ")
        if step.name == self.preset.nearest and answers.customer_id:
            opened = self._tagged and step.category in self._only_steps
            also = self._say(comments.OPENED, category=step.category) if opened else ""
            yield from self._comment(comments.TOO_FEW, "  ", also=also)
        yield f"  - name: {step.name}"
        yield f"    label: {in_line(self._say(step.label))}"
        yield f"    purpose: {in_line(self._say(step.purpose))}"
        if self._tagged and not alone:
            yield f"    category: {step.category}"
        if step.share is None:
            yield "    value: none"
        else:
            value = self.values[step.share]
            percent = plain((value / answers.final_value * 100).quantize(Decimal("0.1")))
            yield self._note(f"    value: {plain(value)}", comments.SHARE, percent=percent)
        if alone and answers.customer_id:
            yield self._note("    google_ads: false", comments.ALONE)
        if answers.property_id:
            if step.when:
                yield "    ga4:"
                yield f"      event: {step.name}"
                yield self._note(f"      when: {step.when}", step.when_comment)
            else:
                yield f"    ga4: {{event: {step.name}}}"
        yield f"    funnel: {{next: {step.next}}}"


def _id(customer_id: str) -> str:
    """A customer id as people read it."""
    return dashed(customer_id.replace("-", ""))
