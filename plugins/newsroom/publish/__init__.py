# SPDX-License-Identifier: AGPL-3.0-or-later
"""What machines read: feeds for subscribers, sitemaps and robots.txt for crawlers.

::

    feed       what a feed and its items are: Feed, FeedItem
    rss        Feed → RSS 2.0
    sitemaps   Url → a sitemap, or an index of sitemaps
    robots     robots.txt

Pure functions from small frozen records to the bytes of a file. Nothing here knows articles or the
store, and nothing asks what time it is: the same records are the same bytes, on any day.
"""
