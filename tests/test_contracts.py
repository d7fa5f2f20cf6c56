# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds the code together, as data: layers, libraries, sizes, habits."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from newsroom import address_words
from newsroom.taxonomies import OWN
from newsroom.warnings import WARNINGS
from tests.portal import ROOT

PACKAGE = ROOT / "plugins" / "newsroom"

# What each part of the package may import from the others: only what stands above it.
LAYERS = {
    "startup": "",
    "messages": "",
    "errors": "messages",
    "text": "startup",
    "parallel": "",
    "blobs": "",
    "metadata": "",
    "publish": "startup",
    "advertising": "",
    "model": "advertising",
    "address_words": "",
    "pictures": "address_words blobs model metadata",
    "taxonomies": "model",
    "warnings": "errors",
    "setting_checks": "address_words messages model taxonomies text",
    "imprint": "messages",
    "settings": "errors imprint messages model pictures setting_checks taxonomies text warnings",
    "extensions": "errors messages settings",
    "store": "errors messages model taxonomies",
    "read": "startup errors messages blobs metadata advertising model pictures taxonomies settings "
    "text",
    "related": "startup errors messages parallel model text store",
    "search": "address_words model text",
    "arrange": "startup address_words errors messages parallel blobs advertising model pictures "
    "taxonomies settings extensions text store read related search",
    "pages": "startup imprint blobs metadata advertising model pictures taxonomies settings "
    "extensions text store arrange publish search",
    "engine": "errors messages warnings parallel blobs metadata model settings text store",
    "newspaper": "startup model settings extensions text store read related search arrange "
    "pages engine",
    "deploy": "address_words errors messages model taxonomies settings store arrange engine",
    "commands": "errors messages warnings model pictures taxonomies settings text store related "
    "search arrange publish pages engine newspaper",
    "bridge": "errors messages model settings text store read arrange engine newspaper deploy "
    "commands",
    "arguments": "messages",
    "picturing": "messages engine commands bridge arguments",
    "sending": "messages pages engine deploy commands bridge arguments",
    "cli": "errors messages settings engine commands deploy bridge arguments picturing sending",
    "__init__": "bridge",
}

# Where each library comes in. One place each; a second one is listed with its reason.
LIBRARIES = {
    "bs4": "read/markup/soup.py",
    "feedgen": "publish/rss.py",
    "fontTools": "publish/paper.py",
    "imagesize": "read/static_files.py",
    "jinja2": "engine/render.py engine/templates.py commands/letters.py commands/bulletin.py",
    "lxml": "publish/rss.py",
    # The converter; extensions of it.
    "markdown": "read/markup/dialect.py read/markup/emphasis.py read/markup/boxes.py "
    "read/markup/syntax/extension.py read/markup/syntax/abbreviations.py "
    "read/markup/syntax/fences.py read/markup/syntax/html.py read/markup/syntax/inlines.py "
    "read/markup/syntax/lines.py read/markup/syntax/lists.py read/markup/syntax/quotes.py "
    "read/markup/syntax/raw.py read/markup/syntax/starts.py",
    # The type of safe text; and who makes some: of a sanitised body, of what is rendered already.
    "markupsafe": "pages/views.py pages/offered.py pages/body.py engine/templates.py "
    "pages/structured.py",
    "nh3": "read/markup/sanitise.py",
    "numpy": "related/full.py search/postings.py",
    "distributed": "pictures/crew.py",
    # Decoding and what is asked of it; making; both meet colours. Drawing is another thing.
    "PIL": "pictures/decode.py pictures/make.py pictures/colour.py pictures/icons.py "
    "pictures/cards.py pictures/credits.py pictures/attention.py",
    "pillow_heif": "pictures/heif.py",
    "pelican": "bridge/portal.py bridge/plugins.py",  # the host; who listens to its signals
    "resvg_py": "pictures/icons.py",
    "rich": "bridge/progress.py bridge/portal.py",  # the bar; Pelican's own console
    "scipy": "related/full.py",
    "segno": "publish/qr.py",
    "tornado": "bridge/watch.py bridge/preview_files.py bridge/preview.py",  # loop; files; server
    "watchfiles": "bridge/watch.py",
    "weasyprint": "publish/paper.py commands/bulletin.py",  # prints; the type of what is laid out
    "yaml": "read/strict_yaml.py bridge/scaffold.py",  # reading; writing a new article's fields
    "msgspec": "",  # the records of all layers
}
EVERYWHERE = frozenset({"msgspec"})

# What a distribution is called whose package has another name.
DISTRIBUTIONS = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "fontTools": "fonttools",
    "yaml": "pyyaml",
}

MAX_LINES, MAX_FUNCTION = 400, 45


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The modules that a file imports, anywhere in it."""
    found: list[str] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


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


def test_the_engine_knows_no_articles() -> None:
    """Of the store it knows what it keeps itself; the rest is handed in (`engine/portal.py`)."""
    own = {"database", "journal", "pages", "private", "reads", "sources"}
    for path in sources("plugins/newsroom/engine"):
        for module in imports(path):
            parts = module.split(".")
            if parts[:2] == ["newsroom", "store"] and len(parts) > 2:
                assert parts[2] in own, f"{within(path)} imports {module}"


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
    extras = project["optional-dependencies"]
    names = [*project["dependencies"], *extras["bulletin"], *extras["cluster"], *extras["heic"]]
    declared = {re.split(r"[=<>!~ \[]", name)[0] for name in names}
    wanted = {DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in LIBRARIES}
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
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= MAX_FUNCTION, f"{path.name}: {node.name} has {lines} lines"


# ------------------------------------------------------------------------------------ habits


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """The calls in a file, as ``print`` or ``datetime.now``, with their lines."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def test_only_the_bridge_and_the_command_print() -> None:
    for path in sources("plugins/newsroom"):
        found = {name for name, _line in calls(path)}
        if layer(path) not in {"bridge", "cli", "messages", "picturing", "sending"}:
            assert not {"tell", "tell_machine"} & found, within(path)


def test_messages_leave_at_one_place() -> None:
    """`newsroom.messages.tell` escapes what they quote."""
    written = re.compile(r"print|input|sys\.(__)?std(out|err)(__)?\.\w+")
    for path in sources("plugins/newsroom"):
        found = {name for name, _line in calls(path) if written.fullmatch(name)}
        assert found <= ({"print"} if within(path) == "messages.py" else set()), within(path)


def test_warnings_have_a_code_of_the_table() -> None:
    """And every code of the table is used."""
    named: dict[str, str] = {}
    for path in sources("plugins/newsroom"):
        for node in nodes(path):
            if isinstance(node, ast.Call):
                codes = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
                if isinstance(node.func, ast.Name) and node.func.id == "Flaw":
                    codes += node.args[2:]
                for code in codes:
                    if isinstance(code, ast.Constant):
                        named[str(code.value)] = within(path)
    assert set(named) == set(WARNINGS)


def test_time_enters_through_one_clock() -> None:
    """Else the same content would not give the same bytes."""
    clocks = re.compile(r"(^|\.)(time\.time|time_ns|now|utcnow|today)$")
    allowed = {"engine/clock.py", "bridge/scaffold.py"}  # when a build is; when an article begins
    for path in sources("plugins/newsroom"):
        found = [f"{name}:{line}" for name, line in calls(path) if clocks.search(name)]
        found = [place for place in found if not place.startswith("clock.now")]
        assert not found or within(path) in allowed, f"{within(path)}: {found}"


def tracked() -> Iterator[Path]:
    """The files that are, or could be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).stdout.decode()
    yield from (
        path for name in filter(None, listed.split("\0")) if (path := ROOT / name).is_file()
    )


def test_silenced_checks_give_their_reason() -> None:
    """Beside the code: ``# noqa: X - why``, ``# type: ignore[x]  # why``."""
    silenced = re.compile(r"#\s*(?:ruff: )?(?:noqa|type: ignore)\b")
    reasoned = re.compile(
        r"# (?:ruff: )?noqa: [A-Z0-9, ]+[0-9] - \w|# type: ignore\[[a-z-]+\] +# \w"
    )
    for path in [*sources("plugins", "tools"), *ROOT.glob("*.py")]:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not silenced.search(line) or reasoned.search(line), f"{path.name}:{number}"


LICENCE = "SPDX-License-Identifier: AGPL-3.0-or-later"
SOURCES = {".py": "# {}", ".sh": "# {}", ".po": "# {}", ".html": "{{# {} #}}"}
SOURCES |= {".css": "/* {} */", ".js": "// {}"}


def test_every_source_file_names_its_licence() -> None:
    """In its first line, or its second after ``#!``; REUSE.toml tells of all others."""
    without = []
    for path in tracked():
        line = SOURCES.get(path.suffix, "").format(LICENCE)
        inner = path.relative_to(ROOT).parts
        if not line or path.is_symlink() or inner[:3] == ("tests", "benchmarks", "peers"):
            continue
        if line not in path.read_text("utf-8").split("\n")[:2]:
            without.append("/".join(inner))
    assert not without, f"begin these with the line {LICENCE!r}, in a comment: {without}"


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
    for path in tracked():
        data = path.read_bytes().lower()
        assert not any(host.encode() in data for host in HOSTS), path.name


def test_the_words_of_addresses_stand_once() -> None:
    """As data; docstrings may name examples."""
    said = {each for each in vars(address_words).values() if isinstance(each, str) and "-" in each}
    said = (said | {row.folder for row in OWN if "-" in row.folder}) - {"nen-xem"}  # a slot, too
    said |= {f"/{address_words.NUMBERED}/"}
    said |= {f"{folder}/" for folder in (address_words.FRAGMENTS, address_words.RESULTS)}
    for path in sources("plugins"):
        if path.name in ("address_words.py", "taxonomies.py"):
            continue
        told = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
        for node in nodes(path):
            if isinstance(node, ast.Constant) and id(node) not in told:
                found = [word for word in said if word in str(node.value)]
                assert not found, f"{path.relative_to(ROOT)}:{node.lineno} spells {found}"


NAMING_FIELDS = ("arrange/addresses.py", "arrange/collisions.py", "arrange/doubts.py")
"""Modules of those below that call fields, and parts of addresses, by the same words."""


def test_the_names_of_taxonomies_stand_once() -> None:
    """In their table; the parts that come after it call lists and kinds of pages by its rows."""
    names = {row.name for row in OWN}
    files = sources(*(f"plugins/newsroom/{part}" for part in ("arrange", "deploy", "pages")))
    for path in files:
        if within(path) in NAMING_FIELDS:
            continue
        docs = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
        keys = {id(k) for n in nodes(path) if isinstance(n, ast.Dict) for k in n.keys}
        for node in nodes(path):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in docs | keys:
                assert text.partition("/")[0] not in names, (
                    f"{within(path)}:{node.lineno} spells {text!r}"
                )
