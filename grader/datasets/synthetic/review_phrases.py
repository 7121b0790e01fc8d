"""The grammar the synthetic film reviews are drawn from: our own sentences, slots in braces.

Both kinds of review speak of the same things, grant the other side a point and deny what they do not mean, so that
counting words tells much and not all. A sentence says something good or bad through its slots: {good} and {bad} are
adjectives, {relish} and {suffer} what viewers did, {bravely} and {lazily} how a thing was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(option.strip() for option in text.split(","))


GOOD: Final = _listed(
    "great,good,wonderful,moving,funny,brilliant,touching,excellent,charming,beautiful,superb,gripping,fresh,warm,"
    "clever,delightful,honest,thrilling,perfect,witty,tender,memorable,powerful,elegant,believable,stunning,subtle,"
    "inspired,lovely,rewarding,hilarious,haunting,graceful,heartfelt,intelligent,original,refreshing,splendid,vivid,"
    "compelling,enchanting,magnificent,poignant,satisfying,terrific,joyful,luminous,playful,remarkable,sincere"
)
BAD: Final = _listed(
    "bad,boring,awful,dull,terrible,poor,weak,stupid,predictable,horrible,lazy,silly,flat,tedious,clumsy,pointless,"
    "annoying,wooden,ridiculous,lame,shallow,pathetic,confused,ugly,dreadful,bland,forced,messy,painful,cheap,"
    "disappointing,forgettable,hollow,incoherent,laughable,lifeless,pretentious,rushed,sluggish,tiresome,tasteless,"
    "unconvincing,unfunny,vapid,worthless,stale,shoddy,grating,abysmal,cynical"
)

SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "good": GOOD,
    "bad": BAD,
    "bravely": _listed(
        "beautifully,brilliantly,perfectly,wonderfully,cleverly,superbly,gracefully,honestly,warmly,vividly,splendidly"
    ),
    "lazily": _listed("badly,poorly,clumsily,lazily,terribly,painfully,cheaply,awkwardly,carelessly,hopelessly,weakly"),
    "relish": _listed(
        "loved,enjoyed,admired,adored,treasured,savoured,cherished,praised,laughed through,cried through,applauded"
    ),
    "suffer": _listed(
        "hated,regretted,loathed,endured,disliked,slept through,yawned through,walked out of,suffered through,mocked"
    ),
    "triumph": _listed("triumph,delight,gem,masterpiece,treasure,joy,classic,pleasure,success,surprise,treat,marvel"),
    "disaster": _listed(
        "disaster,mess,failure,bore,waste of time,disgrace,embarrassment,chore,flop,insult,mistake,shambles"
    ),
    "part": _listed(
        "acting,script,plot,dialogue,music,camera work,editing,story,ending,direction,lighting,pacing,cast,sound,"
        "humour,opening,soundtrack,costume design,photography,villain,hero,love story,final act,first half,second half"
    ),
    "parts": _listed(
        "scenes,characters,jokes,songs,performances,effects,costumes,actors,twists,images,lines,dances,sets,fights,"
        "chases,stunts,voices,speeches,subplots,landscapes,monsters,close-ups,flashbacks,titles"
    ),
    "film": _listed("film,movie,picture,film,movie,feature,production,adaptation,remake,sequel"),
    "films": _listed("films,movies,pictures,stories,sequels,thrillers,comedies,dramas,westerns,musicals,remakes"),
    "genre": _listed(
        "comedy,thriller,drama,western,musical,horror film,war film,love story,mystery,fantasy,crime story,road movie,"
        "ghost story,family film,cartoon,documentary,satire,costume drama,space adventure,heist film"
    ),
    "name": _listed(
        "Alma Reyes,Tom Okafor,Ingrid Vale,Marcus Hale,Priya Nandan,Leo Castell,Ruth Amberley,Hiro Tanabe,Nora Quist,"
        "Sam Delacroix,Vera Lindqvist,Omar Haddad,Clara Boone,Felix Brandt,Mina Park,Jack Thornbury,Elena Moravec,"
        "Dario Conti,Grace Adeyemi,Anton Belsky,Lucia Ferro,Walter Pym,Sofia Lund,Kofi Mensah,Hannah Weir"
    ),
    "who": _listed(
        "detective,teacher,nurse,soldier,farmer,pianist,widow,thief,sailor,lawyer,student,pilot,painter,baker,boxer,"
        "journalist,spy,priest,dancer,mechanic,orphan,chemist,fisherman,clown,waitress,butcher,singer,smuggler"
    ),
    "whose": _listed(
        "children,brothers,sisters,neighbours,parents,friends,enemies,colleagues,cousins,wives,husbands,pupils,"
        "soldiers,thieves,strangers,ghosts,wolves,daughters,sons,partners,rivals,bosses,lovers,witnesses"
    ),
    "does": _listed(
        "hides,discovers,steals,rescues,follows,betrays,remembers,marries,chases,protects,meets,loses,teaches,blames,"
        "questions,deceives,misses,fights,visits,forgives,escapes,watches"
    ),
    "doing": _listed(
        "running from,looking for,dreaming of,writing to,waiting for,lying to,fighting with,singing about,hiding from,"
        "searching for,arguing with,living with,talking to,thinking about,working for,travelling with,falling for"
    ),
    "place": _listed(
        "a small town,a mountain village,the harbour,an old hotel,the desert,a boarding school,a sinking ship,Paris,"
        "a railway station,the suburbs,a circus,an empty theatre,a prison,a lighthouse,the countryside,a hospital,"
        "a frozen island,the jungle,a mining camp,a seaside resort,a factory,the capital,a haunted house"
    ),
    "thing": _listed(
        "letters,diamonds,secrets,photographs,memories,debts,wishes,weapons,dreams,promises,horses,paintings,keys,"
        "lies,maps,diaries,watches,recipes,trains,knives,boxes,treasures,bodies,clues,shelves,leaves,churches"
    ),
    "when": _listed(
        "last night,on a rainy Sunday,years ago,with my family,at a festival,late in the evening,on a long flight,"
        "with two friends,in an empty cinema,as a child,over the holidays,on a tiny screen"
    ),
    "year": tuple(str(year) for year in range(1948, 2012, 3)),
    "minutes": _listed("ninety,eighty,a hundred,the first twenty,the last thirty,forty,sixty"),
    "very": ("very ", "really ", "so ", "quite ", "truly ", "", "", "", "rather ", "deeply ", "simply "),
    "rate": ("{d}/10", "{d} out of 10", "{d} stars"),
    "d": tuple("3456789"),
}

NEUTRAL: Final[tuple[str, ...]] = (
    "The story is set in {place}, where a {who} {does} the {thing} of two {whose}.",
    "{name} plays a {who} who {does} three {whose} and goes on {doing} them.",
    "It was made in {year} and shot in {place}.",
    "I saw this {film} {when}, and my {whose} were {doing} the {who} all the way home.",
    "A {who} from {place} {does} his {whose}, while {name} is {doing} the {thing}.",
    "There are {thing}, there are {whose}, and in the middle there is a {who}.",
    "It runs for {minutes} minutes and most of them take place in {place}.",
    "{name} directed it after two other {films} about {whose} and {thing}.",
    "The book had more {thing} and fewer {whose}, as readers will remember.",
    "My {whose} asked me what I was watching, and I told them it was a {genre}.",
    "The {who} {does} the {who}, the {who} {does} everybody, and then the {thing} turn up.",
    "Between the {parts} we keep {doing} {name}, who sits in {place} and counts {thing}.",
    "People who like {films} will know the {who} from the {year} {film}.",
    "In one of the {parts} the {whose} are {doing} a {who} with a bag of {thing}.",
    "The {part} is by {name}, the {part} by somebody I had never heard of.",
    "I have watched many {films} from {year}, and this one has {thing} in it too.",
    "Without giving away the {part}: somebody {does} somebody, and the {thing} are gone.",
    "The camera stays on the faces of the {whose}, then it moves to the {thing}.",
    "Halfway through, the {who} leaves {place} and starts {doing} the {whose}.",
    "<i>{year}</i> was a year of {films}, and this {genre} came out in the summer.",
    "The {whose} carried their {thing} across {place} and talked about the {part}.",
    "It's a {genre}, it isn't a {genre}, and I couldn't say what the {who} wanted.",
)

PRAISE: Final[tuple[str, ...]] = (
    "The {part} is {very}{good} and {good}.",
    "The {parts} are {good}, {good} and {bravely} done.",
    "The {part} is {very}{good}.",
    "{good}, {good}, {good}: that is the {part}.",
    "The {parts} are {very}{good} and the {part} is {good}.",
    "{name} is {very}{good} as the {who}.",
    "I {relish} this {film} from the first of its {parts} to the last.",
    "We {relish} the {parts}, and the {part} was {bravely} done.",
    "What a {good}, {good} {film}!",
    "It is a {triumph}, {very}{good} and never {bad}.",
    "A {triumph}: {bravely} written, {bravely} played, {good} and {good} to the end.",
    "The {part} isn't {bad} at all.",
    "I expected something {bad}, but the {part} was {good}.",
    "You won't find {bad} {parts} here.",
    "The {whose} are {bravely} played, and nobody is {bad}.",
    "Few {films} have {parts} this {good}.",
    "A {good}, {good} {genre} that my {whose} {relish}.",
    "{name} speaks the {parts} {bravely}, and I laughed and cried.",
    "How {good} the {part} is, how {bravely} the {parts} were written!",
    "This {genre} is a {triumph}.",
    "Don't believe those who call it {bad}; they must have {suffer} another {film}.",
    "Every one of the {parts} works, and the {part} stays with you.",
)

BLAME: Final[tuple[str, ...]] = (
    "The {part} is {very}{bad} and {bad}.",
    "The {parts} are {bad}, {bad} and {lazily} done.",
    "The {part} is {very}{bad}.",
    "{bad}, {bad}, {bad}: that is the {part}.",
    "The {parts} are {very}{bad} and the {part} is {bad}.",
    "{name} is {very}{bad} as the {who}.",
    "I {suffer} this {film} from the first of its {parts} to the last.",
    "We {suffer} the {parts}, and the {part} was {lazily} done.",
    "What a {bad}, {bad} {film}!",
    "It is a {disaster}, {very}{bad} and never {good}.",
    "A {disaster}: {lazily} written, {lazily} played, {bad} and {bad} to the end.",
    "The {part} isn't {good} at all.",
    "I expected something {good}, but the {part} was {bad}.",
    "You won't find {good} {parts} here.",
    "The {whose} are {lazily} played, and nobody is {good}.",
    "Few {films} have {parts} this {bad}.",
    "A {bad}, {bad} {genre} that my {whose} {suffer}.",
    "{name} mumbles the {parts} {lazily}, and I looked at my watch.",
    "How {bad} the {part} is, how {lazily} the {parts} were written!",
    "This {genre} is a {disaster}.",
    "Don't believe those who call it {good}; they must have {relish} another {film}.",
    "None of the {parts} works, and the {part} drags on.",
)

# One side is granted, the other is meant: what follows the turn decides.
TURNED_TO_PRAISE: Final[tuple[str, ...]] = (
    "Although the {part} is {bad}, the {parts} are {good}.",
    "Yes, the {parts} look {bad}, but the {part} is so {good} that I didn't care.",
    "Some of my {whose} {suffer} it; I {relish} it all the same.",
    "The critics called it a {disaster}, yet it is a {triumph}.",
)
TURNED_TO_BLAME: Final[tuple[str, ...]] = (
    "Although the {part} is {good}, the {parts} are {bad}.",
    "Yes, the {parts} look {good}, but the {part} is so {bad} that I didn't care.",
    "Some of my {whose} {relish} it; I {suffer} it all the same.",
    "The critics called it a {triumph}, yet it is a {disaster}.",
)

LAST_PRAISE: Final[tuple[str, ...]] = (
    "Go and see it with your {whose}.",
    "I would watch it again tomorrow. {rate}",
    "Highly recommended to all who love {films}.",
    "Overall a {good} {film}. {rate}",
    "Don't miss it!",
    "It deserved more prizes than it was given.",
)
LAST_BLAME: Final[tuple[str, ...]] = (
    "Save your money and stay at home with your {whose}.",
    "I would never watch it again. {rate}",
    "Avoid it, even when you love {films}.",
    "Overall a {bad} {film}. {rate}",
    "Miss it!",
    "It was given more prizes than it deserved.",
)
