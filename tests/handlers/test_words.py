"""Every text the program says: there in both languages, with the same variables, and used."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from domain.district import CHINA
from domain.issues import Request
from domain.lifecycle import Proof, Step
from domain.people import STAFF
from handlers import commands, status, steps
from handlers.messages import Oddity
from handlers.words import LANGUAGES, folded, load_words

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "handlers" / "locales"
CODE = [
    path for top in ("domain", "storage", "handlers", "bot") for path in (ROOT / top).rglob("*.py")
]
PAGE = [p for p in (ROOT / "bot" / "web").rglob("*") if p.suffix in {".js", ".html"}]

FAMILIES = (
    r"(label|alias)-.+",  # a label is named without its prefix; see the test of labels
    r"(my|tasks)-head",
    r"(role|web-role|status|proof|entry|odd|help|done|command)-.+",
    r"status-request-.+",
    r"ask-.+",
    r"small-(greeting|thanks|[a-z]+)(-words|-short)?",
    r"(choose|report-ask|undelivered|why)-.+",
    r"(doctor|setting|serve-telegram)-.+",
)
"""Names that are put together from a code; each member is asked for below or in its own tests."""


def words():
    """The texts, in the district's zone."""
    return load_words(CHINA)


@cache
def messages(language: str) -> dict[str, fluent.Message]:
    """Every message of a language by its name."""
    found = {}
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
                found[entry.id.name] = entry
    return found


class Variables(Visitor):
    """Collects what variables a text has; ``has-name`` asks about ``name``."""

    def __init__(self, language: str) -> None:
        self.names: set[str] = set()
        self.language = language

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802
        """Go on in a text that stands inside this one."""
        self.visit(messages(self.language)[node.id.name])

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        """Note one."""
        self.names.add(node.id.name.removeprefix("has-"))


def variables(language: str, name: str) -> set[str]:
    """The variables of a text."""
    visitor = Variables(language)
    visitor.visit(messages(language)[name])
    return visitor.names


CODES = {"status": "handled", "step": "accept", "missing": "photo", "role": "admin"}
"""Variables that hold a code, with one of them."""


def said(language: str, name: str, value: str | int = "x") -> str:
    """A text, each of its variables being this."""
    facts = {var: CODES.get(var, value) for var in variables(language, name)}
    return words().say(language, name, **facts)


def literals(path: Path) -> Iterator[str]:
    """Every whole string in a file of code; parts of f-strings and docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in parts | docs:
            yield node.value


@cache
def in_code() -> frozenset[str]:
    """Every string of the code."""
    return frozenset(text for path in CODE for text in literals(path))


def test_both_languages_have_the_same_texts():
    """A text in one language is there in the other; each may have spellings of its own."""
    chinese, english = (
        {name for name in messages(language) if not name.startswith("alias-")}
        for language in LANGUAGES
    )
    assert chinese == english


def test_a_text_has_the_same_variables_in_both_languages():
    """What one language can say the other can."""
    shared = messages("zh-CN").keys() & messages("en").keys()
    different = {
        name: one ^ other
        for name in shared
        if (one := variables("zh-CN", name)) != (other := variables("en", name))
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_leaves_a_variable_in_its_words(language: str):
    """With all its variables a text is whole, in each of its variants."""
    for name in messages(language):
        for value in ("x", "", 0, 1, 2):
            text = said(language, name, value)
            assert not re.search(r"\{ ?\$|has-|None", text), (name, text)
        assert said(language, name).strip(), name
        assert not re.search(r" \n", said(language, name)), name


def test_every_text_named_in_the_code_is_there():
    """What looks like a text's name in the code is one, or the name of a label."""
    known = messages("zh-CN")
    prefixes = {name.split("-")[0] for name in known} - {"data", "web", "command", "help", "no"}
    named = {
        text
        for text in in_code()
        if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text) and text.split("-")[0] in prefixes
    }
    assert {n for n in named if n not in known and f"label-{n}" not in known} <= NO_TEXTS


NO_TEXTS = {"refuse-photo", "check-again", "calendar-add"}
"""Strings of the code that look like a text's name and are none."""


def test_every_text_is_used():
    """No text stands in the files that nobody says."""
    inside = {"quote-line"}  # a part of other texts
    page = "\n".join(path.read_text(encoding="utf-8") for path in PAGE)
    unused = {
        name
        for name in messages("zh-CN")
        if name not in in_code()
        and not any(re.fullmatch(family, name) for family in FAMILIES)
        and name not in inside
        and not re.search(rf"\b{name}\b|\b{name.removeprefix('web-')}\b", page)
    }
    assert unused == set()


def test_every_label_is_used():
    """A label is a command, a step, or named in the code."""
    steps_ = {step.replace("_", "-") for step in Step}
    labels = {n.removeprefix("label-") for n in messages("zh-CN") if n.startswith("label-")}
    assert labels - steps_ - set(commands.COMMANDS) - in_code() <= {"belongs", "go-private"}
    aliases = {n.removeprefix("alias-") for n in messages("zh-CN") if n.startswith("alias-")}
    assert aliases <= labels


def test_the_families_have_all_their_members():
    """Every code that is said has its text: commands, steps, roles, oddities, requests."""
    dashed = {str(step): step.replace("_", "-") for step in Step}
    wanted = {f"label-{name}" for name in commands.COMMANDS}
    wanted |= {f"command-{name}" for name in commands.SLASH}
    wanted |= {f"done-{dashed[step]}" for step in steps.VERBS}
    wanted |= {f"entry-{dashed[step]}" for step in {Step.FILE, *status._TOLD}}
    wanted |= {f"odd-{oddity}" for oddity in Oddity}
    wanted |= {f"help-{role}".replace("_", "-") for role in STAFF}
    wanted |= {f"web-role-{role}" for role in STAFF}
    wanted |= {f"status-request-{request}" for request in Request if request}
    wanted |= {f"ask-{proof}".replace("_", "-") for proof in (Proof.REASON, Proof.PHOTO)}
    wanted |= {"my-head", "tasks-head", "ask-said-or-shown"}
    assert wanted - messages("zh-CN").keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_are_those_of_the_office(language: str):
    """The labels stand exactly as people were taught them."""
    exactly = [
        "上报问题",
        "提交",
        "取消",
        "我的上报",
        "我的任务",
        "帮助",
        "签收",
        "退单",
        "整改完成",
        "核查通过",
        "核查不通过",
        "仍未解决",
        "撤回",
        "补充",
        "派单",
        "改派",
        "不同意",
        "不予受理",
        "改类别",
    ]
    names = (
        *("report", "submit", "cancel", "my", "tasks", "help", "accept", "decline", "report-fix"),
        *("verify-pass", "verify-fail", "object", "withdraw", "add", "dispatch", "reassign"),
        *("refuse", "void", "recategorise"),
    )
    said = [words().say(language, f"label-{name}") for name in names]
    assert said == exactly if language == "zh-CN" else all(label.isascii() for label in said)
    for name, label in zip(names, exactly, strict=True):
        assert folded(label) in words().spellings(name)


def test_no_typed_label_means_two_things():
    """A label or alias belongs to one command only."""
    typed = Counter(text for name in commands.COMMANDS for text in words().spellings(name))
    assert {text for text, count in typed.items() if count > 1} == set()


NO_HINT = {"refuse-step", "refuse-data", "refuse-invite-scope"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_to_do(language: str):
    """Each refusal and odd thing tells what can be done, or what will happen.

    A step the status does not have is told with buttons for those it has; the others are for
    the person who runs the program, who gets the command's help.
    """
    hints = {
        "zh-CN": "请|发|点|要由|要换|要加|可以|会|直接|还差|看|只有",
        "en": "please|show|send|tap|must|can|write|ask|will|look|has to|only|missing|try|see|check",
    }[language]
    silent = [
        name
        for name in messages(language)
        if re.match(r"(refuse|odd)-", name)
        and name not in NO_HINT
        and not re.search(hints, said(language, name), re.IGNORECASE)
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_short(language: str):
    """A message to a tired person has at most 400 characters, help of one role 300."""
    long = [
        name
        for name in messages(language)
        if re.match(r"(news|task|check|tray|refuse|done|ask|odd|photo|report|filed)-", name)
        and len(said(language, name)) > 400
    ]
    assert long == []


def test_facts_are_put_into_words():
    """Codes become their words, times a day with its weekday, tuples a list, long facts short."""
    say = words().say
    assert say("zh-CN", "refuse-step", no="HJ-1", status="struck_off", step="verify_pass") == (
        "HJ-1 现在的状态是“已销号”，不能“核查通过”。"
    )
    assert words().day("en", date(2024, 3, 13)) == "Wednesday 13 March"
    late = datetime(2024, 3, 12, 20, 0, tzinfo=UTC)  # Wednesday, 04:00 in the district
    assert words()._shown("zh-CN", "at", late) == "3 月 13 日（周三）"
    assert words()._shown("en", "because", ("rubbish", "bin")) == "rubbish, bin"


def test_a_missing_variable_is_our_mistake():
    """A text without one of its variables is an error, not a hole in the sentence."""
    with pytest.raises(LookupError):
        words().say("en", "refuse-step", no="HJ-1")
    with pytest.raises(LookupError):
        words().say("en", "no-such-text")
