"""The product's own source, parsed once; and a way to parse a few faulty lines as if they stood in it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One file: where it stands below the root (`dialogue/views/home.py`), its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> tuple[str, ...]:
        """`("dialogue", "views", "home")`; a package is named without `__init__`."""
        parts = self.path.removesuffix(".py").split("/")
        return tuple(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def layer(self) -> str:
        """The name right below `dialogue`: `views`, `rules` …; empty for the package itself."""
        return self.module[1] if len(self.module) > 1 else ""

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


def parse(path: str, text: str) -> Source:
    text = dedent(text)
    return Source(path, text, ast.parse(text, filename=path))


@cache
def product() -> tuple[Source, ...]:
    """Every Python file of `dialogue` but its migrations, which are generated."""
    return tuple(
        parse(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "dialogue").rglob("*.py"))
        if "migrations" not in path.parts
    )


def imports(source: Source) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every module a file imports anywhere in it, also inside functions, as absolute names; with the line.

    `from dialogue import rules` and `from . import rules` name the module `dialogue.rules`.
    """
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((tuple(alias.name.split(".")), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = _start(source, node)
            if len(start) == 1 and start[0] == "dialogue":
                yield from (((*start, alias.name), node.lineno) for alias in node.names)
            else:
                yield start, node.lineno


def _start(source: Source, node: ast.ImportFrom) -> tuple[str, ...]:
    named = tuple(node.module.split(".")) if node.module else ()
    if not node.level:
        return named
    is_package = source.path.endswith("/__init__.py")
    up = node.level - 1 if is_package else node.level
    return (*source.module[: len(source.module) - up], *named)


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def method_calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of an attribute, `something.save()`, with its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def names_used(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def decorators(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The last name of each decorator: `login_not_required`, `require_POST`."""
    found = set()
    for decorator in function.decorator_list:
        node = decorator.func if isinstance(decorator, ast.Call) else decorator
        found.add(node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", ""))
    return found
