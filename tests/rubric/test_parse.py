"""Rubrics are sound or refused, with every fault and its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.checks.layers import LayersSpec
from grader.faults import CourseError, ExitCode, RubricError
from grader.rubric.known import dataset_names
from grader.rubric.parse import parse_rubric, read_rubric
from grader.rubric.rubric import Rubric
from grader.rubric.yamltree import MAX_BYTES

ROOT = Path(__file__).parents[2]
FAULTY = ROOT / "tests" / "golden" / "rubric-faults"

# The example of the design, with the keys it leaves to defaults left out.
DESIGN = """
assignment: aml-a2-sequences
title: Sequence models and a conditional GAN
problems:
  - id: spam
    title: SMS spam with an RNN and an LSTM
    data: {dataset: sms-spam, labels: served}
    roles:
      rnn:  {model: {has: [embedding, simple_rnn], output: binary}}
      lstm: {model: {has: [embedding, lstm], output: binary}}
    criteria:
      - id: rnn-layers
        title: Embedding, recurrent, dense and dropout layers
        points: 6
        check: layers
        of: rnn
        expect: [embedding, {simple_rnn: {units: 32}}, dense, dropout, dense]
      - {id: rnn-size, title: Parameter count, points: 2, check: parameters, of: rnn, equals: reference}
      - id: rnn-accuracy
        points: 8
        check: metric
        of: rnn
        metric: accuracy
        full: band            # judged with the test set's own noise
        none: majority        # what a constant answer would earn
      - {id: discussion, points: 4, check: manual, ask: "Compares the two and explains the difference"}
"""


def parsed(text: str, name: str = "aml-a2-sequences.yaml") -> Rubric:
    return parse_rubric(text.encode(), Path(name))


def small(criterion: str, name: str = "a1.yaml") -> Rubric:
    head = "assignment: a1\ntitle: A\nproblems:\n  - id: p\n    title: P\n    roles: {rnn: {model: {has: [lstm]}}}\n"
    return parsed(f"{head}    criteria:\n      - {criterion}\n", name)


def faults(text: str, name: str = "a1.yaml") -> tuple[str, ...]:
    with pytest.raises(RubricError) as raised:
        parsed(text, name)
    return raised.value.faults


def faults_of(criterion: str) -> tuple[str, ...]:
    with pytest.raises(RubricError) as raised:
        small(criterion)
    return raised.value.faults


def test_twelve_faults_come_in_one_message() -> None:
    with pytest.raises(RubricError) as raised:
        parse_rubric((FAULTY / "course-a1.yaml").read_bytes(), Path("course-a1.yaml"))
    assert f"{raised.value}\n" == (FAULTY / "message.txt").read_text(encoding="utf-8")
    assert len(raised.value.faults) == 12
    assert raised.value.exit_code is ExitCode.COURSE


def test_the_example_of_the_design_is_a_rubric() -> None:
    rubric = parsed(DESIGN)
    assert (rubric.points, rubric.problems[0].points) == (20, 20)
    first, size, accuracy, discussion = rubric.problems[0].criteria
    assert isinstance(first.spec, LayersSpec)
    assert [layer.kind for layer in first.spec.expect] == ["embedding", "simple_rnn", "dense", "dropout", "dense"]
    assert (size.step, size.public, size.hint) == (Fraction(1, 2), True, None)
    assert (accuracy.title, discussion.title) == ("Rnn accuracy", "Discussion")
    assert rubric.problems[0].roles["lstm"].has == ("embedding", "lstm")


@pytest.mark.parametrize("path", sorted((ROOT / "rubrics").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_rubric_is_sound_and_has_a_hint_for_all_a_machine_judges(path: Path) -> None:
    rubric = read_rubric(path)
    criteria = [criterion for _, criterion in rubric.criteria()]
    assert rubric.points in (50, 100)
    assert len(criteria) >= 12
    assert [c.id for c in criteria if not c.hint and c.check not in ("manual", "runs")] == []
    assert len(rubric.digest) == 64


def test_points_are_exact() -> None:
    assert small("{id: x, points: 0.3, step: 0.1, check: runs}").points == Fraction(3, 10)


def test_a_hint_reaches_the_criterion() -> None:
    hint = (
        small("{id: x, points: 1, check: runs, hint: {title: Do it, add: 'a = 1', remove: [b]}}")
        .problems[0]
        .criteria[0]
        .hint
    )
    assert hint is not None
    assert (hint.title, hint.add, hint.remove) == ("Do it", ("a = 1",), ("b",))


def test_the_same_bytes_give_the_same_digest() -> None:
    assert parsed(DESIGN).digest == parsed(DESIGN).digest != parsed(DESIGN + "\n").digest


def test_a_missing_file_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"nowhere\.yaml: this rubric cannot be read"):
        read_rubric(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", "x.yaml:1:1: is empty", id="empty"),
        pytest.param(b"# nothing\n", "x.yaml:1:1: is empty", id="only a comment"),
        pytest.param(b"- a", "x.yaml:1:1: needs a mapping, got a list", id="a list"),
        pytest.param(b"a: [", "x.yaml:1:5: this is not YAML", id="cut short"),
        pytest.param(b"a: \xff", "x.yaml:1:4: this byte is not UTF-8", id="not UTF-8"),
        pytest.param(b"a: \x00", "x.yaml:1:1: this is not YAML", id="a control character"),
        pytest.param(b"a: " + b"[" * 5000, "x.yaml:1:27: nested deeper", id="a tower of brackets"),
        pytest.param(b"a: 1\n---\na: 2", "x.yaml:2:1: a second document", id="two documents"),
        pytest.param(b"#" * (MAX_BYTES + 1), "x.yaml:1:1: larger than", id="too large"),
    ],
)
def test_what_is_no_rubric_at_all(content: bytes, fault: str) -> None:
    with pytest.raises(RubricError) as raised:
        parse_rubric(content, Path("x.yaml"))
    assert raised.value.faults[0].startswith(fault)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("title: &a x", "1:8: anchor '&a' is not allowed", id="anchor"),
        pytest.param("title: *a", "1:8: alias '*a' is not allowed", id="alias"),
        pytest.param("title: !!python/name:os.system x", "1:8: tag '!!python/name:os.system'", id="tag on a scalar"),
        pytest.param("problems: !!set {a}", "1:11: tag '!!set'", id="tag on a mapping"),
        pytest.param("<<: {title: x}", "1:1: merge key '<<'", id="merge key"),
        pytest.param("? [1]\n: 2", "1:3: a key must be a word", id="a list as a key"),
        pytest.param(
            "title: x\ntitle: y", "2:1: 'title' stands twice in this mapping; the first is in line 1", id="twice"
        ),
    ],
)
def test_yaml_that_a_rubric_has_no_use_for(text: str, fault: str) -> None:
    assert any(found.startswith(f"a1.yaml:{fault}") for found in faults(text))


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert any("anchor" in fault for fault in faults("\n".join(lines)))


@pytest.mark.parametrize(
    ("criterion", "fault"),
    [
        pytest.param("{id: x, points: →0, check: runs}", "needs a number above 0, got 0", id="no points"),
        pytest.param("{id: x, points: →-1, check: runs}", "needs a number above 0, got -1", id="negative"),
        pytest.param("{id: x, points: →yes, check: runs}", "needs a number above 0, got 'yes'", id="a word"),
        pytest.param("{id: x, points: →1.25, check: runs}", "1.25 points are no multiple of the step 0.5", id="step"),
        pytest.param("{id: →X y, points: 1, check: runs}", "an id is lower-case", id="id"),
        pytest.param("→{id: x, check: runs}", "needs 'points'", id="points missing"),
        pytest.param("→{id: x, points: 1}", "needs 'check'", id="check missing"),
        pytest.param("{id: x, points: 1, check: →run}", "no check 'run'; did you mean 'runs'?", id="check"),
        pytest.param("→{id: x, points: 1, check: manual}", "needs 'ask'", id="ask missing"),
        pytest.param("{id: x, points: 1, check: runs, →of: rnn}", "unknown key 'of'", id="key of another check"),
        pytest.param(
            "{id: x, points: 1, check: parameters, of: rnn, equals: →refrence}",
            "needs reference or a whole number, got 'refrence'; did you mean 'reference'?",
            id="a union with a word",
        ),
        pytest.param(
            "{id: x, points: 1, check: parameters, of: rnn, equals: →0}", "must be greater than 0, got 0", id="a bound"
        ),
        pytest.param(
            "{id: x, points: 1, check: parameters, of: rnn, equals: 5, within: 0.2, none_beyond: →0.1}",
            "none_beyond 0.1 must be above within 0.2",
            id="order of two shares",
        ),
        pytest.param(
            "{id: x, points: 1, check: metric, of: rnn, metric: f1, full: 0.5, none: →0.6}",
            "none 0.6 must be below full 0.5",
            id="order of full and none",
        ),
        pytest.param(
            "→{id: x, points: 1, check: training, of: rnn}", "needs at least one of optimizer", id="nothing asked"
        ),
        pytest.param(
            "{id: x, points: 1, check: training, of: rnn, loss: →binary_crossentrpy}",
            "no loss 'binary_crossentrpy'; did you mean 'binary_crossentropy'?",
            id="a loss nearly right",
        ),
        pytest.param(
            "{id: x, points: 1, check: training, of: rnn, epochs: →{min: 9, max: 3}}",
            "min 9 is above max 3",
            id="bounds",
        ),
        pytest.param(
            "{id: x, points: 1, check: training, of: rnn, epochs: {→mni: 9}}",
            "unknown key 'mni'; did you mean 'min'?",
            id="a bound misspelt",
        ),
        pytest.param(
            "{id: x, points: 1, check: layers, of: rnn, expect: [{→lstmm: {units: 1}}]}",
            "no layer kind 'lstmm'; did you mean 'lstm'?",
            id="a layer with settings",
        ),
        pytest.param(
            "{id: x, points: 1, check: layers, of: rnn, expect: [{lstm: {units: {→mx: 1}}}]}",
            "unknown key 'mx'; did you mean 'max'?",
            id="deep inside a layer",
        ),
        pytest.param(
            "{id: x, points: 1, check: table, compares: [rnn, →rn], metrics: [accuracy]}",
            "no role 'rn'; did you mean 'rnn'?",
            id="a role in a list",
        ),
        pytest.param(
            "{id: x, points: 1, check: runs, hint: {title: T, add: →[aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX]}}",
            "a line of a hint has at most 40 characters, this has 41",
            id="a long diff line",
        ),
        pytest.param(
            "{id: x, points: 1, check: runs, hint: {→tilte: T}}", "unknown key 'tilte'; did you mean", id="hint"
        ),
    ],
)
def test_each_fault_has_its_place(criterion: str, fault: str) -> None:
    """The arrow stands where the fault is; it is no part of the rubric."""
    column = len("      - ") + criterion.index("→") + 1
    found = faults_of(criterion.replace("→", ""))
    assert any(one.startswith(f"a1.yaml:8:{column}: {fault}") for one in found), found


def test_a_loss_of_the_courses_own_is_allowed() -> None:
    assert small("{id: x, points: 1, check: training, of: rnn, loss: vae_loss}").points == 1


def test_two_wrong_words_in_one_list_are_both_told() -> None:
    found = faults_of("{id: x, points: 1, check: layers, of: rnn, expect: [lstmm, dens]}")
    assert [one.split(": ", 1)[1] for one in found] == [
        "no layer kind 'lstmm'; did you mean 'lstm'?",
        "no layer kind 'dens'; did you mean 'dense'?",
    ]


def test_the_file_is_named_after_the_assignment() -> None:
    assert faults(DESIGN, "other.yaml") == (
        "other.yaml:2:13: assignment 'aml-a2-sequences' is in a file named 'other.yaml'",
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(
            "{dataset: sms-spam, labels: servd}", "39: 'servd' is not allowed here; did you mean 'served'?", id="labels"
        ),
        pytest.param("{dataset: sms-spm}", "21: no data set 'sms-spm'; did you mean 'sms-spam'?", id="a near miss"),
        pytest.param(
            "{dataset: zzz}", f"21: no data set 'zzz'; known are {', '.join(dataset_names())}", id="far from all"
        ),
    ],
)
def test_data_that_there_is_not(data: str, fault: str) -> None:
    text = DESIGN.replace("{dataset: sms-spam, labels: served}", data)
    assert faults(text, "aml-a2-sequences.yaml") == (f"aml-a2-sequences.yaml:7:{fault}",)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param("sms-spam, also: [glove-6b-100]", "38: no resource 'glove-6b-100'; did you mean 'glove-6b-100d'?"),
        pytest.param("sms-spam, also: imdb", "37: no resource 'imdb'; known are glove-6b-100d, nltk-data"),
        pytest.param("sms-spam, also: [nltk-data, nltk-data]", "49: resource 'nltk-data' is named twice"),
        pytest.param("sms-spam, also: [7]", "38: needs text, got 7"),
        pytest.param("nltk-data", "21: no data set 'nltk-data'; it is a resource: name it under `also`"),
    ],
    ids=["a near miss", "a data set", "twice", "a number", "a resource as the data set"],
)
def test_resources_that_there_are_not(data: str, fault: str) -> None:
    text = DESIGN.replace("dataset: sms-spam, labels: served", f"dataset: {data}")
    assert faults(text, "aml-a2-sequences.yaml") == (f"aml-a2-sequences.yaml:7:{fault}",)


def test_resources_and_epochs_of_a_problem() -> None:
    text = DESIGN.replace("labels: served}", "also: [nltk-data, glove-6b-100d]}\n    quick: {epochs: 8, minutes: 1.5}")
    (problem,) = parsed(text).problems
    assert problem.data is not None
    assert (problem.quick_steps, problem.quick_minutes) == (None, 1.5)
    assert (problem.data.also, problem.quick_epochs) == (("nltk-data", "glove-6b-100d"), 8)
    (plain,) = parsed(DESIGN).problems
    assert plain.data is not None
    assert (plain.data.also, plain.quick_epochs) == ((), None)


@pytest.mark.parametrize(
    ("quick", "fault"),
    [
        pytest.param("{epochs: 0}", "8:21: must be greater than or equal to 1, got 0", id="none"),
        pytest.param("{epoch: 3}", "8:13: unknown key 'epoch'; did you mean 'epochs'?", id="a near miss"),
        pytest.param("{epochs: many}", "8:21: needs a whole number, got 'many'", id="a word"),
    ],
)
def test_epochs_that_there_cannot_be(quick: str, fault: str) -> None:
    text = DESIGN.replace("labels: served}", f"labels: served}}\n    quick: {quick}")
    assert f"aml-a2-sequences.yaml:{fault}" in faults(text, "aml-a2-sequences.yaml")


def test_labels_may_be_sealed() -> None:
    text = DESIGN.replace("labels: served", "labels: sealed")
    (problem,) = parse_rubric(text.encode(), Path("aml-a2-sequences.yaml")).problems
    assert problem.data is not None
    assert problem.data.labels == "sealed"


def test_one_data_set_is_served_in_one_way() -> None:
    problem = """
  - id: NAME
    title: Another
    data: {dataset: sms-spam, labels: LABELS}
    criteria:
      - {id: NAME-words, points: 1, check: manual, ask: Why?}
"""
    more = "".join(
        problem.replace("NAME", f"p-{n}").replace("LABELS", labels)
        for n, labels in enumerate(("served", "sealed", "sealed"))
    )
    found = faults(DESIGN.rstrip() + more, "aml-a2-sequences.yaml")
    text = "'sms-spam' has `labels: served` in line 7; a notebook runs once, with one copy of it"
    assert [one.split(": ", 1)[1] for one in found] == [text, text]


def test_the_names_of_data_sets_may_be_handed_in() -> None:
    path = Path("aml-a2-sequences.yaml")
    text = DESIGN.replace("sms-spam", "own-set").encode()
    assert parse_rubric(text, path, datasets=("own-set",)).problems[0].data is not None
    with pytest.raises(RubricError, match="no data set 'own-set'; known are other"):
        parse_rubric(text, path, datasets=("other",))


def test_points_that_do_not_add_up_name_both_numbers() -> None:
    text = DESIGN.replace("    title: SMS spam", "    points: 21.5\n    title: SMS spam")
    assert faults(text, "aml-a2-sequences.yaml") == (
        "aml-a2-sequences.yaml:6:13: 21.5 points here, but its criteria add up to 20",
    )


def test_the_alternatives_of_a_role_are_read_and_their_data_sets_are_known() -> None:
    head = "assignment: a1\ntitle: A\nproblems:\n  - id: p\n    title: P\n"
    tail = "    criteria: [{id: c, points: 1, check: manual, ask: Is it?}]\n"
    role = "    roles: {both: {model: {has: [dense]}, alternatives: [{has: [lstm], data: NAME}]}}\n"
    rubric = parsed(head + role.replace("NAME", "memes") + tail, "a1.yaml")
    assert rubric.problems[0].roles["both"].alternatives[0].has == ("lstm",)
    with pytest.raises(RubricError, match="no data set 'meme'"):
        parsed(head + role.replace("NAME", "meme") + tail, "a1.yaml")
