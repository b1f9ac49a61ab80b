"""Break the functions of a module of rules one condition at a time, and see whether a case notices."""

from __future__ import annotations

import ast
import inspect
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from types import CodeType, FrameType, ModuleType
from typing import Any

from microconv.audit.rule import Rule
from tests.unit.audit.cases import Case

SECONDS = 0.5
"""Processor time that the cases may take with one mutant, before it counts as one that goes on forever."""

_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change to one top-level statement: `holder.field`, or one item of that list, becomes `new`.

    statement: the top-level statement.
    holder: the node within it that is changed.
    field: the field of that node.
    index: the item of the field, where it is a list.
    old: the node that stood there.
    new: the node that stands there in the mutant.
    """

    statement: ast.stmt
    holder: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST

    @cached_property
    def about(self) -> str:
        """`function: old -> new`, without a line number."""
        shown = " in ".join([ast.unparse(self.old), *self._context()])
        return f"{getattr(self.statement, 'name', 'module')}: {shown} -> {ast.unparse(self.new)}"

    def _context(self) -> list[str]:
        """The expression around a bare number, to tell it from others."""
        return [ast.unparse(self.holder)] if isinstance(self.old, ast.Constant) else []

    @contextmanager
    def made(self) -> Iterator[CodeType]:
        """The compiled statement with the change in it; undone afterwards."""
        self._put(self.new)
        try:
            yield compiled(self.statement)
        finally:
            self._put(self.old)

    def _put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.index] = node


def compiled(statement: ast.stmt) -> CodeType:
    """One statement of a module as code, with the annotations left alone as its `__future__` import does."""
    module = ast.fix_missing_locations(ast.Module([statement], type_ignores=[]))
    flags = annotations.compiler_flag
    code: CodeType = compile(module, "<mutant>", "exec", flags=flags, dont_inherit=True)
    return code


def mutants(statement: ast.stmt) -> Iterator[Mutant]:
    """Every way of breaking the body of a function or class, what a rule needs, or a module's numeric constant.

    The last `return` of a function stays, as all statements that stand in no other do.
    """
    if isinstance(statement, ast.FunctionDef):
        yield from _needing_less(statement)
    roots: Sequence[ast.AST] = ()
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        roots = statement.body
    elif isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Constant):
        roots = [statement]
    for root in roots:
        for holder in ast.walk(root):
            for field, value in ast.iter_fields(holder):
                several = isinstance(value, list)
                for index, child in enumerate(value if several else [value]):
                    if isinstance(child, ast.AST):
                        for new in _others(holder, field, child):
                            yield Mutant(statement, holder, field, index if several else None, child, new)


def _needing_less(function: ast.FunctionDef) -> Iterator[Mutant]:
    """A rule that does without something to be counted or read; what else it needs only words its reason."""
    for decorator in function.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == "needs" and isinstance(keyword.value, ast.Tuple):
                needs = keyword.value
                for place, need in enumerate(needs.elts):
                    if ast.unparse(need).removeprefix("Need.") not in {"GOOGLE_ADS", "GA4", "CONFIG"}:
                        less = ast.Tuple([*needs.elts[:place], *needs.elts[place + 1 :]], ast.Load())
                        yield Mutant(function, keyword, "value", None, needs, less)


def _others(holder: ast.AST, field: str, node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that stand in a node's place in mutants."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                if type(operator) in _FLIPPED:
                    changed = copy(node)
                    changed.ops = [*node.ops[:place], _FLIPPED[type(operator)](), *node.ops[place + 1 :]]
                    yield changed
        case ast.BoolOp():
            changed_bool = copy(node)
            changed_bool.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield changed_bool
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            yield from (ast.Constant(number + 1), ast.Constant(number - 1))
        case ast.Constant(value=float() as number):
            yield from (ast.Constant(changed) for changed in ({number * 1.01, number * 0.99} if number else {1.0}))
        case ast.Return():
            yield ast.Pass()
    if (isinstance(holder, ast.If | ast.IfExp) and field == "test") or (
        isinstance(holder, ast.comprehension) and field == "ifs"
    ):
        yield from (ast.Constant(True), ast.Constant(False))


class Rulebook:
    """A module of rules taken apart, to be put together again with one statement changed."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.taken: list[tuple[str, str, str]] = []
        self._code: dict[ast.stmt, CodeType] = {}
        for statement in ast.parse(inspect.getsource(module)).body:
            if isinstance(statement, ast.ImportFrom):
                self.taken += [(str(statement.module), item.name, item.asname or item.name) for item in statement.names]
            elif not isinstance(statement, ast.Import):
                self._code[statement] = compiled(statement)

    @property
    def name(self) -> str:
        """The name of the module."""
        return self.module.__name__

    def mutants(self) -> Iterator[Mutant]:
        """Every mutant of every statement."""
        for statement in self._code:
            yield from mutants(statement)

    def built(self, others: dict[str, dict[str, Any]], change: Mutant | None = None) -> dict[str, Any]:
        """The names of the module made anew, with a change, and with what it takes from `others`, modules made anew."""
        names = {
            **vars(self.module),
            **{known: others[module][name] for module, name, known in self.taken if module in others},
        }
        for statement, code in self._code.items():
            if change is not None and statement is change.statement:
                with change.made() as changed:
                    exec(changed, names)
            else:
                exec(code, names)
        return names


def users(book: Rulebook, books: Sequence[Rulebook]) -> list[Rulebook]:
    """The modules that take something from `book`, directly or not, each after those from which it takes."""
    found = [book]
    for _ in books:
        names = {item.name for item in found}
        found += [item for item in books if item not in found and names & {module for module, _, _ in item.taken}]
    return sorted(found[1:], key=lambda item: _height(item, {other.name: other for other in found}))


def _height(book: Rulebook, known: dict[str, Rulebook]) -> int:
    """The number of modules one above the other, up to this one."""
    return 1 + max((_height(known[module], known) for module, _, _ in book.taken if module in known), default=0)


def survivors(
    books: Sequence[Rulebook], broken: Rulebook, cases: Sequence[Case], judge: Callable[[Case], str]
) -> tuple[list[str], int]:
    """The mutants of the module `broken` that no case notices, and how many there were.

    `books` are all modules of rules: those that use `broken` are put together anew with it. Raises ValueError where a
    case is noticed although nothing is broken.
    """
    above = users(broken, books)
    own = _rules(broken, above, None)
    relevant = [case for case in cases if case.rule.id in own]
    if _noticed(own, relevant, judge):
        raise ValueError(f"the cases of {broken.name} do not hold")
    changes = list(broken.mutants())
    alive = [item.about for item in changes if not _noticed(_rules(broken, above, item), relevant, judge)]
    return alive, len(changes)


def _rules(book: Rulebook, above: Sequence[Rulebook], change: Mutant | None) -> dict[str, Rule]:
    """The rules by id, of a changed module and of those that use it."""
    made = {book.name: book.built({}, change)}
    for user in above:
        made[user.name] = user.built(made)
    return {item.id: item for names in made.values() for item in names.values() if isinstance(item, Rule)}


def _noticed(rules: dict[str, Rule], cases: Sequence[Case], judge: Callable[[Case], str]) -> bool:
    """True where a case breaks, raises, or does not come to an end."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return any(judge(replace(case, rule=rules[case.rule.id])) for case in cases)
    except Exception:  # noqa: BLE001 (whatever a mutant raises, somebody would see it)
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
