"""NLTK's corpora of running text and of chats, of our own sentences: `gutenberg`, `inaugural` and the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from grader.datasets.synthetic.corpus_sentences import Sentence, draw_sentence, draw_sentences, running
from grader.datasets.synthetic.dice import Dice

_NOVEL: Final = "family,feelings,home,court"
_TALE: Final = "animals,nature,travel,family"
_VERSE: Final = "nature,faith,feelings,court"
_PLAY: Final = "court,court,war,feelings"
_CASE: Final = "mystery,home,money,places,learning,travel,government"
_GUTENBERG: Final[Mapping[str, str]] = {
    "austen-emma": _NOVEL, "austen-persuasion": _NOVEL, "austen-sense": _NOVEL, "bible-kjv": "faith,faith,court,war",
    "blake-poems": _VERSE, "bryant-stories": _TALE, "burgess-busterbrown": _TALE, "carroll-alice": "court,animals,home",
    "chesterton-ball": _CASE, "chesterton-brown": _CASE, "chesterton-thursday": _CASE,
    "edgeworth-parents": "family,learning,money", "melville-moby_dick": "nature,travel,animals,places",
    "milton-paradise": _VERSE, "shakespeare-caesar": _PLAY, "shakespeare-hamlet": _PLAY, "shakespeare-macbeth": _PLAY,
    "whitman-leaves": "nature,places,government,war",
}  # fmt: skip
_GUTENBERG_SENTENCES: Final = 112
_GENESIS: Final = ("english-kjv", "english-web")
_WEBTEXT: Final[Mapping[str, str]] = {
    "firefox": "learning,chat", "grail": "court,chat", "overheard": "chat,home", "pirates": "travel,war,money",
    "singles": "chat,feelings", "wine": "feelings,places",
}  # fmt: skip
# Each president, with the years in which an address was given.
_ADDRESSES: Final = (
    "1789 1793 Washington,1797 Adams,1801 1805 Jefferson,1809 1813 Madison,1817 1821 Monroe,1825 Adams,"
    "1829 1833 Jackson,1837 VanBuren,1841 Harrison,1845 Polk,1849 Taylor,1853 Pierce,1857 Buchanan,1861 1865 Lincoln,"
    "1869 1873 Grant,1877 Hayes,1881 Garfield,1885 Cleveland,1889 Harrison,1893 Cleveland,1897 1901 McKinley,"
    "1905 Roosevelt,1909 Taft,1913 1917 Wilson,1921 Harding,1925 Coolidge,1929 Hoover,1933 1937 1941 1945 Roosevelt,"
    "1949 Truman,1953 1957 Eisenhower,1961 Kennedy,1965 Johnson,1969 1973 Nixon,1977 Carter,1981 1985 Reagan,"
    "1989 Bush,1993 1997 Clinton,2001 2005 Bush,2009 2013 Obama,2017 Trump,2021 Biden"
)
# The same of the state of the union; each president's years one after the other.
_STATES: Final = (
    "1945-1951 Truman,1953-1960 Eisenhower,1961-1963 Kennedy,1964-1969 Johnson,1970-1974 Nixon,1975-1977 Ford,"
    "1978-1980 Carter,1981-1988 Reagan,1989-1992 Bush,1993-2000 Clinton,2001-2006 GWBush"
)
_BROADCASTS: Final[Mapping[str, str]] = {
    "rural": "nature,animals,money,government",
    "science": "learning,nature,places",
}
_CHATS: Final = (
    "10-19-20s_706posts,10-19-30s_705posts,10-19-40s_686posts,10-19-adults_706posts,10-24-40s_706posts,"
    "10-26-teens_706posts,11-06-adults_706posts,11-08-20s_705posts,11-08-40s_706posts,11-08-adults_705posts,"
    "11-08-teens_706posts,11-09-20s_706posts,11-09-40s_706posts,11-09-adults_706posts,11-09-teens_706posts"
)
_POSTS: Final = 8
_SPEAKERS: Final = 40
_OPENERS: Final[Mapping[str, str]] = {
    "Hi": "Greet",
    "Bye": "Bye",
    "Yes": "yAnswer",
    "No": "nAnswer",
    "Is": "ynQuestion",
}
_CHAT_TAGS: Final[Mapping[str, str]] = {
    "np": "NNP", "nn": "NN", "nns": "NNS", "jj": "JJ", "uh": "UH", "vbd": "VBD", "vb": "VB", "at": "DT", "pps": "PRP",
    "ppss": "PRP", "wps": "WP", "wdt": "WDT", "wrb": "WRB", "bez": "VBZ", "bem": "VBP", "ber": "VBP", "bedz": "VBD",
    "dod": "VBD", "hv": "VBP", "in": "IN", "cc": "CC", "rb": "RB", "ql": "RB", "*": "RB", ".": ".", ",": ",",
}  # fmt: skip


def gutenberg(seed: int) -> dict[str, str]:
    """`austen-emma.txt` and the others, in paragraphs below a line that says what they are."""
    dice = Dice(seed)
    return {
        f"{name}.txt": f"[Synthetic text in place of {name}]\n\n"
        + _paragraphs(draw_sentences(dice, topics.split(","), _GUTENBERG_SENTENCES))
        for name, topics in _GUTENBERG.items()
    }


def genesis(seed: int) -> dict[str, str]:
    dice = Dice(seed)
    return {f"{name}.txt": _paragraphs(draw_sentences(dice, ("faith",), 60)) for name in _GENESIS}


def webtext(seed: int) -> dict[str, str]:
    dice = Dice(seed)
    return {
        f"{name}.txt": "".join(running([s]) + "\n" for s in draw_sentences(dice, topics.split(","), 40))
        for name, topics in _WEBTEXT.items()
    }


def inaugural(seed: int) -> dict[str, str]:
    """`1789-Washington.txt` to `2021-Biden.txt`."""
    dice = Dice(seed)
    files: dict[str, str] = {}
    for line in _ADDRESSES.split(","):
        *years, president = line.split()
        for year in years:
            files[f"{year}-{president}.txt"] = _paragraphs(draw_sentences(dice, ("address", "address", "war"), 9))
    return files


def state_union(seed: int) -> dict[str, str]:
    """`1945-Truman.txt` to `2006-GWBush.txt`, one for each year."""
    dice = Dice(seed)
    files: dict[str, str] = {}
    for line in _STATES.split(","):
        years, president = line.split()
        first, last = map(int, years.split("-"))
        for year in range(first, last + 1):
            files[f"{year}-{president}.txt"] = _paragraphs(draw_sentences(dice, ("address", "money", "war"), 6))
    return files


def abc(seed: int) -> dict[str, str]:
    """`rural.txt` and `science.txt`, as they were broadcast."""
    dice = Dice(seed)
    return {
        f"{name}.txt": _paragraphs(draw_sentences(dice, topics.split(","), 250)) for name, topics in _BROADCASTS.items()
    }


def nps_chat(seed: int) -> dict[str, str]:
    """Posts as XML: what kind of utterance, by whom, and its words with tags."""
    dice = Dice(seed)
    files: dict[str, str] = {}
    for name in _CHATS.split(","):
        room = name.partition("_")[0]
        posts = "".join(
            _post(draw_sentence(dice, "chat"), f"{room}User{1 + dice.below(_SPEAKERS)}") for _ in range(_POSTS)
        )
        files[f"{name}.xml"] = f"<Session><Posts>\n{posts}</Posts></Session>\n"
    return files


def _paragraphs(sentences: Sequence[Sentence]) -> str:
    """Four sentences in each, a line for each sentence."""
    blocks = [sentences[start : start + 4] for start in range(0, len(sentences), 4)]
    return "\n\n".join("\n".join(running([sentence]) for sentence in block) for block in blocks) + "\n"


def _post(sentence: Sentence, user: str) -> str:
    terminals = "".join(f"<t pos={quoteattr(_CHAT_TAGS[tag])} word={quoteattr(word)}/>" for word, tag in sentence)
    head = f"<Post class={quoteattr(_kind(sentence))} user={quoteattr(user)}>{running([sentence])}"
    return f"{head}<terminals>{terminals}</terminals></Post>\n"


def _kind(sentence: Sentence) -> str:
    opener = _OPENERS.get(sentence[0][0])
    if sentence[-1][0] == "?":
        return opener if opener == "Greet" else "whQuestion"
    return opener or ("Emphasis" if sentence[-1][0] == "!" else "Statement")
