"""What goes through the whole catalogue: every article once, the newest of a result, digests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store, open_store
from tests.kinship import GEN2, GEN3, kin, seen, told
from tests.small_archive import article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(Settings(data=tmp_path)) as opened:
        opened.begin_run("import", "opdc")
        for number in (7, 1, 30):
            one = article(number, f"ข่าวที่ {number}", f"เนื้อหา {number}")
            opened.put(one, seen(one, number), 1)
        for day, id_ in enumerate((GEN2, GEN3)):
            opened.put(told(id_), seen(told(id_), day), 1, kin=kin(id_))
        yield opened


def test_every_article_is_listed_once_in_its_current_version(store: Store) -> None:
    changed = article(1, "ข่าวที่ 1", "แก้ไขแล้ว")
    store.put(changed, seen(changed, 40), 1)
    assert store.aliases(GEN2) == (GEN3,)
    listed = list(store.current_versions())
    assert listed == sorted([(GEN2, store.versions(GEN2)[-1].version), *(("opdc:t:" + n, v) for n, v in _KNOWN)])
    assert len(listed) == store.counts()["articles"]


_KNOWN = (("1", 2), ("30", 1), ("7", 1))


def test_what_changed_last_comes_first(store: Store) -> None:
    wanted = {"opdc:t:7", "opdc:t:1", "opdc:t:30", "opdc:t:none"}
    assert list(store.newest_of(wanted)) == ["opdc:t:30", "opdc:t:1", "opdc:t:7"]
    changed = article(7, "ข่าวที่ 7", "แก้ไขแล้ว")
    store.put(changed, seen(changed, 1), 1)  # an old capture that is taken in late
    assert next(store.newest_of(wanted)) == "opdc:t:7"
    assert list(store.newest_of(set())) == []


def test_the_digest_of_a_version_is_that_of_its_capture(store: Store) -> None:
    for version in store.versions("opdc:t:7"):
        assert store.digest_of("opdc:t:7", version.version) == version.digest
    assert store.digest_of("opdc:t:7", 9) == store.digest_of("none", 1) == ""
