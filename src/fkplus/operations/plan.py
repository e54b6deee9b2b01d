"""What `fkplus up --dry-run` prints: every file and command, secrets as placeholders, nothing done."""

import shlex

from fkplus.operations.site import Site


def plan(site: Site) -> str:
    """Return what would be written and run, in the order of the starts."""
    lines: list[str] = []
    for number, wave in enumerate(site.waves(), start=1):
        lines.append(f"# wave {number}: {', '.join(program.unit.name for program in wave)}")
        for program in wave:
            directory = site.cluster.layout.files(program.unit)
            for name, text in program.files.items():
                lines += [f"\n## write {directory / name}", text.rstrip("\n")]
            lines += [f"\n## run {program.unit.name}", shlex.join(program.command), ""]
    return "\n".join(lines)
