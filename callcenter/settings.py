"""What may differ from one house to another, read once from the environment (`CALLCENTER_…`) or a .env file."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SCHEME = re.compile(r"^postgres(ql)?(\+asyncpg)?://")
# A host goes into the header that says where a page may fetch from, so nothing else may hide in it.
TILES = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/[!-~]+")


class Settings(BaseSettings):
    """Units are in the names; every default is safe to run with."""

    model_config = SettingsConfigDict(env_prefix="CALLCENTER_", env_file=".env", extra="ignore")

    database_url: SecretStr | None = Field(default=None, description="postgresql://…; unset means the embedded one")
    database_is_embedded: bool = Field(default=False, description="set by whoever started the embedded database")
    data_dir: Path = Field(default=Path(".callcenter"), description="where the embedded database and sign-ins live")
    postgres_binaries: Path | None = Field(default=None, description="a PostgreSQL `bin` directory to use instead")
    database_connections: int = Field(default=8, ge=3, le=100, description="per process")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    allowed_origins: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="other pages that may act for a signed-in person, separated by commas"
    )
    district_name: str = Field(default="城北区居家养老呼叫中心", min_length=1, max_length=100)
    tile_url: str | None = Field(
        default=None, description="map tiles, https://…/{z}/{x}/{y}.png; unset means a plain map"
    )
    screens_dir: Path = Field(default=Path(__file__).with_name("static"), description="where the built screens lie")
    log_format: str = Field(default="console", pattern="^(console|json)$")
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")

    @field_validator("database_url", mode="before")
    @classmethod
    def _plain_address(cls, told: object) -> object:
        return (SCHEME.sub("postgresql://", told) or None) if isinstance(told, str) else told

    @field_validator("tile_url")
    @classmethod
    def _tiles(cls, told: str | None) -> str | None:
        if told and not (TILES.fullmatch(told) and all(part in told for part in ("{z}", "{x}", "{y}"))):
            msg = "map tiles have an address such as https://tiles.example/{z}/{x}/{y}.png"
            raise ValueError(msg)
        return told or None

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, told: object) -> object:
        return frozenset(one.strip() for one in told.split(",") if one.strip()) if isinstance(told, str) else told
