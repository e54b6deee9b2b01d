"""What `fkplus import protocols` does: a directory of protocol CSV files into the database, or nothing."""

from pathlib import Path

from fkplus.database import protocols
from fkplus.database.retry import FAILOVER_SECONDS, repeat
from fkplus.model.errors import BadInput
from fkplus.operations.site import Say
from fkplus.operations.target import Target


def import_protocols(
    target: Target, directory: Path, say: Say, *, skip_bad: bool, corrected: str | None = None
) -> protocols.ImportReport:
    """Load the protocols of `directory` in one transaction; repeating it changes nothing.

    With a reason in `corrected`, performances that differ from stored ones replace them.
    Raises BadInput when `directory` is not one. Rejected rows are in the report; unless `skip_bad`,
    one rejected row means that nothing was loaded.
    """
    if not directory.is_dir():
        raise BadInput(f"{directory} is not a directory", "its layout: docs/protocol-csv.md")
    return repeat(
        target.uri.reveal(),
        lambda connection: protocols.import_protocols(
            connection, directory, skip_bad=skip_bad, corrected=corrected, progress=say
        ),
        seconds=FAILOVER_SECONDS,
        say=say,
    )
