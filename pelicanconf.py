# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings for writing and looking: drafts off, addresses on this machine.

Ours begin with NEWSROOM_ and are explained in docs/settings.md; all others are Pelican's.
"""

import sys
from pathlib import Path

# In a checkout its own code is the one to use, whichever is installed; a paper that lives in a
# folder of its own does without these lines.
ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "plugins"))

import newsroom  # noqa: E402 - the path comes first

PELICAN_CLASS = newsroom.Portal
PLUGINS = ["newsroom"]

SITENAME = "Công đoàn Thủ đô"
SITEURL = "http://localhost:8000"
DEFAULT_LANG = "vi"
LOCALE = "C"  # dates are written by the portal, the same on every machine
TIMEZONE = "Asia/Ho_Chi_Minh"

PATH = "content"
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "audio"]
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = newsroom.theme()

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}.html"
ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}.html"
PAGE_URL = "{slug}.html"
PAGE_SAVE_AS = "{slug}.html"
DEFAULT_PAGINATION = 20

MARKDOWN = {"extensions": []}

NEWSROOM_TAGLINE = "Tiếng nói của đoàn viên và người lao động"
NEWSROOM_PUBLISHER = "Tòa soạn mẫu Công đoàn Thủ đô"
NEWSROOM_IMPRINT = {
    "name": "Trang trình diễn, không phải cơ quan báo chí",
    "head": "Tòa soạn mẫu Công đoàn Thủ đô",
    "email": "toasoan@example.org",
}
NEWSROOM_IMPRINT_EVERYWHERE = ("head",)
NEWSROOM_RIGHTS = (
    "© Công đoàn Thủ đô (tòa soạn mẫu). Ghi rõ nguồn khi phát hành lại thông tin từ trang này."
)
NEWSROOM_DESCRIPTION = (
    "Tin tức công đoàn, việc làm, đời sống và pháp luật lao động của đoàn viên, "
    "người lao động Thủ đô."
)
# Feeds know stories under this name for ever, whatever host the site has one day.
NEWSROOM_FEED_AUTHORITY = "congdoanthudo.example.org,2025"
# Whole addresses of the published site are links within it, in the preview too.
NEWSROOM_HOSTS = ["congdoanthudo.example.org"]
NEWSROOM_IMAGE = "images/chia-se.png"
NEWSROOM_PICTURES = True
NEWSROOM_TITLE_CARDS = "2025-01-01"
