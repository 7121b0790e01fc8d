"""Base forms of the words the synthetic reviews bend, by part of speech, and the forms that no rule leads back from.

The rules are WordNet's: `-s`, `-es`, `-ies` of nouns; `-s`, `-ed`, `-ing` of verbs; `-er`, `-est` of adjectives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grader.datasets.synthetic.review_phrases import BAD, GOOD


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


NOUNS: Final = _listed(
    "acting,actor,adaptation,adventure,back,bag,baker,board,body,book,bore,boss,box,boxer,brother,butcher,camera,"
    "camp,capital,cartoon,cast,character,chase,chemist,child,chore,church,cinema,circus,classic,close-up,clown,clue,colleague,"
    "comedy,company,costume,countryside,cousin,crime,critic,dance,dancer,daughter,debt,delight,desert,design,detective,"
    "dialogue,diamond,diary,director,disaster,disgrace,documentary,drama,dream,editing,effect,embarrassment,ending,enemy,"
    "evening,everybody,eye,face,factory,failure,family,fantasy,farmer,feature,festival,fight,film,fisherman,flashback,"
    "flight,flop,friend,gem,ghost,half,harbour,heist,hero,holiday,home,horror,horse,hospital,hotel,hour,house,humour,"
    "husband,image,insult,island,joke,journalist,joy,jungle,key,knife,landscape,lawyer,leaf,letter,lie,lighthouse,"
    "lighting,line,love,lover,map,marvel,masterpiece,mechanic,memory,mess,middle,minute,mistake,money,monster,morning,"
    "mountain,movie,music,musical,mystery,neighbour,night,nobody,nurse,orphan,pacing,painter,painting,parent,part,"
    "partner,people,performance,photograph,photography,pianist,picture,pilot,place,pleasure,plot,police,priest,prison,"
    "prize,production,promise,pupil,railway,reader,recipe,remake,resort,rival,road,sailor,satire,scene,school,script,"
    "seaside,second,secret,sequel,set,shambles,shelf,ship,side,singer,sister,smuggler,soldier,somebody,son,song,sound,"
    "soundtrack,space,speech,spy,star,station,story,stranger,student,stunt,suburb,subplot,success,summer,surprise,"
    "teacher,theatre,thief,thing,thriller,time,title,town,train,treasure,treat,triumph,twist,villain,village,voice,"
    "waitress,war,waste,watch,way,weapon,western,widow,wife,wish,witness,wolf,woman,word,writer,year"
)
VERBS: Final = _listed(
    "admire,adore,applaud,argue,ask,avoid,be,believe,betray,blame,bring,call,care,carry,chase,cherish,come,count,cry,"
    "deceive,deserve,direct,discover,dislike,do,drag,dream,endure,enjoy,escape,expect,fall,fight,find,follow,forgive,"
    "give,go,hate,have,hear,hide,keep,know,laugh,leave,lie,like,live,loathe,look,lose,love,make,marry,meet,miss,mock,"
    "move,mumble,play,praise,protect,question,recommend,regret,relish,remember,rescue,run,save,savour,say,search,see,"
    "set,shoot,sing,sink,sit,sleep,speak,start,stay,steal,suffer,take,talk,teach,tell,think,travel,treasure,turn,visit,"
    "wait,walk,want,watch,work,write,yawn"
)
ADJECTIVES: Final = (
    *GOOD, *BAD,
    *_listed("empty,final,first,frozen,gone,haunted,high,last,late,little,long,old,other,rainy,small,tiny,whole"),
)  # fmt: skip
ADVERBS: Final = _listed(
    "again,awkwardly,badly,beautifully,bravely,brilliantly,carelessly,cheaply,cleverly,clumsily,deeply,gracefully,halfway,"
    "highly,honestly,hopelessly,lazily,never,overall,painfully,perfectly,poorly,quite,rather,really,simply,so,splendidly,"
    "superbly,terribly,tomorrow,too,truly,very,vividly,warmly,weakly,wonderfully,yet"
)

# Bent form -> base form, where the rules lead nowhere or elsewhere.
NOUN_EXCEPTIONS: Final[Mapping[str, str]] = {
    "children": "child", "fishermen": "fisherman", "knives": "knife", "wives": "wife", "women": "woman",
}  # fmt: skip
VERB_EXCEPTIONS: Final[Mapping[str, str]] = {
    "am": "be", "are": "be", "been": "be", "began": "begin", "brought": "bring", "came": "come", "carried": "carry",
    "cried": "cry", "did": "do", "done": "do", "fallen": "fall", "fell": "fall", "fought": "fight", "found": "find",
    "gave": "give", "given": "give", "gone": "go", "had": "have", "has": "have", "heard": "hear", "hid": "hide",
    "is": "be", "kept": "keep", "knew": "know", "known": "know", "left": "leave", "lost": "lose", "lying": "lie",
    "made": "make", "married": "marry", "met": "meet", "ran": "run", "regretted": "regret", "running": "run",
    "said": "say", "sat": "sit", "saw": "see", "seen": "see", "shot": "shoot", "sitting": "sit", "slept": "sleep",
    "spoke": "speak", "stole": "steal", "taught": "teach", "thought": "think", "told": "tell", "took": "take",
    "travelled": "travel", "travelling": "travel", "was": "be", "went": "go", "were": "be", "written": "write",
    "wrote": "write",
}  # fmt: skip
ADJECTIVE_EXCEPTIONS: Final[Mapping[str, str]] = {"best": "good", "better": "good", "worse": "bad", "worst": "bad"}

# Words that hold a sentence together and say nothing of its matter: pronouns, articles, prepositions, auxiliaries, ...
STOP_WORDS: Final = _listed(
    "i,me,my,mine,myself,you,your,yours,yourself,yourselves,he,him,his,himself,she,her,hers,herself,it,its,itself,we,us,"
    "our,ours,ourselves,they,them,their,theirs,themselves,somebody,everybody,nobody,"
    "a,an,the,this,that,these,those,each,every,both,all,any,some,such,other,same,own,few,more,most,"
    "who,whom,whose,which,what,when,where,why,how,there,here,"
    "of,in,on,at,by,for,from,to,with,without,about,against,between,into,through,during,before,after,above,below,over,under,"
    "up,down,out,off,upon,around,across,"
    "and,but,or,nor,so,if,then,than,because,as,while,until,although,though,yet,"
    "am,is,are,was,were,be,been,being,have,has,had,having,do,does,did,doing,will,would,shall,should,can,could,may,might,"
    "must,"
    "i'm,i've,i'd,i'll,you're,you've,you'd,you'll,he's,she's,it's,we're,we've,we'll,they're,they've,they'll,that's,"
    "isn't,aren't,wasn't,weren't,haven't,hasn't,hadn't,don't,doesn't,didn't,won't,wouldn't,shouldn't,can't,couldn't,mustn't,"
    "not,no,only,too,very,just,again,once,also,ever,now,further"
)
