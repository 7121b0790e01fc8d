"""IPython's names that moved, widgets under their first name, and progress bars without a page to draw them on."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from grader.inside.gateway.shims.library import Library, alias, handing_on, value
from grader.inside.hooks import after_import


def install(library: Library) -> None:
    """Wait for nothing of IPython's, which runs the cells; wait for tqdm."""
    after_import("IPython.core.interactiveshell", lambda module: _magic(library, module.InteractiveShell))
    after_import("IPython.core.display", lambda module: _moved(library, module))
    after_import(
        "IPython.display",
        lambda module: library.names(module, {"set_matplotlib_formats": value("nothing: pictures are PNG", _formats)}),
    )
    library.modules(
        {
            "IPython.html": ("ipywidgets", _fill_html),
            "IPython.html.widgets": ("ipywidgets", handing_on("ipywidgets")),
        }
    )
    after_import("tqdm.notebook", lambda module: _plain_bars(library, module))


def _magic(library: Library, shell: Any) -> None:
    """`get_ipython().magic("matplotlib inline")`, as notebooks were written out to scripts."""

    def of(self: Any) -> Any:
        def magic(line: str) -> Any:
            name, _, rest = line.lstrip("%").partition(" ")
            return self.run_line_magic(name, rest.strip())

        return magic

    library.members(shell, {"magic": ("run_line_magic", of)})


def _moved(library: Library, module: Any) -> None:
    library.names(
        module, {name: alias(f"IPython.display:{name}") for name in ("clear_output", "display", "publish_display_data")}
    )


def _formats(*_: object, **__: object) -> None:
    """Figures are captured as pictures whatever their format on a page."""


def _fill_html(module: ModuleType) -> None:
    handing_on("ipywidgets")(module)


def _plain_bars(library: Library, module: Any) -> None:
    """`tqdm.notebook` draws with widgets; the bars of the terminal say the same in text."""
    from tqdm import std

    class PlainBar(std.tqdm):  # type: ignore[misc]  # tqdm has no types
        """A bar of text that says once where it came from."""

        def __init__(self, *args: Any, **named: Any) -> None:
            library.say("a progress bar of widgets", "a bar of text", "there is no page to draw widgets on")
            named.pop("display", None)
            super().__init__(*args, **named)

    def bars(*args: int, **named: Any) -> Any:
        return PlainBar(range(*args), **named)

    module.tqdm_notebook = module.tqdm = PlainBar
    module.tnrange = module.trange = bars
