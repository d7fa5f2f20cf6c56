# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stock Pelican: all that our site has and Pelican can do by itself (docs/benchmarks.md)."""

SITENAME = "Báo Thử"
SITEURL = "https://bench.example.org"
DEFAULT_LANG = "vi"
TIMEZONE = "Asia/Ho_Chi_Minh"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGINS: list[str] = []
STATIC_PATHS = ["images"]
USE_FOLDER_AS_CATEGORY = False

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_URL
CATEGORY_URL, CATEGORY_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tag/{slug}/", "tag/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "tac-gia/{slug}/", "tac-gia/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "luu-tru/{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "luu-tru/{date:%Y}/{date:%m}/index.html"

DIRECT_TEMPLATES = ["index", "tags", "authors"]
TAGS_SAVE_AS, AUTHORS_SAVE_AS = "tag/index.html", "tac-gia/index.html"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"category": None, "tag": None, "author": None}
# Pelican's own pattern lets page 3 of "x-14" collide with the list "x-143".
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/trang/{number}/", "{base_name}/trang/{number}/index.html"),
)

FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = TRANSLATION_FEED_ATOM = None
FEED_RSS = "rss/tin-moi.rss"
CATEGORY_FEED_RSS = "rss/{slug}.rss"
TAG_FEED_RSS = "rss/tag/{slug}.rss"
AUTHOR_FEED_RSS = "rss/tac-gia/{slug}.rss"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = True

# Only what paragraphs, lists, headings and links need.
MARKDOWN = {"extensions": [], "output_format": "html5"}
CACHE_CONTENT = False  # unsound (docs/benchmarks.md); everything is rendered again in any case
STATIC_CHECK_IF_MODIFIED = True
