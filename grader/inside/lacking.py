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
# What coursework imports and an environment may lack, the grader's own or a course's.
_NAMES: Final = """
    accelerate afinn albumentations allennlp altair ann_visualizer annoy anthropic arabert arviz audiomentations augly
    Augmentor autocorrect autokeras bert bert_score bertopic bitsandbytes bnltk bokeh caffe camel_tools captum
    catboost chainer chardet comet_ml contractions cuml cupy cvxopt dash dask datasets deep_translator deepface
    deeptrack demoji detectron2 dgl dhg diffusers dill dlib easyocr econml efficientnet_pytorch ekphrasis eli5 emoji
    enchant evaluate face_recognition fairseq farasa fastai fastapi fastprogress fasttext fire fitz flair flask flax
    folium gdown geopandas googletrans goose3 GPUtil gradio graphviz groq guppy gym gymnasium haiku haystack hazm
    hdbscan holoviews hvplot hyperas hyperopt ijson imageio imgaug inflect inltk ipympl jax jieba jiwer jovian
    jupyterthemes k3d kaggle kagglehub kashgari keras_adversarial keras_contrib keras_cv keras_hub keras_nlp keras_ocr
    keras_preprocessing keras_tuner kerastuner konlpy ktrain langchain langdetect langid larq librosa libsvm lifelines
    lightgbm lightning lime litdata llama_cpp medmnist memory_profiler mglearn mitdeeplearning mlflow mlxtend mmcv
    mmedit mmf modAL moviepy mpld3 mtcnn mxnet nbimporter nest_asyncio netron newspaper nibabel nlpaug normalise
    num2words onnx onnxruntime openai opendatasets optax optuna paddle pandarallel pandas_datareader pandas_profiling
    pattern peft pl_bolts plotnine pmdarima polars praw prophet pyarabic pyarrow pycaret pydicom pydot pydotplus
    pyLDAvis pymagnitude pymc pymc3 pymongo pynvml pyod pyro pyspark pysrt pysummarization pytesseract pytorch_fid
    pytorch_lightning pytorch_pretrained_bert pyttsx3 pyvi pyvirtualdisplay qkeras rarfile ray rdflib rouge
    rouge_score sacrebleu safetensors sagemaker scrapy seaborn_image segmentation_models segmentation_models_pytorch
    selenium sentence_transformers sentencepiece setfit shap shapely sklearn_pandas skll skorch snowballstemmer
    soundfile spacy spacymoji speech_recognition speechbrain spektral stable_baselines3 stanza statsmodels stemming
    streamlit sumy sweetviz symspellpy tensorboardX tensorflow_addons tensorflow_datasets tensorflow_docs
    tensorflow_federated tensorflow_gan tensorflow_hub tensorflow_model_optimization tensorflow_probability
    tensorflow_text textattack textblob texthero tf2onnx tflearn theano tiktoken timm torch_fidelity torch_geometric
    torchaudio torchcrf torchdiffeq torchinfo torchmetrics torchnet torchnlp torchsummary torchtext torchviz tpot trax
    trl tweepy ucimlrepo ultralytics underthesea unidecode uvicorn vaderSentiment visualkeras vit_keras wandb
    wikipedia word2vec wordcloud xgboost ydata_profiling yellowbrick yfinance yolov5 zeugma
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
