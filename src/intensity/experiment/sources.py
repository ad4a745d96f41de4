"""What results depend on: a hash of the code that computes them and of the inputs it reads.

The code is hashed as what it says, not as bytes: comments, docstrings, layout and the wording of
errors may change without making results out of date. Which modules count is not kept by hand; it
is whatever the entry modules import, directly or not.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from intensity.model.parameters import parameters
from intensity.model.tables import demand_types

PACKAGE = Path(__file__).resolve().parents[1]
ENTRIES = ("intensity.experiment.unit", "intensity.experiment.sampling")
# Wording of errors, the reading of files whose content is hashed as it was read, and how results
# are kept and work is handed out, none of which may change a value (tests see to it).
LEFT_OUT = (
    *("intensity.model.errors", "intensity.model.tables"),
    *(
        f"intensity.experiment.{name}"
        for name in (
            *("cluster", "estimate", "faults", "files", "findings", "lock", "manifest"),
            *("progress", "runner", "store", "threads"),
        )
    ),
)
# What an input file says about its values, beside the values.
WORDS = {
    *("symbol", "unit", "title", "chinese", "centre", "provenance", "facts", "section"),
    *("source", "reason", "name_en", "name_zh", "paper_rank_2020H1", "weight_provenance"),
    *("odds_provenance", "quote"),
}
LIBRARIES = ("numpy", "numba", "pandas", "scipy", "statsmodels", "pyarrow")
SHAPING = ("numpy", "numba", "scipy", "pyarrow")  # libraries that the bytes of a result depend on


def source_hash() -> str:
    """SHA-256 (16 hex digits) of the code and inputs that the rows of a panel depend on.

    The code is that of `ENTRIES` and of every module of this package that they import. The same
    on every Python that the package runs on.
    """
    return _source_hash(os.environ.get("INTENSITY_DATA"))


@lru_cache(maxsize=8)
def _source_hash(folder: str | None) -> str:
    """`folder`, which the readers of inputs look up themselves, is the key."""
    digest = hashlib.sha256(code_hash(*ENTRIES).encode())
    inputs = [
        {name: p.model_dump(mode="json", exclude=WORDS) for name, p in parameters().items()},
        [kind.model_dump(mode="json", exclude=WORDS) for kind in demand_types()],
    ]
    digest.update(json.dumps(inputs, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def code_hash(*entries: str) -> str:
    """SHA-256 (16 hex digits) of the code of modules and of all they import from this package.

    Parameters
    ----------
    *entries : str
        Dotted names of modules, such as ``"intensity.experiment.unit"``.
    """
    digest = hashlib.sha256()
    for name in closure(entries):
        digest.update(f"{name}\n{meaning(_tree(name))}\n".encode())
    return digest.hexdigest()[:16]


def closure(entries: Iterable[str]) -> list[str]:
    """Names of modules, and of all modules of this package that they import, sorted."""
    found: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in LEFT_OUT:
            found.add(name)
            waiting += _imports(_tree(name))
    return sorted(found)


def meaning(node: object) -> str:
    """A syntax tree as text, without docstrings, empty fields and what `raise` would say."""
    if isinstance(node, ast.Raise):
        return "Raise"
    if isinstance(node, ast.AST):
        # Empty fields differ between versions of Python: each new one adds some.
        inside = ((name, value) for name, value in ast.iter_fields(node) if not _empty(value))
        return f"{type(node).__name__}({','.join(f'{n}={meaning(v)}' for n, v in inside)})"
    if isinstance(node, list):
        return f"[{','.join(meaning(part) for part in node if not _is_text(part))}]"
    return repr(node)


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, list) and not value)


def _is_text(node: object) -> bool:
    """A string that stands alone: a docstring, wherever it stands."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@lru_cache(maxsize=256)
def _tree(name: str) -> ast.Module:
    return ast.parse(_file(name).read_text(encoding="utf-8"))


def _file(name: str) -> Path:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _imports(tree: ast.AST) -> Iterator[str]:
    """Modules of this package that a module imports when it runs, not for type hints only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] == PACKAGE.name)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.split(".")[0] == PACKAGE.name and not node.level:
                inside = [f"{module}.{alias.name}" for alias in node.names]
                modules = [name for name in inside if _file(name).is_file()]
                yield from modules
                if len(modules) < len(inside):  # names out of the module itself
                    yield module
        else:
            yield from _imports(node)


def libraries(names: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """Versions of the libraries that are installed, by name."""
    found = {}
    for name in names:
        try:
            found[name] = installed(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def fingerprint() -> dict[str, str]:
    """Everything beside the design that decides the bytes of a result: sources and libraries."""
    return {"sources": source_hash(), **libraries(SHAPING)}


def difference(theirs: dict[str, Any]) -> str:
    """What of another `fingerprint` differs from this process's, in words; empty if nothing."""
    ours = fingerprint()
    return ", ".join(
        f"{name} {theirs.get(name, 'unknown')} there and {value} here"
        for name, value in ours.items()
        if theirs.get(name) != value
    )


def commit() -> dict[str, Any] | None:
    """Commit of the checkout that the package is run from, and whether files differ from it.

    None where the package is not in a checkout, or git does not answer.
    """

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", "--no-optional-locks", *words],
            cwd=PACKAGE,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        ).stdout.strip()

    try:
        if Path(git("rev-parse", "--show-toplevel")).resolve() / "src" != PACKAGE.parent:
            return None
        changed = git("status", "--porcelain", "--untracked-files=no", "--", PACKAGE.as_posix())
        return {"commit": git("rev-parse", "HEAD"), "edited": bool(changed)}
    except (OSError, subprocess.SubprocessError):
        return None


def processor() -> str:
    """Name of the processor, as far as the system tells."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n"):
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
