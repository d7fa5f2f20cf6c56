# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nikola: everything that our site has and Nikola can do by itself; see docs/benchmarks.md."""

BLOG_AUTHOR = "Tòa soạn"
BLOG_TITLE = "Báo Thử"
SITE_URL = "https://bench.example.org/"
BLOG_EMAIL = "toasoan@bench.example.org"
BLOG_DESCRIPTION = "Báo Thử"
DEFAULT_LANG = "vi"
TRANSLATIONS = {"vi": ""}
TIMEZONE = "Asia/Ho_Chi_Minh"
NAVIGATION_LINKS = {
    "vi": (
        ("/", "Trang chủ"),
        ("/muc/cong-doan.html", "Công đoàn"),
        ("/muc/doi-song.html", "Đời sống"),
        ("/muc/viec-lam.html", "Việc làm"),
        ("/muc/phap-luat.html", "Pháp luật"),
        ("/muc/an-toan-lao-dong.html", "An toàn lao động"),
        ("/muc/van-hoa.html", "Văn hóa"),
        ("/muc/giao-duc.html", "Giáo dục"),
        ("/muc/do-thi.html", "Đô thị"),
    )
}
NAVIGATION_ALT_LINKS = {"vi": ()}
THEME = "bench"

POSTS = (("posts/*.md", "", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": [".md"]}
MARKDOWN_EXTENSIONS: list[str] = []
IMAGE_FOLDERS: dict[str, str] = {}
PRETTY_URLS = False
STRIP_INDEXES = True
URL_TYPE = "full_path"
SHOW_SOURCELINK = False
COPY_SOURCES = False
FUTURE_IS_NOW = True
USE_CDN = False
USE_BUNDLES = False
DEMOTE_HEADERS = 1
DISABLED_PLUGINS = ["render_galleries", "render_listings", "scale_images"]
GENERATE_ATOM = False

CATEGORY_ALLOW_HIERARCHIES = False
CATEGORY_OUTPUT_FLAT_HIERARCHY = False
CATEGORY_PATH, CATEGORY_PREFIX = "muc", ""
TAG_PATH, AUTHOR_PATH = "tag", "tac-gia"
TAG_PAGES_ARE_INDEXES = CATEGORY_PAGES_ARE_INDEXES = AUTHOR_PAGES_ARE_INDEXES = True
INDEX_DISPLAY_POST_COUNT = 20
INDEX_TEASERS = True
CREATE_MONTHLY_ARCHIVE = True
ARCHIVE_PATH = "luu-tru"
FEED_LENGTH = 20
FEED_TEASERS = True
COMMENT_SYSTEM = ""
GLOBAL_CONTEXT: dict[str, str] = {}
