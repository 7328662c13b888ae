"""The page that explains the data for programs."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "api_page": ("ข้อมูลสำหรับโปรแกรม", "Data for programs"),
    "api_lead": (
        "ทุกอย่างที่เห็นในหน้าค้นหาอ่านด้วยโปรแกรมได้ในรูปแบบ JSON โดยไม่ต้องลงทะเบียนและไม่ต้องใช้คีย์ API",
        "Everything on the search page can be read by programs as JSON, without registration and without a key.",
    ),
    "api_try": ("ลองใช้", "Try it"),
    "api_try_lead": (
        "คัดลอกคำสั่งไปวางในเทอร์มินัล หรือเปิดคำตอบในเบราว์เซอร์",
        "Paste a command into a terminal, or open the answer in the browser.",
    ),
    "api_try_open": ("เปิดคำตอบ", "Open the answer"),
    "api_try_search": ("ค้นข้อความตรงตัว เรียงจากข่าวใหม่ที่สุด", "Search for an exact text, newest first"),
    "api_try_filter": (
        "ข่าวของจังหวัดหนึ่งในช่วงเวลาหนึ่ง เขียนวันที่เป็น พ.ศ. หรือ ค.ศ. ก็ได้",
        "News of one province in a period; dates may be of the Buddhist or the common era",
    ),
    "api_try_article": ("ข่าวหนึ่งเรื่องพร้อมชื่อและวันที่ที่ระบบอ่านได้", "One article with the names and dates read in it"),
    "api_try_versions": ("ทุกฉบับที่เก็บไว้ของข่าวนั้น", "Every version of it that is kept"),
    "api_try_suggest": ("คำแนะนำระหว่างพิมพ์", "Completions while typing"),
    "api_addresses": ("ที่อยู่ทั้งหมด", "All addresses"),
    "api_addresses_lead": (
        "รายละเอียดของทุกพารามิเตอร์และทุกคำตอบอยู่ในเอกสาร OpenAPI ซึ่งเครื่องมือสร้างโปรแกรมอ่านได้",
        "The OpenAPI document has every parameter and every answer in full, in a form that code generators read.",
    ),
    "api_document": ("เอกสาร OpenAPI 3.1", "OpenAPI 3.1 document"),
    "api_address": ("ที่อยู่", "Address"),
    "api_gives": ("คำตอบ", "Gives"),
    "api_parameters": ("พารามิเตอร์", "Parameters"),
    "api_rules": ("ข้อควรรู้", "Good to know"),
    "api_rule_notes": (
        "ค่าที่ระบบไม่เข้าใจไม่ทำให้คำขอล้มเหลว ระบบค้นด้วยส่วนที่เข้าใจ และบอกไว้ใน query.notes ว่าค้นอะไรแทน",
        "A value that is not understood fails no request: what is understood is searched, and query.notes says what "
        "was done instead.",
    ),
    "api_rule_dates": (
        "วันที่ในคำตอบเป็น ค.ศ. ตามรูปแบบ ISO ส่วนปีในตัวกรองเป็น พ.ศ.",
        "Dates in answers are ISO dates of the common era; the years of the facet are of the Buddhist era.",
    ),
    "api_rule_errors": (
        "ข้อผิดพลาดทุกชนิดมีรูปแบบเดียวกัน ใน error มี status, code และ message",
        "Every failure has one shape: error with status, code and message.",
    ),
    "api_rule_rate": (
        "ระบบจำกัดจำนวนการค้นจากที่อยู่ IP เดียวกัน ({rate}) เมื่อเกินจะได้รับสถานะ 429 โดย Retry-After บอกว่าต้องรอกี่วินาที",
        "Searches of one address are limited ({rate}); beyond that the status is 429, and Retry-After says how many "
        "seconds to wait.",
    ),
    "api_rule_grow": (
        "คำตอบอาจมีข้อมูลเพิ่มขึ้นในอนาคต โปรแกรมควรข้ามสิ่งที่ไม่รู้จัก",
        "Answers may grow: ignore what you do not know.",
    ),
}
