# SPDX-License-Identifier: AGPL-3.0-or-later
"""Viet Nam's provinces and cities: the 34 since 1 July 2025, and those they were made of."""

from __future__ import annotations

from newsroom.text.fold import key

_NAMES = (
    *("An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"),
    *("Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ"),
    *("Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai"),
    *("Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang"),
    *("Hòa Bình", "Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn"),
    *("Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận"),
    *("Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị"),
    *("Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa"),
    *("Thành phố Hồ Chí Minh", "Hồ Chí Minh", "TP.HCM", "TP HCM", "TPHCM", "Thừa Thiên Huế"),
    *("Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái"),
)
_KEYS = frozenset(map(key, _NAMES))
_KINDS = tuple(key(kind) + " " for kind in ("tỉnh", "thành phố", "TP.", "TP"))


def is_province(name: str) -> bool:
    """Tell whether *name* is that of a province or city: "Hải Phòng", "tỉnh Phú Thọ"."""
    wanted = key(name)
    kind = next((kind for kind in _KINDS if wanted.startswith(kind)), "")
    return wanted in _KEYS or wanted.removeprefix(kind) in _KEYS
