"""Fixtures of the tests of handlers."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.office import Town


@pytest.fixture
def desk(town: Town) -> Desk:
    """The sample people, acting by verbs."""
    return Desk(town)
