# %%
import pickle

import pandas as pd
from sklearn.model_selection import train_test_split

messages = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
train, test = train_test_split(messages, test_size=0.25)
print(len(train) > len(test))

# %%
with open("tuned_tokenizer.pickle", "rb") as file:
    tokenizer = pickle.load(file)

# %%
from tensorflow.keras.models import load_model

model = load_model("spam_lstm_final.keras")
