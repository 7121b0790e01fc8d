"""`import torchvision` beside a PyTorch that its compiled part was not built for: what it declares must exist.

Its Python part describes two operators of the compiled part while it is imported, and fails where they are missing.
Declared here, they make the import succeed; models, transforms and data sets need nothing of the compiled part.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context

OPERATORS: Final = ("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
                    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")  # fmt: skip


def install(context: Context) -> None:  # noqa: ARG001  every part of the gateway is installed alike
    """Wait for torchvision; where it is imported already, it needs nothing."""
    if "torchvision" not in sys.modules and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    """Finds nothing itself: it declares the operators just before torchvision is found by the others."""

    def __init__(self) -> None:
        self._library: Any = None  # torch.library.Library; the declarations go when it does

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        if fullname == "torchvision" and self._library is None:
            self._declare()
        return None

    def _declare(self) -> None:
        try:
            import torch
        except ImportError:
            return  # torchvision's own import will say so
        if _loads(torch) or _declared(torch):
            return
        self._library = torch.library.Library("torchvision", "DEF")
        for operator in OPERATORS:
            self._library.define(operator)


def _loads(torch: Any) -> bool:
    """Whether the compiled part goes with this PyTorch; then it declares its operators itself."""
    spec = importlib.machinery.PathFinder.find_spec("torchvision")
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        for file in Path(folder).glob("_C*"):
            try:
                torch.ops.load_library(str(file))
            except OSError:
                continue
            return True
    return False


def _declared(torch: Any) -> bool:
    return hasattr(torch.ops.torchvision, "nms")
