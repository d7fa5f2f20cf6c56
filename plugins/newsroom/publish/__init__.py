# SPDX-License-Identifier: AGPL-3.0-or-later
"""What machines read: feeds for subscribers, sitemaps and robots.txt for crawlers.

::

    feed       what a feed and its items are: Feed, FeedItem
    rss, atom, json_feed   Feed → RSS 2.0, Atom 1.0, JSON Feed 1.1; formats.py has them as data
    opml       a list of feeds for feed readers
    jsonld     what a page is, for search engines
    sitemaps   Url → a sitemap, or an index of sitemaps
    robots     robots.txt

Pure functions from small frozen records to the bytes of a file. Nothing here knows articles or the
store, and nothing asks what time it is: the same records are the same bytes, on any day.
"""
