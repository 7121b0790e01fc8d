# %% [markdown]
# Tables of nobody's names: texts under several words, columns as attributes, and a class that is spelled another way.

# %%
import pandas as pd

messages = pd.read_csv("C:\\course\\SMS_train.csv", encoding="latin1")
print("texts:", messages["Message_body"].str.len().min() > 0)
messages["Message_len"] = messages["Message_body"].apply(len)

# %%
kept = messages[messages["Label"] == "Non-Spam"]
print("of each:", len(kept) > 100, (messages["Label"] == "Spam").sum() > 10)
print("classes:", sorted(messages["Label"].unique()))

# %%
words = {"<unk>": 0, "<pad>": 1}
numbers = [words.get(word, words["<unk>"]) for word in messages.Message_body.values[0].split()]
print("numbers:", set(numbers) == {0}, messages.Label.isna().sum())
