"""What is put in place before there is an attempt: once in a warm parent, for all its forks.

To replace a library's function is to write to it, to its text and to its module, and a fork copies each page it writes
to. So what asks for its attempt only when it is called is not left to the forks. Everywhere it goes under what each
attempt puts in place by itself, so that a cold box has the same order.
"""

from __future__ import annotations

from pathlib import Path

from grader.inside import probe
from grader.inside.budget import install as budget
from grader.inside.context import Context
from grader.inside.gateway import shims
from grader.inside.gateway.old_keras import install as old_keras


def stand(work: Path) -> Context:
    """Wait for the libraries; `work` is the folder that notebooks run in.

    Returns: the context that all of it speaks to, which has no attempt yet.
    """
    context = Context.waiting()
    old_keras.stand(context)
    shims.stand(context, work)
    budget.stand(context)
    probe.stand()  # last: it sees what the others make of a call
    return context
