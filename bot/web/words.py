"""The words of the page, which the page fills in itself.

``web.ftl`` is kept to plain one-line patterns with ``{ $name }`` variables, so that the browser
needs no Fluent: this module hands the patterns over as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("zh-CN", "en")

_LINE: Final = re.compile(r"^(web-[a-z0-9_-]+) = (.+)$", re.MULTILINE)
_VARIABLE: Final = re.compile(r"\{ \$([a-z]+) \}")


@cache
def page_words(language: str) -> Mapping[str, str]:
    """Return the page's words by key; a variable stands as ``{name}``."""
    path = files("handlers") / "locales" / language / "web.ftl"
    found = _LINE.findall(path.read_text(encoding="utf-8"))
    return {key: _VARIABLE.sub(r"{\1}", pattern) for key, pattern in found}


def known_language(wish: str) -> str:
    """Return the language to answer in for what a browser asks for (``en-GB,en;q=0.9``)."""
    return "en" if wish.strip().lower().startswith("en") else "zh-CN"
