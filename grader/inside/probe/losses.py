"""Neutral names of losses, optimisers and metrics, whichever framework spoke."""

from __future__ import annotations

import re
from typing import Final, Literal

# The same mathematical loss has one name; "sparse" only says how labels are written.
LOSSES: Final = {
    "bce": "binary_crossentropy",
    "bce_loss": "binary_crossentropy",
    "bce_with_logits_loss": "binary_crossentropy",
    "binary_cross_entropy": "binary_crossentropy",
    "binary_cross_entropy_with_logits": "binary_crossentropy",
    "cross_entropy": "categorical_crossentropy",
    "cross_entropy_loss": "categorical_crossentropy",
    "nll_loss": "categorical_crossentropy",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
    "mean_squared_error": "mse",
    "mse_loss": "mse",
    "mean_absolute_error": "mae",
    "l1_loss": "mae",
    "kl_div": "kl_divergence",
    "kl_div_loss": "kl_divergence",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
    "smooth_l1_loss": "huber",
    "huber_loss": "huber",
}
METRICS: Final = {
    "acc": "accuracy",
    "binary_accuracy": "accuracy",
    "categorical_accuracy": "accuracy",
    "sparse_categorical_accuracy": "accuracy",
    "compile_metrics": "accuracy",
    "f1_score": "f1",
    "auc": "roc_auc",
}
OUTPUT_OF_LOSS: Final[dict[str, Literal["probability", "logit"]]] = {
    "binary_cross_entropy": "probability",
    "binary_cross_entropy_with_logits": "logit",
    "cross_entropy": "logit",
    "nll_loss": "logit",
}


def snake(name: str) -> str:
    """A class name as its function is spelled: BinaryCrossentropy -> binary_crossentropy, BCELoss -> bce_loss."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return spaced.lower()


def neutral_loss(name: str) -> str:
    """The neutral name of a loss, or the name itself for one of the notebook's own."""
    plain = snake(name)
    return LOSSES.get(plain, plain)[:100]


def neutral_metric(name: str) -> str:
    """The neutral name of a metric; Keras's numbering of repeated metrics (precision_1) is dropped."""
    plain = re.sub(r"_\d+$", "", snake(name))
    return METRICS.get(plain, plain)[:100]


def history_key(name: str) -> str:
    """A history key with the metric's neutral name: val_acc -> val_accuracy."""
    stem, value = ("val_", name[4:]) if name.startswith("val_") else ("", name)
    return stem + neutral_metric(value)
