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

# Confusion matrices: eleven classes of row share in one hue; marks.css has the same. From WHITE_FROM on text is white,
# and a tint that would be too light for it is replaced by the next darker one.
WHITE_FROM: Final = 0.52
TINTS_YOURS: Final = (
    "#F8FAFD", "#E1E9F3", "#CEDCED", "#B6CBE4", "#9DB9DB", "#7C9FCC",
    "#4678B7", "#3A6FB3", "#2C65AD", "#1D5AA8", "#0B4EA2",
)  # fmt: skip
TINTS_REFERENCE: Final = (
    "#FAFAFB", "#EBEDEF", "#DEE1E4", "#CDD1D7", "#BCC2C9", "#A6ADB7",
    "#6B7583", "#68727F", "#65707E", "#5F6A78", "#586371",
)  # fmt: skip


def tint_class(share: float) -> int:
    """0 to 10 for a share of 0 to 1."""
    return max(0, min(10, round(share * 10)))


def tint(tints: tuple[str, ...], share: float) -> str:
    number = tint_class(share)
    return tints[number + 1] if number == 5 and share >= WHITE_FROM else tints[number]
