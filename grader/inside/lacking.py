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
    Augmentor accelerate afinn albumentations allennlp altair anthropic autocorrect autokeras bert bertopic
    bitsandbytes bokeh captum catboost dash dask datasets demoji detectron2 dlib easyocr efficientnet_pytorch eli5
    evaluate face_recognition fairseq fastai fasttext flair flask flax folium gdown geopandas googletrans gradio
    graphviz hdbscan holoviews hyperopt imgaug inflect ipympl jax jiwer kaggle kagglehub keras_contrib keras_cv
    keras_hub keras_nlp keras_tuner keras_preprocessing kerastuner ktrain langchain langdetect lightgbm lightning lime
    llama_cpp mlxtend mmf mtcnn mxnet netron nbimporter nibabel num2words openai opendatasets optax
    pandas_profiling pattern peft polars prophet pyLDAvis pyarrow pycaret pydicom pydot pydotplus pymongo pynvml
    pyspark pytesseract pytorch_fid pytorch_lightning pytorch_pretrained_bert rarfile ray rouge rouge_score
    sacrebleu seaborn_image segmentation_models segmentation_models_pytorch selenium sentence_transformers
    sentencepiece shap skorch spacy stanza statsmodels streamlit sweetviz symspellpy tensorflow_addons
    tensorflow_datasets tensorflow_gan tensorflow_hub tensorflow_probability tensorflow_text theano tiktoken timm
    torch_fidelity torch_geometric torchaudio torchtext torchviz tpot ultralytics vaderSentiment
    ydata_profiling yellowbrick
"""
KNOWN: Final = frozenset(_NAMES.split()) | frozenset(CALLED)
PACKAGE: Final = "package"  # what a note is about where the grader lacks a package: the checks look for it
_INSTALL: Final = re.compile(r"(?:^|\n)\s*[!%]?\s*(?:pip3?|conda|mamba)\s+install\s+([^\n]*)")
_HINT: Final = re.compile(
    r"[Mm]issing optional dependency '([\w-]+)'|requires `([\w-]+)[<>=]|(?:pip|[Pp]lease) install `?([A-Za-z][\w-]*)`?"
)


def note_lack(context: Context, error: BaseException | None) -> None:
    """Say what is missing, when `error` is an import that found nothing."""
    name = _missing(error)
    if name is None:
        return
    if name in KNOWN or _plain(name) in _installed_by(context):
        called = CALLED.get(name, name)
        text = (
            f"{called} is not installed on the grader, and nothing stands in for it: the machine's lack, not the code's"
        )
        context.note(PACKAGE, text)
        return
    context.note(
        "module",
        f"there is no module {name!r}: no file of that name came with the submission, and no such package is installed",
    )


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
