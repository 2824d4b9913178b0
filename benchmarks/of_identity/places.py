"""Where customers live: districts and telephone areas of cities, towns of provinces."""

from __future__ import annotations

from benchmarks.of_identity.picks import Pick, said

ZH = """
北京 北京 010 朝阳:4 海淀:4 东城:2 西城:2 丰台:2 通州 昌平 大兴
上海 上海 021 浦东新:5 徐汇:2 静安:2 闵行:3 宝山:2 嘉定:2 松江:2 杨浦:2 长宁
广州 广东 020 天河:4 越秀:3 海珠:2 白云:3 番禺:3 黄埔 荔湾
深圳 广东 0755 南山:4 福田:4 罗湖:2 宝安:4 龙岗:3 龙华:2
成都 四川 028 武侯:3 锦江:2 青羊:2 金牛:2 成华:2 双流 龙泉驿
杭州 浙江 0571 西湖:3 余杭:3 萧山:3 拱墅:2 滨江:2 上城:2
武汉 湖北 027 江汉:2 武昌:3 洪山:3 江岸:2 汉阳:2 硚口
重庆 重庆 023 渝中:2 渝北:3 江北:2 九龙坡:2 沙坪坝:2 南岸:2
南京 江苏 025 鼓楼:2 玄武:2 江宁:3 秦淮:2 建邺:2 栖霞
天津 天津 022 南开:2 和平:2 河西:2 滨海新:3 西青 河东
苏州 江苏 0512 姑苏:2 吴中:2 相城 虎丘 吴江:2
西安 陕西 029 雁塔:4 碑林:2 未央:3 莲湖:2 长安
长沙 湖南 0731 岳麓:3 雨花:3 芙蓉:2 天心:2 开福:2
郑州 河南 0371 金水:4 二七:2 中原:2 管城回族 惠济
青岛 山东 0532 市南:2 市北:2 黄岛:2 崂山:2 李沧 城阳
沈阳 辽宁 024 和平:2 沈河:2 铁西:2 皇姑 浑南
宁波 浙江 0574 鄞州:3 海曙:2 江北 镇海
昆明 云南 0871 五华:2 盘龙:2 官渡:2 西山:2
合肥 安徽 0551 蜀山:3 包河:2 庐阳:2 瑶海:2
福州 福建 0591 鼓楼:3 台江 仓山:2 晋安
厦门 福建 0592 思明:3 湖里:3 集美 海沧
济南 山东 0531 历下:3 历城:2 市中:2 槐荫
大连 辽宁 0411 中山 西岗 沙河口:2 甘井子:2
无锡 江苏 0510 梁溪:2 滨湖:2 锡山 惠山
佛山 广东 0757 南海:3 顺德:3 禅城:2
哈尔滨 黑龙江 0451 南岗:3 道里:2 香坊
长春 吉林 0431 朝阳:2 南关:2 宽城
温州 浙江 0577 鹿城:3 瓯海:2 龙湾
石家庄 河北 0311 长安:2 裕华:2 桥西:2
南宁 广西 0771 青秀:3 西乡塘:2 江南
常州 江苏 0519 武进:2 新北:2 天宁
泉州 福建 0595 丰泽:2 鲤城 洛江
南昌 江西 0791 东湖:2 西湖:2 红谷滩:2 青山湖
贵阳 贵州 0851 云岩:2 南明:2 观山湖
太原 山西 0351 小店:3 迎泽:2 万柏林
烟台 山东 0535 芝罘:2 莱山 福山
嘉兴 浙江 0573 南湖:2 秀洲
南通 江苏 0513 崇川:2 通州
金华 浙江 0579 婺城:2 金东
珠海 广东 0756 香洲:3 金湾 斗门
惠州 广东 0752 惠城:2 惠阳
徐州 江苏 0516 云龙:2 泉山:2 鼓楼
海口 海南 0898 龙华:2 美兰:2 秀英
乌鲁木齐 新疆 0991 天山 沙依巴克 新市
绍兴 浙江 0575 越城:2 柯桥:2 上虞
台州 浙江 0576 椒江:2 路桥 黄岩
兰州 甘肃 0931 城关:3 七里河
潍坊 山东 0536 奎文:2 潍城
保定 河北 0312 竞秀 莲池
呼和浩特 内蒙古 0471 赛罕:2 新城 回民
洛阳 河南 0379 洛龙:2 涧西:2 西工
廊坊 河北 0316 广阳 安次
襄阳 湖北 0710 襄城 樊城:2
柳州 广西 0772 鱼峰 城中 柳北
赣州 江西 0797 章贡:2 南康
芜湖 安徽 0553 镜湖:2 弋江 鸠江
东莞 广东 0769 -
中山 广东 0760 -
"""
"""City, province, telephone area, districts; two cities have streets and towns only."""

VI = """
Hồ_Chí_Minh 028 -
Hà_Nội 024 -
Đà_Nẵng 0236 -
Hải_Phòng 0225 -
Cần_Thơ 0292 -
Bình_Dương 0274 Thủ_Dầu_Một:3 Dĩ_An:3 Thuận_An:3 Tân_Uyên Bến_Cát
Đồng_Nai 0251 Biên_Hoà:5 Long_Khánh
Bắc_Ninh 0222 Bắc_Ninh:2 Từ_Sơn:2
Hải_Dương 0220 Hải_Dương:2 Chí_Linh
Nghệ_An 0238 Vinh:4 Cửa_Lò
Thanh_Hoá 0237 Thanh_Hoá:3 Sầm_Sơn Bỉm_Sơn
Quảng_Ninh 0203 Hạ_Long:3 Cẩm_Phả:2 Uông_Bí Móng_Cái
Khánh_Hoà 0258 Nha_Trang:4 Cam_Ranh
Lâm_Đồng 0263 Đà_Lạt:3 Bảo_Lộc
Đắk_Lắk 0262 Buôn_Ma_Thuột
Long_An 0272 Tân_An
Thái_Nguyên 0208 Thái_Nguyên:2 Sông_Công Phổ_Yên
Nam_Định 0228 Nam_Định
Thái_Bình 0227 Thái_Bình
Vĩnh_Phúc 0211 Vĩnh_Yên:2 Phúc_Yên
Bắc_Giang 0204 Bắc_Giang
Hưng_Yên 0221 Hưng_Yên
An_Giang 0296 Long_Xuyên:2 Châu_Đốc
Kiên_Giang 0297 Rạch_Giá:2 Phú_Quốc Hà_Tiên
Tiền_Giang 0273 Mỹ_Tho:2 Gò_Công
Bà_Rịa_-_Vũng_Tàu 0254 Vũng_Tàu:3 Bà_Rịa
Huế 0234 Huế
Quảng_Nam 0235 Tam_Kỳ Hội_An:2
Bình_Định 0256 Quy_Nhơn
Gia_Lai 0269 Pleiku
Bến_Tre 0275 Bến_Tre
Vĩnh_Long 0270 Vĩnh_Long
Đồng_Tháp 0277 Cao_Lãnh Sa_Đéc
Tây_Ninh 0276 Tây_Ninh
Hà_Tĩnh 0239 Hà_Tĩnh
Quảng_Bình 0232 Đồng_Hới
"""
"""Province, telephone area, towns; the big cities have districts instead."""

VI_DISTRICTS: dict[str, Pick] = {
    "Hồ Chí Minh": said(
        "1:3 2 3:2 4 5:2 6 7:3 8 9 10:2 11 12:3 Bình_Thạnh:4 Gò_Vấp:4 Tân_Bình:4 Tân_Phú:3 "
        "Phú_Nhuận:2 Bình_Tân:4"
    ),
    "Hà Nội": said(
        "Cầu_Giấy:4 Đống_Đa:4 Ba_Đình:3 Hai_Bà_Trưng:3 Thanh_Xuân:4 Hoàng_Mai:4 Hà_Đông:4 "
        "Long_Biên:3 Nam_Từ_Liêm:3"
    ),
    "Đà Nẵng": said("Hải_Châu:4 Thanh_Khê:3 Sơn_Trà:2 Liên_Chiểu:2 Cẩm_Lệ:2"),
    "Hải Phòng": said("Lê_Chân:3 Ngô_Quyền:3 Hồng_Bàng:2 Hải_An:2 Kiến_An:1"),
    "Cần Thơ": said("Ninh_Kiều:4 Cái_Răng:2 Bình_Thuỷ:2"),
}

PROVINCE: dict[str, str] = {}
"""The province of a Chinese city."""
AREA: dict[str, str] = {}
"""The telephone area of a Chinese or Vietnamese city or province."""
DISTRICT: dict[str, Pick | None] = {}
"""The districts of a Chinese city."""
TOWN: dict[str, Pick | None] = {}
"""The towns of a Vietnamese province."""

for _line in ZH.strip().splitlines():
    _city, _province, _area, *_districts = _line.split()
    PROVINCE[_city], AREA[_city] = _province, _area
    DISTRICT[_city] = None if _districts == ["-"] else said(" ".join(_districts))
for _line in VI.strip().splitlines():
    _city, _area, *_towns = _line.split()
    _city = _city.replace("_", " ")
    AREA[_city], TOWN[_city] = _area, None if _towns == ["-"] else said(" ".join(_towns))
