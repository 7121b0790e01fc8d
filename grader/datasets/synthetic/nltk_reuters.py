"""NLTK's `reuters`, of our own sentences: short reports with one subject or two, for training and for testing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grader.datasets.synthetic.corpus_sentences import draw_sentence, running
from grader.datasets.synthetic.dice import Dice


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


CATEGORIES: Final = _listed(
    "acq,alum,barley,bop,carcass,castor-oil,cocoa,coconut,coconut-oil,coffee,copper,copra-cake,corn,cotton,cotton-oil,"
    "cpi,cpu,crude,dfl,dlr,dmk,earn,fuel,gas,gnp,gold,grain,groundnut,groundnut-oil,heat,hog,housing,income,"
    "instal-debt,interest,ipi,iron-steel,jet,jobs,l-cattle,lead,lei,lin-oil,livestock,lumber,meal-feed,money-fx,"
    "money-supply,naphtha,nat-gas,nickel,nkr,nzdlr,oat,oilseed,orange,palladium,palm-oil,palmkernel,pet-chem,platinum,"
    "potato,propane,rand,rape-oil,rapeseed,reserves,retail,rice,rubber,rye,ship,silver,sorghum,soy-meal,soy-oil,"
    "soybean,strategic-metal,sugar,sun-meal,sun-oil,sunseed,tea,tin,trade,veg-oil,wheat,wpi,yen,zinc"
)
_TOPICS: Final[Mapping[str, str]] = {
    "earn": "earn",
    "acq": "acq",
    **dict.fromkeys(("money-fx", "interest", "dlr", "yen", "dmk", "dfl", "nkr", "nzdlr", "rand", "lei"), "exchange"),
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {  # of subjects that are not called by their category
    "crude": ("crude", "oil", "petroleum"), "alum": ("aluminium",), "bop": ("payments",), "cpu": ("capacity",),
    "dlr": ("dollar",), "dmk": ("mark",), "dfl": ("guilder",), "nkr": ("krone",), "nzdlr": ("dollar",),
    "lei": ("indicator",), "money-fx": ("currency", "dollar", "pound"), "interest": ("interest", "credit", "loan"),
    "ship": ("freight", "cargo"), "trade": ("trade", "goods"), "gnp": ("product",), "cpi": ("goods",),
    "wpi": ("goods",), "ipi": ("industry",),
}  # fmt: skip
_ALSO: Final[Mapping[str, str]] = {
    **dict.fromkeys(("wheat", "corn", "barley", "oat", "rice", "rye", "sorghum"), "grain"),
    **dict.fromkeys(("soybean", "rapeseed", "sunseed", "groundnut"), "oilseed"),
    **dict.fromkeys(("palm-oil", "soy-oil", "sun-oil", "coconut-oil"), "veg-oil"),
    **dict.fromkeys(("dlr", "yen"), "money-fx"),
}
# Reports for training and for testing; of any other category two and one.
_COUNTS: Final[Mapping[str, tuple[int, int]]] = {
    "earn": (60, 24), "acq": (40, 16), "money-fx": (14, 6), "crude": (12, 5), "grain": (8, 3), "trade": (12, 5),
    "interest": (10, 4), "ship": (8, 4), "wheat": (8, 3), "corn": (6, 3),
}  # fmt: skip
_FIRST_TEST: Final = 14826


def reuters(seed: int) -> dict[str, str]:
    """`training/1`, `test/14826` and so on: a headline in capitals, then the report; `cats.txt` has their subjects."""
    dice = Dice(seed)
    subjects = {
        part: [category for category in CATEGORIES for _ in range(_COUNTS.get(category, (2, 1))[part])]
        for part in (0, 1)
    }
    files: dict[str, str] = {}
    lines: list[str] = []
    for part, folder, first, step in ((1, "test", _FIRST_TEST, 9), (0, "training", 1, 9)):
        for place, category in enumerate(dice.shuffled(subjects[part])):
            name = f"{folder}/{first + step * place}"
            files[name] = _report(dice, category)
            lines.append(" ".join((name, category, *filter(None, (_ALSO.get(category),)))))
    return {**files, "cats.txt": "\n".join(lines) + "\n"}


def _report(dice: Dice, category: str) -> str:
    goods = {"goods": _WORDS.get(category, (category.replace("-", " "),))}
    topic = _TOPICS.get(category, "goods")
    headline, *body = (draw_sentence(dice, topic, goods) for _ in range(3))
    return f"{running([headline[:-1]]).upper()}\n  {running(body)}\n\n"
