"""The grammar the synthetic messages are drawn from: our own sentences, slots in braces.

Ham and spam share openers, money, codes, links and the words of winning, so that no single word decides;
what is asked of the reader, and in which order it is said, does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(option.strip() for option in text.split(","))


SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "name": _listed(
        "Amira,Bea,Carlos,Dana,Elif,Femi,Greta,Hugo,Ines,Jonas,Kavya,Liam,Mei,Nadia,Oscar,Priya,Quinn,Rosa,Sam,Tariq,"
        "Uma,Vera,Wen,Xenia,Yusuf,Zoe,Aoife,Bram,Chloe,Dev"
    ),
    "hi": ("Hi", "Hey", "Hiya", "Hello", "Yo", "Morning", "Evening", "Hi {name}", "Hey {name}", "{name},", "Oi"),
    "day": _listed("Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,today,tomorrow,tonight"),
    "hour": ("{d}am", "{d}pm", "{d}.30", "half {d}", "noon", "{d} o'clock", "1{b}:{t}5", "around {d}"),
    "when": (
        "{day}",
        "at {hour}",
        "{day} at {hour}",
        "in a bit",
        "after work",
        "later",
        "before lunch",
        "this weekend",
    ),
    "place": _listed(
        "library,station,gym,market,office,pool,cinema,bus stop,lab,cafe,pub,park,harbour,museum,bakery,bank,clinic,"
        "airport,car park,town hall,bookshop,canteen,theatre,beach,tram stop,corner shop"
    ),
    "kin": _listed("mum,dad,my sister,my brother,gran,my cousin,my aunt,the kids,my flatmate,my boss,uncle"),
    "food": _listed(
        "soup,noodles,pizza,dumplings,salad,toast,curry,pancakes,rice,fish,stew,beans,cake,coffee,tea,bread,eggs,"
        "lentils,tacos,porridge,cherries,ice cream"
    ),
    "thing": _listed(
        "umbrella,charger,notes,keys,jacket,bike,lamp,tent,camera,guitar,slides,ticket,parcel,passport,kettle,drill,"
        "headphones,blanket,textbook,scarf,wallet,map,toolbox,laptop,rucksack"
    ),
    "act": _listed(
        "fix the fence,finish the essay,pick up the parcel,feed the cat,call the plumber,buy milk,water the plants,"
        "print the forms,bring the chairs,wash the car,book the table,check the oven,send the slides,paint the door,"
        "take out the bins,walk the dog,return the books,pack the tent,clean the fridge,order the pizza"
    ),
    "topic": _listed(
        "the exam,the rota,the rent,the party,the match,the new flat,the weather,the wedding,the trip,the interview,"
        "the concert,the garden,the report,dinner,the match tickets,the meeting,the bill,your news"
    ),
    "mood": _listed("tired,happy,starving,bored,late,stuck,fine,busy,freezing,excited,lost,ok,worried,ill"),
    "smile": (":)", ":-)", ";)", "xx", "x", "lol", "haha", "...", "!", "", "", "", "", ""),
    "sum": ("£{d}", "£{d}{b}", "{d}0 pounds", "£{d}.{t}0", "{d} quid"),
    "big": ("£{d}00", "£{d},000", "£{d}{b}00", "{d}00 pounds", "£{d}50"),
    "code": ("{d}{b}{b}{b}", "{d}{b}{b}{b}{b}{b}", "{c}{c}{d}{b}", "{d}{b}{b}{b}{b}"),
    "site": _listed("www.{brand}-{word}.example,{brand}.example/{c}{d}{c},http://{word}{d}.example"),
    "brand": _listed("quickpost,zenobank,telora,bluefin,novamart,fonix,parcelo,cashly,ringo,luxtrip,playhub"),
    "word": _listed("win,gift,now,track,help,club,offer,home,pay,my,go,info"),
    "b": tuple("0123456789"),
    "d": tuple("123456789"),
    "t": tuple("012345"),
    "c": tuple("abcdefghkmnprstuvwxyz"),
}

HAM: Final[tuple[str, ...]] = (
    "{hi} are you coming to the {place} {when}?",
    "{hi} can you {act} {when}? I am {mood} {smile}",
    "I am at the {place}, {kin} is {mood}. See you {when}",
    "Ok see you {when} {smile}",
    "Running late, start without me. Will be at the {place} {when}",
    "Did you {act}? {kin} keeps asking about {topic}",
    "{kin} says thanks for the {food}, it was lovely {smile}",
    "Not sure about {topic} yet, will tell you {when}",
    "What do you want for dinner? We have {food} and {food}",
    "Left my {thing} at the {place}. Can you bring it {when}?",
    "Sorry I missed your call, was in the {place}. Ring you back {when}",
    "I forgot to {act}, can you do it please {smile}",
    "{hi} how was {topic}? Tell me everything {smile}",
    "So {mood} today. {food} and bed I think {smile}",
    "Yes that is fine, {when} suits me. Bring the {thing}",
    "No I did not {act}, I thought {name} would",
    "Happy birthday {name}! Hope you get {food} and no {topic} {smile}",
    "The {place} is closed {day}, lets meet at the {place} instead",
    "{name} wants to know if you still have the {thing}",
    "Haha you always say that about {topic} {smile}",
    "I owe you {sum} for the {food}, will pay you {when}",
    "Can you lend me {sum} until {day}? {kin} forgot to pay me",
    "We won the match!! Free {food} for everybody at the {place} {when}",
    "You won the bet, so I will {act} {when} {smile}",
    "Your {brand} code is {code}. Do not share it with anyone",
    "{code} is your login code for {brand}. If this was not you, ignore it",
    "Your appointment at the {place} is {day} at {hour}. Reply C if you cannot come",
    "Your parcel was left with {name} next door. No action is needed. {brand}",
    "Reminder: the {thing} you reserved is ready at the {place} until {day}",
    "Do not answer that text about a free prize, it is a scam. {kin} lost {big} to one",
    "Got one of those you have won {big} texts again, deleted it {smile}",
    "Dont click the link from {brand}, {name} did and lost {sum}",
    "Call me when you are free, nothing urgent, just {topic}",
    "Urgent! I locked myself out, call {kin} please",
    "Free {when}? {food} at mine, {name} is coming too",
    "Offer came through for the new flat, {big} a month. What do you think?",
    "I claimed the {sum} back from work, lets spend it on {food} {smile}",
    "Have you seen my {thing}? It was in the {place} {day}",
    "The notes are at {site} , password is {code}. Exam is {day} {smile}",
    "Just got home. {kin} made {food}. Talk {when} {smile}",
    "Train is stuck again. Text {name} that I am {mood}",
    "Please reply about {topic}, {kin} needs to know {day}",
    "Lets {act} first and then {topic}, ok?",
    "Good luck with {topic} {name}, you will win them over {smile}",
    "ok", "Where are you?", "On my way {smile}", "Thanks {name} {smile}", "Yes", "No worries, {when} then",
    "Is {kin} home? I need the {thing}", "I love the {thing}, thank you so much {name} {smile}",
    "Your balance is {sum}. Thank you for topping up with {brand}",
    "That {line} number rang again about a prize, blocked it {smile}",
    "What is {short}? I keep getting text {keyword} to {short}, never answered",
    "I text STOP to {short} and they still take {sum} a week, so annoying",
    "{name} thinks the message from {site} about the {thing} is real, tell him it is not",
    "Bank was on the phone, somebody in another town paid {big} with my card. All sorted now",
    "Had to call {line} about the {thing}, on hold for an hour {smile}",
    "The refund came, {big}! {food} on me {when}",
    "Look at this {site} , cheap {thing} for {kin} {smile}",
    "I got the job!! {big} a week and I start {day} {smile}",
    "Send me the code when {brand} texts it, I am at the till",
    "{name} got a new number, it is 07{b}{b}{b} {b}{b}{b}{b}{b}{b}, text her about {topic}",
)  # fmt: skip

SPAM: Final[tuple[str, ...]] = (
    "Congratulations! You have won {big} cash. To claim call {line} now",
    "WINNER! Your number was drawn for a {thing} and {big}. Reply {keyword} to {short}",
    "Free entry to win a {thing} every week. Text {keyword} to {short}. {terms}",
    "{hi} you have {n} unread messages from a girl in your town. Reply {keyword} to {short} to read them. {terms}",
    "Your {brand} account is locked. Confirm your details at {site} or lose access {day}",
    "Final notice: your parcel is held. Pay {sum} at {site} to release it {day}",
    "You are owed a tax refund of {big}. Claim it before {day} at {site}",
    "Get the newest tunes on your phone. Text {keyword} to {short}. {sum} a week, {terms}",
    "Loan of {big} approved! No checks, money {day}. Call {line}",
    "{hi} it is {name}, lost my phone, this is my new number. Can you send {big} {day}? Will pay you back",
    "Earn {big} a week from home, {hour} start, no skills. Send your name to {line}",
    "You have been chosen for a {brand} gift card. Redeem with code {code} at {site}",
    "Missed your delivery? Book again at {site} , fee {sum}",
    "URGENT: we tried to reach you twice about your prize of {big}. Call {line}, code {code}, ends {day}",
    "Your mobile is due a free upgrade to the new {thing}. Call {brand} on {line} {when}",
    "{hi} want to chat? Lonely singles near the {place} are waiting. {sum} a text to {short}",
    "Last chance! {n} points on your {brand} card end {day}. Swap them for a {thing} at {site}",
    "Double your money by {day}. {name} made {big} with {brand}, see how at {site}",
    "Had an accident? You may be owed {big}. Reply CLAIM to {short} or call {line}",
    "{brand}: a payment of {big} was made. Not you? Cancel at {site} with code {code}",
    "Cheap holidays from {sum} a night. Call {line} and quote {code}. {terms}",
    "{name} sent you a picture, view it at {site} now {smile}",
    "Reply YES to keep your {brand} club place, {sum} a week. {terms}",
    "This is the {n}th time we call about your reward. Ring {line} {when}",
    "{hi} are you free {when}? I saw your picture at the {place}. Write to me at {site}",
    "{hi} is the {thing} still for sale? I pay {big}, send me the code {brand} texts you",
    "{name} here from the {place}, your {thing} is ready but {sum} is open, settle it at {site}",
    "Sorry I missed your call, ring me back on {line} {smile}",
    "We are looking for people like you to test a {thing}, keep it after. Write to {site}",
    "{kin} wanted you to see this {site} {smile}",
    "So glad we met at the {place}! My pictures are at {site} xx",
    "Your {brand} bill of {sum} could not be paid, add a card {day}: {site}",
    "Do not ignore: your {thing} prize goes to somebody else {day}. Text {keyword} to {short}",
)

# Either kind says these; nobody could tell them apart from the words alone.
GREY: Final[tuple[str, ...]] = (
    "{hi} call me back on {line} {when}",
    "{name} sent you {sum} with {brand}, code {code}",
    "{hi} it is {name}, this is my new number {smile}",
    "Have a look: {site} {smile}",
    "Your {thing} is ready at the {place}, bring code {code}",
    "Are you free {when}? {name}",
    "{brand}: your code is {code}",
    "Reply YES to keep your place {day} at {hour}",
)

SPAM_SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "line": ("09{b}{b}{b}{b}{b}{b}{b}{b}{b}", "08{b}{b}{b} {b}{b}{b}{b}{b}{b}", "0900 {b}{b}{b} {b}{b}{b}"),
    "short": ("8{b}{b}{b}{b}", "6{b}{b}{b}{b}", "7{b}{b}{b}{b}"),
    "keyword": _listed("WIN,CASH,CHAT,TONE,PRIZE,GO,YES,CLUB,STAR,LUCKY,PLAY"),
    "terms": ("T&Cs apply", "18+ only", "Stop? text STOP", "std rates", "To opt out text STOP to {short}", ""),
    "n": _listed("2,3,4,5,250,500,1200,3000"),
}

SHORTHAND: Final[Mapping[str, str]] = {
    "you": "u", "are": "r", "your": "ur", "see": "c", "please": "pls", "tomorrow": "tmrw", "tonight": "2nite",
    "thanks": "thx", "thank": "thnk", "for": "4", "to": "2", "and": "n", "have": "hv", "today": "2day",
    "because": "cos",
    "text": "txt", "message": "msg", "later": "l8r", "before": "b4", "what": "wat", "the": "da", "with": "wiv",
    "coming": "comin", "know": "kno", "want": "wanna", "sorry": "soz", "ok": "k", "love": "luv", "about": "bout",
}  # fmt: skip
