"""What the columns of a customer file mean: from a mapping file, or told from their names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.identity.text import folded, words
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.said import said
from evenhand.engines.mapping import FileForm, fault_of


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


Columns = Annotated[tuple[str, ...], BeforeValidator(_several)]


class FieldColumns(BaseModel):
    """Which columns hold which field; several columns of one field are read one after the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Columns = ()
    name: Columns = ()
    given: Columns = ()
    family: Columns = ()
    kind: Columns = ()
    phone: Columns = ()
    email: Columns = ()
    tax: Columns = ()
    number: Columns = ()
    born: Columns = ()
    address: Columns = ()
    city: Columns = ()
    postcode: Columns = ()
    country: Columns = ()

    def filled(self) -> dict[str, tuple[str, ...]]:
        """Field → its columns, where it has any."""
        return {
            name: columns for name in type(self).model_fields if (columns := getattr(self, name))
        }


class MatchFile(BaseModel):
    """A mapping file.

    `kind`: what all of them are, if they are one; `country`: where they live, as VN or CN, if the
    file does not say it: it decides how telephone numbers are read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    file: FileForm = FileForm()
    columns: FieldColumns = FieldColumns()
    kind: Literal["", "person", "company"] = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class MatchMapping:
    """A mapping that could be read, and the SHA-256 of its text; without a file, an empty one."""

    content: MatchFile = field(default_factory=MatchFile)
    sha256: str = ""
    located: Located = field(default_factory=lambda: Located({}, ""))

    def problem(self, *path: str, message: str, hint: str = "") -> Problem:
        """A problem with a part of it."""
        return self.located.problem(path, message, hint, at_key=True)


NO_MAPPING: Final = MatchMapping()


def read_mapping(path: Path) -> MatchMapping:
    """Read a mapping file. Raises ContactsRefused with every problem and its line and column."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fault = Problem(said("the mapping cannot be read: {error}", error=error), path.name)
        raise ContactsRefused([fault]) from None
    try:
        located = locate(text, path.name)
    except NotReadable as error:
        raise ContactsRefused(error.problems) from None
    try:
        content = MatchFile.model_validate(located.data or {})
    except ValidationError as error:
        raise ContactsRefused([fault_of(located, one) for one in error.errors()]) from None
    return MatchMapping(content, hashlib.sha256(text.encode()).hexdigest(), located)


def columns_of(
    mapping: MatchMapping, columns: Sequence[str], file: str
) -> dict[str, tuple[str, ...]]:
    """Field → the columns of one file that hold it.

    Raises:
        ContactsRefused: A column that the mapping names is not there; or no column holds a name.
    """
    named = mapping.content.columns.filled() or told_from(columns)
    problems = [
        mapping.problem(
            "columns", meaning,
            message=said("{column} is no column of {file}", column=column, file=file),
            hint=nearest(column, list(columns))
            or said("its columns: {columns}", columns=list(columns)),
        )
        for meaning, its in named.items()
        for column in its
        if column not in columns
    ]  # fmt: skip
    if not named.keys() & {"name", "given", "family"}:
        message = said("no column of {file} holds names of customers", file=file)
        hint = said(
            "say which one does in a mapping (--mapping FILE): columns: {{name: …}}; the columns "
            "are {columns}",
            columns=list(columns),
        )
        problems.append(Problem(message, file, hint=hint))
    if problems:
        raise ContactsRefused(problems)
    return named


_TOLD: Final = {
    "id": (
        "id|record id|recid|customer id|khach hang id|ma khach hang|ma kh|ma|ma so|客户编号|编号"
        "|序号|unique id|row id|key"
    ),
    "given": "given name|first name|firstname|given|givenname|forename|ten goi|名",
    "family": "surname|last name|lastname|family name|family|ho|姓",
    "name": (
        "name|customer|customer name|full name|fullname|client|client name|company"
        "|company name|account|account name|contact name|ten|ten khach hang|ho ten"
        "|ho va ten|khach hang|ten kh|ten khach|ten cong ty|ten cty|客户|客户名|客户名称"
        "|客户姓名|姓名|名称|公司|公司名|公司名称|企业名称"
    ),
    "phone": (
        "phone|telephone|tel|mobile|phone number|cell|so dien thoai|dien thoai|sdt|dt"
        "|di dong|电话|手机|手机号|联系电话|电话号码"
    ),
    "email": "email|e mail|mail|email address|thu dien tu|邮箱|电子邮箱|电子邮件",
    "tax": (
        "tax|tax code|tax id|tax number|vat|vat number|registration number|ma so thue|mst"
        "|税号|统一社会信用代码|信用代码|纳税人识别号"
    ),
    "number": (
        "id number|identity number|id card|soc sec id|ssn|national id|passport|cccd|cmnd"
        "|so cccd|so cmnd|身份证|身份证号|证件号"
    ),
    "born": "dob|date of birth|birth date|birthday|born|birthdate|ngay sinh|出生日期|生日",
    "address": (
        "address|street|street address|address 1|address 2|address1|address2|addr"
        "|street number|street name|dia chi|地址|详细地址"
    ),
    "city": "city|town|suburb|province|city province|thanh pho|tinh|tinh thanh|城市|省市|市",
    "postcode": "postcode|zip|zip code|postal code|postcode fake|ma buu dien|邮编|邮政编码",
    "country": "country|country code|quoc gia|国家",
    "kind": "kind|type|customer type|loai|loai khach hang|类型|客户类型",
}
_FIELD_OF: Final = {name: of for of, names in _TOLD.items() for name in names.split("|")}
_SEVERAL: Final = ("address", "phone")


def told_from(columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Field → columns, told from the columns' names in three languages.

    >>> told_from(["Số điện thoại", "Tên khách hàng", "cluster"])
    {'phone': ('Số điện thoại',), 'name': ('Tên khách hàng',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for column in columns:
        plain = " ".join(words(folded(column).replace("_", " ")))
        of = _FIELD_OF.get(plain)
        if of and (of not in found or of in _SEVERAL):
            found[of] = (*found.get(of, ()), column)
    if "name" not in found and {"given"} == found.keys() & {"given", "family"}:
        found["name"] = found.pop("given")
    return found
