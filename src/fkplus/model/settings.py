"""What a person can set, checked: one frozen picture of the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from fkplus.model.secrets import Secret


@dataclass(frozen=True)
class Settings:
    """Every variable of `.env.example`, validated; `creator_password` None means a generated one."""

    creator_name: str
    creator_password: Secret | None
    database: str
    migration_version: str | None
    app_env: str
    seed_count: int
    analyst_names: tuple[str, ...]
    backup_retention_count: int
    backup_interval_cron: str
    backup_directory: Path
    backend_rate: float
    home: Path
    port_offset: int
    grafana_home: Path | None = None
    alert_webhook: Secret | None = None
    backup_encryption: bool = False
    backup_repository: Mapping[str, Secret] = field(default_factory=dict)

    def elsewhere(self, home: Path, port_offset: int) -> "Settings":
        """Return the settings of another cluster on this machine, for measuring.

        It shares no directory with this one, and nobody simulates users there.
        """
        return replace(
            self,
            home=home,
            port_offset=port_offset,
            backup_directory=home / "backup",
            backup_repository={},
            backend_rate=0.0,
        )

    @property
    def seeds_run(self) -> bool:
        """Tell whether generated rows belong here: only where APP_ENV is `dev`."""
        return self.app_env == "dev"

    @property
    def backend_runs(self) -> bool:
        """Tell whether users are simulated here: only where generated rows belong, and not at rate 0."""
        return self.seeds_run and self.backend_rate > 0
