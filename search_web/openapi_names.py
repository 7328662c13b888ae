"""What the OpenAPI document says of persons and agencies: the objects of :mod:`search_web.names_api`."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_NUMBER_OR_NONE: Schema = {"type": ["integer", "null"]}
_DAY_OR_NONE: Schema = {"type": ["string", "null"], "format": "date"}
_FLAG: Schema = {"type": "boolean"}
_COMPLETE: Schema = {**_FLAG, "description": "False while articles wait to be read for posts"}


def name_schemas(*, closed: bool) -> dict[str, Schema]:
    """The schemas of both objects and of their parts, by name; *closed* as in :func:`search_web.schemas.schemas_of`."""
    span = {
        "manner": {**_TEXT_OR_NONE, "description": "`acting`, `former`, `designate`, or null (รักษาการ อดีต ว่าที่)"},
        "pages": {**_NUMBER, "description": "How many pages say so (จำนวนหน้าที่กล่าวถึง)"},
        "first": {**_DAY_OR_NONE, "description": "The first day that a page is true of (วันแรกที่พบ)"},
        "last": {**_DAY_OR_NONE, "description": "The last day that a page is true of (วันสุดท้ายที่พบ)"},
        "like": {**_TEXT_OR_NONE, "description": "The name that this is probably a slip for"},
    }
    evidence = {
        "id": {**_TEXT, "description": "The id of the article (รหัสข่าว)"},
        "title": _TEXT,
        "url": _TEXT,
        "date": _DAY_OR_NONE,
        "dated_by": {**_TEXT_OR_NONE, "description": "What `date` was read from: event, published, told or stamp"},
        "version": _NUMBER_OR_NONE,
        "position": {**_TEXT_OR_NONE, "description": "The position as it is written there (ตำแหน่งตามที่เขียน)"},
        "where": {**_TEXT_OR_NONE, "description": "The field of the article in which it stands"},
        "start": {**_NUMBER_OR_NONE, "description": "Offset in code points into `where`"},
        "end": _NUMBER_OR_NONE,
    }
    post = {
        "post": {**_TEXT, "description": "The post in full (ตำแหน่งเต็ม)"},
        "role": _TEXT,
        "agency": {"anyOf": [_of("Named"), {"type": "null"}]},
        "sure": {**_FLAG, "description": "False for what few pages say beside others that say otherwise"},
        **span,
        "evidence": {**_list("Evidence"), "maxItems": 3},
    }
    person = {
        "id": _TEXT,
        "name": {**_TEXT, "description": "The name without title (ชื่อ นามสกุล)"},
        "label": {**_TEXT, "description": "The name with its most frequent title (ชื่อพร้อมคำนำหน้า)"},
        "spellings": {**_list("Counted"), "description": "How the name is written, most frequent first"},
        "titles": {**_list("Counted"), "description": "Titles before it (คำนำหน้าชื่อ), most frequent first"},
        "posts": {**_list("Post"), "description": "Posts held (ตำแหน่ง), with pages that say so"},
        "posts_complete": _COMPLETE,
    }
    agency = {
        "id": _TEXT,
        "name": {**_TEXT, "description": "The name in Thai (ชื่อหน่วยงาน)"},
        "name_en": {**_TEXT_OR_NONE, "description": "The name in English"},
        "listed": {**_FLAG, "description": "Whether the registry of agencies has it"},
        "abbreviations": {**_texts(), "description": "Short names (ชื่อย่อ)"},
        "aliases": {**_texts(), "description": "Other names (ชื่ออื่น)"},
        "former": {**_texts(), "description": "Names that it had before (ชื่อเดิม)"},
        "from": {**_NUMBER_OR_NONE, "description": "The year in which it began, common era"},
        "to": {**_NUMBER_OR_NONE, "description": "The year in which it ended, common era"},
        "parent": {"anyOf": [_of("Named"), {"type": "null"}]},
        "children": {**_list("Named"), "description": "Agencies under it (หน่วยงานในสังกัด)"},
        "before": {**_list("Named"), "description": "Agencies that it came from"},
        "after": {**_list("Named"), "description": "Agencies that took its place"},
        "posts": {**_list("RoleHolders"), "description": "Roles at it and who held them (ผู้ดำรงตำแหน่ง)"},
        "posts_complete": _COMPLETE,
    }
    made = {
        "PersonPage": person,
        "AgencyPage": agency,
        "Post": post,
        "Evidence": evidence,
        "RoleHolders": {"role": _TEXT, "holders": _list("Holder")},
        "Holder": {"person": _of("Named"), **span},
        "Named": {"id": _TEXT, "name": _TEXT},
        "Counted": {"text": _TEXT, "count": _NUMBER},
    }
    ends: Schema = {"additionalProperties": False} if closed else {}
    return {
        name: {"type": "object", "properties": properties, "required": list(properties), **ends}
        for name, properties in made.items()
    }


def _of(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def _list(schema: str) -> Schema:
    return {"type": "array", "items": _of(schema)}


def _texts() -> Schema:
    return {"type": "array", "items": _TEXT}
