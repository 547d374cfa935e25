"""Categories: what a text suggests, and why."""

import time
from pathlib import Path

import pytest

from bot.district import load_district
from domain.categories import Catalogue, Category, CategoryName, SubCategory
from domain.deadlines import Limit, LimitUnit
from domain.errors import BadData, BadInput

ROOT = Path(__file__).parents[2]
CATALOGUE = load_district(ROOT / "bot" / "sample").district.catalogue

S1_14 = [
    ("垃圾乱堆乱放", Category.SANITATION),
    ("“三线”乱拉挂", Category.CLEAR_DEMOLISH_TIDY),
    ("水体黑臭", Category.WATERWAYS),
    ("乱搭乱建", Category.CLEAR_DEMOLISH_TIDY),
    ("公厕管护不到位", Category.TOILETS),
]
TRADITIONAL = [
    ("垃圾亂堆亂放", Category.SANITATION),
    ("“三線”亂拉掛", Category.CLEAR_DEMOLISH_TIDY),
    ("水體黑臭", Category.WATERWAYS),
    ("亂搭亂建", Category.CLEAR_DEMOLISH_TIDY),
    ("公廁管護不到位", Category.TOILETS),
]


@pytest.mark.parametrize(("text", "category"), S1_14 + TRADITIONAL)
def test_the_usual_phrases_find_their_category(text, category):
    """The five phrases of the 2024 supervision are known, Simplified and Traditional."""
    assert CATALOGUE.suggest(text).sub.category is category


def test_a_suggestion_says_why():
    """The words of the text that led to it are given, in their order."""
    found = CATALOGUE.suggest("村口垃圾堆了三天没人收，很臭")
    assert (found.sub.code, found.because) == ("exposed_waste", ("垃圾", "没人收"))


def test_the_reason_stands_as_the_person_wrote_it():
    """Traditional characters and capitals are given back as they stand in the text."""
    assert CATALOGUE.suggest("樓下垃圾桶滿了").because == ("垃圾桶", "滿")
    assert CATALOGUE.suggest("RUBBISH everywhere").because == ("RUBBISH",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("沟渠淤堵", "ditch_clearing"),
        ("水沟堵了，一下雨就淹", "ditch_clearing"),
        ("门口有条臭水沟", "black_smelly_water"),
        ("这条沟黑臭好几年了", "black_smelly_water"),
        ("河面上漂着很多垃圾", "floating_waste"),
        ("河边有人倒垃圾", "bank_waste"),
        ("工厂把污水排到河里", "illegal_discharge"),
        ("河道淤积严重", "silt"),
        ("海滩上很多泡沫", "near_shore"),
        ("小公园的椅子坏了", "damaged"),
        ("公园被人占用停车", "occupied"),
        ("四小园没人管", "neglected"),
        ("化粪池满了流到路上", "sewage_spill"),
        ("我家旱厕改造", "household_toilet"),
        ("公厕旁边垃圾成堆", "public_toilet_upkeep"),
        ("垃圾桶满了", "bin_overflow"),
        ("建筑垃圾倒在路边", "construction_waste"),
        ("垃圾车几天没来了", "late_collection"),
        ("路面很脏，都是泥", "dirty_road"),
        ("杂草丛生", "weeds_old_rubbish"),
        ("房子快塌了", "derelict_building"),
        ("隔壁违建铁皮棚", "illegal_structure"),
        ("墙上贴满小广告", "illegal_advert"),
        ("老人家门口堆满杂物", "clutter"),
        ("The bin is overflowing", "bin_overflow"),
        ("Blocked ditch behind the school", "ditch_clearing"),
        ("Somebody is discharging sewage into the river", "illegal_discharge"),
        ("Plastic floating on the pond", "floating_waste"),
        ("Litter all over the beaches", "near_shore"),
        ("Broken bench in the park", "damaged"),
        ("The public toilet is filthy", "public_toilet_upkeep"),
        ("Cables hanging low over the street", "messy_cables"),
        ("illegal shed built next door", "illegal_structure"),
    ],
)
def test_the_object_decides_first_then_waste_then_the_rest(text, code):
    """Toilet, water, garden, waste, rest: the first named wins; within it the best match."""
    assert CATALOGUE.suggest(text).sub.code == code


@pytest.mark.parametrize(
    "text",
    ["", "你好", "路灯不亮", "河浦街道河北社区", "滨海街道 濠江区", "The season is over", "谢谢"],
)
def test_nothing_is_suggested_without_a_clue(text):
    """No clue, no suggestion; the river and the sea in the names of streets are none."""
    assert CATALOGUE.suggest(text) is None


def test_a_street_named_after_a_river_is_no_river():
    """河浦街道河北社区 does not turn smelly rubbish into a matter of waterways."""
    assert CATALOGUE.suggest("河浦街道河北社区垃圾很臭").sub.code == "exposed_waste"


def test_there_are_five_categories_and_each_has_subs():
    """Exactly the five, every sub-category under one of them, every limit as decided."""
    assert [name.code for name in CATALOGUE.categories] == list(Category)
    assert sum(len(CATALOGUE.of(category)) for category in Category) == len(CATALOGUE.subs) == 24
    assert {sub.code: str(sub.limit.amount) for sub in CATALOGUE.subs if sub.limit.amount != 5} == {
        "illegal_structure": "15",
        "exposed_waste": "1",
        "bin_overflow": "1",
        "construction_waste": "4",
    }
    assert CATALOGUE.get("dirty_road").limit == Limit(5, LimitUnit.WORKING_HOURS)


def test_every_sub_category_is_suggested_by_its_own_name():
    """What a button is called, typed as a report, leads to the button's category."""
    missed = [
        sub.code
        for sub in CATALOGUE.subs
        if sub.code not in {"occupied", "damaged"}  # 占用, 损坏: of what?
        and (found := CATALOGUE.suggest(sub.name)) is not None
        and found.sub is not sub
    ]
    assert missed == []


def test_an_unknown_sub_category_is_refused():
    """A code nobody has is refused."""
    with pytest.raises(BadInput):
        CATALOGUE.get("potholes")


NAMES = tuple(CategoryName(category, category, category) for category in Category)


def sub(code="x", words=("垃圾",)):
    """A sub-category with these clues."""
    return SubCategory(
        code, Category.SANITATION, code, code, words, (), Limit(1, LimitUnit.WORKING_DAYS)
    )


@pytest.mark.parametrize(
    ("names", "subs", "simplified"),
    [
        (NAMES[1:], (), {}),
        (NAMES, (sub(), sub()), {}),
        (NAMES, (sub("sanitation"),), {}),
        (NAMES, (sub(words=("垃圾+",)),), {}),
        (NAMES, (sub(words=("",)),), {}),
        (NAMES, (sub(words=("a//b",)),), {}),
        (NAMES, (), {"豬": "猪猪"}),
        (NAMES, (), {"豬豬": "猪"}),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(names, subs, simplified):
    """All five categories, no code twice, no empty clue, one character for one."""
    with pytest.raises(BadData):
        Catalogue(names, subs, simplified)


def test_a_hostile_text_is_read_in_time():
    """A megabyte of clues takes no longer than its first two thousand characters."""
    began = time.perf_counter()
    CATALOGUE.suggest("垃圾桶河边sea" * 100_000)
    assert time.perf_counter() - began < 0.1
