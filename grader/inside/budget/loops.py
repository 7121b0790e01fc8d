"""The loops of the notebook's code while they run: which of them train, how long they may, what they asked for.

A loop trains when one optimiser goes on stepping the same weights from turn to turn. Where a new one, or new weights,
are made in every turn (a sweep, a cross-validation) it is ended early only where time is limited, and late. Steps made
in the turn itself make it a loop of steps; steps made by a loop or a `fit` inside it make it a loop of epochs, if it
goes by numbers or by a `while`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from grader.inside.budget.allowance import Allowance
from grader.inside.budget.clock import StepClock
from grader.inside.budget.lengths import Condition, asked_turns, is_count, last_to_show, numbers_of, only_counts
from grader.inside.budget.running import Kind, Run

Say = Callable[..., None]  # Context.substituted

PASSES: Final = 4  # a pass over data may take this many times the steps of a loop that only counts
MOST_INNER: Final = 10  # steps of loops inside a turn for one step of the turn's own, in a loop of steps
MOST_FINISHED: Final = 5_000
SPENT: Final = "its share of the time for training was spent"
LASTED: Final = "it trained one network after the other for far longer than all training may take"
SHORT_SWEEP: Final = 12  # turns


def counted(number: int, noun: str) -> str:
    """ "1 epoch", "2 epochs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What one loop may take; None: as much as it asks for."""

    epochs: int | None = None
    steps: int | None = None  # turns of a loop of steps
    least: int = 0  # steps that a loop of epochs may make however many epochs those are
    seconds: float | None = None  # of training, in the whole attempt


@dataclass(frozen=True, slots=True)
class Finished:
    """A training loop that has ended, with what it asked for and what it was given."""

    number: int  # over the whole attempt
    kind: Kind
    asked: int | None  # turns; None where only the loop itself knew its end
    ran: int
    owners: frozenset[int]  # numbers of the optimisers that stepped in it
    around: frozenset[int]  # numbers of the loops that it ran in


class Loops:
    """The loops that run now, innermost last, and those of the cell that have ended."""

    def __init__(
        self, clock: StepClock, caps: Caps, say: Say | None = None, allowance: Allowance | None = None
    ) -> None:
        self.clock = clock
        self.caps = caps
        self.allowance = allowance or Allowance(caps.seconds)
        self.finished: list[Finished] = []
        self.cut = False  # whether a loop or a fit of this attempt was ended early
        self.unreached: list[int] = []  # the numbers that those would have counted to
        self._say = say
        self._runs = 0
        self._inner: tuple[int | None, bool] = None, False
        self._stack: list[Run] = []
        self._thread = threading.get_ident()

    def __reduce__(self) -> tuple[Callable[[], Loops], tuple[()]]:
        """In another process, to which a function of the notebook's was sent, nothing is counted or ended."""
        return _elsewhere, ()

    # What the rewritten code calls

    def turns(self, iterable: Iterable[Any], *conditions: Condition) -> Iterator[Any]:
        """The items of `iterable`, until they are all given or the loop has trained for as long as it may."""
        if threading.get_ident() != self._thread:
            yield from iterable
            return
        run = self._begin(iterable)
        try:
            for item in iterable:
                shown = self._shown_last(run, item, conditions) if conditions else item
                yield shown
                run.turns += 1
                if self.clock.ticks != run.seen and self._is_over(run, is_count(item)):
                    if run.asked is not None and run.turns >= run.asked:
                        continue
                    self._tell(run)
                    break
        finally:
            self._left(run)

    def spins(self) -> Iterator[Callable[[], bool]]:
        """Turns of a `while`; each gives a function to ask once the test holds: whether to leave all the same."""
        if threading.get_ident() != self._thread:
            while True:
                yield lambda: False
        run = self._begin(None)

        def gate() -> bool:
            if run.over:
                self._tell(run)
            return bool(run.over)

        try:
            while True:
                yield gate
                run.turns += 1
                if self.clock.ticks != run.seen:
                    self._is_over(run, True)
        finally:
            self._left(run)

    def noted(self, iterable: Any) -> Any:
        """What an `enumerate` goes over, as it is: `enumerate` itself would not say how long that is."""
        self._inner = asked_turns(iterable), only_counts(iterable)
        return iterable

    # What the probe tells and asks

    def path(self) -> tuple[tuple[int, int], ...]:
        """Of each loop that runs now: which it is, and which turn of it, from 0."""
        return tuple((run.number, run.turns) for run in self._stack)

    def fitted(self, before: int) -> None:
        """A `fit` has ended that began when the clock showed `before`: its steps are passes over data."""
        if self._stack:
            made = self.clock.total - before
            self._stack[-1].inner += made
            self._stack[-1].inner_turns += made

    def ended_early(self, last: int | None) -> None:
        """A loop or a fit was not given all its turns; `last` is the number it would have counted to, if known."""
        self.cut = True
        if last is not None:
            self.unreached.append(last)

    def time_is_up(self, until: float) -> bool:
        """Whether this much time is spent, or a loop has had its share in which the steps of now go on."""
        if not self.allowance.limited:
            return False
        spent = self.allowance.spent
        return spent >= until or any(self._goes_on(run) for run in self._stack if spent >= run.mark.until)

    def finished_of(self, number: int) -> list[Finished]:
        """The training loops of this cell in which the optimiser of this number stepped, innermost first."""
        return [loop for loop in self.finished if number in loop.owners]

    def after_cell(self) -> None:
        self.allowance.all_closed()
        self._stack.clear()
        self.finished.clear()

    # Details

    def _begin(self, iterable: Any) -> Run:
        self._runs += 1
        total = self.clock.total
        run = Run(self._runs, iterable, total, total, self.clock.ticks, self.allowance.mark())
        kind = type(iterable)
        if kind is enumerate or kind is zip:  # they say it before their first item, if at all
            run.measured = True
            run.asked, plain = self._inner if kind is enumerate else (asked_turns(iterable), False)
            run.data = run.asked is not None and not plain
            self._inner = None, False
        self._stack.append(run)
        return run

    def _measure(self, run: Run) -> None:
        run.measured = True
        # Objects of the notebook's own are asked, and may answer with any error: then nothing is known of them.
        with contextlib.suppress(Exception):
            run.asked, run.numbers = asked_turns(run.iterable), numbers_of(run.iterable)
            run.data = run.asked is not None and not only_counts(run.iterable)

    def _is_over(self, run: Run, counts: bool) -> bool:
        """The turn has ended, and something stepped in it or may have: count it. Whether it was the last one."""
        self._count_turn(run, counts)
        run.over = ""
        caps = self.caps
        if run.trained < 2:
            # Only the second turn shows that the loop goes on with what the first one began; until then it is a sweep.
            # A short one is gone through whatever it takes: its results stand beside the list of what was tried.
            short = run.asked is not None and run.asked <= SHORT_SWEEP
            if run.trained and run.turns > 1 and not short and self.allowance.lasts_too_long(run.mark):
                run.over = "sweep"
            return bool(run.over)
        self.allowance.opened(run, run.mark)
        if run.kind == "steps":
            most = None if caps.steps is None else caps.steps * (PASSES if run.data else 1)
            if most is not None and run.trained >= most:
                run.over = "steps"
        elif run.kind == "epochs" and counts and self._epochs_are_over(run, 0):
            run.over = "epochs"
        if not run.over and (run.kind == "steps" or counts) and self.time_is_up(run.mark.until):
            run.over = "time"
        return bool(run.over)

    def _goes_on(self, run: Run) -> bool:
        """Whether this turn steps what an earlier one did, before it has ended."""
        return run.trained > 0 and self.clock.total > run.began and bool(self.clock.since(run.began) & run.owners)

    def _epochs_are_over(self, run: Run, ahead: int) -> bool:
        """Short epochs may go on until they have made a number of steps together."""
        caps = self.caps
        if caps.epochs is None or run.trained + ahead < caps.epochs:
            return False
        return run.work + ahead * run.work / max(1, run.trained) >= caps.least

    def _count_turn(self, run: Run, counts: bool) -> None:
        total, run.seen = self.clock.total, self.clock.ticks
        made = total - run.began
        if made <= 0:
            return
        if not run.measured:
            self._measure(run)
        owners = self.clock.since(run.began)
        if run.trained == 0:
            run.late = run.turns > 1
        if run.trained == 0 or owners & run.owners:
            run.trained += 1
        run.owners |= owners
        # A last odd batch beside a loop over batches makes no loop of steps of it; a generator's step beside five of
        # its critic's does.
        run.kind = "steps" if (made - run.inner) * MOST_INNER > run.inner else "epochs"
        run.counted = counts
        run.work += run.inner_turns
        run.inside += run.inner
        run.began, run.inner, run.inner_turns = total, 0, 0

    def _shown_last(self, run: Run, item: Any, conditions: tuple[Condition, ...]) -> Any:
        """In the last turn that will be given: the last number at which the loop would have shown something."""
        numbers, caps = run.numbers, self.caps
        if numbers is None or not isinstance(item, int) or run.trained < 1:
            return item
        last = (
            run.trained + 1 >= caps.steps
            if run.kind == "steps" and caps.steps is not None and not run.data
            else run.kind == "epochs" and self._epochs_are_over(run, 1)
        )
        found = last_to_show(numbers, run.turns, conditions) if last else None
        return item if found is None else found

    def _left(self, run: Run) -> None:
        self.allowance.closed(run)
        if run not in self._stack:
            return  # the cell has ended already
        del self._stack[self._stack.index(run) :]
        if self.clock.ticks != run.seen:
            self._count_turn(run, run.counted)
        if run.kind is None:
            return
        if (run.kind == "steps" or run.counted) and len(self.finished) < MOST_FINISHED:
            around = frozenset(one.number for one in self._stack)
            owners = self.clock.optimizers_of(run.owners)
            self.finished.append(Finished(run.number, run.kind, run.asked, run.trained, owners, around))
        if self._stack:
            # One turn alone is no loop that trains, but those inside it are. So is a pass over few batches, of which
            # gradients were gathered for the one step that is made at last.
            whole = run.trained > 1 or (run.trained == 1 and run.data and run.late)
            self._stack[-1].inner += self.clock.total - run.entered if whole else run.inside
            self._stack[-1].inner_turns += run.trained if whole and run.kind == "steps" else run.work

    def _tell(self, run: Run) -> None:
        if run.over == "sweep":
            self.cut = True
            if self._say is not None:
                asked = "a sweep to its end" if run.asked is None else f"a sweep of {counted(run.asked, 'turn')}"
                self._say(asked=asked, served=counted(run.turns, "turn"), how="time", why=LASTED)
            return
        self.ended_early(run.numbers[-1] + 1 if run.numbers else run.asked)
        if self._say is None:
            return
        noun = "epoch" if run.kind == "epochs" else "step"
        asked = counted(run.asked, noun) if run.asked is not None else f"{noun}s to an end of the loop's own"
        why = SPENT if run.over == "time" else f"this profile caps the {noun}s of one training loop"
        self._say(asked=asked, served=counted(run.turns, noun), how=run.over, why=why)


def _elsewhere() -> Loops:
    return Loops(StepClock(), Caps())
