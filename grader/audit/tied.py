"""A claim with its model, and with what the same place printed on our rerun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.audit.finding import Claim, ClaimVerdict
from grader.audit.found import METRICS, Found
from grader.checks.base import RoleMatch
from grader.evidence.wire.records import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """`rerun` is the claim the same cell printed in the same place on our rerun, for a saved claim that has one."""

    found: Found
    model: str | None
    rows: Rows | None = None
    rerun: Tied | None = None

    @property
    def reprinted(self) -> bool:
        """This claim is itself of the rerun: its number and ours are of one and the same run."""
        return self.found.origin == "rerun output"

    @property
    def split(self) -> str:
        """Rows the number is of: as the text says, else as the cell's own record shows."""
        if self.found.split != "unknown" or self.rows is None or self.found.quantity not in METRICS:
            return self.found.split
        return self.rows.split if self.rows.split in ("test", "train", "validation") else "unknown"

    def claim(self, roles: Mapping[str, RoleMatch]) -> Claim:
        found = self.found
        return Claim(
            quantity=found.quantity,
            value=found.value,
            text=found.text,
            cell=found.cell,
            origin=found.origin,
            model=self.model,
            digits=found.digits,
            percent=found.percent,
            split=self.split,
            name=self._name(roles),
        )

    def _name(self, roles: Mapping[str, RoleMatch]) -> str:
        role = next((m.role for m in roles.values() if m.model is not None and m.model.id == self.model), "")
        split = f"{self.split} " if self.found.quantity in METRICS and self.split != "unknown" else ""
        quantity = self.found.quantity.replace("_", " ")
        return f"{role}{', ' if role else ''}{split}{quantity}: {self.found.written}"


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: ClaimVerdict
    measured: str  # one sentence with the number, n and where it comes from
    value: float | None = None


def not_checkable(why: str, value: float | None = None) -> Verdict:
    return Verdict(ClaimVerdict.NOT_CHECKABLE, why, value)


def agrees(found: Found, measured: float) -> bool:
    """Equal after rounding, or cutting, `measured` to the decimals that were written."""
    unit = 10.0**-found.decimals
    apart = abs(found.share - measured)
    cut = 0 <= measured - found.share < unit * (1 - 1e-9)
    return apart <= max(unit / 2, 5e-7) * (1 + 1e-6) or (cut and found.decimals >= 2)
