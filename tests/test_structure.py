"""Facts about the project itself: what stands where, and what the documents say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import settings
from domain.lifecycle import as_mermaid

ROOT = Path(__file__).parent.parent
SQL = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE)\b")
CODE = [
    path for package in ("domain", "handlers", "bot") for path in (ROOT / package).rglob("*.py")
]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stands_in_storage_only(path: Path):
    """No SQL is written outside the package storage."""
    assert SQL.search(path.read_text(encoding="utf-8")) is None


def test_no_file_of_code_is_longer_than_300_lines():
    """A file holds one noun or one verb; one of more than 300 lines is cut along a noun."""
    files = [*CODE, *(ROOT / "storage").rglob("*.py"), *(ROOT / "bot").rglob("*.js")]
    long = [path.name for path in files if len(path.read_text().splitlines()) > 300]
    assert long == []


def test_the_readme_shows_the_table_of_moves():
    """The README's diagram is the one drawn from the lifecycle table."""
    assert as_mermaid() in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", list(settings.names()), ids=".".join)
def test_the_readme_names_every_setting(path: tuple[str, ...]):
    """Each setting's variable, or its last part after its section's, stands in the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert settings.variable(path) in readme or f"__{path[-1].upper()}`" in readme
