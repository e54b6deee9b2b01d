"""What `fkplus up --dry-run` prints: every file and command, secrets as placeholders, nothing done."""

import shlex

from fkplus.database import migrations
from fkplus.operations.site import Site


def plan(site: Site) -> str:
    """Return what would be written and run, in the order of the starts."""
    known = migrations.scan(site.schema)
    last = migrations.resolve_target(site.settings.migration_version, known)
    lines: list[str] = []
    for number, wave in enumerate(site.waves(), start=1):
        lines.append(f"# wave {number}: {', '.join(program.unit.name for program in wave)}")
        for program in wave:
            directory = site.cluster.layout.files(program.unit)
            for name, text in program.files.items():
                lines += [f"\n## write {directory / name}", text.rstrip("\n")]
            lines += [f"\n## run {program.unit.name}", shlex.join(program.command), ""]
    lines.append(f"# then: owner {site.settings.creator_name}, database {site.settings.database}")
    for migration in known:
        if last is None or migration.version <= last:
            seed = ", its seed" if site.settings.seeds_run and migration.seed else ""
            lines.append(f"# then: version {migration.version} ({migration.name}){seed}")
    lines.append(f"# then: roles and rights; analysts: {', '.join(site.settings.analyst_names) or 'none'}")
    return "\n".join(lines)
