"""Running the real crawling process in a test, without catalogue: what it told and what it archived."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.records import Capture, Progress
from corpus.sites import Site, load_site
from corpus.urls import article_id
from corpus.warc import captures
from crawler.process import CrawlingProcess
from crawler.records import Job, Told
from tests.replica.server import Replica


@dataclass(frozen=True, slots=True)
class Fetched:
    """One finished crawl."""

    site: Site
    told: list[Told]
    captures: list[Capture]
    warc: Path
    log: str

    @property
    def end(self) -> Told:
        return self.told[-1]

    @property
    def refused(self) -> dict[str, str]:
        return {told.url: told.text for told in self.told if told.kind == "refused"}

    @property
    def articles(self) -> list[Capture]:
        """Captures of article pages that were answered with 200."""
        return [c for c in self.captures if c.status == 200 and not {"role", "parent"} & set(c.hints)]

    @property
    def ids(self) -> set[str]:
        return {article_id(capture.url, self.site) for capture in self.articles}


def fetch(
    site: Site, folder: Path, *, limit: int | None = None, max_bytes: int = 20_000_000, **more: object
) -> Fetched:
    """Crawl *site* into *folder* in the real process."""
    folder.mkdir(exist_ok=True)
    job = Job(
        site=site, run_id=7, warc=folder / "warc", log=folder / "log", user_agent="KhlangKhao/test",
        max_bytes=max_bytes, limit=limit, **more,  # type: ignore[arg-type]  # since, as a test gives it
    )  # fmt: skip
    with CrawlingProcess(job) as process:
        told = list(process.messages())
    path = job.warc / f"{site.name}-000007.warc.gz"
    found = list(captures(path)) if path.exists() else []
    return Fetched(site, told, found, path, job.log.read_text(encoding="utf-8"))


def fetch_replica(replica: Replica, folder: Path, *, limit: int | None = None, **crawl: float) -> Fetched:
    """Crawl *replica* by its own profile; *crawl* replaces keys of its [crawl]."""
    return fetch(site_of(replica, folder, **crawl), folder, limit=limit)


def expected_ids(replica: Replica, site: Site) -> set[str]:
    """The ids of every page of an article that the replica shows now."""
    return {article_id(url, site) for url in replica.urls()}


def expected_articles(replica: Replica, site: Site) -> set[str]:
    """The ids under which the catalogue shows those articles: the first, where one lives in two generations."""
    ids: dict[str, set[str]] = {}
    for url, article in replica.truth():
        ids.setdefault(article.key, set()).add(article_id(url, site))
    return {min(of_one) for of_one in ids.values()}


def site_of(replica: Replica, folder: Path, **crawl: float) -> Site:
    """The profile of *replica*, written into *folder*; *crawl* replaces keys of its [crawl]."""
    return load_site(str(replica.profile(folder, **crawl)))


def kill_the_child_at(articles: int, monkeypatch: pytest.MonkeyPatch) -> Progress:
    """A progress function that kills the crawling process once so many articles are there."""
    started: list[CrawlingProcess] = []
    begin = CrawlingProcess.__enter__

    def remember(process: CrawlingProcess) -> CrawlingProcess:
        started.append(process)
        return begin(process)

    monkeypatch.setattr(CrawlingProcess, "__enter__", remember)

    def kill(done: int, total: int | None, label: str) -> None:
        if label.startswith("crawling opdc-replica") and done == articles:
            started[-1].kill()

    return kill
