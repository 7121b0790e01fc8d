"""The class overview: counts, order, who waits, who stood out, and that everyone is in it."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.report.facts import OverviewFacts, OverviewRow
from grader.report.html import shipped
from grader.report.overview import build_overview, render_overview
from grader.report.preview_class import class_of
from tests.report.pages import read

FACTS = class_of(84)
VIEW = build_overview(FACTS)


def metas(facts: OverviewFacts) -> dict[str, str]:
    return {meta.label: meta.value for meta in build_overview(facts).metas}


def test_the_head_counts_everyone() -> None:
    found = metas(FACTS)
    assert found["Submissions"] == "84"
    assert found["Graded"] == "82"
    assert found["Could not run"] == "2"


def test_what_could_not_run_has_no_score() -> None:
    rows = {row.who: row for row in VIEW.every}
    assert (rows["S-022"].score, rows["S-022"].state, rows["S-022"].ending) == (
        "–",
        "not scored",
        "not a valid notebook",
    )
    assert VIEW.scored_words == "n = 82"


def test_everyone_is_listed_with_links() -> None:
    assert [row.who for row in VIEW.every] == [row.id for row in FACTS.rows]
    page = read(render_overview(VIEW))
    addresses = {link["href"] for link in page.of("a")}
    assert {f"S-{i:03d}.pdf" for i in range(1, 85)} <= addresses
    assert {f"S-{i:03d}.html" for i in range(1, 85)} <= addresses


def test_a_printed_overview_has_columns_as_wide_as_what_stands_in_them() -> None:
    """The sheet for print fixes tables to equal columns where none has a width; the overview's have none."""
    page = render_overview(VIEW)
    rule = re.search(r"([^{}]*)\{ table-layout: auto; \}", shipped().style("overview.css"))
    assert rule is not None
    freed = set(re.findall(r"\.(\w+)", rule[1]))
    assert {name.split()[0] for name in re.findall(r'<table class="([^"]+)"', page)} <= freed


def test_criteria_stand_hardest_first_and_a_suspicious_one_is_marked() -> None:
    shares = [int(row.met.split("\u00a0")[0]) for row in VIEW.hard]
    assert shares == sorted(shares)
    assert "1.10" in {row.number for row in VIEW.hard if row.check}


def test_those_with_most_points_waiting_come_first() -> None:
    assert [row.who for row in VIEW.review[:2]] == ["S-022", "S-063"]
    assert VIEW.review[0].why == "Could not run: not a valid notebook"
    assert VIEW.review[0].points == "50.0"
    assert len(VIEW.review) + len(VIEW.review_folded) == sum(
        row.assessment is not None and row.assessment.provisional for row in FACTS.rows
    )


def test_runs_at_the_limit_stand_out() -> None:
    assert {row.who for row in VIEW.outliers} == {"S-004", "S-045"}
    assert VIEW.outliers[0].why == "stopped at the time limit"


def test_a_class_of_none_and_of_unreadable_ones_is_a_page_too() -> None:
    nobody = replace(FACTS, rows=())
    assert "No submission has a score yet" in read(render_overview(build_overview(nobody))).text
    lost = tuple(row for row in FACTS.rows if not row.ran)
    page = read(render_overview(build_overview(replace(FACTS, rows=lost))))
    assert "No submission has a score yet" in page.text
    assert "No criterion has been assessed yet." in page.text


def test_a_row_without_an_assessment_waits_for_a_person() -> None:
    row = OverviewRow(id="s", student="S", assessment=None, ending="no stored attempt", ran=False, run_seconds=None)
    view = build_overview(replace(FACTS, rows=(row,)))
    assert view.review[0].why == "no stored attempt"
    assert metas(replace(FACTS, rows=(row,)))["Wait for a person"] == "1"


def test_one_submission_is_enough() -> None:
    view = build_overview(replace(FACTS, rows=FACTS.rows[:1]))
    assert view.figures[0].name == "Mean"
    assert view.hard[0].r == "–"


def test_two_ids_that_look_alike_keep_their_own_rows() -> None:
    alike = (replace(FACTS.rows[0], id="a b"), replace(FACTS.rows[1], id="a-b"))
    view = build_overview(replace(FACTS, rows=alike))
    assert len({row.target for row in view.every}) == 2


def test_what_was_decided_at_reading_is_told_to_the_staff() -> None:
    assert [row.who for row in VIEW.notes] == ["S-002", "S-002"]
    assert "Of 2 candidates a2.ipynb was run" in read(render_overview(VIEW)).text
    many = build_overview(replace(FACTS, rows=tuple(replace(row, notes=("one",)) for row in FACTS.rows)))
    assert (len(many.notes), len(many.notes_folded), many.notes_folded_words) == (10, 74, "74 more")
    assert build_overview(replace(FACTS, rows=FACTS.rows[5:])).notes == ()


def test_warnings_of_the_run_stand_in_the_head() -> None:
    view = build_overview(replace(FACTS, warnings=("the reference of spam did not come up: cell 3 failed",)))
    text = read(render_overview(view)).text
    assert text.index("The reference of spam did not come up: cell 3 failed.") < text.index("How did the class do?")
