# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paths under the content folder and addresses on the site, in one spelling each.

Every function raises ValueError, with a message for the editor, for a place outside the folder or
the site it belongs to.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from newsroom.messages import _
from newsroom.read.own_site import OwnSite, host_of
from newsroom.read.report import shown
from newsroom.settings import Settings
from newsroom.text.file_names import TEXT
from newsroom.text.normalise import nfc

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ANCHOR = re.compile(r"\{(filename|static|attach)\}(?P<rest>.*)", re.DOTALL)
_FROM_ABOVE = re.compile(r"^/?(?:\./)?content/(?=.)")
_HTTPS = re.compile(r"https://[^\s/?#\"'<>\\]+[^\s\"'<>\\]*")
_HTTP = re.compile(r"https?://[^\s/?#\"'<>\\]+[^\s\"'<>\\]*")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# RFC 3986 path characters, less those that need care in HTML, in shells and in file names.
_PUBLISHABLE = re.compile(r"[A-Za-z0-9/._~+,=@()-]+")
_PAGE_ENDINGS = (".html", ".htm")
_LONGEST_NAME = 200  # bytes: file systems end at 255, and temporary files need some
_LONGEST_PATH = 1000
_INDEX = "index.html"
EVERYWHERE = "*"


def check_foreign(address: str, own_site: OwnSite) -> str:
    """What to warn of if a page loads this from another site, or "".

    Whoever opens the page would be known there, by address and time; what stands there may be
    another picture tomorrow; and by http: anybody on the way may exchange it.
    """
    if own_site.pictures is None:
        return ""
    if EVERYWHERE in own_site.pictures:
        message = _('"{address}" is loaded from another site, which learns who reads this page')
        return message.format(address=shown(address))
    if host_of(address) not in own_site.pictures:
        message = _(
            '"{address}" is on another site, which would learn who reads this page; save the file '
            "under images/ and write its path"
        )
        raise ValueError(message.format(address=shown(address)))
    if not address.lower().startswith("https:"):
        message = _('"{address}" can be exchanged on its way; write https:')
        raise ValueError(message.format(address=shown(address)))
    return ""


def own_site_of(settings: Settings) -> OwnSite:
    """Where the site lives, by its settings."""
    own = settings.newsroom
    hosts = [*own.hosts, urlsplit(settings.site_url).hostname or ""]
    names = frozenset(host.lower().removeprefix("www.") for host in hosts if host)
    pictures = tuple(host.lower() for host in own.picture_hosts)
    return OwnSite(names, settings.base, own.elsewhere, pictures)


def file_of(path: str) -> str:
    """The file of the output that answers an address: ``/a/`` and ``/a`` are ``a/index.html``."""
    plain = nfc(unquote(path))
    if _CONTROL.search(plain) or any(sign in plain for sign in "%?#"):
        plain = path  # an encoded sign that would be another one's, or none
    parts: list[str] = []
    for part in plain.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    if not parts or plain.endswith("/") or "." not in parts[-1]:
        parts.append(_INDEX)
    return "/".join(parts)


def canonical(address: str) -> str:
    """An address of the site as the file that answers it, with its query, without a fragment.

    ``/tag/x?y=1#z`` is ``/tag/x/index.html?y=1``.
    """
    path, _mark, query = address.partition("#")[0].partition("?")
    return f"/{file_of(path)}{'?' if query else ''}{query}"


def content_path(text: str, folder: str, example: str = "images/x.webp") -> str:
    """Return the path, relative to the content folder, that *text* names.

    ``a/b.md``, ``/a/b.md`` and ``{filename}/a/b.md`` start from the content folder, ``./b.md``,
    ``../b.md`` and (as in Pelican) ``{filename}b.md`` from *folder*. A backslash counts as a slash,
    and ``content/`` at the beginning is left out. Messages show *example*.
    """
    anchor = _ANCHOR.fullmatch(text)
    path = anchor["rest"] if anchor else text
    if not _SCHEME.match(path):
        path = path.replace("\\", "/")  # Windows' own way
        path = _FROM_ABOVE.sub("", path)  # the path as it stands in the list of files
    if path.lower().startswith("data:"):
        raise ValueError(picture_in_text(example))
    if path.startswith("//") or _SCHEME.match(path):
        message = _('"{value}" is not in the content folder; write a path such as {example}')
        raise ValueError(message.format(value=shown(text), example=example))
    inner = not path.startswith("/") and (bool(anchor) or path.startswith(("./", "../")))
    return _resolved(f"{folder}/{path}" if inner else path, text)


def picture_in_text(example: str) -> str:
    """What is told of a picture that is no file, but an address that holds it (``data:``)."""
    message = _(
        "the picture is written into the text itself (data:…); save it as a file under images/ "
        "and write its path, such as {example}"
    )
    return message.format(example=example)


def _resolved(path: str, text: str) -> str:
    """Return *path* without ``.`` and ``..``."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and not parts:
            message = _('"{value}" leaves the content folder; choose a file inside it')
            raise ValueError(message.format(value=shown(text)))
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if not parts or path.endswith("/"):
        message = _('"{value}" names no file; write the path of a file')
        raise ValueError(message.format(value=shown(text)))
    return "/".join(parts)


def source_path(text: str, folder: str) -> str:
    """Return the path of an article or page, which ends in ``.md`` or ``.markdown``."""
    path = content_path(text, folder, "cong-doan/2025/04/x.md")
    if not TEXT.search(path):
        message = _('"{value}" is not an article; write the path of its .md file, not its address')
        raise ValueError(message.format(value=shown(text)))
    return path


def image(text: str, folder: str, own_site: OwnSite) -> str:
    """A picture's path, or its https address as it is, if pages of *own_site* may load it."""
    if text.lower().startswith("http"):
        path = own_site.path_of(text)
        if path is not None:
            return content_path(unquote(path.partition("?")[0].partition("#")[0]), "")
        if _HTTPS.fullmatch(text):
            check_foreign(text, own_site)
            return text
        message = _('"{value}" is not a safe address; write https://…, or a path such as {example}')
        raise ValueError(message.format(value=shown(text), example="images/x.webp"))
    return content_path(text, folder)


def link(text: str) -> str:
    """Return an http or https address of any site, as it is."""
    if _HTTP.fullmatch(text):
        return text
    message = _('"{value}" is not an address; write it whole, from https:// on')
    raise ValueError(message.format(value=shown(text)))


def is_page_name(address: str) -> bool:
    """Whether an old address can be a page that redirects; others only the server can redirect."""
    last = address.rpartition("/")[2]
    return "?" not in address and ("." not in last or last.endswith(_PAGE_ENDINGS))


def old_url(text: str) -> str:
    """Return an old address on this site, as ``/path`` or ``/path?query``.

    The path's percent signs are decoded; the query stays as it is.
    """
    path, query = _parts(text)
    if query or not is_page_name(path):
        _check_length(path, text)
        return f"{path}?{query}" if query else path
    _check_names(path, text)
    return path


def _parts(text: str) -> tuple[str, str]:
    """Return the path and the query of an address without a host."""
    if _CONTROL.search(text):
        message = _('"{value}" holds a control character; type the address again')
        raise ValueError(message.format(value=shown(text)))
    text = text.strip()
    if text.startswith("//") or _SCHEME.match(text):
        message = _('"{value}" names a site; write only what follows the site\'s name, from "/" on')
        raise ValueError(message.format(value=shown(text)))
    if "#" in text:
        message = _('"{value}": servers never see what follows "#"; write the address without it')
        raise ValueError(message.format(value=shown(text)))
    path, _mark, query = text.partition("?")
    if re.search(r"[\s\"'<>\\]", query):
        message = _('"{value}" has a sign after "?" that addresses do not; copy the address anew')
        raise ValueError(message.format(value=shown(text)))
    return "/" + _decoded(path).removeprefix("/"), query


def _decoded(text: str) -> str:
    """Return *text* with ``%C3%B4`` as ``ô``: a server looks for the file under that name."""
    try:
        path = nfc(unquote_to_bytes(text).decode("utf-8"))
    except UnicodeError:
        path = "%"
    # Nothing may hide behind a percent sign that the checks above have let pass.
    if _CONTROL.search(path) or any(sign in path for sign in "%?#"):
        message = _('"{value}" has a percent sign that stands for no letter; write the letter')
        raise ValueError(message.format(value=shown(text)))
    return path


def _check_length(path: str, text: str) -> None:
    """Refuse what no browser asks for."""
    if "\\" in path or ".." in path.split("/"):
        message = _('"{value}" leaves the output folder; write an address without ".." and "\\"')
    elif any(name.startswith(".") for name in path.split("/")):
        message = _('"{value}" has a part that begins with "."; web servers keep those names')
    elif max(len(text), len(path.encode())) > _LONGEST_PATH:
        message = _('"{value}" is too long for a file name; write a shorter address')
    else:
        return
    raise ValueError(message.format(value=shown(text)))


def _check_names(path: str, text: str) -> None:
    """Refuse names that leave the output folder, or that servers and file systems keep."""
    _check_length(path, text)
    names = path[1:].removesuffix("/").split("/")
    if path == "/":
        message = _('"{value}" is the front page; choose another address')
    elif "" in names:
        message = _('"{value}" has an empty part between two "/"; write the address without it')
    elif any(len(name.encode()) > _LONGEST_NAME for name in names):
        message = _('"{value}" is too long for a file name; write a shorter address')
    else:
        return
    raise ValueError(message.format(value=shown(text)))


def url(text: str) -> str:
    """Return an address to publish by.

    It is made of a-z, A-Z, digits and ``-._~+,=@()``, and ends in ``.html``, in ``/``, or in no
    ending: with any other one a server would not send it as a page.
    """
    path, query = _parts(text)
    if query or "?" in text:
        message = _('"{value}": a static site has no page for "?"; write the path alone')
        raise ValueError(message.format(value=shown(text)))
    _check_names(path, text)
    if not _PUBLISHABLE.fullmatch(path):
        message = _('"{value}" has letters that addresses do not; use a-z, 0-9 and hyphens')
        raise ValueError(message.format(value=shown(text)))
    stem, dot, ending = path.rpartition(".")
    if dot and "/" not in ending and ending != "html":
        message = _('"{value}" is not the address of a page; it ends in .html or /: "{guess}"')
        raise ValueError(message.format(value=shown(text), guess=shown(f"{stem}.html")))
    return path
