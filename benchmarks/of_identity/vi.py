"""Vietnamese names: surnames by their shares, middle and given names, companies."""

from __future__ import annotations

import random

from benchmarks.of_identity.picks import said

surname = said("""
Nguyễn:38 Trần:11 Lê:9.5 Phạm:7 Hoàng:3.6 Huỳnh:3.4 Phan:4.5 Vũ:2.2 Võ:2.4 Đặng:2.1 Bùi:2 Đỗ:1.4
Hồ:1.3 Ngô:1.3
Dương:1 Lý:0.5 Đoàn:0.7 Đinh:0.8 Trương:1.2 Lâm:0.6 Mai:0.5 Trịnh:0.6 Đào:0.7 Lương:0.6 Cao:0.5
Hà:0.5 Tạ:0.4 Tô:0.3
Châu:0.3 Thái:0.3 La:0.15 Quách:0.2 Chu:0.3 Vương:0.2 Lưu:0.4 Tăng:0.15 Từ:0.15 Kiều:0.15
Phùng:0.3 Nông:0.15
Triệu:0.15 Hứa:0.15 Doãn:0.05 Thạch:0.1 Kim:0.1 Tống:0.15 Khuất:0.03 Nghiêm:0.1 Văn:0.1 Ông:0.02
Diệp:0.05 Giang:0.05
Tôn_Thất:0.04 Tôn_Nữ:0.03 Âu_Dương:0.01 Viên:0.03 Mạc:0.06 Bạch:0.05 Lục:0.03 Thân:0.05 Đàm:0.1
Hầu:0.02 Sơn:0.02
""")
male_middle = said("""
Văn:30 Đức:6 Minh:6 Hữu:5 Quang:5 Đình:4 Quốc:4 Xuân:3 Thanh:4 Công:3 Ngọc:3 Trọng:3 Hoàng:3 Thế:3
Duy:3 Anh:2 Tuấn:2
Gia:2 Hồng:2 Trung:2 Bá:1 Mạnh:2 Tiến:2 Viết:1 Nhật:1 Phúc:1 Hải:1 Bảo:2 Khắc:1 Thành:2 Tấn:1.5
Phước:1 Thiện:1
Chí:1 Việt:1 Vĩnh:0.7 Phú:0.7 Huy:1 Sỹ:0.5 Danh:0.5 Hùng:0.5 Kim:0.5 Như:0.3 Ngọc_Minh:0.2
Nguyễn_Anh:0.1 -:3
""")
female_middle = said("""
Thị:30 Thị_Thanh:4 Thị_Ngọc:4 Thị_Thu:4 Thị_Kim:3 Thị_Minh:2 Thị_Hồng:3 Thị_Phương:3 Thị_Bích:2
Thị_Mỹ:2 Thị_Hoàng:1
Thị_Tuyết:2 Thị_Thuỳ:1 Thị_Lan:1 Thị_Mai:1 Thị_Xuân:1 Thị_Ánh:1 Thị_Quỳnh:1 Ngọc:6 Thanh:5 Thu:3
Phương:3 Minh:3
Kim:3 Hồng:3 Bích:2 Mỹ:2 Khánh:2 Bảo:2 Hoàng:2 Quỳnh:2 Tường:0.5 Cẩm:1 Diệu:1 Thảo:1 Mai:1.5
Thuỳ:2 Tuyết:1 Như:1
Yến:1 Xuân:1 Ánh:0.7 Diễm:0.7 Gia:1 Hải:0.7 Lan:1 Trúc:1 Tú:0.5 Vân:0.7 Nhật:0.5 Hà:0.7 Linh:0.6
-:1.5
""")
male_given = said("""
Hùng:6 Dũng:5 Tuấn:6 Cường:5 Minh:6 Hải:5 Thành:5 Nam:5 Long:4 Sơn:4 Đức:4 Anh:6 Huy:5 Hoàng:5
Tùng:4 Quân:4 Trung:4
Thắng:4 Hiếu:4 Việt:3 Kiên:3 Bình:4 Hoà:3 Phúc:4 Lâm:3 Khoa:3 Khánh:3 Đạt:4 Tiến:3 Phong:3 Vinh:3
Quang:3 Tú:3 Tâm:2
Thịnh:2 Bảo:3 Nghĩa:2 Trí:2 Nhân:2 Phương:2 Linh:2 Duy:3 Mạnh:2 Hưng:3 Lộc:2 Toàn:2 Thái:2 Tài:2
An:2 Khải:1 Luân:1
Hậu:1 Nhật:2 Thiện:2 Lợi:1 Phát:2 Quyết:1 Chiến:2 Chung:1 Công:1 Danh:1 Đông:1 Giang:1.5 Hà:1.5
Hiệp:1.5 Kỳ:0.5 Lực:1
Lượng:0.5 Nguyên:1.5 Ninh:0.5 Phú:1.5 Quý:1.5 Sang:1.5 Sỹ:0.7 Tân:1.5 Thanh:2 Thuận:1.5 Toản:1
Triều:0.4 Trường:2
Văn:0.5 Vũ:2 Vương:0.7 Xuân:1 Định:0.7 Đại:0.7 Hào:0.7 Hoan:0.4 Khang:1.5 Kha:0.3 Khôi:1 Lập:0.4
Mẫn:0.3 Nhàn:0.2
Thọ:0.5 Thông:1 Tín:1 Tính:0.3 Trình:0.3 Trọng:1 Tường:0.4 Tuyên:0.5 Út:0.2 Đăng:1 Điệp:0.5
Doanh:0.5 Cảnh:0.6 Chính:0.7
Bách:0.7 Bằng:0.6 Ân:0.4 Đoàn:0.2 Hân:0.2 Huân:0.5 Khiêm:0.4 Tuấn_Anh:3 Đức_Anh:2 Minh_Quân:1
Hoàng_Long:1 Gia_Bảo:1
Minh_Khôi:0.5 Quốc_Bảo:1 Anh_Tuấn:2 Minh_Đức:1 Thanh_Tùng:1 Việt_Anh:1 Quang_Huy:1 Hoàng_Nam:1
Thành_Đạt:0.7
Duy_Anh:0.5 Nhật_Minh:0.6 Hải_Đăng:0.6 Bảo_Long:0.3 Trung_Kiên:0.7 Mạnh_Hùng:0.6 Xuân_Trường:0.3
Ngọc_Sơn:0.3
""")
female_given = said("""
Hương:5 Lan:5 Hoa:4 Mai:4 Linh:6 Trang:6 Hà:5 Thảo:5 Nga:4 Thuỷ:4 Hằng:5 Huyền:5 Ngọc:5 Anh:6
Phương:5 Yến:3 Nhung:4
Hạnh:4 Dung:3 Loan:3 Vân:4 Thu:3 Oanh:3 Hiền:4 Liên:3 Tuyết:2 Ánh:2 Hồng:3 Tâm:2 Bích:2 Nhi:3 My:3
Vy:3 Trinh:2 Trâm:2
Châu:2 Thư:3 Ngân:3 Quỳnh:3 Uyên:2 Chi:3 Giang:2 Diệp:1 Diễm:1 Duyên:2 Đào:1 Hân:2 Hoài:1 Hậu:0.7
Khanh:0.5 Kiều:1
Lệ:1 Lý:1 Mến:0.3 Minh:2 Mỹ:1 Nguyệt:2 Nhàn:1 Như:2 Phượng:2 Sen:0.5 Sương:1 Thanh:3 Thắm:1 Thoa:1
Thơm:0.6 Thuý:3
Thương:2 Tiên:1.5 Tình:0.7 Trà:1 Trúc:1.5 Tú:1 Tươi:0.5 Xuân:1.5 Ý:0.3 Điệp:0.4 An:1.5 Bình:1
Cúc:1 Gấm:0.2 Hường:1
Huệ:1.5 Khuyên:0.4 Lành:0.3 Lụa:0.2 Luyến:0.5 Ly:1 Miên:0.2 Na:0.4 Ngà:0.4 Nhài:0.2 Phúc:0.5
Quyên:1.5 Quý:0.3
Thêu:0.2 Thi:0.6 Thịnh:0.2 Thục:0.1 Toan:0.1 Vinh:0.4 Xoan:0.2 Xuyến:0.4 Đoan:0.1 Cẩm_Tú:0.5
Phương_Anh:2 Ngọc_Anh:2
Lan_Anh:2 Mai_Anh:1.5 Quỳnh_Anh:1.5 Vân_Anh:2 Kim_Anh:1 Hoàng_Anh:1 Thuỳ_Linh:2 Khánh_Linh:2
Phương_Linh:1 Thu_Hà:2
Thu_Trang:2 Huyền_Trang:2 Thanh_Thảo:1 Phương_Thảo:2 Thu_Hương:2 Lan_Hương:1.5 Bích_Ngọc:1.5
Bảo_Ngọc:1 Minh_Ngọc:1
Thanh_Hằng:1 Minh_Châu:1 Bảo_Châu:0.6 Yến_Nhi:1.5 Tường_Vy:1 Thảo_Vy:0.8 Thanh_Trúc:0.7 Kim_Ngân:1
Minh_Thư:1 Anh_Thư:1
Hồng_Nhung:1.5 Tuyết_Mai:0.5 Thanh_Mai:0.8 Như_Quỳnh:1 Mỹ_Duyên:0.7 Mỹ_Linh:0.8 Hồng_Hạnh:0.8
Bích_Phương:0.6
""")
form = said("""
Công_ty_TNHH:52 Công_ty_TNHH_MTV:12 Công_ty_Cổ_phần:20 Công_ty_CP:7 Doanh_nghiệp_tư_nhân:2 DNTN:2.5
Công_ty_TNHH_Một_thành_viên:3 Hợp_tác_xã:0.8 Công_ty_TNHH_Hai_thành_viên_trở_lên:0.3 Cửa_hàng:1
Tập_đoàn:0.3
""")
trade = said("""
Thương_Mại:8 Thương_Mại_Dịch_Vụ:12 Thương_Mại_và_Dịch_Vụ:9 Dịch_Vụ:3 Xây_Dựng:7
Xây_Dựng_Thương_Mại:4
Xây_Dựng_và_Thương_Mại:3 Sản_Xuất:2 Sản_Xuất_Thương_Mại:5 Sản_Xuất_Thương_Mại_Dịch_Vụ:4
Sản_Xuất_và_Thương_Mại:4
Vận_Tải:3 Vận_Tải_và_Thương_Mại:1 Du_Lịch:2 Du_Lịch_và_Vận_Tải:1 Công_Nghệ:4 Giải_Pháp_Công_Nghệ:1
Nội_Thất:2
Đầu_Tư:3 Đầu_Tư_Xây_Dựng:3 Đầu_Tư_và_Phát_Triển:3 Đầu_Tư_Thương_Mại:2 Xuất_Nhập_Khẩu:3 Kỹ_Thuật:2
Cơ_Khí:2 Cơ_Điện:2
Bao_Bì:1 Nhựa:1 May_Mặc:1.5 Thực_Phẩm:2 Dược_Phẩm:1.5 Thiết_Bị_Y_Tế:1 Ô_Tô:2 Phụ_Tùng_Ô_Tô:1
Bất_Động_Sản:2 Tư_Vấn:1.5
Tư_Vấn_Thiết_Kế:1.5 Quảng_Cáo:1.5 Truyền_Thông:2 Giáo_Dục:1.5 Logistics:1.5 Thuỷ_Sản:1
Vật_Liệu_Xây_Dựng:2 -:6
""")
first_word = said("""
Hoà:3 Minh:6 An:6 Thiên:5 Phú:6 Đại:5 Hoàng:6 Tân:5 Việt:7 Nam:4 Thành:5 Kim:3 Hưng:3 Đức:4 Thái:3
Gia:4 Phúc:4 Hải:3
Vạn:3 Nhật:3 Quang:3 Hồng:2 Ngọc:3 Bảo:3 Trường:3 Thanh:3 Long:2 Vĩnh:3 Đông:3 Tiến:2 Song:1 Tâm:1
Khang:1 Sao:1 Á:1
Hà:2 Trung:2 Bình:2 Thịnh:2 Nguyên:2 Lộc:1 Hùng:2 Tín:1 Phước:2 Mai:1 Đăng:1 Xuân:1 Huy:1 Toàn:2
Tam:1 Ánh:1
""")
second_word = said("""
Phát:8 Long:6 Bình:4 Phú:5 Thịnh:6 Hưng:5 An:6 Minh:4 Thành:5 Tiến:4 Lợi:3 Đạt:4 Phong:4 Khang:3
Sơn:3 Hà:3 Nam:4 Á:3
Tín:3 Tâm:3 Lộc:4 Gia:3 Anh:4 Hải:3 Dương:2 Quang:2 Phúc:4 Cường:3 Vượng:1 Sáng:1 Việt:2 Kim:1
Thắng:1 Đức:2 Thiên:1
Nguyên:3 Vinh:2 Hoà:2 Trí:1 Ngọc:1 Châu:2 Linh:1 Huy:2 Thái:1 Đông:1 Mỹ:1 Vàng:1 Bảo:1 Hoàng:1
Hùng:1 Tài:1
""")
third_word = said(
    "Việt:4 Group:1 Miền_Nam:1 Sài_Gòn:2 Hà_Nội:2 Việt_Nam:8 Đông_Nam_Á:0.5 Quốc_Tế:2 579:0.3 "
    "68:1 86:0.6"
)
city = said("""
Hồ_Chí_Minh:25 Hà_Nội:21 Đà_Nẵng:5 Hải_Phòng:5 Cần_Thơ:3 Bình_Dương:6 Đồng_Nai:6 Bắc_Ninh:3
Hải_Dương:2 Nghệ_An:3
Thanh_Hoá:3 Quảng_Ninh:2 Khánh_Hoà:2 Lâm_Đồng:2 Đắk_Lắk:2 Long_An:2 Thái_Nguyên:1.5 Nam_Định:1.5
Thái_Bình:1.5
Vĩnh_Phúc:1.5 Bắc_Giang:1.5 Hưng_Yên:1.5 An_Giang:1.5 Kiên_Giang:1.5 Tiền_Giang:1
Bà_Rịa_-_Vũng_Tàu:1.5 Huế:1
Quảng_Nam:1 Bình_Định:1 Gia_Lai:1 Bến_Tre:0.7 Vĩnh_Long:0.7 Đồng_Tháp:0.8 Tây_Ninh:0.8 Hà_Tĩnh:0.8
Quảng_Bình:0.5
""")
_letters = "ABCDGHKLMNPQSTVX"


def person(chance: random.Random, family: str = "", *, female: bool | None = None) -> str:
    """Surname, one or two middle names, given name."""
    female = chance.random() < 0.5 if female is None else female
    family = family or surname(chance)
    middle, given = (female_middle, female_given) if female else (male_middle, male_given)
    last = given(chance)
    inner = ("Thị" if female else "Văn") if last.count(" ") and chance.random() < 0.4 else ""
    inner = inner or ("" if " " in last else middle(chance))
    if inner and last in inner:
        inner = "Thị" if female else "Văn"
    return f"{family} {inner} {last}" if inner else f"{family} {last}"


def brand(chance: random.Random) -> str:
    """A pair of Sino-Vietnamese words, initials, or the name of a person."""
    draw = chance.random()
    if draw < 0.72:
        first, second = first_word(chance), second_word(chance)
        if first == second:
            second = "Phát" if first != "Phát" else "Thịnh"
        more = f" {third_word(chance)}" if chance.random() < 0.3 else ""
        return f"{first} {second}{more}"
    if draw < 0.86:
        initials = "".join(chance.choices(_letters, k=3 if chance.random() < 0.7 else 2))
        return f"{initials} {'Việt Nam' if chance.random() < 0.5 else second_word(chance)}"
    middle = male_middle(chance) if draw < 0.93 else female_middle(chance).split(" ")[-1]
    given = (male_given if draw < 0.93 else female_given)(chance)
    return f"{middle} {given}".strip()


def company(chance: random.Random, *, of: str = "", does: str = "", place: str = "") -> str:
    """Legal form, trade, brand, sometimes a place or a number; half of them in capitals."""
    of, does = of or brand(chance), does or trade(chance)
    end, draw = "", chance.random()
    if draw < 0.05:
        end = f" Số {chance.randrange(1, 10)}"
    elif draw < 0.1 and place and place not in of:
        end = f" {place}"
    elif draw < 0.13 and " " in of and not of[-1].isdigit():
        end = f" {chance.choice(('68', '79', '86', '99', '579', '39', '168'))}"
    elif draw < 0.15:
        end = f" {chance.choice(('Miền Nam', 'Miền Bắc', 'Miền Trung'))}"
    kind = form(chance)
    if kind == "Cửa hàng" or (kind == "Hợp tác xã" and "Thương Mại" in does):
        does = ""
    whole = f"{kind} {does} {of}{end}" if does else f"{kind} {of}{end}"
    return whole.upper() if chance.random() < 0.5 else whole
