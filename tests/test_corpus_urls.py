"""corpus.urls: one spelling for each address, one id across the generations, hostile addresses."""

from __future__ import annotations

import base64
import doctest
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import urls
from corpus.errors import SiteProblem
from corpus.sites import Address, Site, load_site
from corpus.urls import article_id, canonical_url, host_of, identify, locate, site_for, url_key


@pytest.fixture(scope="module")
def opdc() -> Site:
    return load_site("opdc")


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(urls).attempted >= 2
    assert doctest.testmod(urls).failed == 0


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("http://WWW.OPDC.go.th", "http://www.opdc.go.th/"),
        ("https://opdc.go.th:443/a", "https://opdc.go.th/a"),
        ("http://opdc.go.th:8080/a", "http://opdc.go.th:8080/a"),
        ("http://opdc.go.th:/a", "http://opdc.go.th/a"),
        ("http://opdc.go.th./a", "http://opdc.go.th/a"),
        ("  http://opdc.go.th/a  ", "http://opdc.go.th/a"),
        ("http://opdc.go.th/a/./b/../c", "http://opdc.go.th/a/c"),
        ("http://opdc.go.th/../../etc", "http://opdc.go.th/etc"),
        ("http://opdc.go.th/a/..", "http://opdc.go.th/"),
        ("http://opdc.go.th/%7euser/%e0%b8%81", "http://opdc.go.th/~user/%E0%B8%81"),
        ("http://opdc.go.th/ก ข", "http://opdc.go.th/%E0%B8%81%20%E0%B8%82"),
        ("http://opdc.go.th/100%", "http://opdc.go.th/100%25"),
        ("http://opdc.go.th/?b=2&a=1&&", "http://opdc.go.th/?a=1&b=2"),
        ("http://opdc.go.th/?x=2&x=1", "http://opdc.go.th/?x=2&x=1"),
        ("http://opdc.go.th/?", "http://opdc.go.th/"),
        ("http://opdc.go.th/?q=a=b", "http://opdc.go.th/?q=a=b"),
        ("http://opdc.go.th/a#b", "http://opdc.go.th/a"),
        ("http://ไทย.ไทย/", "http://xn--o3cw4h.xn--o3cw4h/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://[0:0:0:0:0:0:0:1]:81/", "http://[::1]:81/"),
    ],
)
def test_canonical_spelling(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "opdc.go.th/a",
        "//opdc.go.th/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://opdc.go.th/",
        "data:text/html,x",
        "http://",
        "http:///a",
        "http://user:secret@opdc.go.th/",
        "http://www.opdc.go.th@evil.example/",
        "http://opdc.go.th:99999/",
        "http://opdc.go.th:0/",
        "http://opdc.go.th:80a/",
        "http://opdc.go.th:٨٠/",
        "http://a b/",
        "http://opdc..go.th/",
        "http://-opdc.go.th/",
        "http://opdc.go.th\\@evil.example/",
        "http://[::1/",
        "http://[zz]/",
        "http://opdc.go.th/\x00",
        "http://opdc.go.th/a\nHost: evil",
        "http://opdc.go.th/a\rb",
        "http://" + "a" * 300 + ".th/",
        "http://opdc.go.th/" + "a" * 9000,
        "http://opdc.go.th/" + "ก" * 1000,
        "http://opdc.go.th/\ud800",
        "http://" + "ก" * 200 + ".th/",
    ],
)
def test_hostile_addresses_are_refused_with_a_reason(hostile: str, opdc: Site) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        canonical_url(hostile)
    assert locate(hostile, opdc) is None
    assert site_for(hostile, [opdc]) is None
    with pytest.raises(ValueError, match=r"\w"):
        article_id(hostile, opdc)


@given(st.text(max_size=200))
def test_any_text_is_refused_or_canonical_once_and_for_all(text: str) -> None:
    _check_canonical(text)


ADDRESSES = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "HTTPS", "https"]),
    st.sampled_from(["opdc.go.th", "WWW.opdc.go.th", "ไทย.th", "[::1]", "a.b:8080", "a:443", "opdc.go.th."]),
    st.text(max_size=40).map(lambda t: "/" + t),
    st.text(alphabet="?&=%ab4ก +/#;", max_size=40),
    st.sampled_from(["", "#x", "#"]),
)


@given(ADDRESSES)
def test_canonical_is_idempotent(url: str) -> None:
    _check_canonical(url)


def _check_canonical(url: str) -> None:
    try:
        once = canonical_url(url)
    except ValueError as e:
        assert str(e)  # noqa: PT017  # the property holds for refused and for accepted addresses
        return
    assert canonical_url(once) == once
    assert once.isascii()
    assert urlsplit(once).fragment == ""
    assert url_key("http://" + url_key(once)) == url_key(once)


@pytest.mark.parametrize(
    ("url", "id_"),
    [
        ("http://www.opdc.go.th/content.php?menu_id=5&content_id=2626", "opdc:g1:content:2626"),
        ("http://www4.opdc.go.th/content.php?content_id=2626&menu_id=5", "opdc:g1:content:2626"),
        ("http://www.opdc.go.th/special.php?spc_id=2&content_id=156", "opdc:g1:special:156"),
        ("http://www.opdc.go.th/page.php?cat=1&id=847&url=tab_view", "opdc:g1:page:847"),
        ("http://www.opdc.go.th/print.php?id=847&cat=1&url=tab_view", "opdc:g1:page:847"),
        ("https://www.opdc.go.th/content/NzEwOA", "opdc:g2:7108"),
        ("https://opdc.go.th/content/NzEwOA==", "opdc:g2:7108"),
        ("https://opdc.go.th/content/NzEwOA%3D%3D/", "opdc:g2:7108"),
        ("https://opdc.go.th/content/OQ/?lang=en", "opdc:g2:9:en"),
        ("https://opdc.go.th/content/OQ?lang=th", "opdc:g2:9"),
        (
            "http://www.opdc.go.th:80/content.php?content_id=2626&menu_id=5",
            "opdc:g1:content:2626",
        ),  # as archives have it
        ("http://opdc.go.th:80/content/OQ/?lang=en", "opdc:g2:9:en"),
        ("http://WWW4.opdc.go.th/page.php?url=tab_view&id=805&cat=3", "opdc:g1:page:805"),
        ("https://www4.opdc.go.th:443/print.php?cat=9&id=805&url=tab_view", "opdc:g1:page:805"),
        ("http://opdc.go.th/content/OQ%3d%3D", "opdc:g2:9"),
        ("https://paecthai.opdc.go.th/content/MTkyNw/", "opdc:g2:paecthai:1927"),
        ("http://opdc.go.th/index.php?p=8679", "opdc:wp:8679"),
        ("http://www.opdc.go.th:80/?utm_source=x&p=8679#more", "opdc:wp:8679"),
        ("https://po.opdc.go.th/content/MTU", "opdc:g2:po:15"),
        ("https://awards.opdc.go.th/content/MTU", "opdc:g2:awards:15"),
        ("https://www.opdc.go.th/?p=8679", "opdc:wp:8679"),
        ("https://opdc.go.th/8691", "opdc:wp:8691"),
        ("https://www.opdc.go.th/7863/", "opdc:wp:7863"),
        ("https://opdc.go.th/th/news/some-slug/", "opdc:g4:news:some-slug"),
        ("https://opdc.go.th/en/news/some-slug", "opdc:g4:news:some-slug:en"),
    ],
)
def test_one_id_for_every_form_of_address(url: str, id_: str, opdc: Site) -> None:
    place = locate(url, opdc)
    assert place is not None
    assert place.id == id_ == article_id(url, opdc) == identify(url, opdc, b"")
    assert place.url == canonical_url(url)


def test_generations_are_one_family_and_sister_hosts_are_none(opdc: Site) -> None:
    def kin(url: str) -> tuple[str, str]:
        place = locate(url, opdc)
        assert place is not None
        return place.family, place.space

    main = [
        kin(f"https://www.opdc.go.th/{path}")
        for path in ("content.php?content_id=7", "special.php?content_id=7", "page.php?id=7", "content/Nw", "?p=7")
    ]
    assert {family for family, _ in main} == {"opdc main"}
    assert len({space for _, space in main}) == len(main), "ids never carry over"
    assert kin("http://opdc.go.th/print.php?id=7") == kin("http://www4.opdc.go.th/page.php?id=7")
    assert kin("http://opdc.go.th/7/") == kin("http://opdc.go.th/?p=7")
    assert kin("https://opdc.go.th/th/news/x")[0] == "opdc main"
    assert kin("https://po.opdc.go.th/content/Nw")[0] == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://www.opdc.go.th/content.php?menu_id=5",  # no content_id
        "http://www.opdc.go.th/content.php?content_id=abc",
        "http://www.opdc.go.th/content.php?content_id=" + "9" * 40,
        "https://www.opdc.go.th/content/notbase64!",
        "https://www.opdc.go.th/content/YWJj",  # base64 of letters
        "https://www.opdc.go.th/",
        "https://esar.opdc.go.th/8691",  # a host the profile leaves out
        "https://evil.example/content/NzEwOA",
    ],
)
def test_other_addresses_have_no_place_but_an_id(url: str, opdc: Site) -> None:
    assert locate(url, opdc) is None
    assert article_id(url, opdc).startswith("opdc:u:")
    assert len(article_id(url, opdc)) == len("opdc:u:") + 16


def test_the_print_twin_ranks_behind_the_page(opdc: Site) -> None:
    page = locate("http://www.opdc.go.th/page.php?cat=1&id=847", opdc)
    twin = locate("http://www.opdc.go.th/print.php?cat=1&id=847", opdc)
    assert page is not None
    assert twin is not None
    assert (page.rank, twin.rank) == (0, 1)
    assert page.layout == twin.layout == "g1"


def test_key_forgets_host_variants_and_tracking() -> None:
    assert url_key("http://www.a.th/x/?fbclid=1&b=2&utm_source=z") == url_key("https://a.th/x?b=2") == "a.th/x?b=2"
    assert url_key("http://a.th/") == "a.th/"
    assert url_key("http://a.th/x?lang=en") != url_key("http://a.th/x")


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_number_comes_back_from_its_token(number: int) -> None:
    token = base64.b64encode(str(number).encode()).decode().rstrip("=")
    place = locate(f"https://opdc.go.th/content/{token}", load_site("opdc"))
    assert place is not None
    assert place.id == f"opdc:g2:{number}"


def test_templates_of_a_profile() -> None:
    form = Address(
        name="a", hosts=("a.th",), path="/(?P<slug>[^/]+)", id="{slug}", canonical="https://{host}/c/{slug}?lang=en"
    )
    site = Site(name="a", title_th="ก", title_en="A", hosts=("a.th",), address=(form,))
    place = locate("http://a.th/news-1", site)
    assert place is not None
    assert (place.id, place.url) == ("a:news-1", "https://a.th/c/news-1?lang=en")
    thai = locate("http://a.th/ข่าว", site)
    assert thai is not None
    assert len(thai.id) == len("a:") + 16  # escapes would not look well in an id
    wrong = replace(site, address=(replace(form, id="{nothing}"),))
    with pytest.raises(SiteProblem, match=r"\{nothing\}.*host"):
        locate("http://a.th/x", wrong)
    wrong = replace(site, address=(replace(form, canonical="ftp://{host}"),))
    with pytest.raises(SiteProblem, match="canonical"):
        locate("http://a.th/x", wrong)


def test_pages_without_address_are_known_by_their_bytes(opdc: Site) -> None:
    assert identify("file:a.txt", None, b"x") == identify("file:b.txt", None, b"x")
    assert identify("file:a.txt", None, b"x").startswith("import:f:")
    assert identify("file:a.txt", opdc, b"x").startswith("opdc:f:")
    assert article_id("http://elsewhere.example/", None).startswith("import:u:")


def test_site_for(opdc: Site) -> None:
    assert site_for("https://www4.opdc.go.th/x", [opdc]) is opdc
    assert site_for("https://elsewhere.example/", [opdc]) is None
    assert host_of("https://WWW4.opdc.go.th:8443/x") == "www4.opdc.go.th"
