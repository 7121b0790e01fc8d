"""The grammar of the synthetic tweets: our own, with slots in braces; what side a tweet takes, its face shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(option.strip() for option in text.split(","))


SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "up": (":)", ":)", ":)", ":-)", ":D", ";)"),
    "down": (":(", ":(", ":(", ":-(", ":'("),
    "user": _listed(
        "@mila_{d}{d},@old_tom,@kofi{d},@bookworm{d}{d},@dr_pine,@runs_late{d},@the_{thing}_shop,@amira{d}"
    ),
    "thing": _listed("song,game,movie,photo,cake,book,team,show,phone,train,coffee,dress,garden,weekend,concert,puppy"),
    "place": _listed("London,Paris,school,work,home,the beach,the station,Berlin,town,the office"),
    "when": _listed("today,tonight,tomorrow,on Friday,this week,now,this morning"),
    "tag": _listed("#monday,#weekend,#music,#food,#friends,#{thing},#love,#bored,#life"),
    "nice": _listed("great,happy,lovely,amazing,good,cute,wonderful,excited,glad"),
    "sour": _listed("sad,bad,sick,tired,terrible,awful,lonely,late,broken"),
    "link": ("http://t.example/{d}{c}{d}{c}",),
    "c": tuple("abcdehkmnprtuvwxyz"),
    "d": tuple("123456789"),
}
POSITIVE: Final = (
    "{user} thanks for the follow {up}",
    "{user} thank you, have a {nice} day {up}",
    "so {nice} {when} {up}",
    "what a {nice} {thing} {up} {tag}",
    "{user} love the {thing} {up}",
    "feeling {nice} {when} {up}",
    "good morning {place} {up}",
    "new {thing} is here {up} {link}",
    "see you {when} {user} {up}",
    "the {thing} made me smile {up}",
    "{user} you look {nice} {up}",
    "best {thing} ever {up} {tag}",
    "off to {place}, so {nice} {up}",
    "Happy birthday {user} {up}",
    "we won the {thing} {up} {tag}",
    "{user} glad you like my {thing} {up}",
)
NEGATIVE: Final = (
    "{user} I miss you {down}",
    "so {sour} {when} {down}",
    "my {thing} is {sour} {down}",
    "{user} sorry about the {thing} {down}",
    "feeling {sour} {when} {down}",
    "why is the {thing} so {sour} {down}",
    "can't sleep, {sour} {thing} {down}",
    "stuck at {place} {when} {down} {tag}",
    "I lost my {thing} {down}",
    "{user} no {thing} for me {down}",
    "don't want to go to {place} {down}",
    "the {thing} is over {down} {tag}",
    "{user} I want a {thing} too {down}",
    "worst {thing} ever {down} {tag}",
    "my head hurts {when} {down}",
    "{user} please come back {down} {link}",
)
