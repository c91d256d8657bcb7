"""Jinja's sandbox, made narrower: only what real chat templates use, and nothing that grows without being counted."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.runtime import LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from models.engine.worker.template.filters import (
    allowed_filters,
    format_text,
    join_texts,
    refuse_large_numbers,
    replace_text,
)
from models.engine.worker.template.limits import (
    ITEM_BYTES,
    LARGEST_NUMBER,
    Budget,
    TemplateError,
    refuse_if_large,
    too_large,
)

_TEXT_METHODS = frozenset(
    (
        "capitalize",
        "center",
        "count",
        "endswith",
        "find",
        "index",
        "isalnum",
        "isalpha",
        "isdigit",
        "islower",
        "isnumeric",
        "isspace",
        "isupper",
        "join",
        "ljust",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rindex",
        "rjust",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
        "zfill",
    )
)
_METHODS: dict[type, frozenset[str]] = {
    str: _TEXT_METHODS,
    dict: frozenset(("get", "items", "keys", "values")),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
}
_OWN_TYPES = (Cycler, Joiner, LoopContext, Macro, Namespace, Undefined)
"""Jinja's own objects, whose public attributes are for templates."""

_HIDDEN_ARGUMENTS = ("varargs", "kwargs")
"""Names by which a macro gets containers that nobody counts; no real template uses them."""


class _Namespace(Namespace):
    """A namespace that does not show what is in it: it may hold itself."""

    def __repr__(self) -> str:
        return "<Namespace>"


class _Buffer(list[str]):
    """What a macro or a block has put out so far, counted."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget

    def append(self, text: str, /) -> None:
        """Add a text."""
        self._budget.spend(len(text) + ITEM_BYTES)
        super().append(text)

    def extend(self, texts: Iterable[str], /) -> None:
        """Add texts."""
        for text in texts:
            self.append(text)


class _Generator(CodeGenerator):
    """Sends what Jinja compiles to plain Python (`a ~ b`, displays of containers, slices) through the environment."""

    def buffer(self, frame: Frame) -> None:
        """Begin to gather the output of a macro or a block."""
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = environment.buffer()")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        self.write("environment.concatenate((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._charged(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._charged(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        if node.ctx == "load":
            self._charged(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)  # the names to the left of an assignment

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.arg, nodes.Slice):
            self._charged(super().visit_Getitem, node, frame)
        else:
            super().visit_Getitem(node, frame)

    def _charged(self, write: Callable[[Any, Frame], None], node: nodes.Expr, frame: Frame) -> None:
        self.write("environment.charge(")
        write(node, frame)
        self.write(")")


class GenerationTag(Extension):
    """Accepts `{% generation %}`, which marks what training reads, and renders what is inside."""

    tags = {"generation"}  # noqa: RUF012  # Jinja's own declaration

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return what stands between the tag and its end."""
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that templates are compiled and rendered in. `budget` is renewed before each."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))
    code_generator_class = _Generator

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[loopcontrols, GenerationTag],
            finalize=self._printed,
        )
        self.budget = Budget()
        self.filters = allowed_filters(lambda: self.budget)
        del self.globals["lipsum"]  # makes texts of any length
        self.globals["namespace"] = _Namespace
        self.globals["raise_exception"] = _raise_exception
        self.globals["strftime_now"] = _strftime_now

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for used in template.find_all(nodes.Name):
            if used.name in _HIDDEN_ARGUMENTS:
                raise TemplateError(f"the template uses {used.name}")
        return template

    def buffer(self) -> list[str]:
        """Return an empty list for the output of a macro or a block."""
        return _Buffer(self.budget)

    def charge(self, value: Any) -> Any:
        """Return a value that was just made, counted. Raises TemplateError where it is too large."""
        return self.budget.charge(value)

    def concatenate(self, parts: Iterable[Any]) -> str:
        """Return `a ~ b ~ ...`."""
        return self.budget.charge(join_texts("", (str(self._measured(part)) for part in parts)))

    def concat(self, parts: Iterable[str]) -> str:  # Jinja's is str.join itself
        """Return the output of a macro or a block as one text."""
        return self.budget.charge(join_texts("", parts))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Compute `left operator right`, looked at before it is done."""
        if operator == "*":
            refuse_if_large(max(self._repeated(left, right), self._repeated(right, left)))
        if operator == "**" and (abs(left) > LARGEST_NUMBER or abs(right) > 64):  # noqa: PLR2004  # 64 bits are plenty
            too_large()
        if operator == "%" and isinstance(left, str):
            return self.charge(format_text(self.budget, left, self._measured(right)))
        return self.charge(super().call_binop(context, operator, left, right))

    def call(self, context: Any, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call a function or method. Only positions are taken for our own: templates use any name."""
        for value in (*arguments, *named.values()):
            self.budget.size(value)
        owner = getattr(function, "__self__", None)
        if isinstance(owner, str):
            refuse_large_numbers(arguments)
            if function.__name__ == "join":
                return self.charge(join_texts(owner, map(self._measured, *arguments)))
            if function.__name__ == "replace":
                return self.charge(replace_text(owner, *arguments))
        return self.charge(super().call(context, function, *arguments, **named))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may use an attribute: a short list, whatever Python's next version adds."""
        for known, methods in _METHODS.items():
            if isinstance(obj, known):
                return attr in methods
        return isinstance(obj, _OWN_TYPES) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, _value: Any) -> None:
        """Return None: `str.format` is no method for templates."""

    def _repeated(self, value: Any, times: Any) -> int:
        """Return how large `value * times` would be, 0 where that repeats nothing."""
        if isinstance(value, str | list | tuple) and isinstance(times, int):
            return self.budget.size(value) * times
        return 0

    def _measured(self, value: Any) -> Any:
        self.budget.size(value)
        return value

    def _printed(self, value: Any) -> str:
        return self.budget.charge(str(self._measured(value)))


def _raise_exception(message: object) -> NoReturn:
    raise TemplateError(str(message)[:500])


def _strftime_now(pattern: str) -> str:
    if len(pattern) > 100:  # noqa: PLR2004  # real ones are "%d %b %Y"
        too_large()
    return datetime.now().astimezone().strftime(pattern)
