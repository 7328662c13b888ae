"""Whatever people and programs may send as a query: the language, Thai clusters and rubbish, put together at random."""

from __future__ import annotations

from hypothesis import strategies as st

from index.fieldvalues import FIELDS

WORDS = (
    "ประชาชน", "การ", "ที่", "และ", "สัมมนา", "ปฏิรูประบบราชการ", "ดิจิทัล", "เวบไซด์", "โควิด-19", "e-service", "pmqa 4.0",
    "ก.พ.ร.", "ก.พ.", "กพร", "สำนักงาน ก.พ.ร.", "opdc", "who", "กรุงเทพฯ", "นายเมฆินทร์ เมธาวิกูล", "พล.อ.ประยุทธ์", "ๆ", "ฯลฯ",
    "22 เมษายน 2551", "22 เม.ย. 51", "22/4/2551", "april 22, 2008", "ปี 2551", "พ.ศ.", "2551", "2008", "31 ก.พ. 2551",
    "1,200", "๑๒๐๐",
    "4.0", "c++", "http://www.opdc.go.th/a.php?x=1&y=(2)", "a@b.co.th", "10:30", "ก", "a", "1", "น้ํา", "เเม่น้ำ",
)  # fmt: skip
SIGNS = (
    *(f"{name}:" for name in FIELDS), "สี:", ":", "：", '"', "“", "”", "„", "«", "»", "'", "’", "‘",
    "-", "–", "−", "+", "!", "(", ")", "[", "]",
    "{", "}", "*", "~", "**", "~2", "^2", "|", "||", "&&",
    "OR", "AND", "NOT", "หรือ", "และ", "ไม่", "..", "…", ">", "<=", ",", ";", "\\",
)  # fmt: skip
RUBBISH = (
    "\0",
    "\x07",
    "\x1b[0m",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u202e",
    "\ud800",
    "\udfff",
    "😀",
    "ﷺ",
    "\uf70a",
    "่้",
    "ั",
    "า",
    "เ",
    "\u0e3a",
)

separators = st.sampled_from(["", " ", "  ", "\n", "\t", "\u00a0", "\u3000"])
clusters = st.builds("".join, st.lists(st.sampled_from([*"กขคนมรสห", *"เแโใไ", *"ะัาำิีึืุู", *"่้๊๋์็", "ํ", "ฺ"]), max_size=12))
pieces = st.sampled_from(WORDS) | st.sampled_from(SIGNS) | st.sampled_from(RUBBISH) | clusters | st.text(max_size=8)
joined = st.lists(st.tuples(pieces, separators).map("".join), max_size=30).map("".join)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    around = st.sampled_from(
        [
            "({})",
            '"{}"',
            "-{}",
            "-({})",
            "{} OR {}",
            "{} หรือ {}",
            "title:({})",
            "หน่วยงาน:({})",
            "date:({})",
            "{}*",
            "{}~",
            "NOT {}",
        ]
    )
    return st.tuples(around, inner).map(lambda pair: pair[0].replace("{}", pair[1]))


# One piece again and again: what costs most is found so.
repeated = st.builds(lambda piece, gap, times: (piece + gap) * times, pieces, separators, st.integers(1, 3000)).map(
    lambda query: query[:10_000]
)
queries = (
    joined
    | st.recursive(joined, _wrapped, max_leaves=12).map(lambda query: query[:10_000])
    | repeated
    | st.text(max_size=200)
)
