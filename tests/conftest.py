"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data beside the checkout; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared (gold data, not part of the project) is absent")
    return SHARED


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """The folder of sample articles."""
    return ROOT / "sample_data"
