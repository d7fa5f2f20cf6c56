# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paths under the content folder and addresses on the site, in one spelling each.

Every function raises ValueError, with a message for the editor, for a place outside the folder or
the site it belongs to.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from newsroom.messages import _
from newsroom.read.report import shown
from newsroom.text.normalise import nfc

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ANCHOR = re.compile(r"\{(filename|static|attach)\}(?P<rest>.*)", re.DOTALL)
_FROM_ABOVE = re.compile(r"^/?(?:\./)?content/(?=.)")
_HTTPS = re.compile(r"https://[^\s/?#\"'<>\\]+[^\s\"'<>\\]*")
_HTTP = re.compile(r"https?://[^\s/?#\"'<>\\]+[^\s\"'<>\\]*")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# RFC 3986 path characters, less those that need care in HTML, in shells and in file names.
_PUBLISHABLE = re.compile(r"[A-Za-z0-9/._~+,=@()-]+")
_LONGEST_NAME = 200  # bytes: file systems end at 255, and temporary files need some
_LONGEST_PATH = 1000


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
        message = _(
            "the picture is written into the text itself (data:…); save it as a file under images/ "
            "and write its path, such as {example}"
        )
        raise ValueError(message.format(example=example))
    if path.startswith("//") or _SCHEME.match(path):
        message = _('"{value}" is not in the content folder; write a path such as {example}')
        raise ValueError(message.format(value=shown(text), example=example))
    inner = not path.startswith("/") and (bool(anchor) or path.startswith(("./", "../")))
    return _resolved(f"{folder}/{path}" if inner else path, text)


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
    """Return the path of an article or page, which ends in ``.md``."""
    path = content_path(text, folder, "cong-doan/2025/04/x.md")
    if not path.endswith(".md"):
        message = _('"{value}" is not an article; write the path of its .md file, not its address')
        raise ValueError(message.format(value=shown(text)))
    return path


def image(text: str, folder: str) -> str:
    """Return the path of a picture, or its https address as it is."""
    if text.lower().startswith("http"):
        if _HTTPS.fullmatch(text):
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


def old_url(text: str) -> str:
    """Return an address on this site as ``/path``, its percent signs decoded."""
    if _CONTROL.search(text):
        message = _('"{value}" holds a control character; type the address again')
        raise ValueError(message.format(value=shown(text)))
    text = text.strip()
    if text.startswith("//") or _SCHEME.match(text):
        message = _('"{value}" names a site; write only what follows the site\'s name, from "/" on')
        raise ValueError(message.format(value=shown(text)))
    if "?" in text or "#" in text:
        message = _('"{value}": a static site has no page for "?" or "#"; write the path alone')
        raise ValueError(message.format(value=shown(text)))
    path = "/" + _decoded(text).removeprefix("/")
    _check_names(path, text)
    return path


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


def _check_names(path: str, text: str) -> None:
    """Refuse names that leave the output folder, or that servers and file systems keep."""
    names = path[1:].removesuffix("/").split("/")
    if "\\" in path or ".." in names:
        message = _('"{value}" leaves the output folder; write an address without ".." and "\\"')
    elif path == "/":
        message = _('"{value}" is the front page; choose another address')
    elif "" in names or "." in names:
        message = _('"{value}" has an empty part between two "/"; write the address without it')
    elif any(name.startswith(".") for name in names):
        message = _('"{value}" has a part that begins with "."; web servers keep those names')
    elif any(len(name.encode()) > _LONGEST_NAME for name in names) or len(path) > _LONGEST_PATH:
        message = _('"{value}" is too long for a file name; write a shorter address')
    else:
        return
    raise ValueError(message.format(value=shown(text)))


def url(text: str) -> str:
    """Return an address to publish by: an ``old_url`` of a-z, A-Z, digits and ``-._~+,=@()``."""
    path = old_url(text)
    if _PUBLISHABLE.fullmatch(path):
        return path
    message = _('"{value}" has letters that addresses do not; use a-z, 0-9 and hyphens')
    raise ValueError(message.format(value=shown(text)))
