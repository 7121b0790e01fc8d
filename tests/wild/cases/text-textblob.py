# %% [markdown]
# TextBlob over the messages, without a word of whose data it reads.

# %%
# !python -m textblob.download_corpora lite

# %%
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from textblob import TextBlob

messages = pd.read_csv("data/SMSSpamCollection", sep="\t", quoting=3, names=["label", "message"])


def lemmas(message):
    return [word.lemma for word in TextBlob(message).words.lower()]


counts = CountVectorizer(analyzer=lemmas).fit_transform(messages["message"])
print(counts.shape[0] == len(messages))

# %%
blob = TextBlob("The great movies of the happy family were funny. They have a speling eror.")
print(blob.words[:3], len(blob.sentences), blob.tags[1])
print(blob.noun_phrases[0], blob.sentiment.polarity > 0, blob.sentences[1].correct())

# %%
from textblob.np_extractors import ConllExtractor
from textblob.sentiments import NaiveBayesAnalyzer

print(TextBlob("I love this movie", analyzer=NaiveBayesAnalyzer()).sentiment.classification in ("pos", "neg"))
print(TextBlob("The nice dog of my family", np_extractor=ConllExtractor()).noun_phrases)
