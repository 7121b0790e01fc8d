"""How many epochs an optimiser's training loops asked for and made, told by the loops themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.inside.budget.loops import Finished


@dataclass(frozen=True, slots=True)
class Told:
    """`asked` is None where one of the loops had no number of turns to it."""

    asked: int | None
    ran: int
    loops: tuple[int, ...]  # numbers of the loops whose turns are the epochs


def epochs_told(loops: Sequence[Finished], passes: int) -> Told | None:
    """Epochs of the training loops of one optimiser within a cell; None: the loops do not tell.

    Turns of a loop of epochs are epochs; of several such loops within each other, those of the innermost. Else the
    turns of a loop of steps are, if there were as many as the `passes` over the data: training in one batch.
    """
    epochs = [loop for loop in loops if loop.kind == "epochs"]
    outer = {number for loop in epochs for number in loop.around}
    chosen = [loop for loop in epochs if loop.number not in outer]
    if not chosen:
        chosen = [loop for loop in loops if loop.ran == passes > 1][:1]
    if not chosen:
        return None
    asked = [loop.asked for loop in chosen]
    return Told(
        asked=None if None in asked else sum(number for number in asked if number is not None),
        ran=sum(loop.ran for loop in chosen),
        loops=tuple(loop.number for loop in chosen),
    )
