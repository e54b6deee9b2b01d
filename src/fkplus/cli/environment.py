"""What the environment and `.env` say, checked before anything starts."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from fkplus.cli import repository_options
from fkplus.model import names
from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[3]
_ROOTS_HOME = Path("/var/lib/fkplus")

# The highest port of the contract is 9090; with the offset it must stay below 65536.
_HIGHEST_OFFSET = 65535 - 9090


class Environment(BaseSettings):
    """Each field is one variable of `.env.example`, with what it accepts as its description."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, case_sensitive=False)

    creator_name: str = Field("fkplus", description="a role name: lower-case letters, digits, underscores")
    creator_password: SecretStr | None = Field(None, description="any text")
    my_db: str = Field("fkplus", description="a database name: lower-case letters, digits, underscores")
    migration_version: str | None = Field(None, description="a version of schema/, such as 2; unset: all")
    app_env: str = Field("prod", description="dev, or any other word", pattern=r"^[A-Za-z0-9_-]+$")
    seed_count: int = Field(1000, description="a whole number from 1 to 1000000", ge=1, le=1_000_000)
    analyst_names: str = Field("", description="role names separated by commas")
    backup_retention_count: int = Field(3, description="a whole number from 1 to 1000", ge=1, le=1000)
    backup_interval_cron: str = Field(
        "0 3 * * *", description="a five-field cron expression, such as 0 3 * * *"
    )
    backup_directory: Path | None = Field(None, description="a directory outside FKPLUS_HOME/data")
    backup_encryption: bool = Field(False, description="on or off")
    backup_repository_options: Path | None = Field(None, description="a file of lines repo1-option=value")
    backend_rate: float = Field(
        5.0, description="operations a second of the simulated backend, from 0 (none) to 1000", ge=0, le=1000
    )
    fkplus_home: Path | None = Field(None, description="a directory")
    fkplus_port_offset: int = Field(
        0, description=f"a whole number from 0 to {_HIGHEST_OFFSET}", ge=0, le=_HIGHEST_OFFSET
    )
    grafana_home: Path | None = Field(None, description="the directory of a Grafana, 9.4 or later")
    alert_webhook: SecretStr | None = Field(
        None, description="an address that begins with http:// or https://"
    )

    @field_validator("alert_webhook")
    @classmethod
    def _webhook(cls, address: SecretStr | None) -> SecretStr | None:
        # It goes into a line of YAML as it is.
        if address and not re.fullmatch(r"https?://[^\s'\"{}]+", address.get_secret_value()):
            raise ValueError("not an address")
        return address

    @field_validator("backup_interval_cron")
    @classmethod
    def _cron(cls, text: str) -> str:
        # Imported here: it takes longer than all other commands need to start.
        from fkplus.backups.cron import Schedule  # noqa: PLC0415

        Schedule(text, "UTC").after(datetime.now(UTC))
        return text


def settings(env_file: Path = CHECKOUT / ".env") -> Settings:
    """Return the checked settings: the environment first, then `env_file`, then the defaults.

    Raises BadInput naming the variable and what it accepts.
    """
    try:
        environment = Environment(_env_file=env_file, _env_file_encoding="utf-8")  # type: ignore[call-arg]
    except ValidationError as error:
        raise _bad_input(error.errors()[0]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{env_file} can't be read: {error}") from error
    return _checked(environment)


def _checked(environment: Environment) -> Settings:
    creator = names.role_name("CREATOR_NAME", environment.creator_name)
    password, webhook = environment.creator_password, environment.alert_webhook
    home, options = _home(environment.fkplus_home), environment.backup_repository_options
    return Settings(
        creator_name=creator,
        creator_password=Secret(password.get_secret_value()) if password else None,
        database=names.database_name("MY_DB", environment.my_db),
        migration_version=environment.migration_version,
        app_env=environment.app_env,
        seed_count=environment.seed_count,
        analyst_names=_analysts(environment.analyst_names, creator),
        backup_retention_count=environment.backup_retention_count,
        backup_interval_cron=environment.backup_interval_cron,
        backup_directory=_backup_directory(environment.backup_directory, home),
        backup_encryption=environment.backup_encryption,
        backup_repository=repository_options.read(options) if options else {},
        backend_rate=environment.backend_rate,
        home=home,
        port_offset=environment.fkplus_port_offset,
        grafana_home=environment.grafana_home,
        alert_webhook=Secret(webhook.get_secret_value()) if webhook else None,
    )


def _analysts(text: str, creator: str) -> tuple[str, ...]:
    listed = [name.strip() for name in text.split(",")] if text.strip() else []
    for name in listed:
        names.role_name("ANALYST_NAMES", name)
        if name == creator:
            raise BadInput(f"ANALYST_NAMES: {name!r} is CREATOR_NAME too", "an analyst only reads")
    return tuple(dict.fromkeys(listed))


def _home(given: Path | None) -> Path:
    if given is None:
        return _ROOTS_HOME if os.geteuid() == 0 else CHECKOUT / ".fkplus"
    return _resolved("FKPLUS_HOME", given)


def _backup_directory(given: Path | None, home: Path) -> Path:
    if given is None:
        return home / "backup"
    directory = _resolved("BACKUP_DIRECTORY", given)
    ours = [home / name for name in ("data", "env", "log", "units", "run")]
    if directory == home or any(directory.is_relative_to(each) for each in ours):
        raise BadInput(
            f"BACKUP_DIRECTORY={given} is where the cluster's own files lie",
            "it takes a directory that outlives them",
        )
    return directory


def _resolved(variable: str, given: Path) -> Path:
    try:
        return given.expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise BadInput(f"{variable}={given}: {error}", "it takes a directory") from error


def _bad_input(problem: Any) -> BadInput:
    name = str(problem["loc"][0])
    accepts = Environment.model_fields[name].description
    # The value of a secret must not be repeated; its field shows no other way.
    value = "***" if name in ("creator_password", "alert_webhook") else repr(problem["input"])
    return BadInput(f"{name.upper()}={value}: {problem['msg'].lower()}", f"it takes {accepts}")
