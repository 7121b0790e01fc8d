"""torchtext's stand-in: fields, vocabularies and iterators as its documentation has them, on the course's reviews."""

from __future__ import annotations

import pytest

from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_reviews
from tests.inside.gateway.test_resources import serve

OLD = """
import random, torch
from torchtext.legacy import data, datasets
TEXT = data.Field(tokenize='spacy', tokenizer_language='en_core_web_sm', include_lengths=True, lower=True)
LABEL = data.LabelField(dtype=torch.float)
train, test = datasets.IMDB.splits(TEXT, LABEL)
train, valid = train.split(split_ratio=0.8, random_state=random.seed(1))
TEXT.build_vocab(train, max_size=50, vectors='glove.6B.100d', unk_init=torch.Tensor.normal_)
LABEL.build_vocab(train)
print(len(train), len(valid), len(test), vars(train[0]).keys() == {'text', 'label'})
print(TEXT.vocab.itos[:2], len(TEXT.vocab), TEXT.vocab.stoi['never met'], sorted(LABEL.vocab.itos))
print(tuple(TEXT.vocab.vectors.shape))
"""
TRAINED = """
its = data.BucketIterator.splits((train, valid, test), batch_size=16, sort_within_batch=True)
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.out = torch.nn.Embedding(52, 4, padding_idx=1), torch.nn.Linear(4, 1)
    def forward(self, text, lengths):
        return self.out(self.words(text).mean(0)).squeeze(1)
net = Net()
steps, loss = torch.optim.SGD(net.parameters(), lr=0.1), torch.nn.BCEWithLogitsLoss()
for epoch in range(2):
    for batch in its[0]:
        steps.zero_grad()
        text, lengths = batch.text
        assert text.shape[0] == int(lengths.max()) == int(lengths[0]), 'longest first'
        loss(net(text, lengths), batch.label).backward()
        steps.step()
net.eval()
with torch.no_grad():
    for batch in its[2]:
        net(*batch.text)
"""
NEW = """
from torch.utils.data import DataLoader
from torchtext.datasets import IMDB
from torchtext.data.utils import get_tokenizer
from torchtext.vocab import build_vocab_from_iterator
tokens = get_tokenizer('basic_english')
print(tokens("Don't stop.<br />OK!"))
vocab = build_vocab_from_iterator((tokens(text) for _, text in IMDB(split='train')), specials=['<unk>', '<pad>'])
vocab.set_default_index(vocab['<unk>'])
print(vocab(['word7', 'never met'])[1], {label for label, _ in IMDB(split='test')}, len(list(IMDB(split='train'))))
"""
ABSENT = "from torchtext.datasets import AG_NEWS\nAG_NEWS(split='train')"
TABLES = """
fields = [('label', data.LabelField()), ('sms', data.Field(tokenize=list, batch_first=True, fix_length=9))]
every = data.TabularDataset('/content/drive/My Drive/SMSSpamCollection', 'tsv', fields)
train, valid, test = every.split(split_ratio=[0.6, 0.2, 0.2])
fields[0][1].build_vocab(train)
fields[1][1].build_vocab(train)
batch = next(iter(data.Iterator(test, batch_size=5)))
print(len(every), len(train) + len(valid), len(test), tuple(batch.sms.shape), sorted(fields[0][1].vocab.itos))
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(
        tmp_path_factory.mktemp("torchtext"), [OLD, TRAINED, NEW, ABSENT, TABLES], datasets=("imdb", "sms-spam"),
        writers=[write_reviews, serve], resources=("glove-6b-100d",),
    )  # fmt: skip


@pytest.mark.slow
def test_fields_and_examples(ran: Run) -> None:
    assert ran.text(1).splitlines() == ["160 40 60 True", "['<unk>', '<pad>'] 52 0 ['neg', 'pos']", "(52, 100)"]


@pytest.mark.slow
def test_a_loop_over_a_bucket_iterator_is_known_by_its_rows(ran: Run) -> None:
    assert ran.cell(2)["failure"] is None
    (fit,) = [fit for fit in ran.of("fit") if fit["rows"]["how"] == "content"]
    assert (fit["epochs_run"], fit["rows"]["from_train"], fit["rows"]["from_test"]) == (2, 160, 0)
    assert ran.of("prediction")[0]["rows"]["from_test"] == 60


@pytest.mark.slow
def test_pairs_and_vocabularies_of_the_last_years(ran: Run) -> None:
    lines = ran.text(3).splitlines()
    assert lines == ["""['don', "'", 't', 'stop', '.', 'ok', '!']""", "0 {1, 2} 200"]


@pytest.mark.slow
def test_what_is_not_served_is_said(ran: Run) -> None:
    assert ran.cell(4)["failure"]["name"] == "OSError"
    assert any("torchtext.datasets.AG_NEWS" in note["text"] for note in ran.of("note"))


@pytest.mark.slow
def test_a_table_of_messages_is_split_as_the_course_has_it(ran: Run) -> None:
    assert ran.text(5) == "300 240 60 (5, 9) ['ham', 'spam']\n", ran.cell(5)["failure"]
    asked = [said["asked"] for said in ran.of("substitution")]
    assert "Dataset.split(split_ratio=[0.6, 0.2, 0.2])" in asked
    assert "import torchtext" in asked
