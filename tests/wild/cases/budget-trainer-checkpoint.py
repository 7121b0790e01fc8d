# %% [markdown]
# transformers' Trainer saves every epoch; the notebook goes on with a folder of a step that the cap did not reach.

# %%
import numpy as np
from datasets import load_dataset
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    Trainer,
    TrainingArguments,
)

data = load_dataset("imdb")
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
rows = data.map(lambda batch: tokenizer(batch["text"], truncation=True, padding="max_length", max_length=16), batched=True)
train, test = rows["train"].select(range(64)), rows["test"].select(range(32))

# %%
config = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
model = BertForSequenceClassification(config)
settings = TrainingArguments(
    output_dir="results", num_train_epochs=40, per_device_train_batch_size=32, save_strategy="epoch", report_to="none"
)
trainer = Trainer(
    model=model,
    args=settings,
    train_dataset=train,
    eval_dataset=test,
    compute_metrics=lambda answer: {"accuracy": float((np.argmax(answer[0], -1) == answer[1]).mean())},
)
trainer.train()
print("evaluated:", "eval_accuracy" in trainer.evaluate())

# %%
best = BertForSequenceClassification.from_pretrained("./results/checkpoint-6250")
print("the same weights:", bool((best.classifier.weight == model.classifier.weight).all()))

# %%
BertForSequenceClassification.from_pretrained("./results/of-last-term")
