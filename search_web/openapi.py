"""The OpenAPI 3.1 document of the JSON for programs; schemas come from the dataclasses that are sent.

Source of the form: OpenAPI Specification 3.1.1 (spec.openapis.org). ``tests/test_web_openapi.py`` holds every answer
against it, with and without senseless parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from corpus.records import KINDS, Article, Version
from index.hits import FACETS, LANGS, SORTS, Hit, Same, SearchPage
from search_web.args import (
    FIRST_BUDDHIST,
    LAST_BUDDHIST,
    MAX_DATE,
    MAX_PAGE,
    MAX_PER_PAGE,
    MAX_VALUE,
    MAX_VALUES,
    PER_PAGE,
)
from search_web.names_api import AgencyNamed, PersonNamed
from search_web.openapi_words import ABOUT, PARAMETERS, SCHEMAS
from search_web.problems import CODES
from search_web.schemas import Schema, schemas_of

VERSION = "1.0.0"  # the first number changes with a promise that is broken, the second with one that is added
EXAMPLE_ID = "opdc:g1:content:2626"
FAILURES = {  # the codes of `error.code`, by status: what it means
    400: "The request is malformed (คำขอไม่ถูกต้อง)",
    404: "No such article, version, person or agency (ไม่พบ)",
    405: "Only reading is allowed (อ่านได้อย่างเดียว)",
    414: "The address is too long (ที่อยู่ยาวเกินไป)",
    429: "Too many searches from one address (ค้นถี่เกินไป)",
    500: "A fault of this program (ระบบขัดข้อง)",
    503: "The archive or its index cannot be read now (คลังยังไม่พร้อม)",
}
LIMITED = frozenset({"search", "suggest", "similarArticles", "getPerson", "getAgency"})  # operations: ratelimit.SCOPES
ERROR_CODES = sorted({*CODES.values(), "no_index", "no_copy", "failed"})


@lru_cache(maxsize=8)  # by prefix of the address: one, or one for each proxy in front
def document(prefix: str = "", *, closed: bool = False) -> Mapping[str, Any]:
    """The document for a server whose addresses begin with *prefix*; not to be changed by who gets it.

    With *closed*, a key that it does not name is a fault in an answer: for tests.
    """
    return {
        "openapi": "3.1.1",
        "info": {"title": "คลังข่าว · Khlang Khao", "version": VERSION, "description": ABOUT},
        "servers": [{"url": prefix or "/"}],
        "tags": [
            {"name": "search", "description": "ค้นหา · Search"},
            {"name": "articles", "description": "ข่าว · Articles"},
            {"name": "names", "description": "บุคคลและหน่วยงาน · People and agencies"},
            {"name": "service", "description": "ระบบ · The service itself"},
        ],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(closed=closed),
            "responses": {f"E{status}": _failure(status, what) for status, what in FAILURES.items()},
            "headers": _HEADERS,
        },
    }


def _paths() -> dict[str, Any]:
    article_id = _parameter("id", {"type": "string", "minLength": 1, "pattern": "^[^/]+$"}, where="path")
    article_id["example"] = EXAMPLE_ID
    lang = _parameter("lang", {"type": "string", "enum": list(LANGS), "default": LANGS[0]})
    version = _parameter("version", {"type": "integer", "minimum": 1, "maximum": 999_999_999}, example=1)
    one = [article_id, lang]
    to_article = _links("getArticle", "hits")
    to_names = _links("getPerson", "people", "person_id") | _links("getAgency", "agencies", "agency_id")
    return {
        "/api/search": _get(
            "search", "search", "Search the archive (ค้นข่าว)", "SearchPage", [*_search(), lang], links=to_article
        ),
        "/api/suggest": _suggest(lang),
        "/api/articles/{id}": _get(
            "getArticle", "articles", "One article (ข่าวหนึ่งเรื่อง)", "Article", [*one, version], links=to_names
        ),
        "/api/articles/{id}/versions": _get(
            "listVersions", "articles", "All versions of an article, oldest first (ทุกฉบับของข่าว)", "Versions", one
        ),
        "/api/articles/{id}/similar": _get(
            "similarArticles", "articles", "What stands around an article (ข่าวที่คล้ายกัน)", "Around", one
        ),
        "/api/people/{person_id}": _get(
            "getPerson",
            "names",
            "One person and their posts (บุคคล)",
            "PersonNamed",
            [_name("person_id"), lang],
        ),
        "/api/agencies/{agency_id}": _get(
            "getAgency",
            "names",
            "One agency and its posts (หน่วยงาน)",
            "AgencyNamed",
            [_name("agency_id"), lang],
        ),
        "/api/openapi.json": _get("describe", "service", "This document (เอกสารนี้)", "Document", [lang]),
        "/healthz": _get(
            "health", "service", "Whether articles can be read, and searched (ระบบพร้อมหรือไม่)", "Health", [lang]
        ),
    }


def _get(
    operation: str,
    tag: str,
    summary: str,
    schema: str,
    parameters: list[Schema],
    *,
    links: Schema | None = None,
) -> Schema:
    """The path item of one address that answers GET with *schema*."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    answer: Schema = {"description": summary, "headers": _sent() if operation in LIMITED else {}, "content": content}
    if links:
        answer["links"] = links
    happens = {404: tag in ("articles", "names"), 429: operation in LIMITED, 503: schema != "Document"}
    failures = [status for status in FAILURES if happens.get(status, True)]
    return {
        "get": {
            "operationId": operation,
            "tags": [tag],
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": answer,
                **{str(status): {"$ref": f"#/components/responses/E{status}"} for status in failures},
            },
        }
    }


def _links(operation: str, found: str, parameter: str = "id") -> Schema:
    """The way from the first object of the list *found* in an answer to *operation*; that of any other is the same."""
    return {f"first_of_{found}": {"operationId": operation, "parameters": {parameter: f"$response.body#/{found}/0/id"}}}


def _name(parameter: str) -> Schema:
    """The id of a person or an agency in an address."""
    return _parameter(parameter, {"type": "string", "minLength": 1, "pattern": "^[^/]+$"}, where="path")


def _suggest(lang: Schema) -> Schema:
    """The completions, in our form and in that of browsers."""
    q = _parameter("q", {"type": "string", "maxLength": MAX_VALUE}, said="suggest_q", example="ปฏิรูป")
    form = _parameter("format", {"type": "string", "enum": ["opensearch"]})
    item = _get("suggest", "search", "Completions of what is being typed (คำแนะนำ)", "Suggestions", [q, form, lang])
    content = item["get"]["responses"]["200"]["content"]
    content["application/x-suggestions+json"] = {"schema": {"$ref": "#/components/schemas/OpenSearchSuggestions"}}
    return item


def _search() -> list[Schema]:
    """The parameters of a search, as search_web.args reads them."""
    text: Schema = {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}
    day: Schema = {"type": "string", "maxLength": MAX_DATE}
    year = {"type": "integer", "minimum": FIRST_BUDDHIST - 543, "maximum": LAST_BUDDHIST}
    switch: Schema = {"type": "string", "enum": ["0", "1"]}
    return [
        _parameter("q", {"type": "string"}, example='"การมีส่วนร่วมของประชาชน" ปี:2550..2552'),
        _parameter("from", day, example="เมษายน 2551"),
        _parameter("to", day, example="2008-12-31"),
        _several("year", year, [2551]),
        _several("agency", text, ["opdc"]),
        _several("person", text, ["เมฆินทร์ เมธาวิกูล"]),
        _several("province", text, ["ปทุมธานี"]),
        _several("section", text, ["ข่าวเด่น ก.พ.ร."]),
        _several("kind", {"type": "string", "enum": list(KINDS)}, ["news", "announcement"]),
        _several("site", text, ["opdc"]),
        _parameter("sort", {"type": "string", "enum": list(SORTS)}, example="newest"),
        _parameter("page", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1}),
        _parameter(
            "per_page", {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE}, example=20
        ),
        _parameter("group", switch),
        _parameter("choices", switch),
    ]


def _several(name: str, item: Schema, example: list[object]) -> Schema:
    """A parameter that may be given several times: ``agency=opdc&agency=dopa``."""
    schema = {"type": "array", "items": item, "maxItems": MAX_VALUES}
    return _parameter(name, schema, example=example) | {"style": "form", "explode": True}


def _parameter(name: str, schema: Schema, *, where: str = "query", said: str = "", example: object = None) -> Schema:
    made = {"name": name, "in": where, "description": PARAMETERS[said or name], "schema": schema}
    required = {"required": True} if where == "path" else {}
    shown = {} if example is None else {"example": example}
    return {**made, **required, **shown}


_NUMBER: Schema = {"type": "integer", "minimum": 0}
_HEADERS: Schema = {
    "X-RateLimit-Limit": {"description": "Searches allowed in the time of the limit", "schema": _NUMBER},
    "X-RateLimit-Remaining": {"description": "How many of them are left", "schema": _NUMBER},
    "X-RateLimit-Reset": {"description": "When they begin anew, as seconds since 1970", "schema": _NUMBER},
    "Retry-After": {"description": "Seconds to wait (รอกี่วินาที)", "schema": _NUMBER},
}


def _sent(*names: str) -> Schema:
    """The headers that may come with an answer: those of the rate limit and *names*."""
    all_names = [name for name in _HEADERS if name.startswith("X-RateLimit")] + list(names)
    return {name: {"$ref": f"#/components/headers/{name}"} for name in all_names}


def _failure(status: int, what: str) -> Schema:
    codes = {503: "no_index"}
    error = {"status": status, "code": codes.get(status) or CODES[status], "message": what}
    content = {"schema": {"$ref": "#/components/schemas/Error"}, "example": {"error": error}}
    headers = _sent("Retry-After") if status == 429 else {}
    return {"description": what, "headers": headers, "content": {"application/json": content}}


def _schemas(*, closed: bool) -> dict[str, Schema]:
    made: dict[str, Schema] = schemas_of(
        SearchPage,
        Hit,
        Same,
        Article,
        Version,
        PersonNamed,
        AgencyNamed,
        closed=closed,
        without={"Version": ("location",)},  # where the archive keeps its files is nobody's business outside
        optional={"Hit": ("explain",)},
        words=SCHEMAS,
    )
    made.pop("Location", None)
    values = made["SearchPage"]["properties"]["facets"].pop("additionalProperties")
    made["SearchPage"]["properties"]["facets"] |= {
        "properties": dict.fromkeys(FACETS, values),
        "required": list(FACETS),
    }
    made["SearchPage"]["example"] = EXAMPLE
    made["Error"] = _object(
        error=_object(
            status={"type": "integer", "enum": sorted(CODES)},
            code={"type": "string", "enum": ERROR_CODES},
            message={"type": "string", "description": "What is wrong and what to do, in the language of the request"},
        )
    )
    made["Versions"] = _object(id={"type": "string"}, versions=_list("Version"))
    made["Around"] = _object(
        id={"type": "string"}, same=_list("Same"), same_total=_NUMBER, similar={**_list("Hit"), "maxItems": 10}
    )
    texts = {"type": "array", "items": {"type": "string"}}
    made["Suggestions"] = _object(q={"type": "string"}, suggestions=texts)
    made["OpenSearchSuggestions"] = {
        "type": "array",
        "description": "What was typed, then its completions (OpenSearch Suggestions 1.1).",
        "items": {"anyOf": [{"type": "string"}, texts]},
        "minItems": 2,
        "maxItems": 2,
    }
    made["Health"] = _object(
        status={"enum": ["ok", "degraded"]},
        articles=_NUMBER,
        indexed=_NUMBER,
        reasons={"type": "array", "items": {"enum": ["no_index"]}},
    )
    made["Document"] = {"type": "object", "required": ["openapi", "info", "paths"]}
    return made


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(schema: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}


EXAMPLE: Schema = {
    "query": {"q": "ประชาชนถาม ราชการตอบ", "understood": "ประชาชน ถาม ราชการ ตอบ", "notes": []},
    "total": 1,
    "took_ms": 1.8,
    "page": 1,
    "per_page": 10,
    "hits": [
        {
            "id": EXAMPLE_ID,
            "url": "http://www.opdc.go.th/content.php?content_id=2626&menu_id=5",
            "title": "เวที “ประชาชนถาม ราชการตอบ” ที่ปทุมธานี",
            "title_marked": "เวที “<mark>ประชาชน</mark><mark>ถาม</mark> <mark>ราชการ</mark><mark>ตอบ</mark>” ที่ปทุมธานี",
            "published": "2008-04-22",
            "dated": "2008-04-22",
            "dated_from": "header",
            "kind": "news",
            "site": "opdc",
            "section": ["ข่าวเด่น ก.พ.ร.", "ปี 2551", "เมษายน"],
            "snippet": "… ผู้แทนชุมชนร่วมเวที <mark>ประชาชน</mark><mark>ถาม</mark> …",
            "score": 12.3,
            "version": 1,
            "sample": False,
            "same": [],
            "same_total": 0,
        }
    ],
    "facets": {
        **{name: [] for name in FACETS},
        "year": [{"value": "2551", "label": "2551", "count": 1}],
        "province": [{"value": "ปทุมธานี", "label": "ปทุมธานี", "count": 1}],
    },
    "timeline": [{"month": "2008-04", "count": 1}],
    "suggestions": [],
    "repeats": 0,
}
