"""One name for the many ways in which people type it; two for what is not one (S3, R7.3)."""

import pytest

from evenhand.core.identity.names import named

COMPANY, PERSON = "company", "person"


@pytest.mark.parametrize(
    "one, other",
    [
        ("曾偉", "曾伟"),
        ("王伟", "王 伟"),
        ("王伟先生", "王伟"),
        ("王总", "王"),
        ("王伟（老客户）", "王伟"),
        ("Nguyễn Văn Đạt", "nguyen van dat"),
        ("Nguyễn Văn Đạt", "NGUYEN VAN ĐAT"),
        ("Hoà Bình", "Hòa Bình"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hùng"),
        ("Nguyễn Văn Hùng", "Nguyeenx Vawn Hungf"),
        ("Nguyễn Văn Hùng", "Nguye6n4 Van Hung2"),
        ("anh Minh Tuấn", "Minh Tuấn"),
        ("Mr. John O'Brien", "john obrien"),
        ("Dr John O’Brien Jr.", "John O'Brien"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
        ("Lü Wei", "Lu Wei"),
    ],
)
def test_a_person_typed_differently_has_the_same_name(one: str, other: str) -> None:
    assert named(one).native == named(other).native
    assert named(one).kind == named(other).kind == PERSON


@pytest.mark.parametrize(
    "han, latin",
    [
        ("曾小明", "Zeng Xiaoming"),
        ("曾小明", "Xiaoming Zeng"),
        ("曾小明", "zengxiaoming"),
        ("曾小明", "ZENG XIAO MING"),
        ("单小明", "Shan Xiaoming"),
        ("解小明", "Xie Xiaoming"),
        ("仇小明", "Qiu Xiaoming"),
        ("查小明", "Zha Xiaoming"),
        ("区小明", "Ou Xiaoming"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("司馬光", "Guang Sima"),
        ("吕伟", "Lv Wei"),
        ("吕伟", "Lyu Wei"),
        ("孙长春", "Sun Changchun"),
    ],
)
def test_a_chinese_name_and_its_pinyin_in_any_order_are_the_same_words(
    han: str, latin: str
) -> None:
    assert named(han).spaced == named(latin).spaced


@pytest.mark.parametrize(
    "one, other",
    [
        ("Công ty TNHH Hoà Phát", "CTY TNHH HOA PHAT"),
        ("Công ty TNHH Một Thành Viên Hoà Phát", "cty tnhh mtv hoa phat"),
        ("Conh ty co phan Minh Long", "Công ty Cổ phần Minh Long"),
        ("Công ty cổ phàn Minh Long", "CTCP Minh Long"),
        ("Cty TM DV An Phát", "Công ty Thương mại Dịch vụ An Phát"),
        ("Acme Co., Ltd.", "ACME Company Limited"),
        ("Acme Lmited", "Acme Ltd"),
        ("Yates Design Co.", "Yates Design Ltd"),
        ("A.B.C. Ltd", "ABC Ltd"),
        ("Smith & Sons Ltd", "Smith and Sons Limited"),
        ("華為技術有限公司", "华为技术"),
        ("华为技术有线公司", "华为技术有限公司"),
        ("华为技术股份有限公司", "华为技术集团"),
    ],
)
def test_a_legal_form_says_nothing_however_it_is_written(one: str, other: str) -> None:
    assert named(one, COMPANY).native == named(other, COMPANY).native
    assert named(one).kind == COMPANY


@pytest.mark.parametrize(
    "name, native",
    [
        ("Công ty TNHH", "cong ty tnhh"),
        ("Company Limited", "company limited"),
        ("有限公司", "有限公司"),
        ("公司", "公司"),
    ],
)
def test_a_company_that_is_only_called_a_form_keeps_it(name: str, native: str) -> None:
    assert (named(name).kind, named(name).native) == (COMPANY, native)


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Co",
        "Marco Co",
        "Nguyễn Công Phượng",
        "Trần Công Tú",
        "Đinh Công Tý",
        "Nguyễn Thị Thương",
        "cô Phan Thị Lan",
        "Co Phan Thuong",
        "Anna 7",
        "Nguyễn Văn Hùng 1979",
        "Lan 0912 345 678",
        "欧阳重庆",
        "Chi Nhanh",
        "Maria Spa",
        "高店",
        "张建设",
        "李文化",
        "王知行",
        "大同",
        "爱德华·史密斯",
    ],
)
def test_a_person_called_like_a_company_stays_a_person(name: str) -> None:
    assert named(name).kind == PERSON
    assert named(name, PERSON).native == named(name).native


@pytest.mark.parametrize(
    "name",
    [
        "王小店",
        "顺发科技",
        "七天酒店",
        "北京同仁堂",
        "高公司",
        "TNHH",
        "Cửa hàng Kim Tiến",
        "Xây dựng An Bình",
        "Acme & Daughters",
        "Hilltop Garage",
        "Cổ phần Đầu tư Toàn Thiên",
        "An Phat 68",
        "CP Xây dựng BLN Hùng",
        "重庆呈色",
    ],
)
def test_a_company_without_a_legal_form_is_known_by_its_trade(name: str) -> None:
    assert named(name).kind == COMPANY


def test_a_name_in_a_field_for_persons_loses_no_form() -> None:
    assert named("Nguyen Thi Ltd", PERSON).native == "nguyen thi ltd"
    assert named("王集团", PERSON).native == "王集团"


@pytest.mark.parametrize(
    "name, company, place",
    [
        ("Công ty TNHH Hoà Phát - Chi nhánh Đà Nẵng", "hoa phat", "danang"),
        ("Chi nhánh Đà Nẵng - Công ty TNHH Hoà Phát", "hoa phat", "danang"),
        ("Chi nhánh Đà Nẵng Công ty TNHH Hoà Phát", "hoa phat", "danang"),
        ("Công ty Hoà Phát chi nhánh tại Đà Nẵng", "hoa phat", "danang"),
        ("Công ty Hoà Phát (CN Đà Nẵng)", "hoa phat", "danang"),
        ("Acme Ltd - Derby", "acme", "derby"),
        ("华为技术有限公司深圳分公司", "华为技术", "shenzhen"),
        ("华为技术有限公司深圳市分公司", "华为技术", "shenzhen"),
    ],
)
def test_a_branch_has_the_name_of_its_company_and_a_place(
    name: str, company: str, place: str
) -> None:
    found = named(name)
    assert (found.native, found.places, found.unit) == (company, place, "branch")


def test_a_dash_is_no_branch_unless_a_city_stands_behind_it() -> None:
    assert named("Acme - Derby", COMPANY, "Derby").unit == "branch"
    assert named("Acme - Widgets", COMPANY, "Derby").unit == "head"
    assert named("Cty TNHH - Hoà Phát", COMPANY).native == "hoa phat"


@pytest.mark.parametrize(
    "name, numbers",
    [
        ("Cty Hoà Phát 2", "2"),
        ("21世纪房地产有限公司", "21"),
        ("第一汽车有限公司", "1"),
        ("第十二中学", "12"),
        ("第二十商店有限公司", "20"),
        ("٣٤٥ شركة", "345"),
        ("七天酒店", ""),
    ],
)
def test_the_number_in_a_companys_name_is_told_apart(name: str, numbers: str) -> None:
    assert named(name, COMPANY).numbers == numbers


@pytest.mark.parametrize(
    "name, brand, places",
    [
        ("北京华为技术有限公司", "华为技术", "beijing"),
        ("华为技术（深圳）有限公司", "华为技术", "shenzhen"),
        ("Công ty Hoà Phát Hà Nội", "hoa phat", "hanoi"),
        ("中国银行", "中国银行", ""),
        ("大同有限公司", "大同", ""),
        ("上海科技有限公司", "上海科技", ""),
        ("北海道料理有限公司", "北海道料理", ""),
        ("Công ty Hà Nội", "ha noi", ""),
    ],
)
def test_a_place_is_taken_from_a_companys_name_unless_it_is_the_brand(
    name: str, brand: str, places: str
) -> None:
    assert (named(name).native, named(name).places) == (brand, places)


def test_nobody_is_called_by_a_place_less_than_by_a_name() -> None:
    assert named("李海南").native == "李海南"
    assert named("海南").native == "海南"


def test_a_name_of_trade_words_only_keeps_them_as_its_brand() -> None:
    found = named("Thương Mại Dịch Vụ", COMPANY)
    assert found.brand == "dichmaithuongvu"
    assert named("科技有限公司").native == "科技"


def test_letters_of_other_scripts_beside_chinese_ones_are_not_lost() -> None:
    assert named("山田タロウ").native != named("山田ハナコ").native
    assert named("山田タロウ").latin == "shantiantarou"
    assert "suzuki" in named("スズキ株式会社", COMPANY).latin


def test_english_short_forms_stand_for_the_whole_name() -> None:
    assert named("Bob Miller").tokens == named("Robert Miller").tokens == ("miller", "robert")
