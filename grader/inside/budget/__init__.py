"""What a training loop of the notebook's own may take under the profile: how it is seen, counted and ended early.

`rewriting` hands every loop of the notebook's code to `loops`, which asks `clock` whether weights were changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.inside.context import Context


def install(context: Context, work: Path) -> None:
    """See `budget.install`; the context itself needs what lies beside it."""
    from grader.inside.budget.install import install as install_loops

    install_loops(context, work)
