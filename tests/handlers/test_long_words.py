"""What is long is cut, and never a mistake of ours."""

from __future__ import annotations

from datetime import UTC

import pytest

from handlers.words import FACT_LIMIT, LANGUAGES, load_words
from tests.support.office import Town


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", ["长" * 9000, ("长" * 600, "短" * 600)])
def test_a_fact_of_any_length_can_be_said(language: str, fact: str | tuple[str, ...]):
    """A fact that is longer than Fluent takes is cut, also when it is a list."""
    said = load_words(UTC).say(language, "summary-place", area="x", place=fact)
    assert "…" in said
    assert FACT_LIMIT <= len(said) < FACT_LIMIT + 50


async def test_a_place_with_a_name_without_end_is_taken(town: Town):
    """A venue whose name is a page long, with line ends, is one shortened line in the summary."""
    resident = town.person("resident-1")
    await resident.sends_photo("村口垃圾堆了三天没人收")
    name = "市场\n类别　假的\n" + "很长" * 3000
    heard = await resident.pins(116.62, 23.2646, label=name)
    lines = [line for line in heard[-1].split("\n") if "市场" in line]
    assert len(lines) == 1
    assert "类别 假的" in lines[0]
    assert len(lines[0]) < 400
