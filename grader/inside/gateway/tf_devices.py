"""`tf.config.list_physical_devices("GPU")[0]` on a machine without a GPU, and what is then set on that device.

The list is as empty as it is: its length and its truth say so. Only who takes its first item without looking gets one,
on which nothing can be set.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.callers import asked_by_notebook
from grader.inside.hooks import after_import

_SETTERS: Final = ("set_memory_growth", "set_visible_devices", "set_logical_device_configuration")
_NAME: Final = "/physical_device:GPU:0"


class _NoDevices(list[Any]):
    """An empty list that has a first item for who does not look."""

    def __init__(self, first: Callable[[], Any]) -> None:
        super().__init__()
        self._first = first

    def __getitem__(self, key: Any) -> Any:
        return self._first() if type(key) is int and key == 0 else super().__getitem__(key)


def install(context: Context, work: Path) -> None:
    """Wait for TensorFlow."""
    after_import("tensorflow", lambda _: _patch(context, work))


def _patch(context: Context, work: Path) -> None:
    config: Any = sys.modules["tensorflow.python.framework.config"]
    listed = config.list_physical_devices
    kind: Any = sys.modules["tensorflow.python.eager.context"].PhysicalDevice

    def first() -> Any:
        context.substituted_once(
            asked="the first GPU of TensorFlow",
            served="a name on which nothing can be set",
            how="device",
            why="this attempt was given no GPU",
        )
        return kind(name=_NAME, device_type="GPU")

    @functools.wraps(listed)
    def list_physical_devices(device_type: Any = None) -> Any:
        found = listed(device_type)
        return _NoDevices(first) if device_type == "GPU" and not found and asked_by_notebook(work) else found

    _show(config, "list_physical_devices", list_physical_devices)
    for name in _SETTERS:
        _show(config, name, _setting(getattr(config, name), config))


def _setting(original: Callable[..., Any], config: Any) -> Callable[..., Any]:
    @functools.wraps(original)
    def set_it(*args: Any, **named: Any) -> Any:
        given = next(iter((*args, *named.values())), None)
        devices = given if isinstance(given, list) else [given]  # a device is a tuple of its names
        if any(getattr(one, "name", "") == _NAME for one in devices) and not config.list_physical_devices("GPU"):
            return None
        return original(*args, **named)

    return set_it


def _show(config: Any, name: str, ours: Any) -> None:
    """Wherever TensorFlow shows this function of its own."""
    original = getattr(config, name)
    setattr(config, name, ours)
    for path in ("tensorflow._api.v2.config", "tensorflow._api.v2.config.experimental"):
        module: Any = sys.modules.get(path)
        for shown, value in list(vars(module).items()) if module is not None else []:
            if value is original:
                setattr(module, shown, ours)
