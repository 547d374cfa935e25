"""What is said while a step waits for its photo is answered too."""

from __future__ import annotations

import pytest

from handlers.messages import PhotoRef
from tests.support.office import Town
from tests.support.talks import UNIT, filed


@pytest.mark.parametrize("words", ["你好", "谢谢", "已经扫干净了"])
async def test_words_while_a_photo_is_on_its_way_are_answered(town: Town, words: str):
    """A greeting or a sentence behind a photo that is not here yet gets an answer."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says(f"整改完成 {no}")
    await unit._send(photos=(PhotoRef(ref="spool", key="on-its-way"),))
    heard = await unit.says(words)
    assert [no in line and "照片收到了" in line for line in heard] == [True]
