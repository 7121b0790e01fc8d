"""What the report says: totals, sentences, fixes, claims, and words where there is nothing to show."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.assessment import ProblemAssessment
from grader.audit.finding import ClaimVerdict
from grader.checks.base import Hint
from grader.evidence.ending import Ending, EndingKind, Isolation
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.wire.records import Substitution
from grader.report import preview_parts as parts
from grader.report.audit_rows import build_audit
from grader.report.cells import CellBook
from grader.report.environment import record_digest
from grader.report.facts import ReportFacts
from grader.report.preview_cases import CASES, unreadable
from grader.report.preview_good import good
from grader.report.preview_weak import weak
from grader.report.text import plain
from grader.report.view import ReportView, build_report
from grader.report.words import ENDING_ADVICE, ENDINGS
from tests.report.pages import html_of, read, view_of


@pytest.mark.parametrize("case", sorted(CASES))
def test_totals_equal_the_sum_of_the_rows_shown(case: str) -> None:
    """Rule 2: one column adds up to its total, as printed."""
    view = view_of(case)
    for problem in view.problems:
        shown = [Fraction(row.earned) for row in problem.rubric.rows if row.earned != "–"]
        if problem.rubric.earned != "–":
            assert sum(shown) == Fraction(problem.rubric.earned)
        assert sum(Fraction(row.possible) for row in problem.rubric.rows) == Fraction(problem.rubric.possible)
    if view.summary.total != "–":
        assert sum(Fraction(p.earned) for p in view.problems if p.earned != "–") == Fraction(view.summary.total)


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_layer_columns_add_up(case: str) -> None:
    for problem in view_of(case).problems:
        for table in problem.architecture:
            if not table.rows:
                continue
            assert sum(number(row.yours.parameters) for row in table.rows) == number(table.yours_total)
            if table.has_reference:
                assert sum(number(row.reference.parameters) for row in table.rows) == number(table.reference_total)


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-") or 0)


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_index_lists_exactly_the_cells_referred_to(case: str) -> None:
    view = view_of(case)
    listed = {row.target for column in view.environment.cells for row in column}
    pointed = set(re.findall(r"target='(cell-\d+)'", repr(replace_index(view))))
    assert pointed == listed


def replace_index(view: ReportView) -> ReportView:
    return replace(view, environment=replace(view.environment, cells=()))


@pytest.mark.parametrize("case", sorted(CASES))
def test_counts_of_claims_agree(case: str) -> None:
    """Rule 5: page 1, strip and audit come from one list."""
    audit = view_of(case).audit
    assert audit.total == len(audit.rows) == len(CASES[case]().findings)
    assert sum(int(key.words.split()[0]) for key in audit.keys) == audit.total
    assert audit.open + audit.folded == audit.rows


def test_page_1_of_a_weak_report() -> None:
    view = view_of("weak")
    said = " ".join(plain(s) for s in view.summary.sentences)
    assert said.startswith(
        "Your RNN calls 94.9\u00a0% of 1,115 test rows right, and 5 of 10\u00a0criteria earn full marks."
    )
    assert "Most is lost in 1.8" in said
    assert "4 of the 6\u00a0figures you wrote are contradicted" in said
    assert (view.summary.total, view.summary.of) == ("30.0", "of 50 points, provisional")
    assert [fix.lost for fix in view.fixes.fixes] == ["8.0 points lost", "5.0 points lost", "2.5 points lost"]
    assert view.fixes.fixes[1].criteria == ("1.2", "1.3")
    assert view.fixes.account == "They account for 15.5 of the 17.0 points lost."
    assert [row.verdict for row in view.audit.first] == ["Contradicted"] * 3


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_sentence_and_the_first_fix_name_the_same_loss(case: str) -> None:
    view = view_of(case)
    said = " ".join(plain(s) for s in view.summary.sentences)
    if "Most is lost in" in said:
        first = view.fixes.fixes[0]
        assert f"Most is lost in {first.criteria[0]}" in said
        assert f", {first.lost.split()[0]} of " in said


def test_full_marks_are_one_sentence() -> None:
    view = view_of("full-marks")
    assert view.fixes.fixes == ()
    assert view.fixes.nothing == "Every criterion earned full marks."
    assert view.summary.of == "of 50 points"
    assert (view.summary.waits_before, view.summary.waits, view.summary.waits_after) == ("", (), "")


def test_a_provisional_total_prints_its_range() -> None:
    summary = view_of("good").summary
    assert summary.of == "of 50 points, provisional"
    assert summary.waits == ("1.11",)
    assert summary.waits_after.endswith("the final score lies between 47.0 and 50.0.")


def test_an_unreadable_submission_is_told_what_happened_and_what_to_do() -> None:
    view = view_of("unreadable")
    assert view.summary.total == view.problems[0].earned == "–"
    assert [alert.title for alert in view.summary.alerts] == [
        "What happened", "What was looked for", "What it costs", "What to do",
    ]  # fmt: skip
    assert "<!DOCTYPE html>" in plain(view.summary.alerts[0].text)
    assert plain(view.summary.alerts[2].text).startswith("No points are taken.")
    assert view.fixes.heading == "Nothing judged yet"
    assert view.audit.nothing
    assert view.problems[0].nothing
    assert view.environment.no_usage


@pytest.mark.parametrize("kind", list(EndingKind))
def test_every_ending_has_words(kind: EndingKind) -> None:
    assert ENDINGS[kind]
    assert kind is EndingKind.FINISHED or ENDING_ADVICE[kind]
    facts = good()
    assert facts.evidence is not None
    seen = replace(facts.evidence, ending=Ending(kind=kind, detail="it was like this"))
    view = build_report(replace(facts, evidence=seen))
    assert view.ran
    if kind not in (EndingKind.FINISHED, EndingKind.CELL_FAILED):
        assert ENDINGS[kind] in view.summary.alerts[0].title


def test_hintless_losses_for_one_and_the_same_reason_are_one_fix() -> None:
    view = view_of("timed-out")
    (fix,) = view.fixes.fixes
    assert fix.title == "Look again at “RNN: accuracy on the test messages” and 5\u00a0more criteria"
    assert fix.lost == "31.0 points lost"


def test_losses_with_one_cause_are_one_fix_whatever_their_hints_say() -> None:
    build, train = Hint(title="Build the LSTM", add=("LSTM(32)",)), Hint(title="Train it", text="With Adam.")
    rows = (
        parts.judged("1.1", "Layers", 2, "0", "No model has an LSTM layer.", (), build),
        parts.judged("1.2", "Accuracy", 5, "0", "No model has an LSTM layer.", (), train),
        parts.judged("1.3", "Loss", 4, "1", "Trained with SGD.", (10,), train),
    )
    fixes = build_report(replace(good(), assessment=parts.assessment(parts.problem(*rows)))).fixes.fixes
    assert [(fix.title, fix.lost, fix.criteria) for fix in fixes] == [
        ("Build the LSTM", "7.0 points lost", ("1.1", "1.2")),
        ("Train it", "3.0 points lost", ("1.3",)),
    ]
    assert [plain(fix.cause) for fix in fixes] == ["No model has an LSTM layer.", "With Adam."]
    assert [line.text for line in fixes[0].diff] == ["LSTM(32)"]


def test_a_diff_has_five_short_lines_at_most() -> None:
    hint = Hint(title="Do", remove=("x" * 90, "  y"), add=("a", "b", "c", "d"))
    judged = parts.judged("1.1", "T", 2, "0", "Because.", (), hint)
    facts = replace(good(), assessment=parts.assessment(parts.problem(judged)))
    (fix,) = build_report(facts).fixes.fixes
    assert len(fix.diff) == 5
    assert fix.diff[0].text == "x" * 39 + "…"
    assert fix.diff[1].text == "\u00a0\u00a0y"


def test_fewer_than_five_epochs_are_a_sentence() -> None:
    (rnn, _) = view_of("timed-out").problems[0].training
    assert rnn.curves == ()
    assert rnn.missing.startswith("3\u00a0epochs ran; curves need 5 or more. The training loss went from 0.3100 to")
    assert {row.name: row.yours for row in rnn.settings}["Epochs"] == "3 of 4,000 asked"


def test_a_model_trained_on_test_rows_has_void_numbers() -> None:
    (_, lstm) = view_of("weak").problems[0].results.roles
    assert lstm.warning.startswith("This model was trained on 1,115\u00a0test rows of 1,115")
    assert "LSTM" not in plain(view_of("weak").summary.sentences[0])


def test_claims_stand_beside_what_was_measured() -> None:
    rows = {row.name: row for row in view_of("weak").problems[0].results.roles[0].rows}
    assert (rows["Accuracy"].claimed, rows["Accuracy"].contradicted) == ("0.9839", True)
    assert (rows["Precision"].claimed, rows["Precision"].contradicted) == ("0.8430", False)
    assert rows["F1"].claimed == ""
    (lstm,) = [row for row in view_of("weak").problems[0].results.roles[1].rows if row.name == "Accuracy"]
    assert (lstm.claimed, lstm.contradicted, lstm.unchecked) == ("0.9973", False, True)
    assert "claimed 0.9973, not checkable" in lstm.strip
    assert "A claim that stands in the table alone" in html_of("weak")
    assert "A claim that stands in the table alone" not in html_of("good")
    assert rows["Accuracy"].reference == "0.9846 ± 0.0014"


def test_a_claim_in_per_cent_is_drawn_as_a_share() -> None:
    facts = weak()
    found = facts.findings[0]
    claim = replace(found.claim, value=98.39, percent=True)
    view = build_report(replace(facts, findings=(replace(found, claim=claim),)))
    assert view.problems[0].results.roles[0].rows[0].claimed == "0.9839"


def test_no_isolation_is_said_on_page_1_and_in_the_environment() -> None:
    none = Isolation(executor="none", level="none", detail="nothing stood in between")
    view = build_report(replace(good(), isolation=none))
    assert view.summary.alerts[0].title == "Run without isolation"
    assert any(part.name == "Isolation" and part.value.startswith("none") for part in view.environment.parts)


@pytest.mark.parametrize(
    ("keras", "other", "said"),
    [
        ("keras3", "", "Keras 3: cell 3 uses lr="),
        ("keras2", "no more runs there", "Keras 2 (tf-keras): cell 3 uses lr=; no more runs there"),
    ],
)
def test_the_keras_that_ran_is_named_with_its_reason(keras: str, other: str, said: str) -> None:
    facts = good()
    assert facts.evidence is not None
    runtime = RuntimeUsed(keras=keras, because="cell 3 uses lr=", other=other)
    view = build_report(replace(facts, evidence=replace(facts.evidence, runtime=runtime)))
    assert [part.value for part in view.environment.parts if part.name == "Keras"] == [said]
    assert not any(part.name == "Keras" for part in build_report(facts).environment.parts)


def test_the_phases_add_up_to_the_run() -> None:
    facts = good()
    assert facts.evidence is not None
    names = [row.name for row in view_of("good").environment.usage]
    assert names == [
        "Training RNN, cell 10", "Training LSTM, cell 15", "All other cells", "Start-up, data, probes",
        "Whole run", "Peak memory", "Processor time",
    ]  # fmt: skip


def test_the_digest_is_of_what_was_judged_alone() -> None:
    facts = good()
    same = replace(facts, graded_at="2027-01-01T00:00:00Z", version="9.9", device="another")
    assert record_digest(facts) == record_digest(same)
    judged = parts.assessment(parts.problem(parts.judged("1.1", "T", 2, "0", "Because.")))
    assert record_digest(facts) != record_digest(replace(facts, assessment=judged))


def test_an_audit_link_leads_to_a_criterion_that_exists() -> None:
    facts = weak()
    odd = replace(facts.findings[0], criterion="9.9", verdict=ClaimVerdict.CONTRADICTED)
    view = build_report(replace(facts, findings=(odd,)))
    assert view.audit.rows[0].criterion is None


def test_a_rubric_without_criteria_or_points_is_no_crash() -> None:
    empty = ProblemAssessment(id="spam", title="Nothing", criteria=())
    for facts in (good(), unreadable()):
        view = build_report(replace(facts, assessment=parts.assessment(empty)))
        assert view.problems[0].rubric.rows == ()


def test_facts_without_a_device_or_limits_are_enough() -> None:
    facts: ReportFacts = replace(good(), device="", wall_limit_seconds=None, memory_limit_bytes=None, isolation=None)
    view = build_report(facts)
    assert view.summary.metas[4].value == "none"
    assert all(row.bar is None for row in view.environment.usage)


@pytest.mark.parametrize(
    ("how", "asked", "served", "said"),
    [
        ("epochs", "10 epochs", "5 epochs", "10 epochs were asked for; 5 were run."),
        ("epochs", "10 epochs", "1 epochs", "10 epochs were asked for; 1 was run."),
        ("steps", "30000 steps", "150 steps", "30000 steps were asked for; 150 were run."),
        ("time", "10 epochs", "1 epoch", "10 epochs were asked for; 1 was run."),
        ("pip", "pip install x", "nothing installed; x", "pip install x was passed over: nothing was installed; x."),
        ("colab", "mount()", "nothing mounted; there", "mount() was passed over: nothing was mounted; there."),
        ("read_csv", "/c/spam.csv", "sms-spam, all 5 rows", "/c/spam.csv was answered with sms-spam, all 5 rows."),
    ],
)  # fmt: skip
def test_a_substitution_is_a_sentence(how: str, asked: str, served: str, said: str) -> None:
    facts = good()
    assert facts.evidence is not None
    done = Substitution(cell=3, asked=asked, served=served, how=how, why="this profile caps it")
    view = build_report(replace(facts, evidence=replace(facts.evidence, substitutions=(done,))))
    (item,) = view.environment.warnings
    assert plain(item.text) == f"{said} This profile caps it."


def test_a_run_without_a_fault_is_one_sentence() -> None:
    assert view_of("good").ran[0].lead == "None of the 13\u00a0code cells failed."


def test_what_was_left_out_at_reading_is_a_warning() -> None:
    facts = good()
    assert facts.evidence is not None
    calm = replace(facts, evidence=replace(facts.evidence, substitutions=()))
    assert build_report(calm).environment.no_warnings.endswith("nothing was left out.")
    noted = replace(calm, submission=replace(facts.submission, notes=("Left out: a.txt.", "a.ipynb was run")))
    environment = build_report(noted).environment
    assert [plain(item.text) for item in environment.warnings] == ["Left out: a.txt.", "a.ipynb was run."]
    assert environment.no_warnings == ""


@pytest.mark.parametrize("case", ["unreadable", "closed"])
def test_where_nothing_ran_page_1_is_all_there_is(case: str) -> None:
    page = read(html_of(case))
    assert [section.get("class") for section in page.of("section")] == ["first"]
    assert page.text.count("is not a notebook") <= 1
    assert "nothing your code asked for was replaced" not in page.text
    assert "grader check" not in page.text
    assert view_of(case).environment.no_warnings == "None: nothing was run."


def test_what_the_grader_may_not_read_is_not_the_students_fault() -> None:
    view = view_of("closed")
    assert [alert.title for alert in view.summary.alerts] == ["What happened", "What it costs", "What to do"]
    assert plain(view.summary.alerts[0].text).endswith("(Permission denied). That is no fault of yours.")
    assert plain(view.summary.alerts[2].text).startswith("Nothing for you to do. The course staff: Let the user")
    assert "your submission could not be read" not in read(html_of("closed")).text.lower()


def test_the_advice_for_a_file_that_is_no_notebook_is_a_sentence() -> None:
    facts = unreadable()
    bare = replace(facts.submission, problem="a.ipynb: this file is not a notebook.", fix="open it and save it")
    (item,) = build_report(replace(facts, submission=bare)).ran
    assert plain(item.text) == "a.ipynb: this file is not a notebook. Open it and save it."


def test_legend_and_note_say_how_wide_the_band_is() -> None:
    text = read(html_of("good")).text
    assert "reference: mean, ± 2 s.d." in text
    assert re.search(r"Reference: in numbers mean ± 1 s\.d\. of \d+\u00a0seeds, in the drawing mean ± 2 s\.d\.", text)
    assert not view_of("no-reference").problems[0].results.has_spread


@pytest.mark.parametrize(("fixes", "claims"), [(1, 3), (3, 3), (0, 4)])
def test_page_1_lists_more_contradicted_claims_where_there_is_nothing_to_fix(fixes: int, claims: int) -> None:
    audit = build_audit(weak().findings, ran=True, fixes=fixes, criteria=set(), cells=CellBook(None))
    assert len(audit.first) == claims
    assert audit.total == len(weak().findings)


@pytest.mark.parametrize(
    ("because", "told"),
    [
        pytest.param(
            f"{'No layer of it learns at all, ' * 5}it seems so. Seen: four.", "it seems so.", id="a long one"
        ),
        pytest.param("word " * 60, "word…", id="one that is cut"),
        pytest.param("Short. And more.", "Short.", id="a short one"),
    ],
)
def test_the_costliest_reason_is_told_by_its_first_sentence(because: str, told: str) -> None:
    facts = weak()
    (problem,) = facts.assessment.problems
    criteria = tuple(
        replace(each, outcome=replace(each.outcome, because=because)) if each.lost else each
        for each in problem.criteria
    )
    assessment = replace(facts.assessment, problems=(replace(problem, criteria=criteria),))
    text = " ".join(plain(each) for each in build_report(replace(facts, assessment=assessment)).summary.sentences)
    assert f"{told} 1\u00a0cell fails" in text
