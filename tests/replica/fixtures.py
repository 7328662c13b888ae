"""The replica as pytest fixtures: ``replica`` is new for every test, ``shared_replica`` serves all that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.replica.server import Replica


@pytest.fixture
def replica() -> Iterator[Replica]:
    """A replica of its own: faults and log begin empty."""
    with Replica() as served:
        yield served


@pytest.fixture(scope="session")
def shared_replica() -> Iterator[Replica]:
    """One replica for the whole session; add no faults to it."""
    with Replica() as served:
        yield served
