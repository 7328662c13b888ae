"""Scrapy's settings: its unsafe defaults turned off, and what comes from the site profile laid over them.

The names in capitals are what Scrapy reads here (scrapy.cfg); :func:`for_job` adds what one crawl decides.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from corpus.errors import SettingsProblem
from corpus.sites import Site
from crawler.records import Job

ROBOTS_NAME = "KhlangKhao"  # the name that a robots.txt can address
SHORTEST_DELAY = 1e-6  # seconds, for none; with none at all Scrapy's slots ignore the closed times of Retry-After

BOT_NAME = ROBOTS_NAME
SPIDER_MODULES: list[str] = []  # the one spider needs a Job; it is not started by `scrapy crawl`

# Manners.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = ROBOTS_NAME
CONCURRENT_REQUESTS = 8  # over all hosts
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # the archive takes one after the other; Scrapy starts so many tasks for every page
DOWNLOAD_DELAY_JITTER = 0  # Scrapy's half to one and a half times the delay would go below Crawl-delay
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
RETRY_TIMES = 2
RETRY_PRIORITY_ADJUST = -1
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPPROXY_ENABLED = False  # a proxy of the environment would go round the check of addresses
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "th,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",  # not br and zstd, which few readers of web archives know
}

# Safety.
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
URLLENGTH_LIMIT = 0  # corpus.urls refuses long addresses, and says so
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # crawler.frontier knows which addresses are one article
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # the order of the lists: newest first
MEMUSAGE_ENABLED = False
LOG_LEVEL = "INFO"
LOG_FILE_APPEND = False

DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.WireHandler",
    "https": "crawler.wire.WireHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.again.Replay": 40,  # before all that asks the network something
    "crawler.middlewares.HostGuard": 50,
    "crawler.middlewares.Robots": 100,
    "crawler.breaker.Breaker": 580,
    "crawler.again.Conditional": 595,  # sees a 304 before Scrapy's HttpCompression (590) takes it for a page
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # the spider tells each status itself
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # discovery counts its own steps
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.throttle.Throttle": 0,
}
ITEM_PIPELINES = {"crawler.pipelines.WarcPipeline": 100}

# What is different where web archives are asked instead of the site. Their interfaces are documented, made for programs
# and have limits of their own (delay and rest of the [[archive]]); robots.txt, which says where a program may wander
# about, is not asked there, and that of the site speaks of its live pages. Redirects are read, not followed blindly:
# they tell the time of a copy. One connection in all.
ARCHIVES: dict[str, Any] = {
    "ROBOTSTXT_OBEY": False,
    "REDIRECT_ENABLED": False,
    "COMPRESSION_ENABLED": False,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "RETRY_TIMES": 4,
    # With fewer codings an archive would take those off that the copy still has.
    "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "crawler.middlewares.HostGuard": 50,
        "crawler.middlewares.Rest": 560,  # nearer to the wire than the retries (550), so that it sees each refusal
    },
}


def user_agent(contact: str) -> str:
    """Who we say we are: ``KhlangKhao/0.1.0 (+somebody@agency.go.th)``.

    Raises :class:`SettingsProblem` for a contact that cannot stand in an HTTP header.
    """
    if not contact.isascii() or not contact.isprintable() or len(contact) > 200 or set(contact) & set("()\\"):
        raise SettingsProblem(f"contact is {contact!r}; give an e-mail or web address in plain ASCII letters")
    try:
        name = f"{ROBOTS_NAME}/{version('khlang-khao')}"
    except PackageNotFoundError:
        name = ROBOTS_NAME  # run from a checkout that was never installed
    return f"{name} (+{contact})" if contact else name


def for_job(job: Job) -> dict[str, Any]:
    """Scrapy's settings for one crawl."""
    own = {name: value for name, value in globals().items() if name.isupper()}
    site = _at_the_archives(job.site) if job.source != "live" else job.site
    delay = max(site.crawl.delay, SHORTEST_DELAY)
    connections = site.crawl.connections
    made = own | {
        "USER_AGENT": job.user_agent,
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_START_DELAY": delay,
        "CONCURRENT_REQUESTS": max(CONCURRENT_REQUESTS, connections),
        "CONCURRENT_REQUESTS_PER_DOMAIN": connections,
        "DOWNLOAD_TIMEOUT": site.crawl.timeout,
        "DOWNLOAD_MAXSIZE": job.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "LOG_FILE": str(job.log),
        "KHLANG_SITE": site,
    }
    if job.source != "live":
        made |= ARCHIVES | {"KHLANG_REST": max((entry.rest for entry in site.archive), default=0.0)}
    return made


def _at_the_archives(site: Site) -> Site:
    """*site* with the pace of its archives; a gateway to the site does not lead to them."""
    delay = max((entry.delay for entry in site.archive), default=site.crawl.delay)
    timeout = max((entry.timeout for entry in site.archive), default=site.crawl.timeout)
    return replace(site, connect="", crawl=replace(site.crawl, delay=delay, timeout=timeout))
