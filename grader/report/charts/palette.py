"""The report's colours; contrast on white in brackets. Colour never speaks alone: each has a second cue."""

from __future__ import annotations

from typing import Final

INK: Final = "#161A22"  # 17.4; text, heavy rules, the full-marks triangle
INK_2: Final = "#454D5B"  # 8.5; secondary text, baselines (dotted)
INK_3: Final = "#5F6876"  # 5.6; labels, axis numbers
STUDENT: Final = "#0B4EA2"  # 8.0; everything of the student's: solid, thick
REFERENCE: Final = "#6B7583"  # 4.7; everything of the reference's: dashed line
BAND: Final = "#D5DBE4"  # reference band, always with a mean line
MET: Final = "#00756A"
PARTLY: Final = "#9A6000"
PARTLY_FILL: Final = "#F2C879"  # bars of the overview, always outlined in PARTLY
TINT_PARTLY: Final = "#FCF1DD"
TINT_MET: Final = "#E0F0EE"
NOT_MET: Final = "#960F24"
NOT_ASSESSED: Final = "#5A6372"  # dashed outline, hatching
SECOND: Final = "#C85200"  # 4.5, marks only: second group, outlier
LINE: Final = "#D3D8E0"  # hairlines, grids
LINE_2: Final = "#8B94A3"  # 3.1; outlines of bars, axes
SHADE: Final = "#EDF0F5"  # middle half of a distribution
WHITE: Final = "#FFFFFF"


def mixed(colour: str, part: float) -> str:
    """`colour` laid over white at `part` in [0, 1]."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 + (c - 255) * part):02X}" for c in channels)
