# SPDX-License-Identifier: AGPL-3.0-or-later
"""What sources refer to: one typed record for each reference, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsroom.model import Elsewhere, Entry, Photo, Reference, Registries
from newsroom.pictures.recipe import is_elsewhere
from newsroom.read.own_site import OwnSite
from newsroom.read.paths import canonical
from newsroom.store.mentions import file_at
from newsroom.taxonomies import AUTHOR, DOSSIER


def of_entry(entry: Entry, own_site: OwnSite) -> list[Reference]:
    """All that an article or a static page refers to, in its fields and in its body."""
    found = list(_hand_picked(entry, "related", entry.related))
    found += _hand_picked(entry, "unrelated", entry.unrelated)
    if entry.image:
        line = entry.lines.get("image", 0)
        use = said_of(entry.image)
        found += (
            msgspec.structs.replace(each, fragment=use) if each.kind == "static" else each
            for each in _picture(entry.image.src, line, "image", own_site)
        )
    if entry.source and entry.source.url:
        found += _whole(entry.source.url, entry.lines.get("source", 0), "source", own_site)
    return [*found, *entry.body.references]


class Use(msgspec.Struct, frozen=True, array_like=True):
    """How an article uses its picture: where crops of it look, and whether it may be fetched."""

    focus: tuple[float, float] | None = None
    download: bool = False


def said_of(photo: Photo) -> str:
    """The use of an article's picture, as a mention of it keeps it; "": as all do."""
    use = Use(photo.focus, photo.download)
    return "" if use == Use() else msgspec.json.encode(use).decode()


def read_use(said: str) -> Use:
    """The use of a picture that a mention keeps."""
    return msgspec.json.decode(said, type=Use) if said else Use()


def of_registries(
    registries: Registries, lines: dict[str, int], own_site: OwnSite
) -> dict[str, list[Reference]]:
    """All that the registries refer to: "authors", "series", "slots", "banners" → references.

    ``lines`` are those of `newsroom.read.registries.LoadedRegistries`.
    """
    found: dict[str, list[Reference]] = {
        name: [] for name in ("authors", DOSSIER.registry, "slots", "banners")
    }
    for author in registries.authors:
        line = lines.get(f"authors/{author.slug}/photo", 0)
        found["authors"] += _picture(author.photo, line, "photo", own_site)
    for dossier in registries.dossiers:
        line = lines.get(f"{DOSSIER.registry}/{dossier.slug}/image", 0)
        found[DOSSIER.registry] += _picture(dossier.image, line, "image", own_site)
    for slot, paths in registries.slots.items():
        for number, path in enumerate(paths):
            line = lines.get(f"slots/{slot}[{number}]", 0)
            found["slots"].append(Reference("article", path, line, "slot"))
    for banner in registries.banners:
        for field, refer in (("image", _picture), ("url", _whole)):
            line = lines.get(f"banners/{banner.slug}/{field}", 0)
            found["banners"] += refer(getattr(banner, field), line, field, own_site)
    return found


def pictures(registries: Registries, own_site: OwnSite) -> list[tuple[str, str]]:
    """The pictures that authors and dossiers have, each with the list whose page shows it."""
    found = [(author.photo, AUTHOR.list_name(author.slug)) for author in registries.authors]
    found += [(dossier.image, DOSSIER.list_name(dossier.slug)) for dossier in registries.dossiers]
    return [(path, name) for src, name in found if (path := file_of(src, own_site))]


def file_of(src: str, own_site: OwnSite) -> str:
    """The path of a picture under the content folder; "" if it is elsewhere."""
    return next((file_at(found.target) for found in _picture(src, 0, "", own_site)), "")


def _hand_picked(
    entry: Entry, field: str, picked: tuple[str | Elsewhere, ...]
) -> Iterator[Reference]:
    for number, path in enumerate(picked):
        if isinstance(path, Elsewhere):
            continue
        line = entry.lines.get(f"{field}[{number}]", entry.lines.get(field, 0))
        yield Reference("article", path, line, field)


def _picture(src: str, line: int, use: str, own_site: OwnSite) -> Iterator[Reference]:
    if is_elsewhere(src):
        yield from _whole(src, line, use, own_site)
    elif src:
        yield Reference("static", src, line, use)


def _whole(address: str, line: int, use: str, own_site: OwnSite) -> Iterator[Reference]:
    """A whole address, if it is one of this site."""
    path = own_site.path_of(address)
    if path is not None:
        yield Reference("address", canonical(own_site.within(path)), line, use)
