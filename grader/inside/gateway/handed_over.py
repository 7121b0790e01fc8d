"""Where rewritten cells find what answers them."""

from __future__ import annotations

import builtins
from typing import Any

from grader.inside.context import Context


def bind(context: Context, name: str, value: Any) -> None:
    """Let the code of cells find `value` under `name`, whatever it does with its own names (`%reset`).

    Among the notebook's own as well, hidden: what sends a function of a cell to another process sends those along.
    """
    setattr(builtins, name, value)
    context.shell.user_ns[name] = context.shell.user_ns_hidden[name] = value
