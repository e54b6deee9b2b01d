"""How real judging protocols are imported, and what such an import reports."""

from fkplus.database.protocols.importing import import_protocols
from fkplus.database.protocols.report import FileCount, ImportReport, Reject

__all__ = ["FileCount", "ImportReport", "Reject", "import_protocols"]
