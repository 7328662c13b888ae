"""An index whose bytes somebody changed: it answers or is refused, and never does anything else."""

import random
from pathlib import Path

import pytest

from corpus.errors import IndexProblem
from corpus.records import Agency, Person
from corpus.settings import Settings
from index import search
from index.generations import current
from index.hits import SearchRequest
from tests.small_archive import article, put

QUERIES = (
    "ประชุม",
    "ประชาชน เรื่อง",
    '"การประชุม"',
    "ประ*",
    "จังหวัด NOT เรื่อง",
    "agency:ก.พ.ร.",
    "ประชมุ",
    "สมชาย~",
)
PAGES = [
    article(
        n,
        f"ข่าวที่ {n} การประชุม",
        f"ประชาชน เรื่อง {n} จังหวัดตาก ประชุมคณะกรรมการ " * (1 + n % 4),
        people=(Person(id=f"p{n % 3}", name=f"สมชาย ใจดี{n % 3}", title="นาย", position="เลขาธิการ"),),
        agencies=(Agency(id="opdc", name="ก.พ.ร."),),
    )
    for n in range(1, 30)
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(data=tmp_path_factory.mktemp("hostile"))
    put(settings, PAGES)
    search.build(settings)
    return settings


def asked(settings: Settings) -> bool:
    """Whether everything that is asked of the index is answered; False where it is refused."""
    try:
        engine = search.open_engine(settings)
        for query in QUERIES:
            engine.search(SearchRequest(q=query))
        engine.suggest("สม")
        engine.similar("opdc:t:3")
        engine.close()
    except IndexProblem:
        return False
    return True


def hurt(path: Path, chance: random.Random) -> bytes:
    """Change some bytes of *path*; returns those it had."""
    whole = path.read_bytes()
    damaged = bytearray(whole)
    for _ in range(chance.choice((1, 1, 8))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    path.write_bytes(damaged)
    return whole


@pytest.mark.slow
def test_changed_bytes_are_answered_or_refused(archive: Settings) -> None:
    chance, refused, times = random.Random(6), 0, 100
    files = sorted(p for p in current(archive.index).iterdir() if p.suffix in (".col", ".terms", ".docs", ".toc"))
    for _ in range(times):
        path = chance.choice(files)
        whole = hurt(path, chance)
        refused += not asked(archive)
        path.write_bytes(whole)
    assert 10 < refused < times - 10
    assert asked(archive)
