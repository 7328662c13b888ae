"""What Scrapy alone does: a plain spider that follows the same links and keeps nothing.

usage: python -m benchmarks.bare_spider URL CONNECTIONS LISTS PATTERN…

Scrapy's own settings, but for the number of connections; robots.txt is not asked for and nothing is written. It looks
for links in every page, as a crawl does that looks for the documents of an article, or only in pages whose address the
pattern LISTS wants (give "." for every page).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse


class BareSpider(scrapy.Spider):
    """Follows each link that one of *patterns* wants."""

    name = "bare"

    def __init__(self, start: str, lists: str, patterns: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [start]
        self._lists = re.compile(lists)
        self._patterns = [re.compile(pattern) for pattern in patterns]

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow the links; Scrapy's own filter leaves out those met before."""
        if isinstance(response, TextResponse) and self._lists.search(response.url):
            for href in response.xpath("//a/@href").getall():
                url = response.urljoin(href)
                if any(pattern.search(url) for pattern in self._patterns):
                    yield scrapy.Request(url)


def main() -> None:
    """Crawl to the end."""
    start, connections, lists, *patterns = sys.argv[1:]
    number = int(connections)
    process = CrawlerProcess(
        {"CONCURRENT_REQUESTS": number, "CONCURRENT_REQUESTS_PER_DOMAIN": number, "LOG_LEVEL": "INFO"}
    )
    process.crawl(BareSpider, start=start, lists=lists, patterns=patterns)
    process.start()


if __name__ == "__main__":
    main()
