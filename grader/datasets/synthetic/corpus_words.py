"""The words of the synthetic corpora, with the Brown Corpus's tags; words that keep company are drawn together.

A sentence is written with slots. A slot of a bundle takes its word from the one variant that is drawn for the whole
sentence, so that a queen has her daughters and Paris lies in France; any other slot draws for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

Variant: TypeAlias = Mapping[str, tuple[str, ...]]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


def _variant(**slots: str) -> dict[str, tuple[str, ...]]:
    return {slot: _listed(words) for slot, words in slots.items()}


MALE_NAMES: Final = _listed(
    "John,Henry,Peter,Thomas,George,William,James,Robert,Arthur,Edward,Charles,Paul,David,Samuel,Martin,Daniel,Philip,"
    "Frank,Walter,Simon,Adam,Hugh,Oscar,Victor,Leon,Marcus,Felix,Ralph,Stephen,Andrew,Michael,Joseph,Richard,Mark,Luke"
)
FEMALE_NAMES: Final = _listed(
    "Mary,Anne,Emma,Jane,Elizabeth,Alice,Margaret,Sarah,Helen,Clara,Julia,Laura,Rose,Martha,Lucy,Catherine,Eleanor,"
    "Grace,Ruth,Nora,Ada,Edith,Flora,Irene,Louisa,Amelia,Harriet,Susan,Rachel,Rebecca,Anna,Maria,Sophia,Victoria,Diana"
)

_SEX: Final = (
    _variant(
        monarch="king", consort="queen", heir="prince", noble="duke,lord,knight", person="man,man,gentleman",
        child="boy", parent="father", offspring="son", sibling="brother", spouse="wife", partner="husband",
        relative="uncle,grandfather,nephew", he="he", his="his", him="him", title="Mr.", people="men",
        children="sons,boys,brothers", stage="actor,waiter,host",
    )
    | {"name": MALE_NAMES},
    _variant(
        monarch="queen", consort="king", heir="princess", noble="duchess,lady,countess", person="woman,woman,lady",
        child="girl", parent="mother", offspring="daughter", sibling="sister", spouse="husband", partner="wife",
        relative="aunt,grandmother,niece", he="she", his="her", him="her", title="Mrs.", people="women",
        children="daughters,girls,sisters", stage="actress,waitress,hostess",
    )
    | {"name": FEMALE_NAMES},
)  # fmt: skip
# The four that are asked for most stand twice.
_PLACE: Final = (
    *(
        _variant(city="Paris", country="France", nation="French", river="Seine"),
        _variant(city="London", country="England", nation="English", river="Thames"),
        _variant(city="Rome", country="Italy", nation="Italian", river="Tiber"),
        _variant(city="Berlin", country="Germany", nation="German", river="Spree"),
    )
    * 2,
    _variant(city="Madrid", country="Spain", nation="Spanish", river="Tagus"),
    _variant(city="Vienna", country="Austria", nation="Austrian", river="Danube"),
    _variant(city="Moscow", country="Russia", nation="Russian", river="Volga"),
    _variant(city="Tokyo", country="Japan", nation="Japanese", river="Sumida"),
    _variant(city="Athens", country="Greece", nation="Greek", river="Kifisos"),
    _variant(city="Cairo", country="Egypt", nation="Egyptian", river="Nile"),
    _variant(city="Beijing", country="China", nation="Chinese", river="Chaobai"),
    _variant(city="Delhi", country="India", nation="Indian", river="Yamuna"),
)
_ANIMAL: Final = (
    _variant(
        beast="dog", beasts="dogs", cried="barked,growled", lair="yard,kennel",
        feed="meat,bones", tail="tail,paw",
    ),
    _variant(
        beast="cat", beasts="cats", cried="purred,hissed", lair="kitchen,garden",
        feed="milk,fish", tail="tail,paw",
    ),
    _variant(
        beast="horse", beasts="horses", cried="snorted,galloped", lair="stable,field",
        feed="hay,grass", tail="mane,tail",
    ),
    _variant(beast="cow", beasts="cows", cried="lowed,grazed", lair="field,barn", feed="hay,grass", tail="horns,tail"),
    _variant(
        beast="bird", beasts="birds", cried="sang,flew", lair="tree,nest",
        feed="seeds,corn", tail="wings,feathers",
    ),
    _variant(
        beast="wolf", beasts="wolves", cried="howled,growled", lair="forest,cave",
        feed="meat,sheep", tail="teeth,tail",
    ),
    _variant(
        beast="lion", beasts="lions", cried="roared,growled", lair="desert,cave",
        feed="meat,deer", tail="mane,teeth",
    ),
)  # fmt: skip
_MOOD: Final = (
    _variant(
        fine="good,good,great,great,wonderful,excellent,fine,lovely,beautiful", glad="happy,happy,glad,cheerful,proud",
        laughed="laughed,smiled,sang,danced", joy="joy,love,hope,delight,pleasure", loved="loved,liked,admired,praised",
        best="best,finest,happiest", better="better,brighter,happier", finely="well,beautifully,gladly",
        gift="success,gift,victory,feast",
    ),
    _variant(
        fine="bad,bad,terrible,terrible,awful,horrible,poor,dreadful,ugly", glad="sad,sad,unhappy,angry,lonely",
        laughed="wept,cried,sighed,trembled", joy="sorrow,hate,fear,grief,pain", loved="hated,feared,blamed,despised",
        best="worst,saddest,poorest", better="worse,darker,sadder", finely="badly,terribly,sadly",
        gift="failure,loss,defeat,storm",
    ),
)  # fmt: skip
_HOUR: Final = (
    _variant(day="day,day,morning", sun="sun", bright="bright,warm,clear", rose="rose,shone", woke="woke,worked"),
    _variant(day="night,night,evening", sun="moon", bright="dark,cold,quiet", rose="set,waned", woke="slept,dreamed"),
)
_TRADE: Final = (
    _variant(
        doer="doctor,nurse", doers="doctors,nurses", workplace="hospital", healed="healed,treated",
        folk="patients",
    ),
    _variant(doer="teacher", doers="teachers", workplace="school", healed="taught,praised", folk="pupils,children"),
    _variant(
        doer="professor,scholar", doers="professors", workplace="university", healed="taught,examined",
        folk="students",
    ),
    _variant(
        doer="judge,lawyer", doers="judges,lawyers", workplace="court", healed="heard,questioned",
        folk="witnesses",
    ),
    _variant(doer="captain,sailor", doers="sailors", workplace="harbour,ship", healed="led,carried", folk="passengers"),
    _variant(doer="farmer", doers="farmers", workplace="village,farm", healed="fed,sold", folk="sheep,cattle"),
    _variant(doer="writer,poet", doers="writers,poets", workplace="library", healed="thanked,moved", folk="readers"),
    _variant(doer="banker,clerk", doers="bankers,clerks", workplace="bank", healed="paid,advised", folk="customers"),
)  # fmt: skip
_DEVICE: Final = (
    _variant(
        device="computer", devices="computers", part="screen,keyboard,program", used="programmed,switched",
        where="office,laboratory",
    ),
    _variant(
        device="computer,machine", devices="machines", part="memory,program,software", used="tested,repaired",
        where="laboratory,university",
    ),
    _variant(device="car", devices="cars", part="engine,wheel,brake", used="drove,parked", where="street,garage"),
    _variant(device="train", devices="trains", part="whistle,engine,door", used="caught,boarded", where="station,city"),
    _variant(device="ship", devices="ships", part="mast,sail,anchor", used="steered,boarded", where="harbour,bay"),
    _variant(
        device="telephone", devices="telephones", part="bell,wire,number", used="answered,dialled",
        where="office,hall",
    ),
)  # fmt: skip
BUNDLES: Final[tuple[tuple[Variant, ...], ...]] = (_SEX, _PLACE, _ANIMAL, _MOOD, _HOUR, _TRADE, _DEVICE)

SLOTS: Final[Variant] = _variant(
    amount="two,three,five,ten,twenty,thirty,fifty,sixty,ninety",
    year="1902,1911,1923,1936,1948,1957,1961,1974,1986,1995",
    old="old,young,rich,tall,quiet,famous,small,strange,wise,kind,tired,noble",
    big="large,small,old,new,long,wide,heavy,empty,famous,narrow",
    thing="letter,book,book,coat,ring,picture,box,song,story,map,key,lamp",
    things="letters,books,books,flowers,songs,stories,pictures,papers,maps,questions",
    room="house,house,room,kitchen,garden,hall,tower,cottage",
    view="river,hill,sea,forest,valley,mountain,bridge,road",
    meal="bread,soup,wine,tea,cheese,fruit,apples,cake",
    saw="saw,found,remembered,watched,followed,met",
    gave="gave,sent,brought,showed,promised,sold",
    went="went,walked,came,returned,hurried,travelled",
    said="said,answered,thought,believed,knew,wrote",
    slowly="slowly,quickly,often,never,again,soon,quietly,always",
    leader="president,president,minister,governor,senator,mayor",
    state="government,government,senate,council,party,nation,state",
    law="law,tax,plan,peace,budget,treaty,election,school",
    passed="passed,opposed,discussed,signed,approved,delayed",
    troops="soldiers,armies,generals,guards,troops",
    fought="fought,won,lost,feared,ended",
    firm="company,bank,bank,factory,firm,market",
    goods="wheat,sugar,coffee,cotton,gold,oil,steel,corn",
    rose_to="rose,fell,climbed,dropped",
    money="money,money,gold,silver,cash,wages",
    science="physics,history,music,medicine,law,chemistry,mathematics",
    finding="theory,experiment,result,method,idea,measurement",
    god="God,Heaven",
    surname="Hale,Brook,Stone,Marsh,Weaver,Carter,Holm,Fielding,Archer,Winter,Lowe,Barton",
    virtue="truth,mercy,justice,wisdom,faith,honour",
    weather="rain,snow,wind,fog,ice",
)

# Tags of slots; those that are not here hold singular nouns.
SLOT_TAGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("he",), "pps"), **dict.fromkeys(("his",), "pp$"), **dict.fromkeys(("him",), "ppo"),
    **dict.fromkeys(("title", "name", "surname", "city", "country", "river", "god"), "np"),
    **dict.fromkeys(("people", "children", "beasts", "doers", "folk", "devices", "things", "troops"), "nns"),
    **dict.fromkeys(("nation", "fine", "glad", "bright", "old", "big"), "jj"),
    **dict.fromkeys(("amount", "year"), "cd"),
    **dict.fromkeys(("finely", "slowly"), "rb"), "best": "jjt", "better": "jjr",
    **dict.fromkeys(
        ("cried", "laughed", "loved", "rose", "woke", "healed", "used", "saw", "gave", "went", "said", "passed",
         "fought", "rose_to"),
        "vbd",
    ),
}  # fmt: skip

# The words that stand in the sentences themselves, by tag.
_BY_TAG: Final[Mapping[str, str]] = {
    "at": "the,a,an,no,every",
    "in": "of,in,on,at,by,for,from,to,with,without,about,between,into,through,during,before,after,near,under,over,"
    "across,like,behind,beside,against",
    "cc": "and,or,but,nor", "cs": "that,because,if,when,while,as,than,until", "dt": "this,that,each,another",
    "dts": "these", "dti": "some,any", "abn": "all,half", "ap": "many,other,last,few,more,same,first",
    "pps": "he,she,it", "ppss": "I,we,they,you", "ppo": "him,them,us,me", "pp$": "his,her,their,my,our,its",
    "pn": "nobody,everybody,nothing,somebody", "wps": "who", "wdt": "which,what", "wrb": "where,why,how",
    "bedz": "was", "bed": "were", "bez": "is", "ber": "are", "be": "be", "ben": "been", "hvd": "had", "hv": "have",
    "hvz": "has", "dod": "did", "md": "would,could,will,must,may,should,can", "*": "not", "ex": "there",
    "ql": "very,so,too",
    "rb": "never,once,then,now,again,together,always,away,soon,still,even,early,late,often,perhaps,yesterday,ago,"
    "only",
    "rp": "up,down,out", "nr": "home,Monday,Tuesday,Wednesday,Thursday,Friday,Sunday",
    "np": "Europe,America,Congress,Washington",
    "jj": "long,young,new,old,golden,royal,whole,poor,whose,free,same,great,good,little,high,public,foreign,human",
    "vb": "see,love,be,read,sell,buy,help,speak,make,find,keep,know,live,pay,learn,vote,like,leave,marry,hear,work",
    "vbd": "ruled,sat,wore,lived,gave,loved,married,asked,told,stood,ran,slept,ate,drank,came,built,called,wanted,"
    "carried,opened,closed,wrote,read,studied,bought,sold,paid,lent,kept,led,began,ended,died,made,became,looked,"
    "felt,left,played,helped,waited,crossed,lay,spoke,put,held,met,visited,taught,elected,stopped,chased,heard,"
    "took,said,promised,ordered,bowed,fell,reported,expected,earned,grew,fed,cost,lost,voted,prayed,created,"
    "worked,knocked",
    "vbz": "lies,flows,rules,says,knows,loves,needs,wants,runs,stands,makes,gives,seems,comes",
    "vbg": "going,reading,looking,living,waiting,singing,making,learning,dying",
    "vbn": "born,known,called,written,built,loved,seen,made,elected,lost,paid,closed,read,given,opened",
    "nn": "king,queen,palace,crown,throne,gold,court,kingdom,castle,sword,day,night,house,door,window,table,bed,"
    "fire,book,library,page,city,capital,country,street,government,war,peace,army,battle,enemy,love,heart,life,"
    "death,world,time,money,bank,price,profit,loan,market,school,university,student,computer,car,road,winter,"
    "summer,year,week,month,family,baby,wedding,friend,president,people,earth,water,word,voice,chair,end,man,"
    "woman,power,law,tax,election,spring,morning,evening,dinner,kitchen,history,science,language,music,field,"
    "child,hope,truth,quarter,share,trade,ton,grain,side,land,name,paper,knife,murder,police,planet,rocket,moon,"
    "star,cent,food,nothing,bone,hand,horse,heaven,boat",
    "nns": "years,days,nights,crowns,soldiers,laws,taxes,people,friends,children,students,streets,museums,houses,"
    "books,cars,prices,profits,loans,shares,tons,dollars,words,eyes,hands,stars,nations,cities,bridges,machines,"
    "jewels,citizens,voters,weeks,months,exports,imports,hours,times,things,cents,trees",
}  # fmt: skip
_PUNCTUATION: Final[Mapping[str, str]] = {".": ".", "?": ".", "!": ".", ",": ",", ";": ".", ":": ":"}
# A word with two tags has the first here; sentences say where it has the other.
WORD_TAGS: Final[Mapping[str, str]] = {
    **{word: tag for tag, words in reversed(tuple(_BY_TAG.items())) for word in _listed(words)},
    **_PUNCTUATION,
}
