"""Site profiles: the shipped ones load, and whatever is wrong in a file is named with its key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SiteProblem
from corpus.sites import build_site, load_site, shipped_sites, site_names

SMALL: dict[str, Any] = {"name": "small", "title_th": "เล็ก", "title_en": "Small", "hosts": ["small.go.th"]}


def test_the_shipped_profiles_load() -> None:
    assert {"opdc", "thaigov"} <= set(site_names())
    assert [site.name for site in shipped_sites()] == site_names()


def test_internal_systems_of_opdc_are_never_visited() -> None:
    site = load_site("opdc")
    for host in ("smart.opdc.go.th", "eoffice.opdc.go.th", "esar.opdc.go.th", "dataportal.opdc.go.th"):
        assert not site.covers(host)
    assert site.covers("www4.opdc.go.th")


def test_an_excluded_host_stays_excluded_though_it_is_listed() -> None:
    site = build_site({**SMALL, "exclude_hosts": ["small.go.th"]}, "test")
    assert not site.covers("small.go.th")


def test_a_profile_may_start_from_another(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "opdc"\nname = "mine"\nsample = true\n[crawl]\ndelay = 9.0\n', encoding="utf-8")
    mine, opdc = load_site(str(file)), load_site("opdc")
    assert (mine.name, mine.sample, mine.crawl.delay) == ("mine", True, 9.0)
    assert (mine.hosts, mine.address, mine.crawl.start) == (opdc.hosts, opdc.address, opdc.crawl.start)


def test_profiles_in_a_circle_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "round.toml"
    file.write_text(f'extends = "{file}"\n', encoding="utf-8")
    with pytest.raises(SiteProblem, match="circle"):
        load_site(str(file))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('colour = "green"', ("colour",)),
        ('name = "Not A Name"', ("Not A Name",)),
        ('hosts = "small.go.th"', ("hosts", "small.go.th")),
        ("[crawl]\ndelay = 'slow'", ("crawl", "delay", "slow")),
        ("[crawl]\nspeed = 3", ("crawl", "speed")),
        ("[[crawl.start]]\nspider = 'tarantula'\nurl = 'https://small.go.th/'", ("tarantula", "listing")),
        ("[[layout]]\nname = 'a'\ndrop_lines = ['(']", ("layout a", "'('")),
        ("[[address]]\nname = 'a'\nhosts = []\npath = '/'\nid = 'x'\nlayout = 'nowhere'", ("nowhere", "address a")),
        ("[[address]]\nname = 'a'", ("hosts",)),
        ("hots = 3", ("the profile", "hots", "extends")),
        ("sample = 3", ("test: sample is 3", "true or false")),
        ("[crawl]\ndelay = true", ("delay is True", "give a number")),
        ("[crawl]\ndelay = 'x'", ("[crawl] delay is 'x'", "give a number")),
        ("[[crawl.start]]\nspider = 'feed'", ("[crawl.start] lacks url", "adding-a-site")),
        ("[crawl]\ndelay = -1", ("crawl", "delay is -1", "0 or more")),
        ("[crawl]\ndelay = nan", ("crawl", "delay is nan", "0 or more")),
        ("[crawl]\ntimeout = 0", ("crawl", "timeout is 0", "0.1 seconds")),
        ("[crawl]\ntimeout = -5", ("crawl", "timeout is -5", "0.1 seconds")),
        ("[crawl]\nmax_pages = 0", ("crawl", "max_pages is 0", "1 page")),
        ("[crawl]\nmax_pages = -1", ("crawl", "max_pages is -1", "1 page")),
        ("[crawl]\ndrift = 5.0", ("crawl", "drift is 5.0", "from 0 to 1")),
        ("[crawl]\nminimum = -1", ("crawl", "minimum is -1", "0 or more")),
        ("[crawl]\nconnections = 0", ("crawl", "connections is 0", "from 1")),
        ("[[layout]]\nname = 'a'\nmain = 'div['", ("test", "layout a", "main", "'div['", "CSS")),
        ("[[layout]]\nname = 'a'\ndrop = ['nav', 'a:nosuch(']", ("layout a", "drop", "'a:nosuch('", "CSS")),
        ("[[layout]]\nname = 'a'\ntitle = 'h1::before'", ("layout a", "title", "'h1::before'")),
        ("crawl = 3", ("test",)),
        ("layout = 3", ("test",)),
    ],
)
def test_what_is_wrong_is_named(more: str, words: tuple[str, ...]) -> None:
    with pytest.raises(SiteProblem) as e:
        build_site({**SMALL, **tomllib.loads(more)}, "test")
    assert all(word in str(e.value) for word in words), str(e.value)


def test_keys_that_must_be_there_are_named() -> None:
    with pytest.raises(SiteProblem, match=r"test: the profile lacks title_th, title_en; docs/adding-a-site\.md"):
        build_site({"name": "small"}, "test")


@pytest.mark.parametrize("name", ["", " ", "nowhere/x.toml", ".", "a\0b"])
def test_a_profile_that_is_not_there_names_those_that_are(name: str) -> None:
    with pytest.raises(SiteProblem, match=r"(path of a TOML file.*opdc|opdc.*path of a TOML file)") as e:
        load_site(name)
    assert "Errno" not in str(e.value)


def test_extends_of_a_profile_that_is_not_there_names_the_file_that_says_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "nosuch"\nname = "mine"\n', encoding="utf-8")
    with pytest.raises(SiteProblem, match=r"mine\.toml has extends = 'nosuch': no site profile named 'nosuch'"):
        load_site(str(file))


@pytest.mark.parametrize("text", ["name = ", "\x00", "= 3"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SiteProblem, match=r"broken\.toml"):
        load_site(str(file))


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(SiteProblem, match="opdc"):
        load_site("nosuchsite")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda x: (
        st.lists(x, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "url", "start", "path", "at", "zone"]), x, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["name", "hosts", "crawl", "schedule", "address", "layout", "sample", "x"]), VALUES)
)
def test_any_data_is_a_profile_or_refused(data: dict[str, Any]) -> None:
    try:
        told = build_site({**SMALL, **data}, "the test's file").name
    except SiteProblem as e:
        told = str(e)
    assert told == data.get("name", "small") or "the test's file" in told


def family_of(*forms: dict[str, object], hosts: tuple[str, ...] = ("a.go.th", "www.a.go.th", "b.go.th")) -> list[str]:
    data = {"name": "x", "title_th": "x", "title_en": "x", "hosts": list(hosts), "address": list(forms)}
    return [form.family for form in build_site(data, "test").address]


def form(name: str, host: str, **rest: object) -> dict[str, object]:
    return {"name": name, "hosts": [host], "path": "/x", "id": f"{name}:{{host}}", **rest}


def test_forms_of_one_host_are_a_family_unless_the_profile_says_otherwise() -> None:
    assert family_of(form("old", "www.a.go.th"), form("new", "a.go.th"), form("other", "b.go.th")) == [
        "a.go.th", "a.go.th", "",
    ]  # fmt: skip
    twin = form("old", "a.go.th")
    assert family_of(twin, {**twin, "name": "print", "rank": 1}) == ["", ""], "one id space is no family"
    assert family_of(form("old", "a.go.th", family="mine"), form("new", "a.go.th")) == ["mine", ""]


def test_a_profile_given_by_its_path_is_called_by_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\ntitle_th = "x"\ntitle_en = "x"\n', encoding="utf-8")
    assert load_site(str(file)).called == str(file)
    assert (load_site("mine", tmp_path).called, load_site("opdc").called) == ("mine", "opdc")
    file.write_text('name = "mine"\ntitle_th = "x"\ntitle_en = "x"\nfile = "y"\n', encoding="utf-8")
    with pytest.raises(SiteProblem, match="unknown key file"):
        load_site(str(file))
