"""Every setting in one frozen object: its name, its default, its help.

Built once at the entry points, from defaults < ``khlang.toml`` < environment (``KHLANG_…``) < flags. Nothing is
read or created when this module is imported. ``docs/settings.md`` names each one; a test holds the two together.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from corpus.errors import SettingsProblem

MEGABYTE = 1_000_000
MAX_PAGE = 256 * MEGABYTE  # the most that max_page_bytes may be: pages are held in memory whole


def _setting(default: Any, help_: str, *, least: int = 0, most: int | None = None) -> Any:
    """A field; *least* and *most* bound a number, or the characters of a text."""
    return field(default=default, metadata={"help": help_, "least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run; every field has a ``help`` in its metadata."""

    data: Path = _setting(Path("data"), "the data folder: WARC files, catalogue, index, logs")
    contact: str = _setting(
        "",
        "e-mail or web address in the crawler's user agent and on the help page: where you can be reached",
    )
    max_page_bytes: int = _setting(
        20 * MEGABYTE, "larger pages and attachments are refused, with their address", least=1, most=MAX_PAGE
    )
    warc_bytes: int = _setting(1000 * MEGABYTE, "bytes of a WARC file after which a run begins another one", least=1)
    batch: int = _setting(200, "pages taken in between two commits of the catalogue", least=1, most=100_000)
    workers: int = _setting(
        0, "processes that clean pages, index them and serve searches; 0 means one for each processor", most=1000
    )
    dictionary: Path | None = _setting(None, "a file of own words, one a line, added to the Thai dictionary")
    schedule: str = _setting(
        "",
        "sites that khlang run-due visits: names or profile paths, with commas; empty for all with articles crawled",
    )
    host: str = _setting("127.0.0.1", "address that khlang serve listens on", least=1)
    port: int = _setting(8000, "port that khlang serve listens on", most=65_535)
    public_address: str = _setting(
        "",
        "address that readers open the archive at, as https://news.example.go.th; "
        "for permanent links in exports, feeds and sitemaps",
    )
    rate_limit: str = _setting("120 per minute", "searches allowed to one address; empty for no limit")
    max_query: int = _setting(500, "characters of a query that are read; the rest is cut off with a note", least=1)
    hosts: str = _setting("", "host names that khlang serve answers to, with commas; empty for any")
    robots: str = _setting("articles", "what search engines of the web may take in: articles, or nothing")
    metrics: str = _setting(
        "private", "who may read /metrics: private (this machine and private networks), open (everyone) or off"
    )
    behind_proxy: int = _setting(0, "trusted reverse proxies in front of khlang serve", most=100)

    @property
    def warc(self) -> Path:
        """The folder of the WARC files."""
        return self.data / "warc"

    @property
    def catalogue(self) -> Path:
        """The SQLite file of the catalogue."""
        return self.data / "archive.sqlite"

    @property
    def sites(self) -> Path:
        """The folder of own site profiles."""
        return self.data / "sites"

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.data / "index"

    @property
    def processes(self) -> int:
        """How many worker processes to start: ``workers``, or one for each processor."""
        return self.workers or os.cpu_count() or 1


def load_settings(config: Path | None = None, environ: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """The settings from all four sources.

    *config* is a TOML file that must exist when given; without it ``khlang.toml`` in the working folder is read
    if it is there. A flag that is None counts as not given. Raises :class:`SettingsProblem` naming the source,
    the setting and the value.
    """
    environ = os.environ if environ is None else environ
    path = config or Path("khlang.toml")
    values: dict[str, Any] = {}
    if config is not None or path.is_file():
        values |= {k: _convert(k, v, str(path)) for k, v in _read_toml(path).items()}
    for variable in sorted(environ):
        name = variable.removeprefix("KHLANG_").lower()
        # A typo in KHLANG_CONTACT must not go unnoticed; KHLANG_TEST_… belongs to the tests.
        if variable.startswith("KHLANG_") and not name.startswith("test_") and name not in _FIELDS:
            raise SettingsProblem(f"{variable} is set, but there is no setting {name!r}; docs/settings.md lists them")
    for name in _FIELDS:
        if (text := environ.get(f"KHLANG_{name.upper()}")) is not None:
            values[name] = _convert(name, text, f"KHLANG_{name.upper()}")
    for name, value in flags.items():
        if value is not None:
            values[name] = _convert(name, value, f"--{name.replace('_', '-')}")
    return Settings(**values)


_RATE = re.compile(r"[1-9][0-9]{0,8} ?(?:/|per) ?(?:[1-9][0-9]{0,5} ?)?(?:second|minute|hour|day|month|year)s?", re.I)
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")
_FIELDS: dict[str, Field[Any]] = {f.name: f for f in fields(Settings)}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as e:
        raise SettingsProblem(f"cannot read the settings file {path}: {e.strerror}; give one that exists") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise SettingsProblem(f"{path} is not valid TOML: {e}; correct that line") from e


def _convert(name: str, value: object, source: str) -> Any:
    if name not in _FIELDS:
        raise SettingsProblem(f"{source} sets {name!r}, which is not a setting; docs/settings.md lists them")
    kind, bounds = str(_FIELDS[name].type), _FIELDS[name].metadata
    try:
        if kind.startswith("Path"):
            return _path(value)
        if text := _TEXTS.get(name):
            return text(value)
        return _number(value, **bounds) if kind == "int" else _text(value, bounds["least"])
    except ValueError as e:
        raise SettingsProblem(f"{source}: {name} is {str(value)[:200]!r}; give {e}") from e


def _path(value: object) -> Path:
    if not isinstance(value, (str, Path)) or not str(value) or "\0" in str(value):
        raise ValueError("a path")
    try:
        return Path(value).expanduser()
    except RuntimeError as e:
        raise ValueError("a path, in the home folder of a user that there is") from e


def _number(value: object, least: int, most: int | None, **_: object) -> int:
    wanted = f"a whole number, {least} or more" if most is None else f"a whole number from {least} to {most}"
    try:
        number = int(str(value))
    except ValueError:
        raise ValueError(wanted) from None
    if isinstance(value, bool) or number < least or (most is not None and number > most):
        raise ValueError(wanted)
    return number


def _rate(value: object) -> str:
    rate = _text(value, 0).strip()
    if rate and not all(_RATE.fullmatch(part.strip()) for part in re.split("[,;|]", rate)):
        raise ValueError("what may be asked in a time, like '120 per minute', or nothing for no limit")
    return rate


def _hosts(value: object) -> str:
    hosts = _text(value, 0).strip()
    if hosts and not all(_HOST.fullmatch(host.strip()) for host in hosts.split(",")):
        raise ValueError("names like 'news.agency.go.th', with commas between, without http:// and port, or nothing")
    return hosts


def _one_of(*words: str) -> Callable[[object], str]:
    def checked(value: object) -> str:
        if value not in words:
            raise ValueError(f"{', '.join(words[:-1])} or {words[-1]}")
        return str(value)

    return checked


def _address(value: object) -> str:
    address = _text(value, 0).strip().rstrip("/")
    if address and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", address):
        raise ValueError("a web address, like https://news.example.go.th, or nothing")
    return address


def _text(value: object, least: int) -> str:
    if not isinstance(value, str) or len(value.strip()) < least:
        raise ValueError("a text")
    return value


_TEXTS: Mapping[str, Callable[[object], str]] = {
    "rate_limit": _rate,
    "hosts": _hosts,
    "robots": _one_of("articles", "nothing"),
    "metrics": _one_of("private", "open", "off"),
    "public_address": _address,
}
