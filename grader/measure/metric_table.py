"""All metrics there are: their words, units and directions, and how their noise is reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Better = Literal["higher", "lower", "neither"]
# binomial: n independent rows, each right or wrong. interval: as wide as the measurement's own 95 % interval says.
Noise = Literal["binomial", "interval"]
Family = Literal["answers", "reconstruction", "generated", "codes", "next characters", "continuation"]
Baseline = Literal["majority", "chance", "mean_image", "unigram"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric; `unit` stands behind the number, and a share is shown in per cent."""

    name: str
    words: str
    better: Better
    family: Family  # what it is measured on
    share: bool = False  # a fraction shown in per cent
    unit: str = ""
    decimals: int = 3
    noise: Noise = "interval"
    counted: str = "test row"  # what its n counts
    low: float | None = None  # bounds that no value can pass
    high: float | None = None
    baselines: tuple[Baseline, ...] = ()

    @property
    def sign(self) -> float:
        """Values times this are the better the higher they are."""
        return -1.0 if self.better == "lower" else 1.0


def _share(
    name: str, words: str, family: Family, better: Better = "higher", counted: str = "test row",
    noise: Noise = "binomial", baselines: tuple[Baseline, ...] = (),
) -> Metric:  # fmt: skip
    return Metric(
        name=name, words=words, better=better, family=family, share=True, noise=noise, counted=counted, low=0.0,
        high=1.0, baselines=baselines,
    )  # fmt: skip


_TABLE: Final = (
    _share("accuracy", "accuracy", "answers", baselines=("majority", "chance")),
    _share("precision", "precision", "answers", baselines=("majority", "chance")),
    _share("recall", "recall", "answers", baselines=("majority", "chance")),
    _share("f1", "F1", "answers", baselines=("majority", "chance")),
    _share("macro_f1", "macro-averaged F1", "answers", noise="interval", baselines=("majority", "chance")),
    Metric(
        name="roc_auc", words="area under the ROC curve", better="higher", family="answers", low=0.0, high=1.0,
        baselines=("majority", "chance"),
    ),
    Metric(
        name="mse", words="mean squared error", better="lower", family="reconstruction", decimals=4, counted="image",
        low=0.0, baselines=("mean_image",),
    ),
    Metric(
        name="psnr", words="peak signal-to-noise ratio", better="higher", family="reconstruction", unit="dB",
        decimals=2, counted="image", baselines=("mean_image",),
    ),
    Metric(
        name="ssim", words="structural similarity", better="higher", family="reconstruction", counted="image",
        low=-1.0, high=1.0, baselines=("mean_image",),
    ),
    Metric(
        name="kl", words="divergence from the prior", better="neither", family="codes", unit="nats", decimals=1,
        counted="image", low=0.0,
    ),
    Metric(
        name="active_units", words="latent dimensions in use", better="higher", family="codes", decimals=0,
        counted="image", low=0.0,
    ),
    Metric(
        name="diversity", words="diversity of generated images", better="higher", family="generated", decimals=2,
        counted="image", low=0.0,
    ),
    _share("nearness", "share of generated images that are copies", "generated", "lower", "image"),
    _share("recognised", "share recognised as the class asked for", "generated", counted="image", noise="interval",
           baselines=("chance",)),
    Metric(
        name="frechet", words="Fréchet distance", better="lower", family="generated", decimals=1, counted="image",
        low=0.0,
    ),
    Metric(
        name="bits_per_character", words="bits per character", better="lower", family="next characters",
        unit="bits", decimals=2, counted="character", low=0.0, baselines=("unigram",),
    ),
    _share("real_words", "share of real words", "continuation", counted="word", noise="interval"),
    _share("repetition", "share of repeated runs of four characters", "continuation", "lower", "run",
           noise="interval"),
)  # fmt: skip

METRICS: Final[dict[str, Metric]] = {metric.name: metric for metric in _TABLE}
JUDGED: Final = tuple(metric.name for metric in _TABLE if metric.better != "neither")

# Why a model has no number of a family, where nothing more is known.
MISSING: Final[dict[Family, str]] = {
    "answers": "no {words} could be measured for this model",
    "reconstruction": "no images that this model reconstructed from test images were seen",
    "generated": "no images that this model generated were seen",
    "codes": "no codes of this model for known images were seen",
    "next characters": "what this model expects after held-out text was not seen",
    "continuation": "no text written by this model was seen",
}
