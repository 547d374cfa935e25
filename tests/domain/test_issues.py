"""Issue numbers, and what a step shows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.issues import Shown, find_issue_no, issue_no
from domain.lifecycle import Proof

SEPARATORS = ["", "-", " ", "－", "_", "—", " - ", "　", "第", "\t", "\n"]
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789HJABCZhjabcz"}

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
sequences = st.integers(1, 999_999)


def test_the_canonical_form():
    """A number is the prefix, the day, and the sequence of that day on four digits or more."""
    assert issue_no("HJ", date(2024, 3, 12), 7) == "HJ-20240312-0007"
    assert issue_no("HJ", date(2024, 3, 12), 12345) == "HJ-20240312-12345"


@given(
    day=days,
    sequence=sequences,
    prefix=st.sampled_from(["HJ", "A", "ABCZHJ"]),
    first=st.sampled_from(SEPARATORS),
    second=st.sampled_from(SEPARATORS),
    wide=st.booleans(),
    lower=st.booleans(),
    around=st.sampled_from(["{}", "查询 {}", "{} 怎么样了", "（{}）", "{}签收", "编号：{}。"]),
)
def test_a_number_is_found_however_it_is_typed(
    *, day, sequence, prefix, first, second, wide, lower, around
):
    """Case, width, spacing and what stands around it do not matter."""
    number = issue_no(prefix, day, sequence)
    typed = f"{prefix}{first}{day:%Y%m%d}{second}{sequence:04d}"
    typed = typed.lower() if lower else typed
    found, rest = find_issue_no(around.format(typed.translate(WIDE) if wide else typed), prefix)
    assert found == number
    assert "20" not in rest


@given(day=days, sequence=sequences)
def test_prefix_and_leading_zeros_may_be_left_out(day: date, sequence: int):
    """The day and the bare sequence, apart from each other, are enough."""
    assert find_issue_no(f"{day:%Y%m%d}-{sequence}", "HJ")[0] == issue_no("HJ", day, sequence)


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "2024-03-12",
        "河浦街道 3 号",
        "20240312",
        "HJ-20240312-",
        "HJ-2024031-0007",
        "12024031200071",
        "HJ-20240312-00071234",
        "",
    ],
)
def test_other_digits_are_no_number(text: str):
    """A phone number, a date or a house number is not taken for an issue's number."""
    assert find_issue_no(text, "HJ") == (None, text)


def test_the_receipt_code_stays_in_the_rest():
    """What stands behind a number, a receipt code, is left to be read."""
    assert find_issue_no("查询 HJ-20240312-0007 012345", "HJ") == (
        "HJ-20240312-0007",
        "查询   012345",
    )


def test_the_first_of_two_numbers_counts():
    """Two numbers in a text mean the first."""
    assert find_issue_no("HJ-20240312-0007 HJ-20240313-0008", "HJ")[0] == "HJ-20240312-0007"


@given(st.text())
@example("HJ-20٢٠٢٤٠٣-0007")
def test_whatever_is_typed_the_number_is_canonical(text: str):
    """A number that is found has the one form that is stored, in plain digits."""
    found, rest = find_issue_no(text, "HJ")
    if found is None:
        assert rest == text
    else:
        prefix, day, sequence = found.split("-")
        assert (prefix, len(day)) == ("HJ", 8)
        assert day.isascii()
        assert len(sequence) >= 4


@pytest.mark.parametrize(
    ("shown", "proofs"),
    [
        (Shown(), set()),
        (Shown(words="不是我们的"), {Proof.REASON, Proof.SAID_OR_SHOWN}),
        (Shown(photos=(1,)), {Proof.PHOTO, Proof.SAID_OR_SHOWN}),
        (Shown(photos=(1, 2)), {Proof.PHOTO, Proof.BEFORE_AND_AFTER, Proof.SAID_OR_SHOWN}),
        (Shown(unit="urban"), {Proof.UNIT}),
        (Shown(sub_category="clutter"), {Proof.CATEGORY}),
        (Shown(days=3), {Proof.DAYS, Proof.DUE_DATE}),
        (Shown(review=date(2024, 4, 10)), {Proof.DAYS, Proof.REVIEW_DATE}),
    ],
)
def test_what_is_brought_is_what_it_proves(shown: Shown, proofs: set[Proof]):
    """Words are a reason, a photo is a photo; a tap is enough for feedback."""
    assert shown.proofs == proofs | {Proof.FEEDBACK}
