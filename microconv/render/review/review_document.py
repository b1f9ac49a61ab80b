"""Reviews as versioned JSON: the answers of a sitting, with the documents of its report and its audit in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from microconv.audit.document import to_json as audit_json
from microconv.core.plain_data import plain_data
from microconv.monthly.making import Reported
from microconv.render.review.document import document_of, written_data
from microconv.render.review.written import Written
from microconv.report.document import to_json as report_json
from microconv.sitting.model import ReviewAnswer


def review_document(answers: Sequence[ReviewAnswer], written: Sequence[Written] = ()) -> str:
    """Reviews, a client each, and what was written into their configs, as one JSON document with a final newline.

    A report and an audit are the documents that `report` and `audit` write, each with a version of its own.
    """
    return document_of("review", [_review(one) for one in answers], [written_data(one) for one in written])


def _review(answer: ReviewAnswer) -> dict[str, Any]:
    apart = {"reported": _reported(answer.reported), "audit": json.loads(audit_json([answer.audit]))}
    names = (one.name for one in fields(answer))
    return {name: apart[name] if name in apart else plain_data(getattr(answer, name), whole=True) for name in names}


def _reported(reported: Reported) -> dict[str, Any]:
    """The report, and what became of it."""
    return {
        "document": json.loads(report_json(reported.report)),
        "path": None if reported.path is None else str(reported.path),
        "drawn": reported.drawn,
        "overtaken": reported.overtaken,
        "notes": str(reported.notes),
        "missing": plain_data(reported.missing, whole=True),
    }
