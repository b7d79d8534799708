"""Which release of Groundswell this is, to be kept beside what it computed."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def release_name() -> str:
    """The version of the package, or "source" where it runs without being installed."""
    try:
        return version("groundswell")
    except PackageNotFoundError:
        return "source"
