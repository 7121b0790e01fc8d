"""Pictures, planes, curves and texts of a problem: only what was seen, the same rows for both sides, within budgets."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from grader.checks.base import Case
from grader.evidence.evidence import Evidence
from grader.measure.measurements import Classification
from grader.measure.metric_table import METRICS
from grader.report.cells import CellBook
from grader.report.charts import roc as roc_chart
from grader.report.charts import scatter
from grader.report.charts.roc import RocLine
from grader.report.charts.scatter import Cloud
from grader.report.charts.sweep import SweepLine, SweepPoint
from grader.report.charts.sweep import draw as draw_sweep
from grader.report.class_table import build_classes
from grader.report.facts import ReportFacts, SweepAsked
from grader.report.latent import MOST, build_latent, project
from grader.report.made import build_made
from grader.report.measures import build_measures
from grader.report.preview_hostile import HOSTILE
from grader.report.preview_parts import classification
from grader.report.preview_shown import pictures, texts
from grader.report.roc import build_roc
from grader.report.sweep import build_sweeps
from grader.report.tiles import LARGEST, ROW_BYTES, Budget, encode, spread
from grader.report.writing import build_pipeline, build_writing

SVG = "{http://www.w3.org/2000/svg}"
pictures, texts = cache(pictures), cache(texts)


def case_of(facts: ReportFacts) -> Case:
    return next(iter(facts.cases.values()))


def with_case(facts: ReportFacts, case: Case) -> ReportFacts:
    return replace(facts, cases=dict.fromkeys(facts.cases, case))


def with_evidence(facts: ReportFacts, seen: Evidence) -> ReportFacts:
    return with_case(facts, replace(case_of(facts), evidence=seen))


def noise(count: int, side: int, channels: int = 3) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (count, side, side, channels)).astype(np.uint8)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


# Tiles


def test_tiles_stand_in_their_row_as_they_were_stored() -> None:
    tiles = noise(8, 12)
    encoded = encode(tiles)
    assert encoded is not None
    data, width, height, _ = encoded
    row = np.asarray(opened(data).convert("RGB"))
    assert row.shape == (height, width, 3) == (12, 8 * 13 - 1, 3)
    assert all(np.array_equal(row[:, i * 13 : i * 13 + 12], tiles[i]) for i in range(8))


@pytest.mark.parametrize(
    ("tiles", "size"),
    [
        pytest.param(noise(3, 28, 1), (8 * 30 - 2, 28), id="fewer than a row holds"),
        pytest.param(noise(10, 64), (10 * 68 - 4, 64), id="noise in colour"),
        pytest.param(noise(8, 256), (8 * 68 - 4, LARGEST), id="large ones shrink"),
    ],
)
def test_a_row_keeps_its_size_and_its_bytes(tiles: npt.NDArray[np.uint8], size: tuple[int, int]) -> None:
    encoded = encode(tiles)
    assert encoded is not None
    assert opened(encoded[0]).size == (encoded[1], encoded[2]) == size
    assert len(encoded[0]) <= ROW_BYTES


@pytest.mark.parametrize("shape", [(0, 8, 8, 3), (4, 8, 8, 2), (4, 8, 8), (2, 0, 8, 1), (1, 2000, 8, 1)])
def test_what_is_no_picture_is_no_row(shape: tuple[int, ...]) -> None:
    assert Budget().row(np.zeros(shape, dtype=np.uint8)) is None


def test_a_report_has_so_many_rows_and_bytes_and_no_more() -> None:
    budget = Budget(rows=30)
    rows = [row for _ in range(30) if (row := budget.row(noise(8, 32))) is not None]
    assert 0 < len(rows) < 30
    assert budget.bytes >= 0
    few = Budget(rows=1)
    assert few.row(noise(2, 8)) is not None
    assert few.row(noise(2, 8)) is None


@given(st.integers(0, 500), st.integers(1, 12))
def test_what_is_shown_of_many_is_spread_over_all(count: int, most: int) -> None:
    places = spread(count, most)
    assert len(places) == min(count, most)
    assert places == sorted(set(places))
    assert all(0 <= place < count for place in places)


# What the models make


def rows_of(facts: ReportFacts) -> dict[str, list[str]]:
    groups = build_made(facts, next(iter(facts.cases)), Budget(), CellBook(None))
    return {group.title: [row.label for row in group.rows] for group in groups}


def test_reconstructions_stand_under_what_went_in_and_over_the_references() -> None:
    assert rows_of(pictures()) == {
        "Reconstructions: Encoder and Decoder": ["Test image", "Your reconstruction", "Reference"],
        "New images: Generator": ["Your new images", "Reference"],
    }


def test_both_sides_show_the_same_test_images_wherever_they_lie() -> None:
    """The reference's reconstructions in another order: its row shows the same images all the same."""
    facts = pictures()
    case = case_of(facts)
    assert case.reference is not None
    there = case.reference.evidence
    turned = {"rebuilt": there.arrays["rebuilt"][::-1].copy(), "test": there.arrays["test"][::-1].copy()}
    moved = replace(there, arrays={**there.arrays, **turned})
    plain = build_made(facts, "images", Budget(), CellBook(None))[0]
    other = build_made(
        with_case(facts, replace(case, reference=replace(case.reference, evidence=moved))),
        "images",
        Budget(),
        CellBook(None),
    )[0]
    assert [row.row for row in other.rows] == [row.row for row in plain.rows]


def test_other_images_of_the_reference_are_not_shown_beside_yours() -> None:
    facts = pictures()
    case = case_of(facts)
    assert case.reference is not None
    there = case.reference.evidence
    elsewhere = replace(there, arrays={**there.arrays, "test": there.arrays["test"].astype(np.int64) % 200})
    one = with_case(facts, replace(case, reference=replace(case.reference, evidence=elsewhere)))
    group = build_made(one, "images", Budget(), CellBook(None))[0]
    assert [row.label for row in group.rows] == ["Test image", "Your reconstruction"]
    assert group.note.startswith("The reference rebuilt other images")


def test_a_column_is_a_class_that_was_asked_for() -> None:
    group = build_made(pictures(), "images", Budget(), CellBook(None))[1]
    assert group.heads is not None
    names = [element.text for element in ET.fromstring(group.heads).iter(f"{SVG}text")]
    assert names == ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    assert "one of each class asked for: airplane" in group.rows[0].alt


def test_classes_that_no_data_set_has_are_not_believed() -> None:
    facts = pictures()
    seen = case_of(facts).evidence
    wild = np.full(200, -7)
    group = build_made(
        with_evidence(facts, replace(seen, arrays={**seen.arrays, "asked": wild})), "images", Budget(), CellBook(None)
    )[1]
    assert "out of noise" in group.rows[0].alt


def test_without_the_true_images_there_is_no_reconstruction_to_look_at() -> None:
    assert list(rows_of(replace(pictures(), labels={}))) == ["New images: Generator"]


def test_a_spent_budget_leaves_rows_out() -> None:
    assert build_made(pictures(), "images", Budget(rows=0), CellBook(None)) == ()


# Planes


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(1, 8))
def test_a_plane_holds_what_it_says_and_turns_with_nothing(seed: int, count: int, dimensions: int) -> None:
    means = np.random.default_rng(seed).normal(size=(count, dimensions))
    points, held = project(means)
    assert points.shape == (count, 2)
    total = ((means - means.mean(axis=0)) ** 2).sum()
    assert 0 <= held <= 1 + 1e-9
    assert (points**2).sum() == pytest.approx(held * total, rel=1e-6, abs=1e-9)
    moved, _ = project(means[::-1] + 5.0)
    assert np.allclose(np.abs(moved[::-1]), np.abs(points), atol=1e-6)


def test_codes_that_never_vary_are_one_point() -> None:
    points, held = project(np.full((9, 4), 3.0))
    assert not points.any()
    assert held == 1.0


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_codes_that_are_no_numbers_are_not_drawn(value: float) -> None:
    facts = pictures()
    seen = case_of(facts).evidence
    bad = np.full((600, 16), value, dtype=np.float32)
    broken = with_evidence(facts, replace(seen, arrays={**seen.arrays, "mean": bad}))
    assert build_latent(broken, "images", CellBook(None)) == ()


def test_a_plane_reads_in_grey() -> None:
    """Ten classes: a number at each mean and a panel each; two: discs and rings. No class is told by colour alone."""
    (view,) = build_latent(pictures(), "images", CellBook(None))
    assert [plane.title for plane in view.planes] == ["Yours", "Reference"]
    numbers = {e.text for e in ET.fromstring(view.planes[0].drawing).iter(f"{SVG}text")}
    assert {str(code) for code in range(10)} <= numbers
    assert view.planes[0].panels is not None
    heads = [e.text for e in ET.fromstring(view.planes[0].panels).iter(f"{SVG}text")]
    assert heads[0] == "0 airplane"
    assert len(heads) == 10
    two = Cloud(points=np.eye(4, 2), codes=np.array([0, 1, 0, 1]), classes=("ham", "spam"))
    drawn = ET.fromstring(scatter.draw(two, scatter.axes_for([two]), "t", "c"))
    paths = [e.attrib for e in drawn.iter(f"{SVG}path")]
    assert paths[0]["d"].count("h0") == 2
    assert paths[1]["d"].count("M") == 2
    assert "a" in paths[1]["d"]


def test_a_cloud_keeps_to_its_number_of_points() -> None:
    (view,) = build_latent(pictures(), "images", CellBook(None))
    paths = [e.attrib["d"] for e in ET.fromstring(view.planes[0].drawing).iter(f"{SVG}path")]
    assert sum(path.count("h0") for path in paths) == MOST


# Curves


def test_roc_curves_start_and_end_in_the_corners_and_carry_the_measured_areas() -> None:
    facts = texts()
    (view,) = build_roc(facts, "spam")
    root = ET.fromstring(view.drawing)
    labels = [e.text for e in root.iter(f"{SVG}text") if "," in (e.text or "")]
    area = case_of(facts).measurements.values["rnn"]["roc_auc"].value
    assert f"RNN, yours {area:.3f}" in labels
    assert len(labels) == 4
    lines = [e.attrib["d"] for e in root.iter(f"{SVG}path")]
    assert len(lines) == 4
    corner = 20, roc_chart.HEIGHT - 20
    assert all(line.startswith(f"M{corner[0]} {corner[1]:.0f}") for line in lines)
    assert all(line.count("L") < 200 for line in lines)


def test_a_chart_tells_its_four_lines_apart_without_colour() -> None:
    points = ((0.0, 0.0), (1.0, 1.0))
    lines = [RocLine(points=points, label="x", number=n, yours=y) for n in (0, 1) for y in (True, False)]
    drawn = ET.fromstring(roc_chart.draw(lines, "t", "c"))
    looks = {(e.attrib["stroke-width"], e.attrib.get("stroke-dasharray")) for e in drawn.iter(f"{SVG}path")}
    assert len(looks) == 4


def test_without_labels_there_is_no_curve() -> None:
    assert build_roc(replace(texts(), labels={}), "spam") == ()


def test_an_experiment_has_a_line_an_arm_and_says_what_is_missing() -> None:
    (view,) = build_sweeps(texts(), "spam")
    assert view.arms == ("RNN", "LSTM")
    assert [row.rows for row in view.rows] == ["10", "50", "100", "500", "1,000", "4,000"]
    assert view.rows[-1].cells[1].yours == "–"
    assert view.rows[-1].cells[1].reference != "–"
    assert view.note.endswith("1\u00a0point is missing.")


def test_models_trained_on_other_numbers_of_rows_are_no_points() -> None:
    facts = replace(texts(), sweeps={"spam": (SweepAsked(of=("rnn",), values=(11, 12)),)})
    assert build_sweeps(facts, "spam") == ()


def test_a_single_size_is_drawn_too() -> None:
    one = SweepLine(points=(SweepPoint(rows=10, value=0.5, low=0.4, high=0.6),), label="x", number=0, yours=True)
    assert ET.fromstring(draw_sweep([one], (10,), "t", "c")).find(f"{SVG}circle") is not None


# Numbers


def test_every_metric_is_told_once_in_its_unit_and_direction() -> None:
    rows = {row.name: row for row in build_measures(pictures(), "images").rows}
    order = [metric.words for metric in METRICS.values()]
    assert [name.lower() for name in rows] == [w.lower() for w in order if w.lower() in map(str.lower, rows)]
    assert {"Peak signal-to-noise ratio", "Latent dimensions in use", "Diversity of generated images"} <= rows.keys()
    assert rows["Mean squared error"].of == "Encoder and Decoder"
    assert rows["Mean squared error"].counted == "n = 600\u00a0images; lower is better"
    assert rows["Mean squared error"].notes[0] == "full marks: 0.0120 or less"
    assert rows["Peak signal-to-noise ratio"].value.endswith("\u00a0dB")
    share = {row.name: row for row in build_measures(texts(), "spam").rows}["Share of real words"]
    assert share.value == "52.0\u00a0%"


def test_what_the_reference_has_and_you_have_not_says_why() -> None:
    facts = pictures()
    case = case_of(facts)
    seen = replace(case.measurements, values={}, reasons={("decoder", "mse"): "none of the images is a test image"})
    rows = build_measures(with_case(facts, replace(case, measurements=seen)), "images").rows
    said = {row.name: (row.value, row.missing) for row in rows}
    assert said["Divergence from the prior"] == ("–", "No codes of this model for known images were seen.")
    assert said["Mean squared error"] == ("–", "None of the images is a test image.")


def test_classes_have_a_table_from_three_on() -> None:
    measured: Classification = case_of(pictures()).measurements.by_model["cnn"]
    table = build_classes(measured, None)
    assert table is not None
    assert [row.support for row in table.rows] == ["60"] * 10
    assert not table.has_reference
    assert build_classes(classification("m", 5, 12), None) is None


# Texts


def test_what_a_model_wrote_is_cut_and_clean() -> None:
    facts = texts()
    seen = case_of(facts).evidence
    hostile = tuple(replace(one, text=HOSTILE * 40) for one in seen.continuations)
    (view,) = build_writing(with_evidence(facts, replace(seen, continuations=hostile)), "spam", CellBook(None))
    assert len(view.rows[0].yours) <= 240
    assert "\u202e" not in view.rows[0].yours
    assert view.rows[0].reference.startswith("there in the morning")


def test_sample_texts_are_rows_that_both_have_after_the_last_step() -> None:
    facts = texts()
    seen = case_of(facts).evidence
    first = replace(seen.processed_texts[0], id="t0", order=1, tokens=(("no",),) * 3)
    view = build_pipeline(
        with_evidence(facts, replace(seen, processed_texts=(seen.processed_texts[0], first))), "spam", CellBook(None)
    )
    assert view is not None
    assert [row.raw[:8] for row in view.rows] == ["Even my ", "WINNER!!"]
    assert view.rows[0].yours.startswith("even · my · brother")
    assert view.rows[0].yours == view.rows[0].reference


def test_problems_that_share_data_show_its_texts_once() -> None:
    facts = texts()
    shared = replace(facts, cases={"spam": case_of(facts), "characters": case_of(facts)})
    assert build_pipeline(shared, "spam", CellBook(None)) is not None
    assert build_pipeline(shared, "characters", CellBook(None)) is None
