"""Clues about a person's misconduct: recognised, without catching ordinary reports."""

from __future__ import annotations

import time

import pytest

from domain.leads import is_about_misconduct


@pytest.mark.parametrize(
    "text",
    [
        "村主任收了红包，垃圾站才建在我家门口",
        "举报街道书记贪污环卫经费",
        "环卫所所长吃拿卡要",
        "局長受賄",
        "The director takes bribes from the waste company",
        "河边有垃圾。" * 500 + "村书记挪用了清运的钱",
    ],
)
def test_an_accusation_of_an_official_is_recognised(text: str):
    """An official and a wrongdoing in one text make a clue, wherever in the text they stand."""
    assert is_about_misconduct(text)


@pytest.mark.parametrize(
    "text",
    [
        "书记来看过，垃圾还没清",
        "主任说三天内清，现在还在",
        "有人在公园里赌博，留下一地垃圾",
        "The director of the school asked us to report the bins",
        "垃圾堆了三天",
        "",
    ],
)
def test_an_ordinary_report_is_not(text: str):
    """An official who came to look, or a wrong without an official, is an ordinary report."""
    assert not is_about_misconduct(text)


def test_a_long_text_takes_no_time():
    """A megabyte of words of officials is looked through in well under a second."""
    began = time.perf_counter()
    assert not is_about_misconduct("书记主任" * 250_000)
    assert time.perf_counter() - began < 1
