# %% [markdown]
# Two tables that were written with their index, which the code takes away; one has the labels as numbers as well.

# %%
import pandas as pd

mails = pd.read_csv("spam_ham_dataset.csv")
mails = mails.drop(["Unnamed: 0"], axis=1)
print(list(mails.columns), (mails["label_num"] == (mails["label"] == "spam")).all(), mails["text"].map(len).min() > 0)

# %%
other = pd.read_csv("data/my_messages.csv")
other.drop(columns=["Unnamed: 0"], inplace=True)
print(list(other.columns), len(other) == len(mails))
