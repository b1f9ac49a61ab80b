"""The reference of the library from its docstrings: names that `__all__` has, their signatures, fields and errors."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

ABOUT = """```python
import microconv

config, problems = microconv.load("configs/aoi-store.yaml")
project = microconv.Project(config)
plan = project.plan()            # frozen data: plan.changes, plan.to_json(), plan.fingerprint
result = project.apply(plan)     # result.applied, .failed, .unknown, .request_ids, .in_sync
answer = project.values()        # likewise roles(), suggest(), test_size(), review()
edited = project.decide(answer.proposals)  # the new config
```

Typed, prints nothing, loads no Google client before it needs one. Accounts without a config can be read and
audited, and imported as one:

```python
accounts = microconv.Accounts(customer_id="1234567890", property_id="345678901")
audit = microconv.Project(microconv.NamedAccounts("aoi-store", accounts)).audit()
adopted = microconv.adopt(customer_id="1234567890", property_id="345678901")
adopted.text  # a config
```

Every amount is in the main unit of the currency beside it, every day a `datetime.date`, every share between 0 and 1.
Errors are `MicroconvError` and below; what an argument of the wrong type does is not promised.

Public is what stands on this page, and the fixtures of pytest ([emulator.md](emulator.md)). Everything else, every
other module included, is private and may change with any version.
"""

FIELD = re.compile(r"^(\w+)(?: \([^)]*\))?: (.*)$")
REFERENCE = re.compile(r":(?:class|func|meth|mod|attr|data):`~?([^`]*)`")
SPACE = re.compile(r"\s+")


def page(modules: dict[str, ModuleType]) -> str:
    """The page's text, for modules by the name under which they are imported."""
    parts = ["# Python\n", ABOUT]
    for name, module in modules.items():
        parts.append(f"## {name}\n")
        objects = {one: getattr(module, one) for one in sorted(module.__all__) if not one.startswith("__")}
        errors = {one: thing for one, thing in objects.items() if _is_error(thing)}
        rest = {one: thing for one, thing in objects.items() if one not in errors}
        for one in sorted(rest, key=lambda one: (inspect.isclass(rest[one]), one != "Project", one)):
            parts += _thing(f"{name}.{one}", rest[one])
        if errors:
            parts += [f"### Errors of {name}\n", *_errors(errors)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts))


def _is_error(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, Exception)


def _errors(errors: dict[str, type]) -> Iterator[str]:
    yield "| error | is a | means |\n| --- | --- | --- |"
    for name, error in errors.items():
        text = SPACE.sub(" ", _doc(error)).replace("|", "\\|")
        yield f"| `{name}` | `{error.__mro__[1].__name__}` | {text} |"
    yield ""


def _thing(name: str, thing: object) -> Iterator[str]:
    yield f"### {name}\n"
    if inspect.isclass(thing):
        yield from _class(name.rpartition(".")[2], thing)
    else:
        yield from _function(name.rpartition(".")[2], thing)


def _class(name: str, kind: type) -> Iterator[str]:
    types = _types(kind)
    if not issubclass(kind, enum.Enum) and not dataclasses.is_dataclass(kind) and not hasattr(kind, "_fields"):
        yield _code(name, kind) if "__init__" in vars(kind) and not getattr(kind, "_is_protocol", False) else ""
    yield _prose(_doc(kind), types)
    if issubclass(kind, enum.Enum):
        yield "Members: " + ", ".join(f"`{one.name}`" for one in kind) + ".\n"
    described = set(re.findall(r"^(\w+)(?: \([^)]*\))?: ", _doc(kind), re.MULTILINE))
    bare = [f"`{field}` (`{text}`)" for field, text in types.items() if field not in described]
    if bare and not issubclass(kind, enum.Enum):
        yield "Fields: " + ", ".join(bare) + ".\n"
    for one, member in vars(kind).items():
        if one.startswith("_") or one in types:
            continue
        if isinstance(member, property):
            yield f"**`{one}`** (`{_return(member.fget)}`): {_prose(_doc(member.fget), {})}"
        elif isinstance(member, staticmethod | classmethod) or inspect.isfunction(member):
            function = member.__func__ if isinstance(member, staticmethod | classmethod) else member
            if not issubclass(kind, enum.Enum):
                yield from _function(one, function, kind.__name__)


def _types(kind: type) -> dict[str, str]:
    """The public fields of data, with their types as text."""
    if issubclass(kind, enum.Enum) or getattr(kind, "_is_protocol", False):
        return {}
    if dataclasses.is_dataclass(kind):
        return {one.name: _type(one.type) for one in dataclasses.fields(kind) if not one.name.startswith("_")}
    named = getattr(kind, "_fields", ())
    return {one: _type(kind.__annotations__[one]) for one in named if one in kind.__annotations__}


def _type(annotation: object) -> str:
    return _written(annotation).replace("|", "or")


def _return(function: object) -> str:
    return _type(inspect.get_annotations(function).get("return", "")) if callable(function) else ""


def _function(name: str, function: object, owner: str = "") -> Iterator[str]:
    title = f"#### {owner}.{name}\n\n" if owner else ""
    yield f"{title}{_code(name, function)}\n{_prose(_doc(function), {})}"


def _code(name: str, thing: object) -> str:
    try:
        signature = inspect.signature(thing)  # type: ignore[arg-type]
    except ValueError:
        return ""
    given = [one for one in signature.parameters.values() if one.name != "self"]
    parts, marks = [_parameter(one) for one in given], [one.kind for one in given]
    if inspect.Parameter.KEYWORD_ONLY in marks and inspect.Parameter.VAR_POSITIONAL not in marks:
        parts.insert(marks.index(inspect.Parameter.KEYWORD_ONLY), "*")
    end = signature.return_annotation
    arrow = "" if end is inspect.Signature.empty or inspect.isclass(thing) else f" -> {_written(end)}"
    line = f"{name}({', '.join(parts)}){arrow}"
    if len(line) > 80:
        line = f"{name}(\n    " + ",\n    ".join(parts) + f",\n){arrow}"
    return f"```text\n{line}\n```\n"


def _parameter(one: inspect.Parameter) -> str:
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(one.kind, "")
    kind = "" if one.annotation is one.empty else f": {_written(one.annotation)}"
    if one.default is one.empty:
        return f"{stars}{one.name}{kind}"
    default = "…" if callable(one.default) else repr(one.default)
    if isinstance(one.default, enum.Enum):
        default = f"{type(one.default).__name__}.{one.default.name}"
    return f"{one.name}{kind} = {default}"


def _written(annotation: object) -> str:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return text.replace("'", "")


def _doc(thing: object) -> str:
    return inspect.cleandoc(getattr(thing, "__doc__", None) or "")


def _prose(text: str, types: dict[str, str]) -> str:
    """A docstring as Markdown: `name: text` lines become a list, with the field's type where there is one."""
    text = REFERENCE.sub(r"`\1`", text).replace("``", "`")
    lines: list[str] = []
    in_list = False
    for line in text.split("\n"):
        match = FIELD.match(line)
        if match and (not types or match[1] in types) and not line.startswith("Raises"):
            if not in_list and lines and lines[-1]:
                lines.append("")
            kind = f" (`{types[match[1]]}`)" if match[1] in types else ""
            lines.append(f"- `{match[1]}`{kind}: {match[2]}")
            in_list = True
        elif in_list and line and not line.startswith(" "):
            lines += ["", line]
            in_list = False
        else:
            lines.append(line if not in_list or not line else f"  {line.strip()}")
            in_list = in_list and bool(line)
    return "\n".join(lines) + "\n"
