"""The docs say everything there is: each setting, command, option, error, exit code and site key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

import corpus.errors as errors
from corpus.settings import Settings
from corpus.site_archive import Archive
from corpus.sites import Address, Crawl, Layout, Schedule, Site, Start
from khlang import main

ROOT = Path(__file__).resolve().parent.parent


def doc(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group: click.Group, path: str = "khlang") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_every_setting_is_documented() -> None:
    text = doc("docs/settings.md")
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:`[^`]*`|none) \| (.+) \|$", text, re.MULTILINE))
    assert {f.name: f.metadata["help"] for f in fields(Settings)} == rows


def test_every_default_is_documented() -> None:
    text = doc("docs/settings.md")
    for f in fields(Settings):
        shown = "none" if f.default in (None, "") else f"`{f.default}`"
        assert f"| `{f.name}` | {shown} |" in text


@pytest.mark.parametrize(("path", "command"), list(commands(main)), ids=lambda x: x if isinstance(x, str) else "")
def test_every_command_and_option_is_documented(path: str, command: click.Command) -> None:
    text = doc("docs/commands.md")
    section = re.search(rf"^## `{re.escape(path)}\b.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section for {path}"
    assert command.help, f"{path} has no help text"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert f"`{parameter.opts[0]}" in section[0], f"{path}: {parameter.opts[0]} is not documented"


def test_every_error_is_documented() -> None:
    text = doc("docs/errors.md")
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.NewsError)]
    assert len(classes) > 5
    for c in classes:
        assert re.search(rf"\| `{c.__name__}` \| {c.exit_code} \|", text), f"docs/errors.md lacks {c.__name__}"


def test_every_site_key_is_documented() -> None:
    text = doc("docs/adding-a-site.md")
    for cls in (Site, Crawl, Start, Schedule, Address, Layout, Archive):
        for f in fields(cls):
            assert f"`{f.name}`" in text, f"docs/adding-a-site.md lacks {cls.__name__}.{f.name}"


def pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.name)
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links {target}, which is not there"


def test_modules_named_in_the_architecture_exist() -> None:
    """A map that names rooms which are not there is worse than none."""
    for name in re.findall(r"`((?:corpus|crawler|index|search_web|tests)/[\w./]+\.py)`", doc("docs/architecture.md")):
        assert (ROOT / name).exists(), f"docs/architecture.md names {name}, which is not there"
