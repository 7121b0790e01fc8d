"""What comes out of a sandbox: one frozen record per thing seen, framework-neutral, each with its cell.

The probe writes these; the reader outside rebuilds them from JSON under strict rules. A record that
carries an `id` may be written again with the same id: the later one replaces the earlier (a model is
recorded when built and again when called, since only then its parameters exist).

Cells are counted from 1 from the top, text cells included; cell 0 means "outside any cell".
Arrays and pictures travel as frames of their own and are referred to by id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Setting: TypeAlias = Scalar | tuple[int | float | str, ...]

# One small vocabulary for every framework; `other` keeps the framework's class name beside it.
LAYER_KINDS: Final = (
    "input", "dense", "embedding", "text_vectorization",
    "conv1d", "conv2d", "conv3d", "conv1d_transpose", "conv2d_transpose", "separable_conv2d", "depthwise_conv2d",
    "max_pool1d", "max_pool2d", "avg_pool1d", "avg_pool2d", "global_max_pool", "global_avg_pool",
    "upsample1d", "upsample2d", "zero_pad", "crop",
    "simple_rnn", "lstm", "gru", "bidirectional", "time_distributed", "attention", "transformer",
    "batch_norm", "layer_norm", "dropout", "noise",
    "activation", "flatten", "reshape", "permute", "concatenate", "add", "multiply", "lambda", "rescaling",
    "model", "other",
)  # fmt: skip

MAX_CLASSES: Final = 1_000  # columns of one prediction

Framework = Literal["keras", "torch", "sklearn", "gensim"]
Split = Literal["train", "validation", "test", "mixed", "own", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The first record: where the code ran."""

    python: str
    platform: str
    libraries: dict[str, str]  # installed versions of the libraries coursework uses, by distribution name
    device: str  # "cpu" or "cuda": what the attempt was given, and found
    device_name: str  # "CPU, 2 cores"; "NVIDIA H200"
    cpus: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One output of a cell, text only; pictures are referred to by id."""

    kind: Literal["stream", "result", "display", "error"]
    name: str = ""  # "stdout" or "stderr" for a stream
    text: str = ""
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStarted:
    position: int
    number: int  # this is code cell `number` of `of`, both from 1
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFailure:
    """Why a cell failed: the student's crash is evidence, never an exception of ours."""

    name: str  # exception class, as in "ValueError"
    message: str
    line: int | None  # line within the cell, from 1
    traceback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRun:
    position: int
    status: Literal["ok", "failed", "not_run"]
    seconds: float
    prompt: int | None  # the n of In [n] on our rerun
    outputs: tuple[Output, ...] = ()
    failure: CellFailure | None = None
    dropped_bytes: int = 0  # output over the cap of this cell, counted and not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    kind: str  # one of LAYER_KINDS
    class_name: str  # the framework's own, as in "SimpleRNN"
    name: str
    output_shape: tuple[int | None, ...] | None  # without the batch axis; None where not known
    parameters: int  # a tensor shared by two layers counts once, at the first
    trainable: int
    settings: dict[str, Setting] = field(default_factory=dict)
    # Settings use Keras's words for every framework: units, filters, kernel_size, strides, padding,
    # pool_size, activation, rate, input_dim, output_dim, return_sequences, bidirectional, layers, biases.
    # `biases` is the number of bias vectors per gate of a recurrent layer: Keras 1, PyTorch 2.


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    id: str
    names: tuple[str, ...]  # variables that were bound to it, first binding first
    framework: str
    class_name: str
    cell: int  # where it was built
    order: int  # of building, from 1, over the whole notebook
    built: bool  # False: it has no parameters yet and may never get any
    layers: tuple[Layer, ...]
    parameters: int
    trainable: int
    input_shape: tuple[int | None, ...] | None = None
    output_shape: tuple[int | None, ...] | None = None
    settings: dict[str, Setting] = field(default_factory=dict)  # of an estimator: its parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which rows of the served data set an array holds."""

    split: str  # a Split: "train"/"test" only when all rows lie there; "own": rows known, a split of the notebook's own
    count: int
    from_train: int
    from_test: int
    how: str  # the rule that identified them: "labels in order", "index", "content", "split call", "not identified"
    indices: str | None = None  # id of an int array (count,): positions in the served order; None when not known
    dataset: str = ""  # which served data set the positions belong to; "" where the rows are not identified


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    id: str
    model: str  # id
    cell: int
    optimizer: str | None  # neutral lower case: "adam", "rmsprop", "sgd"
    learning_rate: float | None
    loss: str | None  # neutral: "binary_crossentropy", "categorical_crossentropy", "mse", or the function's name
    epochs_asked: int | None
    epochs_run: int
    batch_size: int | None
    rows: Rows
    validation: Literal["none", "fraction", "data"] = "none"
    validation_fraction: float | None = None
    validation_rows: Rows | None = None
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)  # Keras's keys: loss, accuracy, val_loss, ...
    seconds: float = 0.0
    callbacks: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # ids of other models whose weights this fit trained too: a VAE's encoder and decoder


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded:
    """Progress only; histories come with the Fit."""

    model: str
    epoch: int
    of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a model answered on identified rows; metrics are computed from it outside."""

    id: str
    model: str
    cell: int
    source: Literal["evaluate", "predict", "forward", "probe"]  # who asked: the notebook's code or the probe itself
    output: Literal["probability", "logit", "class", "score"]
    values: str  # id of a float array, (count,) or (count, classes)
    rows: Rows
    classes: tuple[str, ...] | None = None  # class name of each code as the notebook encoded labels: ("ham", "spam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """Pictures a model made: out of noise the probe drew, or out of test images it was shown."""

    id: str
    models: tuple[str, ...]  # ids in the order of use: (generator,), (autoencoder,), (encoder, decoder)
    cell: int
    what: Literal["generated", "reconstruction"]
    values: str  # id of a uint8 array (count, height, width, channels): the model's range mapped onto 0..255
    low: float  # the model's own values of 0 and 255: 0 and 1 after a sigmoid, -1 and 1 after a tanh
    high: float
    rows: Rows | None = None  # of a reconstruction: the images that went in
    asked: str | None = None  # of a conditional generator: id of an int array (count,), class codes asked for
    latent: int | None = None  # values of noise per image


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What an encoder makes of identified rows: latent codes, or the features before a last layer."""

    id: str
    model: str  # id
    cell: int
    rows: Rows
    mean: str  # id of a float32 array (count, dimensions)
    log_variance: str | None = None  # id, same shape; None for an encoder that gives one point


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCharacters:
    """What a character model expects after windows of held-out text.

    The text is the test rows' texts of `dataset`, each followed by `joiner`, end to end, in served order, without the
    characters that `alphabet` lacks. The answer at `starts[i]` is about the character at `starts[i] + window`.
    """

    id: str
    model: str  # id
    cell: int
    dataset: str
    alphabet: tuple[str, ...]  # the character each code stands for, in the order of codes
    joiner: str
    window: int
    starts: str  # id of an int array (count,)
    values: str  # id of a float32 array (count, characters): probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """Text the probe let a character model write, one character at a time."""

    id: str
    model: str  # id
    cell: int
    start: str  # what it was given
    text: str  # what it wrote
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessedText:
    """What the notebook's code made of texts of the served data set; a sample of rows, each with its outcome."""

    id: str
    cell: int
    name: str  # "df['clean']", "tokens", or a function: "clean(text)"
    dataset: str
    rows: tuple[int, ...]  # positions in the served order
    texts: tuple[str, ...] = ()  # one a row, where the outcome is text
    tokens: tuple[tuple[str, ...], ...] = ()  # one list a row, where it is a list of words
    order: int = 0  # of appearance, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricCall:
    """A number the student's own code computed: a claim with an address."""

    cell: int
    name: str  # "accuracy", "precision", "recall", "f1", "loss", "confusion_matrix", "roc_auc"
    value: float | tuple[float, ...]
    source: str  # "keras.evaluate", "sklearn.accuracy_score"
    model: str | None = None
    rows: Rows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    label: str
    kind: Literal["line", "scatter", "bar", "hist", "image"]
    points: int
    x: tuple[float, ...] = ()  # at most 500 kept
    y: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    title: str
    xlabel: str
    ylabel: str
    legend: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    id: str
    cell: int
    title: str
    axes: tuple[Axes, ...]
    image: str | None  # id of a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A data frame or text table a cell displayed, as strings."""

    id: str
    cell: int
    columns: tuple[str, ...]
    index: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    dropped_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """Something the code asked for and the grader answered with something else; the report repeats it."""

    cell: int
    asked: str  # "/content/drive/MyDrive/spam.csv"
    served: str  # "sms-spam, all 5,574 rows, as columns v1 and v2"
    how: str  # "read_csv", "open", "train_test_split", "pip", "epochs"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the probe or the runner could not do, said plainly; never costs points."""

    cell: int
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayHead:
    """Announces a payload: `shape` values of `dtype`, C order, little endian."""

    id: str
    dtype: Literal["float32", "float64", "int32", "int64", "uint8", "bool"]
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageHead:
    """Announces a payload: one PNG or JPEG file, decoded and re-encoded outside before anyone sees it."""

    id: str
    cell: int
    mime: Literal["image/png", "image/jpeg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The last record of a run that came to its own end; without it the attempt ended early."""

    cells_run: int
    cells_failed: int


Record: TypeAlias = (
    Environment | CellStarted | CellRun | Model | Fit | EpochEnded | Prediction | Images | Codes | NextCharacters
    | Continuation | ProcessedText | MetricCall | Figure | Table | Substitution | Note | ArrayHead | ImageHead | Done
)  # fmt: skip

RECORD_TYPES: Final[dict[str, type]] = {
    "environment": Environment,
    "cell_started": CellStarted,
    "cell": CellRun,
    "model": Model,
    "fit": Fit,
    "epoch": EpochEnded,
    "prediction": Prediction,
    "images": Images,
    "codes": Codes,
    "next_characters": NextCharacters,
    "continuation": Continuation,
    "processed_text": ProcessedText,
    "metric": MetricCall,
    "figure": Figure,
    "table": Table,
    "substitution": Substitution,
    "note": Note,
    "array": ArrayHead,
    "image": ImageHead,
    "done": Done,
}
