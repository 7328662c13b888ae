"""The sentences of :mod:`corpus.refusals`: each reason, message and alarm in English and in Thai."""

from __future__ import annotations

from collections.abc import Mapping

# What a page lacks of its layout (corpus.extract.fit), as a list of them names it.
SIGNS: Mapping[str, str] = {
    "title": "ชื่อเรื่อง",
    "main": "ส่วนเนื้อหาหลัก",
    "published": "วันที่เผยแพร่",
    "start": "จุดเริ่มบทความ",
    "stamp_line": "บรรทัดวันที่เผยแพร่",
    "single": "บทความเพียงเรื่องเดียว",
    "clear": "ช่วงต้นที่ไม่ใช่เมนู",
    "whole": "เนื้อความครบถ้วน",
    "text": "เนื้อความ",
    "language": "ภาษาตรงกับที่อยู่",
    "article": "บทความที่อ่านได้",
    "own": "เนื้อความของตนเอง",
    "heading": "ชื่อเรื่องของตนเอง",
    "alike": "เนื้อความที่ไม่มีข้อความซ้ำกันทุกหน้า",
    "date": "วันที่เดิม",
    "length": "ความยาวตามปกติ",
}
# The phrases of HTTP statuses (RFC 9110 section 15) that sites answer with.
PHRASES: Mapping[str, str] = {
    "Bad Request": "คำขอไม่ถูกต้อง",
    "Unauthorized": "ต้องเข้าสู่ระบบก่อน",
    "Forbidden": "ไม่อนุญาตให้เข้าถึง",
    "Not Found": "ไม่พบหน้า",
    "Method Not Allowed": "ไม่รับคำขอแบบนี้",
    "Not Acceptable": "ปฏิเสธคำขอ",
    "Request Timeout": "คำขอหมดเวลา",
    "Gone": "ลบหน้าแล้ว",
    "I'm a Teapot": "ปฏิเสธคำขอ",
    "I'm a teapot": "ปฏิเสธคำขอ",
    "Too Many Requests": "ขอถี่เกินไป",
    "Unavailable For Legal Reasons": "งดเผยแพร่ด้วยเหตุทางกฎหมาย",
    "Internal Server Error": "เซิร์ฟเวอร์ขัดข้อง",
    "Not Implemented": "เซิร์ฟเวอร์ไม่รองรับ",
    "Bad Gateway": "เซิร์ฟเวอร์ต้นทางขัดข้อง",
    "Service Unavailable": "ยังไม่พร้อมให้บริการ",
    "Gateway Timeout": "เซิร์ฟเวอร์ต้นทางไม่ตอบในเวลา",
}
_FIT = ("หน้าเว็บไม่ตรงกับรูปแบบ {layout}", "หน้าที่ได้รับยังเก็บไว้ในคลัง")
_LACK = "the layout {layout} of the site {site} has changed: {n} of {of} pages lack {what}"

# code → the sentence in English and in Thai; {…} are the values. The first that fits a text counts.
TEXTS: Mapping[str, tuple[str, str]] = {
    # --- what the site's servers answered
    "http": ("HTTP {status} {phrase}", "เซิร์ฟเวอร์ตอบ HTTP {status} ({phrase})"),
    "http-bare": ("HTTP {status}", "เซิร์ฟเวอร์ตอบ HTTP {status}"),
    "answered": ("the server answered {status}", "เซิร์ฟเวอร์ตอบรหัส {status}"),
    "timeout": ("no whole answer in time", "เซิร์ฟเวอร์ตอบไม่ครบภายในเวลาที่กำหนด"),
    "no-dns": ("the name {host} has no address in the DNS", "ไม่พบที่อยู่ของ {host} ในระบบชื่อโดเมน (DNS)"),
    "not-connected": ("{host} refused the connection", "{host} ปฏิเสธการเชื่อมต่อ"),
    "answer-cut": ("the answer was cut off", "คำตอบของเซิร์ฟเวอร์ขาดตอน"),
    "too-large": (
        "larger than the setting max_page_bytes",
        "ใหญ่เกินกว่าที่ตั้งไว้ใน max_page_bytes",
    ),
    "bad-certificate": (
        "the connection to {host} broke: its TLS certificate is not valid",
        "เชื่อมต่อกับ {host} ไม่ได้ เพราะใบรับรอง TLS ของเว็บไซต์ใช้ไม่ได้",
    ),
    "no-handshake": (
        "the connection to {host} broke in the TLS handshake",
        "การเชื่อมต่อกับ {host} ขาดในขั้นตอนตกลงการเข้ารหัส TLS",
    ),
    "broke": ("the connection to {host} broke", "การเชื่อมต่อกับ {host} ขาด"),
    "redirects": ("more redirects than allowed", "หน้าเว็บส่งต่อหลายทอดเกินกำหนด"),
    "fetch-failed": ("fetch failed: {error}", "ดึงหน้าไม่สำเร็จ: {error}"),
    "block-page": ("a block page", "หน้าปิดกั้นโปรแกรม"),
    # --- what is not asked for
    "redirected": ("redirected: {why}", "หน้าเว็บส่งต่อไปยังที่ที่ไม่เก็บ: {why}"),
    "robots-unread": (
        "robots.txt of {host} cannot be read, which forbids all: {why}",
        "อ่าน robots.txt ของ {host} ไม่ได้ จึงต้องถือว่าห้ามทุกหน้า: {why}",
    ),
    "robots": ("robots.txt of {host} forbids it", "robots.txt ของ {host} ห้ามไว้"),
    "no-address": ("it is not an address", "ไม่ใช่ที่อยู่เว็บ"),
    "not-address": ("not an address", "ไม่ใช่ที่อยู่เว็บ"),
    "unfetchable": ("not an address that can be fetched: {why}", "ที่อยู่นี้ขอหน้าไม่ได้: {why}"),
    "scheme": ("{scheme}: is not fetched", "ไม่เก็บที่อยู่แบบ {scheme}:"),
    "no-host": ("no host is not a host of the site {site}", "ที่อยู่ไม่มีชื่อโฮสต์"),
    "other-host": ("{host} is not a host of the site {site}", "{host} ไม่ใช่โฮสต์ของเว็บไซต์ {site}"),
    "port": ("port {port} of {host} is not one of the site {site}", "พอร์ต {port} ของ {host} ไม่ใช่ของเว็บไซต์ {site}"),
    "excluded": ("the profile of the site {site} leaves it out", "โปรไฟล์ของเว็บไซต์ {site} กำหนดไม่ให้เก็บ"),
    "private": (
        "{host} is a private address; the profile of the site {site} does not allow those",
        "{host} เป็นที่อยู่ภายในเครือข่าย ซึ่งโปรไฟล์ของเว็บไซต์ {site} ไม่อนุญาต",
    ),
    "private-archive": (
        "{host} is a private address; the profile does not allow those",
        "{host} เป็นที่อยู่ภายในเครือข่าย ซึ่งโปรไฟล์ไม่อนุญาต",
    ),
    "not-allowed": (
        "{why}; the profile of the site {site} does not allow those",
        "{why} ซึ่งโปรไฟล์ของเว็บไซต์ {site} ไม่อนุญาต",
    ),
    "leads-private": (
        "{host} leads to the private address {answer}",
        "{host} ชี้ไปยังที่อยู่ภายในเครือข่าย {answer}",
    ),
    "no-archive-host": ("no host is not an archive of the site {site}", "ที่อยู่ไม่มีชื่อโฮสต์"),
    "other-archive": (
        "{host} is not an archive of the site {site}",
        "{host} ไม่ใช่คลังเว็บที่กำหนดไว้สำหรับเว็บไซต์ {site}",
    ),
    "address-long": (
        "an address of {n} characters; {limit} are the limit",
        "ที่อยู่ยาว {n} อักขระ เกินกำหนด {limit} อักขระ",
    ),
    "address-long-encoded": (
        "an address of {n} characters once encoded; {limit} are the limit",
        "ที่อยู่ยาว {n} อักขระเมื่อเข้ารหัสแล้ว เกินกำหนด {limit} อักขระ",
    ),
    "address-control": ("control characters in the address {given}", "ที่อยู่ {given} มีอักขระควบคุม"),
    "address-kind": ("not a web address: {given}", "ไม่ใช่ที่อยู่เว็บ: {given}"),
    "address-user": (
        "a user name or password in the address {given}",
        "ที่อยู่ {given} มีชื่อผู้ใช้หรือรหัสผ่าน",
    ),
    "address-ipv6": ("not an IPv6 host: {given}", "ไม่ใช่โฮสต์ IPv6: {given}"),
    "address-port": ("not a port: {given}", "ไม่ใช่หมายเลขพอร์ต: {given}"),
    "address-host": ("not a host name: {given}", "ไม่ใช่ชื่อโฮสต์: {given}"),
    "address-half": ("half a character in the address: {given}", "ที่อยู่มีอักขระไม่ครบตัว: {given}"),
    "moved": (
        "it leads to {url} now, which is a list or a front page",
        "ปัจจุบันนำไปยัง {url} ซึ่งเป็นหน้ารายการหรือหน้าแรก ไม่ใช่ข่าวเดิม",
    ),
    "endless": (
        "lists like {kind} go on without anything new; they are left",
        "รายการแบบ {kind} ต่อไปเรื่อย ๆ โดยไม่มีข่าวใหม่ จึงหยุดตาม",
    ),
    # --- lists of a site
    "no-feed-root": ("no feed: its root is <{root}>", "ไม่ใช่ฟีดข่าว: ขึ้นต้นด้วย <{root}>"),
    "no-feed": ("no feed: {why}", "ไม่ใช่ฟีดข่าว: {why}"),
    "no-sitemap-robots": ("no sitemap: robots.txt names none", "ไม่มีแผนผังเว็บไซต์ (sitemap) เพราะ robots.txt ไม่ได้ระบุไว้"),
    "no-sitemap-root": ("no sitemap: its root is <{root}>", "ไม่ใช่แผนผังเว็บไซต์ (sitemap): ขึ้นต้นด้วย <{root}>"),
    "no-sitemap": ("no sitemap: {why}", "ไม่ใช่แผนผังเว็บไซต์ (sitemap): {why}"),
    "no-wordpress-json": (
        "no WordPress REST interface: not JSON: {error}",
        "ไม่มีช่องทาง REST ของ WordPress: คำตอบไม่ใช่ JSON: {error}",
    ),
    "no-wordpress": (
        "no WordPress REST interface: not a list of posts",
        "ไม่มีช่องทาง REST ของ WordPress: คำตอบไม่ใช่รายการข่าว",
    ),
    "xml-empty": ("not XML: nothing in it could be read", "ไม่ใช่ XML: ไม่มีส่วนใดอ่านได้"),
    "xml": ("not XML: {error}", "ไม่ใช่ XML: {error}"),
    "gzip-damaged": ("damaged gzip: {error}", "ไฟล์ gzip เสียหาย: {error}"),
    "gzip-cut": ("the gzip file is cut off", "ไฟล์ gzip ขาดตอน"),
    "unpacks": ("unpacks to more than {limit} bytes", "คลายแล้วใหญ่เกิน {limit} ไบต์"),
    # --- copies of web archives
    "copy": ("copy of {stamp}: {why}", "สำเนาของ {stamp}: {why}"),
    "document-copy": ("document of {stamp}: {why}", "เอกสารของ {stamp}: {why}"),
    "archive-answered": ("the archive answered HTTP {status} {phrase}", "คลังเว็บตอบ HTTP {status} ({phrase})"),
    "archive-answered-bare": ("the archive answered HTTP {status}", "คลังเว็บตอบ HTTP {status}"),
    "index-answered": ("the index answered HTTP {status} {phrase}", "ดัชนีของคลังเว็บตอบ HTTP {status} ({phrase})"),
    "index-answered-bare": ("the index answered HTTP {status}", "ดัชนีของคลังเว็บตอบ HTTP {status}"),
    "range-answered": (
        "a range of the file was answered with HTTP {status} {phrase}",
        "ขอบางส่วนของไฟล์แล้วได้คำตอบ HTTP {status} ({phrase})",
    ),
    "range-answered-bare": (
        "a range of the file was answered with HTTP {status}",
        "ขอบางส่วนของไฟล์แล้วได้คำตอบ HTTP {status}",
    ),
    "archive-elsewhere": (
        "the archive leads to another address instead",
        "คลังเว็บนำไปยังที่อยู่อื่นแทน",
    ),
    "archive-hops": ("the archive leads on and on, {n} times", "คลังเว็บส่งต่อไปเรื่อย ๆ ถึง {n} ครั้ง"),
    "archive-other": ("the archive gave the copy of another address", "คลังเว็บให้สำเนาของที่อยู่อื่น"),
    "index-place": (
        "the index does not say where the record lies",
        "ดัชนีของคลังเว็บไม่ได้บอกว่าสำเนาอยู่ที่ใด",
    ),
    "record-setting": (
        "a record of {n} bytes; larger than the setting max_page_bytes",
        "สำเนามี {n} ไบต์ ใหญ่เกินกว่าที่ตั้งไว้ใน max_page_bytes",
    ),
    "record-other": (
        "the record is of another address than the index says",
        "สำเนาเป็นของที่อยู่อื่น ไม่ตรงกับดัชนี",
    ),
    "index-circle": (
        "the index goes round in a circle: a resume key came twice",
        "ดัชนีของคลังเว็บวนกลับมาที่เดิม",
    ),
    "index-breaks": (
        "the answer of the index breaks off after {n} lines",
        "คำตอบของดัชนีขาดตอนหลัง {n} บรรทัด",
    ),
    "index-lines": (
        "lines of the index cannot be read: {n}, the first: {why}",
        "อ่านดัชนีไม่ได้ {n} บรรทัด บรรทัดแรก: {why}",
    ),
    "index-no-list": ("the index answered no JSON list", "ดัชนีของคลังเว็บไม่ได้ตอบเป็นรายการ JSON"),
    "index-no-lines": ("the index answered no JSON lines", "ดัชนีของคลังเว็บไม่ได้ตอบเป็นบรรทัด JSON"),
    "index-half": (
        "the index gave a resume key with half a character in it",
        "ดัชนีของคลังเว็บให้รหัสอ่านต่อที่มีอักขระไม่ครบตัว",
    ),
    "crawls-no-json": ("the list of crawls is no JSON", "รายการชุดเก็บของคลังเว็บไม่ใช่ JSON"),
    "crawls-no-list": ("the list of crawls is no list", "รายการชุดเก็บของคลังเว็บไม่ใช่รายการ"),
    "crawls-none": ("the list of crawls names none", "รายการชุดเก็บของคลังเว็บว่างเปล่า"),
    "not-timestamp": ("not a timestamp: {given}", "ไม่ใช่เวลา: {given}"),
    "not-archive-file": ("not a file of the archive: {given}", "ไม่ใช่ไฟล์ของคลังเว็บ: {given}"),
    "archive-busy": (
        "{host} wants no more questions for now: {why}; go on later",
        "{host} ขอให้หยุดถามไว้ก่อน ({why}) ให้เก็บต่อภายหลัง",
    ),
    "unaskable": ("{given} is no address that can be asked for", "{given} เป็นที่อยู่ที่ขอไม่ได้"),
    # --- WARC records and codings
    "record-trap": ("it unpacks to {n} bytes; it is a trap", "คลายแล้วใหญ่ถึง {n} ไบต์ เป็นไฟล์กับดัก จึงไม่เปิด"),
    "record-trap-ratio": (
        "it unpacks to over {n} times its size; it is a trap",
        "คลายแล้วใหญ่เกิน {n} เท่าของขนาดไฟล์ เป็นไฟล์กับดัก จึงไม่เปิด",
    ),
    "wacz-none": ("no WARC file in the .wacz", "ไม่มีไฟล์ WARC ใน .wacz"),
    "wacz-many": ("more than {n} WARC files in one .wacz", "มีไฟล์ WARC ใน .wacz เดียวเกิน {n} ไฟล์"),
    "warc-unreadable": (
        "the archive is damaged or cannot be read: {error}",
        "ไฟล์เสียหายหรืออ่านไม่ได้: {error}",
    ),
    "warc-none": (
        "not a WARC file, or its first record is cut off",
        "ไม่ใช่ไฟล์ WARC หรือรายการแรกขาดตอน",
    ),
    "record-cut": ("a cut off WARC record", "รายการใน WARC ขาดตอน"),
    "record-damaged": ("a damaged WARC record", "รายการใน WARC เสียหาย"),
    "record-large": ("a record of {n} bytes; {limit} are the limit", "รายการมี {n} ไบต์ เกินกำหนด {limit} ไบต์"),
    "record-dateless": ("a WARC record without a date", "รายการใน WARC ไม่มีวันเวลา"),
    "record-nowhere": ("a WARC record without an address", "รายการใน WARC ไม่มีที่อยู่"),
    "record-length": ("a WARC record without a length", "รายการใน WARC ไม่บอกความยาว"),
    "record-answerless": (
        "a response record without an HTTP answer",
        "รายการใน WARC ไม่มีคำตอบ HTTP",
    ),
    "record-kind": (
        "a record of the kind {sort}, not a response",
        "รายการใน WARC เป็นชนิด {sort} ไม่ใช่คำตอบของเซิร์ฟเวอร์",
    ),
    "record-end": ("the record is cut off", "รายการใน WARC ขาดตอน"),
    "record-missing": ("no WARC record stands there", "ไม่มีรายการของ WARC ในที่นั้น"),
    "digest": (
        "the payload is not the one its digest was made of",
        "เนื้อหาไม่ตรงกับค่าตรวจสอบ (digest) ที่บันทึกไว้",
    ),
    "codings": (
        "{n} content codings in a row; {limit} are the limit",
        "เข้ารหัสซ้อนกัน {n} ชั้น เกินกำหนด {limit} ชั้น",
    ),
    "coding": (
        "the content coding {sort} is not known; known: {known}",
        "ไม่รู้จักการเข้ารหัส {sort} (รู้จักเฉพาะ {known})",
    ),
    "body-large": (
        "the {coding} body unpacks to more than {limit} bytes",
        "เนื้อหาแบบ {coding} คลายแล้วใหญ่เกิน {limit} ไบต์",
    ),
    "body-cut": (
        "the {coding} body is cut off after {n} unpacked bytes",
        "เนื้อหาแบบ {coding} ขาดตอนหลังคลายได้ {n} ไบต์",
    ),
    "body-damaged": ("the {coding} body is damaged: {error}", "เนื้อหาแบบ {coding} เสียหาย: {error}"),
    # --- files given to import
    "file-unread": ("cannot be read: {error}", "อ่านไม่ได้: {error}"),
    "file-link": (
        "a link; links in folders are not followed",
        "เป็นลิงก์ของระบบไฟล์ ซึ่งโปรแกรมไม่ตาม",
    ),
    "file-odd": ("not a plain file", "ไม่ใช่ไฟล์ธรรมดา"),
    "file-kind": ("not a kind of file that can be imported", "ไม่ใช่ชนิดไฟล์ที่นำเข้าได้"),
    "file-empty": ("the file is empty", "ไฟล์ว่างเปล่า"),
    "file-large": (
        "{n} bytes; {limit} are the limit (setting max_page_bytes)",
        "มี {n} ไบต์ เกินกำหนด {limit} ไบต์ (ตั้งไว้ใน max_page_bytes)",
    ),
    "bytes-large": ("{n} bytes; {limit} are the limit", "มี {n} ไบต์ เกินกำหนด {limit} ไบต์"),
    "bytes-over": (
        "more than {limit} bytes (setting max_page_bytes)",
        "มีมากกว่า {limit} ไบต์ (ตั้งไว้ใน max_page_bytes)",
    ),
    "file-picture": (
        "not a page: a picture, document or packed file under the name of one",
        "ไม่ใช่หน้าเว็บ: เป็นภาพ เอกสาร หรือไฟล์บีบอัดที่ใช้ชื่อของหน้าเว็บ",
    ),
    "file-binary": (
        "not a page: binary data under the name of one",
        "ไม่ใช่หน้าเว็บ: เป็นข้อมูลที่ไม่ใช่ข้อความแต่ใช้ชื่อของหน้าเว็บ",
    ),
    "line-bytes": ("a line of over {limit} bytes", "บรรทัดยาวเกิน {limit} ไบต์"),
    "line-long": (
        "the line is longer than any page may be",
        "บรรทัดยาวเกินกว่าที่หน้าหนึ่งจะเป็นได้",
    ),
    "file-cut": (
        "the file is cut off or damaged after line {n}: {error}",
        "ไฟล์ขาดตอนหรือเสียหายหลังบรรทัดที่ {n}: {error}",
    ),
    "not-json": ("not JSON: {error}", "ไม่ใช่ JSON: {error}"),
    "json-kind": ("a JSON {sort} and not an object", "เป็น JSON ชนิด {sort} ไม่ใช่ออบเจกต์"),
    "json-empty": ("neither text nor html in it", "ไม่มีทั้ง text และ html"),
    # --- what a page is
    "empty": ("the page is empty", "หน้าเว็บว่างเปล่า"),
    "not-document": (
        "{name} is no {kind} document, though it is called one",
        "{name} ไม่ใช่เอกสาร {kind} แม้ชื่อไฟล์บอกว่าใช่",
    ),
    "for-programs": (
        "{name} is a file for programs, not a page",
        "{name} เป็นไฟล์สำหรับโปรแกรม ไม่ใช่หน้าเว็บ",
    ),
    "bytes-are": ("the bytes are not text but {sort}", "ไม่ใช่ข้อความ ({sort})"),
    "media-type": (
        "{sort} is not a kind of page that is read",
        "{sort} ไม่ใช่ชนิดของหน้าเว็บที่อ่าน",
    ),
    "bytes": ("the bytes are not text", "ข้อมูลไม่ใช่ข้อความ"),
    "encoding": (
        "the bytes are text in no known encoding",
        "ข้อความใช้รหัสอักขระที่ไม่รู้จัก",
    ),
    "blocked": (
        "a block or challenge page, not a page of the site",
        "เป็นหน้าปิดกั้นหรือหน้าทดสอบผู้เข้าชม ไม่ใช่หน้าของเว็บไซต์",
    ),
    "error-page": ("an error page, not an article", "เป็นหน้าแจ้งข้อผิดพลาด ไม่ใช่ข่าว"),
    "login": ("a page to log in at, not an article", "เป็นหน้าเข้าสู่ระบบ ไม่ใช่ข่าว"),
    "list": ("a list of links, not an article", "เป็นรายการลิงก์ ไม่ใช่ข่าว"),
    "form": ("a form to fill in, not an article", "เป็นแบบฟอร์มให้กรอก ไม่ใช่ข่าว"),
    "no-article": ("no article was found on the page", "ไม่พบเนื้อข่าวในหน้า"),
    "document-empty": ("the document holds no text", "เอกสารไม่มีข้อความ"),
    # --- how a page fits the layout of its address
    "held": (
        "the page does not fit the layout {layout} as others do (no {signs});"
        " it is kept in the archive and not yet taken for news",
        _FIT[0] + " เหมือนหน้าอื่น (ไม่พบ {signs}) " + _FIT[1] + " แต่ยังไม่นับเป็นข่าว",
    ),
    "misfit-signs": (
        "the page does not fit the layout {layout} (no {signs}): {what}; it is kept in the archive",
        _FIT[0] + " (ไม่พบ {signs}): {what} " + _FIT[1],
    ),
    "misfit-none": (
        "the page does not fit the layout {layout} (no ): {what}; it is kept in the archive",
        _FIT[0] + ": {what} " + _FIT[1],
    ),
    "misfit": (
        "the page does not fit the layout {layout}: {what}; it is kept in the archive",
        _FIT[0] + ": {what} " + _FIT[1],
    ),
    "doubt-single": ("it holds more than one article", "มีข่าวมากกว่าหนึ่งเรื่อง"),
    "doubt-whole": (
        "its text breaks off with a link to read on",
        "เนื้อความขาดตอนและมีลิงก์ให้อ่านต่อ",
    ),
    "doubt-frame": (
        "its text stands in a frame, on another page",
        "เนื้อความอยู่ในกรอบจากอีกหน้าหนึ่ง",
    ),
    "doubt-menu": ("its text is a menu", "เนื้อความเป็นเมนู"),
    "doubt-cookies": (
        "its text begins with a notice on cookies",
        "เนื้อความขึ้นต้นด้วยประกาศเรื่องคุกกี้",
    ),
    "doubt-titles": ("it has two titles", "มีชื่อเรื่องสองชื่อ"),
    "doubt-text": ("hardly any text was found", "แทบไม่พบเนื้อความ"),
    "doubt-title": ("no title was found", "ไม่พบชื่อเรื่อง"),
    "doubt-name": ("its title is the name of the site", "ชื่อเรื่องเป็นชื่อของเว็บไซต์"),
    "doubt-around": (
        "what stands around articles stands in its text",
        "เนื้อความปนกับส่วนที่อยู่รอบข่าว",
    ),
    "doubt-cookies-in": (
        "a notice on cookies stands in its text",
        "เนื้อความมีประกาศเรื่องคุกกี้ปนอยู่",
    ),
    "doubt-part": ("part of its text was not found", "พบเนื้อความไม่ครบ"),
    # --- faults while a page is read
    "too-slow": ("reading it took longer than {seconds} s", "อ่านนานเกิน {seconds} วินาที จึงหยุด"),
    "died": (
        "the process that read this page died of it",
        "กระบวนการที่อ่านหน้านี้หยุดทำงานเพราะหน้านี้",
    ),
    "bug-log": (
        "internal error; the log {log} has more",
        "โปรแกรมขัดข้องภายใน รายละเอียดอยู่ในบันทึก {log}",
    ),
    "bug": ("internal error: {error}", "โปรแกรมขัดข้องภายใน: {error}"),
    # --- the archive on the disk
    "warc-missing": (
        "the WARC file {path} is missing; restore it from a backup",
        "ไม่พบไฟล์ WARC {path} ให้กู้คืนจากข้อมูลสำรอง",
    ),
    "warc-damaged": (
        "{path} is damaged at byte {byte}; restore it from a backup",
        "{path} เสียหายที่ไบต์ {byte} ให้กู้คืนจากข้อมูลสำรอง",
    ),
    "warc-at": (
        "{path} at byte {byte}: {why}; restore it from a backup",
        "{path} ที่ไบต์ {byte}: {why} ให้กู้คืนจากข้อมูลสำรอง",
    ),
    "warc-holds-none": (
        "{path} holds no capture at byte {byte}; restore it from a backup",
        "{path} ไม่มีหน้าที่เก็บไว้ที่ไบต์ {byte} ให้กู้คืนจากข้อมูลสำรอง",
    ),
    "warc-name": (
        "{given} is not the name of a WARC file; run khlang doctor",
        "{given} ไม่ใช่ชื่อไฟล์ WARC ให้ใช้คำสั่ง khlang doctor",
    ),
    "warc-disk": (
        "cannot read the WARC file {path}: {error}; check the disk",
        "อ่านไฟล์ WARC {path} ไม่ได้: {error} ให้ตรวจดิสก์",
    ),
    "warc-closed": ("cannot read the WARC file {path}: {error}", "อ่านไฟล์ WARC {path} ไม่ได้: {error}"),
    "warc-no-answer": (
        "{path} is no answer of a server; it was taken from a file",
        "{path} ไม่ใช่คำตอบของเซิร์ฟเวอร์ แต่นำมาจากไฟล์",
    ),
    "warc-not-gzip": (
        "{path} is not a .warc.gz file; move it out of the folder",
        "{path} ไม่ใช่ไฟล์ .warc.gz ให้ย้ายออกจากโฟลเดอร์",
    ),
    "warc-hole": (
        "{path} is damaged at byte {byte}, and whole records follow at {next}; nothing was cut:"
        " restore the file from a backup, or go on without what is between",
        "{path} เสียหายที่ไบต์ {byte} แต่ยังมีข้อมูลสมบูรณ์ต่อจากไบต์ {next} จึงไม่ได้ตัดส่วนใดออก"
        " ให้กู้คืนไฟล์จากข้อมูลสำรอง หรือใช้ต่อโดยไม่มีส่วนที่เสียหาย",
    ),
    "warc-repair": (
        "cannot repair {path}: {error}; check the file's owner and the disk",
        "ซ่อม {path} ไม่ได้: {error} ให้ตรวจเจ้าของไฟล์และดิสก์",
    ),
    "disk-full": (
        "cannot write {path}: {error}; make room on the disk and run the same command again,"
        " nothing that was stored is harmed",
        "เขียน {path} ไม่ได้: {error} ให้เพิ่มที่ว่างในดิสก์ แล้วใช้คำสั่งเดิมอีกครั้ง ข้อมูลที่เก็บไว้แล้วไม่เสียหาย",
    ),
    "disk": (
        "cannot write {path}: {error}; change its owner, or check the disk, and run the same command again,"
        " nothing that was stored is harmed",
        "เขียน {path} ไม่ได้: {error} ให้เปลี่ยนเจ้าของไฟล์หรือตรวจดิสก์ แล้วใช้คำสั่งเดิมอีกครั้ง ข้อมูลที่เก็บไว้แล้วไม่เสียหาย",
    ),
    "owner": (
        "cannot write {path}: {error}; check the folder's owner",
        "เขียน {path} ไม่ได้: {error} ให้ตรวจเจ้าของโฟลเดอร์",
    ),
    "data-folder": (
        "cannot write in the data folder {path}: {error}; change its owner or choose another with --data",
        "เขียนในโฟลเดอร์ข้อมูล {path} ไม่ได้: {error} ให้เปลี่ยนเจ้าของ หรือเลือกโฟลเดอร์อื่นด้วย --data",
    ),
    "writing-by": (
        "another khlang command is writing in {path} (process {n}); wait until it is done",
        "คำสั่ง khlang อื่น (โปรเซส {n}) กำลังเขียนใน {path} ให้รอจนเสร็จ",
    ),
    "writing": (
        "another khlang command is writing in {path}; wait until it is done",
        "คำสั่ง khlang อื่นกำลังเขียนใน {path} ให้รอจนเสร็จ",
    ),
    "writing-file": (
        "another khlang command is writing {path}; wait until it is done",
        "คำสั่ง khlang อื่นกำลังเขียน {path} ให้รอจนเสร็จ",
    ),
    "no-catalogue": (
        "no catalogue in {path}; take pages in with: khlang crawl or khlang import",
        "ยังไม่มีฐานข้อมูลใน {path} ให้เก็บข่าวด้วยคำสั่ง khlang crawl หรือ khlang import",
    ),
    "data-file": (
        "the data folder {path} is a file; choose another with --data",
        "{path} เป็นไฟล์ ไม่ใช่โฟลเดอร์ข้อมูล ให้เลือกโฟลเดอร์อื่นด้วย --data",
    ),
    "catalogue-full": (
        "the disk that holds {path} is full; make room and run the same command again, nothing is harmed",
        "ดิสก์ที่เก็บ {path} เต็ม ให้เพิ่มที่ว่าง แล้วใช้คำสั่งเดิมอีกครั้ง ข้อมูลที่เก็บไว้แล้วไม่เสียหาย",
    ),
    "catalogue-damaged": (
        "the catalogue {path} is damaged ({error}); khlang doctor says how to repair it",
        "ฐานข้อมูล {path} เสียหาย ({error}) ให้ใช้คำสั่ง khlang doctor เพื่อดูวิธีซ่อม",
    ),
    "catalogue-failed": (
        "the catalogue {path} failed: {error}; khlang doctor says how to repair it",
        "ฐานข้อมูล {path} ขัดข้อง: {error} ให้ใช้คำสั่ง khlang doctor เพื่อดูวิธีซ่อม",
    ),
    "catalogue-damaged-at": (
        "the catalogue {path} is damaged at {place} ({error}); restore it from a backup",
        "ฐานข้อมูล {path} เสียหายที่ {place} ({error}) ให้กู้คืนจากข้อมูลสำรอง",
    ),
    "catalogue-rights": (
        "cannot open the catalogue {path}: reading it needs the right to write in {folder} too, where SQLite notes who"
        " reads; run the command as the owner of that folder, or give yourself the right",
        "เปิดฐานข้อมูล {path} ไม่ได้: ต้องมีสิทธิ์เขียนใน {folder} ด้วย เพราะ SQLite จดผู้อ่านไว้ที่นั่น"
        " ให้ใช้คำสั่งในนามเจ้าของโฟลเดอร์ หรือขอสิทธิ์นั้น",
    ),
    "catalogue-closed": (
        "cannot open the catalogue {path} ({error}); check that the folder is there and yours",
        "เปิดฐานข้อมูล {path} ไม่ได้ ({error}) ให้ตรวจว่ามีโฟลเดอร์นั้นและมีสิทธิ์ใช้",
    ),
    "catalogue-other": (
        "{path} is not a catalogue of this program; move it away or choose another data folder",
        "{path} ไม่ใช่ฐานข้อมูลของโปรแกรมนี้ ให้ย้ายออก หรือเลือกโฟลเดอร์ข้อมูลอื่น",
    ),
    "catalogue-newer": (
        "{path} has schema {n} and this program knows schemas up to {limit}; install the newer program that made it",
        "{path} ใช้โครงสร้างรุ่น {n} แต่โปรแกรมนี้รู้จักถึงรุ่น {limit} ให้ติดตั้งโปรแกรมรุ่นที่สร้างไว้",
    ),
    # --- how a run ended
    "stopped-import": (
        "stopped by hand; the same command again goes on where it stopped",
        "ถูกสั่งให้หยุด ใช้คำสั่งเดิมอีกครั้งเพื่อทำต่อจากที่หยุดไว้",
    ),
    "stopped-one": (
        "stopped by hand after {n} article; the same command continues it",
        "ถูกสั่งให้หยุดหลังเก็บข่าวได้ {n} รายการ ใช้คำสั่งเดิมอีกครั้งเพื่อเก็บต่อ",
    ),
    "stopped": (
        "stopped by hand after {n} articles; the same command continues it",
        "ถูกสั่งให้หยุดหลังเก็บข่าวได้ {n} รายการ ใช้คำสั่งเดิมอีกครั้งเพื่อเก็บต่อ",
    ),
    "stopped-bare": ("stopped by hand", "ถูกสั่งให้หยุด"),
    "stopped-requests": (
        "stopped after {n} requests, the profile's crawl.max_pages",
        "หยุดหลังขอ {n} ครั้ง ตาม crawl.max_pages ในโปรไฟล์",
    ),
    "silent": (
        "its process ended without a word; what it fetched is kept",
        "กระบวนการหยุดไปโดยไม่แจ้งเหตุ สิ่งที่เก็บมาแล้วยังอยู่ครบ",
    ),
    "crawler-died": (
        "the crawling process died (exit code {code}); the log {log} has more",
        "กระบวนการเก็บข่าวหยุดทำงาน (รหัส {code}) รายละเอียดอยู่ในบันทึก {log}",
    ),
    "blocking": (
        "the site {site} is blocking us: of the last {n} answers of {host}, {of} were refusals ({refusals});"
        " wait a day, then crawl with a longer crawl.delay, or ask its webmaster",
        "เว็บไซต์ {site} กำลังปิดกั้นการเก็บ: คำตอบ {n} ครั้งล่าสุดของ {host} เป็นการปฏิเสธ {of} ครั้ง ({refusals})"
        " ให้รอหนึ่งวัน แล้วเก็บใหม่โดยเพิ่ม crawl.delay หรือติดต่อผู้ดูแลเว็บไซต์",
    ),
    "closed": (
        "{host} asks to be left alone for {seconds} s",
        "{host} ขอให้งดเข้าเก็บเป็นเวลา {seconds} วินาที",
    ),
    "too-few": (
        "only {n} articles of the site {site}, fewer than its crawl.minimum of {limit}: the site may have changed;"
        " see what was refused, then correct its profile",
        "ได้ข่าวของเว็บไซต์ {site} เพียง {n} รายการ น้อยกว่าขั้นต่ำ {limit} รายการ (crawl.minimum)"
        " เว็บไซต์อาจเปลี่ยนไป ให้ดูหน้าที่ไม่รับ แล้วแก้โปรไฟล์",
    ),
    "nothing-linked": (
        "nothing of the site {site} could be fetched: {url}: it links nothing that the profile wants",
        "เก็บข่าวจากเว็บไซต์ {site} ไม่ได้เลย: {url} ไม่มีลิงก์ที่โปรไฟล์ต้องการ",
    ),
    "nothing-listed": (
        "nothing of the site {site} could be fetched: they list nothing that the profile wants",
        "เก็บข่าวของเว็บไซต์ {site} ไม่ได้เลย: คลังเว็บไม่มีรายการที่โปรไฟล์ต้องการ",
    ),
    "nothing": (
        "nothing of the site {site} could be fetched: {why}",
        "เก็บข่าวจากเว็บไซต์ {site} ไม่ได้เลย: {why}",
    ),
    "refused-some": ("{n} pages refused, first {why}", "ไม่รับ {n} หน้า หน้าแรกคือ {why}"),
    "refused-one": ("{n} page refused, first {why}", "ไม่รับ {n} หน้า คือ {why}"),
    "refused-import": ("{n} pages refused; the first: {why}", "ไม่รับ {n} หน้า หน้าแรกคือ {why}"),
    "reread-one": ("{n} page is still refused, first {why}", "ยังไม่รับ {n} หน้า คือ {why}"),
    "reread": ("{n} pages are still refused, first {why}", "ยังไม่รับ {n} หน้า หน้าแรกคือ {why}"),
    "reread-none": (
        "no refused page waits to be read again",
        "ไม่มีหน้าที่รออ่านใหม่",
    ),
    # --- a site that was redesigned
    "layout-changed": (
        _LACK + "; nothing doubtful was stored: correct [[layout]] {again} in the profile, then khlang reread {called}",
        "รูปแบบ {layout} ของเว็บไซต์ {site} เปลี่ยนไป: {n} จาก {of} หน้าไม่มี{what}"
        " จึงยังไม่รับหน้าที่น่าสงสัย ให้แก้ [[layout]] {again} ในโปรไฟล์ แล้วใช้คำสั่ง khlang reread {called}",
    ),
    "list-changed": (
        "the list {url} of the site {site} has changed: it came, but names no article any more"
        " ({before} in an earlier run); correct its [[crawl.start]] in the profile",
        "รายการ {url} ของเว็บไซต์ {site} เปลี่ยนไป: ได้หน้ามา แต่ไม่มีลิงก์ไปยังข่าวแล้ว"
        " (ครั้งก่อนมี {before} ข่าว) ให้แก้ [[crawl.start]] ในโปรไฟล์",
    ),
    "and-closed": (
        "{why}; {host} asks to be left alone for {seconds} s",
        "{why}; {host} ขอให้งดเข้าเก็บเป็นเวลา {seconds} วินาที",
    ),
    "and-more": ("{why} (and {n} more)", "{why} (และอีก {n} เรื่อง)"),
    # how what pages lack goes on, and what it is
    "such-both": ("{what}, such as {url} and {other}", "{what} เช่น {url} และ {other}"),
    "such": ("{what}, such as {url}", "{what} เช่น {url}"),
    "more-sign": ("{what} (and {n} more sign)", "{what} (และอีก {n} อย่าง)"),
    "more-signs": ("{what} (and {n} more signs)", "{what} (และอีก {n} อย่าง)"),
    "lack-title": ("the title where {key} says ({value})", "ชื่อเรื่องตรงที่ {key} ระบุ ({value})"),
    "lack-main": ("the element that {key} names ({value})", "ส่วนของหน้าที่ {key} ระบุ ({value})"),
    "lack-published": ("the date where {key} says ({value})", "วันที่ตรงที่ {key} ระบุ ({value})"),
    "lack-start": (
        "the line above the article (body_start or title_above)",
        "บรรทัดเหนือบทความ (body_start หรือ title_above)",
    ),
    "lack-stamp": ("the stamp of publication (stamp_line)", "บรรทัดวันที่เผยแพร่ (stamp_line)"),
    "lack-single": ("one article and not several", "ข่าวเพียงเรื่องเดียว (มีหลายเรื่องแทน)"),
    "lack-clear": ("a beginning without menus", "ช่วงต้นที่ไม่ใช่เมนู"),
    "lack-whole": ("their whole text", "เนื้อความครบถ้วน"),
    "lack-text": ("text beside their title", "เนื้อความนอกจากชื่อเรื่อง"),
    "lack-language": ("the language that their address names", "ภาษาตรงกับที่อยู่"),
    "lack-article": ("an article that could be read", "ข่าวที่อ่านได้"),
    "lack-own": ("a text of their own", "เนื้อความของตนเอง"),
    "lack-heading": ("a title of their own", "ชื่อเรื่องของตนเอง"),
    "lack-alike": (
        "a text without a paragraph that all of them gained",
        "เนื้อความที่ไม่มีย่อหน้าใหม่ซ้ำกันทุกหน้า",
    ),
    "lack-date": ("the date that they had", "วันที่เดิม"),
    "lack-length": ("a text of the usual length", "เนื้อความยาวตามปกติ"),
    # --- a page and what happened to it; the last, for it fits much
    "of-page": ("{url}: {why}", "{url}: {why}"),
}
