# SPDX-License-Identifier: AGPL-3.0-or-later
"""A handful of stories of a union paper, written for these tests."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from newsroom.related.signature import Signature, sign
from newsroom.related.terms import Words, split
from newsroom.related.weights import Weights, count_terms, step_of, table_of

GIFTS = (
    "Liên đoàn Lao động quận Đống Đa trao 300 suất quà Tết cho công nhân khó khăn",
    "Sáng 15/1, Liên đoàn Lao động quận Đống Đa tổ chức chương trình Tết Sum vầy.",
    "Tại chương trình, 300 công nhân có hoàn cảnh khó khăn của Công ty May Ánh Dương đã nhận quà. "
    "Chủ tịch Liên đoàn Lao động quận Đống Đa Trần Thu Hà mong công nhân đón một cái Tết ấm áp. "
    "Mỗi suất quà gồm gạo, dầu ăn, bánh chưng và một triệu đồng tiền mặt.",
    ("tet-sum-vay", "cham-lo"),
)
GIFTS_AGAIN = (
    "Đống Đa: Tết Sum vầy đến với công nhân Công ty May Ánh Dương",
    "300 suất quà Tết đã đến tay công nhân khó khăn trên địa bàn quận Đống Đa.",
    "Bà Trần Thu Hà, Chủ tịch Liên đoàn Lao động quận, trao quà Tết Sum vầy cho công nhân. "
    "Chị Nguyễn Thị Mận, công nhân Công ty May Ánh Dương, nói rằng bánh chưng và gạo giúp gia "
    "đình chị đỡ lo. Chương trình Tết Sum vầy còn có hát và bốc thăm vé xe về quê.",
    ("tet-sum-vay",),
)
INSURANCE = (
    "Từ 1/7, người lao động rút bảo hiểm xã hội một lần theo điều kiện mới",
    "Luật Bảo hiểm xã hội sửa đổi thay đổi điều kiện hưởng bảo hiểm xã hội một lần.",
    "Người lao động bắt đầu tham gia bảo hiểm xã hội sau ngày luật có hiệu lực sẽ không được rút "
    "một lần, trừ vài trường hợp. Bảo hiểm xã hội Hà Nội khuyên bảo lưu thời gian đóng để hưởng "
    "lương hưu. Thủ tục làm trên cổng dịch vụ công, trong bảy ngày làm việc.",
    ("bao-hiem-xa-hoi",),
)
PENSION = (
    "Đóng bảo hiểm xã hội 15 năm được hưởng lương hưu",
    "Luật Bảo hiểm xã hội sửa đổi giảm số năm đóng tối thiểu từ 20 xuống 15 năm.",
    "Quy định này giúp người tham gia muộn có lương hưu thay vì rút bảo hiểm xã hội một lần. "
    "Mức lương hưu tính theo thời gian đóng và tiền lương bình quân. Bảo hiểm xã hội Hà Nội đã "
    "mở các buổi tư vấn cho người lao động gần tuổi nghỉ hưu.",
    ("bao-hiem-xa-hoi", "luong-huu"),
)
FOOTBALL = (
    "Khai mạc giải bóng đá công nhân viên chức Thủ đô",
    "24 đội bóng của các công đoàn cơ sở tranh tài trên sân Mỹ Đình.",
    "Trận mở màn, đội Công ty Nước sạch thắng đội Xí nghiệp Xe điện 3-1. Thủ môn Lê Văn Sơn cản "
    "phá quả phạt đền ở phút 80. Giải kéo dài hai tuần, trận chung kết diễn ra ngày chủ nhật.",
    ("the-thao",),
)
STORIES: dict[str, Words] = {
    "gifts": GIFTS,
    "gifts again": GIFTS_AGAIN,
    "insurance": INSURANCE,
    "pension": PENSION,
    "football": FOOTBALL,
}


def make_signature(
    title: str, summary: str, text: str, tags: Iterable[str], weights: Weights
) -> Signature:
    """The signature of an article, as the processes make it that read articles."""
    return sign(split(title, summary, text), tags, weights)[0]


def freeze(articles: Collection[Words]) -> bytes:
    """The table of weights of ``articles``, in an order that doesn't change (as by path)."""
    step = step_of(len(articles))
    counts = count_terms(words for place, words in enumerate(articles) if place % step == 0)
    return table_of(counts, len(articles), step)
