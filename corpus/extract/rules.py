"""A layout's line rules, compiled, with the rules for all sites (``registry/generic.toml``) beside them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from corpus.extract.sheet import tidy
from corpus.sites import Layout, build_site
from corpus.thai.normalise import squash

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Rules:
    """Compiled rules; every pattern but ``prefixes``, ``title_above`` and those of titles is for a whole line."""

    drop: re.Pattern[str]
    beside: re.Pattern[str]
    prefixes: re.Pattern[str]
    start: re.Pattern[str]
    title_above: re.Pattern[str]
    end: re.Pattern[str]
    crumbs: re.Pattern[str]
    stamps: tuple[re.Pattern[str], ...]
    credits: tuple[re.Pattern[str], ...]
    title_prefix: re.Pattern[str]
    title_suffix: re.Pattern[str]
    sections: frozenset[str]

    def bare_title(self, text: str) -> str:
        """*text* without what the site puts before and after its titles."""
        if m := self.title_prefix.match(text):
            text = text[m.end() :]
        if m := self.title_suffix.search(text):
            text = text[: m.start()]
        return tidy(text)


@cache
def generic() -> Layout:
    """The layout of pages that no profile knows."""
    file = resources.files("corpus") / "registry" / "generic.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    site = build_site({"name": "generic", "title_th": "", "title_en": "", **data}, "registry/generic.toml")
    return site.layout[0]


@lru_cache(maxsize=64)
def rules_of(layout: Layout) -> Rules:
    """The rules of *layout* and the generic ones, as one."""
    base = generic()
    both = (layout, base) if layout is not base else (base,)
    return Rules(
        drop=_any(p for x in both for p in x.drop_lines),
        beside=_any(p for x in both for p in x.beside_lines),
        prefixes=_any(layout.strip_prefixes),
        start=_any(layout.body_start),
        title_above=_any(layout.title_above),
        end=_any(p for x in both for p in x.body_end),
        crumbs=_any(x.breadcrumb_line for x in both),
        stamps=tuple(re.compile(x.stamp_line) for x in both if x.stamp_line),
        credits=tuple(re.compile(x.credit_line) for x in both if x.credit_line),
        title_prefix=_any((layout.title_prefix,)),
        title_suffix=re.compile(f"(?:{layout.title_suffix})$") if layout.title_suffix else NEVER,
        sections=frozenset(squash(s) for s in layout.section),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    given = [f"(?:{p})" for p in patterns if p]
    return re.compile("|".join(given)) if given else NEVER
