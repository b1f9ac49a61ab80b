"""Field by field, what the emulator does with the resources it can change.

The words come from the emulator's own tables (behaviours of the field tables, output-only lists) and, for the
difference between *enforced* and *stored*, from its source: a field is enforced where the code that changes the
resource names it in a rule; what is only carried along is stored. `tests/emulator/test_coverage.py` asks the emulator
itself whether the words are true.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor

    from microconv.emulator.google_ads.fields import Field

WORDS = ("enforced", "stored", "create only", "refused", "not stored")
_MUTATE = "microconv.emulator.google_ads.mutate"
_GA4 = "microconv.emulator.ga4.methods"
_GA4_MODELS = ("model", "model_data_streams")
#: GA4 resource -> the module that changes it, and modules with rules for its parts.
_GA4_RESOURCES: Mapping[str, tuple[str, ...]] = {
    "KeyEvent": ("key_event", "key_event_rules"),
    "EventCreateRule": ("event_create_rule", "event_rule_parts"),
    "EventEditRule": ("event_edit_rule", "event_rule_parts"),
    "EnhancedMeasurementSettings": ("enhanced_measurement_settings",),
    "DataStream": ("data_stream",),
    "GoogleAdsLink": ("google_ads_link",),
    "Property": ("property",),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """One resource. `words`: field path (proto names, dotted) -> one of `WORDS`."""

    title: str
    words: Mapping[str, str]

    def by_word(self) -> dict[str, list[str]]:
        """The fields of each word, in the order of `WORDS`; words without fields are left out."""
        grouped = {word: [path for path, own in self.words.items() if own == word] for word in WORDS}
        return {word: paths for word, paths in grouped.items() if paths}


def resources() -> Iterator[Covered]:
    """Every resource that a client can change, Google Ads first."""
    yield from google_ads_resources()
    yield from ga4_resources()


# ---- Google Ads


def google_ads_resources() -> Iterator[Covered]:
    """The resources that GoogleAdsService.Mutate can change."""
    from microconv.emulator.google_ads.mutate.kinds import KINDS
    from microconv.emulator.google_ads.query.catalog import RESOURCES
    from microconv.emulator.google_ads.wire import Versions

    versions = Versions()
    newest = versions.get(versions.names[-1])
    assert newest is not None
    for kind in sorted(KINDS):
        module = importlib.import_module(f"{_MUTATE}.{kind}")
        operation = newest.cls(f"{RESOURCES[kind].message}Operation").DESCRIPTOR
        rules = _Rules(
            named=_named(_mutate_modules(module)),
            computed=vars(module).get("_COMPUTED_BY_GOOGLE", ""),
            can_create="create" in operation.fields_by_name,
        )
        words = {}
        for path, leaf in newest.row_shape(kind).leaves.items():
            field = RESOURCES[kind].fields.get(path)
            if field is not None:
                words[path] = rules.word(field)
            elif leaf.kind != "message" or leaf.repeated:
                words[path] = "not stored"
        yield Covered(f"Google Ads {RESOURCES[kind].message} ({newest.name})", words)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules for a Google Ads resource's fields, read from the code that changes it.

    named: the strings of its rules.
    computed: a field that is not marked output only, but that Google works out.
    can_create: clients make such resources; if not, they change only what a rule names.
    """

    named: frozenset[str]
    computed: str
    can_create: bool

    def word(self, field: Field) -> str:
        """One of `WORDS`."""
        if field.is_resource_name:
            return "enforced"
        if field.output_only or field.path in ("id", self.computed):
            return "refused"
        if field.immutable:
            return "create only" if self.can_create else "refused"
        if _is_named(field.path, self.named):
            return "enforced"
        return "stored" if self.can_create else "refused"


def _mutate_modules(module: ModuleType) -> list[ModuleType]:
    """A module of ``mutate`` and the modules beside it that hold rules for its resource alone."""
    modules = [module]
    for one in vars(module).values():
        name = getattr(one, "__name__", "") if inspect.ismodule(one) else getattr(one, "__module__", "")
        head, _, last = str(name).rpartition(".")
        if head == _MUTATE and last.endswith("_rules"):
            other = importlib.import_module(name)
            if other not in modules:
                modules.append(other)
    return modules


def _is_named(path: str, named: frozenset[str]) -> bool:
    """True if rules name a path: whole, or by a prefix that ends with a dot."""
    return path in named or any(one.endswith(".") and path.startswith(one) for one in named)


def _named(modules: Iterable[ModuleType]) -> frozenset[str]:
    """The string constants of modules, but for documentation."""
    return frozenset(text for module in modules for text in _constants(ast.parse(inspect.getsource(module))))


def _constants(tree: ast.AST) -> Iterator[str]:
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


# ---- GA4


def ga4_resources() -> Iterator[Covered]:
    """The GA4 resources that a client can change, with the messages of v1alpha."""
    types = importlib.import_module("google.analytics.admin_v1alpha.types")
    for message, names in _GA4_RESOURCES.items():
        modules = [importlib.import_module(f"{_GA4}.{name}") for name in names]
        yield Covered(f"GA4 {message} (v1alpha)", _ga4_words(getattr(types, message).pb().DESCRIPTOR, message, modules))


def _ga4_words(descriptor: Descriptor, message: str, modules: list[ModuleType]) -> dict[str, str]:
    sources = [ast.parse(inspect.getsource(module)) for module in modules]
    refused = _output_only(modules)
    fixed = {name for tree in sources for name in _refused_changes(tree)}
    rules = {word for tree in sources for text in _constants(tree) for word in re.findall(r"[a-z]\w*", text)}
    kept = _kept(message, sources)
    words = {}
    for path in _leaves(descriptor, ""):
        name = path.rpartition(".")[2]
        if name in refused:
            words[path] = "refused"
        elif name in fixed:
            words[path] = "create only"
        elif name in rules:
            words[path] = "enforced"
        else:
            words[path] = "stored" if name in kept else "not stored"
    return words


def _leaves(descriptor: Descriptor, prefix: str) -> Iterator[str]:
    """Every field that is no message, by dotted path; repeated messages too are descended into."""
    for field in descriptor.fields:
        path = prefix + field.name.rstrip("_")
        inner = field.message_type
        if inner is None or inner.full_name.startswith("google.protobuf."):
            yield path
        else:
            yield from _leaves(inner, f"{path}.")


def _output_only(modules: Iterable[ModuleType]) -> set[str]:
    """The names in the modules' output-only lists; a resource's own name is always one."""
    names = {"name"}
    for module in modules:
        for key, value in vars(module).items():
            if key.endswith("OUTPUT_ONLY") and isinstance(value, tuple):
                names |= set(value)
            elif is_dataclass(value) and not isinstance(value, type) and hasattr(value, "output_only"):
                names |= set(value.output_only)
    return names


def _refused_changes(tree: ast.AST) -> Iterator[str]:
    """The fields that ``refuse_change`` is called for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse_change":
            path = node.args[1]
            if isinstance(path, ast.Constant):
                yield str(path.value).rpartition(".")[2]


def _kept(message: str, sources: Iterable[ast.AST]) -> set[str]:
    """Names of the object the state holds, and those that the code reads or writes."""
    models = [vars(importlib.import_module(f"microconv.emulator.ga4.{name}")) for name in _GA4_MODELS]
    names = {one.name for model in models if message in model for one in fields(model[message])}
    for tree in sources:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.keyword) and node.arg:
                names.add(node.arg)
    return names
