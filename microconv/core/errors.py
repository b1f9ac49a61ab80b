"""Every error that microconv raises on purpose.

The tree::

    MicroconvError
    ├── ConfigError             the config cannot be used; `.problems` holds every reason
    ├── CredentialsError        credentials are missing, unreadable, or refused
    ├── SnapshotError           a snapshot file cannot be used
    ├── PlanFileError           a plan file cannot be used
    ├── BaselineError           the baseline of an audit cannot be used
    ├── ReportError             a monthly report cannot be made, kept or read
    ├── ExportError             files of GA4's export to BigQuery cannot be used
    ├── JournalError            a journal or a lock cannot be written or read
    ├── WorkerLostError         the worker that had a client is gone; nothing is known of how far it came
    ├── RefusedError            the run stopped itself before any write (exit code 4); `.refusals`
    ├── ReadOnlyError           a write was asked of a connection that can only read; nothing was sent
    └── ApiError                an API answered with an error, or not at all
        ├── NotFoundError       the account or property does not exist, or cannot be seen
        ├── AccessDeniedError   the credentials may not do this
        ├── QuotaError          too many requests, or the daily quota is used up
        │   └── QuotaSpentError     because the quota of the day is used up: nothing more is sent before it is free
        ├── RejectedError       the API refused the content of a request; nothing of it was done
        │   ├── AlreadyThereError   because what should be made is there already
        │   └── UnusableError       what was asked for was done, and does not work as it stands
        └── UnclearError        no answer, or one that leaves open whether the write happened
            └── UnansweredError     no answer, and what is asked for may be made twice
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from microconv.core.diagnostics import Diagnostic
from microconv.core.text import NO_TEXT, Text, untranslated


class MicroconvError(Exception):
    """Base of all errors. `str(error)` is what happened; `hint` is what to do next.

    Either may be in both languages, and is then shown in that of whoever reads it.
    Errors are equal where their kind and all their fields are, and come whole out of another process.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), self.args))

    def __reduce__(self) -> tuple[Any, ...]:
        return _blank, (type(self), self.args), vars(self)


def _blank(kind: type[MicroconvError], args: tuple[object, ...]) -> MicroconvError:
    """An error without its fields, which unpickling adds: `__init__` would ask for them by name."""
    return kind.__new__(kind, *args)


def said(error: MicroconvError) -> Text:
    """The message, in both languages where the error has both."""
    message = error.args[0] if error.args else ""
    return message if isinstance(message, Text) else untranslated(str(error))


class ConfigError(MicroconvError):
    """The config cannot be used. `problems` holds every diagnostic, not only the first."""

    def __init__(self, message: str, problems: Sequence[Diagnostic], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)


class CredentialsError(MicroconvError):
    """Credentials are missing, unreadable, or refused by the token endpoint.

    `api` is the one that they are for, such as `ga4`; empty where no API can be asked at all.
    """

    def __init__(self, message: str, *, hint: str = "", api: str = "") -> None:
        super().__init__(message, hint=hint)
        self.api = api


class SnapshotError(MicroconvError):
    """A snapshot file is missing, broken, or made for other accounts."""


class PlanFileError(MicroconvError):
    """A plan file is missing, broken, changed by hand, or from another format version."""


class BaselineError(MicroconvError):
    """The baseline of an audit is missing, broken, or from another format version."""


class ReportError(MicroconvError):
    """A monthly report cannot be made, or a file of its folder cannot be written or read. Nothing there was changed."""


class ExportError(MicroconvError):
    """Files of GA4's export to BigQuery are missing, no such export, or of other days; or DuckDB is not installed."""


class WorkerLostError(MicroconvError):
    """The worker that had a client is gone. Of a sync only the journal tells how far it came."""


class JournalError(MicroconvError):
    """A journal or a lock cannot be written or read. Raised before a write, it means that nothing was sent."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a run stopped itself: a rule id, what exceeded which limit, and the way through."""

    code: str
    summary: Text
    hint: Text = NO_TEXT
    where: str = ""


NOTHING_CHANGED = Text("nothing was changed", "何も変更していません")
"""The first thing to know about a run that stopped itself."""

OUT_OF_DATE = Text(
    "nothing was changed: the plan is out of date",
    "何も変更していません: プランの内容が現在の状態と一致しません",
)
"""The same where a plan does not fit what is live any more."""


class RefusedError(MicroconvError):
    """The run stopped itself before any write (exit code 4)."""

    def __init__(self, message: Text, refusals: Sequence[Refusal]) -> None:
        super().__init__(message)
        self.message = message
        self.refusals = tuple(refusals)


class ReadOnlyError(MicroconvError):
    """A write was asked of a connection that can only read: a mistake in the program. Nothing was sent."""


class ApiError(MicroconvError):
    """An API answered with an error, or not at all.

    `api` is `google_ads` or `ga4`, `account` as people write it (`123-456-7890`), `code` Google's own word
    (`ConversionActionError.DUPLICATE_NAME`, `PERMISSION_DENIED`), `message` Google's own text, `request_id` what
    Google support asks for (empty where the API gives none), `target` the object and `field` the attribute if known;
    `fields` are all attributes that it names: `field` alone where no others are given.
    `repeatable` says that for certain nothing was done and that the same request may succeed later; `retry_after_s` is
    how many seconds the API asks to wait, None where it does not say.
    """

    def __init__(
        self,
        *,
        api: str,
        account: str,
        code: str,
        message: str,
        request_id: str = "",
        target: str = "",
        field: str = "",
        fields: tuple[str, ...] = (),
        hint: str = "",
        repeatable: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        self.fields = fields or ((field,) if field else ())
        place = " ".join(part for part in (api, account, target, ", ".join(self.fields)) if part)
        super().__init__(f"{place}: {code}: {message}", hint=hint)
        self.api = api
        self.account = account
        self.code = code
        self.message = message
        self.request_id = request_id
        self.target = target
        self.field = field
        self.repeatable = repeatable
        self.retry_after_s = retry_after_s


class NotFoundError(ApiError):
    """The account or property does not exist, or the credentials cannot see it."""


class AccessDeniedError(ApiError):
    """The credentials may not do this."""


class QuotaError(ApiError):
    """Too many requests, or the daily quota is used up."""


class AccountQuotaError(QuotaError):
    """Too many requests for one account: those for other accounts of the Cloud project are not concerned."""


class QuotaSpentError(QuotaError):
    """The quota that a Cloud project has for a day is used up: every further request would be refused too."""


class RejectedError(ApiError):
    """The API refused the content of a request; nothing of it was done."""


class AlreadyThereError(RejectedError):
    """The object to be made is there already: made by somebody else, or by a request whose answer did not arrive."""


class UnusableError(RejectedError):
    """Work that was done, and of which the API says that it does not function as it stands."""


class UnclearError(ApiError):
    """No answer, or one that leaves open whether the write happened: settle it by reading."""


class UnansweredError(UnclearError):
    """No answer to a create of what an API may make twice.

    The request may still be under way: that a reading shows nothing does not settle it, and it must not be sent again
    in the same run.
    """
