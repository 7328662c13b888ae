"""What tries to run in a reader's browser, and an article that brings it wherever a page can bring text.

Each is a known way out of text: elements, attributes of every kind of quotation, the ends of elements whose content is
raw, addresses that are scripts, charsets and characters that parsers stumble over, templates, formulas. Every one that
runs opens a dialog.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from urllib.parse import quote

from werkzeug.routing import Rule

from corpus.records import (
    Agency,
    Article,
    Attachment,
    Credit,
    DateMention,
    Event,
    Mention,
    Person,
    Surface,
    Table,
)
from tests.web_fakes import AUDIT, CAPTURED

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT >",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=`x`onerror=alert(1)//",
    "\"><svg onload=alert(1)>",
    "'><svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)\" autofocus onfocus=\"alert(1)",
    "' autofocus onfocus=alert(1) x='",
    "` onclick=alert(1) `",
    "<mark onmouseover=alert(1)>x</mark>",
    "<mark>a</mark><mark></mark onclick=alert(1)></mark>",
    "</title><script>alert(1)</script>",
    "</textarea></style></script><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "{{ 777 * 777 }}{% raw %}",
    "${alert(1)}#{alert(1)}<%= alert(1) %>",
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1) autofocus>x",
    "<a href=javascript:alert(1)>x</a><math href=javascript:alert(1)>x</math>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css><style>@import'//evil.example/x'</style>",
    "\u2028<base href=//evil.example/>",
    "<details open ontoggle=alert(1)><summary popovertarget=x>x</summary></details>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\u202e<noscript><p title=\"</noscript><script>alert(1)</script>\">",
    "<svg><style><img src=x onerror=alert(1)></style><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)/>#x\"/>",
    "=HYPERLINK(\"javascript:alert(1)\",\"x\")",
)  # fmt: skip


def poisoned(payload: str, article_id: str = "opdc:g2:1") -> Article:
    """An article with *payload* wherever a page can bring text."""
    surface = (Surface(payload, 0, len(payload)),)
    where = surface if payload.strip() else ()
    return Article(
        id=article_id,
        url=f"javascript:{payload}",
        site=payload,
        lang="th",
        title=payload,
        section=(payload,),
        published=AUDIT.published,
        dated=AUDIT.dated,
        dated_from=AUDIT.dated_from,
        body=f"{payload}\n\n{payload}",
        tables=(Table(after=1, rows=((payload, payload),)),),
        people=(Person(id=payload, name=payload, title=payload, position=payload, surfaces=where, rule=payload),),
        agencies=(Agency(id=payload, name=payload, surfaces=where, rule=payload),),
        provinces=(payload,),
        province_mentions=(Mention(name=payload, surfaces=where, rule=payload),),
        dates=(replace(_DAY, surface=payload),),
        laws=(payload,),
        law_mentions=(Mention(name=payload, surfaces=where, rule=payload),),
        event=Event(place=payload, surfaces=where),
        credits=(Credit(name=payload, unit=payload, role=payload),),
        attachments=(
            Attachment(url=payload, filename=payload, media_type=payload),
            Attachment(
                url=f"http://www.example/{payload}", filename=payload, media_type="text/html", warnings=(payload,)
            ),
        ),
        warnings=(payload,),
        addresses=(payload, f"http://www.example/?x={payload}"),
        captured=CAPTURED,
        capture=payload,
        layout=payload,
        lacks=(payload,),
        version=2,
    )


_DAY = DateMention(surface="", start=CAPTURED.date(), end=CAPTURED.date(), at=0)


def filled(rule: Rule, values: Mapping[str, str], other: str) -> Iterator[str]:
    """The addresses of *rule*: its parts from *values*, each choice of those that have some, *other* for the rest."""
    slots = re.findall(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>", rule.rule)
    choices = [
        [choice.strip(" '\"") for choice in options.split(",")] if kind == "any" else [values.get(name, other)]
        for kind, options, name in slots
    ]
    for chosen in product(*choices):
        parts = iter(chosen)
        yield re.sub(r"<[^>]*>", lambda _: quote(next(parts), safe=""), rule.rule)  # noqa: B023  # used at once
