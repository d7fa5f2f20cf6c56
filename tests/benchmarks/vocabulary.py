# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words for generated news: union news as it sounds, composed from lists, copied from nowhere.

Every list stands in the order of frequency: a word is drawn by Zipf's law on its place.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from random import Random


class Words:
    """A list of words, drawn with weights 1 / (place + shift) ** power."""

    def __init__(self, text: str, power: float = 0.9, shift: float = 2.0) -> None:
        parts = (part.strip() for line in text.split("\n") for part in line.split("|"))
        self.words = [part for part in parts if part]
        weights = ((place + shift) ** -power for place in range(len(self.words)))
        self._sums = list(accumulate(weights))

    def draw(self, rng: Random) -> str:
        """A word."""
        return self.words[bisect(self._sums, rng.random() * self._sums[-1])]


SECTIONS = {
    "cong-doan": "Công đoàn",
    "doi-song": "Đời sống",
    "viec-lam": "Việc làm",
    "phap-luat": "Pháp luật",
    "an-toan": "An toàn lao động",
    "van-hoa": "Văn hóa",
    "giao-duc": "Giáo dục",
    "do-thi": "Đô thị",
}

SUBJECTS = Words("""
công đoàn cơ sở|người lao động|đoàn viên công đoàn|ban chấp hành|ban thường vụ|các cấp công đoàn
ban nữ công|tổ công đoàn|lãnh đạo công ty|ban giám đốc|tập thể cán bộ|đội ngũ công nhân
đoàn công tác|ban tổ chức|hội đồng thi đua|nữ công nhân|cán bộ công đoàn|các doanh nghiệp
nhiều gia đình công nhân|tổ tự quản khu nhà trọ|trung tâm dịch vụ việc làm|thầy cô giáo
công nhân vệ sinh môi trường|ban liên lạc hưu trí|câu lạc bộ thanh niên công nhân|tổ tư vấn
công đoàn ngành|hội liên hiệp phụ nữ|đoàn thanh niên|cơ quan bảo hiểm xã hội|đội tình nguyện
ban quản lý khu công nghiệp|tổ an toàn vệ sinh viên|các chủ nhà trọ|hợp tác xã|ban dân vận
đại diện tập thể người lao động|những người thợ lành nghề|nhóm công nhân trẻ|bếp ăn tập thể
phòng nội vụ|hội người cao tuổi|đội bóng chuyền hơi|trạm y tế|ban đại diện phụ huynh
tổ hòa giải|đội xe buýt|công ty môi trường đô thị|nhà máy may|xưởng cơ khí|xí nghiệp gạch
""")

VERBS = Words("""
tổ chức|phối hợp tổ chức|triển khai|trao tặng|thăm hỏi và tặng|đề xuất|xây dựng|tham gia|ký kết
phát động|hoàn thành|chuẩn bị|đánh giá|tổng kết|hỗ trợ|vận động|giới thiệu|kiểm tra|giám sát
duy trì|mở rộng|tiếp nhận|ghi nhận|biểu dương|khen thưởng|góp ý|rà soát|bổ sung|thống nhất
bàn giao|khảo sát|kết nạp|bồi dưỡng|tuyên truyền về|thảo luận|lấy ý kiến về|nhân rộng|công bố
đăng ký|hưởng ứng|quyên góp|sửa chữa|tập huấn về|chia sẻ|nghe báo cáo về|trình bày|khởi công
khánh thành|đầu tư|cải tiến|đổi mới|ứng dụng|hướng dẫn|giải đáp|tư vấn|thí điểm|kiến nghị
đón nhận|lan tỏa|gìn giữ|chăm lo|quan tâm đến|gặp gỡ đại diện của|đồng hành với|sơ kết
""")

NOUNS = Words("""
chương trình|hội nghị|phong trào thi đua|kế hoạch|phần quà|hoạt động|buổi gặp mặt|công tác
thỏa ước lao động tập thể|hội thi|đời sống công nhân|chế độ chính sách|bữa ăn ca|quỹ tương trợ
ngày hội việc làm|buổi đối thoại|mái ấm công đoàn|giải bóng đá|hội diễn văn nghệ|lớp tập huấn
sáng kiến|mô hình|đại hội|chuyến xe|suất học bổng|nghị quyết|công trình|nhà trẻ|khu nhà ở
túi thuốc gia đình|gian hàng|phiên chợ|cuộc thi viết|giờ làm việc|tiền lương|tiền thưởng
bảo hiểm xã hội|bảo hiểm y tế|hợp đồng lao động|nội quy lao động|môi trường làm việc|thiết bị
dây chuyền sản xuất|đơn hàng|tay nghề|kỷ luật lao động|phiếu khảo sát|tủ sách|thư viện nhỏ
tuyến phố|vườn hoa|sân chơi|nhà văn hóa|trạm sạc|tuyến xe buýt|chiếc xe đạp|phòng vắt trữ sữa
khóa học nghề|chứng chỉ|hồ sơ|thủ tục|bản cam kết|quy chế phối hợp|báo cáo|danh sách|tiêu chí
lễ trao giải|tuần lễ|tháng hành động|đêm hội|buổi chiếu phim|ngày hội hiến máu|chuyến tham quan
bức tranh|cuốn sổ tay|bài giảng|video ngắn|bản tin|trang thông tin|ứng dụng|đường dây nóng
lò sấy|máy may|bảo hộ lao động|mũ bảo hiểm|giàn giáo|hệ thống thông gió|bình chữa cháy
lối thoát hiểm|suất ăn|bếp ăn|khu tập thể|căn hộ|sổ tiết kiệm|khoản vay|giống cây
nghề mây tre|làng gốm|lụa|nhạc cụ|câu chèo|bài hát|điệu múa|tác phẩm
cây cầu|con đường|vỉa hè|hồ nước|công viên|chợ dân sinh
""")

MODIFIERS = Words("""
của đoàn viên|cho người lao động|năm nay|tại cơ sở|trong doanh nghiệp|cấp thành phố|thiết thực
ở khu công nghiệp|dành cho nữ công nhân|có hoàn cảnh khó khăn|theo quy định|hằng năm|lần thứ hai
trong toàn đơn vị|với nhiều nội dung mới|của con công nhân|bằng nguồn xã hội hóa|trước dịp Tết
trong Tháng Công nhân|từ nguồn quỹ công đoàn|vào cuối tuần|ngoài giờ làm việc|ở các xã ngoại thành
mang tên công đoàn|được nhiều người mong đợi|gọn nhẹ|đúng tiến độ|chất lượng cao|tiết kiệm điện
an toàn|xanh, sạch, đẹp|theo hình thức trực tuyến|có thưởng|không dùng giấy tờ|miễn phí|lâu dài
cho lao động trẻ|sau thời gian thử việc|ở vùng bãi ven sông|trên địa bàn|giữa hai bên|cùng có lợi
dưới một trăm người|đã nhiều năm|vừa được nghiệm thu|đang được lấy ý kiến|có sức lan tỏa|bền vững
cho lao động nữ mang thai|nuôi con nhỏ|bị bệnh hiểm nghèo|xa quê|thuê trọ|làm ca đêm|mới tuyển
ở nhà máy|tại xưởng|tại trường học|tại bệnh viện|trong ngành xây dựng|trong ngành dệt may
trong ngành giáo dục|trong ngành y tế|của lái xe|của người giao hàng|của thợ điện|của thợ hàn
""")

PURPOSES = Words("""
nhằm chăm lo tốt hơn cho đoàn viên|để người lao động yên tâm làm việc|góp phần ổn định sản xuất
qua đó giữ chân thợ giỏi|để không ai bị bỏ lại phía sau|nhằm nâng cao hiểu biết pháp luật
tạo không khí phấn khởi trong đơn vị|giúp các gia đình bớt khó khăn|để bữa ăn ca ngon hơn
nhằm giảm tai nạn lao động|để con em công nhân có chỗ học|góp phần làm đẹp phố phường
nhằm lắng nghe tâm tư của cơ sở|để tổ chức công đoàn gần người lao động hơn|giúp tăng thu nhập
nhằm thu hút thêm đoàn viên mới|để các bên hiểu nhau hơn|nhằm tôn vinh những người thợ
để nghề cũ không mai một|giúp người mất việc sớm có chỗ làm|nhằm rút ngắn thời gian chờ đợi
để phụ nữ có thêm tiếng nói|góp phần giữ gìn bản sắc|nhằm phát huy dân chủ ở cơ sở
""")

WHENS = Words("""
sáng nay|chiều qua|trong tuần này|những ngày đầu năm|vào dịp cuối năm|trong quý vừa qua|mới đây
từ đầu năm đến nay|sau kỳ nghỉ lễ|trong khuôn khổ Tháng Công nhân|trước thềm đại hội|tối cùng ngày
nhân dịp khai giảng|trong mùa mưa bão|giữa những ngày nắng nóng|ngay sau buổi làm việc
trong ba năm trở lại đây|khi đơn hàng tăng trở lại|khi trời còn chưa sáng|vào giờ tan ca
""")

WHERES = Words("""
tại hội trường công ty|ở nhà văn hóa thôn|tại trụ sở công đoàn|ngay trong xưởng|ở sân trường
tại khu nhà trọ|bên dây chuyền sản xuất|ở khu công nghiệp|tại công viên|trên tuyến phố trung tâm
tại bếp ăn tập thể|ở sân vận động|tại thư viện|trong khuôn viên nhà máy|ở bến xe|tại chợ đầu mối
ở làng nghề|tại trung tâm dạy nghề|bên bờ sông|tại phòng họp trực tuyến
""")

LINKS = Words("""
bên cạnh đó|ngoài ra|cùng với đó|đặc biệt|theo kế hoạch|thực tế cho thấy|nhờ vậy|đến nay|tuy nhiên
trước đó|cũng trong dịp này|về phía doanh nghiệp|ở chiều ngược lại|không dừng ở đó|đáng chú ý
nhìn lại chặng đường đã qua|trong thời gian tới|từ những việc nhỏ|với tinh thần ấy|kết quả là
""")

REMARKS = Words("""
điều chúng tôi mong nhất là việc làm ổn định|có công đoàn thì anh em yên tâm hơn
việc gì cũng cần bàn cho kỹ|mỗi người góp một ít thì việc lớn cũng xong
phải bắt đầu từ chính bữa ăn của công nhân
muốn giữ người thì trước hết phải lắng nghe|đây là lần đầu tôi được nói hết điều mình nghĩ
chúng tôi sẽ làm đến cùng|con tôi rất thích góc đọc sách mới|tiền không nhiều nhưng ấm lòng
làm nghề này cần sự kiên nhẫn|an toàn của người thợ phải đặt lên trên hết|cứ đúng luật mà làm
năm sau chúng tôi sẽ mở rộng hơn nữa|ai cũng có thể có sáng kiến
""")

ROLES = Words("""
chị|anh|bà|ông|Chủ tịch công đoàn cơ sở|cán bộ nữ công|tổ trưởng|quản đốc|Phó Giám đốc|kỹ sư
thợ may|thợ hàn|cô giáo|y tá|lái xe|công nhân|đại diện công ty|bác sĩ|kế toán trưởng|trưởng ca
""")

HEADINGS = Words("""
Từ những việc nhỏ|Chăm lo thiết thực|Lắng nghe cơ sở|Giữ người bằng cái tâm|Khó khăn còn nhiều
Kinh nghiệm rút ra|Điểm tựa của đoàn viên|Đổi mới cách làm|Con số biết nói|Chặng đường phía trước
""")

FAMILIES = Words("Nguyễn|Trần|Lê|Phạm|Hoàng|Vũ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Phan|Tạ|Cao")
MIDDLES = Words("Thị|Văn|Minh|Thu|Đức|Quang|Ngọc|Thanh|Hồng|Xuân|Hữu|Bích|Kim|Anh|Tiến|Gia|Khánh")
GIVENS = Words("""
Hương|Hùng|Lan|Tuấn|Hà|Dũng|Mai|Nam|Linh|Sơn|Hằng|Long|Thảo|Cường|Nga|Hải|Yến|Thắng|Huệ|Bình
Phương|Khoa|Trang|Việt|Oanh|Kiên|Nhung|Đạt|Vân|Phúc|Liên|Toàn|Tâm|Quân|Loan|Tùng|Xuân|Chiến
""")

TAG_HEADS = Words("""
công đoàn|đoàn viên|tiền lương|bảo hiểm|việc làm|nhà ở|an toàn|thi đua|sáng kiến|đối thoại|phúc lợi
học nghề|nữ công|bữa ăn ca|hợp đồng|khu công nghiệp|giáo viên|xe buýt|làng nghề|nhà trẻ|hiến máu
giải thưởng|văn nghệ|thể thao|học bổng|xây dựng|dệt may|y tế|môi trường|giao thông|quy hoạch|di sản
lễ hội|sách|phim|chợ|hồ nước|cây xanh|điện|nước sạch|trường học|bệnh viện|nghỉ lễ|thưởng Tết
thất nghiệp|hưu trí|thai sản|ốm đau|khởi nghiệp|chuyển đổi số
""")
TAG_TAILS = Words("""
công nhân|Thủ đô|cơ sở|người lao động|2025|nữ|trẻ|ngoại thành|cộng đồng|tự nguyện|số|xanh|mùa hè
mùa đông|cuối năm|đầu xuân|tiêu biểu|khó khăn|vùng ven|phố cổ|liên ngành|tập thể|gia đình|tương lai
an sinh|pháp luật|lần đầu|cao tuổi|vay vốn|dân sinh|sáng tạo|văn minh|thân thiện|tiết kiệm|kiểu mẫu
tháng năm|quốc tế|địa phương|thành phố|quanh năm
""")


def pen_names(count: int) -> list[str]:
    """So many different pen names."""
    rng = Random("bút danh")
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{MIDDLES.draw(rng)} {GIVENS.draw(rng)}"] = None
    return list(names)


def tag_names(count: int) -> list[str]:
    """So many different tags, the commonest first."""
    rng = Random("từ khóa")
    names = dict.fromkeys(TAG_HEADS.words[:40])
    pairs = [f"{head} {tail}" for head in TAG_HEADS.words for tail in TAG_TAILS.words]
    rng.shuffle(pairs)
    names.update(dict.fromkeys(pairs))
    return list(names)[:count]
