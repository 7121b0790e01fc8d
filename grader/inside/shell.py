"""IPython's shell, in this process: no history, no colours, no questions; what it shows goes to the capture."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from IPython.core import interactiveshell
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import LSString, SList
from traitlets.config import Config

from grader.evidence.wire.records import Output
from grader.inside.capture import CellCapture
from grader.inside.cell_source import tolerate_spaces
from grader.inside.extensions import tame_extensions
from grader.inside.failures import describe_failure
from grader.inside.probe.figures import png_of_figure

RunCommand = Callable[..., tuple[int, str]]  # a shell line, `bash=` -> exit status, what it printed


class _Compiler(CachingCompiler):  # type: ignore[misc]  # IPython has no types
    """Names code after the cell a person counts, so that tracebacks and `inspect` speak of it."""

    cell = 0
    _used: int = 0
    _last = 0

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:  # noqa: ARG002
        self._used = self._used + 1 if self.cell == self._last else 1
        self._last = self.cell
        return f"<cell {self.cell}>" if self._used == 1 else f"<cell {self.cell}, part {self._used}>"


class _Results(DisplayHook):  # type: ignore[misc]
    def write_output_prompt(self) -> None:
        """The prompt's number is in the record; it is not part of the output."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:  # noqa: ARG002
        if self.shell.capture is not None:
            self.shell.capture.bundle("result", format_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,  # noqa: ARG002
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        if self.shell.capture is not None:
            self.shell.capture.bundle("display", data, (transient or {}).get("display_id"), update=update)

    def clear_output(self, wait: bool = False) -> None:
        if self.shell.capture is not None:
            self.shell.capture.clear(wait=wait)


class NotebookShell(InteractiveShell):  # type: ignore[misc]
    """Runs cells as a notebook does; `capture` is the running cell's, None outside."""

    capture: CellCapture | None = None
    run_command: RunCommand
    work: Path
    compiler_class = _Compiler

    def showtraceback(self, exc_tuple: Any = None, *_: object, **__: object) -> None:
        kind, error, _trace = self._get_exc_info(exc_tuple)
        if self.capture is None or (issubclass(kind, SystemExit) and not error.code):
            return
        failure = describe_failure(error, self.compile.cell, self.work)
        self.capture.add(Output(kind="error", name=failure.name, text=failure.traceback))

    def showsyntaxerror(self, *_: object, **__: object) -> None:
        self.showtraceback()

    def show_usage_error(self, exc: BaseException) -> None:
        self.showtraceback((type(exc), exc, exc.__traceback__))

    def _format_exception_for_storage(self, exception: BaseException) -> dict[str, object]:
        # IPython would format the whole stack for a history that is off, and fail with what cannot print itself.
        return {"ename": type(exception).__name__, "evalue": "", "traceback": []}

    def enable_matplotlib(self, gui: str | None = None) -> tuple[str, str]:
        """Figures are captured whichever backend is asked for; none of them has a screen here."""
        return gui or "inline", "agg"

    def enable_gui(self, gui: str | None = None) -> None:
        """No event loop: there is no screen."""

    def ask_exit(self) -> None:
        raise SystemExit(0)

    def system(self, cmd: str) -> None:
        status, text = self.run_command(self.var_expand(cmd, depth=1))
        sys.stdout.write(text)
        self.user_ns["_exit_code"] = status

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        _, text = self.run_command(self.var_expand(cmd, depth=depth + 1))
        return SList(text.splitlines()) if split else LSString(text)

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()


def make_shell() -> NotebookShell:
    """The one shell of this process, with `__main__` as the notebook's module, as in Jupyter.

    Nothing of a notebook's is in it yet, so a warm parent makes it once for all its forks.
    """
    config = Config()
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.automagic = True
    config.InteractiveShell.history_length = 0
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    NotebookShell.display_pub_class.default_value = _Publisher
    NotebookShell.displayhook_class.default_value = _Results
    shell: NotebookShell = NotebookShell.instance(config=config)
    shell.display_formatter.formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", png_of_figure)
    _tame_magics(shell)
    tolerate_spaces(shell.input_transformer_manager)
    return shell


def start_shell(work: Path, run_command: RunCommand) -> NotebookShell:
    """The shell, ready for the first cell."""
    shell: NotebookShell = NotebookShell.instance() if NotebookShell.initialized() else make_shell()
    # IPython kept `open` as it was when it was imported; the notebook's is the one that knows the course's data.
    interactiveshell.io_open = builtins.open
    shell.run_command = run_command
    shell.work = work
    return shell


def _tame_magics(shell: NotebookShell) -> None:
    """Magics that speak to a front end or to the network do nothing here, and say so where it matters."""
    config_magic = shell.find_line_magic("config")

    def configure(line: str) -> object:
        return None if line.strip().startswith("InlineBackend") else config_magic(line)

    def nothing(_: str) -> None:
        """A front end's business."""

    def pip(line: str) -> None:
        shell.system(f"pip {line}")

    def conda(line: str) -> None:
        shell.system(f"conda {line}")

    shell.magics_manager.magics["line"]["config"] = configure  # its name is taken on the object of user magics
    for name in ("tensorflow_version", "tensorboard", "gui"):
        shell.register_magic_function(nothing, "line", name)
    for name, magic in (("pip", pip), ("conda", conda), ("mamba", conda)):
        shell.register_magic_function(magic, "line", name)
    tame_extensions(shell)
