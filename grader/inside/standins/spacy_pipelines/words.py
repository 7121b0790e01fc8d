"""Tables of English: words of the closed classes, irregular forms, and what the rules would take for something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Penn tag -> its words, the closed classes and what is frequent enough to be told by name.
CLOSED: Final[Mapping[str, str]] = {
    "DT": "a an the this these those every each some any no all both either neither another",
    "PDT": "such half",
    "PRP": """
        i you he she it we they me him her us them myself yourself himself herself itself ourselves themselves
        yourselves mine yours ours theirs u
    """,
    "PRP$": "my your his its our their ur",
    "NN": "something anything nothing everything someone anyone everyone nobody everybody somebody anybody none one",
    "WDT": "which whatever whichever",
    "WP": "who whom what whoever",
    "WP$": "whose",
    "WRB": "how when where why whenever wherever",
    "MD": "can could may might must shall should will would ca wo sha 'll cannot",
    "CC": "and or but nor yet & n",
    "IN": """
        of in on at by for with from into about against between through during before after above below under over
        since until till than as if because while although though unless whether like near upon among amongst toward
        towards within without across along around behind beyond despite except inside outside off per via that
        throughout beneath beside besides onto alongside amid
    """,
    "RB": """
        not n't nt very too so also just only even still again never always often sometimes usually rarely ever now
        then here there already almost perhaps maybe quite rather really well soon later away back together else
        instead however therefore thus hence meanwhile moreover yesterday today tomorrow tonight once twice ago far
        much hardly nearly indeed anyway anymore everywhere somewhere anywhere nowhere forever apart aside ahead
        altogether abroad enough pretty fast hard straight early
    """,
    "RP": "up out down",
    "UH": "oh hey hi hello yes yeah yep nope ok okay wow lol haha please thanks ah ugh hmm",
    "CD": """
        zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    """,
    "VBZ": "is has does 's",
    "VBP": "am are have do 'm 're 've",
    "VBD": "was were had did 'd",
    "VB": "be",
    "VBN": "been done",
    "VBG": "being having doing",
    "TO": "to",
    "NNP": "mr. mrs. ms. dr. prof. st.",
    "POS": "'",
    "JJR": "more less fewer better worse further farther older elder",
    "JJS": "most least best worst eldest",
    "JJ": """
        good bad great big small little large high low new old young long short many few other same own different
        first second third last next past final able full empty easy strong weak happy sad angry funny nice fine free
        real true false right wrong main whole sure certain clear simple single double common rare special similar
        modern recent late slow quick poor rich cheap dear hot cold warm cool wet dry dark light bright black white
        red green blue yellow brown grey gray pink dead alive sick ill healthy human male female safe smart stupid
        dumb crazy mad dull deep wide narrow thick thin round flat sharp soft loud quiet heavy tall huge tiny fat kind
        mean rude brave calm clean dirty fresh raw ripe sweet sour bitter tasty hungry busy lazy lucky perfect
        complete terrible horrible awful decent solid average original classic fantastic brilliant excellent superb
        wonderful beautiful pleasant gorgeous ready several various
    """,
}

# base, then past, then participle where it is another; a slash parts forms that are both used.
_VERBS: Final = """
    arise arose arisen|awake awoke awoken|bear bore borne/born|beat beat beaten|become became become|
    begin began begun|bend bent|bet bet|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|
    breed bred|bring brought|build built|burn burnt|burst burst|buy bought|catch caught|choose chose chosen|
    cling clung|come came come|cost cost|creep crept|cut cut|deal dealt|dig dug|draw drew drawn|dream dreamt|
    drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|
    flee fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|
    freeze froze frozen|get got got/gotten|give gave given|go went gone|grow grew grown|hang hung|hear heard|
    hide hid hidden|hit hit|hold held|hurt hurt|keep kept|kneel knelt|know knew known|lay laid|lead led|lean leant|
    leap leapt|learn learnt|leave left|lend lent|let let|lie lay lain|lose lost|make made|mean meant|meet met|
    mistake mistook mistaken|overcome overcame overcome|pay paid|prove proved proven|put put|quit quit|read read|
    ride rode ridden|ring rang rung|rise rose risen|run ran run|say said|see saw seen|seek sought|sell sold|send sent|
    set set|sew sewed sewn|shake shook shaken|shed shed|shine shone|shoot shot|show showed shown|shrink shrank shrunk|
    shut shut|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|smell smelt|speak spoke spoken|speed sped|
    spend spent|spill spilt|spin spun|spit spat|split split|spoil spoilt|spread spread|spring sprang sprung|
    stand stood|steal stole stolen|stick stuck|sting stung|stink stank stunk|strike struck|strive strove striven|
    swear swore sworn|sweep swept|swell swelled swollen|swim swam swum|swing swung|take took taken|teach taught|
    tear tore torn|tell told|think thought|throw threw thrown|undergo underwent undergone|understand understood|
    undertake undertook undertaken|upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept|win won|
    wind wound|withdraw withdrew withdrawn|write wrote written
"""
# Verbs in their base form that stand without an ending more often than the nouns of that spelling.
_BASES: Final = """
    accept add admit agree allow announce appear apply argue ask avoid believe belong call care carry change check
    claim close collect compare complain connect consider contain continue contribute control create cry decide
    deliver deny depend describe destroy develop die disappear discover discuss do earn end enjoy enter exist expect
    explain express extend fail fear fill finish follow force gain go guess happen hate help hope identify ignore
    imagine improve include increase indicate introduce invite involve join jump kill kiss laugh like listen live look
    love manage marry matter measure mention miss move need notice obtain occur offer open order paint pass perform
    pick play point prefer prepare present prevent produce promise protect provide pull push raise reach realize
    realise receive recognize recommend reduce refer refuse regret reject relate release remain remember remove repeat
    replace reply report represent require rescue return reveal save seem serve share sign smile solve sound stare
    start stay stop study succeed suffer suggest suppose surprise survive talk taste text thank touch train travel
    treat try turn use visit wait walk want warn wash waste watch win wish wonder work worry
"""
# plural singular
_NOUNS: Final = """
    men man|women woman|children child|feet foot|teeth tooth|geese goose|mice mouse|lice louse|oxen ox|people people|
    wolves wolf|wives wife|lives life|knives knife|leaves leaf|shelves shelf|halves half|selves self|thieves thief|
    loaves loaf|calves calf|scarves scarf|elves elf|heroes hero|potatoes potato|tomatoes tomato|echoes echo|
    torpedoes torpedo|vetoes veto|zeroes zero|cliches cliche|buses bus|gases gas|lenses lens|viruses virus|
    bonuses bonus|statuses status|choruses chorus|geniuses genius|campuses campus|analyses analysis|crises crisis|
    theses thesis|hypotheses hypothesis|bases base|oases oasis|diagnoses diagnosis|parentheses parenthesis|axes axis|
    criteria criterion|phenomena phenomenon|data datum|media medium|bacteria bacterium|curricula curriculum|
    indices index|vertices vertex|matrices matrix|appendices appendix|stimuli stimulus|fungi fungus|nuclei nucleus|
    alumni alumnus|aches ache|headaches headache|quizzes quiz
"""
_ADJECTIVES: Final = """
    better good|best good|worse bad|worst bad|further far|furthest far|farther far|farthest far|less little|
    least little|more more|most most|elder old|eldest old|larger large|largest large|later late|latest late|
    nicer nice|nicest nice|safer safe|safest safe|finer fine|finest fine|wider wide|widest wide|closer close|
    closest close|simpler simple|simplest simple|stranger strange|strangest strange|braver brave|bravest brave|
    rarer rare|rarest rare|truer true|truest true|ruder rude|rudest rude|wiser wise|wisest wise|whiter white|
    whitest white
"""


def _pairs(table: str) -> dict[str, str]:
    return dict(entry.split() for entry in table.split("|"))


def _set(table: str) -> frozenset[str]:
    return frozenset(table.split())


TAG_OF: Final = {word: tag for tag, words in CLOSED.items() for word in words.split()}
# Irregular forms -> (base, tag)
VERB_FORMS: Final[dict[str, tuple[str, str]]] = {}
VERBS: Final[set[str]] = set(_BASES.split())
for _entry in _VERBS.split("|"):
    _base, *_forms = _entry.split()
    VERBS.add(_base)
    for _tag, _column in zip(("VBN", "VBD"), (_forms[-1], _forms[0]), strict=True):
        for _form in _column.split("/"):
            if _form != _base:
                VERB_FORMS[_form] = (_base, _tag)
NOUN_FORMS: Final = _pairs(_NOUNS)
ADJECTIVE_FORMS: Final = _pairs(_ADJECTIVES)
ADJECTIVES: Final = frozenset(CLOSED["JJ"].split())
# Whose lemma no rule finds, whatever their tag.
LEMMAS: Final[Mapping[str, str]] = {
    "is": "be", "am": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be",
    "'m": "be", "'re": "be",
    "has": "have", "had": "have", "having": "have", "'ve": "have",
    "does": "do", "did": "do", "done": "do", "doing": "do",
    "n't": "not", "nt": "not", "ca": "can", "wo": "will", "sha": "shall", "'ll": "will", "'d": "would",
    "i": "I", "me": "I", "him": "he", "them": "they", "us": "we", "these": "these", "those": "those", "u": "you",
}  # fmt: skip
AUXILIARY: Final = frozenset({"be", "have", "do"})

# Words in -s that are no plural, -ing that are no verb, -ly that are no adverb, and the like.
SINGULAR: Final = _set("""
    news series species always perhaps physics mathematics economics politics christmas lens gas bus yes plus bias
    canvas atlas chaos thanks besides towards afterwards sometimes alas texas ens ss this us was is has does
""")
IN_MEN: Final = frozenset({"abdomen", "acumen", "amen", "omen", "regimen", "semen", "specimen", "yemen"})
IN_IE: Final = _set("""
    movie cookie zombie calorie selfie rookie genie brownie hoodie pie tie lie die prairie
""")
NOT_DONE: Final = _set("""
    morning evening thing something nothing anything everything king spring string ring wing ceiling wedding sibling
    pudding sterling viking duckling sing bring cling fling sling sting swing wring ping ding bling during
""")
ADJECTIVE_ING: Final = _set("""
    interesting boring amazing exciting charming disappointing surprising entertaining annoying stunning touching
    moving confusing disgusting depressing outstanding convincing compelling embarrassing fascinating hilarious
    terrifying
""")
NOT_ED: Final = _set("""
    red bed need feed seed speed weed bleed breed exceed proceed succeed indeed hundred naked sacred wicked shed sled
    wed fed led embed deed greed creed steed med
""")
IN_LY: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        _set("family fly reply supply ally bully jelly belly july italy assembly anomaly monopoly butterfly"), "NN"
    ),
    **dict.fromkeys(_set("apply rely multiply imply comply"), "VB"),
    **dict.fromkeys(
        _set("lovely friendly ugly silly lonely deadly likely unlikely lively daily weekly monthly elderly"), "JJ"
    ),
}
# In -al, -ic, -able, -ish, -ive, -less and -ous, and nouns or verbs all the same.
NOT_ADJECTIVES: Final = _set("""
    animal hospital festival arrival proposal goal deal meal signal capital material journal rival mammal metal total
    approval removal trial royal manual appeal reveal steal heal seal criminal individual potential music topic logic
    public traffic critic fabric picnic panic clinic comic mechanic plastic arctic magic table cable variable
    vegetable finish publish wish fish dish english polish accomplish establish punish vanish rubbish five live give
    drive olive detective motive executive relative alternative perspective objective initiative dive hive archive
    survive arrive receive perceive deceive forgive
""")
# Stems in -e that the rules of `lemmas` would leave without it, and stems that they would give one.
WITH_E: Final = _set("""
    invite unite excite recite ignite complete delete compete promote devote denote quote note vote escape explore
    ignore adore restore store score bore explode episode evoke provoke stroke smoke joke welcome compile reconcile
    smile file style rule schedule overcome prepare compare declare share stare care scare dare aware taste paste
    waste haste change arrange exchange range challenge strange type dispose trade fade invade persuade upgrade hate
    date rate state relate create skate debate erase lease please tease increase decrease release praise raise cause
    pause house ease cease chase base phrase advertise surprise promise practise exercise revise advise despise
    supervise rise close lose choose expose propose compose oppose suppose impose purchase license rehearse disperse
    curse nurse reverse acquire admire desire expire fire hire inspire require retire tire wire assure ensure insure
    cure endure measure treasure secure capture picture feature figure injure bathe breathe clothe soothe owe agree
    disagree free see flee guarantee die lie tie dye argue continue value rescue issue pursue sue queue die emerge
    like bake take analyse analyze recognise recognize amaze gaze blaze subscribe prescribe bribe
""")
WITHOUT_E: Final = _set("""
    focus edit visit exhibit inherit limit profit benefit deposit target market budget interpret pilot pivot bias
    canvas format combat float boat treat eat beat heat cheat repeat defeat seat sweat threat great avoid void aid
    raid plus gas bus discuss miss happen listen open offer consider remember enter answer suffer water wonder consult
    result develop envelop gossip worship gallop wallop rain train gain explain contain remain maintain complain join
    coin begin spin win ruin appear hear fear clear monitor color honor favor mirror sponsor doctor anchor roar soar
    floor pour tour colour favour honour occur blur stir prefer refer transfer bring sing ring cling swing sting hang
    bang belong long strong gong pay play say stay show follow borrow know grow throw draw view review fix mix tax
    relax box iron reason season abandon mention question function pardon pass focus program alarm perform inform form
""")
