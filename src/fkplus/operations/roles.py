"""What `fkplus roles` does: analysts in, analysts out, and everybody's rights."""

from collections.abc import Mapping

from fkplus.database import roles
from fkplus.database.connection import Connection, connect
from fkplus.model import names
from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings
from fkplus.operations import secret_store
from fkplus.operations.database import superuser
from fkplus.operations.site import Say, Site
from fkplus.operations.target import Target


def apply(site: Site, say: Say) -> None:
    """Bring roles and rights of the cluster to the settings; safe to repeat."""
    secrets = site.new_secrets()
    with superuser(site, site.settings.database) as connection:
        _apply(connection, site.settings, site.settings.creator_name, secrets, say)


def apply_to(target: Target, say: Say) -> None:
    """Do the same in any database, whose user needs CREATEROLE and owns the schema.

    The generated passwords are kept in FKPLUS_HOME as a cluster's are.
    """
    wanted = [names.APP, names.MONITOR, *target.settings.analyst_names]
    secrets = secret_store.ensure(target.settings.home, wanted)
    with connect(target.uri.reveal(), autocommit=True) as connection:
        row = connection.execute("select current_user").fetchone()
        owner = str(row[0]) if row else ""
        _apply(connection, target.settings, owner, secrets, say)


def _apply(
    connection: Connection, settings: Settings, owner: str, secrets: Mapping[str, Secret], say: Say
) -> None:
    roles.check_analysts(settings.analyst_names, owner, roles.read(connection))
    wanted = roles.application_roles(settings.analyst_names, secrets)
    changes = [
        roles.apply(connection, wanted, say),
        roles.retire_analysts(connection, settings.analyst_names, say),
        roles.grant(connection, owner, say),
    ]
    if not any(changes):
        say("roles and rights are as they should be")
