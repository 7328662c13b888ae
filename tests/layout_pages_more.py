"""Four further kinds of sites, written after the rules for unknown layouts were: what they do on pages they never saw."""
# ruff: noqa: E501  # a page stays as its site writes it

from __future__ import annotations

from tests.layout_articles import Told
from tests.layout_pages import ADDRESS, MENU, OTHER_NEWS, Layout, _e, _links, broken_lines, semantic


def aspnet(told: Told, n: int) -> str:
    """ASP.NET with a details view in a table."""
    return f"""<!DOCTYPE html><html><head><title>ระบบข่าวสาร</title></head><body><form name="aspnetForm" method="post" action="NewsDetail.aspx?id={n}" id="aspnetForm"><div><input type="hidden" name="__VIEWSTATE" value="xx"/></div>
<table id="ctl00_tbl" style="width:100%"><tr><td colspan="2"><img src="h.png"/></td></tr><tr><td style="width:200px" valign="top"><div id="ctl00_TreeView1"><table><tr><td><a href="#"><img alt="Expand"/></a></td><td><a href="/a">{MENU[1]}</a></td></tr><tr><td></td><td><a href="/b">{MENU[2]}</a></td></tr><tr><td></td><td><a href="/c">{MENU[3]}</a></td></tr></table></div></td>
<td valign="top"><span id="ctl00_cph_lblCat" class="lbl">{_e(told.section)}</span><table id="ctl00_cph_DetailsView1"><tr><td>หัวข้อข่าว</td><td><span>{_e(told.title)}</span></td></tr><tr><td>วันที่</td><td><span>{_e(told.day)}</span></td></tr><tr><td>รายละเอียด</td><td><span id="ctl00_cph_lblDetail">{semantic(told)}</span></td></tr><tr><td>ผู้ประกาศ</td><td><span>กลุ่มอำนวยการ</span></td></tr><tr><td>จำนวนผู้อ่าน</td><td><span>{n + 4}</span></td></tr></table><a href="javascript:history.back();">ย้อนกลับ</a></td></tr><tr><td colspan="2" align="center">{ADDRESS}</td></tr></table></form></body></html>"""


def blogspot(told: Told, n: int) -> str:
    """A blog of a school."""
    return f"""<html class='v2' dir='ltr'><head><title>สภาเด็กอำเภอท่าน้ำ: {_e(told.title)}</title></head><body class='loading variant-dark'><div class='navbar section' id='navbar'><div class='widget Navbar'></div></div><div class='body-fauxcolumns'></div><div class='content'><div class='content-inner'><header><div class='header-outer'><div class='titlewrapper'><h1 class='title'><a href='/'>สภาเด็กอำเภอท่าน้ำ</a></h1></div><div class='descriptionwrapper'><p class='description'><span>บันทึกกิจกรรมของพวกเรา</span></p></div></div></header>
<div class='main-outer'><div class='columns'><div class='column-center-outer'><div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>{_e(told.day)}</span></h2><div class='date-posts'><div class='post-outer'><div class='post hentry'><h3 class='post-title entry-title'>{_e(told.title)}</h3><div class='post-header'></div><div class='post-body entry-content'>{broken_lines(told)}<div style='clear: both;'></div></div><div class='post-footer'><div class='post-footer-line'><span class='post-author vcard'>เขียนโดย <span class='fn'>ครูแดง</span></span> <span class='post-timestamp'>ที่ <a href='/x'>10:15</a></span> <span class='reaction-buttons'></span></div></div></div><div class='comments' id='comments'><h4>2 ความคิดเห็น:</h4><dl><dt><a href='/u'>น้ำใส</a></dt><dd class='comment-body'><p>ดีใจด้วยค่ะ อยากให้มีกิจกรรมแบบนี้ทุกปีเลย เด็ก ๆ จะได้เรียนรู้</p></dd></dl></div></div></div></div></div></div></div></div>
<div class='column-right-outer'><div class='sidebar section'><div class='widget BlogArchive'><h2>คลังบทความของบล็อก</h2><ul><li><a href='/2013'>2013</a> (12)</li><li><a href='/2012'>2012</a> (4)</li></ul></div><div class='widget Profile'><h2>เกี่ยวกับฉัน</h2><dl><dd>ครูคนหนึ่งที่รักการสอนและอยากเล่าเรื่องราวดี ๆ ของเด็กในอำเภอให้คนอื่นได้อ่านกัน</dd></dl></div></div></div></div></div></div></div></body></html>"""


def elementor(told: Told, n: int) -> str:
    """WordPress made with Elementor."""

    def widget(x: str) -> str:
        return f'<div class="elementor-element elementor-widget elementor-widget-text-editor" data-id="{n}"><div class="elementor-widget-container">{x}</div></div>'

    return f"""<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{_e(told.title)} | เทศบาลท่าน้ำ</title></head><body class="post-template elementor-default elementor-page"><div class="elementor elementor-location-header"><section class="elementor-section"><div class="elementor-widget-nav-menu"><nav><ul>{_links(MENU)}</ul></nav></div></section></div>
<div data-elementor-type="single-post" class="elementor elementor-location-single post"><section class="elementor-section"><div class="elementor-column"><div class="elementor-widget-wrap">{widget('<h1 class="elementor-heading-title">' + _e(told.title) + "</h1>")}<div class="elementor-widget elementor-widget-post-info"><ul><li><span>admin</span></li><li><span>{_e(told.day)}</span></li><li><span>10:42 น.</span></li></ul></div>{widget(semantic(told))}<div class="elementor-widget elementor-widget-share-buttons"><div><span>Facebook</span><span>Twitter</span></div></div><div class="elementor-widget elementor-widget-post-navigation"><a href="/a">ก่อนหน้า {OTHER_NEWS[0]}</a><a href="/b">ถัดไป {OTHER_NEWS[1]}</a></div></div></div></section></div>
<div class="elementor elementor-location-footer"><section><div><h4>เทศบาลท่าน้ำ</h4><p>{ADDRESS}</p></div></section></div><div class="elementor elementor-popup-modal"><p>แจ้งเบาะแสการทุจริต ส่งข้อความถึงนายกเทศมนตรีได้โดยตรงตลอด 24 ชั่วโมง</p></div></body></html>"""


def oldphp(told: Told, n: int) -> str:
    """A sub-district of 2560, with boxes of text beside the news."""
    return f"""<html><head><title>องค์การบริหารส่วนตำบลท่าน้ำ - {_e(told.section)}</title></head><body><table width="1000" align="center"><tr><td><ul id="nav">{_links(MENU)}</ul></td></tr></table><table width="1000"><tr><td width="220"><table class="box"><tr><td class="boxhead">ประวัติความเป็นมา</td></tr><tr><td>ตำบลท่าน้ำตั้งอยู่ริมคลองใหญ่ เดิมเป็นชุมชนค้าข้าวทางเรือ ต่อมามีถนนตัดผ่านจึงกลายเป็นชุมชนเกษตรกรรม มีประชากรราวแปดพันคน อาชีพหลักคือทำนาและทำสวนมะพร้าว</td></tr></table><table class="box"><tr><td class="boxhead">พยากรณ์อากาศ</td></tr></table></td><td><div class="headnews">{_e(told.section)}</div><div style="color:blue"><strong>{_e(told.title)}</strong></div><br>{semantic(told)}<br><div align="right">โพสต์เมื่อ : {_e(told.day)} , อ่าน {n + 100} ครั้ง</div><div>ไฟล์แนบ : <a href="/f/{n}.pdf">ดาวน์โหลด</a></div><div><a href="#">แก้ไข</a> | <a href="#">ลบ</a></div></td></tr></table><table width="1000"><tr><td>สงวนลิขสิทธิ์ © 2560 องค์การบริหารส่วนตำบลท่าน้ำ {ADDRESS}</td></tr></table></body></html>"""


MORE: dict[str, Layout] = {"asp.net": aspnet, "blog": blogspot, "elementor": elementor, "sub-district": oldphp}
