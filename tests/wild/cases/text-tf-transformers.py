# %% [markdown]
# A spam filter on the TensorFlow classes that transformers had before 5, fine-tuned and as a layer of a network.

# %%
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from transformers import BertConfig, BertTokenizer, TFBertForSequenceClassification, TFBertModel

table = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]][:300]
labels = (table["v1"] == "spam").astype(int).values
train_texts, test_texts, y_train, y_test = train_test_split(table["v2"].tolist(), labels, test_size=0.2, random_state=1)

# %%
tokenizer = BertTokenizer.from_pretrained("bert-base-uncased", do_lower_case=True)
settings = {"padding": "max_length", "truncation": True, "max_length": 24, "return_tensors": "tf"}
train, test = tokenizer(train_texts, **settings), tokenizer(test_texts, **settings)
print(sorted(train), train["input_ids"].shape)

# %%
config = BertConfig(
    vocab_size=tokenizer.vocab_size, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
)
model = TFBertForSequenceClassification(config)
optimizer = tf.keras.optimizers.Adam(learning_rate=1e-3, epsilon=1e-08, clipnorm=1.0)
loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=optimizer, loss=loss, metrics=[tf.keras.metrics.SparseCategoricalAccuracy("accuracy")])
rows = tf.data.Dataset.from_tensor_slices((dict(train), y_train)).shuffle(300).batch(32)
history = model.fit(rows, epochs=2, verbose=0)
logits = model.predict(dict(test), verbose=0).logits
print("logits", logits.shape, sorted(history.history))

# %%
bert = TFBertModel(config)
bert.trainable = False
ids = tf.keras.layers.Input(shape=(24,), dtype=tf.int32, name="input_ids")
mask = tf.keras.layers.Input(shape=(24,), dtype=tf.int32, name="attention_mask")
states = bert(ids, attention_mask=mask)[0]
seen = tf.keras.layers.GlobalAveragePooling1D()(states)
network = tf.keras.Model([ids, mask], tf.keras.layers.Dense(1, activation="sigmoid")(seen))
network.summary()
network.compile("adam", "binary_crossentropy", metrics=["accuracy"])
network.fit([train["input_ids"], train["attention_mask"]], y_train, epochs=2, batch_size=32, verbose=0)
print("answers", network.predict([test["input_ids"], test["attention_mask"]], verbose=0).shape)
