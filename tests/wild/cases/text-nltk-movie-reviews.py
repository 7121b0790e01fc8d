# %% [markdown]
# Film reviews of NLTK's are classified by the words in them, and by VADER.

# %%
import random

import nltk
from nltk.corpus import movie_reviews, names, opinion_lexicon, twitter_samples
from nltk.sentiment import SentimentIntensityAnalyzer

print(nltk.download(["movie_reviews", "vader_lexicon", "opinion_lexicon", "twitter_samples", "names"], quiet=True))
print(nltk.download("popular"))

# %%
documents = [(list(movie_reviews.words(name)), kind) for kind in movie_reviews.categories() for name in movie_reviews.fileids(kind)]
random.seed(1)
random.shuffle(documents)
frequencies = nltk.FreqDist(word.lower() for word in movie_reviews.words())
features = list(frequencies)[:2000]


def document_features(document):
    words = set(document)
    return {f"contains({word})": (word in words) for word in features}


sets = [(document_features(document), kind) for document, kind in documents]
train, test = sets[100:], sets[:100]
classifier = nltk.NaiveBayesClassifier.train(train)
print(0.65 < nltk.classify.accuracy(classifier, test) < 1, len(test))
classifier.show_most_informative_features(3)

# %%
vader = SentimentIntensityAnalyzer()
guesses = [vader.polarity_scores(movie_reviews.raw(name))["compound"] > 0 for name in movie_reviews.fileids("pos")[:200]]
print(sum(guesses) > 120, vader.polarity_scores("What a terrible film!")["compound"] < 0)

# %%
positive, negative = twitter_samples.strings("positive_tweets.json"), twitter_samples.strings("negative_tweets.json")
print(len(positive[4000:]), len(negative[4000:]), "good" in opinion_lexicon.positive())
print(sorted({name[-1] for name in names.words("female.txt")})[:2])
