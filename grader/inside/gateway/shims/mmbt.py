"""The multimodal bitransformer of transformers before 5: a text and a picture read by one transformer.

What an encoder makes of the picture is projected to the size of the transformer's own embeddings, stands before those
of the text, and both go through its layers together. Source: Kiela et al. 2019, "Supervised Multimodal Bitransformers
for Classifying Images and Text", section 3. Imported when a notebook asks for it, after torch and transformers.

Parts and parameters have the names that notebooks know them by.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional
from transformers.modeling_outputs import BaseModelOutputWithPooling, SequenceClassifierOutput

_MODAL_TYPE, _TEXT_TYPE = 0, 1


class MMBTConfig:
    """The settings of the transformer `config`, and what is asked of the whole.

    Args: `num_labels` as in `config` unless given; `modal_hidden_size` values that the encoder gives for each place.
    """

    def __init__(self, config: Any, num_labels: int | None = None, modal_hidden_size: int = 2048) -> None:
        vars(self).update(vars(config))
        self.num_labels: int = config.num_labels if num_labels is None else num_labels
        self.modal_hidden_size = modal_hidden_size


class ModalEmbeddings(nn.Module):  # type: ignore[misc]  # torch has no types here
    """The places of a picture as a transformer reads them; all but the projection is shared with `embeddings`."""

    def __init__(self, config: Any, encoder: Any, embeddings: Any) -> None:
        super().__init__()
        self.encoder = encoder
        self.proj_embeddings = nn.Linear(config.modal_hidden_size, config.hidden_size)
        self.embeddings = embeddings

    def forward(
        self, input_modal: Any, start_token: Any = None, end_token: Any = None, position_ids: Any = None,
        token_type_ids: Any = None,
    ) -> Any:  # fmt: skip
        """Pictures to embeddings of shape (rows, places, hidden size); a token adds a place before or after them.

        Args: `input_modal` as the encoder takes it, which gives (rows, places, modal hidden size); tokens (rows,).
        """
        shared = self.embeddings
        parts = [self.proj_embeddings(self.encoder(input_modal))]
        if start_token is not None:
            parts.insert(0, shared.word_embeddings(start_token).unsqueeze(1))
        if end_token is not None:
            parts.append(shared.word_embeddings(end_token).unsqueeze(1))
        seen = torch.cat(parts, dim=1)
        rows, places = seen.shape[:2]
        if position_ids is None:
            position_ids = torch.arange(places, device=seen.device).expand(rows, places)
        if token_type_ids is None:
            token_type_ids = torch.full((rows, places), _MODAL_TYPE, device=seen.device)
        placed = seen + shared.position_embeddings(position_ids) + shared.token_type_embeddings(token_type_ids)
        return shared.dropout(shared.LayerNorm(placed))


class MMBTModel(nn.Module):  # type: ignore[misc]
    """A `transformer` built as BERT is, which also reads what `encoder` makes of a picture."""

    def __init__(self, config: Any, transformer: Any, encoder: Any) -> None:
        super().__init__()
        self.config = config
        self.transformer = transformer
        self.modal_encoder = ModalEmbeddings(config, encoder, transformer.embeddings)

    def forward(
        self, input_modal: Any, input_ids: Any = None, modal_start_tokens: Any = None, modal_end_tokens: Any = None,
        attention_mask: Any = None, token_type_ids: Any = None, modal_token_type_ids: Any = None,
        position_ids: Any = None, modal_position_ids: Any = None, *, inputs_embeds: Any = None,
        return_dict: bool | None = None, **others: Any,
    ) -> Any:  # fmt: skip
        """States of shape (rows, places + tokens, hidden size), and what the pooler makes of the first.

        Args: `input_ids` (rows, tokens), or `inputs_embeds` with one more axis; `attention_mask` is of the text, 1
        where it has tokens, and all of a picture is looked at.
        Raises: ValueError without a text or with two; NotImplementedError for `others` that are set.
        """
        _refuse(others)
        if (input_ids is None) == (inputs_embeds is None):
            raise ValueError("either input_ids or inputs_embeds has to be given, and not both")
        seen = self.modal_encoder(
            input_modal, modal_start_tokens, modal_end_tokens, modal_position_ids, modal_token_type_ids
        )
        shape = input_ids.shape if input_ids is not None else inputs_embeds.shape[:2]
        embeddings = self.transformer.embeddings
        if token_type_ids is None:
            # RoBERTa knows one type only.
            text_type = min(_TEXT_TYPE, embeddings.token_type_embeddings.num_embeddings - 1)
            token_type_ids = torch.full(shape, text_type, device=seen.device)
        read = embeddings(
            input_ids=input_ids, token_type_ids=token_type_ids, position_ids=position_ids, inputs_embeds=inputs_embeds
        )
        if attention_mask is None:
            attention_mask = torch.ones(shape, device=seen.device)
        states = self.transformer.encoder(
            torch.cat((seen, read), dim=1), attention_mask=_hiding(attention_mask, seen)
        )[0]  # fmt: skip
        pooled = self.transformer.pooler(states) if self.transformer.pooler is not None else None
        output = BaseModelOutputWithPooling(last_hidden_state=states, pooler_output=pooled)
        return output if _named(self.config, return_dict) else output.to_tuple()

    def get_input_embeddings(self) -> Any:
        """Those of the words."""
        return self.transformer.get_input_embeddings()

    def set_input_embeddings(self, value: Any) -> None:
        """Read words, and the tokens around a picture, by `value`."""
        self.transformer.set_input_embeddings(value)


class MMBTForClassification(nn.Module):  # type: ignore[misc]
    """A class for each pair of text and picture; with one label, a number."""

    def __init__(self, config: Any, transformer: Any, encoder: Any) -> None:
        super().__init__()
        self.config = config
        self.num_labels = config.num_labels
        self.mmbt = MMBTModel(config, transformer, encoder)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.classifier = nn.Linear(config.hidden_size, config.num_labels)

    def forward(
        self, input_modal: Any, input_ids: Any = None, *places: Any, labels: Any = None,
        return_dict: bool | None = None, **named: Any,
    ) -> Any:  # fmt: skip
        """Logits of shape (rows, labels), before them the loss where there are `labels` of shape (rows,).

        The loss is the mean squared error for one label, else the cross-entropy. The other arguments are MMBTModel's.
        """
        read = self.mmbt(input_modal, input_ids, *places, return_dict=True, **named)
        logits = self.classifier(self.dropout(read.pooler_output))
        loss = None
        if labels is not None and self.num_labels == 1:
            loss = functional.mse_loss(logits.view(-1), labels.view(-1).to(logits.dtype))
        elif labels is not None:
            loss = functional.cross_entropy(logits, labels.view(-1))
        output = SequenceClassifierOutput(loss=loss, logits=logits)
        return output if _named(self.config, return_dict) else output.to_tuple()

    def get_input_embeddings(self) -> Any:
        """Those of the words."""
        return self.mmbt.get_input_embeddings()

    def set_input_embeddings(self, value: Any) -> None:
        """Read words, and the tokens around a picture, by `value`."""
        self.mmbt.set_input_embeddings(value)


def _hiding(text_mask: Any, seen: Any) -> Any:
    """What is added to scores of attention, (rows, 1, 1, places + tokens): much below 0 for tokens of a padding.

    Every implementation of attention on a CPU adds a mask of this form, so it does not matter which was chosen.
    """
    kept = torch.cat((torch.ones(seen.shape[:2], device=seen.device), text_mask.to(seen)), dim=1).to(seen)
    return ((1.0 - kept) * torch.finfo(seen.dtype).min)[:, None, None, :]


def _refuse(others: dict[str, Any]) -> None:
    asked = [name for name, value in others.items() if value is not None and value is not False]
    if asked:
        raise NotImplementedError(f"MMBT of the grader does not know {', '.join(asked)}")


def _named(config: Any, return_dict: bool | None) -> bool:
    return bool(getattr(config, "return_dict", True) if return_dict is None else return_dict)
