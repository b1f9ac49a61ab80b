"""GAQL tokens to syntax: the whole published grammar, and the QueryError for each way to leave it.

``BETWEEN a AND b``, ``IS [NOT] NULL`` and ``PARAMETERS`` are in the newer copy of the grammar page; there is no OR and
there are no parentheses around conditions. Keywords are taken in any case. Checked 2026-11-23.
"""

from __future__ import annotations

import re

from microconv.emulator.google_ads.query.lexer import Token, query_error, tokenize
from microconv.emulator.google_ads.query.syntax import Condition, Constant, Ordering, Query

_FIELD = re.compile(r"[a-z][a-zA-Z0-9._]*")
_RESOURCE = re.compile(r"[a-z][a-zA-Z0-9_]*")
_CLAUSES = ("FROM", "WHERE", "ORDER", "LIMIT", "PARAMETERS")
_COMPARISONS = ("=", "!=", ">", ">=", "<", "<=")
_LIST_OPERATORS = ("IN", "NOT IN", "CONTAINS ANY", "CONTAINS ALL", "CONTAINS NONE")
_PARAMETERS = ("include_drafts", "omit_unselected_resource_names")


def parse(text: str, *, has_from: bool = True) -> Query:
    """Parse a query.

    text: the query.
    has_from: whether it must have a FROM clause; if not, as for fields of the API, it must have none.

    Raises AdsFailure with the QueryError of the first place where it leaves the grammar.
    """
    return _Parser(tokenize(text)).query(has_from=has_from)


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._token
        if token.kind != "end":
            self._at += 1
        return token

    def _accept(self, *words: str) -> bool:
        if self._token.is_word(*words):
            self._at += 1
            return True
        return False

    def _accept_symbol(self, symbol: str) -> bool:
        if self._token.kind == "symbol" and self._token.text == symbol:
            self._at += 1
            return True
        return False

    def _need_more(self) -> None:
        if self._token.kind == "end":
            raise query_error("UNEXPECTED_END_OF_QUERY")

    def query(self, *, has_from: bool) -> Query:
        if not self._accept("SELECT"):
            raise query_error("EXPECTED_SELECT", "expected SELECT.")
        select = self._names()
        resource = self._from() if has_from else self._no_from()
        where = self._where() if self._accept("WHERE") else ()
        order_by = self._order_by() if self._accept("ORDER") else ()
        limit = self._limit() if self._accept("LIMIT") else None
        parameters = self._parameters() if self._accept("PARAMETERS") else {}
        if self._token.kind != "end":
            raise query_error("UNEXPECTED_INPUT", text=self._token.text)
        return Query(select, resource, where, order_by, limit, parameters)

    def _names(self) -> tuple[str, ...]:
        names = [self._field()]
        while self._accept_symbol(","):
            names.append(self._field())
        return tuple(names)

    def _field(self) -> str:
        self._need_more()
        token = self._take()
        if token.kind != "word" or token.is_word(*_CLAUSES) or not _FIELD.fullmatch(token.text):
            raise query_error("BAD_FIELD_NAME", f"'{token.text}' is not a field name.")
        return token.text

    def _from(self) -> str:
        if not self._accept("FROM"):
            raise query_error("EXPECTED_FROM", f"expected FROM, found {self._token.shown}.")
        return self._resource()

    def _no_from(self) -> str:
        if self._token.is_word("FROM"):
            raise query_error("UNEXPECTED_FROM_CLAUSE")
        return ""

    def _resource(self) -> str:
        self._need_more()
        token = self._take()
        if token.kind != "word" or not _RESOURCE.fullmatch(token.text):
            raise query_error("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", f"'{token.text}' is not a resource name.")
        if self._token.kind == "symbol" and self._token.text == ",":
            raise query_error("UNEXPECTED_INPUT", text=",")
        return token.text

    # ---- WHERE

    def _where(self) -> tuple[Condition, ...]:
        conditions = [self._condition()]
        while self._accept("AND"):
            conditions.append(self._condition())
        return tuple(conditions)

    def _condition(self) -> Condition:
        field = self._field()
        operator = self._operator()
        if operator in ("IS NULL", "IS NOT NULL"):
            return Condition(field, operator, ())
        if operator == "BETWEEN":
            return Condition(field, operator, self._between())
        values, is_list = self._values(operator)
        if operator in _LIST_OPERATORS and not is_list:
            raise query_error("EXPECTED_LIST", f"{operator} takes a list in parentheses.")
        if operator not in _LIST_OPERATORS and is_list:
            raise query_error("EXPECTED_SINGLE_VALUE", f"{operator} takes one value.")
        return Condition(field, operator, values, is_list)

    def _operator(self) -> str:
        self._need_more()
        token = self._take()
        if token.kind == "symbol" and token.text in _COMPARISONS:
            return token.text
        if token.is_word("NOT"):
            self._need_more()
            following = self._take()
            if following.is_word("IN", "LIKE", "REGEXP_MATCH"):
                return f"NOT {following.text.upper()}"
        elif token.is_word("IN", "LIKE", "DURING", "BETWEEN", "REGEXP_MATCH"):
            return token.text.upper()
        elif token.is_word("CONTAINS"):
            self._need_more()
            following = self._take()
            if following.is_word("ANY", "ALL", "NONE"):
                return f"CONTAINS {following.text.upper()}"
        elif token.is_word("IS"):
            negated = self._accept("NOT")
            self._need_more()
            if self._accept("NULL"):
                return "IS NOT NULL" if negated else "IS NULL"
        raise query_error("BAD_OPERATOR", f"'{token.text}' is not an operator.")

    def _between(self) -> tuple[Constant, Constant]:
        first = self._constant("BETWEEN")
        if self._token.kind != "end" and not self._accept("AND"):
            raise query_error("EXPECTED_AND", f"expected AND, found {self._token.shown}.")
        return first, self._constant("BETWEEN")

    def _values(self, operator: str) -> tuple[tuple[Constant, ...], bool]:
        self._need_more()
        if not self._accept_symbol("("):
            return (self._constant(operator),), False
        if self._accept_symbol(")"):
            raise query_error("PROHIBITED_EMPTY_LIST_IN_CONDITION", "a list must not be empty.")
        values = [self._constant(operator)]
        while self._accept_symbol(","):
            values.append(self._constant(operator))
        self._need_more()
        if not self._accept_symbol(")"):
            raise query_error("UNEXPECTED_INPUT", text=self._token.text)
        if len({value.kind for value in values}) > 1:
            raise query_error("PROHIBITED_VALUE_COMBINATION_IN_LIST", "a list must not mix kinds of values.")
        return tuple(values), True

    def _constant(self, operator: str) -> Constant:
        if operator == "BETWEEN" and self._token.kind == "end":
            raise query_error("EXPECTED_VALUE_WITH_BETWEEN_OPERATOR", "BETWEEN takes two values joined by AND.")
        self._need_more()
        token = self._take()
        if token.kind == "word" and not token.is_word(*_CLAUSES, "AND"):
            return Constant("word", token.text)
        if token.kind == "number":
            return Constant("number", token.text)
        if token.kind == "string":
            return Constant("string", token.text)
        raise query_error("BAD_VALUE", f"'{token.text}' is not a value.")

    # ---- the other clauses

    def _order_by(self) -> tuple[Ordering, ...]:
        if not self._accept("BY"):
            raise query_error("EXPECTED_BY", f"expected BY after ORDER, found {self._token.shown}.")
        orderings = [self._ordering()]
        while self._accept_symbol(","):
            orderings.append(self._ordering())
        return tuple(orderings)

    def _ordering(self) -> Ordering:
        field = self._field()
        if self._accept("DESC"):
            return Ordering(field, descending=True)
        self._accept("ASC")
        return Ordering(field, descending=False)

    def _limit(self) -> int:
        self._need_more()
        token = self._take()
        if token.kind != "number" or "." in token.text:
            raise query_error("BAD_LIMIT_VALUE", f"'{token.text}' is not a limit.")
        if int(token.text) < 1:
            raise query_error("LIMIT_VALUE_TOO_LOW", "a limit must be at least 1.")
        return int(token.text)

    def _parameters(self) -> dict[str, bool]:
        parameters: dict[str, bool] = {}
        while True:
            self._need_more()
            name = self._take()
            if name.kind != "word" or name.text.lower() not in _PARAMETERS:
                raise query_error("BAD_PARAMETER_NAME", f"there is no parameter '{name.text}'.")
            if not self._accept_symbol("="):
                raise query_error("UNEXPECTED_INPUT", text=self._token.text)
            self._need_more()
            value = self._take()
            if value.text.lower() not in ("true", "false"):
                raise query_error("BAD_PARAMETER_VALUE", f"'{value.text}' is not a value of '{name.text}'.")
            parameters[name.text.lower()] = value.text.lower() == "true"
            if not self._accept_symbol(","):
                return parameters
