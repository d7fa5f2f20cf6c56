# SPDX-License-Identifier: AGPL-3.0-or-later
"""The template engine: Jinja2, with strict names and messages, compiled for many small pages."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Hashable, Iterable, MutableMapping
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations, NullTranslations, find
from hashlib import blake2b
from keyword import iskeyword
from pathlib import Path
from typing import Any, cast

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from newsroom.engine.portal import Form, Theming
from newsroom.errors import ThemeError
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store.private import COMPILED, make_private

try:
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # another version: as right, and slower
    escape_text = escape

_RECORDS_KEPT = 5_000  # by each template
_PARTS_KEPT = 2_000

Say = Callable[..., Markup]


def translations(settings: Settings) -> NullTranslations:
    """The theme's catalogue in the site's language, as it is now.

    gettext's own function keeps what it has read of a file for the process's life.

    Raises:
        ThemeError: the file is damaged.
    """
    found = find("theme", settings.theme / "translations", languages=[settings.language])
    if found is None:
        return NullTranslations()
    try:
        with Path(found).open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, struct.error) as error:  # its length, its numbers, its letters
        message = _("The file can't be read ({error}).").format(error=error)
        raise ThemeError(f"{found}: {message}") from error


def catalogue(settings: Settings) -> bytes:
    """The bytes of that catalogue."""
    found = find("theme", settings.theme / "translations", languages=[settings.language])
    return Path(found).read_bytes() if found else b""


def make_environment(settings: Settings, theming: Theming, site: Any) -> Environment:
    """The template engine: autoescape, strict undefined, gettext, and what our templates see."""
    environment = _bare_environment(settings, theming)
    environment.globals["_"] = environment.say
    environment.globals["site"] = site
    environment.globals["asset"] = site.assets.__getitem__
    environment.globals["part"] = Partials(environment)
    for name, form in theming.forms.items():
        environment.globals[name] = Shown(environment, form)
    return environment


def _bare_environment(settings: Settings, theming: Theming) -> _Environment:
    """All that compiling needs."""
    compiled = settings.cache / COMPILED
    with suppress(OSError):
        make_private(settings.cache)
        make_private(compiled)
    known = translations(settings)
    environment = _Environment(
        translator(known),
        frozenset({*_PLAIN, *theming.forms}),
        loader=FileSystemLoader(settings.theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        # Compiling the templates of a publish takes 0.1 s; the cache goes by their content.
        bytecode_cache=_Compiled(compiled, _stamp(settings, theming)),
        auto_reload=False,
    )
    environment.filters.update(theming.filters)
    # The extension adds this method when it is loaded; no type tells of it.
    environment.install_gettext_translations(known, newstyle=True)  # type: ignore[attr-defined]  # see above
    return environment


def compile_templates(settings: Settings, theming: Theming) -> None:
    """Compile the theme's templates into the cache, lest each worker process does the same."""
    environment = _bare_environment(settings, theming)
    for name in environment.list_templates(extensions=["html"]):
        with suppress(TemplateError, OSError, ValueError):  # whoever renders it tells the fault
            environment.get_template(name)


def translator(catalogue: NullTranslations) -> Say:
    """The template function ``_``: each message is looked up and escaped once."""

    @cache
    def known(message: str) -> Markup:
        return escape(catalogue.gettext(message))

    def say(message: str, **values: object) -> Markup:
        return known(message) % values if values else known(message)

    return say


# Our functions, as those of a `Form`; that they never want Jinja's context saves Jinja the search.
_PLAIN = ("_", "asset", "part")


class _CodeGenerator(CodeGenerator):
    """Compiles to plainer Python: what is put out, attributes of records, calls of ours.

    A template or a block puts out one piece: Jinja's many would each pass through a generator for
    every template and block around it.
    """

    _whole: Frame | None = None
    _pieces = False
    _macros: Collection[str] = ()
    _put_out: nodes.Call | None = None

    def visit_Template(  # noqa: N802 - Jinja's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        self._macros = _names_of_macros(node)
        # Jinja puts these out past any buffer.
        self._pieces = any(not include.with_context for include in node.find_all(nodes.Include))
        super().visit_Template(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        if frame.buffer is None and not self._pieces:
            self.buffer(frame)
            self._whole = frame

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        if frame is self._whole:
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        elif self._is_macro(node):
            self._put_out = cast("nodes.Call", node)
            self.write("(")
        else:
            self.write("(escape_text(_value) if type(_value := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        elif self._is_macro(node):
            self.write(")")
        else:
            self.write(") is str else _value if type(_value) is Markup else shown(_value))")

    def _is_macro(self, node: nodes.Expr) -> bool:
        """Whether a macro is called by place: its HTML is put out as it is."""
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name in self._macros
            and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        )

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape_text, shown = environment.escape_text, environment.shown")
        self.writeline("Macro = environment.macro")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        blocks = isinstance(node.node, nodes.Name) and node.node.name == "self"  # by item
        if blocks or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802 - Jinja's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        plain = isinstance(node.node, nodes.Name) and node.node.name in self.environment.plain  # type: ignore[attr-defined]  # ours
        if node is self._put_out:
            # A name may still mean something else, when the template is rendered.
            self.write("(_macro.direct if type(_macro := ")
            self.visit(node.node, frame)
            self.write(") is Macro else environment.called(context, _macro))")
        elif not plain or forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        else:
            self.visit(node.node, frame)
        self.write("(")
        for value in (*node.args, *node.kwargs):
            self.visit(value, frame)
            self.write(", ")
        self.write(")")


def _names_of_macros(template: nodes.Template) -> set[str]:
    """The names that a template's own or imported macros may have."""
    names = {macro.name for macro in template.find_all(nodes.Macro)}
    for node in template.find_all(nodes.FromImport):
        names.update(name if isinstance(name, str) else name[1] for name in node.names)
    return names


class _Macro(Macro):
    """A macro that can be called past Jinja's sorting of arguments, which costs more than ours do.

    ``direct`` takes arguments by place, and gives safe HTML as plain text.
    """

    def __init__(self, environment: Environment, func: Callable[..., str], *rest: Any) -> None:
        super().__init__(environment, func, *rest)
        special = self.catch_kwargs or self.catch_varargs or self.caller
        if special or not self._default_autoescape:
            self.direct: Callable[..., str] = self._by_jinja
        else:
            func.__defaults__ = (missing,) * self._argument_count
            self.direct = func

    def _by_jinja(self, *arguments: object) -> str:
        return escape(self(*arguments))


class _Environment(Environment):
    """Jinja2's environment, three times as fast with templates as small as ours."""

    code_generator_class = _CodeGenerator
    escape_text = staticmethod(escape_text)
    macro = _Macro

    def __init__(self, say: Say, plain: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.say = say
        self.plain = plain
        self._found: dict[str, Template] = {}

    @staticmethod
    def shown(value: object) -> str:
        """``value``, which is no plain text, escaped; what is put out needs no mark of safety."""
        return value if type(value) is Markup else escape(value)

    @staticmethod
    def called(context: Context, function: Any) -> Callable[..., str]:
        """A function that was taken for a macro; what it gives is escaped."""
        return lambda *arguments: escape(context.call(function, *arguments))

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template, looked for once: Jinja's own cache has a lock and an order to keep."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The same for all templates; Jinja's own chain of mappings is slow to copy."""
        return self.globals if d is None else {**self.globals, **d}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        return _Messages(self.say).visit(template)  # type: ignore[no-any-return]  # the visitor gives back what it got


class _Messages(NodeTransformer):
    """Looks up ``_("literal")`` when a template is compiled, instead of on every page."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        self.generic_visit(node)
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs) and len(node.args) == 1
        if plain and isinstance(node.node, nodes.Name) and node.node.name == "_":
            message = node.args[0]
            if isinstance(message, nodes.Const) and isinstance(message.value, str):
                said = self._say(message.value)
                return nodes.Const(said, lineno=node.lineno, environment=node.environment)
        return node


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates on disk; where there is no room they are compiled again."""

    def __init__(self, folder: Path, stamp: bytes) -> None:
        super().__init__(str(folder))
        self._stamp = stamp

    def get_source_checksum(self, source: str) -> str:
        return blake2b(self._stamp + source.encode(), digest_size=16).hexdigest()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _stamp(settings: Settings, theming: Theming) -> bytes:
    """What shapes compiled templates besides their source: messages, and how we compile."""
    forms = " ".join(sorted(theming.forms)).encode()
    parts = (Path(__file__).read_bytes(), catalogue(settings), forms)
    return b"\x00".join(blake2b(part).digest() for part in parts)


class Shown:
    """The template function of a `Form`: ``f(name, records)`` shows records one after another, each
    by ``<folder>/<name>.html``.

    A record stands on some thirty pages in the same form, so its HTML is kept.
    """

    def __init__(self, environment: Environment, form: Form) -> None:
        self._environment = environment
        self._form = form
        self._kept: dict[str, dict[int, tuple[Any, str]]] = {}

    def __call__(self, name: str, records: Iterable[Any]) -> Markup:
        """The HTML of ``records``, by the template of this name."""
        kept = self._kept.setdefault(name, {})
        shown = []
        for record in records:
            known = kept.get(id(record))  # nobody else's while the record is kept
            shown.append(self._make(kept, name, record) if known is None else known[1])
        return str.__new__(Markup, "".join(shown))

    def _make(self, kept: dict[int, tuple[Any, str]], name: str, record: Any) -> str:
        if len(kept) > _RECORDS_KEPT:
            kept.clear()
        template = self._environment.get_template(f"{self._form.folder}/{name}.html")
        html = template.render({self._form.record: record})
        kept[id(record)] = (record, html)
        return html


class Partials:
    """The template function ``part(name, **values)``: the HTML of ``partials/<name>.html``.

    It sees these values and nothing of the page, so its HTML is kept by them.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._kept: dict[tuple[Any, ...], Markup] = {}

    def __call__(self, name: str, **values: Hashable) -> Markup:
        """The part's HTML for these values: text, numbers, or records of the theme's contract."""
        # With their types: safe and plain text, True and 1 are equal, and are shown differently.
        place = (name, *[(key, type(value), value) for key, value in values.items()])
        html = self._kept.get(place)
        if html is None:
            if len(self._kept) > _PARTS_KEPT:
                self._kept.clear()
            template = self._environment.get_template(f"partials/{name}.html")
            html = self._kept[place] = Markup(template.render(values))
        return html
