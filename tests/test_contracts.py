"""What holds the code together, as data: layers, libraries, sizes, and the theme's contract."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache, wraps
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jinja2 import Environment, meta, nodes

from newsroom.build import stamps
from newsroom.pages.catalogue import KINDS
from newsroom.store.reader import Reader
from tests.portal import ROOT, Portal

PACKAGE = ROOT / "plugins" / "newsroom"
TEMPLATES = ROOT / "theme" / "templates"

# What each part of the package may import from the others: only what stands above it.
LAYERS = {
    "errors": "",
    "messages": "",
    "text": "",
    "publish": "",
    "model": "",
    "settings": "errors messages",
    "store": "errors messages model",
    "read": "errors messages model settings text",
    "arrange": "errors messages model settings text store read",
    "pages": "model settings text store arrange publish",
    "build": "errors messages model settings text store read arrange pages",
    "bridge": "errors messages model settings text store build",
    "__init__": "bridge",
}

# Where each library comes in. One place each; a second one is listed with its reason.
LIBRARIES = {
    "bs4": "read/markup/soup.py",
    "feedgen": "publish/feeds.py",
    "imagesize": "build/ingest.py",
    "jinja2": "build/render.py build/templates.py",
    "livereload": "bridge/watch.py",  # its server is tornado's
    "lxml": "publish/feeds.py",
    "markdown": "read/markup/dialect.py read/markup/boxes.py",  # the converter; an extension of it
    # The type of safe text; and who makes some: of a sanitised body, of what is rendered already.
    "markupsafe": "pages/views.py pages/body.py build/templates.py",
    "nh3": "read/markup/sanitise.py",
    "numpy": "arrange/related/batch.py",
    "pelican": "bridge/portal.py",
    "rich": "bridge/progress.py",
    "scipy": "arrange/related/batch.py",
    "tornado": "bridge/watch.py",
    "watchfiles": "bridge/watch.py",
    "yaml": "read/strict_yaml.py bridge/scaffold.py",  # reading; writing a new article's fields
    "msgspec": "",  # the records of all layers
}
EVERYWHERE = frozenset({"msgspec"})

# What a distribution is called whose package has another name.
DISTRIBUTIONS = {"bs4": "beautifulsoup4", "yaml": "pyyaml"}
WITH_PELICAN = frozenset({"jinja2", "markupsafe"})  # Pelican's own version is the right one

MAX_LINES, MAX_FUNCTION = 400, 45


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


# ----------------------------------------------------------------------------------- imports


def test_layers_stand_on_those_above_them() -> None:
    above: set[str] = set()
    for name, allowed in LAYERS.items():
        assert set(allowed.split()) <= above, name
        above.add(name)


def test_imports_keep_to_the_layers() -> None:
    for path in sources("plugins/newsroom"):
        own = layer(path)
        allowed = {own, *LAYERS[own].split()}
        for module in imports(path):
            if module.startswith("newsroom."):
                assert module.split(".")[1] in allowed, f"{within(path)} imports {module}"


def test_no_module_imports_itself_in_a_circle() -> None:
    files = {module_name(path): path for path in sources("plugins/newsroom")}
    graph = {
        name: {known for module in imports(path) if (known := closest(module, files)) != name}
        for name, path in files.items()
    }
    graph = {name: {known for known in found if known} for name, found in graph.items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "plugins").with_suffix("").parts)


def closest(module: str, files: dict[str, Path]) -> str:
    """The file that an import names: of a module, or of something in it."""
    for name in (module, module.rpartition(".")[0], f"{module}.__init__"):
        if name in files:
            return name
    return ""


def test_libraries_come_in_at_one_place() -> None:
    for path in sources("plugins/newsroom"):
        for module in imports(path):
            top = module.partition(".")[0]
            if top == "newsroom" or top in sys.stdlib_module_names or top in EVERYWHERE:
                continue
            assert top in LIBRARIES, f"{within(path)} imports {top}, which has no place yet"
            assert within(path) in LIBRARIES[top].split(), f"{within(path)} imports {top}"


def test_libraries_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[=<>!~ \[]", name)[0] for name in project["dependencies"]}
    wanted = {DISTRIBUTIONS.get(name, name) for name in LIBRARIES} - WITH_PELICAN
    assert wanted <= declared


def test_only_the_bridge_knows_pelican() -> None:
    users = {layer(p) for p in sources("plugins/newsroom") for m in imports(p) if "pelican" in m}
    assert users == {"bridge"}


def test_pages_ask_the_reader_and_nobody_else() -> None:
    for path in sources("plugins/newsroom/pages", "plugins/newsroom/publish"):
        for module in imports(path):
            assert module.partition(".")[0] not in {"sqlite3", "os", "time"}, within(path)


# ------------------------------------------------------------------------------------- sizes


def test_files_are_short() -> None:
    for path in [*sources("plugins", "tools", "tests"), *ROOT.glob("*.py")]:
        lines = len(path.read_text("utf-8").splitlines())
        assert lines <= MAX_LINES, f"{path.relative_to(ROOT)} has {lines} lines"


def test_functions_are_short() -> None:
    for path in [*sources("plugins", "tools"), *ROOT.glob("*.py")]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= MAX_FUNCTION, f"{path.name}: {node.name} has {lines} lines"


# ------------------------------------------------------------------------------------ habits


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """The calls in a file, as ``print`` or ``datetime.now``, with their lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def test_only_the_bridge_prints() -> None:
    for path in sources("plugins/newsroom"):
        if layer(path) != "bridge":
            assert "print" not in {name for name, _line in calls(path)}, within(path)


def test_time_enters_through_one_clock() -> None:
    """Else the same content would not give the same bytes."""
    clocks = re.compile(r"(^|\.)(time\.time|time_ns|now|utcnow|today)$")
    allowed = {"build/clock.py", "bridge/scaffold.py"}  # when a build is; when an article begins
    for path in sources("plugins/newsroom"):
        found = [f"{name}:{line}" for name, line in calls(path) if clocks.search(name)]
        found = [place for place in found if not place.startswith("clock.now")]
        assert not found or within(path) in allowed, f"{within(path)}: {found}"


# Written in two pieces, or this file would name them.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy.golang", "org"),
    )
)


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the business of whoever installs them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            data = path.read_bytes().lower()
            assert not any(host.encode() in data for host in HOSTS), name


# ------------------------------------------------------------------------------- the theme

# In every template: see docs/theme.md.
GLOBALS = frozenset({"site", "page", "asset", "card", "_", "ngettext"})


@cache
def parsed(name: str) -> Any:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    return environment.parse((TEMPLATES / name).read_text("utf-8"))


def templates() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def parts_of(name: str) -> list[str | None]:
    """What a template extends, includes, imports or has as cards; None for a name in a variable."""
    found = list(meta.find_referenced_templates(parsed(name)))
    for call in parsed(name).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "card":
            found += [text and f"cards/{text}.html" for text in _literals(call.args[0])]
    return found


def _literals(node: nodes.Expr) -> list[str | None]:
    """The literals that an expression may be: "a", or "a" if x else "b"."""
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        return [*_literals(node.expr1), *_literals(node.expr2)]
    return [node.value if isinstance(node, nodes.Const) else None]


def with_parts(name: str) -> set[str]:
    """A template and all that shapes it."""
    found, waiting = set(), [name]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += [other for other in parts_of(part) if other]
    return found


def documented() -> dict[str, set[str]]:
    """The variables of each template by the table in docs/theme.md."""
    rows = re.findall(
        r"^\| `([\w.]+\.html)` \|[^|]*\|(.*)\|$",
        (ROOT / "docs" / "theme.md").read_text("utf-8"),
        re.MULTILINE,
    )
    return {name: set(re.findall(r"`(\w+)(?::[^`]*)?`", cells)) for name, cells in rows}


@pytest.mark.parametrize("name", templates())
def test_names_of_templates_are_literal(name: str) -> None:
    """The stamps read them with a pattern; what it misses would not be rendered again."""
    found = parts_of(name)
    assert None not in found
    assert set(found) == set(stamps._references(TEMPLATES / name))


@pytest.mark.parametrize("name", sorted(documented()))
def test_templates_use_what_is_documented(name: str) -> None:
    used: set[str] = set()
    made: set[str] = set()
    for part in with_parts(name):
        if part.startswith("cards/"):
            continue  # see below
        used |= meta.find_undeclared_variables(parsed(part))
        made |= made_in(part)  # an included part sees what is set around it
    assert used - made - GLOBALS - optional(name) <= documented()[name]


@pytest.mark.parametrize("name", [name for name in templates() if name.startswith("cards/")])
def test_cards_show_a_story_and_nothing_else(name: str) -> None:
    """They are kept by story: anything else would be that of whichever page came first."""
    used = meta.find_undeclared_variables(parsed(name)) - made_in(name)
    assert used <= {"story", "site", "asset", "_", "ngettext"}


def test_what_all_templates_have_is_documented() -> None:
    text = (ROOT / "docs" / "theme.md").read_text("utf-8")
    assert not [name for name in GLOBALS if f"`{name}`" not in text and f"`{name}(" not in text]


def made_in(name: str) -> set[str]:
    """Names that a template sets or imports: jinja2.meta forgets them inside blocks."""
    stored = {node.name for node in parsed(name).find_all(nodes.Name) if node.ctx != "load"}
    taken = [taken for node in parsed(name).find_all(nodes.FromImport) for taken in node.names]
    return stored | {pair[1] if isinstance(pair, tuple) else pair for pair in taken}


def optional(name: str) -> set[str]:
    """Names that a part asks for with a default, or asks about."""
    text = "".join((TEMPLATES / part).read_text("utf-8") for part in with_parts(name))
    asked = re.findall(r"\b(\w+) ?\| ?default\b|\b(\w+) is defined\b", text)
    return {name for pair in asked for name in pair if name}


def test_every_template_is_documented() -> None:
    pages = {name for name in templates() if "/" not in name} - {"base.html"}
    assert set(documented()) == pages
    assert {template for kind in KINDS.values() for template in kind.templates} == pages


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, set[str]]]]:
    """For each kind of page, the templates and variables that a small site's pages gave."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, kind in KINDS.items():
            patch.setitem(KINDS, name, msgspec.structs.replace(kind, compose=_noting(kind, found)))
        _everything(Portal(tmp_path_factory.mktemp("portal"))).build()
    return found


def _noting(kind: Any, found: dict[str, list[tuple[str, set[str]]]]) -> Any:
    @wraps(kind.compose)
    def compose(ask: Reader, make: Any, key: str) -> Any:
        made = kind.compose(ask, make, key)
        if isinstance(made, tuple):
            found.setdefault(kind.name, []).append((made[0], set(made[1])))
        return made

    return compose


def _everything(portal: Portal) -> Portal:
    """A site with a page of every kind."""
    portal.write("data/series.yaml", "- {slug: luat, name: Hiểu luật}\n")
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.article(
        "cong-doan/2025/04/a.md",
        tags=["phúc lợi"],
        series="luat",
        aliases=["/cu.html"],
        corrections=[{"date": "2025-05-01", "text": "Sửa."}],
    )
    return portal


def test_pages_give_what_is_documented(
    composed: dict[str, list[tuple[str, set[str]]]],
) -> None:
    shown = {kind.name for kind in KINDS.values() if kind.templates}
    assert set(composed) == shown
    for pages in composed.values():
        for template, variables in pages:
            assert variables - {"page"} == documented()[template], template


def test_kinds_tell_their_templates(composed: dict[str, list[tuple[str, set[str]]]]) -> None:
    """Else a change of the template would not dirty the kind's pages."""
    for name, pages in composed.items():
        assert {template for template, _variables in pages} == set(KINDS[name].templates)
