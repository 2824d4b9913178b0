"""The second family of corruptions does what its names say, and the same for the same seed."""

import random
from dataclasses import replace

import pytest

from benchmarks.of_identity.corruptions_apart import NAME_KINDS, corrupt
from benchmarks.of_identity.record import Made

CUSTOMERS = [
    Made(
        "zh", "person", "王建国",
        "+8613800138000", "wangjg@163.com", "",
        "上海市浦东新区世纪大道100号502室", "上海",
    ),
    Made(
        "zh", "person", "陈丽华",
        "13912345678", "", "",
        "", "广州",
    ),
    Made(
        "zh", "person", "欧阳志强",
        "", "oyzq@qq.com", "",
        "北京市朝阳区建国路88号", "北京",
    ),
    Made(
        "zh", "company", "上海华信科技有限公司",
        "021-58881234", "info@huaxin.com.cn", "91310115MA1K35X27A",
        "上海市徐汇区漕溪路9号", "上海市",
    ),
    Made(
        "zh", "company", "佛山市顺通机械设备有限公司",
        "", "", "",
        "佛山市南海区桂城街道1号", "佛山",
    ),
    Made(
        "vi", "person", "Nguyễn Thị Hồng Nhung",
        "0912345678", "nhung.nguyen@gmail.com", "",
        "12 Nguyễn Trãi, Phường Bến Thành, Quận 1", "Hồ Chí Minh",
    ),
    Made(
        "vi", "person", "Hoàng Văn Lý",
        "+84397654321", "", "",
        "", "",
    ),
    Made(
        "vi", "company", "Công ty TNHH Thương mại Dịch vụ Hoàng Long",
        "02838221234", "ketoan@hoanglong.com.vn", "0301234567",
        "Số 5 Đường Lê Lợi, Quận 1", "Hồ Chí Minh",
    ),
    Made(
        "vi", "company", "Công ty Cổ phần Xây dựng Trường Sinh",
        "", "", "0109876543",
        "", "Hà Nội",
    ),
    Made(
        "en", "person", "Katherine Mary O'Brien",
        "+14155550123", "kate.obrien@gmail.com", "",
        "221 Market Street, Suite 4, San Francisco", "San Francisco",
    ),
    Made(
        "en", "person", "Robert Johnson",
        "415-555-0188", "", "",
        "12 North Elm Avenue", "New York",
    ),
    Made(
        "en", "company", "Smith & Sons International Manufacturing Ltd",
        "", "sales@smithsons.com", "GB123456789",
        "4 High Road, London", "London",
    ),
]  # fmt: skip


@pytest.mark.parametrize("kind", NAME_KINDS)
def test_a_kind_changes_the_names_that_it_applies_to(kind: str) -> None:
    made = [
        (customer.name, NAME_KINDS[kind](customer, random.Random(seed)))
        for customer in CUSTOMERS
        for seed in range(20)
    ]
    applied = [(before, after) for before, after in made if after is not None]

    assert applied
    assert all(after.strip() and after != before for before, after in applied)


def test_the_same_seed_records_the_same_and_language_and_kind_stay() -> None:
    changed = 0
    for customer in CUSTOMERS:
        for seed in range(100):
            record = corrupt(customer, random.Random(seed))
            assert record == corrupt(customer, random.Random(seed))
            assert (record.language, record.kind) == (customer.language, customer.kind)
            assert record.name.strip()
            changed += record != customer

    assert changed > 0.85 * 100 * len(CUSTOMERS)


def test_a_customer_without_anything_but_a_name_keeps_most_of_it() -> None:
    bare = replace(CUSTOMERS[6], phone="")

    names = {corrupt(bare, random.Random(seed)).name for seed in range(300)}

    assert len(names) > 20
    assert not names & {"anh Văn Lý", "Hoàng Lý", "H.V. Lý"}
