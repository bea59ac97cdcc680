"""What may differ from one house to another, read once from the environment (`CALLCENTER_…`) or a .env file."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Units are in the names; every default is safe to run with."""

    model_config = SettingsConfigDict(env_prefix="CALLCENTER_", env_file=".env", extra="ignore")

    database_url: SecretStr | None = Field(default=None, description="postgresql://…; unset means the embedded one")
    data_dir: Path = Field(default=Path(".callcenter"), description="where the embedded database and sign-ins live")
    postgres_binaries: Path | None = Field(default=None, description="a PostgreSQL `bin` directory to use instead")
    database_connections: int = Field(default=8, ge=3, le=100, description="per process")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    allowed_origins: frozenset[str] = frozenset()
    log_format: str = Field(default="console", pattern="^(console|json)$")
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
