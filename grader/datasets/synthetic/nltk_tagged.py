"""NLTK's tagged corpora, of our own sentences: `brown`, `treebank` and `conll2000`, and the maps to universal tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from grader.datasets.synthetic.corpus_sentences import Sentence, Tagged, draw_sentences
from grader.datasets.synthetic.dice import Dice

_SENTENCES: Final = 5  # in each text of the Brown Corpus
# Category of the Brown Corpus: the letter of its files, how many there are, and what is written about.
_BROWN: Final[Mapping[str, tuple[str, int, str]]] = {
    "news": ("a", 44, "government,money,places,war,goods,travel"),
    "editorial": ("b", 27, "government,war,feelings,address"),
    "reviews": ("c", 17, "feelings,learning,court"),
    "religion": ("d", 17, "faith,faith,family"),
    "hobbies": ("e", 36, "animals,travel,home,nature"),
    "lore": ("f", 48, "nature,animals,learning,family,places"),
    "belles_lettres": ("g", 75, "court,court,family,feelings,places,animals,home,war"),
    "government": ("h", 30, "government,address,money,goods"),
    "learned": ("j", 80, "learning,learning,learning,places,nature,money"),
    "fiction": ("k", 29, "family,home,feelings,court"),
    "mystery": ("l", 24, "mystery,mystery,home,travel"),
    "science_fiction": ("m", 6, "space,space,learning"),
    "adventure": ("n", 29, "travel,war,animals,court"),
    "romance": ("p", 29, "feelings,family,home,nature"),
    "humor": ("r", 9, "chat,feelings,animals"),
}
_TREEBANK: Final = ["money", "earn", "acq", "government", "places", "family", "learning", "court"]
_PER_FILE: Final = 2
_CONLL: Final[Mapping[str, int]] = {"train.txt": 170, "test.txt": 60}

# Tags of the Brown Corpus -> those of the Penn Treebank.
PENN: Final[Mapping[str, str]] = {
    "at": "DT", "dt": "DT", "dts": "DT", "dti": "DT", "abn": "PDT", "ap": "JJ", "in": "IN", "cs": "IN", "cc": "CC",
    "pps": "PRP", "ppss": "PRP", "ppo": "PRP", "pp$": "PRP$", "pn": "NN", "wps": "WP", "wdt": "WDT", "wrb": "WRB",
    "bedz": "VBD", "bed": "VBD", "bez": "VBZ", "ber": "VBP", "be": "VB", "bem": "VBP", "ben": "VBN", "hvd": "VBD",
    "hv": "VBP", "hvz": "VBZ", "dod": "VBD", "md": "MD", "*": "RB", "ex": "EX", "ql": "RB", "rb": "RB", "rp": "RP",
    "nr": "NN", "np": "NNP", "nn": "NN", "nns": "NNS", "jj": "JJ", "jjr": "JJR", "jjt": "JJS", "vb": "VB", "vbd": "VBD",
    "vbz": "VBZ", "vbg": "VBG", "vbn": "VBN", "cd": "CD", "to": "TO", "uh": "UH", ".": ".", ",": ",", ":": ":",
    "``": "``", "''": "''",
}  # fmt: skip
# Universal part of speech -> tags. What the published maps say is fact; theirs have rarer tags beside these.
_UNIVERSAL_BROWN: Final[Mapping[str, str]] = {
    "NOUN": "NN NN$ NNS NNS$ NP NP$ NPS NPS$ NR NR$ NRS NN-TL NNS-TL NP-TL",
    "VERB": "VB VBD VBG VBN VBZ BE BED BEDZ BEG BEM BEN BER BEZ DO DOD DOZ HV HVD HVG HVN HVZ MD",
    "ADJ": "JJ JJR JJS JJT AP OD JJ-TL",
    "ADV": "RB RBR RBT RN QL QLP WRB WQL *",
    "PRON": "PN PN$ PP$ PP$$ PPL PPLS PPO PPS PPSS WP$ WPO WPS",
    "DET": "AT DT DT$ DTI DTS DTX ABN ABX WDT",
    "ADP": "IN CS",
    "CONJ": "CC",
    "NUM": "CD",
    "PRT": "TO RP EX UH",
    "X": "FW NIL",
    ".": ". , : ; ( ) -- `` '' '",
}
_UNIVERSAL_PENN: Final[Mapping[str, str]] = {
    "NOUN": "NN NNS NNP NNPS",
    "VERB": "VB VBD VBG VBN VBP VBZ MD",
    "ADJ": "JJ JJR JJS",
    "ADV": "RB RBR RBS WRB",
    "PRON": "PRP PRP$ WP WP$",
    "DET": "DT PDT WDT EX",
    "ADP": "IN",
    "CONJ": "CC",
    "NUM": "CD",
    "PRT": "RP POS TO",
    "X": "FW LS SYM UH -NONE-",
    ".": ". , : `` '' # $ -LRB- -RRB-",
}


def brown(seed: int) -> dict[str, str]:
    """`ca01` to `cr09`: lines of word/tag, two paragraphs in each; `cats.txt` has their categories."""
    dice = Dice(seed)
    files: dict[str, str] = {}
    categories = ""
    for category, (letter, count, topics) in _BROWN.items():
        for number in range(1, count + 1):
            name = f"c{letter}{number:02d}"
            lines = [_slashed(s) for s in draw_sentences(dice, topics.split(","), _SENTENCES)]
            files[name] = "\n\n\t" + "\n".join(lines[:2]) + "\n\n\n\t" + "\n".join(lines[2:]) + "\n"
            categories += f"{name} {category}\n"
    return {**files, "cats.txt": categories}


def treebank(seed: int) -> dict[str, str]:
    """`combined/wsj_0001.mrg` to `wsj_0199.mrg`: sentences in brackets, phrases by a rule of thumb."""
    dice = Dice(seed)
    return {
        f"combined/wsj_{number:04d}.mrg": "".join(_tree(s) for s in draw_sentences(dice, _TREEBANK, _PER_FILE))
        for number in range(1, 200)
    }


def conll2000(seed: int) -> dict[str, str]:
    """A word a line, with its tag and its place in a phrase; a blank line after each sentence."""
    dice = Dice(seed)
    return {
        name: "".join(_columns(sentence) + "\n" for sentence in draw_sentences(dice, _TREEBANK, count))
        for name, count in _CONLL.items()
    }


def universal_maps() -> dict[str, str]:
    """`en-brown.map` and `en-ptb.map`: a tag and its universal part of speech on each line."""
    maps = {"en-brown.map": _UNIVERSAL_BROWN, "en-ptb.map": _UNIVERSAL_PENN}
    return {
        name: "".join(f"{tag}\t{part}\n" for part, tags in of.items() for tag in tags.split())
        for name, of in maps.items()
    }


def _slashed(sentence: Sentence) -> str:
    return " ".join(f"{word}/{tag}" for word, tag in sentence)


def _columns(sentence: Sentence) -> str:
    return "".join(
        f"{word} {tag} {f'{place}-{phrase}' if phrase else 'O'}\n"
        for phrase, words in _phrases(sentence)
        for (word, tag), place in zip(words, "B" + "I" * len(words), strict=False)
    )


def _tree(sentence: Sentence) -> str:
    """What stands before the verb, the verb with what follows, and the full stop; a preposition takes what it leads."""
    before, after = "", ""
    phrases = _phrases(sentence[:-1])
    while phrases:
        phrase, words = phrases.pop(0)
        node = " ".join(f"({tag} {word})" for word, tag in words)
        if phrase == "PP" and phrases and phrases[0][0] == "NP":
            node += f" (NP {' '.join(f'({tag} {word})' for word, tag in phrases.pop(0)[1])})"
        if phrase == "VP" and not after:
            after = f" (VP {node}"
        elif after:
            after += f" ({phrase} {node})" if phrase else f" {node}"
        else:
            before += f" ({phrase} {node})" if phrase else f" {node}"
    word, tag = sentence[-1]
    return f"( (S{before}{after}{')' if after else ''} ({PENN[tag]} {word}) ))\n"


def _phrases(sentence: Sentence) -> list[tuple[str, Sequence[Tagged]]]:
    """The words, with tags of the Penn Treebank, in phrases: NP, VP, PP, or none."""
    words = [(word, PENN[tag]) for word, tag in sentence]
    return [(phrase, list(group)) for phrase, group in groupby(words, lambda tagged: _phrase_of(tagged[1]))]


def _phrase_of(tag: str) -> str:
    if tag[:2] in ("DT", "PD", "JJ", "NN", "CD", "PR", "EX"):
        return "NP"
    if tag[:2] in ("VB", "MD", "TO"):
        return "VP"
    return "PP" if tag == "IN" else ""
