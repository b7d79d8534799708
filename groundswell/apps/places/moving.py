"""What else names an area by its path, and follows when the area is moved.

Apps above this one add theirs; everything runs in the transaction that moves the area.
"""

from typing import Protocol


class Following(Protocol):
    """Changes a path's beginning from old to new in what one app keeps."""

    def __call__(self, *, old: str, new: str) -> None: ...


_FOLLOWING: list[Following] = []


def on_moving(following: Following) -> Following:
    """Register what follows a moved area."""
    _FOLLOWING.append(following)
    return following


def follow_all(*, old: str, new: str) -> None:
    for following in _FOLLOWING:
        following(old=old, new=new)


def moved(path: str, *, old: str, new: str) -> str:
    """A path after a move: changed if it lay in what was moved."""
    return new + path.removeprefix(old) if path.startswith(old) else path
