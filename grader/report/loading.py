"""Importing WeasyPrint without starting a process."""

from __future__ import annotations

import ctypes.util
import sys


def load_weasyprint() -> None:
    """Import it, once; later imports find it loaded.

    It asks for its libraries by several names, and for each that the dynamic linker does not know, `ctypes` starts
    ldconfig, a C compiler and a linker to ask them. On Linux the name that the linker knows is among them anyway.
    Raises: OSError when a library is not installed.
    """
    if "weasyprint" in sys.modules or sys.platform != "linux":
        return
    ask, ctypes.util.find_library = ctypes.util.find_library, _nowhere
    try:
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = ask


def _nowhere(name: str) -> str | None:  # noqa: ARG001
    return None
