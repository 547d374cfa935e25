"""A step that was laid aside for something else, and is over when its turn comes again."""

from __future__ import annotations

from tests.support.office import Town
from tests.support.talks import UNIT, WORDS, filed, issue_count, pin


async def test_a_report_is_filed_though_the_step_behind_it_is_over(town: Town):
    """提交 files the report and then says that the issue laid aside was withdrawn meanwhile."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says(f"整改完成 {no}")
    await unit.says("上报问题")
    await unit.sends_photo(WORDS)
    await pin(unit)
    await town.person("resident-1").says(f"撤回 {no}")
    heard = await unit.says("提交")
    assert await issue_count(town) == 2
    assert any("已受理" in line for line in heard)
    assert no in heard[-1]
    assert "已撤回" in heard[-1]
    assert not await town.rows("SELECT kind FROM dialogues")
