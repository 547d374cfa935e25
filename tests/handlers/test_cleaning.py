"""What strangers type: made fit to be shown, and brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words import cleaned, folded, language_of


@pytest.mark.parametrize(
    ("client", "language"),
    [("en-US", "en"), ("EN", "en"), ("zh-hans", "zh-CN"), ("", "zh-CN"), ("de", "zh-CN")],
)
def test_the_language_of_a_client(client: str, language: str):
    """English for English clients, Chinese for everybody else."""
    assert language_of(client) == language


HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u202e\u2066\u200f\u061c\ufeff\u0301\u0336\x00\x1b\x85\r\n\t \ud800é字"),
    )
)


@given(HOSTILE)
def test_cleaned_words_are_fit_to_be_shown(text: str):
    """No mark that turns the writing, no control character, no heap of accents is left."""
    shown = cleaned(text)
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    )
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert not re.search(r"[\u0300-\u036f]{4}", shown)
    shown.encode()


@given(HOSTILE)
def test_cleaning_twice_changes_nothing(text: str):
    """What stands in the ledger is clean already."""
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=50))
def test_cleaning_keeps_what_people_write(text: str):
    """Letters, figures, signs and spaces stay as they were."""
    assert cleaned(text) == text.strip()


def test_emoji_and_chinese_stay():
    """A family, a flag, rare characters and line ends are kept."""
    text = "礐石 镕堃垟滘濠 👨\u200d👩\u200d👧 🇨🇳\n第二行"
    assert cleaned(f"  {text}\r\n") == text


@given(HOSTILE)
def test_folding_twice_changes_nothing(text: str):
    """Typed text has one folded form."""
    assert folded(folded(text)) == folded(text)
