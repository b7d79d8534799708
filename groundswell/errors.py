"""The errors that a person can act on."""


class GroundswellError(Exception):
    """What is wrong, how much of it, and what to do next, in words for the person who can act.

    The command line prints the text on one line and exits with 2; a page shows it above the
    form with status 422; the API answers with `code` and the text.
    """

    code = "error"


class InputError(GroundswellError):
    """A file, a form or an argument that can't be used as it is."""

    code = "input"


class NotYetError(GroundswellError):
    """Something this release names but doesn't do yet."""

    code = "not-yet"


class Cancelled(GroundswellError):
    """The person who asked for long work has stopped it."""

    code = "cancelled"
