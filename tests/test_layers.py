"""Who may import whom: the rule of the design, held by a test.

``model``, ``limits`` and ``errors`` may be imported by all; the verbs never import each other sideways; the engine
never imports streamlit, components or pages; pages import components, components import the engine, never the reverse.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOUNS = {"dateline.model", "dateline.limits", "dateline.errors"}
VERBS = ("read", "times", "actors", "events", "merge", "rank")
# What each part of the engine may import from the engine, beside the nouns and itself.
ALLOWED = {
    **{verb: set() for verb in VERBS},
    "merge": {"spawned"},
    "spawned": set(),
    "actors": {"plain"},
    "events": {"plain"},
    "plain": set(),
    "nlp": set(),
    "corrections": set(),
    "alike": set(),
    "store": {"alike", "corrections"},
    "draw": set(),
    "extraction": {"read", "times", "actors", "events", "nlp", "spawned"},
    "cluster": {"read", "extraction", "nlp"},
    "upkeep": {"actors", "merge", "rank", "corrections", "store"},
    "pipeline": {*VERBS, "alike", "corrections", "store", "extraction", "upkeep"},
    "editing": {"actors", "corrections", "read", "store", "pipeline"},
    "cli": {*VERBS, "store", "draw", "extraction", "pipeline", "editing", "cli_care", "cli_corrections", "cli_scale"},
    "cli_care": {"store"},
    "cli_scale": {"cluster", "pipeline", "read"},
    "cli_corrections": {"corrections", "store", "editing", "read"},
    "model": set(),
    "limits": set(),
    "errors": set(),
}


def imports(path: Path) -> set[str]:
    """Absolute names of all modules that a file imports, also inside functions."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parts, base] if base else parts)
            found.add(base)
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def part_of(module: str) -> str:
    """``dateline.times.engine`` -> ``times``."""
    return module.split(".")[1] if "." in module else ""


ENGINE = sorted((ROOT / "dateline").rglob("*.py"))
FACE = sorted([*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py"])


@pytest.mark.parametrize("path", ENGINE, ids=lambda p: str(p.relative_to(ROOT)))
def test_engine_imports_flow_one_way(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    me = part_of(module)
    if me == "__init__":
        return
    if me == "__main__":
        me = "cli"
    assert me in ALLOWED, f"{path.name}: a new part of the engine needs its line in ALLOWED"
    for name in imports(path):
        top = name.split(".")[0]
        assert top not in {"streamlit", "components", "pages", "dashboard"}, f"{module} imports {name}"
        if top == "dateline" and part_of(name):
            other = part_of(name)
            is_module = (ROOT / "dateline" / other).exists() or (ROOT / "dateline" / f"{other}.py").exists()
            nouns = {part_of(noun) for noun in NOUNS}
            if is_module and other != me and other not in nouns:
                assert other in ALLOWED[me], f"{module} imports {name} sideways"


@pytest.mark.parametrize("path", [p for p in FACE if p.exists()], ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_components_engine(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    if "components" in path.parts:
        assert not tops & {"pages", "dashboard"}, f"{path.name} imports a page"
    if "pages" in path.parts:
        assert "dashboard" not in tops


def test_the_check_sees_a_sideways_import(tmp_path: Path) -> None:
    """The rule can fail: relative and nested imports are resolved to their full names."""
    sample = ROOT / "dateline" / "times" / "sample.py"
    source = "def f():\n    from ..actors import link\n    from . import engine\n"
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            parts = ["dateline", "times"][: 2 - node.level + 1]
            found.add(".".join([*parts, node.module or ""]).rstrip("."))
    assert found == {"dateline.actors", "dateline.times"}
    assert not sample.exists()
