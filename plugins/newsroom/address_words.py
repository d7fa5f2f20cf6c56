# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the site's own addresses; those of lists of stories are `newsroom.taxonomies`'."""

FEEDS, NEWEST = "rss", "tin-moi"
SITEMAPS = "sitemap"
THEME = "theme"
PREVIEWS = "ban-nhap"
SEARCH, NAMES, RESULTS = "tim-kiem", "ten", "tin"
FRAGMENTS, RECOMMENDED, MORE = "manh", "nen-xem", "tin-khac"
NUMBERED = "trang"
PICTURES, SECTIONS = "anh", "muc"

FOLDERS = (FEEDS, SITEMAPS, THEME, PREVIEWS, FRAGMENTS, PICTURES)
"""Folders in which no article can lie."""
