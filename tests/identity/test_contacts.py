"""Places, telephones, e-mails, papers and dates: one way of writing for many that people use."""

import random

import phonenumbers
import pytest

from evenhand.core.identity.mailboxes import mailbox, own
from evenhand.core.identity.names import named
from evenhand.core.identity.normalise import Typed, date, normalise
from evenhand.core.identity.papers import paper
from evenhand.core.identity.places import address, city
from evenhand.core.identity.telephone import e164_of


@pytest.mark.parametrize(
    "names",
    [
        (
            "TP. Hồ Chí Minh",
            "Sài Gòn",
            "hcm",
            "TP.HCM",
            "Ho Chi Minh City",
            "thành phố Hồ Chí Minh",
        ),
        ("Hà Nội", "HN", "TP Hà Nội", "ha noi", "Hanoi"),
        ("北京市", "北京", "Beijing", "Peking", "北京市朝阳区"),
        ("广东省深圳市", "深圳", "深圳市", "Shenzhen", "广东省深圳市南山区"),
        ("重庆", "Chongqing"),
        ("厦门市", "Xiamen"),
        ("成都", "Chengdu"),
        ("长沙", "Changsha"),
        ("哈尔滨", "Harbin"),
        ("香港", "Hong Kong", "HK"),
    ],
    ids=lambda names: names[0],
)
def test_a_city_has_one_name(names: tuple[str, ...]) -> None:
    assert len({city(name) for name in names}) == 1


def test_two_provinces_that_sound_alike_are_two() -> None:
    assert city("山西") != city("陕西")


@pytest.mark.parametrize(
    "one, other",
    [
        ("12/3 Đường Lê Lợi, P. Bến Nghé, Q.1, TP. HCM", "12/3 le loi, phường bến nghé, quận 1"),
        ("北京市朝阳区建国路88号", "朝阳 建国 88"),
        ("12 High Street", "12 High St."),
        ("٤٥ High Street", "45 high street"),
    ],
)
def test_an_address_is_its_telling_words_and_its_numbers(one: str, other: str) -> None:
    assert address(one, "Hồ Chí Minh") == address(other, "Hồ Chí Minh")


def test_a_door_is_told_from_another() -> None:
    assert address("建国路88号")[1] == "88" != address("建国路89号")[1]


@pytest.mark.parametrize(
    "typed, countries, number",
    [
        ("138 0013-8000", ("CN",), "+8613800138000"),
        ("(0086) 138 0013 8000", ("VN",), "+8613800138000"),
        ("010-8888 8888", ("CN",), "+861088888888"),
        ("0912.345.678", ("CN", "VN"), "+84912345678"),
        ("+84 (0)912 345 678", ("VN",), "+84912345678"),
        ("020 7946 0958", ("GB",), "+442079460958"),
        ("(212) 555-0123", ("US",), "+12125550123"),
        ("１３８００１３８０００", ("CN",), "+8613800138000"),
        ("1380013800٠", ("CN",), "+8613800138000"),
        ("0084 199 2546", ("VN",), "+841992546"),
        ("12", ("CN",), ""),
        ("999999999999999999999", ("VN",), ""),
        ("none", ("VN",), ""),
    ],
)
def test_a_telephone_number_is_read_as_where_it_was_typed(
    typed: str, countries: tuple[str, ...], number: str
) -> None:
    assert e164_of(typed, countries) == number


_STARTS = {
    "CN": (86, ["13", "15", "18", "19", "10", "21", "755", "571", "312"]),
    "VN": (84, ["3", "5", "7", "8", "9", "24", "28", "236", "1"]),
    "US": (1, ["212", "415", "646", "808", "011"]),
    "GB": (44, ["20", "7", "161", "1332", "800", "3"]),
}
_FORMS = ("0{}", "{}", "+{c}{}", "00{c}{}", "+{c} (0){}", "{c}{}")


def test_the_quick_way_to_read_a_telephone_says_what_the_library_says() -> None:
    chance, tried = random.Random(1), 0
    for country, (code, starts) in _STARTS.items():
        for _ in range(500):
            rest = "".join(chance.choices("0123456789", k=chance.randint(6, 9)))
            typed = chance.choice(_FORMS).format(chance.choice(starts) + rest, c=code)
            try:
                number = phonenumbers.parse(typed, country)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                tried += 1
                written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                assert e164_of(typed, (country,)) == written, (typed, country)
    assert tried > 300


def test_two_numbers_in_one_field_are_both_known() -> None:
    found = normalise(Typed(name="An", phone="0912 345 678 / 0243 822 1234"))
    assert (found.phone, found.other_phone) == ("+84912345678", "+842438221234")
    assert normalise(Typed(name="An", phone="0912345678; 0912 345 678")).other_phone == ""


@pytest.mark.parametrize("country", ["VN", "vn", "Việt Nam", "vietnam", "越南", "somewhere"])
def test_a_country_in_words_loses_no_telephone(country: str) -> None:
    assert normalise(Typed(name="An", phone="0912345678", country=country)).phone == "+84912345678"


@pytest.mark.parametrize(
    "kind, told",
    [("Company", "company"), ("Doanh nghiệp", "company"), ("企业", "company"), ("VIP", "company")],
)
def test_a_column_of_kinds_is_read_in_three_languages_or_not_at_all(kind: str, told: str) -> None:
    assert normalise(Typed(name="Công ty Hoà Phát", kind=kind)).kind == told
    assert normalise(Typed(name="Hoà Phát", kind="cá nhân")).kind == "person"


@pytest.mark.parametrize(
    "typed, address",
    [
        ("Nguyen.An+crm@GMail.com", "nguyenan@gmail.com"),
        ("An <an.nguyen@b.com.vn>;", "an.nguyen@b.com.vn"),
        ("ａｎ@ｂ.ｖｎ", "an@b.vn"),
        ("đăng@b.vn", "dang@b.vn"),
        ("иван@пример.рф", "ivan@primer.rf"),
        ("...@b.vn", ""),
        ("an at b.vn", ""),
    ],
)
def test_an_email_address_is_written_one_way(typed: str, address: str) -> None:
    assert mailbox(typed) == address


@pytest.mark.parametrize(
    "email, name, is_own",
    [
        ("wei.wang@x.cn", "Wang Wei", False),
        ("wwei@x.cn", "Wang Wei", False),
        ("wei.wang88@x.cn", "Wang Wei", True),
        ("lilei@x.cn", "Wang Wei", True),
        ("info@fivestar.com", "Five Star Ltd", False),
        ("info@sixstar.com", "Five Star Ltd", True),
    ],
)
def test_an_address_made_of_the_name_says_no_more_than_the_name(
    email: str, name: str, is_own: bool
) -> None:
    assert bool(own(email, named(name))) is is_own


@pytest.mark.parametrize(
    "typed, number, branch, holds",
    [
        ("0100233488-001", "0100233488", "001", True),
        ("0100 233 489", "0100233489", "", False),
        ("91110000600037341l", "91110000600037341l", "", True),
        ("91110000600037341M", "91110000600037341m", "", False),
        ("11010519491231002X", "11010519491231002x", "", True),
        ("０１００２３３４８８", "0100233488", "", True),
        ("000000000000000000", "", "", None),
        ("n/a", "", "", None),
    ],
)
def test_a_tax_code_shows_its_branch_and_whether_its_check_digit_holds(
    typed: str, number: str, branch: str, holds: bool | None
) -> None:
    found = paper(typed)
    assert (found.number, found.branch, found.holds) == (number, branch, holds)


def test_a_date_is_one_however_its_parts_are_ordered() -> None:
    typed = ("1956-09-04", "4/9/1956", "19560904", "1956-09-04 00:00:00", "1956年9月4日")
    assert {date(one) for one in typed} == {"1956-09-04"}
    assert date("soon") == ""
