"""The whole sitting: report, audit, values, roles, suggestions, what is silent, and one set of proposals."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from microconv.audit.before import Accounts, Before
from microconv.audit.result import Audit
from microconv.audit.run import Choice, audit_accounts
from microconv.core.frozen import FrozenDict
from microconv.core.measures import RECENT_DAYS
from microconv.monthly.making import Reported
from microconv.review.agenda import merged
from microconv.sitting.answers import roles_answer, suggest_answer, values_answer
from microconv.sitting.gathering import Gathering
from microconv.sitting.model import ReviewAnswer
from microconv.sitting.past import made_since, taken_on
from microconv.sitting.prune import prunable, silent


def review_answer(asked: Gathering, reported: Reported) -> ReviewAnswer:
    """Everything that is decided in a sitting. Raises ApiError, CredentialsError, ReportError."""
    client = asked.client
    audit = _audit(asked, reported)
    values, roles, suggestions = values_answer(asked), roles_answer(asked), suggest_answer(asked)
    first, last = asked.before(asked.today, RECENT_DAYS)
    new = made_since(client, asked.runs, first, asked.zone)
    older = FrozenDict({name: action for name, action in asked.resource_names.items() if name not in new})
    still = silent(client, older, asked.action_days, first, last)
    return ReviewAnswer(
        ground=asked.ground(None if reported.drawn else reported.report.calls),
        reported=reported,
        audit=audit,
        values=values,
        roles=roles,
        suggestions=suggestions,
        trend=audit.trend,
        silent=still,
        prune=prunable(client, values.review, {one.conversion for one in still}),
        proposals=merged(client, values.review, roles.review),
        owner=client.owner,
        approver=client.approver,
    )


def _audit(asked: Gathering, reported: Reported) -> Audit:
    """The audit of what was read, beside that of the setup which was frozen at the time of the last sitting."""
    client, made = asked.client, reported.report.heading.made
    last = datetime.date.fromisoformat(made[:10]) if reported.path is not None else None
    choice = Choice(last_report=last, before=_before(asked))
    return audit_accounts(client, asked.readings, asked.now, choice)


def _before(asked: Gathering) -> Mapping[Accounts, Before]:
    """The audit of the setup that was frozen last before the last review, or before today where there was none.

    Empty where it has not all of today's accounts: their findings are told apart by the accounts, in their order.
    """
    until = asked.client.review_last or asked.today - datetime.timedelta(days=1)
    taken = [one for one in asked.setups if taken_on(one, asked.zone) <= until]
    if not taken:
        return FrozenDict()
    frozen = {(reading.provider, reading.account): reading for reading in taken[-1].readings}
    accounts = [(reading.provider, reading.account) for reading in asked.readings]
    if any(one not in frozen for one in accounts):
        return FrozenDict()
    at = datetime.datetime.fromisoformat(taken[-1].taken)
    then = audit_accounts(asked.client, tuple(frozen[one] for one in accounts), at)
    findings = FrozenDict({one.fingerprint: one.rule.level for one in then.standing})
    return FrozenDict({then.accounts: Before(taken[-1].taken, findings)})
