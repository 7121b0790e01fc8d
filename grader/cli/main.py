"""`grader`: the command line; translates errors into messages and exit codes, and nothing else."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Final

from grader.faults import ExitCode, GraderError, MachineError

_SELDOM: Final = (10_000, 20, 20)  # Python's own are 700, 10, 10


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns: an `ExitCode`; docs/exit-codes.md lists them for readers. A fault of ours (any exception that
    is not a `GraderError`) shows its traceback and ends with `ExitCode.INTERNAL`.
    """
    from grader.cli.app import app

    try:
        result = app(args=list(argv) if argv is not None else None, standalone_mode=False)
    except GraderError as error:
        _say(error, argv)
        return error.exit_code
    except OSError as error:
        return _machine(error, argv)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001  the last line of defence: usage errors of the parser, and our own faults
        return _unexpected(error)
    if result == ExitCode.INTERRUPTED:  # what the parser makes of Ctrl-C
        return _interrupted()
    return result if isinstance(result, int) else ExitCode.OK


def _say(error: GraderError, argv: Sequence[str] | None) -> None:
    print(f"grader: {error}", file=sys.stderr)
    if "--json" in (sys.argv[1:] if argv is None else argv):
        import json

        fault = {"what": error.what, "where": error.where, "fix": error.fix}
        print(json.dumps({"event": "Error", "exit_code": int(error.exit_code), **fault}, ensure_ascii=False))


def _machine(error: OSError, argv: Sequence[str] | None) -> int:
    """No space, no permission, a folder that went away: the machine's fault, in words."""
    where = str(error.filename or "this machine")
    what = f"{error.strerror or error} (error {error.errno})"
    fix = "make room, or let the user that runs the grader write there; what was finished is kept"
    fault = MachineError(what, where=where, fix=fix)
    _say(fault, argv)
    return fault.exit_code


def _unexpected(error: Exception) -> int:
    # The parser's own errors know how to show themselves; everything else is a fault of ours.
    show = getattr(error, "show", None)
    if callable(show):
        show()
        return ExitCode.USAGE
    import traceback

    traceback.print_exception(error)
    print("grader: this is a fault of the grader; please report it with the lines above", file=sys.stderr)
    return ExitCode.INTERNAL


def _interrupted() -> int:
    print("grader: stopped; what was finished is kept, the same command resumes", file=sys.stderr)
    return ExitCode.INTERRUPTED


def run() -> None:
    """The console script: `main` with its exit code handed to the system.

    What a command makes it mostly keeps, so garbage is looked for seldom, and in the end not at all.
    """
    gc.set_threshold(*_SELDOM)
    status = main()
    gc.disable()
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    run()
