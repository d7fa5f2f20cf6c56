# SPDX-License-Identifier: AGPL-3.0-or-later
"""Three articles: one with everything, one with nothing, one that is odd."""

from __future__ import annotations

from markupsafe import Markup

from newsroom.pages.views import (
    ArticleView,
    Byline,
    CorrectionNote,
    Link,
    Picture,
)
from tests.theme.sample import (
    ADDRESS,
    EVIL,
    SUMMARY,
    TITLES,
    picture,
    unit,
)

BODY = Markup("""\
<p>Sáng 22/4, tại khu công nghiệp phía bắc thành phố, gần 600 công nhân dự ngày hội “Cảm ơn người \
lao động”. Đây là hoạt động mở đầu <a href="https://example.org/" rel="noopener">đợt cao điểm</a> \
kéo dài đến hết tháng 7, với trọng tâm là những nơi đông lao động nữ, lao động xa quê.</p>
<p>“Chúng tôi không hỏi công nhân cần gì bằng phiếu in sẵn, mà ngồi xuống cùng ăn một bữa cơm ca \
rồi mới ghi vào sổ”, chị Hà, chủ tịch công đoàn cơ sở một nhà máy linh kiện, \
nói.<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>
<h2 id="ba-viec-lam-ngay">Ba việc làm ngay<a class="anchor" href="#ba-viec-lam-ngay" \
aria-label="Liên kết đến mục này">#</a></h2>
<ul><li>Kiểm tra bếp ăn ca ở 120 doanh nghiệp;</li><li>Khám sức khoẻ cho 5.000 nữ đoàn viên;</li>
<li>Đối thoại về tiền lương, giờ làm thêm.</li></ul>
<figure class="figure"><img src="/images/minh-hoa/nha-may.webp" width="1200" height="800" \
alt="Công nhân trong xưởng" loading="lazy"><figcaption>Ca sáng ở một xưởng lắp ráp. Minh hoạ: \
Toà soạn</figcaption></figure>
<aside class="box"><p class="box-title">Ai được hỗ trợ?</p><p>Đoàn viên bị giảm giờ làm, mắc bệnh \
hiểm nghèo hoặc có con nhỏ dưới 36 tháng tuổi.</p><ul><li>Mức hỗ trợ: 1–3 triệu đồng</li>\
<li>Nơi nhận hồ sơ: công đoàn cơ sở</li></ul></aside>
<h3 id="so-lieu">Số liệu<a class="anchor" href="#so-lieu" aria-label="Liên kết đến mục này">\
#</a></h3>
<div class="table" tabindex="0" role="region" aria-label="Bảng số liệu"><table><thead><tr>\
<th>Đơn vị</th><th>Đoàn viên mới</th><th>Công đoàn cơ sở mới</th><th>So với kế hoạch</th></tr>\
</thead><tbody><tr><td>Phường Hồng Hà</td><td>1.204</td><td>9</td><td>112%</td></tr><tr>\
<td>Xã Phú Xuyên</td><td class="right">860</td><td>6</td><td>98%</td></tr></tbody></table></div>
<figure class="pull-quote"><blockquote><p>Bữa ăn ca tăng thêm ba nghìn đồng, nhưng điều công nhân \
nhớ là có người hỏi họ ăn có ngon không.</p></blockquote><figcaption>Chị Hà, chủ tịch công đoàn cơ \
sở</figcaption></figure>
<blockquote><p>Trích dẫn thường trong bài.</p></blockquote>
<figure class="gallery"><div class="gallery-items"><figure class="figure"><img \
src="/images/minh-hoa/lop-hoc.webp" width="1200" height="800" alt="Lớp học tối" loading="lazy">\
</figure><figure class="figure"><img src="/images/minh-hoa/san-bong.webp" width="1200" \
height="800" alt="Sân bóng" loading="lazy"></figure></div><figcaption>Sau giờ làm.</figcaption>\
</figure>
<figure class="embed"><a class="embed-link" href="https://www.youtube.com/watch?v=abc" \
data-embed="youtube" data-id="abc" rel="noopener"><span class="embed-title">Ngày hội “Cảm ơn người \
lao động”</span></a><figcaption>Video: Toà soạn</figcaption></figure>
<figure class="media"><audio controls preload="none" src="/audio/ban-tin.mp3"></audio><figcaption>\
Bản tin trưa</figcaption></figure>
<p>Đợt cao điểm kết thúc bằng hội nghị người lao động cấp thành phố vào cuối tháng 7.</p>
<section class="footnotes"><ol><li id="fn:1"><p>Trao đổi với phóng viên ngày 21/4. \
<a href="#fnref:1" aria-label="Về chỗ chú thích">↩</a></p></li></ol></section>
""")

ARTICLE = ArticleView(
    title=TITLES[0],
    kicker="Liên đoàn Lao động thành phố:",
    summary=SUMMARY,
    dateline="(CĐTĐ)",
    iso="2025-04-22T09:15:00+07:00",
    long_date="Thứ Ba, 22/04/2025 09:15 (GMT+7)",
    updated_iso="2025-04-22T15:40:00+07:00",
    updated_date="22/04/2025 15:40",
    image=picture(
        0, alt="Công nhân vào ca sáng", caption="Công nhân vào ca sáng.", credit="Tranh: Toà soạn"
    ),
    body=BODY,
    minutes=4,
    authors=(Byline("Phương Linh", "/tac-gia/phuong-linh/"), Byline("K.Tiến", "")),
    units=(unit("Huyện Phú Xuyên", "đến 30/06/2025"), unit("Toàn thành phố", url="")),
    tags=(
        Link("chăm lo đời sống", "/the/a/"),
        Link("Tháng Công nhân", "/the/b/"),
        Link(EVIL, "/the/c/"),
    ),
    source=Link("Tổng Liên đoàn", "https://example.org/tin?a=1&b=2"),
    dossier=Link("Tháng Công nhân 2025", "/chuyen-de/thang-cong-nhan-2025/"),
    corrections=(
        CorrectionNote("05/05/2025", "2025-05-05", "Số suất học bổng là 1.200, không phải 1.300."),
    ),
    address=f"{ADDRESS}/2025/04/bai-0.html",
    has_embed=True,
    section=Link("Chăm lo đời sống", "/cong-doan/2/"),
)
BARE_ARTICLE = ArticleView(
    title="Xe buýt đêm",
    kicker="",
    summary="",
    dateline="",
    iso="2015-04-22T09:15:00+07:00",
    long_date="Thứ Tư, 22/04/2015 09:15 (GMT+7)",
    updated_iso="",
    updated_date="",
    image=None,
    body=Markup("<p>Một đoạn.</p>"),
    minutes=0,
    authors=(),
    units=(),
    tags=(),
    source=Link("", ""),
    dossier=None,
    corrections=(),
    address="",
    has_embed=False,
    section=Link("Chăm lo đời sống", "/cong-doan/2/"),
)
ODD_ARTICLE = ArticleView(
    title=f"{TITLES[4]} {EVIL}",
    kicker=f"{TITLES[4]}:",
    summary=SUMMARY * 4,
    dateline="",
    iso="2025-04-22T09:15:00+07:00",
    long_date="Thứ Ba, 22/04/2025 09:15 (GMT+7)",
    updated_iso="",
    updated_date="",
    image=Picture("/images/minh-hoa/loa.webp", caption=EVIL),
    body=Markup("<p>Một đoạn.</p>"),
    minutes=1,
    authors=(Byline(EVIL, ""),),
    units=(),
    tags=(Link("một thẻ", "/the/x/"),),
    source=Link(EVIL, ""),
    dossier=None,
    corrections=(),
    address=f"{ADDRESS}/x.html",
    has_embed=False,
    section=Link("Chăm lo đời sống", "/cong-doan/2/"),
)
