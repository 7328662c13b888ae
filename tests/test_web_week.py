"""What changed this week: links to what changed, days of runs, and an answer that is remembered for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus.settings import Settings
from corpus.store_lately import Edited, Lately
from search_web import create_app
from search_web.rooms import FRESH, Rooms
from search_web.week import WeekView, week_view
from tests.small_archive import START, article, put
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf

NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)  # the 22nd in Bangkok
QUIET = Lately(since=NOW - timedelta(days=7), until=NOW)


def shown(lately: Lately, lang: str = "th") -> WeekView | None:
    app = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf())
    with app.test_request_context(f"/?lang={lang}"):
        return week_view(lately, "en" if lang == "en" else "th")


def test_an_edit_leads_to_the_difference_where_an_earlier_version_is_kept() -> None:
    edited = replace(AUDIT, version=3)
    view = shown(replace(QUIET, changed=3, edited=(Edited(edited, 1), Edited(edited, None), Edited(edited, 3))), "en")
    assert view is not None
    links = [item.compare for item in view.movements[0].items]
    assert links == [f"/article/{AUDIT.id}/diff?from=1&to=3&lang=en", None, None]


def test_kinds_without_any_article_are_left_out_and_nothing_at_all_is_nothing() -> None:
    assert shown(QUIET) is None
    view = shown(replace(QUIET, gone=1200, vanished=(AUDIT,)))
    assert view is not None
    assert [(m.kind, m.count, len(m.items)) for m in view.movements] == [("gone", 1200, 1)]


def test_a_run_is_named_by_its_day_in_thailand() -> None:
    view = shown(replace(QUIET, run=4, new=1, arrived=(AUDIT,)))
    assert view is not None
    assert "22 พฤศจิกายน 2569" in view.heading


def test_what_happened_lately_is_remembered_until_something_is_written_or_time_passes(settings: Settings) -> None:
    now = START + timedelta(hours=1)
    put(settings, [article(1, "ข่าว")])
    rooms = Rooms(settings)
    first = rooms.lately(now, 3)
    assert rooms.lately(now + timedelta(seconds=5), 3) is first
    assert rooms.lately(now - timedelta(seconds=5), 3) is not first  # the clock was set back
    later = rooms.lately(now + FRESH, 3)
    put(settings, [article(2, "ข่าวใหม่")])
    newest = rooms.lately(now + FRESH, 3)
    assert (first.new, later.new, newest.new) == (1, 1, 2)
    rooms.close()
