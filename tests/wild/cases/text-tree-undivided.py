# %%
import os

from sklearn.datasets import load_files

texts, labels = [], []
for kind in ["pos", "neg"]:
    folder = os.path.join(os.getcwd(), "movie_reviews", kind)
    for name in os.listdir(folder):
        with open(folder + "\\" + name) as file:
            texts.append(file.read())
        labels.append(kind)
print(len(texts), labels.count("pos"))

# %%
reviews = load_files("data/review_polarity/txt_sentoken", encoding="utf-8")
print(reviews.target_names, len(reviews.data))

# %%
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

words = CountVectorizer(binary=True)
model = MultinomialNB().fit(words.fit_transform(texts), labels)
print(sorted(os.listdir("aclImdb")))
