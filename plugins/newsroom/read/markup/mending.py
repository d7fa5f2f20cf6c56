# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor meant by an address that is none: a web address, an e-mail or a telephone number.

Every guess here is one that nobody would doubt; what is doubtful stays as it is, and is told where
it leads nowhere.
"""

from __future__ import annotations

import re

# Letters of any script: there are names such as "tiếngviệt.vn".
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}\.)+[^\W\d_]{{2,24}}"
_HOST_ONLY = re.compile(rf"{_HOST}|(?:\d{{1,3}}\.){{3}}\d{{1,3}}|\[[0-9a-f:.]+\]", re.IGNORECASE)
_WEB = re.compile(rf"({_HOST})\.?(?::\d{{1,5}})?(?=[/?#]|$)")
_WWW = re.compile(r"www\d?\.[^\s/?#]", re.IGNORECASE)

# "https//", "http:///", "https;//", "https:/ ", "htttps://", "hhtp//" and "http://https://".
_SLIP = re.compile(r"(?:h{1,2}t{1,3}p{1,2}s{0,2}\s*(?:[:;.,]\s*/*|/{2,})\s*)+", re.IGNORECASE)

_EMAIL = re.compile(rf"(?:mailto:\s*(?://)?)?([^\s@/?#:<>()\[\],;]{{1,64}}@{_HOST})(\?.*)?", re.I)
_TELEPHONE = re.compile(r"(?:(tel):\s*(?://)?)?(\+?[\d\s().\-\u2013]{2,30})", re.IGNORECASE)
# Numbers that are dialled as they stand: 0…, +84…, (024)…, 1900…, 1800…, 113.
_DIALLED = re.compile(r"\+|\(?0|1[89]00|11\d\b")
_SHORTEST, _LONGEST = 3, 15  # digits: 113; E.164 has at most fifteen

# What the sanitiser would take away as an unknown scheme, at the beginning of a link's address.
_BARRED = re.compile(
    r"(<a\s[^<>]*?href\s*=\s*[\"']?)"
    r"(?:(?!https?:)h{1,2}t{1,3}p{1,2}(s{0,2})\s*:|(?=(localhost|[\w-]+(?:\.[\w-]+){1,9}):\d))",
    re.IGNORECASE,
)

# Names that end with two letters are a country's; these are files.
_FILES = frozenset({"db", "gz", "js", "md", "ps", "py", "rb", "sh", "so", "ts", "xz"})
_GENERIC = frozenset(
    {"agency", "app", "asia", "biz", "blog", "center", "cloud", "club", "com", "company", "dev"}
    | {"edu", "education", "foundation", "gov", "group", "guide", "info", "int", "link", "live"}
    | {"media", "mil", "mobi", "name", "net", "network", "news", "ngo", "one", "online", "ong"}
    | {"org", "page", "press", "pro", "shop", "site", "social", "space", "store", "studio", "tech"}
    | {"today", "top", "tube", "video", "vip", "website", "wiki", "work", "world", "xyz"}
)


def mended(address: str) -> str:
    """``address`` with its scheme mended, or with the one that it lacks; else as it is.

    ``vnexpress.net/a.html`` gets ``https://``, ``a@example.org`` ``mailto:`` and
    ``0912 345 678`` ``tel:``.
    """
    if slip := _SLIP.match(address):
        rest = address[slip.end() :]
        if _WEB.match(rest) or _WWW.match(rest):
            secure = "s" in slip[0].lower()
            return f"http{'s' if secure else ''}://{rest}"
    if _WWW.match(address) or _is_web(address):
        return f"https://{address}"
    if email := _EMAIL.fullmatch(address):
        return f"mailto:{email[1]}{email[2] or ''}"
    return _telephone(address) or address


def mend_schemes(html: str) -> str:
    """HTML before it is sanitised, with the mistyped schemes of links mended ("htps:")."""
    if "<a" not in html:
        return html
    return _BARRED.sub(_mended_scheme, html)


def _mended_scheme(found: re.Match[str]) -> str:
    before, secure, host = found.groups()
    if host:
        return f"{before}http{'' if host.lower() == 'localhost' else 's'}://"
    return f"{before}http{secure[:1].lower()}:"


def is_host(host: str) -> bool:
    """Whether ``host`` is the name of a host, or its number: "vnexpress" alone is none."""
    return _HOST_ONLY.fullmatch(host.rstrip(".")) is not None


def is_mail(address: str) -> bool:
    """Whether an address that begins with ``mailto:`` names a mailbox."""
    return _EMAIL.fullmatch(address.partition("?")[0].partition(",")[0]) is not None


def _is_web(address: str) -> bool:
    found = _WEB.match(address)
    if found is None:
        return False
    last = found[1].rpartition(".")[2].lower()
    country = len(last) == 2 and last.isascii() and last not in _FILES
    return country or last in _GENERIC


def _telephone(address: str) -> str:
    found = _TELEPHONE.fullmatch(address)
    if found is None or not (found[1] or _DIALLED.match(found[2])):
        return ""
    digits = re.sub(r"\D", "", found[2])
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return ""
    return f"tel:{'+' if found[2].startswith('+') else ''}{digits}"
