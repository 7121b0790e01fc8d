"""`TFBertModel` and its like: Keras models over the encoder, called, trained and saved as the published ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import tensorflow as tf
from transformers import BertConfig, DistilBertConfig, RobertaConfig

from grader.inside.standins.tf_transformers import outputs
from grader.inside.standins.tf_transformers.encoder import (
    TFBertMainLayer,
    TFDistilBertMainLayer,
    TFRobertaMainLayer,
    initial,
)
from grader.inside.standins.tf_transformers.loading import Loading

keras = tf.keras
if hasattr(keras, "ops"):
    outputs.tell_keras_3()
# Arguments in their order, where a call or a list gives no names.
_ORDER: Final = ("input_ids", "attention_mask", "token_type_ids", "position_ids", "head_mask", "inputs_embeds")
_DISTIL_ORDER: Final = ("input_ids", "attention_mask", "head_mask", "inputs_embeds")
_SETTINGS: Final = ("output_attentions", "output_hidden_states", "return_dict", "labels", "training")
_LABELS: Final = ("labels", "label")


class TFPreTrainedModel(Loading, tf.keras.Model):  # type: ignore[misc]  # TensorFlow has no types here
    """What all of the classes share: how they are called, and how they read a configuration."""

    config_class: ClassVar[Any]
    base_model_prefix: ClassVar[str]
    main: ClassVar[type]
    order: ClassVar[tuple[str, ...]] = _ORDER
    pooling: ClassVar[bool] = False

    def __init__(self, config: Any, *_: Any, **named: Any) -> None:
        if not isinstance(config, self.config_class):
            raise ValueError(
                f"Parameter config in `{type(self).__name__}(config)` should be an instance of "
                f"{self.config_class.__name__}; a model's name is for `from_pretrained`"
            )
        super().__init__(**named)
        self.config = config
        self.num_labels = config.num_labels
        setattr(self, self.base_model_prefix, self.main(config, pooling=self.pooling, name=self.base_model_prefix))

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Tensors by position, by keyword, in a dictionary or in a list; symbolic ones of Keras too."""
        given = dict(zip(self.order, args, strict=False))
        first = given.pop("input_ids", None)
        if first is not None:
            given = {**self._named(first), **given}
        given |= named
        if any(map(_is_symbolic, given.values())):
            self.say_fresh()  # in the cell, too, where a model is put together with this one
        return super().__call__(given.pop("input_ids", None), **given)

    def call(
        self, input_ids: Any = None, attention_mask: Any = None, token_type_ids: Any = None, position_ids: Any = None,
        head_mask: Any = None, inputs_embeds: Any = None, output_attentions: Any = None,
        output_hidden_states: Any = None, return_dict: Any = None, labels: Any = None, training: Any = False,
    ) -> Any:  # fmt: skip
        """An `Output`, or with `return_dict=False` a tuple.

        Args: ids, mask, types and places (rows, tokens), `inputs_embeds` with one more axis; `labels` (rows,).
        Raises: ValueError without a text or with two; NotImplementedError for a `head_mask`.
        """
        if head_mask is not None:
            raise NotImplementedError(f"{type(self).__name__} of the grader knows no head_mask")
        if (input_ids is None) == (inputs_embeds is None):
            raise ValueError("either input_ids or inputs_embeds has to be given, and not both")
        states, attentions, pooled = self.base_model(
            input_ids, attention_mask, token_type_ids, position_ids, words=inputs_embeds, training=training
        )
        kind, made = self.head(states[-1], pooled, labels, training)
        if self.config.output_hidden_states if output_hidden_states is None else output_hidden_states:
            made["hidden_states"] = tuple(states)
        if self.config.output_attentions if output_attentions is None else output_attentions:
            made["attentions"] = tuple(attentions)
        whole = outputs.output(kind, made)
        named = getattr(self.config, "return_dict", True) if return_dict is None else return_dict
        return whole if named else whole.to_tuple()

    def head(self, states: Any, pooled: Any, labels: Any, training: Any) -> tuple[type[outputs.Output], dict[str, Any]]:
        """What the model makes of the last states, (rows, tokens, width), and the pooled ones; here the two."""
        del labels, training
        kind = outputs.TFBaseModelOutput if pooled is None else outputs.TFBaseModelOutputWithPooling
        return kind, {"last_hidden_state": states, "pooler_output": pooled}

    @property
    def base_model(self) -> Any:
        """The encoder, `.bert` for one."""
        return getattr(self, self.base_model_prefix)

    @property
    def dummy_inputs(self) -> dict[str, Any]:
        """A text of a few tokens."""
        return {"input_ids": tf.constant([[2, 3, 4], [3, 4, 2]])}

    def get_input_embeddings(self) -> Any:
        """Those of the words."""
        return self.base_model.embeddings.word_embeddings

    def get_config(self) -> dict[str, Any]:
        """What Keras writes down to make the model again."""
        return {"name": self.name, "config": self.config.to_dict()}

    @classmethod
    def from_config(cls, config: Any, **named: Any) -> Any:
        """From what Keras wrote down, or from a transformers configuration."""
        if not isinstance(config, Mapping):
            return cls(config, **named)
        return cls(cls.config_class.from_dict(dict(config["config"])), name=config.get("name"))

    def _named(self, first: Any) -> dict[str, Any]:
        known = {*self.order, *_ORDER, *_SETTINGS}
        if isinstance(first, Mapping):
            return {name: value for name, value in first.items() if name in known}
        if not isinstance(first, list | tuple) or not all(hasattr(each, "shape") for each in first):
            return {"input_ids": tf.constant(first) if isinstance(first, list | tuple) else first}
        if len(first) > len(self.order):
            raise ValueError(f"{len(first)} inputs where {type(self).__name__} knows {', '.join(self.order)}")
        given = {}
        for place, each in zip(self.order, first, strict=False):
            name = str(getattr(each, "name", "") if _is_symbolic(each) else "")
            given[name if name in self.order else place] = each
        return given


class TFSequenceClassification(TFPreTrainedModel):
    """A class for each text; with one label, a number."""

    def hf_compute_loss(self, labels: Any, logits: Any) -> Any:
        """The loss of each row: squared error for one label, else cross-entropy."""
        if self.num_labels == 1:
            return tf.square(tf.reshape(logits, (-1,)) - tf.cast(tf.reshape(labels, (-1,)), logits.dtype))
        return keras.losses.sparse_categorical_crossentropy(tf.reshape(labels, (-1,)), logits, from_logits=True)

    def head(self, states: Any, pooled: Any, labels: Any, training: Any) -> tuple[type[outputs.Output], dict[str, Any]]:
        """Logits, of shape (rows, labels), and the loss where there are labels."""
        logits = self.logits(states, pooled, training)
        loss = None if labels is None else self.hf_compute_loss(labels, logits)
        return outputs.TFSequenceClassifierOutput, {"loss": loss, "logits": logits}

    def logits(self, states: Any, pooled: Any, training: Any) -> Any:
        """From the last states, (rows, tokens, width), or the pooled ones, (rows, width)."""
        raise NotImplementedError

    def compile(self, optimizer: Any = "rmsprop", loss: Any = None, **named: Any) -> None:
        """As Keras does it; with no loss, or the model's own, it is the model's own."""
        if loss is None or loss in (self.compute_loss, self.hf_compute_loss, "auto_with_warning", "passthrough"):
            losses = keras.losses
            loss = (
                losses.MeanSquaredError() if self.num_labels == 1
                else losses.SparseCategoricalCrossentropy(from_logits=True)
            )  # fmt: skip
        super().compile(optimizer=optimizer, loss=loss, **named)

    def compute_loss(self, x: Any = None, y: Any = None, y_pred: Any = None, *rest: Any, **named: Any) -> Any:
        """Keras's, of the logits; `compute_loss(labels, logits)` is the model's own, as it was called until 2022."""
        if y_pred is None:
            return self.hf_compute_loss(x, y)
        return super().compute_loss(x, y, _logits(y_pred), *rest, **named)

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, *rest: Any, **named: Any) -> Any:
        """Keras's, of the logits."""
        return super().compute_metrics(x, y, _logits(y_pred), *rest, **named)

    def train_step(self, data: Any) -> Any:
        """Keras's; the labels may lie among the inputs."""
        return super().train_step(_parted(data))

    def test_step(self, data: Any) -> Any:
        """Keras's; the labels may lie among the inputs."""
        return super().test_step(_parted(data))

    def predict_step(self, data: Any) -> Any:
        """Keras's, without any labels."""
        return super().predict_step((_parted(data)[0],))


class TFBertModel(TFPreTrainedModel):
    """BERT, with its pooler."""

    config_class = BertConfig
    base_model_prefix = "bert"
    main = TFBertMainLayer
    pooling = True


class TFBertForSequenceClassification(TFSequenceClassification):
    """BERT, and a dense layer on what its pooler gives."""

    config_class = BertConfig
    base_model_prefix = "bert"
    main = TFBertMainLayer
    pooling = True

    def __init__(self, config: Any, *rest: Any, **named: Any) -> None:
        super().__init__(config, *rest, **named)
        rate = config.classifier_dropout
        self.dropout = keras.layers.Dropout(config.hidden_dropout_prob if rate is None else rate)
        self.classifier = keras.layers.Dense(config.num_labels, kernel_initializer=initial(config), name="classifier")

    def logits(self, states: Any, pooled: Any, training: Any) -> Any:
        """(rows, labels)."""
        del states
        return self.classifier(self.dropout(pooled, training=training))


class TFDistilBertModel(TFPreTrainedModel):
    """DistilBERT."""

    config_class = DistilBertConfig
    base_model_prefix = "distilbert"
    main = TFDistilBertMainLayer
    order = _DISTIL_ORDER


class TFDistilBertForSequenceClassification(TFSequenceClassification):
    """DistilBERT, and two dense layers on its first token."""

    config_class = DistilBertConfig
    base_model_prefix = "distilbert"
    main = TFDistilBertMainLayer
    order = _DISTIL_ORDER

    def __init__(self, config: Any, *rest: Any, **named: Any) -> None:
        super().__init__(config, *rest, **named)
        self.pre_classifier = keras.layers.Dense(
            config.dim, activation="relu", kernel_initializer=initial(config), name="pre_classifier"
        )
        self.classifier = keras.layers.Dense(config.num_labels, kernel_initializer=initial(config), name="classifier")
        self.dropout = keras.layers.Dropout(config.seq_classif_dropout)

    def logits(self, states: Any, pooled: Any, training: Any) -> Any:
        """(rows, labels)."""
        del pooled
        return self.classifier(self.dropout(self.pre_classifier(states[:, 0]), training=training))


class TFRobertaModel(TFPreTrainedModel):
    """RoBERTa, with its pooler."""

    config_class = RobertaConfig
    base_model_prefix = "roberta"
    main = TFRobertaMainLayer
    pooling = True


class TFRobertaClassificationHead(tf.keras.layers.Layer):  # type: ignore[misc]
    """Two dense layers on the first token."""

    def __init__(self, config: Any, **named: Any) -> None:
        super().__init__(**named)
        rate = config.classifier_dropout
        self.dense = keras.layers.Dense(
            config.hidden_size, activation="tanh", kernel_initializer=initial(config), name="dense"
        )
        self.dropout = keras.layers.Dropout(config.hidden_dropout_prob if rate is None else rate)
        self.out_proj = keras.layers.Dense(config.num_labels, kernel_initializer=initial(config), name="out_proj")

    def call(self, states: Any, training: Any = False) -> Any:
        """(rows, tokens, width) to (rows, labels)."""
        read = self.dense(self.dropout(states[:, 0], training=training))
        return self.out_proj(self.dropout(read, training=training))


class TFRobertaForSequenceClassification(TFSequenceClassification):
    """RoBERTa, and two dense layers on its first token."""

    config_class = RobertaConfig
    base_model_prefix = "roberta"
    main = TFRobertaMainLayer

    def __init__(self, config: Any, *rest: Any, **named: Any) -> None:
        super().__init__(config, *rest, **named)
        self.classifier = TFRobertaClassificationHead(config, name="classifier")

    def logits(self, states: Any, pooled: Any, training: Any) -> Any:
        """(rows, labels)."""
        del pooled
        return self.classifier(states, training=training)


def _is_symbolic(value: Any) -> bool:
    return type(value).__name__.endswith("KerasTensor")  # Keras 2 has several kinds of them


def _logits(given: Any) -> Any:
    return given["logits"] if isinstance(given, Mapping) else given


def _parted(data: Any) -> tuple[Any, Any, Any]:
    """(inputs, labels, weights of rows) of what a data set gives."""
    x, y, weight = keras.utils.unpack_x_y_sample_weight(data)
    if isinstance(x, Mapping):
        among = [name for name in _LABELS if name in x]
        if among and y is None:
            y = x[among[0]]
        x = {name: value for name, value in x.items() if name not in among}
    if isinstance(y, Mapping) and len(y) == 1:
        y = next(iter(y.values()))
    return x, y, weight
