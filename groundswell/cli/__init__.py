"""The `groundswell` command: find the command asked for, run it, and say what went wrong.

Each command lives in a module of its name and is loaded only when it runs, so that help and a
misspelt option answer at once.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from groundswell.errors import GroundswellError

# name: what it does, for `groundswell --help`
COMMANDS = {
    "forecast": "Forecast every seat from past votes and expected shares.",
    "backtest": "Forecast an election that has been held, and score the forecast.",
    "targets": "Rank seats by what a vote won there is worth.",
    "dispatch": "Say which volunteer should go to which shift.",
    "demo": "Fill a demonstration with real past votes and serve it on this machine.",
    "serve": "Serve the site.",
    "worker": "Run the tasks that the site hands over.",
    "migrate": "Bring the database to this release.",
    "retention": "Remove what is kept past its time.",
    "doctor": "Check that this installation is sound.",
    "places": "Load boundaries.",
    "people": "Bring lists of people in, or take them out.",
    "organisation": "Make an organisation and invite who runs it.",
}
INTERRUPTED = 130  # 128 + SIGINT, as shells count
BROKEN_PIPE = 141  # 128 + SIGPIPE


class LazyCommands(TyperGroup):
    """The group of commands; loads a command's module only to run it or to show its help."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one command; an unknown name is answered with those there are."""
        if cmd_name not in COMMANDS:
            ctx.fail(f"No such command: {cmd_name}. There are {', '.join(COMMANDS)}.")
        return load(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands for help without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def load(name: str) -> Any:
    """A command from groundswell/cli/NAME.py: its function `command`, or its typer app `app`."""
    module = importlib.import_module(f"groundswell.cli.{name}")
    own = getattr(module, "app", None)
    if isinstance(own, typer.Typer):
        return typer.main.get_group(own)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name, help=_unwrapped_examples(module.command.__doc__ or ""))(module.command)
    return typer.main.get_command(single)


def _unwrapped_examples(doc: str) -> str:
    """Mark each paragraph with an indented line, such as an example, to be shown line by line."""
    first, _, rest = doc.partition("\n")
    lines = rest.split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    text = "\n".join([first.strip(), *(line[indent:].rstrip() for line in lines)]).strip()
    return "\n\n".join(
        f"\b\n{part}" if "\n  " in f"\n{part}" else part for part in text.split("\n\n")
    )


app = typer.Typer(
    cls=LazyCommands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Choose the seats that can be won, send each volunteer where they count most, "
    "and learn what worked.",
    epilog="Example: groundswell forecast results.csv --base 2015-05-07 --side LAB --out forecast",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"groundswell {version('groundswell')}")
        except PackageNotFoundError:
            print("groundswell, run from its source")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, help="Show the release and exit.")
    ] = False,
) -> None:
    """Nothing to do before a command."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 done, 2 wrong input, 1 a bug."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; what is a bug escapes as it is."""
    try:
        code = _call(arguments)
        sys.stdout.flush()
    except GroundswellError as error:
        code = _refuse(str(error))
    except typer.TyperException as error:
        code = _refuse(_usage(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        code = _leave_quietly()
    return code


def _call(arguments: Sequence[str]) -> int:
    if not arguments:
        return _refuse(f"Say which command: {', '.join(COMMANDS)}. See `groundswell --help`.")
    group = typer.main.get_command(app)
    try:
        code = group.main(list(arguments), prog_name="groundswell", standalone_mode=False)
    except SystemExit as leaving:
        # Typer turns a broken pipe into an exit of its own.
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None
        raise
    return code if isinstance(code, int) else 0


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the call, and where its help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "groundswell"
    text = error.format_message().strip().rstrip(".")
    return f"{path}: {text}. See `{path} --help`."


def _refuse(message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return 2


def _leave_quietly() -> int:
    """Send what is still to be printed nowhere, so that Python has nothing to complain about."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return BROKEN_PIPE
