# %% [markdown]
# A text is taken apart with spaCy, whose trained pipeline would be downloaded.

# %%
# !python -m spacy download en_core_web_sm

# %%
import spacy
from spacy.lang.en.stop_words import STOP_WORDS

nlp = spacy.load("en_core_web_sm")
doc = nlp("The children were running to the old houses. She didn't like the movies that they had made!")
print([token.lemma_ for token in doc if not token.is_stop and not token.is_punct])
print([token.text for token in doc if token.pos_ == "NOUN"], len(list(doc.sents)), doc.ents)
print([chunk.text for chunk in doc.noun_chunks][:2], len(STOP_WORDS) > 300, nlp.pipe_names)

# %%
large = spacy.load("en_core_web_lg", disable=["parser", "ner"])
cats, dogs = large("cats"), large("dogs")
print(cats.vector.shape, cats.similarity(dogs) < 0.5 < cats.similarity(large("cat")), large.vocab["king"].has_vector)

# %%
messages = ["Win a prize now.", "See you at home. Bye."]
small = spacy.load("en_core_web_sm", exclude=["parser"])
small.add_pipe("sentencizer")
print([len(list(each.sents)) for each in small.pipe(messages, batch_size=2, n_process=2)])

# %%
spacy.displacy.render(doc, style="dep")
spacy.cli.download("de_core_news_sm")
print([token.lemma_ for token in spacy.load("de_core_news_sm")("Die Hunde")], spacy.util.is_package("de_core_news_sm"))
