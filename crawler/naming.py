"""What the site calls itself, and which listed body that is. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.extract.agencies import resolve
from crawler.blocks import Element, parse, words
from crawler.learn import title_parts

# What front pages say beside their name: home, main page, welcome to, web site of, news.
_GREETING = re.compile(
    r"(?i)^(?:ยินดีต้อนรับ(?:เข้า)?(?:สู่)?|welcome to(?: the)?|เว็บไซต์(?:ของ)?|เว็บไซต์หลัก|official website of)\s*"
)
_PLAIN = re.compile(
    r"(?i)(?:หน้าแรก|หน้าหลัก|ข่าว(?:ประชาสัมพันธ์|สาร)?|home(?:page)?|index|main|news|ยินดีต้อนรับ|untitled.*|โลโก้|logo|"
    r"เว็บไซต์|เข้าสู่เว็บไซต์|welcome)"
)
_BODY = re.compile(r"(?:สำนักงาน|กรม|กระทรวง|องค์การ|เทศบาล|จังหวัด|สถาบัน|กอง|ศูนย์|มหาวิทยาลัย|โรงพยาบาล)[^\n|©()]{2,80}")
_OWNER = re.compile(r"(?i)©|copyright|สงวนลิขสิทธิ์")
LONGEST = 100


def site_name(pages: Sequence[str]) -> tuple[str, str]:
    """The name and the id of the listed body ("" unless exactly one has that name), of *pages*, the front page first.

    Tried: the part that the <title> of several pages have in common, ``og:site_name``, the front page's <title> without
    greetings, the text of a logo, the owner in the footer. A name of a listed body is preferred.
    """
    roots = [root for page in pages if (root := parse(page)) is not None]
    names = [name for name in dict.fromkeys(_names(roots)) if len(name) > 1 and not _PLAIN.fullmatch(name)]
    for name in names:
        if len(ids := resolve(name)) == 1:
            return name, ids[0]
    return (names[0] if names else ""), ""


def _names(roots: list[Element]) -> Iterator[str]:
    if not roots:
        return
    titles = [part for root in roots for part in dict.fromkeys(_parts(root))]
    yield from (part for part, count in Counter(titles).most_common(3) if count > len(roots) / 2 and count > 1)
    front = roots[0]
    yield from (_plain(str(said)) for said in front.xpath("//meta[@property='og:site_name']/@content")[:1])
    yield from sorted(_parts(front)[1:] or _parts(front), key=lambda part: not _BODY.match(part))
    logo = "//img[contains(@class,'logo') or contains(@id,'logo') or contains(@src,'logo')]/@alt"
    yield from (_plain(str(said)) for said in front.xpath(logo)[:3])
    for line in (words(e) for e in front.xpath("//footer | //*[contains(@id,'foot') or contains(@class,'foot')]")[:3]):
        if _OWNER.search(line) and (body := _BODY.search(line)):
            yield _plain(body[0])


def _parts(root: Element) -> list[str]:
    title = " ".join(" ".join(map(str, root.xpath("//head//title/text()")[:1])).split())
    return [plain for part in title_parts(title) if (plain := _plain(part))]


def _plain(text: str) -> str:
    plain = " ".join(text.split())
    return _GREETING.sub("", _GREETING.sub("", plain)).strip(" -–|:")[:LONGEST]
