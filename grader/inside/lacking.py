"""Packages that a notebook imports and this machine has not: the machine's lack, and said to be."""

from __future__ import annotations

import re
import sys
from typing import Final

from grader.inside.context import Context

# Import name -> distribution, where a person would call it otherwise.
CALLED: Final = {
    "GPUtil": "gputil", "bayes_opt": "bayesian-optimization", "clip": "CLIP", "dotenv": "python-dotenv",
    "fitz": "pymupdf", "ignite": "pytorch-ignite", "open_clip": "open-clip-torch", "scikitplot": "scikit-plot",
    "skopt": "scikit-optimize", "spellchecker": "pyspellchecker", "umap": "umap-learn",
}  # fmt: skip
# What coursework imports that the grader's environment does not hold.
_NAMES: Final = """
    accelerate afinn albumentations allennlp altair anthropic arabert arviz Augmentor autocorrect autokeras bert
    bertopic bitsandbytes bokeh caffe camel_tools captum catboost chainer comet_ml contractions dash dask datasets
    demoji detectron2 dgl diffusers dlib easyocr efficientnet_pytorch eli5 emoji evaluate face_recognition fairseq
    farasa fastai fasttext flair flask flax folium gdown geopandas googletrans gradio graphviz gym gymnasium haiku
    hdbscan holoviews hyperopt imageio imgaug inflect ipympl jax jieba jiwer kaggle kagglehub keras_contrib keras_cv
    keras_hub keras_nlp keras_ocr keras_preprocessing keras_tuner kerastuner konlpy ktrain langchain langdetect langid
    larq librosa lightgbm lightning lime litdata llama_cpp mglearn mlflow mlxtend mmcv mmf moviepy mtcnn mxnet
    nbimporter netron nibabel num2words onnx onnxruntime openai opendatasets optax optuna paddle pandas_profiling
    pattern peft polars prophet pyarabic pyarrow pycaret pydicom pydot pydotplus pyLDAvis pymc3 pymongo pynvml pyspark
    pysrt pytesseract pytorch_fid pytorch_lightning pytorch_pretrained_bert pyttsx3 qkeras rarfile ray rouge rouge_score
    sacrebleu safetensors seaborn_image segmentation_models segmentation_models_pytorch selenium sentence_transformers
    sentencepiece setfit shap skorch soundfile spacy speech_recognition spektral stanza statsmodels streamlit sweetviz
    symspellpy tensorboardX tensorflow_addons tensorflow_datasets tensorflow_docs tensorflow_federated tensorflow_gan
    tensorflow_hub tensorflow_model_optimization tensorflow_probability tensorflow_text textblob tf2onnx theano tiktoken
    timm torch_fidelity torch_geometric torchaudio torchdiffeq torchinfo torchmetrics torchsummary torchtext torchviz
    tpot trax trl ultralytics unidecode vaderSentiment visualkeras wandb wordcloud xgboost ydata_profiling yellowbrick
"""
KNOWN: Final = frozenset(_NAMES.split()) | frozenset(CALLED)
PACKAGE: Final = "package"  # what a note is about where the grader lacks a package: the checks look for it
USED: Final = "package used"  # and where one was used whose import had been spared
_INSTALL: Final = re.compile(r"(?:^|\n)\s*[!%]?\s*(?:pip3?|conda|mamba)\s+install\s+([^\n]*)")
_HINT: Final = re.compile(
    r"[Mm]issing optional dependency '([\w-]+)'|requires `([\w-]+)[<>=]|(?:pip|[Pp]lease) install `?([A-Za-z][\w-]*)`?"
)


def note_lack(context: Context, error: BaseException | None) -> None:
    """Say what is missing, when `error` is an import that found nothing."""
    name = _missing(error)
    if name is None or _key(context, name) in context.said:
        return
    if may_be_lacking(context, name):
        context.note(PACKAGE, _words(name))
        return
    context.note(
        "module",
        f"there is no module {name!r}: no file of that name came with the submission, and no such package is installed",
    )


def note_use(context: Context, name: str) -> None:
    """Say once a cell that it used a package whose import had been spared."""
    if _key(context, name) not in context.said:
        context.said.add(_key(context, name))
        context.note(USED, _words(name))


def lacked(context: Context, error: BaseException | None) -> str | None:
    """The package whose import failed, when the machine has nothing of that name and the world has."""
    name = _missing(error)
    return name if name is not None and name not in sys.modules and may_be_lacking(context, name) else None


def may_be_lacking(context: Context, package: str) -> bool:
    """Whether a top-level name is that of a package in the world, whether or not it is installed here."""
    return package in KNOWN or _plain(package) in _installed_by(context)


def _key(context: Context, name: str) -> str:
    return f"{USED}: {name}, cell {context.cell}"


def _words(name: str) -> str:
    called = CALLED.get(name, name)
    return f"{called} is not installed on the grader, and nothing stands in for it: the machine's lack, not the code's"


def _missing(error: BaseException | None) -> str | None:
    if isinstance(error, ModuleNotFoundError) and error.name and str(error).startswith("No module named"):
        top = error.name.partition(".")[0]
        return top if top not in sys.modules or top == error.name or _is_stand_in(top) else None
    if isinstance(error, ImportError):
        found = _HINT.search(str(error))
        return next((name for name in found.groups() if name), None) if found else None
    return None


def _is_stand_in(top: str) -> bool:
    """Whether the module is a stand-in of ours, which has a part of what the library has."""
    return getattr(sys.modules.get(top), "__name__", "").startswith("grader.inside.standins.")


def _installed_by(context: Context) -> set[str]:
    """Names that the notebook's own lines install: packages, then, whatever they are."""
    lines = [line for cell in context.job.cells if cell.kind == "code" for line in _INSTALL.findall(cell.source)]
    return {_plain(re.split(r"[=<>\[~! ]", word)[0]) for line in lines for word in line.split()}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
