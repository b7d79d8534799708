"""Lets `python -m groundswell.cli` do what `groundswell` does."""

from groundswell.cli import main

main()
