"""Every spelling in which notebooks load the data set gets the course's rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.inside.gateway.columns import Columns, choose_columns
from grader.inside.gateway.usage import read_usage
from grader.inside.served import Form, load_served
from tests.inside.builders import REPEATED, TEST_ROWS, TRAIN_ROWS, Run, messages, run_cells, write_data

EVERY = TRAIN_ROWS + TEST_ROWS
KAGGLE = "['v1', 'v2', 'Unnamed: 2', 'Unnamed: 3', 'Unnamed: 4']"

# (expression, shape, columns); all in one notebook that looks up v1 and v2.
SPELLINGS = [
    ("pd.read_csv('spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('spam.csv', encoding='ISO-8859-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('spam.csv')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('./data/spam.csv', encoding='cp1252')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('../input/sms-spam-collection-dataset/spam.csv', encoding='latin1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('/content/drive/MyDrive/Colab Notebooks/spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('/kaggle/input/sms-spam-collection-dataset/spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('/Users/someone/Downloads/spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    (r"pd.read_csv(r'C:\Users\someone\Desktop\SPAM.CSV', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('C:/Users/someone/spam.csv', engine='python', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('https://example.org/files/spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv(BASE + '/spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    ("pd.read_csv(Path('/content') / 'spam.csv', encoding='latin-1')", (EVERY, 5), KAGGLE),
    (
        "pd.read_csv(filepath_or_buffer='spam.csv', encoding='latin-1', usecols=['v1', 'v2'])",
        (EVERY, 2),
        "['v1', 'v2']",
    ),
    ("pd.read_csv('spam.csv', usecols=[0, 1], encoding='latin-1')", (EVERY, 2), "['v1', 'v2']"),
    (
        "pd.read_csv('spam.csv', encoding='latin-1', names=['a', 'b'], header=0, usecols=[0, 1])",
        (EVERY, 2),
        "['a', 'b']",
    ),
    ("pd.read_csv('spam.csv', encoding='latin-1', skiprows=1, names=['a', 'b'])", (EVERY, 2), "['a', 'b']"),
    ("pd.read_csv('spam.csv', encoding='latin-1', nrows=10)", (10, 5), KAGGLE),
    ("pd.read_csv('SPAM_detection.csv')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('my messages (1).csv', sep=';')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('https://example.org/uc?export=download&id=1')", (EVERY, 5), KAGGLE),
    ("pd.read_excel('spam.xlsx')", (EVERY, 5), KAGGLE),
    ("pd.read_csv('SMSSpamCollection', sep='\\t', names=['a', 'b'])", (EVERY, 2), "['a', 'b']"),
    ("pd.read_csv('SMSSpamCollection', sep='\\t', header=None)", (EVERY, 2), "[0, 1]"),
    ("pd.read_csv('SMSSpamCollection.txt', delimiter='\\t', header=None, quoting=3)", (EVERY, 2), "[0, 1]"),
    (
        "pd.read_csv('data/SMSSpamCollection.csv', sep='\\t', names=['a', 'b'], quoting=csv.QUOTE_NONE)",
        (EVERY, 2),
        "['a', 'b']",
    ),
    ("pd.read_table('SMSSpamCollection', header=None, names=['a', 'b'])", (EVERY, 2), "['a', 'b']"),
    ("pd.read_table('/content/sms/SMSSpamCollection', header=None)", (EVERY, 2), "[0, 1]"),
    ("pd.read_csv('spam_mails.tsv', sep='\\t', header=None, encoding='utf-16')", (EVERY, 2), "[0, 1]"),
]
OTHERS = [
    ("len(list(csv.reader(open('spam.csv', encoding='latin-1'))))", EVERY + 1),
    ("len(open('/content/spam.csv', 'rb').read().decode('latin-1').strip().split(chr(10)))", EVERY + 1),
    ("len(Path('spam.csv').read_text(encoding='latin-1').splitlines())", EVERY + 1),
    ("os.path.exists('/content/drive/MyDrive/spam.csv')", True),
    ("os.path.isfile('/kaggle/input/x/SMSSpamCollection')", True),
    ("Path('/content/spam.csv').exists()", True),
    ("os.path.getsize('/content/spam.csv') > 1000", True),
    ("os.path.exists('/content/nothing/of/ours')", False),
    ("os.path.exists('glove.6B.100d.txt')", False),
    ("Path('note.txt').write_text('mine') and os.makedirs('kept') or shutil.move('note.txt', 'kept')", "kept/note.txt"),
    ("'spam.csv' in os.listdir('/content/drive/MyDrive')", True),
    ("np.genfromtxt('spam.csv', delimiter=chr(1), dtype=str, encoding='latin-1', comments=None).shape[0]", EVERY + 1),
    (
        "np.loadtxt('/content/spam.csv', delimiter=chr(1), dtype=str, encoding='latin-1', comments=None).shape[0]",
        EVERY + 1,
    ),
    ("len(zipfile.ZipFile('spam.zip').read('spam.csv').splitlines())", EVERY + 1),
    ("urllib.request.urlretrieve('https://example.org/SMSSpamCollection', 'here.txt')[0]", "here.txt"),
    ("sum(1 for _ in csv.DictReader(io.StringIO(files.upload()['spam.csv'].decode('latin-1'))))", EVERY),
    ("int(subprocess.run(['wc', '-l', 'spam.csv'], capture_output=True).stdout.split()[0])", EVERY + 1),
]
ABSENT = [
    "pd.read_csv('glove.6B.100d.txt')",
    "open('notes.json')",
    "open('made_up' + '.' + 'q')",
    "pd.read_csv('made.csv')",
]
HEAD = """
import csv, io, os, shutil, subprocess, urllib.request, zipfile
import numpy as np, pandas as pd
from pathlib import Path
from google.colab import drive, files
drive.mount('/content/drive')
BASE = '/content/drive/MyDrive'
"""


@pytest.fixture(scope="module")
def kaggle(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One notebook with every spelling, a cell each."""
    cells = [
        HEAD,
        "df = pd.read_csv('spam.csv', encoding='latin-1')\ndf['v2'].str.len(), df['v1'].value_counts()\nd = None",
    ]
    cells += [f"d = {code}\nprint(d.shape, list(d.columns))" for code, _, _ in SPELLINGS]
    cells += [f"print(repr({code}))" for code, _ in OTHERS]
    cells += [code + "\ndf.to_csv('made.csv')" for code in ABSENT]
    cells.append("df.head(5).to_csv('spam.csv', index=False)\nprint(len(pd.read_csv('spam.csv')))")
    return run_cells(tmp_path_factory.mktemp("kaggle"), cells)


@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=[code for code, _, _ in SPELLINGS])
def test_pandas_reads_every_row_whatever_the_spelling(kaggle: Run, number: int) -> None:
    _, shape, columns = SPELLINGS[number]
    assert kaggle.text(number + 3) == f"{shape} {columns}\n", kaggle.cell(number + 3)["failure"]


@pytest.mark.parametrize("number", range(len(OTHERS)), ids=[code for code, _ in OTHERS])
def test_other_ways_to_a_file(kaggle: Run, number: int) -> None:
    position = len(SPELLINGS) + 3 + number
    assert kaggle.text(position) == f"{OTHERS[number][1]!r}\n", kaggle.cell(position)["failure"]


@pytest.mark.parametrize("number", range(len(ABSENT)), ids=ABSENT)
def test_what_is_not_the_data_set_stays_missing(kaggle: Run, number: int) -> None:
    failure = kaggle.cell(len(SPELLINGS) + len(OTHERS) + 3 + number)["failure"]
    assert failure["name"] == "FileNotFoundError"


def test_what_the_notebook_writes_under_the_name_is_its_own(kaggle: Run) -> None:
    assert kaggle.text(len(SPELLINGS) + len(OTHERS) + len(ABSENT) + 3) == "5\n"


def test_each_path_is_said_once(kaggle: Run) -> None:
    asked = [s["asked"] for s in kaggle.of("substitution") if s["how"].startswith("read_")]
    assert len(asked) == len(set(asked))
    first = next(s for s in kaggle.of("substitution") if s["asked"] == "spam.csv")
    assert first["served"] == f"sms-spam, all {EVERY} rows, as columns v1 and v2 and 3 empty ones"
    assert first["how"] == "read_csv"


def test_nothing_claims_that_a_drive_was_mounted(kaggle: Run) -> None:
    assert "not mounted" in kaggle.text(1)
    assert any(s["how"] == "colab" and s["served"].startswith("nothing mounted") for s in kaggle.of("substitution"))


def test_an_unmatched_table_leaves_a_note_of_what_was_looked_for(kaggle: Run) -> None:
    notes = [note["text"] for note in kaggle.of("note") if note["about"] == "data"]
    assert any("glove.6B.100d.txt" in text and "SMSSpamCollection" in text for text in notes)


def test_the_run_came_to_its_own_end(kaggle: Run) -> None:
    assert kaggle.status == 0, kaggle.log
    assert kaggle.records[-1][0] == "done"


def test_texts_come_through_as_they_are(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import pandas as pd\ndf = pd.read_csv('SMSSpamCollection', sep='\\t', names=['label', 'message'])",
            "import json\nprint(json.dumps(df.message.tolist()))",
            "for line in open('SMSSpamCollection'):\n    label, text = line.strip().split('\\t')\nprint(label, text)",
            "df2 = pd.read_csv('SMSSpamCollection', sep='\\t')\nprint(len(df2), len(df.drop_duplicates()))",
        ],
    )
    assert json.loads(run.text(2)) == [text for _, text in messages()]
    assert run.text(3).strip() == " ".join(messages()[-1])
    # The real file has no header line, so its first row becomes one, as at home.
    assert run.text(4) == f"{EVERY - 1} {len(set(messages()))}\n"
    assert len(set(messages())) <= EVERY - REPEATED + 1


def test_the_courses_data_wins_over_a_shipped_file_of_a_known_name(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import pandas as pd\nprint(pd.read_csv('spam.csv').shape, open('spam.csv').readline())",
            "test, train = pd.read_csv('my_spam_test.csv'), pd.read_csv('my_spam_train.csv')\n"
            "print(pd.read_csv('mine.csv').shape, len(test), len(train))",
        ],
        files={"spam.csv": "v1,v2\nham,one\n", "mine.csv": "a,b\n1,2\n"},
    )
    assert run.text(1) == f"({EVERY}, 5) v1,v2,,,\n\n"
    assert run.text(2) == f"(1, 2) {TEST_ROWS} {TRAIN_ROWS}\n"
    said = next(s for s in run.of("substitution") if s["asked"] == "spam.csv")
    assert "came with the submission" in said["why"]


def test_without_a_data_set_paths_stand_as_they_are(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["open('spam.csv')"], datasets=())
    assert run.cell(1)["failure"]["name"] == "FileNotFoundError"


PAIRS = [
    ("df['v1']; df['v2']", ("v1", "v2", "", "", "")),
    ("df.v1.value_counts()", ("v1", "v2", "", "", "")),
    ("df['Category'].map({'ham': 0}); df['Message']", ("Category", "Message")),
    ("df[['label', 'message']]", ("label", "message")),
    ("X = df.Message\ny = df.Category", ("Category", "Message")),
    (
        "df = df.rename(columns={'Category': 'label', 'Message': 'text'})\ndf['label']; df['text']",
        ("Category", "Message"),
    ),
    ("df = df.rename(columns={'v1': 'label', 'v2': 'text'})\ndf['label']", ("v1", "v2", "", "", "")),
    ("df['label_num'] = df['label'].map({'ham': 0, 'spam': 1})\ndf['SMS']", ("label", "SMS")),
    ("df['Label']; df['SMS']", ("Label", "SMS")),
    ("df['type']; df['text']", ("type", "text")),
    ("df['target'] = enc.fit_transform(df['target'])\ndf['text'].apply(len)", ("target", "text")),
    ("df['Etiqueta']; df = df.rename(columns={'Etiqueta': 'label', 'Mensaje': 'text'})", ("Etiqueta", "Mensaje")),
    ("df['text']; df['spam'].values", ("text", "spam")),
    ("df['label']; df['Mensaje']", ("label", "text")),
    ("df['class']; ax.text(0, 1, 'x'); df['sms']", ("class", "sms")),
    ("df.columns = ['label', 'text']\ndf['label']", ("label", "text")),
    ("df.drop(['Unnamed: 2', 'Unnamed: 3'], axis=1); df['msg']; df['label']", ("label", "msg", "", "")),
    ("df.drop(['Unnamed: 2'], axis=1); df['v2']", ("v1", "v2", "", "", "")),
    ("history.history['accuracy']", ("label", "text")),
    ("batch['label']; df['Message']; df['category_val'].values", ("category_val", "Message")),
    ("other['label']; df['Message']; df['extra']; df['category_val']", ("label", "Message")),
    ("counts['spam']; df['Category']; df['Message']", ("Category", "Message")),
    ("df = pd.read_csv('x.csv'); df.shape; df.Message; df.category_val", ("category_val", "Message")),
    ("net = build(); net.Message; net.category_val", ("Category", "Message")),
    ("prose that is no Python", ("label", "text")),
    ("!ls\n%cd x\ndf['Category']", ("Category", "Message")),
]


@pytest.mark.parametrize(("source", "header"), PAIRS, ids=[source for source, _ in PAIRS])
def test_columns_are_named_as_the_code_goes_on_to_use_them(source: str, header: tuple[str, ...]) -> None:
    assert choose_columns(read_usage([source]), None, ("ham", "spam")).header == header


@pytest.mark.parametrize(
    ("source", "columns"),
    [
        (
            "df['review']; df['sentiment'].map({'positive': 1})",
            Columns(label="sentiment", text="review", text_first=True),
        ),
        ("df.review; df['sentiment']", Columns(label="sentiment", text="review", text_first=True)),
        ("df['text']; df['label']", Columns(label="label", text="text", text_first=True, numbers=True)),
        ("df['text']; df['label'] == 'positive'", Columns(label="label", text="text")),
    ],
    ids=str,
)
def test_tables_of_reviews(source: str, columns: Columns) -> None:
    assert choose_columns(read_usage([source]), None, ("negative", "positive")) == columns


def test_a_key_of_something_else_is_no_column_where_the_code_knows_the_files_own() -> None:
    form = Form(
        id="reviews",
        names=("reviews.csv",),
        delimiter=",",
        header=("review", "sentiment"),
        quoted=True,
        order=("text", "label"),
    )
    usage = read_usage(["df['y'] = df.sentiment == 'positive'", "df[['review', 'tokens']]; losses['recalled']"])
    own = Columns(label="sentiment", text="review", text_first=True)
    assert choose_columns(usage, form, ("negative", "positive")) == own


@pytest.mark.parametrize(
    ("source", "columns"),
    [
        pytest.param("", Columns(label="v1", text="v2", extra=3), id="by the name of the file"),
        pytest.param("df['Category']; df['Message']", Columns(label="Category", text="Message"), id="by the code"),
        pytest.param("ax.label; df['v1']", Columns(label="v1", text="v2", extra=3), id="both agree"),
    ],
)
def test_a_known_name_brings_its_columns_unless_the_code_says_otherwise(
    tmp_path: Path, source: str, columns: Columns
) -> None:
    served = load_served(write_data(tmp_path), "sms-spam")
    assert served is not None
    assert choose_columns(read_usage([source]), served.forms[0], served.classes) == columns
