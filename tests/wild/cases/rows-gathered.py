# %% [markdown]
# Reviews by their published numbers, one after the other into lists: training and validation rows.

# %%
import pandas as pd

reviews = pd.read_csv("IMDB Dataset.csv")
texts, labels = list(reviews.review), reviews.sentiment
num_train = 35000
num_val = 15000

# %%
vocabulary = {}
for i in range(num_train):
    for word in texts[i].split():
        vocabulary.setdefault(word, len(vocabulary))


# %%
def gather(first, last):
    rows, answers = [], []
    for i in range(first, last):
        words = texts[i].split()
        rows.append([vocabulary.get(word, 0) for word in words][:50])
        answers.append(labels[i])
    return rows, answers


rows, answers = gather(0, num_train)
others, other_answers = gather(num_train, num_train + num_val)
print("each once:", len(rows) + len(others) == len(reviews), len(rows) > 2 * len(others))
print("in order:", answers + other_answers == list(labels))

# %%
# Lists of these rows are cut and counted as the published ones.
lengths = []
for i in range(num_train):
    lengths.append(len(rows[i]))
print("again:", len(lengths) == len(rows), len(rows[:30000]) > len(rows[30000:]) > 0)

# %%
right = 0
for i in range(num_val):
    right += other_answers[i] == other_answers[0]
print("a share:", 0 < right / num_val < 1)

# %%
# Words are taken until there are as many as a text may have.
longest = 700
taken = []
for word in ["a"] * 800:
    taken.append(word)
    if len(taken) == longest:
        break
print("until:", len(taken))
