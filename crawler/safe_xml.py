"""XML from outside, read without entities, DTDs or the network, and in bounded size."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

GZIP = b"\x1f\x8b"


class NotXML(ValueError):
    """What came is not the XML that was expected; the text says why."""


def parse(data: bytes, limit: int) -> etree._Element:
    """The root element of an XML document, gzipped or not, of at most *limit* bytes.

    Entities stay unexpanded, DTDs unread. Raises :class:`NotXML`.
    """
    if data[:2] == GZIP:
        data = _gunzip(data, limit)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
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
