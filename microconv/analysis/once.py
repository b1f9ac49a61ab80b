"""Questions about a subject that several rules ask, and whose answers take long."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from microconv.analysis.subject import Subject

Answer = TypeVar("Answer")


def once(question: Callable[[Subject], Answer]) -> Callable[[Subject], Answer]:
    """Ask a question about a subject once, and remember the answer as long as the subject."""

    @wraps(question)
    def answer(subject: Subject) -> Answer:
        if question not in subject.answers:
            subject.answers[question] = question(subject)
        known: Answer = subject.answers[question]
        return known

    return answer
