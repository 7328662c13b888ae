"""The ``khlang`` command: every capability of the archive, thinly.

Results go to standard output, progress and messages to standard error. Exit codes: 0 done, 1 refused or failed with a
one-line message, 2 wrong usage, 3 partial (some pages failed). ``docs/commands.md`` names every command and option.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from corpus.errors import EXIT_DONE, EXIT_FAILED, EXIT_PARTIAL, NewsError, SettingsProblem, UsageProblem
from corpus.findings import plural
from corpus.records import Article, Attachment, Progress, Run, Version, json_line, no_progress, to_plain
from corpus.settings import Settings, load_settings
from corpus.thai.dates import parse_thai_date, thai_date, year_number
from corpus.thai.era import BUDDHIST
from corpus.timetable import local_time
from corpus.urls import file_of
from corpus.warnings import shown

if TYPE_CHECKING:
    from corpus.store import Store
    from corpus.versions import Piece
    from crawler.schedule import Ended
    from index.hits import Same, SearchPage, SearchRequest

P = ParamSpec("P")
R = TypeVar("R")

SAME_SHOWN = 120  # characters on either side of a change that khlang diff prints
BAR, AROUND_BAR = 20, 16  # columns of a progress bar, and of percent, time and blanks around it
OPTIONS = ("from", "to", "year", "agency", "person", "province", "section", "kind", "site")  # filters of a search …
FILTERS = ("date_from", "date_to", *OPTIONS[2:])  # … and their names in the program
FIRST_YEAR, LAST_YEAR = 1857, 2157  # of the common era: B.E. 2400 is before any news, 2700 far ahead
EXIT_STOPPED = 130  # what shells give a command that Ctrl-C ended
GRAVITY = (EXIT_DONE, EXIT_PARTIAL, EXIT_FAILED)  # of several runs the gravest gives the exit code
# by its text, by the line that signs it, by its section: not the page's own date
_TOLD_BY = {"lead": "ตามเนื้อหา", "signed": "ตามวันที่ลงนาม", "breadcrumb": "ตามหมวด"}
STATUS_EXIT = {"done": EXIT_DONE, "partial": EXIT_PARTIAL, "failed": EXIT_FAILED, "crashed": EXIT_FAILED}


class Khlang(click.Group):
    """The command group: turns a :class:`NewsError` into one line and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; bugs keep their traceback, a closed pipe ends quietly."""
        try:
            return super().invoke(ctx)
        except NewsError as e:
            click.echo(f"khlang: {e}", err=True)
            ctx.exit(e.exit_code)
        except click.NoSuchOption:
            if ctx.invoked_subcommand == "search":
                click.echo("khlang: a query that begins with - goes behind --: khlang search -- -สัมมนา", err=True)
            raise
        except KeyboardInterrupt:
            click.echo("khlang: stopped; what was finished is kept", err=True)
            ctx.exit(EXIT_STOPPED)
        except BrokenPipeError:
            # The reader went away (khlang … | head): nothing is wrong, and Python must not complain at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(EXIT_FAILED)


@click.group(cls=Khlang, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="khlang-khao", prog_name="khlang", message="%(prog)s %(version)s")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder [default: ./data, or KHLANG_DATA].")
@click.option("--config", type=click.Path(path_type=Path), help="Settings file [default: ./khlang.toml if there].")
@click.pass_context
def main(ctx: click.Context, data: Path | None, config: Path | None) -> None:
    """คลังข่าว: archive, understand and search the news of Thai government sites."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Thai gets replacement characters, never a traceback.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # both are text streams
    ctx.obj = load_settings(config, data=data)


def with_settings(command: Callable[..., R]) -> Callable[..., R]:
    """Hand the run's settings to *command* as its first argument."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> R:
        settings = click.get_current_context().find_object(Settings)
        if settings is None:
            raise SettingsProblem("no settings were loaded; run this through the khlang command")
        return command(settings, *args, **kwargs)

    return wrapped


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON lines, UTF-8.")


# --- taking pages in --------------------------------------------------------------------------------------------


@main.command()
@click.argument("site")
@click.option("--limit", type=click.IntRange(1), help="Stop after this many article pages.")
@click.option("--since", metavar="DATE", help="Leave out what feeds and sitemaps date before DATE (B.E. or C.E.).")
@click.option("--full", is_flag=True, help="Also ask for known articles that the site no longer lists.")
@click.option(
    "--source",
    type=click.Choice(["live", "wayback", "commoncrawl", "ids"]),
    default="live",
    show_default=True,
    help="Ask web archives for the site's past instead.",
)
@as_json
@with_settings
def crawl(
    settings: Settings, site: str, limit: int | None, since: str | None, full: bool, source: str, as_json: bool
) -> None:
    """Crawl SITE: the name of a profile, or the path of a site TOML."""
    # Imported here: Scrapy takes a second to load, and only this command needs it.
    from corpus.sites import load_site
    from crawler.run import crawl as run_crawl

    profile = load_site(site, settings.sites)
    with progress_bar() as progress:
        day = _day(since, "--since")
        run = run_crawl(profile, settings, limit=limit, since=day, full=full, source=source, progress=progress)
    warn_of_contact(settings, [run.site])
    finish(settings, run, as_json)


@main.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--site", help="Profile to read the pages with, where their address does not tell.")
@click.option("--workers", type=click.IntRange(1), help="Processes that clean pages [default: one a processor].")
@as_json
@with_settings
def import_(settings: Settings, paths: tuple[Path, ...], site: str | None, workers: int | None, as_json: bool) -> None:
    """Take in WARC, WACZ, HTML, text, PDF, DOCX or JSONL files, or folders of them."""
    from corpus.intake import import_paths

    with progress_bar() as progress:
        run = import_paths(paths, _with_workers(settings, workers), site, progress)
    say_if_empty(run, f"no file was found in {', '.join(map(str, paths))}; nothing was taken in")
    finish(settings, run, as_json)


@main.command()
@click.argument("site", required=False)
@click.option("--all", "everything", is_flag=True, help="Also read every kept version anew, under its number.")
@click.option("--accept", is_flag=True, help="Take pages that lost what their article had for new versions.")
@as_json
@with_settings
def reread(settings: Settings, site: str | None, everything: bool, accept: bool, as_json: bool) -> None:
    """Understand refused pages of the archive again, with the profile of SITE as it is now; fetches nothing."""
    from corpus.rereading import profile_of
    from corpus.rereading import reread as run_reread

    profile = profile_of(site, settings) if site else None
    with progress_bar() as progress:
        run = run_reread(settings, profile, everything=everything, accept=accept, progress=progress)
    say_if_empty(run, f"no refused page{f' of {profile.name}' if profile else ''} is kept; nothing was read again")
    finish(settings, run, as_json)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--url", default="", help="The address the page came from.")
@click.option("--jsonl", is_flag=True, help="Read lines {id, url?, text or html} and echo id.")
@click.option("--workers", type=click.IntRange(1), help="Processes that clean pages [default: one a processor].")
@with_settings
def extract(settings: Settings, files: tuple[Path, ...], url: str, jsonl: bool, workers: int | None) -> None:
    """Clean and understand pages without storing them: one Article JSON a line.

    Without FILES the page, or the lines, are read from standard input.
    """
    from corpus.extraction import extract_files, extract_lines

    settings = _with_workers(settings, workers)
    results = extract_lines(files, settings) if jsonl else extract_files(files, url, settings)
    failed = 0
    for result in results:
        failed += "rejected" in result
        echo_json(result)
    if failed:
        became = "an article; its line says why" if failed == 1 else "articles; their lines say why"
        click.echo(f"khlang: {plural(failed, 'page')} did not become {became}", err=True)
        sys.exit(EXIT_PARTIAL)


# --- the index and the search -----------------------------------------------------------------------------------


@main.group()
def index() -> None:
    """Build, update or check the search index."""


cutting_workers = click.option(
    "--workers", type=click.IntRange(1), help="Processes that cut pages into words [default: one a processor]."
)


@index.command()
@cutting_workers
@with_settings
def build(settings: Settings, workers: int | None) -> None:
    """Build the whole index beside the serving one, then swap."""
    from index.search import build as build_index

    with progress_bar() as progress:
        report = build_index(_with_workers(settings, workers), progress)
    click.echo(str(report))


@index.command()
@cutting_workers
@with_settings
def update(settings: Settings, workers: int | None) -> None:
    """Take in what changed since the last build or update."""
    from index.search import update as update_index

    with progress_bar() as progress:
        report = update_index(_with_workers(settings, workers), progress)
    click.echo(str(report))


@index.command()
@click.option("--quick", is_flag=True, help="Compare the versions of the articles only, not every word.")
@as_json
@with_settings
def check(settings: Settings, quick: bool, as_json: bool) -> None:
    """Hold the index against the catalogue, article by article."""
    from index.search import check as check_index

    with progress_bar() as progress:
        findings = list(check_index(settings, progress, quick=quick))
    print_findings(findings, as_json)


@index.command()
@click.argument("text", nargs=-1, required=True)
@as_json
@with_settings
def words(settings: Settings, text: tuple[str, ...], as_json: bool) -> None:
    """Show the words that TEXT is cut into, by the dictionary as it is now."""
    from corpus.thai.normalise import fold
    from index.tokens import tokeniser

    found = list(tokeniser(settings.dictionary, settings.index, reading=True).tokens(fold(" ".join(text))))
    if as_json:
        for token in found:
            echo_json({"word": token.text, "start": token.start, "end": token.end})
    else:
        click.echo(" | ".join(token.text for token in found))


def filter_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options that say what is searched for and in which order, the same names as the API's."""
    options = [
        click.option("--from", "date_from", metavar="DATE", help="Dated on or after DATE (B.E. or C.E.)."),
        click.option("--to", "date_to", metavar="DATE", help="Dated on or before DATE."),
        click.option("--year", metavar="YEAR", multiple=True, help="Dated in this year (B.E. or C.E.)."),
        click.option("--agency", multiple=True, help="Agency: id, name, or any alias."),
        click.option("--person", multiple=True, help="Person: id or name."),
        click.option("--province", multiple=True, help="A province that it names, in Thai or in English."),
        click.option("--section", multiple=True, help="A section of the website."),
        click.option("--kind", multiple=True, help="news, announcement, procurement, job … or in Thai."),
        click.option("--site", multiple=True, help="A website: its name, its title, or its host."),
        click.option(
            "--sort",
            type=click.Choice(["relevance", "recent", "newest", "oldest"]),
            default="relevance",
            show_default=True,
            help="Best first; best with newer ones better; newest first; oldest first.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def search_filters(command: Callable[P, R]) -> Callable[P, R]:
    """The options of ``khlang search``: filters, and which part of the result is printed."""
    options = [
        click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits to print."),
        click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Page of the result."),
        click.option(
            "--group/--no-group",
            default=None,
            help="Print pages with the same content as one hit [default: only what is printed for people].",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return filter_options(command)


@main.command()
@click.argument("query", nargs=-1)
@click.option("--batch", type=click.Path(path_type=Path), help="Run one query a line of FILE (- for standard input).")
@click.option("--fields", help="Keep only these keys of each hit, comma-separated; implies --json.")
@click.option("--explain", is_flag=True, help="Tell what the score of each hit is made of.")
@search_filters
@as_json
@with_settings
def search(
    settings: Settings, query: tuple[str, ...], batch: Path | None, fields: str | None, as_json: bool, **filters: Any
) -> None:
    """Search the archive for QUERY; words, "exact text", -without, หน่วยงาน:…, ปี:2551, ปฏิรูป*."""
    from index.search import open_engine

    warn_of_dictionary(settings)
    if query and batch is not None:
        raise UsageProblem("give either a QUERY or --batch FILE")
    if not query and batch is None and not any(filters[name] for name in FILTERS):
        raise UsageProblem(f"give either a QUERY or --batch FILE, or a filter: {', '.join(f'--{n}' for n in OPTIONS)}")
    keep = _hit_fields(fields)
    queries = [" ".join(query)] if batch is None else lines_of(batch)
    for_programs = as_json or bool(keep) or batch is not None
    if filters["group"] is None:
        filters["group"] = not for_programs
    request = _request(filters)
    with closing(open_engine(settings)) as engine:
        for q in queries:
            page = engine.search(request(q))
            if for_programs:
                echo_json(_narrow(page.to_json(), keep))
            else:
                print_page(page)


@main.command()
@click.argument("position", nargs=-1)
@click.option("--year", metavar="YEAR", help="Pages of this year (B.E. or C.E.).")
@click.option("--from", "date_from", metavar="DATE", help="Pages of DATE and later (B.E. or C.E., a year or a day).")
@click.option("--to", "date_to", metavar="DATE", help="Pages of DATE and earlier.")
@click.option("--person", metavar="NAME", default="", help="The posts of this person: name or id.")
@click.option(
    "--limit", type=click.IntRange(0), default=5, show_default=True, help="Pages to print of each; 0 for all."
)
@as_json
@with_settings
def who(
    settings: Settings,
    position: tuple[str, ...],
    year: str | None,
    date_from: str | None,
    date_to: str | None,
    person: str,
    limit: int,
    as_json: bool,
) -> None:
    """Tell who held POSITION, when and by which page: khlang who เลขาธิการ ก.พ.ร. --year 2555."""
    from corpus.who import ask, period
    from corpus.who_answer import Question, lines, to_json

    start, end = period(year, date_from, date_to)
    with progress_bar() as progress:
        question = Question(position=" ".join(position), person=person, start=start, end=end)
        answer = ask(settings, question, progress)
    if not answer.groups:
        click.echo(f"ไม่พบ (ค้นหา: {answer.searched})", err=True)  # nothing found (searched: …)
    else:
        click.echo(f"ค้นหา: {answer.searched}", err=True)  # searched
    for note in answer.notes:
        click.echo(f"หมายเหตุ: {note}", err=True)  # note:
    for line in to_json(answer) if as_json else lines(answer, limit):
        echo_json(line) if as_json else click.echo(line)


@main.command()
@click.argument("id")
@click.option("--version", "number", type=click.IntRange(1), help="An older version [default: the current one].")
@click.option("--raw", is_flag=True, help="The captured bytes as they came.")
@click.option("--similar", is_flag=True, help="Articles like it instead, and the other pages with its content.")
@as_json
@with_settings
def show(settings: Settings, id: str, number: int | None, raw: bool, similar: bool, as_json: bool) -> None:  # noqa: A002  the argument's name on the command line
    """Show one article, one of its versions, the captured bytes, or what is like it."""
    from corpus.store import open_store
    from corpus.warc import read_capture

    with open_store(settings, readonly=True) as store:
        article = store.article(id, number)
        if article is None:
            if there := ", ".join(str(version.version) for version in store.versions(id)):
                raise NewsError(f"{id} has no version {number}; its versions are {there}")
            raise NewsError(f"no article {id!r} in {settings.data}; khlang search --fields id QUERY prints ids")
        if similar:
            print_around(settings, article.id, as_json)
        elif raw:
            location = store.location_of(article.id, article.version)
            if location is None:
                raise NewsError(f"the catalogue does not say where {id!r} was captured; run khlang doctor")
            sys.stdout.buffer.write(read_capture(settings.warc, location).body)
        elif as_json:
            echo_json(article.to_json())
        else:
            print_article(article, store.gone_since(id))


@main.command()
@click.argument("id")
@click.option("--from", "older", type=click.IntRange(1), help="The older version [default: the one before].")
@click.option("--to", "newer", type=click.IntRange(1), help="The newer version [default: the newest].")
@as_json
@with_settings
def diff(settings: Settings, id: str, older: int | None, newer: int | None, as_json: bool) -> None:  # noqa: A002  the argument's name on the command line
    """Show what changed between two versions of an article, word by word."""
    from corpus.store import open_store
    from corpus.versions import differences
    from index.tokens import tokeniser

    if older is not None and older == newer:
        raise UsageProblem(f"--from and --to are both {newer}, one version; give two different ones")
    with open_store(settings, readonly=True) as store:
        id = store.resolved(id)  # noqa: A001  the argument's; another address of an article has its versions
        versions = {version.version: version for version in store.versions(id)}
        if not versions:
            raise NewsError(f"no article {id!r} in {settings.data}; khlang search --fields id QUERY prints ids")
        newer = newer or max(versions)
        if older == newer:
            raise UsageProblem(f"version {newer} of {id} is its newest; give --to too, or an older one with --from")
        older = older or max((number for number in versions if number < newer), default=newer)
        before, after = store.article(id, older), store.article(id, newer)
    if before is None or after is None:
        there = ", ".join(map(str, versions))
        raise NewsError(f"{id} has no version {newer if before else older}; its versions are {there}")
    pieces = differences(before, after, tokeniser(settings.dictionary, settings.index, reading=True).cut)
    if as_json:
        for piece in pieces:
            echo_json({"from": older, "to": newer, **to_plain(piece)})
    elif older == newer:
        click.echo(f"version {newer} of {id} is its first; there is none before it to compare with", err=True)
    else:
        print_differences(versions[older], versions[newer], pieces)


@main.command()
@click.option("--host", help="Address to listen on [default: 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on [default: 8000].")
@click.option("--workers", type=click.IntRange(1), help="Server processes [default: one a processor].")
@with_settings
def serve(settings: Settings, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the search page and the API until stopped."""
    from dataclasses import replace

    from search_web.serve import serve as run_server

    warn_of_dictionary(settings)
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    run_server(_with_workers(settings, workers), lambda address: click.echo(f"คลังข่าว: {address}", err=True))


# --- leaving it alone -------------------------------------------------------------------------------------------


@main.command()
@click.argument("site", required=False)
@click.option(
    "--limit", type=click.IntRange(0), default=3, show_default=True, help="Pages to show a reason; 0 for all."
)
@as_json
@with_settings
def due(settings: Settings, site: str | None, limit: int, as_json: bool) -> None:
    """Tell which sites and pages are due, and why; of SITE only where it is given."""
    from crawler.due import describe, due_sites

    found = False
    for one in due_sites(settings, site, limit or None):
        found = True
        for line in one.to_json() if as_json else describe(one):
            echo_json(line) if as_json else click.echo(line)
    if not found:
        click.echo("khlang: no site is scheduled; crawl one, or name it in the setting schedule", err=True)


@main.command(name="run-due")
@with_settings
def run_due(settings: Settings) -> None:
    """Run every slot that is due once, then bring the index up to date: for timers and cron."""
    from crawler.forever import Stop
    from crawler.schedule import run_due as run_slots

    codes, crawled = [EXIT_DONE], list[str]()
    with Stop() as stop, progress_bar() as progress:
        for ended in run_slots(settings, stopped=lambda: bool(stop), progress=progress):
            codes.append(print_ended(settings, ended))
            crawled += [ended.site] if ended.run else []
    if crawled:
        warn_of_contact(settings, crawled)
    sys.exit(max(codes, key=GRAVITY.index))


@main.command()
@with_settings
def schedule(settings: Settings) -> None:
    """Run each slot when it comes, until stopped: a process of its own, for where there is no timer."""
    from crawler.forever import Stop, run_for_ever

    def say(line: str) -> None:
        click.echo(f"{local_time(datetime.now(UTC))} {line}", err=True)

    warn_of_contact(settings)
    with Stop() as stop:
        run_for_ever(settings, lambda ended: print_ended(settings, ended), say, stop=stop)
        say("stopped; what was fetched is kept, and an unfinished run is continued next time")


@main.command()
@click.option("--user", help="The user that the units run as [default: the one who asks].")
@click.pass_context
@with_settings
def systemd(settings: Settings, ctx: click.Context, user: str | None) -> None:
    """Print a systemd service and timer that run what is due."""
    from crawler.timers import systemd as units

    warn_of_contact(settings)
    text = units(settings, _config(ctx), Path.cwd(), user)
    if user is None:
        who = next(line for line in text.splitlines() if line.startswith("User="))
        click.echo(f"khlang: the units run as {who.removeprefix('User=')}; choose another with --user", err=True)
    click.echo(text, nl=False)


@main.command()
@click.pass_context
@with_settings
def cron(settings: Settings, ctx: click.Context) -> None:
    """Print a crontab line that runs what is due."""
    from crawler.timers import cron as line

    warn_of_contact(settings)
    click.echo(line(settings, _config(ctx), Path.cwd()))


def _config(ctx: click.Context) -> Path | None:
    path = ctx.find_root().params.get("config")
    return path if isinstance(path, Path) else None


# --- looking after it -------------------------------------------------------------------------------------------


@main.command()
@click.argument("number", type=int, required=False)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many, newest first.")
@click.option("--refused", "refused_by", type=int, metavar="RUN", help="List the pages that a run refused, and why.")
@as_json
@with_settings
def runs(settings: Settings, number: int | None, limit: int, refused_by: int | None, as_json: bool) -> None:
    """List what crawls and imports did, newest first, or print the whole report of run NUMBER."""
    from corpus.store import open_store
    from crawler.report import HEADING, run_row

    with open_store(settings, readonly=True) as store:
        if refused_by is not None:
            _run(store, refused_by)
            none = True
            for _, refused in store.rejected(refused_by):
                none = False
                text = f"{refused.url}\t{refused.stage}\t{refused.reason}"
                echo_json(refused.to_json()) if as_json else click.echo(text)
            if none:
                click.echo(f"khlang: run {refused_by} refused no page", err=True)
            return
        if number is not None:
            print_report(store, _run(store, number), as_json)
            return
        found = store.runs(limit)
        if found and not as_json:
            click.echo(click.style(HEADING, dim=True))
        for run in found:
            if as_json:
                print_report(store, run, as_json)
            else:
                for line in run_row(run):
                    click.echo(line)


@main.command()
@click.option("--quick", is_flag=True, help="Read a sample of the archive only.")
@as_json
@with_settings
def doctor(settings: Settings, quick: bool, as_json: bool) -> None:
    """Examine the data folder, the archive, the catalogue and the index."""
    from corpus.doctor import examine
    from index.search import check as check_index

    def findings() -> Iterator[Any]:
        told = set()
        for finding in examine(settings, quick=quick):
            told.add(finding.what)
            yield finding
        # Where the catalogue cannot be opened, what was said of it is what helps, and not to build the index.
        if settings.catalogue.exists() and os.access(settings.data, os.R_OK | os.W_OK | os.X_OK):
            yield from (finding for finding in check_index(settings, quick=True) if finding.what not in told)

    print_findings(findings(), as_json)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_settings
def backup(settings: Settings, file: Path) -> None:
    """Copy all that cannot be made again into one new FILE; a crawl may run meanwhile."""
    from corpus.backup import backup as make_backup

    with progress_bar() as progress:
        made = make_backup(settings, file, progress)
    click.echo(f"{file}: {made.articles:,} articles, {made.files:,} files, {made.size / 1e6:,.1f} MB")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_settings
def restore(settings: Settings, file: Path) -> None:
    """Put the backup FILE into a data folder that holds no archive yet."""
    from corpus.backup import restore as put_back

    with progress_bar() as progress:
        made = put_back(settings, file, progress)
    click.echo(f"{settings.data}: {made.articles:,} articles of the backup made {made.created}")
    click.echo("khlang: now make the search index with: khlang index build", err=True)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["jsonl", "csv", "bib", "ris"]),
    help="Format of FILE [default: what its name ends in, else jsonl].",
)
@click.option(
    "--lang",
    type=click.Choice(["th", "en"]),
    default="th",
    show_default=True,
    help="Of column names, notes and the like; en has the names that programs know.",
)
@filter_options
@as_json
@with_settings
def export(
    settings: Settings,
    file: Path,
    query: tuple[str, ...],
    fmt: Any,
    lang: Any,
    as_json: bool,
    **filters: Any,
) -> None:
    """Write what QUERY finds, or without it every article, to FILE (- for standard output), without a cap."""
    from search_web.taking_out import take_out

    wanted = bool(query) or any(filters[name] for name in FILTERS)
    request = _request({**filters, "limit": 1})(" ".join(query)) if wanted else None
    fmt = fmt or (file.suffix[1:].lower() if file.suffix[1:].lower() in ("csv", "bib", "ris") else "jsonl")
    piped = str(file) == "-"
    with progress_bar() as progress:
        taken = take_out(settings, sys.stdout.buffer if piped else file, fmt, lang, request, progress)
    for note in taken.notes:
        click.echo(f"หมายเหตุ: {note}", err=True)  # note:
    made = taken.exported
    if as_json:
        click.echo(json_line(taken.to_json()), err=piped)
    else:
        click.echo(f"{made.sha256}  {file}", err=True)
        click.echo(f"khlang: {plural(made.rows, 'article')}, {made.bytes:,} bytes, state {taken.state}", err=True)
    if made.missing:
        lacking = f"khlang: {plural(made.missing, 'article')} of the index missing in the catalogue: khlang doctor"
        click.echo(lacking, err=True)
        sys.exit(EXIT_PARTIAL)


@main.group()
def sites() -> None:
    """Show, add and try out site profiles."""


@sites.command(name="list")
@as_json
@with_settings
def sites_list(settings: Settings, as_json: bool) -> None:
    """List the profiles that ship with the program and your own in the data folder."""
    from corpus.sites import own_sites, shipped_sites

    own = list(own_sites(settings.sites))
    found = (*shipped_sites(), *own)
    width = max((len(site.name) for site in found if not isinstance(site, NewsError)), default=0) + 2
    for site in found:
        if isinstance(site, NewsError):
            click.echo(f"khlang: {site}", err=True)
            continue
        row = {"name": site.name, "title_th": site.title_th, "title_en": site.title_en, "hosts": list(site.hosts)}
        if as_json:
            echo_json(row | {"own": site in own})
        else:
            click.echo(f"{site.name:{width}}{site.title_th}{' *' if site in own else ''}")
            echo_wrapped(", ".join(site.hosts), width)
    if own and not as_json:
        click.echo(f"* in {settings.sites}")


@sites.command(name="add")
@click.argument("url")
@click.option("--name", help="Name of the profile [default: the first part of the host].")
@click.option("--allow-private", is_flag=True, help="Visit a site of the own network.")
@with_settings
def sites_add(settings: Settings, url: str, name: str | None, allow_private: bool) -> None:
    """Look at the site at URL with at most 15 requests and write a profile of it."""
    from crawler.adding import add, covering
    from crawler.findings import described

    if known := covering(url, settings.sites):
        click.echo(f"khlang: the profile {known} covers this host already", err=True)
    click.echo("khlang: looking at the site, one request a second or slower …", err=True)
    path, found = add(url, settings, name=name, allow_private=allow_private)
    for label, text in described(found):
        for number, line in enumerate(text.split("\n")):
            echo_wrapped(line, 13, label if not number else "")
    click.echo(f"written to {path}")
    click.echo(f"next: khlang sites check {path.stem}")
    click.echo(f"      khlang crawl {path.stem} --limit 20")


@sites.command(name="check")
@click.argument("site")
@as_json
@with_settings
def sites_check(settings: Settings, site: str, as_json: bool) -> None:
    """Try the profile SITE out on the site itself, without storing anything.

    Exit code 1 when nothing works or no article is good, 3 when some are not.
    """
    from corpus.sites import load_site
    from crawler.adding import check
    from crawler.findings import readable

    marks = {True: click.style("ok", fg="green"), False: click.style("no", fg="red"), None: "--"}
    starts = articles = wrong = 0
    for tried in check(load_site(site, settings.sites), settings):
        if as_json:
            echo_json(to_plain(tried))
        else:
            echo_wrapped(readable(tried.what), 4, f"{marks[tried.works]}  ")
            echo_wrapped(tried.said, 4)
        starts += bool(tried.works) and not tried.what.startswith("article ")
        articles += bool(tried.works) and tried.what.startswith("article ")
        wrong += tried.works is False and tried.what.startswith(("article ", "all articles"))
    if not starts:
        raise NewsError(
            f"the profile {site} brings nothing: 0 starts work; correct [[crawl.start]], or try again later"
        )
    if not articles:
        raise NewsError(
            f"no article of {site} is good, though {starts} starts work; the lines marked no say what to correct"
        )
    if wrong:
        click.echo(
            f"khlang: {wrong} faults in articles of {site}; the lines marked no say which key to correct", err=True
        )
        sys.exit(EXIT_PARTIAL)


# --- how results are printed ------------------------------------------------------------------------------------


def echo_json(value: object) -> None:
    """Print *value* as one JSON line with Thai letters as they are."""
    click.echo(json_line(value))


def echo_wrapped(text: str, indent: int, label: str = "") -> None:
    """Print *text* in the width of a terminal, at words and inside long addresses, behind *label*."""
    from textwrap import wrap

    width = max(40, get_terminal_size().columns) - indent
    lines = wrap(text, width, break_on_hyphens=False) or [""]
    for number, line in enumerate(lines):
        click.echo(f"{label if not number else '':{indent}}{line}")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error where that is a terminal; silent otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield no_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(BAR), TaskProgressColumn(), TimeRemainingColumn())
    room = max(20, console.width - BAR - AROUND_BAR)
    with ProgressBar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("…", total=None)

        def progress(done: int, total: int | None, label: str) -> None:
            bar.update(task, completed=done, total=total, description=_middle_cut(label, room))

        yield progress


def say_if_empty(run: Run, sentence: str) -> None:
    """Say *sentence* of a run that met nothing at all: done, but hardly what was meant."""
    if run.status == "done" and not any(run.counts.values()):
        click.echo(f"khlang: {sentence}", err=True)


def _middle_cut(text: str, most: int) -> str:
    """*text* in *most* columns: beginnings and ends of file names and addresses tell more than their middles."""
    return escape(text if len(text) <= most else f"{text[: most - most // 2 - 1]}…{text[len(text) - most // 2 :]}")


def finish(settings: Settings, run: Run, as_json: bool) -> None:
    """Print the report of a run and leave with its exit code."""
    from corpus.store import open_store

    with open_store(settings, readonly=True) as store:
        print_report(store, run, as_json)
    if run.counts.get("refused"):
        click.echo(f"khlang: some pages were refused; all of them: khlang runs --refused {run.id}", err=True)
    if lag := _lag(settings):
        click.echo(f"khlang: {lag}", err=True)
    if code := STATUS_EXIT.get(run.status, EXIT_FAILED):
        sys.exit(code)


def _lag(settings: Settings) -> str:
    from index.search import behind

    try:
        return behind(settings)
    except NewsError as e:
        return str(e)


def warn_of_contact(settings: Settings, sites: Iterable[str] | None = None) -> None:
    """One line where a public site of *sites*, or of the schedule, is crawled and its operators cannot reach us."""
    from corpus.upkeep import unreachable

    if text := unreachable(settings, sites):
        click.echo(f"khlang: {text}", err=True)


def warn_of_dictionary(settings: Settings) -> None:
    """One line where the user's dictionary cannot be read, although what is asked for can be done without."""
    from index.search import dictionary_fault

    if text := dictionary_fault(settings):
        click.echo(f"khlang: {text}", err=True)


def print_report(store: Store, run: Run, as_json: bool) -> None:
    """Print the whole report of a run."""
    from crawler.report import report, to_json

    refused = (refused for _, refused in store.rejected(run.id))
    if as_json:
        echo_json(to_json(run, refused, store.claim_of(run.id)))
    else:
        for line in report(run, refused, store.claim_of(run.id)):
            click.echo(line)


def _run(store: Store, number: int) -> Run:
    run = store.run(number)
    if run is None:
        raise NewsError(f"no run {number} in the catalogue; khlang runs lists them")
    return run


def print_ended(settings: Settings, ended: Ended) -> int:
    """Print what a scheduled run came to, and put what it found into the index; returns the exit code.

    What went well goes to standard output, which a crontab line sends to a log; a failure goes to standard error,
    which cron sends by mail.
    """
    from crawler.report import summary
    from index.search import catch_up

    if ended.run is None:
        told = not ended.site or ended.site in ended.problem
        click.echo(f"khlang: {ended.problem if told else f'{ended.site}: {ended.problem}'}", err=True)
        return EXIT_FAILED
    code = STATUS_EXIT.get(ended.run.status, EXIT_FAILED)
    line = summary(ended.run, ended.claim)
    click.echo(
        f"khlang: {line}; more: khlang runs {ended.run.id}" if code == EXIT_FAILED else line, err=code == EXIT_FAILED
    )
    if ended.run.status == "crashed" or (ended.claim and ended.claim.left_off):
        return code  # the run that continues it brings the index up to date
    try:
        catch_up(settings)
    except NewsError as e:
        click.echo(f"khlang: what run {ended.run.id} found cannot be searched yet: {e}", err=True)
        return EXIT_FAILED
    return code


def print_findings(findings: Iterable[Any], as_json: bool) -> None:
    """Print findings as they come; leave with 1 if one of them is an error."""
    worst = EXIT_DONE
    marks = {"ok": click.style("ok     ", fg="green"), "warning": click.style("warning", fg="yellow")}
    for finding in findings:
        if as_json:
            echo_json(to_plain(finding))
        else:
            repair = f"\n         → {finding.repair}" if finding.repair else ""
            click.echo(f"{marks.get(finding.level, click.style('error  ', fg='red'))}  {finding.what}{repair}")
        if finding.level == "error":
            worst = EXIT_FAILED
    if worst:
        sys.exit(worst)


def print_page(page: SearchPage) -> None:
    """Print one page of hits for a person."""
    for note in page.query.notes:
        click.echo(f"หมายเหตุ: {note}", err=True)  # note:
    for query in page.suggestions:
        if query != page.query.understood:
            click.echo(f"หมายถึง “{query}” หรือไม่: khlang search {shlex.quote(query)}", err=True)  # did you mean
    if not page.total:
        click.echo(f"ไม่พบข่าว (ค้นหา: {page.query.understood or page.query.q})", err=True)  # nothing found (searched: …)
        return
    if not page.hits:
        # found n on m pages; there is no page p
        click.echo(f"พบ {page.total:,} รายการ ใน {page.pages:,} หน้า ไม่มีหน้าที่ {page.page:,}", err=True)
        return
    first = (page.page - 1) * page.per_page + 1
    shown = f"พบ {page.total:,} รายการ แสดง {first:,}-{first + len(page.hits) - 1:,}"  # found n, showing a-b
    if page.repeats:  # of so many groups: n pages stand with others of the same content
        shown += f" จาก {page.total - page.repeats:,} (รวม {page.repeats:,} หน้าที่เนื้อหาซ้ำไว้กับหน้าอื่น)"
    click.echo(shown, err=True)
    for number, hit in enumerate(page.hits, first):
        when = thai_date(hit.dated, "short") if hit.dated else "-"
        when += f" ({told})" if (told := _TOLD_BY.get(hit.dated_from)) else ""
        click.echo(f"\n{number}. {_styled(hit.title_marked)}")
        click.echo(click.style(f"   {when} · {hit.id} · {file_of(hit.url) or hit.url}", dim=True))
        if hit.snippet:
            click.echo(f"   {_styled(' '.join(hit.snippet.split()))}")
        if hit.explain:
            click.echo(f"   คะแนน {hit.score:.4f}")  # score
            for reason in hit.explain:
                click.echo(f"   {reason.score:>10.4f}  {reason.note}")
        if hit.same_total:
            click.echo(f"   {_others(hit.same, hit.same_total)}")


def print_around(settings: Settings, article_id: str, as_json: bool) -> None:
    """Print the articles like one, most alike first, and the other pages with its content."""
    from index.hits import SAME_SHOWN, around_json
    from index.search import open_engine

    with closing(open_engine(settings)) as engine:
        same, alike = engine.same(article_id), engine.similar(article_id)
    if as_json:
        echo_json(around_json(article_id, same, alike))
        return
    if same:
        click.echo(_others(same[:SAME_SHOWN], len(same)), err=True)
    if not alike:
        click.echo(f"ไม่พบเรื่องใกล้เคียงกับ {article_id}", err=True)  # nothing like it
    for number, hit in enumerate(alike, 1):
        click.echo(f"\n{number}. {hit.title}")
        when = thai_date(hit.dated, "short") if hit.dated else "-"
        click.echo(click.style(f"   {when} · {hit.id} · {file_of(hit.url) or hit.url}", dim=True))


def _others(pages: Sequence[Same], total: int) -> str:
    ids = ", ".join(page.id for page in pages) + (" …" if total > len(pages) else "")
    return f"อีก {total:,} หน้าเนื้อหาเดียวกัน: {ids}"  # n more pages with the same content


def print_differences(before: Version, after: Version, pieces: Iterable[Piece]) -> None:
    """Print what two versions differ in: [-removed-] and {+added+}, so that it reads without colours too."""
    click.echo(f"--- version {before.version}, captured {before.captured:%Y-%m-%d %H:%M} UTC")
    click.echo(f"+++ version {after.version}, captured {after.captured:%Y-%m-%d %H:%M} UTC")
    part = ""
    for piece in pieces:
        if piece.part != part:
            click.echo(f"{chr(10) if part else ''}\n@@ {piece.part}")
            part = piece.part
        if piece.kind == "removed":
            click.secho(f"[-{piece.text}-]", fg="red", nl=False)
        elif piece.kind == "added":
            click.secho(f"{{+{piece.text}+}}", fg="green", nl=False)
        else:
            click.echo(_shortened(piece.text), nl=False)
    click.echo("" if part else "the two say the same")


def _shortened(text: str) -> str:
    """What stayed the same, with a long stretch left out: a reader looks for the changes."""
    return text if len(text) <= 2 * SAME_SHOWN else f"{text[:SAME_SHOWN]} … {text[-SAME_SHOWN:]}"


def print_article(article: Article, gone: datetime | None = None) -> None:
    """Print one article for a person: facts first, then the text; *gone* is when its site was found without it."""
    click.echo(click.style(article.title or "(ไม่มีหัวเรื่อง)", bold=True))  # (no title)
    missing = f"{thai_date(gone.date())}; ฉบับสุดท้ายยังอยู่ในคลัง" if gone else ""  # the last good copy is kept
    for label, value in (*_facts(article), ("หายจากเว็บตั้งแต่", missing)):  # missing on its site since
        if value:
            click.echo(f"{click.style(label, dim=True)}: {value}")
    click.echo()
    tables = sorted(article.tables, key=lambda t: t.after)
    paragraphs = article.body.split("\n\n") if article.body else []
    for number in range(len(paragraphs) + 1):
        for table in (t for t in tables if t.after == number):
            for row in table.rows:
                click.echo("  | " + " | ".join(row) + " |")
            click.echo()
        if number < len(paragraphs):
            click.echo(paragraphs[number] + "\n")
    for credit in article.credits:
        click.echo(" / ".join(filter(None, (credit.name, credit.unit, credit.role))))


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    """Label and text of each fact; the labels are the words of the search page."""
    yield "รหัส", f"{article.id} (ฉบับที่ {article.version})"  # id (version)
    name = file_of(article.url)
    yield ("ไฟล์", name) if name else ("ที่อยู่", article.url)  # file, address
    others = (address for address in article.addresses if address != article.url)
    yield "ที่อยู่อื่น", "\n  ".join(others)  # other addresses
    yield "หมวด", " / ".join(article.section)  # section
    yield "เผยแพร่", f"{thai_date(article.published)} ({article.published_from})" if article.published else ""
    # date; the page gives no publication date
    told = f"{_TOLD_BY.get(article.dated_from, '')} หน้าเว็บไม่ได้ระบุวันที่เผยแพร่".strip()
    yield "วันที่ของข่าว", f"{thai_date(article.dated)} ({told})" if article.dated and not article.published else ""
    yield "ประทับวันที่", thai_date(article.stamp) if article.stamp else ""  # the page's own stamp
    yield "ปรับปรุง", thai_date(article.updated) if article.updated else ""  # updated
    yield "บุคคล", "; ".join(" ".join(filter(None, (p.name, p.position))) for p in article.people)  # people
    yield "หน่วยงาน", "; ".join(a.name for a in article.agencies)  # agencies
    yield "จังหวัด", ", ".join(article.provinces)  # provinces
    yield "กฎหมาย", ", ".join(article.laws)  # laws
    yield "เอกสารแนบ", "\n  ".join(map(_document_line, article.attachments))  # attachments
    yield "เก็บเมื่อ", f"{article.captured:%Y-%m-%d %H:%M} UTC ({article.capture})" if article.captured else ""
    yield "ข้อสังเกต", "; ".join(shown(warning, "th") for warning in article.warnings)  # remarks


def _document_line(document: Attachment) -> str:
    """The address of a document, its pages, and in the words of the search page why its text was not read."""
    found = [f"{document.pages:,} หน้า"] if document.pages else []  # pages
    if document.text not in ("", "read"):
        found += [shown(warning, "th") for warning in document.warnings] or [document.text]
    return f"{document.url} ({'; '.join(found)})" if found else document.url


def _styled(marked: str) -> str:
    """Marked-up safe HTML of a hit as terminal text: marks in bold, entities resolved."""
    import html

    parts = marked.replace("</mark>", "<mark>").split("<mark>")
    return "".join(click.style(html.unescape(p), bold=True) if n % 2 else html.unescape(p) for n, p in enumerate(parts))


# --- reading arguments ------------------------------------------------------------------------------------------


def lines_of(path: Path | None) -> Iterator[str]:
    """The lines of a file, or of standard input for ``-``; split on line feeds only."""
    if path is None:
        return
    try:
        stream: IO[bytes] = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except OSError as e:
        raise UsageProblem(f"cannot read {path}: {e.strerror}; give a file with one query a line") from e
    with stream:
        for line in stream:
            yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _request(filters: dict[str, Any]) -> Callable[[str], SearchRequest]:
    from index.hits import SearchRequest

    filters = dict(filters)
    filters["date_from"] = _day(filters["date_from"], "--from")
    filters["date_to"] = _day(filters["date_to"], "--to")
    filters["year"] = tuple(_buddhist(year) for year in filters["year"])
    filters["per_page"] = filters.pop("limit")
    return lambda q: SearchRequest(q=q, **filters)


def _buddhist(text: str) -> int:
    """The Buddhist year that *text* means; one of two digits is of that era."""
    year = year_number(text)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageProblem(f"--year is {text!r}, which is not a year; write 2555 or 2012")
    return year + BUDDHIST


def _day(text: str | None, flag: str) -> date | None:
    if text is None:
        return None
    day = parse_thai_date(text)
    if day is None:
        raise UsageProblem(f'{flag} is {text!r}, which is not a date; write 2551-04-22, 2008-04-22 or "22 เม.ย. 2551"')
    return day


def _hit_fields(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    from dataclasses import fields

    from index.hits import Hit

    known = [f.name for f in fields(Hit)]
    keep = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in keep if name not in known]:
        raise UsageProblem(f"--fields has {', '.join(unknown)}; a hit has {', '.join(known)}")
    return keep


def _narrow(page: dict[str, Any], keep: tuple[str, ...]) -> dict[str, Any]:
    if not keep:
        return page
    return {**page, "hits": [{k: hit[k] for k in keep} for hit in page["hits"]]}


def _with_workers(settings: Settings, workers: int | None) -> Settings:
    from dataclasses import replace

    return settings if workers is None else replace(settings, workers=workers)


if __name__ == "__main__":
    main()
