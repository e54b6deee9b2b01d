"""What `fkplus roles` does: analysts in, analysts out, and everybody's rights."""

from collections.abc import Mapping, Sequence

from fkplus.database import roles
from fkplus.database.connection import Connection, connect
from fkplus.model import names
from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings
from fkplus.operations import secret_store
from fkplus.operations.database import as_superuser, instances
from fkplus.operations.site import Say, Site
from fkplus.operations.target import Target


def apply(site: Site, say: Say) -> None:
    """Bring roles and rights of the cluster to the settings; safe to repeat. The caller holds the lock."""
    secrets = site.new_secrets()
    settings = site.settings
    retired = as_superuser(
        site,
        settings.database,
        lambda connection: _apply(connection, settings, settings.creator_name, secrets, say),
        say,
    )
    if retired:
        for connection in instances(site):
            with connection:
                roles.end_sessions(connection, retired)


def apply_to(target: Target, say: Say) -> None:
    """Do the same in any database, whose user needs CREATEROLE and owns the schema.

    The generated passwords are kept in FKPLUS_HOME as a cluster's are.
    """
    wanted = [names.APP, names.MONITOR, *target.settings.analyst_names]
    secrets = secret_store.ensure(target.settings.home, wanted)
    with connect(target.uri.reveal(), autocommit=True) as connection:
        row = connection.execute("select current_user").fetchone()
        owner = str(row[0]) if row else ""
        retired = _apply(connection, target.settings, owner, secrets, say)
        roles.end_sessions(connection, retired)


def _apply(
    connection: Connection, settings: Settings, owner: str, secrets: Mapping[str, Secret], say: Say
) -> Sequence[str]:
    roles.check_analysts(settings.analyst_names, owner, roles.read(connection))
    wanted = roles.application_roles(settings.analyst_names, secrets)
    changed = roles.apply(connection, wanted, say)
    retired = roles.retire_analysts(connection, settings.analyst_names, say)
    granted = roles.grant(connection, owner, say)
    if not (changed or retired or granted):
        say("roles and rights are as they should be")
    return retired
