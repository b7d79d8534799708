"""Compiles the engines' kernels once, at set-up, so that nobody's first click waits for it.

`python -m groundswell.engines.compile`
"""

from groundswell.engines.dispatch import warm


def main() -> None:
    """Compile every kernel for the types it is used with; the result is kept beside the code."""
    warm()


if __name__ == "__main__":
    main()
