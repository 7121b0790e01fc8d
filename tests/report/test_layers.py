"""Alignment and folding: every layer in exactly one row, in its own order, and the columns add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report import preview_parts as parts
from grader.report.align import MOST, Pair, RowIs, align
from grader.report.architecture import build_architecture
from grader.report.cells import CellBook
from grader.report.fold import ROWS, Fold, fold, neutral
from grader.report.layers import LayerLine, Piece, lines, merged, shape
from grader.report.preview_cases import CASES
from grader.report.preview_deep import deep_models

KINDS = ("dense", "dropout", "conv2d", "activation")


@st.composite
def layer_lines(draw: st.DrawFn) -> LayerLine:
    kind = draw(st.sampled_from(KINDS))
    units = draw(st.sampled_from(("16", "32")))
    weights = 0 if kind in ("dropout", "activation") else draw(st.sampled_from((100, 200)))
    return LayerLine(
        kind=kind,
        pieces=(Piece("name", kind.title()), Piece("units", units)),
        output=units,
        parameters=weights,
        trainable=weights,
    )


NETS = st.lists(layer_lines(), max_size=14)
LONG_NETS = st.lists(layer_lines(), min_size=25, max_size=90)


@given(NETS, NETS)
def test_alignment_keeps_every_layer_once_and_in_order(yours: list[LayerLine], reference: list[LayerLine]) -> None:
    rows = align(yours, reference)
    assert [r.yours for r in rows if r.yours is not None] == yours
    assert [r.reference for r in rows if r.reference is not None] == reference
    for row in rows:
        if row.yours is not None and row.reference is not None:
            assert row.yours.kind == row.reference.kind
            assert (row.row_is is RowIs.SAME) == (not row.differs)


@given(NETS, NETS)
def test_alignment_pairs_as_many_as_a_longest_common_subsequence(
    yours: list[LayerLine], reference: list[LayerLine]
) -> None:
    pairs = sum(r.yours is not None and r.reference is not None for r in align(yours, reference))
    assert pairs == _longest([a.kind for a in yours], [b.kind for b in reference])


def _longest(a: list[str], b: list[str]) -> int:
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            best[i + 1][j + 1] = best[i][j] + 1 if x == y else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


@given(NETS)
def test_a_model_beside_itself_is_all_same(net: list[LayerLine]) -> None:
    assert all(row.row_is is RowIs.SAME for row in align(net, net))


@given(LONG_NETS, LONG_NETS)
def test_folding_loses_nothing(yours: list[LayerLine], reference: list[LayerLine]) -> None:
    rows = align(yours, reference)
    folds = fold(rows)
    assert [p for f in folds for p in f.pairs] == list(rows)
    assert sum(f.yours_parameters() for f in folds) == sum(line.parameters for line in yours)
    assert sum(f.reference_parameters() for f in folds) == sum(line.parameters for line in reference)


@given(LONG_NETS, LONG_NETS)
def test_rows_that_differ_are_folded_with_their_like_alone(yours: list[LayerLine], reference: list[LayerLine]) -> None:
    for folded in fold(align(yours, reference)):
        ways = {(p.row_is, p.differs) for p in folded.pairs if not neutral(p)}
        assert len(ways) <= 1
        if ways and next(iter(ways)) not in {(RowIs.SAME, frozenset()), (RowIs.CHANGED, frozenset({"trainable"}))}:
            assert not any(neutral(p) for p in folded.pairs)


@given(LONG_NETS)
def test_equal_models_fold_to_a_page(net: list[LayerLine]) -> None:
    assert len(fold(align(net, net))) <= ROWS


@given(LONG_NETS)
def test_a_repeat_repeats(net: list[LayerLine]) -> None:
    for folded in fold(align(net * 2, net * 2)):
        block = [p.yours.signature() for p in folded.block if p.yours]
        assert [p.yours.signature() for p in folded.pairs if p.yours] == block * folded.times


def test_the_deep_model_fits_and_adds_up() -> None:
    yours, reference = deep_models()
    assert len(yours.layers) == 178
    folds = fold(align(lines(yours.layers, mixed=True), lines(reference.layers, mixed=True)))
    assert len(folds) <= ROWS
    assert sum(f.yours_parameters() for f in folds) == yours.parameters
    assert sum(f.reference_parameters() for f in folds) == reference.parameters
    assert {f.row_is for f in folds} == {RowIs.SAME, RowIs.CHANGED, RowIs.ONLY_YOURS}


def test_short_tables_fold_twins_alone() -> None:
    heads = [_line("dense", 819_300), _line("dense", 819_300), _line("dropout", 0), _line("dropout", 0)]
    folds = fold(align(heads, heads))
    assert [(f.times, len(f.pairs)) for f in folds] == [(2, 2), (1, 1), (1, 1)]


def test_an_activation_layer_is_the_activation_of_the_layer_before() -> None:
    dense = parts.layer("dense", "Linear", (256,), 8448, units=256)
    relu = parts.layer("activation", "ReLU", (256,), 0, activation="relu")
    both = merged((dense, relu, parts.layer("dropout", "Dropout", (256,), 0, rate=0.25)))
    assert [part.class_name for part in both] == ["Linear", "Dropout"]
    assert lines((dense, relu), mixed=False)[0].text == "Linear 256, relu"
    alone = parts.layer("dense", "Dense", (256,), 8448, units=256, activation="relu")
    (pair,) = align(lines((dense, relu), mixed=False), lines((alone,), mixed=False))
    assert pair.row_is is RowIs.SAME


def test_the_spam_layers_read_as_people_write_them() -> None:
    said = [line.text for line in lines(parts.rnn_layers(), mixed=False)]
    assert said == ["Embedding 5,000 × 50", "SimpleRNN 32", "Dense 256, relu", "Dropout 0.25", "Dense 1, sigmoid"]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ((150, 50), "150 × 50"),
        ((8192,), "8,192"),
        ((None, 50), "any × 50"),
        (None, ""),
        ((), "1"),
        ((7, 7, 2048), "7 × 7 × 2048"),
    ],
)
def test_shapes(output: tuple[int | None, ...] | None, said: str) -> None:
    assert shape(output) == said


def test_two_biases_of_torch_are_said_aloud() -> None:
    rnn = parts.layer("simple_rnn", "RNN", (32,), 2688, units=32, biases=2)
    assert lines((rnn,), mixed=False)[0].text == "RNN 32, 2 bias vectors"


def test_a_hostile_number_of_layers_is_summed_up() -> None:
    facts = CASES["good"]()
    many = parts.model("m1", "model", 9, 1, tuple(parts.layer("other", f"L{i}", (1,), 1) for i in range(MOST + 900)))
    case = facts.cases["spam"]
    reference = case.reference
    assert reference is not None
    found = parts.case(case.evidence, case.measurements, parts.roles(many, None), reference)
    rnn, lstm = build_architecture("p1", found, CellBook(None))
    assert len(rnn.rows) < 700
    assert rnn.yours_total == "1,500"
    assert rnn.rows[-1].yours.runs is None or "further" in "".join(
        r.text for row in rnn.rows for r in row.yours.runs or ()
    )
    assert lstm.missing is not None


def _line(kind: str, parameters: int) -> LayerLine:
    pieces = (Piece("name", kind.title()), Piece("units", "100"))
    return LayerLine(kind=kind, pieces=pieces, output="100", parameters=parameters, trainable=parameters)


def test_a_plain_fold_is_no_repeat() -> None:
    only = Fold(pairs=(Pair(_line("dense", 1), None, RowIs.ONLY_YOURS),), times=1)
    assert not only.folded
    assert only.block == only.pairs
