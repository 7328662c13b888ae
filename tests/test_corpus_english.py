"""English pages: people, offices, bodies and happenings, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.agencies import find_agencies
from corpus.extract.english_bodies import english_bodies
from corpus.extract.english_people import read_english
from corpus.extract.english_words import cased, english_words
from corpus.extract.event import find_event
from corpus.extract.lexicon import registry
from corpus.extract.metadata import mentions
from corpus.extract.people import find_people
from corpus.extract.person_names import Mention
from corpus.extract.reading import read
from corpus.records import Event, Person, Where


def people(text: str, title: str = "") -> dict[str, Person]:
    """The people of a page with the body *text*, by name."""
    return {person.name: person for person in find_people([("title", title), ("body", text)])}


def bodies(text: str) -> dict[str, str]:
    """Surface → id of every body in *text*."""
    return {s.text: agency.id for agency in find_agencies([("body", text)]) for s in agency.surfaces}


def happening(text: str, title: str = "") -> Event | None:
    """The event of a page."""
    fields: list[tuple[Where, str]] = [("title", title), ("body", text)]
    dates = [mention for where, field in fields for mention, _ in mentions(where, field, None)]
    return find_event(fields, dates, None)


@pytest.mark.parametrize(
    ("text", "name", "title", "position"),
    [
        (
            "On Monday, Prime Minister and Defense Minister Gen. Somchai Dee-na-wong opened the hall.",
            "Somchai Dee-na-wong",
            "Gen.",
            "Prime Minister and Defense Minister",
        ),
        (
            "Government Spokesperson Malee Rakthai disclosed that rice is plenty.",
            "Malee Rakthai",
            None,
            "Government Spokesperson",
        ),
        (
            "So H.E. Mr. Jan van der Berg, Ambassador of the Kingdom of the Netherlands to Thailand, sat.",
            "Jan van der Berg",
            "H.E. Mr.",
            "Ambassador of the Kingdom of the Netherlands to Thailand",
        ),
        (
            "Somsri Jaidee, Secretary-General of the United Nations, said that peace is near.",
            "Somsri Jaidee",
            None,
            "Secretary-General of the United Nations",
        ),
        ("It was Pol. Lt. Gen. Wichai Na Ayudhya who spoke to them.", "Wichai Na Ayudhya", "Pol. Lt. Gen.", None),
        (
            "He met Minister of Higher Education, Science, Research and Innovation Porn Sukjai today.",
            "Porn Sukjai",
            None,
            "Minister of Higher Education, Science, Research and Innovation",
        ),
        (
            "She thanked Dato' Sri Ahmad bin Haji Osman, Malaysia’s Senior Minister of Works, for it.",
            "Ahmad bin Haji Osman",
            "Dato' Sri",
            "Malaysia’s Senior Minister of Works",
        ),
        (
            "His Excellency General Somchai Jaidee (Ret.), Prime Minister of the Kingdom of Thailand, will go.",
            "Somchai Jaidee",
            "His Excellency General",
            "Prime Minister of the Kingdom of Thailand",
        ),
        ("The guest was Mrs. MALEE RAKTHAI of the club of farmers.", "MALEE RAKTHAI", "Mrs.", None),
        (
            "Present was secretary-general of the National Security Council (NSC) Boonmee Kaewta, among others.",
            "Boonmee Kaewta",
            None,
            "secretary-general of the National Security Council",
        ),
    ],
)
def test_a_name_with_title_and_office(text: str, name: str, title: str | None, position: str | None) -> None:
    """Titles, offices before and behind, particles, capitals."""
    found = people(text)
    assert list(found) == [name]
    assert (found[name].title, found[name].position) == (title, position)


def test_each_of_a_row_holds_the_office_before_the_name() -> None:
    """An office behind a comma belongs to the name that follows it."""
    found = people(
        "Present: Minister of Labor Aran Boonsuk, Deputy Minister of Interior Gen. Suda Kaew, and Governor Ploy Suk."
    )
    assert {name: p.position for name, p in found.items()} == {
        "Aran Boonsuk": "Minister of Labor",
        "Suda Kaew": "Deputy Minister of Interior",
        "Ploy Suk": "Governor",
    }


def test_one_name_is_known_again() -> None:
    """Mr. Jaidee, PM Somchai and Somchai are the man named in full."""
    found = people(
        "Prime Minister Somchai Jaidee came. Mr. Jaidee spoke. PM Somchai was glad. Later Somchai left the room."
    )
    assert list(found) == ["Somchai Jaidee"]
    assert {s.text for s in found["Somchai Jaidee"].surfaces} == {"Somchai Jaidee", "Mr. Jaidee", "Somchai"}


def test_a_single_name_behind_an_office_is_a_person() -> None:
    """Prime Minister Tanaka is one though the page never says his given name."""
    found = people("The talk with Prime Minister Tanaka of Japan was long.")
    assert found["Tanaka"].position == "Prime Minister"


@pytest.mark.parametrize(
    "text",
    [
        "The fair is at the Queen Sirikit National Convention Center in the city, near the park.",
        "Patients came to King Chulalongkorn Memorial Hospital on that day and were well.",
        "She chairs the National Soft Power Committee and is Chairman of the National Soft Power Committee.",
        "The Secretary General opened the General Assembly of the United Nations in the morning.",
        "They climbed Doi Khun Tan in the park, then camped at Phra Nakhon.",
        "The Prime Minister of the Kingdom of Thailand thanked the Minister of Finance for the report.",
        "Deputy Spokesperson Highlights Thirty Seven Campsites Across Several Northern Provinces",
        "Prime Minister Inaugurates Wooden Bridge",
        "They signed with the General Insurance Association and the Lord Chamberlain today in the hall.",
    ],
)
def test_no_person(text: str) -> None:
    """Places, bodies, offices and headlines are no people."""
    assert people(text) == {}


def test_an_office_over_broken_lines() -> None:
    """A sheet breaks lines where it is full; the name goes on."""
    text = (
        "March 3, 2023, Deputy Secretary-General to the Prime Minister and Acting Spokesperson Malee\n"
        "Rakthai disclosed that the plan to build bridges in all the provinces of the north has been read.\n"
        "It was good."
    )
    office = "Deputy Secretary-General to the Prime Minister and Acting Spokesperson"
    assert {name: p.position for name, p in people(text).items()} == {"Malee Rakthai": office}


def test_a_thai_page_is_stepped_over() -> None:
    """Words are made of English lines only."""
    reading = read("body", "นายสมชาย ใจดี ประชุมกับ Mr. John Smith ที่กระทรวงการคลัง เมื่อวันที่ 5 มกราคม 2566")
    assert english_words(reading) == ()
    own: list[Mention] = []
    read_english([reading], [own])
    assert own == []


@pytest.mark.parametrize(
    ("text", "surface", "key"),
    [
        ("It was proposed by Ministry of Defense and others.", "Ministry of Defense", "mod"),
        ("The Office of Council of State has read the draft.", "Office of Council of State", "council-of-state"),
        ("He works at the Prime Minister’s Office now.", "Prime Minister’s Office", "pm-office"),
        ("Today the cabinet approved the plan of old.", "cabinet", "cabinet"),
        ("It was handed to the Legal Execution Department today.", "Legal Execution Department", ""),
        ("The Rice Growers Development Fund pays for it.", "Rice Growers Development Fund", ""),
        ("They wrote to the Malaysian Ministry of Health about it.", "Malaysian Ministry of Health", ""),
        ("He spoke for the UNAIDS Programme Coordinating Board there.", "UNAIDS Programme Coordinating Board", ""),
    ],
)
def test_bodies(text: str, surface: str, key: str) -> None:
    """Listed ones however they are written, unlisted ones by their first and last words."""
    found = bodies(text)
    assert surface in found
    assert not key or found[surface] == key


def test_bodies_are_told_apart() -> None:
    """``and`` stands between two bodies or inside one."""
    found = bodies(
        "The Ministry of Finance and Ministry of Interior met with the Ministry of Natural Resources and Environment."
    )
    assert set(found) == {
        "Ministry of Finance",
        "Ministry of Interior",
        "Ministry of Natural Resources and Environment",
    }


def test_laws_and_houses_are_no_bodies() -> None:
    """A fund's act is a law; Government House is a place."""
    found = bodies("At Government House they read the Rice Growers Development Fund Act, section two, all of it.")
    assert "Rice Growers Development Fund" not in found
    assert "Government House" not in found


@pytest.mark.parametrize(
    ("text", "title", "start", "place"),
    [
        (
            "May 2, 2022, at 1300hrs, at the Lotus Hotel, Tokyo, Japan, Prime Minister Somchai Jaidee delivered it.",
            "",
            date(2022, 5, 2),
            "Lotus Hotel, Tokyo, Japan",
        ),
        ("Some of the resolutions are as follows:", "The cabinet met on July 4, 2023", date(2023, 7, 4), None),
        (
            "June 1, 2023, Government Spokesperson Malee Rakthai disclosed that at 1000hrs, at Orchid Hall, "
            "Prime Minister Somchai Jaidee met with farmers.",
            "",
            date(2023, 6, 1),
            "Orchid Hall",
        ),
    ],
)
def test_a_happening(text: str, title: str, start: date, place: str | None) -> None:
    """Day, hour, place, people: in that order."""
    event = happening(text, title)
    assert event is not None
    assert (event.start, event.place) == (start, place)


def test_a_statement_is_no_happening() -> None:
    """What a spokesperson discloses need not have happened on that day."""
    text = "May 2, 2022, Government Spokesperson Malee Rakthai disclosed that rice prices rose again this year."
    assert happening(text) is None


def test_the_words_of_the_registry_are_of_one_kind() -> None:
    """A head of offices is no field, and no word is in one list twice."""
    lists = registry("english")["people"]
    for name in ("heads", "modifiers"):
        assert sorted(set(lists[name])) == sorted(lists[name]), name


@given(st.text(alphabet=st.sampled_from("AaZé  \n\n.,()'’-–…&ก์Mr PrimeMinisterofthe\u200b\u00a0"), max_size=200))
def test_every_offset_is_one_of_the_text(text: str) -> None:
    """Whatever the page: words in order, inside the text, and surfaces are the page's own characters."""
    reading = read("body", text)
    assert len(cased(reading)) == len(reading.text)
    words = english_words(reading)
    for word in words:
        assert 0 <= word.start <= word.end <= len(reading.text)
    assert [w.start for w in words] == sorted(w.start for w in words)
    for person in find_people([("body", text)]):
        assert all(text[s.start : s.end] == s.text for s in person.surfaces)
        assert all(text[s.start : s.end] == s.text for s in person.positions)
    assert all(0 <= span.start < span.end <= len(reading.text) for span in english_bodies(reading) or ())


@given(
    st.lists(
        st.sampled_from(
            [
                *("Prime", "Minister", "Deputy", "of", "and", "the", ",", "(", ")", "Gen.", "Mr.", "Somchai", "Jaidee"),
                *("na", "van", "Ministry", "Finance", "Office", "Thailand", "said", "PM\n", "NSC", "Fund", "Board"),
            ]
        ),
        max_size=60,
    )
)
def test_any_row_of_such_words_is_read(words: list[str]) -> None:
    """No order of titles, offices, names and joints breaks the walk over them."""
    text = "It is said here that " + " ".join(words)
    for person in find_people([("body", text)]):
        assert person.name
        assert all(text[s.start : s.end] == s.text for s in (*person.surfaces, *person.positions))
    happening("May 2, 2022, at 1000hrs, at " + text)
