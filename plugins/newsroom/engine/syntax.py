# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one module's code says, by its syntax tree: definitions, and the names that each needs.

Comments, docstrings, positions, and the types of arguments and results are left out: they change
nothing that code does. So are the texts that editors are told, ``_("…")``, and whoever tells them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec

Need = tuple[str, str, str]
"""Something of another module, or of this one: the module, a name in it ("" for all of it), and
the attribute that is asked of it ("" where it is used itself)."""

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_Comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_Compound = (ast.If, ast.Try, ast.With, ast.For, ast.While, ast.Match)
_TOLD = "_"


class Definition(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A statement at the top of a module: the digest of what it says, and what it needs."""

    digest: bytes
    needs: tuple[Need, ...]


class Module(msgspec.Struct, frozen=True, array_like=True):
    """A module's definitions; ``names`` says which statements define a name.

    ``imported`` are names from elsewhere. ``effects`` are statements that do something when the
    module is imported, whatever is used of it.
    """

    definitions: tuple[Definition, ...]
    names: dict[str, tuple[int, ...]]
    imported: dict[str, tuple[str, str]]
    effects: tuple[int, ...]


def analyse(name: str, source: bytes, top: str) -> Module:
    """What the module ``name`` of the package ``top`` says.

    Raises:
        SyntaxError: it is not Python.
    """
    tree = ast.parse(source)
    imported = dict(_imports(tree.body))
    plain = (part for part in tree.body if not isinstance(part, (*_Function, ast.ClassDef)))
    assigned = {name for statement in plain for name in _stored(statement)}
    imported = {name: target for name, target in imported.items() if name not in assigned}
    pure = _Pure(imported, top)
    definitions: list[Definition] = []
    names: dict[str, list[int]] = {}
    effects: list[int] = []
    told = imported.get(_TOLD, ("", ""))[0].startswith(f"{top}.")
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom) or _is_text(statement):
            continue
        if _for_types(statement) and not statement.orelse:  # type: ignore[attr-defined]  # it is an ast.If
            continue
        bound = [bound for bound in _bound([statement]) if bound not in imported]
        if pure.has_effect(statement):
            effects.append(len(definitions))
        for each in dict.fromkeys(bound):
            names.setdefault(each, []).append(len(definitions))
        definitions.append(_define(name, statement, imported, told=told))
    known = {each: tuple(places) for each, places in names.items()}
    return Module(
        tuple(msgspec.structs.replace(d, needs=_of(d, name, known, top)) for d in definitions),
        known,
        imported,
        tuple(effects),
    )


def _of(
    definition: Definition, module: str, known: Mapping[str, object], top: str
) -> tuple[Need, ...]:
    """A definition's needs without Python's own: its library, and names that it has built in."""
    return tuple(
        need
        for need in definition.needs
        if (need[1] in known if need[0] == module else not _is_pythons(need[0], top))
    )


def _is_pythons(module: str, top: str) -> bool:
    first = module.partition(".")[0]
    return first != top and first in sys.stdlib_module_names


def _define(
    module: str, statement: ast.stmt, imported: dict[str, tuple[str, str]], *, told: bool
) -> Definition:
    found = _Names(module.partition(".")[0])
    found.visit(statement)
    needs: list[Need] = list(found.needs)
    bindings = []
    for name, attribute in sorted(found.used):
        if name == _TOLD and told:
            continue
        needs.append((*imported.get(name, (module, name)), attribute))
        bindings.append(f"{name} {'.'.join(imported[name])}" if name in imported else name)
    shape = ast.dump(_Plain(told=told).visit(statement))
    text = "\x00".join([shape, *bindings])
    return Definition(blake2b(text.encode(), digest_size=16).digest(), tuple(dict.fromkeys(needs)))


def _imports(body: Iterable[ast.stmt]) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a module imports when it is imported: local name → module and name in it."""
    for statement in body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or whole, (whole, "")
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                yield alias.asname or alias.name, (statement.module or "", alias.name)
        elif isinstance(statement, _Compound) and not _for_types(statement):
            yield from _imports(_inside(statement))


def _inside(statement: ast.stmt) -> list[ast.stmt]:
    """The statements just inside a compound one."""
    found: list[ast.stmt] = []
    for part in ast.iter_child_nodes(statement):
        if isinstance(part, ast.stmt):
            found.append(part)
        elif isinstance(part, ast.ExceptHandler | ast.match_case):
            found += part.body
    return found


def _for_types(statement: ast.AST) -> bool:
    """Whether this is ``if TYPE_CHECKING:``."""
    if not isinstance(statement, ast.If):
        return False
    test = statement.test
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _is_text(statement: ast.AST) -> bool:
    """A docstring, of whatever."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _stored(statement: ast.AST) -> set[str]:
    """Names that a statement gives a value of its own, wherever in it."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (*_Function, ast.ClassDef)):
            found.add(node.name)
    return found


def _bound(body: Iterable[ast.AST]) -> Iterator[str]:
    """Names that code binds in its own scope."""
    for node in body:
        if isinstance(node, (*_Function, ast.ClassDef)):
            yield node.name
            continue  # what is inside is bound there
        if isinstance(node, (*_Comprehension, ast.Lambda)):
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        yield from _bound(ast.iter_child_nodes(node))


class _Pure:
    """Tells definitions from statements that do something."""

    def __init__(self, imported: dict[str, tuple[str, str]], top: str) -> None:
        self._imported = imported
        self._top = top

    def has_effect(self, statement: ast.stmt) -> bool:
        """Whether a statement does something besides binding names."""
        if isinstance(statement, (*_Function, ast.ClassDef)):
            # A decorator of ours, or of a library, may enter it somewhere.
            return any(not self._is_plain(name) for name in statement.decorator_list)
        if isinstance(statement, ast.Assign):
            return any(not _is_name(target) for target in statement.targets)
        if isinstance(statement, ast.AnnAssign | ast.AugAssign):
            return not _is_name(statement.target)
        if isinstance(statement, _Compound):
            return any(self.has_effect(part) for part in _inside(statement))
        return not isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)

    def _is_plain(self, decorator: ast.expr) -> bool:
        root: ast.AST = decorator
        while isinstance(root, ast.Call | ast.Attribute):
            root = root.func if isinstance(root, ast.Call) else root.value
        name = root.id if isinstance(root, ast.Name) else ""
        module = self._imported.get(name, ("",))[0]
        return module.partition(".")[0] in ("functools", "contextlib", "dataclasses", "typing")


def _is_name(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(_is_name(part) for part in target.elts)
    return isinstance(target, ast.Name)


class _Names(ast.NodeVisitor):
    """The names that a statement takes from its module, and what it imports itself."""

    def __init__(self, top: str) -> None:
        self._top = f"{top}."
        self.used: set[tuple[str, str]] = set()
        self.needs: list[Need] = []
        self._scopes: list[set[str]] = []

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._use(node.id, "")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name):
            self._use(node.value.id, node.attr)
        else:
            self.visit(node.value)

    def _use(self, name: str, attribute: str) -> None:
        if not any(name in scope for scope in self._scopes):
            self.used.add((name, attribute))

    def visit_Constant(self, node: ast.Constant) -> None:
        # A module of ours may be named by text, for whoever imports by name.
        if isinstance(node.value, str) and node.value.startswith(self._top):
            self.needs.append((node.value, "", ""))

    def visit_Import(self, node: ast.Import) -> None:
        self.needs += [(alias.name, "", "") for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.needs += [(node.module or "", alias.name, "") for alias in node.names]

    def visit_If(self, node: ast.If) -> None:
        for part in node.orelse if _for_types(node) else ast.iter_child_nodes(node):
            self.visit(part)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not _is_text(node):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.target)
        if not self._scopes:  # a record's field: its type is what it is made of
            self.visit(node.annotation)
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node, node.body, node.decorator_list)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node, node.body, node.decorator_list)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, [node.body], [])

    def _function(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        body: Iterable[ast.AST],
        decorators: Iterable[ast.expr],
    ) -> None:
        for outside in (*decorators, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(outside)
        scope = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
        scope.update(_bound(body))
        for part in body:
            scope -= {n for g in ast.walk(part) if isinstance(g, ast.Global) for n in g.names}
        self._within(scope, body)

    def _comprehension(self, node: ast.AST) -> None:
        parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.comprehension)]
        self.visit(parts[0].iter)  # outside
        targets = (name for part in parts for name in ast.walk(part.target))
        scope = {name.id for name in targets if isinstance(name, ast.Name)}
        self._within(scope, ast.iter_child_nodes(node))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815 - ast's names

    def _within(self, scope: set[str], body: Iterable[ast.AST]) -> None:
        self._scopes.append(scope)
        for part in body:
            self.visit(part)
        self._scopes.pop()


class _Plain(ast.NodeTransformer):
    """Takes out what changes nothing; see the module's text."""

    def __init__(self, *, told: bool) -> None:
        self._told = told
        self._depth = 0

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return ast.Pass() if _is_text(node) else self.generic_visit(node)

    def visit_Pass(self, node: ast.Pass) -> ast.AST:
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = node.type_comment = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        return _shortened(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        return _shortened(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if self._depth:
            node.annotation = ast.Constant(None)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        told = self._told and isinstance(node.func, ast.Name) and node.func.id == _TOLD
        if told and node.args and isinstance(node.args[0], ast.Constant):
            return ast.Constant("")
        return self.generic_visit(node)


def _shortened(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef:
    """A body without what says nothing."""
    node.body = [part for part in node.body if not isinstance(part, ast.Pass)]
    return node
