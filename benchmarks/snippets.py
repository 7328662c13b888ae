"""Whether snippets are whole: 1,000 drawn at random, each held against the text that it was taken from.

usage: python -m benchmarks.snippets DATA [--snippets N] [--seed N]

DATA holds a catalogue and its index. Queries are words, runs of letters cut anywhere between two clusters (quoted) and
beginnings of words that stand in randomly drawn pages; a hit of each is drawn at random. Prints a JSON object: how many
snippets have two fragments, and how many faults there are of each kind, which should all be 0:

- ``torn``: a fragment or a mark begins or ends inside a cluster of Thai letters
- ``unescaped``: a character that HTML would take for markup
- ``foreign``: a fragment that does not stand in the page (blanks and line breaks aside)
- ``unmarked``: nothing of the query is marked, although the text of the page has it
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.thai.normalise import fold
from index import search
from index.analysis import full_text
from index.clusters import is_edge
from index.engine import SearchEngine
from index.hits import Hit, SearchRequest
from index.tokens import tokeniser

SEED = 2551
SHORTEST, LONGEST = 2, 25  # code points of a query
MARK = re.compile("</?mark>")


def main() -> None:
    """Draw, hold against the page, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--snippets", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    settings = Settings(data=args.data)
    found: Counter[str] = Counter(snippets=0, two_fragments=0, torn=0, unescaped=0, foreign=0, unmarked=0)
    examples: list[str] = []
    engine = search.open_engine(settings)
    with open_store(settings, readonly=True) as store:
        for query in _queries(store, chance):
            hit = _hit(engine, query, chance)
            if hit is None:
                continue
            texts = _texts(store, hit.id)
            fragments = _fragments(hit.snippet, texts)
            faults = list(_faults(hit, fragments, texts, query))
            examples += [f"{fault}: {query} in {hit.id}: {hit.snippet}" for fault in faults][: 10 - len(examples)]
            found.update(faults)
            found["snippets"] += 1
            found["two_fragments"] += len(fragments) > 1
            if found["snippets"] >= args.snippets:
                break
    engine.close()
    print(json.dumps({**found, "examples": examples}, ensure_ascii=False, indent=1))


def _queries(store: Store, chance: random.Random) -> Iterator[str]:
    ids = [change.id for change in store.changes(0)]
    while True:
        article = store.article(chance.choice(ids))
        text = fold(full_text(article)) if article else ""
        words = [token.text for token in tokeniser().tokens(text) if len(token.text) >= SHORTEST]
        if not words:
            continue
        yield chance.choice(words)
        yield " ".join(chance.sample(words, min(len(words), 3)))
        if string := _string(text, chance):
            yield f'"{string}"'
        word = chance.choice(words)
        yield f"{word[: chance.randint(SHORTEST, len(word))]}*"


def _string(text: str, chance: random.Random) -> str:
    """A run of letters of *text* that begins and ends between clusters, on one line and without quotes."""
    start = chance.randrange(len(text))
    end = start + chance.randint(SHORTEST, LONGEST)
    while start < len(text) and not is_edge(text, start):
        start += 1
    while end < len(text) and not is_edge(text, end):
        end += 1
    string = text[start:end].strip()
    return "" if "\n" in string or '"' in string else string


def _hit(engine: SearchEngine, query: str, chance: random.Random) -> Hit | None:
    hits = engine.search(SearchRequest(q=query, per_page=10)).hits
    return chance.choice(hits) if hits else None


def _texts(store: Store, article_id: str) -> list[str]:
    article = store.article(article_id)
    return [full_text(article), "\n\n".join(store.attachment_texts(article_id))] if article else []


def _fragments(snippet: str, texts: list[str]) -> list[str]:
    """The one or two fragments of a *snippet*; ``…`` may also stand in the text itself."""
    whole = snippet.removeprefix("… ").removesuffix(" …")
    cuts = [m.start() for m in re.finditer(" … ", whole)]
    ways = [[whole], *([whole[:at], whole[at + 3 :]] for at in cuts)]
    seen = [_visible(text) for text in texts]
    held = (way for way in ways if all(any(_visible(_plain(f)) in text for text in seen) for f in way))
    return [f for f in next(held, ways[-1]) if f]


def _faults(hit: Hit, fragments: list[str], texts: list[str], query: str) -> Iterator[str]:
    for fragment in (hit.snippet, hit.title_marked):
        if set(MARK.sub("", fragment)) & set("<>") or re.search(r"&(?!(?:amp|lt|gt|quot|#x27);)", fragment):
            yield "unescaped"
    titled = [*texts, hit.title]
    for fragment in fragments:
        places = [(text, at) for text in map(_visible, texts) for at in _all(text, _visible(_plain(fragment)))]
        if not places:
            yield "foreign"
        elif not any(_whole(text, at, fragment) for text, at in places):
            yield "torn"
    exact = fold(query.strip('"'))
    if "<mark>" not in hit.snippet + hit.title_marked and any(exact in fold(text) for text in titled):
        yield "unmarked"


def _whole(text: str, at: int, fragment: str) -> bool:
    """Whether the ends of a *fragment* and of its marks, which stands at *at*, are all between clusters."""
    ends = [at]
    for piece in MARK.split(fragment):
        ends.append(ends[-1] + len(_visible(html.unescape(piece))))
    return all(is_edge(text, end) for end in ends)


def _plain(fragment: str) -> str:
    return html.unescape(MARK.sub("", fragment))


def _visible(text: str) -> str:
    """*text* without what a line of a snippet may leave out or put in: blanks, controls, dots between lines."""
    kept = (c for c in text if not c.isspace() and c != "·" and unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept)


def _all(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


if __name__ == "__main__":
    main()
