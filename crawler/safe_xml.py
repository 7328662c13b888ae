"""XML from outside, read without entities, DTDs or the network, and in bounded size."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from html.entities import name2codepoint

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from corpus.thai.charset import decode

GZIP = b"\x1f\x8b"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
# Every byte that XML 1.0 section 2.2 forbids; a reader that recovers would stop at the first of them.
_FORBIDDEN = bytes(sorted(set(range(0x20)) - {0x09, 0x0A, 0x0D}))
_AMPERSAND = re.compile(rb"&(?:([A-Za-z][A-Za-z0-9]{1,30});|(?!#?[A-Za-z0-9]{1,31};))")
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]{0,100}>""")
_XML_ENTITIES = (b"amp", b"lt", b"gt", b"quot", b"apos")


class NotXML(ValueError):
    """What came is not the XML that was expected; the text says why."""


def parse(data: bytes, limit: int) -> etree._Element:
    """The root element of an XML document, gzipped or not, of at most *limit* bytes.

    Entities stay unexpanded, DTDs unread. What sites break most is mended: bare ampersands in addresses, entities of
    HTML, control characters, letters that are not in the declared encoding, blanks and a BOM at the start.
    Raises :class:`NotXML`.
    """
    if data[:2] == GZIP:
        data = _gunzip(data, limit)
    if not data.startswith(_WIDE):
        data = _mended(data.removeprefix(codecs.BOM_UTF8).lstrip().removeprefix(codecs.BOM_UTF8))
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise NotXML(f"not XML: {e}") from e
    if root is None:
        raise NotXML("not XML: nothing in it could be read")
    return root


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace, in lower case; "" for what is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct children with one of *names*, whatever their namespace."""
    return (child for child in element if name_of(child) in names)


def text_of(element: etree._Element, *names: str) -> str:
    """The text of the first non-empty child with one of *names*, tried in their order; "" where there is none."""
    for name in names:
        for child in children(element, name):
            if text := (child.text or "").strip():
                return text
    return ""


def _mended(data: bytes) -> bytes:
    """*data*, of an encoding that has ASCII's letters, with its common faults repaired; CDATA sections as they are."""
    data = _readable(data.translate(None, _FORBIDDEN))
    parts: list[bytes] = []
    at = 0
    while (opened := data.find(b"<![CDATA[", at)) >= 0 and (closed := data.find(b"]]>", opened)) >= 0:
        parts += [_AMPERSAND.sub(_escaped, data[at:opened]), data[opened : closed + 3]]
        at = closed + 3
    return b"".join([*parts, _AMPERSAND.sub(_escaped, data[at:])])


def _escaped(found: re.Match[bytes]) -> bytes:
    """A bare ampersand escaped, an entity of HTML as its number; one that nobody knows stays and is not expanded."""
    name = found[1]
    if name is None:
        return b"&amp;"
    number = name2codepoint.get(name.decode("ascii"))
    return found[0] if name in _XML_ENTITIES or number is None else b"&#%d;" % number


def _readable(data: bytes) -> bytes:
    """*data* as it came where it can be read as it says; as UTF-8 where the declaration is wrong or missing."""
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        body = data[declared.end() :] if declared else data
        return decode(body, name).text.encode("utf-8", "replace")
    return data


def _gunzip(data: bytes, limit: int) -> bytes:
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        made = reader.decompress(data, limit)
    except zlib.error as e:
        raise NotXML(f"damaged gzip: {e}") from e
    if reader.unconsumed_tail:
        raise NotXML(f"unpacks to more than {limit} bytes")
    if not reader.eof:
        raise NotXML("the gzip file is cut off")
    return made
