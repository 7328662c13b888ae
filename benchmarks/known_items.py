"""Questions whose right answer is known, made from the pages of an archive with fixed seeds.

Known-item titles: somebody remembers three to five consecutive words of a title and types them, with blanks between
them or as one run. Whole words: somebody types one frequent word and means that word, not one that holds it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.store import Store
from corpus.thai.normalise import fold
from index.analysis import full_text
from index.tokens import Token, Tokeniser

DRAWS = {"tuning": 2551, "held-out": 2566}  # seeds; figures that were tuned on one are proved on the other
FEWEST, MOST = 3, 5  # words of a title that somebody remembers
SAMPLE = 2_000  # pages whose words say which words are frequent
LOWEST = 0.006  # share of the sampled pages that a frequent word stands in: at least twelve hold it
HIGHEST = 0.4  # beyond it every order of pages is right
SHORTEST = 2  # code points of a word worth asking for


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, the id of the page that is meant, and the kind the figures are told by."""

    kind: str
    right: str
    typed: str


def title_questions(store: Store, words: Tokeniser, number: int, seed: int) -> Iterator[Question]:
    """*number* runs of consecutive words of stored titles, each twice: apart and as one run."""
    chance = random.Random(seed)
    ids = sorted(change.id for change in store.changes(0))
    chance.shuffle(ids)
    asked = 0
    for article_id in ids:
        article = store.article(article_id)
        title = fold(article.title) if article else ""
        tokens = list(words.tokens(title))
        if asked < number and len(tokens) >= FEWEST:
            asked += 1
            run = _drawn(tokens, chance)
            yield Question("title words apart", article_id, " ".join(title[t.start : t.end] for t in run))
            yield Question("title words as one run", article_id, title[run[0].start : run[-1].end])
        if asked == number:
            return


def _drawn(tokens: Sequence[Token], chance: random.Random) -> Sequence[Token]:
    size = min(chance.randint(FEWEST, MOST), len(tokens))
    first = chance.randrange(len(tokens) - size + 1)
    return tokens[first : first + size]


def frequent_words(store: Store, words: Tokeniser, number: int, seed: int) -> list[str]:
    """*number* words that stand in many pages as whole words, drawn evenly from frequent to less frequent."""
    chance = random.Random(seed)
    ids = sorted(change.id for change in store.changes(0))
    sample = chance.sample(ids, min(SAMPLE, len(ids)))
    pages: Counter[str] = Counter()
    for article_id in sample:
        pages.update(word for word in whole_words(store, article_id, words) if len(word) >= SHORTEST)
    known = sorted(
        (word for word, n in pages.items() if LOWEST <= n / len(sample) <= HIGHEST and words.knows(word)),
        key=lambda word: (-pages[word], word),
    )
    return sorted(chance.sample(known, min(number, len(known))), key=known.index)


def whole_words(store: Store, article_id: str, words: Tokeniser) -> set[str]:
    """The words that the page *article_id* and its attachments hold as whole words."""
    article = store.article(article_id)
    if article is None:
        return set()
    texts = (article.title, full_text(article), *store.attachment_texts(article_id))
    return {word for text in texts for word in words.words(fold(text))}
