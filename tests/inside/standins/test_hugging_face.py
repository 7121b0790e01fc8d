"""The stand-in for Hugging Face's `datasets`: tables, splits and formats, with their rows kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_reviews

LOADED = """
from datasets import Dataset, DatasetDict, load_dataset
found = load_dataset('stanfordnlp/imdb')
print(found.num_rows, found['train'].features['label'].names, found['train'][0].keys() == {'text', 'label'})
messages = load_dataset('ucirvine/sms_spam', split='train')
parts = messages.train_test_split(test_size=0.3, seed=4)
sentences = load_dataset('rotten_tomatoes')
print(sentences.num_rows, sentences['validation'].column_names, load_dataset('rotten_tomatoes', split='test').num_rows)
print(messages.column_names, parts.num_rows, load_dataset('imdb', split='train[:10%]').num_rows)
"""
METHODS = """
table = Dataset.from_dict({'n': [3, 1, 2], 'word': ['c', 'a', 'b']})
doubled = table.map(lambda row: {'m': row['n'] * 2}).filter(lambda row: row['m'] > 2).sort('n')
print(doubled.to_dict())
print(table.map(lambda rows: {'l': [len(w) for w in rows['word']]}, batched=True, remove_columns=['word'])[1:])
print(table.rename_column('n', 'k').select([2, 0])['k'], table.class_encode_column('word').features['word'])
print(table.with_format('numpy')['n'].sum(), len(table.train_test_split(test_size=1)['train']))
"""
FOLLOWED = """
import re, torch
from torch.utils.data import DataLoader
def numbers(rows):
    return {'ids': [[int(n) for n in re.findall(r'word(\\d+)', text)][:9] for text in rows['text']]}
some = found['train'].shuffle(seed=1).select(range(64)).map(numbers, batched=True, remove_columns='text')
tests = found['test'].map(numbers, batched=True).with_format('torch', columns=['ids', 'label'])
some.set_format('torch')
net = torch.nn.Sequential(torch.nn.EmbeddingBag(500, 4), torch.nn.Linear(4, 2))
steps = torch.optim.SGD(net.parameters(), lr=0.1)
for batch in DataLoader(some, batch_size=16, shuffle=True):
    steps.zero_grad()
    torch.nn.functional.cross_entropy(net(batch['ids']), batch['label']).backward()
    steps.step()
with torch.no_grad():
    for batch in DataLoader(tests, batch_size=16):
        net(batch['ids'])
"""
BEYOND = (
    "print(found['test'].shuffle(seed=4).select(range(1000)).num_rows)\n"
    "few = found['test'].select(range(10))\n"
    "try: few.select(range(20))\nexcept IndexError: print('its own')\ntable.select([0, 5])"
)
ABSENT = "load_dataset('someone/multiclass-sentiment')"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("hub")
    return run_cells(
        folder, [LOADED, METHODS, ABSENT, FOLLOWED, BEYOND], datasets=("imdb", "sms-spam"), writers=[write_reviews]
    )


def test_data_sets_by_the_names_they_have_on_the_hub(ran: Run) -> None:
    assert ran.text(1).splitlines() == [
        "{'train': 200, 'test': 60, 'unsupervised': 0} ['neg', 'pos'] True",
        "{'train': 178, 'validation': 22, 'test': 60} ['text', 'label'] 60",
        "['sms', 'label'] {'train': 240, 'test': 60} 20",
    ]


def test_methods_of_a_table(ran: Run) -> None:
    assert ran.text(2).splitlines() == [
        "{'n': [2, 3], 'word': ['b', 'c'], 'm': [4, 6]}",
        "{'n': [1, 2], 'l': [1, 1]}",
        "[2, 3] ClassLabel(names=['a', 'b', 'c'])",
        "6 2",
    ], ran.cell(2)["failure"]


def test_rows_beyond_those_served_are_left_out_of_what_is_published_larger(ran: Run) -> None:
    assert ran.text(5).splitlines()[:2] == ["60", "its own"]
    assert ran.cell(5)["failure"]["name"] == "IndexError"  # of a table of the notebook's own
    said = [one["asked"] for one in ran.of("substitution") if one["cell"] == 5]
    assert said == ["1,000 rows by number, up to 999"]


def test_what_is_not_served_is_said(ran: Run) -> None:
    assert ran.cell(3)["failure"]["name"] == "DatasetNotFoundError"
    assert any("multiclass-sentiment" in note["text"] for note in ran.of("note"))


@pytest.mark.slow
def test_rows_are_known_through_maps_and_formats(ran: Run) -> None:
    assert ran.cell(4)["failure"] is None
    assert ran.of("fit")[-1]["rows"]["from_train"] == 64
    assert ran.of("prediction")[0]["rows"]["from_test"] == 60


def test_a_package_of_the_submission_is_not_hidden(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["import datasets\nprint(datasets.MINE)"], files={"datasets.py": "MINE = 5"})
    assert run.text(1) == "5\n"


def test_a_folder_of_that_name_is_no_package(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["import os\nos.makedirs('datasets/raw')\nfrom datasets import load_dataset"])
    assert run.cell(1)["failure"] is None
