"""How a written word sounds, in the phones of the CMU dictionary: numbers in words, unknown words by their letters."""

from __future__ import annotations

import bisect
import functools
import importlib.util
import pathlib
import re

FILLERS = {"m": "AH M", "h": "HH M", "er": "ER", "ah": "AA", "uh": "AH"}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"), (100, "hundred"))
_UNITS = {"£": "pounds", "$": "dollars", "€": "euros", "%": "percent"}
_LETTERS = (
    ("tion", "SH AH N"), ("igh", "AY"), ("sch", "SH"), ("ch", "CH"), ("sh", "SH"), ("th", "TH"), ("ph", "F"),
    ("wh", "W"), ("ck", "K"), ("ng", "NG"), ("qu", "K W"), ("ee", "IY"), ("ea", "IY"), ("oo", "UW"), ("ou", "AW"),
    ("ow", "OW"), ("ai", "EY"), ("ay", "EY"), ("oi", "OY"), ("oy", "OY"), ("au", "AO"), ("aw", "AO"), ("er", "ER"),
    ("ar", "AA R"), ("or", "AO R"), ("ir", "ER"), ("ur", "ER"), ("a", "AE"), ("b", "B"), ("c", "K"), ("d", "D"),
    ("e", "EH"), ("f", "F"), ("g", "G"), ("h", "HH"), ("i", "IH"), ("j", "JH"), ("k", "K"), ("l", "L"), ("m", "M"),
    ("n", "N"), ("o", "AA"), ("p", "P"), ("r", "R"), ("s", "S"), ("t", "T"), ("u", "AH"), ("v", "V"), ("w", "W"),
    ("x", "K S"), ("y", "IY"), ("z", "Z"),
)  # fmt: skip


def filler_phones(bare: str) -> str:
    """Phones of a filled pause, told by the letters that matter: the nasal, and the vowel before it."""
    if bare.startswith("h"):
        return FILLERS["h"]
    if "m" in bare:
        return FILLERS["m"]
    return FILLERS["er"] if bare.startswith("er") else FILLERS["ah"] if bare.startswith("a") else FILLERS["uh"]


def spoken(written: str) -> list[str]:
    """The words that are said for a written one: ``£2,000`` is two thousand pounds, ``day-to-day`` three words."""
    text = written.lower().replace("’", "'")
    after = [word for mark, word in _UNITS.items() if mark in text]
    text = text.replace(",", "") if re.search(r"\d,\d", text) else text
    out: list[str] = []
    for part in re.findall(r"\d+(?:\.\d+)?|[a-z][a-z']*", text):
        if not part[0].isdigit():
            out.append(part.rstrip("'"))
            continue
        whole, _, fraction = part.partition(".")
        out += number(int(whole))
        out += ["point", *(_ONES[int(digit)] for digit in fraction)] if fraction else []
    return [*out, *after] if out else []


def number(value: int) -> list[str]:
    """A whole number in words, as years are read between 1100 and 2099."""
    if 1100 <= value < 2000 or 2010 <= value < 2100:
        high, low = divmod(value, 100)
        return number(high) + (["hundred"] if not low else ["oh", _ONES[low]] if low < 10 else number(low))
    for size, name in _SCALES:
        if value >= size:
            high, low = divmod(value, size)
            return number(high) + [name] + (number(low) if low else [])
    if value < 20:
        return [_ONES[value]]
    tens, ones = divmod(value, 10)
    return [_TENS[tens]] + ([_ONES[ones]] if ones else [])


def ways_to_say(word: str) -> list[str]:
    """Every way to say a word as :func:`spoken` gives it, the phones of each with spaces between them."""
    owner = known_ways(word.removesuffix("'s"))
    return known_ways(word) or [f"{phones} Z" for phones in owner] or [by_letters(word)]


def in_dictionary(written: str) -> bool:
    """Whether a written word is one word, and one that the dictionary knows."""
    parts = spoken(written)
    return len(parts) == 1 and bool(known_ways(parts[0]) or known_ways(parts[0].removesuffix("'s")))


@functools.cache
def dictionary() -> bytes:
    """The dictionary that comes with pocketsphinx, b"" where that is not installed.

    A line for each way to say a word, the word first, in the order of the alphabet.
    """
    spec = importlib.util.find_spec("pocketsphinx")
    if spec is None or not spec.submodule_search_locations:
        return b""
    return (pathlib.Path(spec.submodule_search_locations[0]) / "model" / "en-us" / "cmudict-en-us.dict").read_bytes()


def _line(at: int) -> tuple[bytes, bytes]:
    """The word and its phones on the line of the dictionary that holds byte `at`."""
    start = dictionary().rfind(b"\n", 0, at) + 1
    name, _, phones = dictionary()[start : dictionary().find(b"\n", at)].partition(b" ")
    return name.partition(b"(")[0], phones


def known_ways(word: str) -> list[str]:
    """Every way to say a word that the dictionary knows: they stand one below the other."""
    name, count = word.encode(), len(dictionary())
    # Looked up in the file as it is: as a table of words it would take more memory than all the rest of the ears.
    at = bisect.bisect_left(range(count), name, key=lambda at: _line(at)[0])
    ways: list[str] = []
    while at < count and _line(at)[0] == name:
        ways.append(_line(at)[1].decode())
        at = dictionary().index(b"\n", at) + 1
    return ways


def by_letters(word: str) -> str:
    """Phones of a word that no dictionary holds, near enough to find it in its place."""
    word = re.sub(r"[^a-z]", "", word.lower())
    word = word[:-1] if len(word) > 3 and word.endswith("e") else word
    out, at = [], 0
    while at < len(word):
        letters, phones = next((pair for pair in _LETTERS if word.startswith(pair[0], at)), (word[at], ""))
        at += len(letters)
        out.append(phones)
    return " ".join(filter(None, out)) or "AH"
