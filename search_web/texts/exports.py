"""What is taken out: exports, citations, feeds."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- citations: what stands in the note of an entry
    "cite_era": ("พ.ศ. {year}", "B.E. {year}"),
    "cite_undated": ("ม.ป.ป.", "n.d."),
    "cite_copy": (
        "สำเนาในคลังข่าว ฉบับที่ {version} เก็บเมื่อ {day}: {address}",
        "archived copy, version {version}, captured {day}: {address}",
    ),
    "cite_copy_of": (
        "สำเนาในคลังข่าว ฉบับที่ {version}: {address}",
        "archived copy, version {version}: {address}",
    ),
    "cite_digest": ("ลายนิ้วมือของไฟล์ {digest}", "payload digest {digest}"),
}
