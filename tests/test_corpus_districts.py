"""The places below the provinces."""

from collections import Counter

from corpus.extract.districts import SHORTEST, districts, place_names
from corpus.extract.places import provinces
from corpus.thai.normalise import fold

SEATS_OF_OTHER_NAMES = 1  # พระนครศรีอยุธยา: the district bears the name of its province alone


def test_every_province_has_its_districts() -> None:
    assert set(districts()) == set(provinces())
    seats = len(districts()) - 1 - SEATS_OF_OTHER_NAMES  # the districts called เมือง; Bangkok has none
    assert sum(map(len, districts().values())) + seats == 928
    assert {province for province, names in districts().items() if len(names) != len(set(names))} == set()
    assert len(districts()["นครราชสีมา"]) == 31


def test_no_name_holds_what_is_no_letter() -> None:
    for names in districts().values():
        for name in names:
            assert fold(name) == name
            assert not name.startswith(("อำเภอ", "เขต", "เมือง")) or name in (
                "เมืองยาง",
                "เมืองสรวง",
                "เมืองปาน",
                "เมืองจันทร์",
            )


def test_few_names_are_used_twice() -> None:
    often = Counter(name for names in districts().values() for name in names)
    assert {name for name, count in often.items() if count > 1} == {"จอมทอง", "เฉลิมพระเกียรติ"}


def test_words_are_names_that_stand_for_themselves() -> None:
    words = set(place_names())
    assert {"ตากใบ", "ปากเกร็ด", "แหลมฉบัง", "สุไหงโกลก"} <= words
    assert not words & {"ไทยเจริญ", "บ้านไร่", "พล", "ลี้"}
    assert min(map(len, words)) == SHORTEST
