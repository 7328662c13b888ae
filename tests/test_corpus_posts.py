"""corpus.posts: which role at which body a written position means, and what it never means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.agency_registry import registry
from corpus.extract.lexicon import registry as words_of
from corpus.post_bodies import body_name
from corpus.posts import LONGEST, MOST_POSTS, Post, is_office, posts, recipe
from corpus.thai.normalise import fold


def said(position: str) -> list[tuple[str, str, str]]:
    """Role, body and manner of each post; a body that is not listed by the words that stand there."""
    return [(p.role, p.body if p.body in registry() else p.body_name, p.manner) for p in posts(position)]


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("เลขาธิการ ก.พ.ร.", "เลขาธิการคณะกรรมการพัฒนาระบบราชการ"),
        ("เลขาธิการ ก.พ.ร.", "เลขาธิการสำนักงาน ก.พ.ร."),
        ("เลขาธิการ ก.พ.ร.", "เลขาธิการ  ก.พ.ร. "),
        ("เลขาธิการ ก.พ.ร.", "เลขาฯ ก.พ.ร."),
        ("เลขาธิการ ก.พ.ร.", "เลขาธิการ (ก.พ.ร.)"),
        ("รมว.คลัง", "รัฐมนตรีว่าการกระทรวงการคลัง"),
        ("รมว.พม.", "รัฐมนตรีว่าการกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์"),
        ("รมว.การพัฒนาสังคมฯ", "รัฐมนตรีว่าการกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์"),
        ("รมช. มหาดไทย", "รัฐมนตรีช่วยว่าการกระทรวงมหาดไทย"),
        ("ผู้ว่าฯ ปทุมธานี", "ผู้ว่าราชการจังหวัดปทุมธานี"),
        ("ผวจ.ปทุมธานี", "ผู้ว่าราชการจังหวัดปทุมธานี"),
        ("ผู้ว่าฯ กทม.", "ผู้ว่าราชการกรุงเทพมหานคร"),
        ("ผู้ว่าฯ กฟผ.", "ผู้ว่าการการไฟฟ้าฝ่ายผลิตแห่งประเทศไทย"),
        ("ผู้ว่าฯ แบงก์ชาติ", "ผู้ว่าการธนาคารแห่งประเทศไทย"),
        ("ปลัดสธ.", "ปลัดกระทรวงสาธารณสุข"),
        ("ปลัดคลัง", "ปลัดกระทรวงการคลัง"),
        ("นายกฯ", "นายกรัฐมนตรีแห่งราชอาณาจักรไทย"),
        ("โฆษกรัฐบาล", "โฆษกประจำสำนักนายกรัฐมนตรี"),
        ("ผบ.ตร.", "ผู้บัญชาการตำรวจแห่งชาติ"),
        ("รอง ผบ.ตร.", "รองผู้บัญชาการตำรวจแห่งชาติ"),
        ("ประธานกรรมการส่งเสริมการลงทุน", "ประธานคณะกรรมการส่งเสริมการลงทุน"),
        ("อธิบดีกรมทางหลวง กระทรวงคมนาคม", "อธิบดีกรมทางหลวง"),
        ("รองเลขาธิการนายกรัฐมนตรีฝ่ายการเมือง", "รองเลขาธิการนายกรัฐมนตรี(ฝ่ายการเมือง)"),
        ("แม่ทัพภาคที่ ๔", "แม่ทัพภาค 4"),
        ("ที่ปรึกษาของนายกรัฐมนตรี", "ที่ปรึกษานายกรัฐมนตรี"),
        ("เลขานุการ รมว.อว.", "เลขานุการรัฐมนตรีว่าการกระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม"),
        ("จเรตํารวจเเห่งชาติ", "จเรตำรวจแห่งชาติ"),
    ],
)
def test_two_ways_to_write_one_post(written: str, also: str) -> None:
    assert [p.key for p in posts(written)] == [p.key for p in posts(also)]
    assert len(posts(written)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เลขาธิการ ก.พ.ร.", "รองเลขาธิการ ก.พ.ร."),
        ("เลขาธิการ ก.พ.ร.", "เลขาธิการ ก.พ."),
        ("เลขาธิการ ก.พ.ร.", "ที่ปรึกษาเลขาธิการ ก.พ.ร."),
        ("เลขาธิการ ก.พ.ร.", "ผู้แทนเลขาธิการ ก.พ.ร."),
        ("เลขาธิการ ก.พ.ร.", "ผู้อำนวยการกองกลาง สำนักงาน ก.พ.ร."),
        ("ผู้อำนวยการ สำนักงาน ก.พ.ร.", "ผู้อำนวยการกองกลาง สำนักงาน ก.พ.ร."),
        ("รมว.คลัง", "รมช.คลัง"),
        ("รมว.คลัง", "เลขานุการ รมว.คลัง"),
        ("รมว.คลัง", "ปลัดกระทรวงการคลัง"),
        ("นายกรัฐมนตรี", "นายกรัฐมนตรีญี่ปุ่น"),
        ("นายกรัฐมนตรี", "รองนายกรัฐมนตรี"),
        ("นายกรัฐมนตรี", "เลขาธิการนายกรัฐมนตรี"),
        ("รัฐมนตรีว่าการกระทรวงการต่างประเทศ", "รัฐมนตรีว่าการกระทรวงการต่างประเทศสิงคโปร์"),
        ("รัฐมนตรีว่าการกระทรวงการต่างประเทศ", "รัฐมนตรีว่าการกระทรวงการต่างประเทศ สหพันธรัฐรัสเซีย"),
        ("ผู้ว่าราชการจังหวัดปทุมธานี", "รองผู้ว่าราชการจังหวัดปทุมธานี"),
        ("ผู้ว่าราชการจังหวัดปทุมธานี", "ปลัดจังหวัดปทุมธานี"),
        ("ผู้ว่าราชการจังหวัดปทุมธานี", "ผู้ว่าราชการจังหวัดนนทบุรี"),
        ("โฆษกประจำสำนักนายกรัฐมนตรี", "รองโฆษกประจำสำนักนายกรัฐมนตรี"),
        ("อธิบดี ทช.", "อธิบดีกรมทางหลวงชนบท"),  # or marine and coastal resources: nobody knows
    ],
)
def test_posts_that_are_not_one(one: str, other: str) -> None:
    assert not {p.key for p in posts(one)} & {p.key for p in posts(other)}


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("รองนายกรัฐมนตรีและรมว.สธ.", [("รองนายกรัฐมนตรี", "", ""), ("รัฐมนตรีว่าการ", "moph", "")]),
        ("รองนายกรัฐมนตรี รมว.สธ.", [("รองนายกรัฐมนตรี", "", ""), ("รัฐมนตรีว่าการ", "moph", "")]),
        ("นายกรัฐมนตรีรัฐมนตรีว่าการกระทรวงกลาโหม", [("นายกรัฐมนตรี", "", ""), ("รัฐมนตรีว่าการ", "mod", "")]),
        (
            "ปลัดกระทรวงยุติธรรม ในฐานะประธานคณะกรรมการ ก.พ.ร.",
            [("ปลัด", "moj", ""), ("ประธาน", "opdc", "")],
        ),
        (
            "รองปลัดกระทรวงแรงงาน รักษาราชการแทนอธิบดีกรมการจัดหางาน",
            [("รองปลัด", "mol", ""), ("อธิบดี", "doe", "acting")],
        ),
        (
            "เลขาธิการ ก.พ.รักษาการในตำแหน่งเลขาธิการ ก.พ.ร.",
            [("เลขาธิการ", "ocsc", ""), ("เลขาธิการ", "opdc", "acting")],
        ),
        ("รองอธิบดีและโฆษกกรมทางหลวง", [("รองอธิบดี", "doh", ""), ("โฆษก", "doh", "")]),
        ("ประธานกรรมการและกรรมการ บริษัท ก้าวไกลทดลอง จำกัด", None),
        ("อดีตรองนายกรัฐมนตรี", [("รองนายกรัฐมนตรี", "", "former")]),
        ("ว่าที่ประธานาธิบดี", [("ประธานาธิบดี", "", "designate")]),
        ("ที่ปรึกษารองนายกรัฐมนตรีและรัฐมนตรีว่าการกระทรวงมหาดไทย", [("ที่ปรึกษารองนายกรัฐมนตรี", "", "")]),
        (
            "เลขานุการ รมว.มหาดไทย และโฆษกกระทรวงมหาดไทย",
            [("เลขานุการรัฐมนตรีว่าการ", "moi", ""), ("โฆษก", "moi", "")],
        ),
        ("รัฐมนตรีประจำสำนักนายกฯ", [("รัฐมนตรีประจำสำนักนายกรัฐมนตรี", "pm-office", "")]),
        ("นายกรัฐมนตรี และรองนายกรัฐมนตรี", [("รองนายกรัฐมนตรี", "", "")]),  # (นาย ก): the second of two people
        ("รมช.คลัง และปลัดกระทรวงการคลัง", [("รัฐมนตรีช่วยว่าการ", "mof", "")]),  # นาย ก, and another
        ("โฆษกประจำสำนัก นายกรัฐมนตรี", [("โฆษก", "pm-office", "")]),
        (
            "อดีตรองนายกรัฐมนตรีและรัฐมนตรีว่าการกระทรวงการคลัง",
            [("รองนายกรัฐมนตรี", "", "former"), ("รัฐมนตรีว่าการ", "mof", "former")],
        ),
        (
            "อดีตรองนายกรัฐมนตรี และประธานคณะกรรมการ ก.พ.ร.",
            [("รองนายกรัฐมนตรี", "", "former"), ("ประธาน", "opdc", "")],
        ),
        ("ปลัดกระทรวงฯ", [("ปลัด", "", "")]),
        ("รองผู้ว่าการ", [("รองผู้ว่าการ", "", "")]),
        ("นายอำเภอแม่ใจ", [("นายอำเภอ", "แม่ใจ", "")]),
        ("Director-General", [("อธิบดี", "", "")]),
        ("", []),
        (" .\n", []),
    ],
)
def test_a_position_says_these_posts(position: str, expected: list[tuple[str, str, str]] | None) -> None:
    if expected is None:
        first, second = posts(position)
        assert first.body == second.body != ""
    else:
        assert said(position) == expected


def test_a_post_is_written_as_thai_writes_it() -> None:
    assert [str(posts(p)[0]) for p in ("ผวจ.ปทุมธานี", "นายกฯ", "รมว.คลัง", "กรรมการ ACME")] == [
        "ผู้ว่าราชการจังหวัดปทุมธานี",
        "นายกรัฐมนตรี",
        "รัฐมนตรีว่าการกระทรวงการคลัง",
        "กรรมการ acme",
    ]
    assert posts(str(posts("รมว.คลัง")[0])) == posts("รมว.คลัง")


@pytest.mark.parametrize(
    ("position", "written"),
    [
        ("โฆษกรัฐบาล", "โฆษกประจำสำนักนายกรัฐมนตรี"),
        ("รองโฆษกสำนักนายกรัฐมนตรี", "รองโฆษกประจำสำนักนายกรัฐมนตรี"),
        ("ผบ.ทบ.", "ผู้บัญชาการทหารบก"),
        ("รองผบ.ทบ.", "รองผู้บัญชาการทหารบก"),
        ("รมต.ประจำสำนักนายก", "รัฐมนตรีประจำสำนักนายกรัฐมนตรี"),
        ("ผู้ว่าฯ กทม.", "ผู้ว่าราชการกรุงเทพมหานคร"),
        ("ประธาน ก.พ.ร.", "ประธานคณะกรรมการพัฒนาระบบราชการ"),
        ("นายก", "นายกรัฐมนตรี"),
        ("นายกสมาคมกีฬา", "นายกสมาคมกีฬา"),
        ("Prime Minister of Malaysia", "prime minister of malaysia"),
    ],
)
def test_a_body_that_the_role_implies_is_not_said_twice(position: str, written: str) -> None:
    assert str(posts(position)[0]) == written


def test_words_of_office_are_told_from_others() -> None:
    assert [is_office(posts(p)[0].role) for p in ("รองเลขาธิการ", "ผอ.กอง", "ไม่มีคำนี้", "asdf")] == [
        True,
        True,
        False,
        False,
    ]


def test_half_a_post_is_known_as_one() -> None:
    assert [posts(p)[0].of_any_body for p in ("เลขาธิการ", "ประธานาธิบดี", "นายกรัฐมนตรี", "รองนายกฯ", "รมว.คลัง")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_words_name_bodies_and_roles_that_are_there() -> None:
    rules = words_of("titles")["posts"]
    bodies = {role["body"] for role in rules["role"] if "body" in role} | set(rules["bodies"].values())
    assert bodies <= set(registry())
    names = [fold(role["name"]) for role in rules["role"]]
    assert len(names) == len(set(names))
    for role in rules["role"]:
        assert posts(role["name"])[0].role == fold(role["name"])


def test_every_listed_ministry_has_a_minister_under_each_of_its_names() -> None:
    for body, entry in registry().items():
        if entry.name_th.startswith("กระทรวง"):
            assert said(f"รัฐมนตรีว่าการ{entry.name_th}") == [("รัฐมนตรีว่าการ", body, "")]
            assert said(f"รมว.{entry.name_th.removeprefix('กระทรวง')}") == [("รัฐมนตรีว่าการ", body, "")]


def test_every_province_has_a_governor() -> None:
    for row in words_of("provinces")["province"]:
        [post] = posts(f"ผู้ว่าราชการจังหวัด{row['th']}")
        assert post.role == "ผู้ว่าราชการจังหวัด"
        assert row["th"] in body_name(post.body)
        assert posts(f"ผู้ว่าฯ {row['th']}") == (post,)


def test_the_recipe_is_the_same_twice() -> None:
    assert recipe() == recipe()
    assert len(recipe()) == 12


_OFFICES = ("รอง", "ผู้ช่วย", "อดีต", "รักษาการ", "เลขาธิการ", "รมว.", "ปลัด", "นายกรัฐมนตรี", "ในฐานะ", "และ")
_WORDS = st.sampled_from((*_OFFICES, "ก.พ.ร.", "กระทรวงการคลัง", "ฯ", "(", ")", "ที่4", "แห่ง", "ๆ", " ", "\n"))


@given(st.lists(_WORDS | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_has_a_bounded_number_of_posts_with_roles(text: str) -> None:
    found = posts(text)
    assert len(found) <= MOST_POSTS
    assert all(isinstance(post, Post) and post.role for post in found)


@given(st.lists(_WORDS, min_size=1, max_size=8).map("".join))
def test_blanks_and_folding_change_nothing(text: str) -> None:
    assert posts(text) == posts(f"  {text.replace(' ', '  ')}\u200b") == posts(fold(text))


def test_a_monstrous_position_is_read_to_its_limit_only() -> None:
    monster = "ที่ปรึกษา" * 200_000
    assert len(monster) > LONGEST
    assert posts(monster) == posts(monster[:LONGEST])


@pytest.mark.parametrize(
    ("english", "thai"),
    [
        ("Prime Minister", "นายกรัฐมนตรี"),
        ("Prime Minister of Thailand", "นายกรัฐมนตรี"),
        ("Deputy Prime Minister", "รองนายกรัฐมนตรี"),
        ("former Prime Minister", "อดีตนายกรัฐมนตรี"),
        ("Minister of Finance", "รมว.คลัง"),
        ("Deputy Minister of Finance", "รมช.คลัง"),
        ("Deputy Prime Minister and Minister of Public Health", "รองนายกรัฐมนตรี และ รมว.สาธารณสุข"),
        ("Permanent Secretary of the Ministry of Labour", "ปลัดกระทรวงแรงงาน"),
        ("Government Spokesperson", "โฆษกประจำสำนักนายกรัฐมนตรี"),
        ("Deputy Government Spokesperson", "รองโฆษกประจำสำนักนายกรัฐมนตรี"),
        ("Secretary-General of the OPDC", "เลขาธิการ ก.พ.ร."),
        ("Governor of Chiang Mai", "ผู้ว่าราชการจังหวัดเชียงใหม่"),
        ("Governor of the Bank of Thailand", "ผู้ว่าการธนาคารแห่งประเทศไทย"),
        ("Director-General of the Department of Disease Control", "อธิบดีกรมควบคุมโรค"),
    ],
)
def test_offices_of_state_are_one_in_both_languages(english: str, thai: str) -> None:
    assert [(p.key, p.manner) for p in posts(english)] == [(p.key, p.manner) for p in posts(thai)]


@pytest.mark.parametrize("english", ["Prime Minister of Japan", "Minister of Magic", "Governor of the Moon"])
def test_an_english_office_of_somewhere_else_stays_as_it_is_written(english: str) -> None:
    assert [p.role for p in posts(english)] == [english.lower()]
