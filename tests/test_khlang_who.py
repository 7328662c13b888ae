"""khlang who: the question on the command line, the pages that answer it, and what is said where none does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from corpus.errors import UsageProblem
from corpus.intake import import_paths
from corpus.settings import Settings
from corpus.store import open_store
from corpus.who import ask, period
from corpus.who_answer import Group, Question, lines, to_json
from tests.commands import Khlang

PAGES = (
    ("1", "2555-03-05", "นายสมมุติ ทดสอบดี เลขาธิการ ก.พ.ร. เปิดการประชุมวิชาการ"),
    ("2", "2555-09-05", "นายสมมุติ ทดสอบดี เลขาธิการสำนักงาน ก.พ.ร. มอบรางวัลแก่หน่วยงาน"),
    ("3", "2555-09-07", "นางสาวตัวอย่าง ลองอ่าน รองเลขาธิการ ก.พ.ร. กล่าวต้อนรับ และนายอื่นใด ลองเขียน เลขาธิการ ก.พ. กล่าวปิด"),
    ("4", "2558-01-09", "นางสาวตัวอย่าง ลองอ่าน เลขาธิการ ก.พ.ร. และนายสมมุติ ทดสอบดี อดีตเลขาธิการ ก.พ.ร. ร่วมงาน"),
    ("6", "2560-01-09", "นายดิจิทัล ทดลองใช้ รัฐมนตรีว่าการกระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม กล่าวเปิดงาน"),
    ("5", "2559-01-09", "นายสมมุติ ทดสอบดี รองนายกรัฐมนตรี ในฐานะประธาน ก.พ.ร. เป็นประธาน"),
)


def page(number: str, day: str, text: str) -> str:
    """A line of JSONL: a page of news with its date in its lead."""
    year, month, date = day.split("-")
    months = {"01": "มกราคม", "03": "มีนาคม", "09": "กันยายน"}
    lead = f"เมื่อวันที่ {int(date)} {months[month]} {year} ณ ห้องประชุมใหญ่ "
    body = f"{lead}{text}\n\nการประชุมมีผู้เข้าร่วมจากหลายหน่วยงาน เพื่อแลกเปลี่ยนความรู้และประสบการณ์ในการทำงาน"
    return json.dumps({"url": f"https://a.go.th/news/{number}", "title": f"ข่าวที่ {number}", "text": body})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds :data:`PAGES`, and the file that they came in."""
    folder = tmp_path_factory.mktemp("who")
    (folder / "pages.jsonl").write_text("\n".join(page(*facts) for facts in PAGES), encoding="utf-8")
    import_paths([folder / "pages.jsonl"], Settings(data=folder / "data", workers=1))
    return folder


@pytest.fixture
def archive(filled: Path, khlang: Khlang, tmp_path: Path) -> Khlang:
    """The command on a copy of that folder."""
    copytree(filled, tmp_path, dirs_exist_ok=True)
    return khlang


def told(khlang: Khlang, *arguments: str) -> list[dict[str, Any]]:
    done = khlang("who", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_who_held_a_post_in_a_year_by_which_page(archive: Khlang) -> None:
    done = archive("who", "เลขาธิการ", "ก.พ.ร.", "--year", "2555")
    assert done.returncode == 0
    heading, *rest = [line for line in done.stdout.splitlines() if line]
    assert heading == "นายสมมุติ ทดสอบดี · 2 หน้า · 5 มี.ค. 2555 – 5 ก.ย. 2555"
    assert [line.strip() for line in rest[0::2]] == [
        "5 มี.ค. 2555 (วันที่ในข่าว)  เลขาธิการ ก.พ.ร.",
        "5 ก.ย. 2555 (วันที่ในข่าว)  เลขาธิการสำนักงาน ก.พ.ร.",
    ]
    assert [line.split(" · ")[1] for line in rest[1::2]] == ["ข่าวที่ 1", "ข่าวที่ 2"]
    assert "ค้นหา: เลขาธิการสำนักงานคณะกรรมการพัฒนาระบบราชการ · พ.ศ. 2555" in done.stderr


@pytest.mark.parametrize("year", ["2555", "๒๕๕๕", "2012", "พ.ศ. 2555"])
def test_a_year_in_either_era_and_in_thai_digits(archive: Khlang, year: str) -> None:
    assert [row["url"][-1] for row in told(archive, "เลขาธิการคณะกรรมการพัฒนาระบบราชการ", "--year", year)] == ["1", "2"]


def test_every_line_names_the_page_that_says_it(archive: Khlang) -> None:
    [row] = told(archive, "รองเลขาธิการ ก.พ.ร.")
    assert row["person"]["name"] == "ตัวอย่าง ลองอ่าน"
    assert (row["role"], row["agency"]["id"], row["manner"]) == ("รองเลขาธิการ", "opdc", None)
    assert (row["date"], row["dated_by"], row["version"], row["title"]) == ("2012-09-07", "event", 1, "ข่าวที่ 3")
    shown = json.loads(archive("show", row["id"], "--json").stdout)
    assert shown[row["where"]][row["start"] : row["end"]] == row["position"] == "รองเลขาธิการ ก.พ.ร."


def test_former_holders_are_told_only_where_they_are_asked_for(archive: Khlang) -> None:
    done = archive("who", "เลขาธิการ ก.พ.ร.", "--from", "2557")
    assert "ตัวอย่าง" in done.stdout
    assert "สมมุติ" not in done.stdout
    assert "อดีตเลขาธิการ" in done.stderr
    [row] = told(archive, "อดีตเลขาธิการ ก.พ.ร.")
    assert (row["person"]["name"], row["manner"]) == ("สมมุติ ทดสอบดี", "former")


def test_what_a_person_held_over_time(archive: Khlang) -> None:
    headings = [
        line.split(" · ")[0]
        for line in archive("who", "--person", "นายสมมุติ  ทดสอบดี").stdout.splitlines()
        if line and not line.startswith(" ")
    ]
    assert headings == [
        "เลขาธิการสำนักงานคณะกรรมการพัฒนาระบบราชการ",
        "อดีตเลขาธิการสำนักงานคณะกรรมการพัฒนาระบบราชการ",
        "รองนายกรัฐมนตรี",
        "ประธานคณะกรรมการพัฒนาระบบราชการ",
    ]
    rows = told(archive, "--person", "สมมุติ ทดสอบดี", "--from", "2559-01-01")
    assert [row["role"] for row in rows] == ["รองนายกรัฐมนตรี", "ประธาน"]
    assert [row["date"] for row in told(archive, "--person", rows[0]["person"]["id"], "--to", "2555-03-31")] == [
        "2012-03-05"
    ]


def test_a_post_and_a_person_together(archive: Khlang) -> None:
    assert {r["url"][-1] for r in told(archive, "เลขาธิการ ก.พ.ร.", "--person", "ตัวอย่าง ลองอ่าน")} == {"4"}


def test_a_part_of_a_name_tells_the_person_in_a_post_and_names_to_choose_from_without_one(archive: Khlang) -> None:
    assert {r["url"][-1] for r in told(archive, "เลขาธิการ ก.พ.ร.", "--person", "นางสาวตัวอย่าง")} == {"4"}
    done = archive("who", "--person", "สมมุต")
    assert done.stdout.startswith("เลขาธิการสำนักงานคณะกรรมการพัฒนาระบบราชการ · 2 หน้า")  # only one is called so
    nobody = archive("who", "เลขาธิการ ก.พ.ร.", "--person", "สมมุต ทดสอบดี")
    assert nobody.stdout == ""
    assert "ชื่อใกล้เคียงที่มีในคลัง: สมมุติ ทดสอบดี (4 หน้า)" in nobody.stderr
    assert "--person 'อื่นใด ลองเขียน'" in archive("who", "เลขาธิการ ก.พ.ร.", "--person", "อื่นใด ลองเขียน").stderr


def test_the_body_that_came_after_the_one_asked_for_is_told(archive: Khlang) -> None:
    done = archive("who", "รมว.ไอซีที")
    assert done.stdout == ""
    assert "khlang who 'รัฐมนตรีว่าการกระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม'" in done.stderr


def test_the_nearest_pages_are_told_where_the_time_has_none(archive: Khlang) -> None:
    done = archive("who", "เลขาธิการ ก.พ.ร.", "--year", "2556")
    assert done.returncode == 0
    assert "ไม่พบ (ค้นหา: เลขาธิการ" in done.stderr
    assert "ใกล้เคียงที่สุด" in done.stdout
    assert "ข่าวที่ 2" in done.stdout
    assert "ข่าวที่ 4" in done.stdout
    assert "ข่าวที่ 1" not in done.stdout


def test_nothing_found_names_what_was_searched_and_what_is_there(archive: Khlang) -> None:
    done = archive("who", "ผู้อำนวยการ ก.พ.ร.")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "ไม่พบ (ค้นหา: ผู้อำนวยการสำนักงานคณะกรรมการพัฒนาระบบราชการ)" in done.stderr
    assert "เลขาธิการสำนักงานคณะกรรมการพัฒนาระบบราชการ" in done.stderr
    assert "สมมุติ ทดสอบดี" in archive("who", "--person", "สมมุติ").stderr
    assert "สมมุติ ทดสอบดี" in archive("who", "--person", "สมมุต ทดสอบดี").stderr
    nonsense = archive("who", "ไม่มีคำนี้").stderr.splitlines()
    assert nonsense[0] == "ไม่พบ (ค้นหา: ไม่มีคำนี้)"
    assert "ไม่รู้จัก 'ไม่มีคำนี้' เป็นชื่อตำแหน่ง" in nonsense[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give a position, or a name"),
        (("  ",), "give a position, or a name"),
        (("นายกฯ", "--year", "มะรืน"), "--year is 'มะรืน', which is not a year"),
        (("นายกฯ", "--from", "ก"), "--from is 'ก', which is not a date"),
        (("นายกฯ", "--year", "2555", "--to", "2556"), "exclude one another"),
        (("นายกฯ", "--from", "2556", "--to", "2555"), "--to 2555 is before --from 2556"),
    ],
)
def test_bad_input_is_one_clear_sentence(archive: Khlang, arguments: tuple[str, ...], says: str) -> None:
    done = archive("who", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr


def test_without_a_catalogue_the_way_to_one_is_said(khlang: Khlang) -> None:
    done = khlang("who", "นายกรัฐมนตรี")
    assert done.returncode == 1
    assert "khlang import" in done.stderr


def test_importing_and_reading_again_give_the_same_answer(archive: Khlang, tmp_path: Path) -> None:
    before = archive("who", "เลขาธิการ ก.พ.ร.", "--json").stdout
    assert archive("import", str(tmp_path / "pages.jsonl"), "--workers", "1").returncode == 0
    assert archive("who", "เลขาธิการ ก.พ.ร.", "--json").stdout == before
    assert archive("reread", "--all").returncode == 0
    assert archive("who", "เลขาธิการ ก.พ.ร.", "--json").stdout == before != ""


def test_an_older_catalogue_is_read_first_or_said_to_be_unread(archive: Khlang, settings: Settings) -> None:
    with open_store(settings) as store:
        store._write("DELETE FROM posts", ())
        store._write("UPDATE articles SET posted = NULL", ())
        answer = ask(settings, Question(position="เลขาธิการ ก.พ.ร."))  # while another command is writing
    assert answer.groups == ()
    assert any(f"{len(PAGES)} รายการ" in note and "writing" in note for note in answer.notes)
    assert len(told(archive, "เลขาธิการ ก.พ.ร.")) == 3


def test_a_long_answer_shows_some_pages_of_each_and_json_shows_all(archive: Khlang, settings: Settings) -> None:
    answer = ask(settings, Question(position="เลขาธิการ ก.พ.ร."))
    [group, _] = answer.groups
    many = Group(label="ใคร", rows=group.rows * 10)
    answer = type(answer)(searched="", groups=(many,), heads=answer.heads)
    for limit, shown in ((0, 20), (1, 1), (3, 3), (50, 20)):
        assert sum(" · ข่าวที่" in line for line in lines(answer, limit)) == shown
    assert sum(1 for _ in to_json(answer)) == 20


def test_a_rare_name_much_like_a_frequent_one_is_told_as_perhaps_misspelt(settings: Settings) -> None:
    def run() -> Iterator[str]:
        for number in range(6):
            yield page(str(number), f"2555-03-0{number + 1}", "นายสมมุติ ทดสอบดี เลขาธิการ ก.พ.ร. เปิดการประชุม")
        yield page("7", "2555-03-09", "นายสมมุติ ทดสอบดีี เลขาธิการ ก.พ.ร. และคณะ")
        yield page("8", "2555-03-09", "นายสมมติ ทดสอบดี เลขาธิการ ก.พ.ร. และคณะ")

    file = settings.data.parent / "pages.jsonl"
    file.write_text("\n".join(run()), encoding="utf-8")
    import_paths([file], settings)
    groups = ask(settings, Question(position="เลขาธิการ ก.พ.ร.")).groups
    assert [(group.label, group.pages, group.like) for group in groups] == [
        ("นายสมมุติ ทดสอบดี", 7, ""),  # a doubled mark is no other name
        ("นายสมมติ ทดสอบดี", 1, "นายสมมุติ ทดสอบดี"),
    ]


def test_a_period_has_its_ends() -> None:
    first, last = period(None, "2555", "2555")
    assert (str(first), str(last)) == ("2012-01-01", "2012-12-31")
    assert [str(day) for day in period(None, "22 เม.ย. 2551", None)] == ["2008-04-22", "None"]
    with pytest.raises(UsageProblem):
        period("0", None, None)
