# %% [markdown]
# The list of words that is published with the reviews, taken out of its folder and laid beside the notebook.

# %%
numbers = {}
with open("imdb.vocab") as file:
    for number, line in enumerate(file):
        numbers[line.replace("\n", "")] = number
print("enough:", len(numbers) > 500)

# %%
from pathlib import Path

review = next(Path("aclImdb/train/pos").iterdir()).read_text()
print("known:", sum(word in numbers for word in review.casefold().split()) > 5)

# %%
with open("aclImdb/test/pos/0_10.txt") as one, open("aclImdb/test/neg/127_3.txt") as other:
    print("by name:", len(one.read()) > 20, len(other.read()) > 20)
