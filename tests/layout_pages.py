"""One article as twelve kinds of sites would show it: what stands around it is what such sites put there.

No profile knows these sites. Every layout is a function from an article and a number (for counters and addresses) to
the HTML of its page.
"""
# ruff: noqa: E501  # a page stays as its site writes it

from __future__ import annotations

import html
from collections.abc import Callable

from tests.layout_articles import Told

Layout = Callable[[Told, int], str]

OTHER_NEWS = (
    "อบรมเชิงปฏิบัติการการเขียนแผนงบประมาณแบบมุ่งเน้นผลงาน รุ่นที่ 4",
    "ประกาศรายชื่อผู้มีสิทธิเข้ารับการประเมินสมรรถนะ ครั้งที่ 1",
    "ขอเชิญร่วมโครงการปลูกป่าชายเลนเฉลิมพระเกียรติ",
    "รายงานผลการดำเนินงานตามคำรับรองการปฏิบัติราชการ รอบ 6 เดือน",
    "ประกวดราคาจ้างปรับปรุงระบบเครือข่ายคอมพิวเตอร์ ด้วยวิธีอิเล็กทรอนิกส์",
)
MENU = (
    "หน้าหลัก",
    "เกี่ยวกับหน่วยงาน",
    "โครงสร้างองค์กร",
    "ผู้บริหาร",
    "ข่าวประชาสัมพันธ์",
    "บริการประชาชน",
    "กฎหมายและระเบียบ",
    "ดาวน์โหลด",
    "ติดต่อเรา",
)
ADDRESS = "เลขที่ 99/9 ถนนริมคลอง ตำบลท่าน้ำ อำเภอเมือง จังหวัดสมุทรแก้ว 75999 โทรศัพท์ 0 2999 9999 โทรสาร 0 2999 9998"


def _e(text: str) -> str:
    return html.escape(text, quote=False)


def _cells(told_rows: object, cell: str = "td") -> str:
    return "".join("<tr>" + "".join(f"<{cell}>{_e(c)}</{cell}>" for c in row) + "</tr>" for row in told_rows)  # type: ignore[attr-defined]  # rows


def _items(items: object) -> str:
    return "".join(f"<li>{_e(i)}</li>" for i in items)  # type: ignore[attr-defined]  # texts


def _links(words: tuple[str, ...], wrap: str = "li", base: str = "/p") -> str:
    return "".join(f'<{wrap}><a href="{base}{n}.html">{_e(w)}</a></{wrap}>' for n, w in enumerate(words))


def semantic(told: Told, paragraph: str = "p") -> str:
    """The article as an editor makes it today."""
    made = []
    for kind, what in told.blocks:
        if kind == "p":
            made.append(f"<{paragraph}>{_e(str(what))}</{paragraph}>")
        elif kind == "h":
            made.append(f"<h3>{_e(str(what))}</h3>")
        elif kind == "quote":
            made.append(f"<blockquote><p>{_e(str(what))}</p></blockquote>")
        elif kind == "table":
            made.append(f"<table class='table'><tbody>{_cells(what)}</tbody></table>")
        else:
            made.append(f"<{kind}>{_items(what)}</{kind}>")
    return "\n".join(made)


def broken_lines(told: Told) -> str:
    """The article as it was typed before style sheets: one long line with <br>, blanks for indents."""
    made = []
    for kind, what in told.blocks:
        if kind == "table":
            made.append(f"<table border=1 cellpadding=2>{_cells(what)}</table>")
        elif isinstance(what, str):
            text = f"<b>{_e(what)}</b>" if kind == "h" else _e(what)
            made.append(f"&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;{text}<br><br>\r\n")
        else:
            made.append("".join(f"&nbsp;&nbsp;&nbsp;- {_e(i)}<br>\r\n" for i in what) + "<br>")  # type: ignore[attr-defined]  # texts
    return "".join(made)


def tables_of_2003(told: Told, n: int) -> str:
    """Tables in tables, spacer pictures, a marquee, a poll and a counter."""
    menu = "".join(
        f'<tr><td width=12><img src=images/bullet.gif></td><td class=menu><a href="index.php?m={k}">{_e(w)}</a></td></tr>'
        for k, w in enumerate(MENU)
    )
    news = "".join(
        f'<tr><td>&#8226; <a href="news.php?id={k}">{_e(w)}</a> (1/2/46)</td></tr>' for k, w in enumerate(OTHER_NEWS)
    )
    return f"""<HTML><HEAD><TITLE>:: ยินดีต้อนรับสู่เว็บไซต์จังหวัดสมุทรแก้ว ::</TITLE>
<STYLE>.menu {{font-size:10pt}}</STYLE><SCRIPT>function MM_swapImage() {{ var a = "ข้อความในสคริปต์"; }}</SCRIPT></HEAD>
<BODY bgColor=#FFFFFF leftMargin=0 topMargin=0>
<TABLE width=780 border=0 cellSpacing=0 align=center><TR><TD colspan=3><IMG src="images/head.jpg" alt="จังหวัดสมุทรแก้ว"></TD></TR>
<TR><TD colspan=3 bgcolor=#003399><FONT color=white size=2><MARQUEE>ยินดีต้อนรับสู่เว็บไซต์จังหวัดสมุทรแก้ว เมืองน่าอยู่ คู่ลำน้ำ</MARQUEE></FONT></TD></TR>
<TR><TD width=160 vAlign=top><TABLE border=0>{menu}</TABLE>
 <FORM action=poll.php><TABLE><TR><TD>ท่านคิดว่าเว็บไซต์นี้เป็นอย่างไร</TD></TR><TR><TD><INPUT type=radio name=p>ดีมาก</TD></TR><TR><TD><INPUT type=radio name=p>พอใช้</TD></TR><TR><TD><INPUT type=submit value=โหวต></TD></TR></TABLE></FORM>
</TD><TD width=460 vAlign=top><TABLE width=100%><TR><TD bgcolor=#CCCCFF><FONT size=2>{_e(told.section)}</FONT></TD></TR>
<TR><TD><FONT size=3 color=#990000><B>{_e(told.title)}</B></FONT></TD></TR>
<TR><TD align=right><FONT size=1>{_e(told.day)}</FONT></TD></TR>
<TR><TD><FONT size=2>{broken_lines(told)}</FONT></TD></TR>
<TR><TD align=center><A href="javascript:history.back()">[ กลับ ]</A> <A href="javascript:window.print()">[ พิมพ์หน้านี้ ]</A></TD></TR></TABLE></TD>
<TD width=160 vAlign=top><TABLE><TR><TD bgcolor=#FFCC00>ข่าวล่าสุด</TD></TR>{news}</TABLE>
<TABLE><TR><TD>จำนวนผู้เข้าชม {1000 + n} คน</TD></TR></TABLE></TD></TR>
<TR><TD colspan=3 align=center><FONT size=1>Copyright &copy; 2003 สำนักงานจังหวัดสมุทรแก้ว<BR>{ADDRESS}<BR>Best viewed with Internet Explorer 5.0 at 800 x 600</FONT></TD></TR></TABLE></BODY></HTML>"""


def font_tags(told: Told, n: int) -> str:
    """The right frame of a frameset, made with an editor of 1999."""
    return f"""<html>
<head><meta name="GENERATOR" content="Microsoft FrontPage 4.0"><title>New Page {n}</title></head>
<body background="bg.gif">
<p align="center"><font face="MS Sans Serif" size="1"><a href="index.htm">หน้าแรก</a> | <a href="news.htm">ข่าว</a> | <a href="board.htm">กระดานสนทนา</a> | <a href="link.htm">เว็บที่น่าสนใจ</a> | <a href="guest.htm">สมุดเยี่ยม</a></font></p>
<hr>
<center><font face="MS Sans Serif" size="4" color="#0000FF"><b>{_e(told.title)}</b></font></center>
<p align="right"><font face="MS Sans Serif" size="1">วันที่ {_e(told.day)}</font></p>
<font face="MS Sans Serif" size="2">{broken_lines(told)}</font>
<hr>
<p align="center"><font size="1"><a href="news.htm">กลับหน้าข่าว</a> <a href="#top">ขึ้นบน</a></font></p>
<p align="center"><font face="MS Sans Serif" size="1">ติดต่อผู้ดูแลเว็บ : <a href="mailto:webmaster@samutkaew.go.th">webmaster@samutkaew.go.th</a><br>
ปรับปรุงล่าสุด 1 มกราคม 2545<br>คุณเป็นผู้เข้าชมลำดับที่ <img src="/cgi-bin/Count.cgi?df=x.dat"></font></p>
</body></html>"""


def div_soup(told: Told, n: int) -> str:
    """Classes that say nothing, everything a div."""
    menu = "".join(f'<div class="c7"><a href="/{k}">{_e(w)}</a></div>' for k, w in enumerate(MENU))
    news = "".join(
        f'<div class="c31"><div class="c32"><a href="/n/{k}"><img src="t{k}.jpg"></a></div><div class="c33"><a href="/n/{k}">{_e(w)}</a></div><div class="c34">1{k} ก.พ. 2566</div></div>'
        for k, w in enumerate(OTHER_NEWS)
    )
    blocks = semantic(told, "div").replace("<h3>", '<div class="c21"><b>').replace("</h3>", "</b></div>")
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{_e(told.title)}</title><link rel="stylesheet" href="a.css"/></head><body>
<div class="c1"><div class="c2"><div class="c3">สำนักงานข้อมูลเปิดแห่งรัฐ</div><div class="c4"><span onclick="f(1)">ก-</span> <span onclick="f(2)">ก</span> <span onclick="f(3)">ก+</span> <a href="?l=th">TH</a> <a href="?l=en">EN</a></div></div>
<div class="c5"><div class="c6">{menu}</div></div>
<div class="c8"><div class="c9"><a href="/">หน้าหลัก</a> &raquo; <a href="/news">{_e(told.section)}</a> &raquo; {_e(told.title)}</div>
<div class="c10"><div class="c11">{_e(told.title)}</div><div class="c12">วันที่เผยแพร่ : {_e(told.day)}</div><div class="c13">ผู้เข้าชม {n + 20} ครั้ง</div>
<div class="c14"><a href="https://facebook.com/share">แชร์ Facebook</a> <a href="https://line.me/x">แชร์ LINE</a></div>
<div class="c20">{blocks}</div>
<div class="c15"><div class="c16">แท็ก :</div><div class="c17"><a href="/t/1">ประชาสัมพันธ์</a>, <a href="/t/2">ข้อมูลเปิด</a></div></div></div>
<div class="c30"><div class="c35">ข่าวที่เกี่ยวข้อง</div>{news}</div></div>
<div class="c40"><div class="c41">{ADDRESS}</div><div class="c42">สงวนลิขสิทธิ์ พ.ศ. 2566 สำนักงานข้อมูลเปิดแห่งรัฐ</div><div class="c43">จำนวนผู้เข้าชมวันนี้ {n} คน เดือนนี้ 4,221 คน ทั้งหมด 982,110 คน</div></div></div></body></html>"""


def joomla(told: Told, n: int) -> str:
    """Joomla 2.5 with its modules."""
    return f"""<!DOCTYPE html><html lang="th-th" dir="ltr"><head><base href="http://www.example.go.th/news/{n}"/><meta name="generator" content="Joomla! - Open Source Content Management"/><title>{_e(told.title)}</title></head>
<body id="page"><div id="wrapper"><div id="header"><h1 id="logo"><a href="/">กรมท่าเรือชุมชน</a></h1><div class="search"><form><input name="searchword" value="ค้นหา..."/></form></div></div>
<div id="topmenu"><ul class="menu">{_links(MENU)}</ul></div>
<div class="breadcrumbs"><span class="showHere">คุณอยู่ที่: </span><a href="/" class="pathway">หน้าแรก</a> <img src="arrow.png"/> <a href="/news" class="pathway">{_e(told.section)}</a> <img src="arrow.png"/> <span>{_e(told.title)}</span></div>
<div id="left"><div class="moduletable"><h3>เข้าสู่ระบบ</h3><form><p><label>ชื่อผู้ใช้งาน</label><input/></p><p><label>รหัสผ่าน</label><input type="text"/></p><ul><li><a href="/r">ลืมรหัสผ่าน?</a></li><li><a href="/u">ลืมชื่อผู้ใช้งาน?</a></li></ul></form></div>
<div class="moduletable"><h3>ผู้ที่กำลังใช้งานอยู่</h3><p>มี {n + 3} ผู้มาเยือน และ ไม่มีสมาชิกออนไลน์ ออนไลน์</p></div>
<div class="moduletable"><h3>ข่าวล่าสุด</h3><ul class="latestnews">{_links(OTHER_NEWS)}</ul></div></div>
<div id="content"><div class="item-page"><h2><a href="/news/{n}">{_e(told.title)}</a></h2>
<ul class="actions"><li class="print-icon"><a href="#" title="พิมพ์"><img src="print.png" alt="พิมพ์"/></a></li><li class="email-icon"><a href="#"><img src="email.png" alt="อีเมล"/></a></li></ul>
<dl class="article-info"><dt class="article-info-term">รายละเอียด</dt><dd class="category-name">หมวด: <a href="/c">{_e(told.section)}</a></dd><dd class="published">เผยแพร่เมื่อ {_e(told.day)}</dd><dd class="createdby">เขียนโดย Super User</dd><dd class="hits">ฮิต: {n + 311}</dd></dl>
{semantic(told)}
<ul class="pagenav"><li class="pagenav-prev"><a href="/1">&lt; ก่อนหน้า</a></li><li class="pagenav-next"><a href="/2">ถัดไป &gt;</a></li></ul></div></div>
<div id="footer"><p>Copyright &copy; 2024 กรมท่าเรือชุมชน. All Rights Reserved.</p><p><a href="http://www.joomla.org">Joomla!</a> is Free Software released under the <a href="#">GNU General Public License.</a></p><p>{ADDRESS}</p></div></div></body></html>"""


def wordpress(told: Told, n: int) -> str:
    """WordPress with a theme, plugins for sharing, related posts, comments, cookies."""
    return f"""<!DOCTYPE html><html lang="th"><head><meta charset="UTF-8"><title>{_e(told.title)} &#8211; โรงพยาบาลบ้านโป่งน้อย</title><meta property="og:title" content="{html.escape(told.title)}"><script type="application/ld+json">{{"@type":"WebPage","name":"x"}}</script></head>
<body class="post-template-default single single-post postid-{n}"><a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">โรงพยาบาลบ้านโป่งน้อย</a></p><p class="site-description">ใกล้บ้าน ใกล้ใจ</p><button class="menu-toggle">เมนู</button><div class="main-navigation"><ul id="primary-menu">{_links(MENU)}</ul></div></header>
<div id="content" class="site-content"><div id="primary"><main id="main" class="site-main"><article id="post-{n}" class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{_e(told.title)}</h1><div class="entry-meta"><span class="posted-on">Posted on <a href="/x"><time class="entry-date published" datetime="2019-11-28T10:00:00+07:00">{_e(told.day)}</time></a></span> <span class="byline">by <a href="/a">prbanpong</a></span> <span class="post-views">{n + 12} views</span></div></header>
<div class="entry-content"><div class="heateor_sss_sharing_container"><div class="heateor_sss_sharing_title">แชร์ข่าวนี้:</div><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">Line</a></div>
{semantic(told)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">แบ่งปันสิ่งนี้:</h3><ul><li><a href="#">คลิกเพื่อแบ่งปันบน Twitter (เปิดในหน้าต่างใหม่)</a></li><li><a href="#">คลิกเพื่อแบ่งปันบน Facebook (เปิดในหน้าต่างใหม่)</a></li></ul></div>
<div id="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>เรื่องที่เกี่ยวข้อง</em></h3></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/c">{_e(told.section)}</a></span><span class="tags-links">Tagged <a href="/t">นวัตกรรม</a>, <a href="/t2">รางวัล</a></span></footer></article>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">แนะแนวเรื่อง</h2><div class="nav-previous"><a href="/p1">{OTHER_NEWS[0]}</a></div><div class="nav-next"><a href="/p2">{OTHER_NEWS[1]}</a></div></nav>
<div id="comments" class="comments-area"><div id="respond"><h3 id="reply-title">ใส่ความเห็น ยกเลิกการตอบ</h3><p class="comment-notes">อีเมลของคุณจะไม่แสดงให้คนอื่นเห็น ช่องข้อมูลจำเป็นถูกทำเครื่องหมาย *</p><form><label>ความเห็น *</label><textarea></textarea><label>ชื่อ *</label><input></form></div></div></main></div>
<div id="secondary" class="widget-area"><section class="widget"><h2 class="widget-title">เรื่องล่าสุด</h2><ul>{_links(OTHER_NEWS)}</ul></section><section class="widget"><h2 class="widget-title">ความเห็นล่าสุด</h2></section><section class="widget"><h2 class="widget-title">คลังเก็บ</h2><ul><li><a href="/2019/11">พฤศจิกายน 2019</a></li><li><a href="/2019/10">ตุลาคม 2019</a></li></ul></section></div></div>
<footer id="colophon" class="site-footer"><div class="site-info">{ADDRESS} | Proudly powered by WordPress | Theme: Newsup</div></footer>
<div id="cookie-law-info-bar"><span>เว็บไซต์นี้ใช้คุกกี้เพื่อมอบประสบการณ์ที่ดีที่สุดแก่คุณ หากใช้งานต่อถือว่าคุณยอมรับ <a href="/privacy">นโยบายความเป็นส่วนตัว</a> <a class="cli_action">ยอมรับทั้งหมด</a></span></div></body></html>"""


def drupal(told: Told, n: int) -> str:
    """Drupal 7 with regions, fields and blocks."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML+RDFa 1.0//EN" "http://www.w3.org/MarkUp/DTD/xhtml-rdfa-1.dtd"><html xml:lang="th"><head><meta name="Generator" content="Drupal 7 (http://drupal.org)"/><title>{_e(told.title)} | สำนักงานป้องกันภัยลุ่มน้ำ</title></head>
<body class="html not-front node-type-article"><div id="skip-link"><a href="#main-content" class="element-invisible">ข้ามไปยังเนื้อหาหลัก</a></div>
<div id="page"><div id="header"><a href="/" id="logo"><img src="logo.png" alt="หน้าแรก"/></a><div id="name-and-slogan"><div id="site-name"><strong><a href="/">สำนักงานป้องกันภัยลุ่มน้ำแม่ยวงใต้</a></strong></div><div id="site-slogan">เตือนไว ไปทัน</div></div></div>
<div id="main-menu" class="navigation"><h2 class="element-invisible">เมนูหลัก</h2><ul class="links">{_links(MENU)}</ul></div>
<div id="breadcrumb"><h2 class="element-invisible">คุณอยู่ที่นี่</h2><div class="breadcrumb"><a href="/">หน้าแรก</a> » <a href="/n">{_e(told.section)}</a></div></div>
<div id="sidebar-first" class="column sidebar"><div class="region region-sidebar-first"><div class="block block-user"><h2>เข้าระบบ</h2><form><div class="form-item"><label>ชื่อผู้ใช้งาน *</label><input/></div><div class="item-list"><ul><li><a href="/r">สร้างบัญชีผู้ใช้ใหม่</a></li><li><a href="/f">ขอรหัสผ่านใหม่</a></li></ul></div></form></div><div class="block block-views"><h2>ข่าวล่าสุด</h2><div class="view-content"><ul>{_links(OTHER_NEWS)}</ul></div><div class="more-link"><a href="/all">อ่านทั้งหมด</a></div></div></div></div>
<div id="content" class="column"><div class="section"><a id="main-content"></a><h1 class="title" id="page-title">{_e(told.title)}</h1><div class="tabs"><ul class="tabs primary"><li><a href="/v">แสดง</a></li><li><a href="/e">แก้ไข</a></li></ul></div>
<div class="region region-content"><div id="node-{n}" class="node node-article"><div class="meta submitted">Submitted by admin on {_e(told.day)} - 10:2{n % 10}</div>
<div class="content clearfix"><div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">{semantic(told)}</div></div></div>
<div class="field field-name-field-tags"><h3 class="field-label">Tags: </h3><ul class="links"><li><a href="/t1">น้ำท่วม</a></li><li><a href="/t2">ซ้อมแผน</a></li></ul></div></div>
<div class="link-wrapper"><ul class="links inline"><li class="statistics_counter first"><span>{n + 77} reads</span></li><li class="comment_forbidden last"><span><a href="/login">เข้าระบบ</a> เพื่อแสดงความคิดเห็น</span></li></ul></div></div></div></div></div>
<div id="footer-wrapper"><div class="region region-footer"><div class="block"><p>{ADDRESS}</p></div><div class="block"><span>Powered by <a href="https://www.drupal.org">Drupal</a></span></div></div></div></div></body></html>"""


def sharepoint(told: Told, n: int) -> str:
    """SharePoint 2010 with its ribbon and web parts."""
    menu = "".join(
        f'<li class="static"><a class="static menu-item" href="/Pages/{k}.aspx"><span class="additional-background"><span class="menu-item-text">{_e(w)}</span></span></a></li>'
        for k, w in enumerate(MENU)
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns:o="urn:schemas-microsoft-com:office:office" lang="th-th"><head><meta name="GENERATOR" content="Microsoft SharePoint"/><title>
	{_e(told.title)}
</title></head><body onload="javascript:_spBodyOnLoadWrapper();"><form method="post" action="news.aspx?ID={n}" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUBMGRk{"Ab3" * 400}"/>
<div><noscript>ดูเหมือนว่าเบราว์เซอร์ของคุณไม่ได้เปิดใช้งาน JavaScript</noscript><a id="HiddenAnchor" href="javascript:;">เปิดโหมดการเข้าถึงที่ดียิ่งขึ้น</a><a href="#mainContent">ข้ามไปเนื้อหาหลัก</a><a href="#s4-ribbonrow">ข้ามคำสั่ง Ribbon</a></div>
<div id="s4-ribbonrow"><div id="RibbonContainer">การกระทำในไซต์</div><div class="s4-trc-container-menu"><span>ลงชื่อเข้าใช้</span></div></div>
<div id="s4-workspace"><div id="s4-bodyContainer"><table class="s4-titletable"><tr><td class="s4-titlelogo"><img src="logo.png" alt="หน้าแรก"/></td><td class="s4-titletext"><h1><a href="/">กรมท่าเรือชุมชน</a></h1></td></tr></table>
<div class="s4-topheader2"><div id="zz16_TopNavigationMenuV4"><ul class="root static">{menu}</ul></div></div>
<div class="s4-notdlg"><a href="/">หน้าหลัก</a> &gt; <a href="/news">{_e(told.section)}</a> &gt; {_e(told.title)}</div>
<div id="s4-leftpanel"><div class="ms-quicklaunchouter"><ul>{_links(OTHER_NEWS)}</ul></div></div>
<div class="s4-ca" id="MSO_ContentTable"><a name="mainContent"></a><div class="article"><div class="article-header"><h2>{_e(told.title)}</h2><span class="date-line">{_e(told.day)}</span></div>
<div class="article-content"><div id="ctl00_PlaceHolderMain_Content_label"></div><div id="ctl00_PlaceHolderMain_RichHtmlField1" class="ms-rtestate-field">{semantic(told, "div").replace("<div>", '<div class="ms-rteElement-P"><span class="ms-rteFontSize-2">').replace("</div>", "&#160;</span></div>")}</div></div></div>
<table class="ms-webpartzone"><tr><td><div class="ms-WPTitle"><span>ข่าวอื่นๆ</span></div><table class="ms-summarystandardbody"><tr class="ms-itmhover"><td class="ms-vb2"><a href="/1">{OTHER_NEWS[2]}</a></td><td class="ms-vb2">3/2/2560</td></tr><tr class="ms-itmhover"><td class="ms-vb2"><a href="/2">{OTHER_NEWS[3]}</a></td><td class="ms-vb2">1/2/2560</td></tr></table></td></tr></table></div>
<div class="footer"><table><tr><td>{ADDRESS}</td></tr><tr><td>จำนวนผู้เข้าชม : {n * 7 + 100}</td></tr></table></div></div></div></form></body></html>"""


def bootstrap(told: Told, n: int) -> str:
    """Bootstrap with cards, a modal window, an accordion menu and a notice on cookies."""
    cards = "".join(
        f'<div class="col-md-4"><div class="card h-100"><img class="card-img-top" src="{k}.jpg" alt=""><div class="card-body"><h5 class="card-title">{_e(w)}</h5><p class="card-text">รายละเอียดโดยย่อของข่าวสำหรับหน้ารายการ...</p><a href="/n/{k}" class="btn btn-primary">อ่านต่อ</a></div><div class="card-footer text-muted">{k + 1} วันที่แล้ว</div></div></div>'
        for k, w in enumerate(OTHER_NEWS[:3])
    )
    return f"""<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>สำนักงานข้อมูลเปิดแห่งรัฐ</title></head><body>
<div class="accessibility-bar d-none d-md-block"><span>ขนาดตัวอักษร</span> <button>ก</button><button>ก</button><button>ก</button> <span>การแสดงผล</span> <a href="#" class="c1">C</a> <a href="#" class="c2">C</a> <a href="#" class="c3">C</a></div>
<div class="navbar navbar-expand-lg"><a class="navbar-brand" href="/">สำนักงานข้อมูลเปิดแห่งรัฐ</a><div class="collapse navbar-collapse"><ul class="navbar-nav">{_links(MENU)}</ul><form class="form-inline"><input placeholder="ค้นหา"><button>ค้นหา</button></form></div></div>
<div class="container-fluid banner"><div class="container"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/">หน้าแรก</a></li><li class="breadcrumb-item active">{_e(told.section)}</li></ol></div></div>
<div class="container"><div class="row"><div class="col-lg-9"><div class="card shadow-sm detail"><div class="card-header"><h4>{_e(told.title)}</h4><div class="d-flex"><small class="text-muted"><i class="fa fa-calendar"></i> {_e(told.day)}</small> <small class="text-muted"><i class="fa fa-eye"></i> เข้าชม : {n + 90}</small> <small><i class="fa fa-user"></i> ผู้ดูแลระบบ</small></div></div>
<div class="card-body">{semantic(told)}<div class="text-center"><a class="btn btn-sm" href="#">แชร์</a> <a class="btn btn-sm" href="#">ทวีต</a> <a class="btn btn-sm" href="#">พิมพ์</a></div></div></div>
<h5 class="mt-4">ข่าวอื่น ๆ ที่น่าสนใจ</h5><div class="row">{cards}</div></div>
<div class="col-lg-3"><div class="list-group"><a class="list-group-item active">หมวดหมู่</a>{"".join(f'<a class="list-group-item" href="/c/{k}">{_e(w)} <span class="badge">{k + 4}</span></a>' for k, w in enumerate(MENU))}</div></div></div></div>
<div class="modal fade" id="popup"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">แจ้งเตือน</h5><button class="close">×</button></div><div class="modal-body"><p>ขอเชิญตอบแบบสำรวจความพึงพอใจต่อการให้บริการเว็บไซต์</p></div></div></div></div>
<div class="footer bg-dark"><div class="container"><div class="row"><div class="col"><h6>ติดต่อเรา</h6><p>{ADDRESS}</p></div><div class="col"><h6>สถิติผู้เข้าชม</h6><p>วันนี้ {n + 5}</p><p>เมื่อวาน 77</p><p>ทั้งหมด 120,331</p></div></div></div></div>
<div class="cookie-consent fixed-bottom"><p>เราใช้คุกกี้เพื่อพัฒนาประสิทธิภาพ และประสบการณ์ที่ดีในการใช้เว็บไซต์ของคุณ คุณสามารถศึกษารายละเอียดได้ที่ <a href="/p">นโยบายความเป็นส่วนตัว</a></p><button>ตั้งค่า</button><button>ยอมรับทั้งหมด</button></div></body></html>"""


def minified(told: Told, n: int) -> str:
    """Everything on one line, quotes and closing tags left out."""
    page = bootstrap_like_news(told, n)
    return " ".join(page.split()).replace("> <", "><").replace("</li>", "").replace("</p>", "")


def bootstrap_like_news(told: Told, n: int) -> str:
    """A news page before it is minified."""
    return f"""<!doctype html><html><head><title>{_e(told.title)} - ข่าว</title></head><body><div id=top><a href=/><img src=/l.svg></a><ul id=m>{_links(MENU)}</ul></div><div id=w><div id=n><h1>{_e(told.title)}</h1><span class=d>{_e(told.day)}</span><span class=v>อ่าน {n + 6} ครั้ง</span><div class=t>{semantic(told)}</div><div class=s><a href=#>Facebook</a><a href=#>X</a><a href=#>LINE</a></div></div><div id=r><b>ข่าวยอดนิยม</b><ul>{_links(OTHER_NEWS)}</ul></div></div><div id=f>© 2567 กรมท่าเรือชุมชน {ADDRESS}</div><script>var d="ข้อความ"</script></body></html>"""


def amp(told: Told, n: int) -> str:
    """An AMP page."""
    return f"""<!doctype html><html amp lang="th"><head><meta charset="utf-8"><link rel="canonical" href="/n/{n}"><title>{_e(told.title)}</title><style amp-boilerplate>body{{-webkit-animation:none}}</style><script async src="https://cdn.ampproject.org/v0.js"></script></head><body>
<amp-sidebar id="sidebar" layout="nodisplay"><ul>{_links(MENU)}</ul></amp-sidebar><header class="top"><button on="tap:sidebar.toggle">☰</button><a href="/">ข่าวราชการสมุทรแก้ว</a></header>
<amp-ad width="300" height="250" type="x"><div placeholder>โฆษณา</div></amp-ad>
<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{_e(told.title)}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">ทีมข่าว</span></div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="2021-08-19">{_e(told.day)}</time></div></header>
<figure class="amp-wp-article-featured-image"><amp-img src="a.jpg" width="600" height="400"></amp-img></figure>
<div class="amp-wp-article-content">{semantic(told)}</div>
<footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">หมวดหมู่: <a href="/c">{_e(told.section)}</a></div><div class="amp-wp-meta amp-wp-comments-link"><a href="#c">แสดงความเห็น</a></div></footer></article>
<amp-social-share type="line"></amp-social-share><section class="more"><h2>อ่านเพิ่มเติม</h2><ul>{_links(OTHER_NEWS)}</ul></section>
<footer class="amp-wp-footer"><div><h2>ข่าวราชการสมุทรแก้ว</h2><p><a href="#development=1">Powered by WordPress</a></p><a href="#top" class="back-to-top">กลับไปด้านบน</a></div></footer>
<amp-user-notification id="cookie"><p>เว็บไซต์นี้ใช้คุกกี้เพื่อวิเคราะห์การใช้งาน</p><button on="tap:cookie.dismiss">ยอมรับ</button></amp-user-notification></body></html>"""


def next_js(told: Told, n: int) -> str:
    """A page that a server rendered with React: hashed classes, the data once more in a script."""
    blocks = semantic(told).replace("<p>", '<p class="css-1x8vq2"><span>').replace("</p>", "</span></p>")
    return f"""<!DOCTYPE html><html><head><meta charSet="utf-8"/><title>{_e(told.title)}</title><meta name="next-head-count" content="3"/></head><body><div id="__next"><div class="css-1a2b3c"><div class="css-0"><div class="css-9k1"><a href="/"><span>ศูนย์ข่าวภาครัฐ</span></a><div class="css-77">{"".join(f'<a class="css-4d" href="/{k}"><div>{_e(w)}</div></a>' for k, w in enumerate(MENU))}</div><button>เข้าสู่ระบบ</button></div></div>
<div class="css-main"><div class="css-b1"><a href="/"><span>หน้าแรก</span></a><span>/</span><a href="/news"><span>{_e(told.section)}</span></a></div>
<div class="css-h1"><h1 class="MuiTypography-root">{_e(told.title)}</h1><div class="css-meta"><span>{_e(told.day)}</span><span>•</span><span>{n + 3} ครั้ง</span></div></div>
<div class="css-content">{blocks}</div>
<div class="css-share"><button>คัดลอกลิงก์</button><span>แชร์</span></div>
<div class="css-rel"><h2>ข่าวแนะนำ</h2><div class="css-grid">{"".join(f'<a href="/n/{k}"><div class="css-cd"><span>{_e(w)}</span><span>1{k} มี.ค. 2567</span></div></a>' for k, w in enumerate(OTHER_NEWS))}</div><button>โหลดเพิ่มเติม</button></div></div>
<div class="css-ft"><span>© สงวนลิขสิทธิ์ ศูนย์ข่าวภาครัฐ</span><span>{ADDRESS}</span></div></div></div>
<script id="__NEXT_DATA__" type="application/json">{{"props":{{"pageProps":{{"title":"{html.escape(told.title)}","body":"ข้อมูลซ้ำในสคริปต์"}}}}}}</script></body></html>"""


def broken(told: Told, n: int) -> str:
    """Tags that are never closed, closed twice or in the wrong order, two bodies, attributes without quotes."""
    menu = "".join(f"<li><a href=/{k}>{_e(w)}" for k, w in enumerate(MENU))
    news = "".join(f"<li><a href=/n{k}>{_e(w)}" for k, w in enumerate(OTHER_NEWS))
    text = (
        semantic(told)
        .replace("</p>", "")
        .replace("</li>", "")
        .replace("<h3>", "<b><p>")
        .replace("</h3>", "</b>")
        .replace("</td>", "")
        .replace("</tr>", "")
    )
    return f"""<html><head><title>{_e(told.title)}</title><body bgcolor=white><body>
</div><div align=center><ul class=nav>{menu}</ul></font>
<div id=main><p class=path>หน้าหลัก > {_e(told.section)} > {_e(told.title)}
<p><b><font size=+1>{_e(told.title)}</b></font>
<p class=date>ประกาศเมื่อ {_e(told.day)} <p class=hit>เปิดอ่าน {n + 41} ครั้ง
{text}
</span></td></tr></div></b>
<div class=other><b>ข่าวอื่นที่เกี่ยวข้อง<ul>{news}</ul>
<p><center>{ADDRESS}<br>พัฒนาระบบโดย งานเทคโนโลยีสารสนเทศ</center>"""


LAYOUTS: dict[str, Layout] = {
    "tables of 2003": tables_of_2003,
    "font tags": font_tags,
    "div soup": div_soup,
    "joomla": joomla,
    "wordpress": wordpress,
    "drupal": drupal,
    "sharepoint": sharepoint,
    "bootstrap": bootstrap,
    "minified": minified,
    "amp": amp,
    "next": next_js,
    "broken": broken,
}


def _declared(page: str, charset: str) -> str:
    """*page* with what it says of its encoding, in place of what it said."""
    page = (
        page.replace('<meta charset="UTF-8">', "")
        .replace('<meta charset="utf-8">', "")
        .replace('<meta charSet="utf-8"/>', "")
    )
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    head = page.lower().find("<head>") + 6
    return page[:head] + meta + page[head:]


def _twice(page: str) -> bytes:
    """*page* in UTF-8, read as windows-1252 and saved in UTF-8 again; the markup is the same in both."""
    raw = page.encode()
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in raw).encode()


# name → how the bytes of a page are made, and what the HTTP header says
ENCODINGS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "utf-8": (lambda p: _declared(p, "utf-8").encode(), "utf-8"),
    "utf-8 with a mark": (lambda p: _declared(p, "tis-620").encode("utf-8-sig"), ""),
    "windows-874 called tis-620": (lambda p: _declared(p, "tis-620").encode("cp874", "xmlcharrefreplace"), ""),
    "windows-874 not told": (lambda p: _declared(p, "").encode("cp874", "xmlcharrefreplace"), ""),
    "windows-874 called utf-8": (lambda p: _declared(p, "utf-8").encode("cp874", "xmlcharrefreplace"), "utf-8"),
    "windows-874 called windows-1252": (
        lambda p: _declared(p, "windows-1252").encode("cp874", "xmlcharrefreplace"),
        "iso-8859-1",
    ),
    "utf-16": (lambda p: _declared(p, "utf-16").encode("utf-16"), ""),
    "utf-8 twice": (lambda p: _twice(_declared(p, "utf-8")), "utf-8"),
}
