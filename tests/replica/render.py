"""The templates of the replica and the few filters that all generations share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

MONTHS = (  # January to December
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
BUDDHIST_ERA = 543


def long_date(day: date) -> str:
    """``3 กันยายน 2552``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def short_date(day: date) -> str:
    """``29 ธ.ค. 2565``."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def english_date(day: date) -> str:
    """``29 December 2022``."""
    return f"{day.day} {day:%B %Y}"


def stamp(moment: datetime) -> str:
    """``3 กันยายน 2552 14:56:24``."""
    return f"{long_date(moment)} {moment:%H:%M:%S}"


def halves(text: str) -> tuple[str, str]:
    """*text* cut at the blank nearest to its middle; the second part is empty where there is none."""
    blanks = [i for i, c in enumerate(text) if c == " "]
    if not blanks:
        return text, ""
    cut = min(blanks, key=lambda i: abs(i - len(text) // 2))
    return text[:cut], text[cut + 1 :]


def render(template: str, **context: Any) -> str:
    """The template of that name, filled in; a name that it needs and does not get is an error."""
    return _ENVIRONMENT.get_template(template).render(**context)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "long_date": long_date,
        "short_date": short_date,
        "stamp": stamp,
        "english_date": english_date,
        "halves": halves,
    }
    made.globals["months"] = MONTHS
    return made


_ENVIRONMENT = _environment()
