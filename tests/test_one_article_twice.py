"""One article with two addresses on its way to readers: index, page, API and terminal."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.records import Article
from corpus.settings import Settings
from corpus.store import open_store
from index import search
from index.hits import SearchRequest
from khlang import main
from search_web import create_app
from tests.kinship import BODY, GEN2, GEN3, TITLE, kin, seen, told

EDITED = BODY.replace("45 นาทีเหลือ 20 นาที", "45 นาทีเหลือ 25 นาที")
OTHER = told(GEN3, "ประกาศปิดปรับปรุงระบบสารบรรณอิเล็กทรอนิกส์ตั้งแต่ค่ำวันศุกร์จนถึงเช้าวันจันทร์ " * 4)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", rate_limit="")


def put(settings: Settings, *pages: tuple[Article, int]) -> None:
    with open_store(settings) as store:
        run = store.begin_run("import", "opdc")
        for article, day in pages:
            store.put(article, seen(article, day), run, kin=kin(article.id))
        store.end_run(run, "done", {})


def found(settings: Settings) -> list[str]:
    with closing(search.open_engine(settings)) as engine:
        return sorted(hit.id for hit in engine.search(SearchRequest(q="", per_page=50)).hits)


def levels(settings: Settings) -> list[str]:
    return [finding.level for finding in search.check(settings)]


def test_the_index_holds_it_once_and_follows_when_it_is_taken_apart(settings: Settings) -> None:
    put(settings, (told(GEN3), 0))
    search.build(settings)
    put(settings, (told(GEN2), 1))
    assert levels(settings) != ["ok"]
    assert search.update(settings).documents == 1
    assert (found(settings), levels(settings)) == ([GEN2], ["ok"])
    put(settings, (OTHER, 2))
    search.update(settings)
    assert (found(settings), levels(settings)) == ([GEN2, GEN3], ["ok"])
    put(settings, (told(GEN3), 3))
    search.update(settings)
    assert (found(settings), levels(settings)) == ([GEN2], ["ok"])


def test_every_id_leads_to_the_article(settings: Settings) -> None:
    put(settings, (told(GEN2), 0), (told(GEN3), 1), (told(GEN3, EDITED), 2))
    search.build(settings)
    client = create_app(settings).test_client()
    moved = client.get(f"/article/{GEN3}?lang=en")
    assert (moved.status_code, moved.location) == (301, f"/article/{GEN2}?lang=en")
    assert client.get(f"/article/{GEN3}/versions").location == f"/article/{GEN2}/versions"
    page = client.get(f"/article/{GEN2}")
    assert page.status_code == 200
    assert told(GEN2).url in page.text
    assert told(GEN3).url in page.text
    article = client.get(f"/api/articles/{GEN3}").get_json()
    assert (article["id"], article["version"]) == (GEN2, 2)
    assert article["addresses"] == [told(GEN2).url, told(GEN3).url]
    versions = client.get(f"/api/articles/{GEN3}/versions").get_json()
    assert (versions["id"], [v["version"] for v in versions["versions"]]) == (GEN2, [1, 2])
    shown = CliRunner().invoke(main, ["--data", str(settings.data), "show", GEN3])
    assert (shown.exit_code, TITLE in shown.output) == (0, True)
    assert told(GEN2).url in shown.output
    assert GEN2 in shown.output


def test_a_version_cited_under_the_former_id_is_served_with_a_way_to_the_newest(settings: Settings) -> None:
    put(settings, (told(GEN3), 0), (told(GEN3, EDITED), 1), (told(GEN2), 2))
    search.build(settings)
    cited = create_app(settings).test_client().get(f"/article/{GEN3}?version=1&lang=en")
    assert cited.status_code == 200
    assert "45 นาทีเหลือ 20 นาที" in cited.text
    assert f'href="/article/{GEN3}?lang=en"' in cited.text, "which leads on to the article"


@pytest.mark.parametrize("id_", [GEN2, GEN3])
def test_versions_are_compared_alike_by_every_id(settings: Settings, id_: str) -> None:
    put(settings, (told(GEN2), 0), (told(GEN3), 1), (told(GEN2, EDITED), 2))
    done = CliRunner().invoke(main, ["--data", str(settings.data), "diff", id_, "--from", "1", "--to", "2"])
    assert done.exit_code == 0, done.output
    assert "+++ version 2" in done.output
    assert "[-" in done.output, done.output
