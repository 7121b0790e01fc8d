# %% [markdown]
# spaCy as it was in 2019: the package of a pipeline is imported, components are objects, a classifier is trained.

# %%
import random

import en_core_web_sm
import spacy
from spacy.matcher import Matcher
from spacy.util import compounding, minibatch

nlp = en_core_web_sm.load()
matcher = Matcher(nlp.vocab)
matcher.add("PRIZE", None, [{"LOWER": "free"}, {"LOWER": "prize"}])
print([nlp("A Free prize for you")[start:end].text for _, start, end in matcher(nlp("A Free prize for you"))])

# %%
short = spacy.load("en", parser=False, entity=False).pipe_names
print("parser" in short, "ner" in short, "tagger" in short)
nlp = spacy.load("en", disable=["parser"])
nlp.add_pipe(nlp.create_pipe("sentencizer"))


def shout(doc):
    print("words:", len(doc))
    return doc


nlp.add_pipe(shout, first=True)
print([sentence.text for sentence in nlp("One. Two.").sents], nlp.pipe_names[0])

# %%
nlp.remove_pipe("shout")
textcat = nlp.create_pipe("textcat", config={"exclusive_classes": True, "architecture": "bow"})
nlp.add_pipe(textcat, last=True)
textcat.add_label("SPAM")
textcat.add_label("HAM")
rows = [("win a free prize", {"cats": {"SPAM": 1.0, "HAM": 0.0}}), ("see you at home", {"cats": {"SPAM": 0.0, "HAM": 1.0}})]
others = [pipe for pipe in nlp.pipe_names if pipe != "textcat"]
with nlp.disable_pipes(*others):
    optimizer = nlp.begin_training()
    for epoch in range(8):
        random.shuffle(rows)
        losses = {}
        for batch in minibatch(rows, size=compounding(2.0, 4.0, 1.001)):
            texts, annotations = zip(*batch)
            nlp.update(texts, annotations, sgd=optimizer, drop=0.1, losses=losses)
    print(sorted(losses), nlp("win a free prize").cats["SPAM"] > 0.5)

# %%
ner = nlp.get_pipe("ner")
ner.add_label("FOOD")
with nlp.disable_pipes(*[pipe for pipe in nlp.pipe_names if pipe != "ner"]):
    optimizer = nlp.resume_training()
    for epoch in range(12):
        nlp.update(["I eat rice"] * 4, [{"entities": [(6, 10, "FOOD")]}] * 4, sgd=optimizer, losses={})
print([(entity.text, entity.label_) for entity in nlp("I eat rice").ents])

# %%
print(len(list(nlp.pipe(["I eat", "you eat"], n_threads=2))), "read")
