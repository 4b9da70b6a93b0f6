"""The rules of the house that a linter of imports cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from secunda.journey.cases.rules import MOVERS
from secunda.journey.cases.states import EXITS, FOLLOWING, OWNERS, State, diagram

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "secunda"
BANNED_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "handler",
    "handlers",
    "service",
    "services",
    "common",
    "misc",
    "base",
    "core",
}


def modules() -> list[Path]:
    """Every module of ours, migrations apart."""
    return [
        path
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and "vendor" not in path.parts
    ]


def actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of every actions module."""
    for path in [*PACKAGE.glob("journey/*/actions.py"), *PACKAGE.glob("journey/*/actions/*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.relative_to(ROOT)}::{node.name}", node


ACTIONS = dict(actions())


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_has_the_one_shape(name: str) -> None:
    node = ACTIONS[name]
    keywords = {argument.arg for argument in node.args.kwonlyargs}
    assert {"by", "at"} <= keywords, "who did it, and when, are always said"
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    assert "transaction.atomic(durable=True)" in decorators, "an action is durable and never nested"
    assert any(call in ast.unparse(node) for call in ("log.record(", "log.look(")), (
        "an action leaves an audit row"
    )
    assert ast.get_docstring(node), "an action says what its name cannot"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_small_and_well_named(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
    assert path.stem not in BANNED_NAMES


def test_the_median_module_is_under_a_hundred_lines() -> None:
    lengths = sorted(
        len(path.read_text(encoding="utf-8").splitlines()) for path in modules() if path.stat().st_size
    )
    assert lengths[len(lengths) // 2] < 100


@pytest.mark.parametrize("state", State)
def test_every_state_has_one_owner_and_a_way_in(state: State) -> None:
    assert state in OWNERS
    reached = {after for following in FOLLOWING.values() for after in following}
    assert state == State.GATHERING or state in reached
    assert OWNERS[state] is not None or not FOLLOWING[state], "an open state is owed by somebody"
    assert state in MOVERS, "somebody may take a case there"


def test_every_state_has_a_way_to_an_end() -> None:
    ends = {state for state in State if not FOLLOWING[state]}
    reaching = set(ends)
    while grown := {state for state in State if state not in reaching and FOLLOWING[state] & reaching}:
        reaching |= grown
    assert reaching == set(State)
    assert EXITS - {State.EMERGENCY} <= ends


def test_the_drawn_states_are_the_real_ones() -> None:
    drawn = (ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8")
    assert diagram() in drawn, "run `make docs`"


def test_every_setting_is_documented() -> None:
    settings = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    named = {
        node.args[0].value
        for node in ast.walk(ast.parse(settings))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("environment.")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    documented = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert named
    assert not [name for name in named if f"`{name}`" not in documented]


def test_migrations_are_complete() -> None:
    """What `makemigrations --check` finds, without a database to open."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    written, now = loader.project_state(), ProjectState.from_apps(apps)
    assert MigrationAutodetector(written, now).changes(graph=loader.graph) == {}


def test_every_address_says_who_may_open_it() -> None:
    from secunda.interfaces.web.design.access import Access
    from tests.architecture.addresses import of_ours

    bare = [route for route, view in of_ours() if not isinstance(getattr(view, "access", None), Access)]
    assert bare == []


def test_no_signals_are_connected() -> None:
    for path in modules():
        source = path.read_text(encoding="utf-8")
        assert "@receiver" not in source, f"{path}: state, not signals"
