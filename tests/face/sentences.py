"""Two engines' own timings of two sentences, as data: one full of closures, one of everyday talk.

BOB: "Bob bought five very big blue boxes of fresh peppers from my family farm."
HELLO: "Hello, my name is Maya. How are you today? I am happy to help you with anything you want."
Each phone with the millisecond at which it ends, as flite 2.2 (slt) and espeak-ng 1.52 (en-us) gave them.
"""

from visavis.speech import Alphabet, Phone

_BOB_FLITE = """
pau:193 b:224 aa:416 b:467 b:513 aa:665 t:724 f:817 ay:900 v:944 v:974 eh:1044 r:1160 iy:1236 b:1277 ih:1332
g:1457 b:1520 l:1560 uw:1593 b:1661 aa:1796 k:1851 s:1936 ax:1984 z:2067 ah:2100 v:2134 f:2244 r:2331 eh:2377
sh:2491 p:2618 eh:2664 p:2757 er:2881 z:2928 f:3014 r:3063 ah:3098 m:3139 m:3179 ay:3279 f:3378 ae:3442
m:3530 ax:3564 l:3643 iy:3724 f:3810 aa:4029 r:4130 m:4356 pau:4529
"""
_BOB_ESPEAK = """
_:12 b:41 '0:181 b:297 b:323 'O::500 t:557 f:633 'aI:790 v:874 v:938 'E:1039 r:1094 i:1135 b:1210 'I:1315
g:1439 b:1457 l:1532 'u::1619 b:1683 '0:1833 k:1878 s:1950 I#:2020 z:2072 V:2136 v:2211 f:2286 r:2344 'E:2424
S:2536 p:2569 'E:2708 p:2741 3:2819 z:2912 f:2988 r:3040 V:3072 m:3139 m:3197 aI:3264 f:3339 'a:3450 m:3508
I:3543 l:3592 i:3650 f:3726 'A@:4005 m:4131 _::4138 _:4139
"""
_HELLO_FLITE = """
pau:164 hh:255 ax:304 l:547 ow:661 pau:871 m:963 ay:1177 n:1271 ey:1428 m:1493 ih:1552 z:1635 m:1729 ay:1934
ax:1979 pau:2128 hh:2220 aw:2368 aa:2408 r:2479 y:2564 uw:2618 t:2690 ax:2743 d:2794 ey:3030 pau:3249 ay:3384
ae:3451 m:3529 hh:3591 ae:3712 p:3812 iy:3936 t:4016 ax:4068 hh:4151 eh:4223 l:4328 p:4427 y:4544 uw:4606
w:4656 ih:4702 dh:4786 eh:4938 n:4978 iy:5085 th:5185 ih:5258 ng:5373 y:5456 uw:5568 w:5664 aa:5814 n:5906
t:6028 pau:6184
"""
_HELLO_ESPEAK = """
h:62 @:112 l:219 'oU:439 _::589 m:662 aI:728 n:806 'eI:908 m:966 I:1006 z:1082 m:1198 'aI@:1482 _::1783 _:1795
h:1857 ,aU:1962 A@:2088 j:2146 u::2221 t:2261 @:2307 d:2400 'eI:2662 _::2963 aI:3038 a#:3096 m:3180 h:3243
'a:3395 p:3428 i:3531 t:3571 @:3628 h:3690 'E:3877 l:3916 p:3993 j:4051 u::4101 w:4182 I:4217 D:4272 'E:4374
n:4429 I2:4462 T:4544 ,I:4625 N:4695 j:4753 u::4807 w:4920 'O2:5060 n:5197 t:5242 _::5249
"""


def _phones(listing: str) -> tuple[Phone, ...]:
    start_s = 0.0
    phones = []
    for entry in listing.split():
        symbol, end_ms = entry.rsplit(":", 1)
        phones.append(Phone(symbol, start_s, int(end_ms) / 1000))
        start_s = phones[-1].end_s
    return tuple(phones)


BOB = {Alphabet.ARPABET: _phones(_BOB_FLITE), Alphabet.ESPEAK: _phones(_BOB_ESPEAK)}
HELLO = {Alphabet.ARPABET: _phones(_HELLO_FLITE), Alphabet.ESPEAK: _phones(_HELLO_ESPEAK)}


def spoken(text: str, each_s: float = 0.1) -> tuple[Phone, ...]:
    """Phones of even length from symbols with blanks between them."""
    return tuple(
        Phone(symbol, index * each_s, (index + 1) * each_s) for index, symbol in enumerate(text.split())
    )
