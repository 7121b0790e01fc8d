# %%
import pandas as pd

messages = pd.read_csv("SMSSpamCollection", sep="\t", header=None, names=["label", "text"])
train = messages.sample(3000, random_state=2)
rest = messages[~messages.index.isin(train.index)]
valid = rest.sample(1000, random_state=2)
test = rest.drop(index=valid.index)

# %%
print(0.4 < len(train) / len(messages) < 0.65, len(valid) > 100, len(test) > 100)
print(sorted(set(test.label)), not set(test.index) & {*train.index, *valid.index})
