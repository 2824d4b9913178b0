"""What the environment may say: read once, validated, refused by the name of the variable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from evenhand.core.errors import SettingsRefused
from evenhand.core.said import said, together

_POSTGRES = ("postgres", "postgresql")
_CONNECTING = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
"""What an address of PostgreSQL may say of the way there, as libpq writes it."""
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class Environment(BaseSettings):
    """Settings of an installation. Each is a variable `EVENHAND_…`, but for the two databases."""

    model_config = SettingsConfigDict(env_prefix="EVENHAND_", extra="ignore")

    home: Path = Path("~/.local/share/evenhand")
    """Where the database (if SQLite), files and backups lie; `keys` beneath it holds the keys."""
    keys: Path | None = None
    """Where the keys lie, if not in the home: best on another volume than the database."""
    database_url: str = Field("", validation_alias="DATABASE_URL")
    """`postgresql://role:password@host:port/name`; empty: SQLite in the home."""
    database_owner_url: str = Field("", validation_alias="DATABASE_OWNER_URL")
    """The role that owns the tables and migrates them; empty: the same role."""
    url: str = "http://127.0.0.1:8000"
    """Where people reach it, as they type it."""
    hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Further host names it answers to, with commas between."""
    proxies: int = Field(0, ge=0, le=5)
    """How many reverse proxies of one's own stand before it: so many addresses are believed."""
    demonstration: bool = False
    """Set by `evenhand demo` alone."""
    debug: bool = False
    """Never where people work: pages then show code."""
    mail_url: str = ""
    """`smtp://user:password@host:587`, `smtps://…`; empty: no mail is sent."""
    mail_from: str = "Evenhand <evenhand@localhost>"
    oidc_name: str = ""
    """What the button says: the name of the company's identity provider."""
    oidc_issuer: str = ""
    """Its address, beneath which `/.well-known/openid-configuration` lies."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    clamd: str = ""
    """Socket or host:port of clamd; empty: uploads are not scanned."""
    metrics_token: str = ""
    """Whoever shows it as a bearer token may read `/metrics`; empty: this machine alone."""
    logs: Literal["plain", "json"] = "plain"
    """How lines of the log are written: for people, or one JSON object a line."""
    notice_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts within the company that messages may be sent to, with commas between."""

    timestamp_roots: Path | None = None
    """A file of PEM: the certificates of the time-stamping authorities that are believed."""
    timestamp_url: str = ""
    """Where checkpoints of the register are time-stamped (RFC 3161); empty: nowhere."""

    @field_validator("hosts", "notice_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("home", "keys", "timestamp_roots")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise ValueError(said("an address such as https://evenhand.example.com is wanted"))
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and parts.scheme != "https" and parts.hostname not in THIS_MACHINE:
            raise ValueError(said("an address that begins with https:// is wanted"))
        return value

    @field_validator("timestamp_url")
    @classmethod
    def _authority(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(said("an address such as https://tsa.example.com/tsr is wanted"))
        if "timestamp_roots" in info.data and info.data["timestamp_roots"] is None:
            raise ValueError(
                said(
                    "EVENHAND_TIMESTAMP_ROOTS has to name a file with the authority's certificates"
                )
            )
        return value

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _database(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and parts.scheme not in _POSTGRES:
            raise ValueError(said("an address such as postgresql://role@host/name is wanted"))
        if unknown := sorted(set(_pairs(parts.query)) - {"host", *_CONNECTING}):
            raise ValueError(
                said(
                    "{unknown} means nothing here; known are: {known}",
                    unknown=", ".join(unknown),
                    known=", ".join(["host", *_CONNECTING]),
                )
            )
        return value

    @property
    def keys_home(self) -> Path:
        """The folder of the keys."""
        return self.keys or self.home / "keys"

    @property
    def is_https(self) -> bool:
        """Whether people reach it over TLS."""
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name that people type."""
        return urlsplit(self.url).hostname or ""

    def database(self, *, as_owner: bool = False) -> dict[str, Any]:
        """The database as Django wants it told."""
        address = (as_owner and self.database_owner_url) or self.database_url
        if not address:
            return {
                "ENGINE": "evenhand.base.sqlite",
                "NAME": self.home / "evenhand.sqlite3",
                "CONN_MAX_AGE": None,
                "OPTIONS": _sqlite_options(),
            }
        parts = urlsplit(address)
        way = _pairs(parts.query)
        socket_folder = way.pop("host", "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or socket_folder,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}, **way},
        }


def read_environment() -> Environment:
    """What the environment says. Raises SettingsRefused with everything that is wrong in it."""
    try:
        return Environment()
    except ValidationError as error:
        raise SettingsRefused(together([_fault(one) for one in error.errors()], "\n")) from None


def _fault(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    name = str(error["loc"][0])
    variable = name if name.startswith("DATABASE") else f"EVENHAND_{name.upper()}"
    cause = error.get("ctx", {}).get("error")
    reason = cause.args[0] if isinstance(cause, ValueError) else error["msg"]
    return said("{variable}: {reason}", variable=variable, reason=reason)


def _sqlite_options() -> dict[str, Any]:
    from evenhand.base.sqlite import OPTIONS  # noqa: PLC0415 - it replaces sqlite3 on import

    return dict(OPTIONS)


def _pairs(query: str) -> dict[str, str]:
    """`?host=/run/postgresql&sslmode=verify-full`, as libpq writes it."""
    pairs = (part.partition("=")[::2] for part in query.split("&") if part)
    return {name: unquote(value) for name, value in pairs}
