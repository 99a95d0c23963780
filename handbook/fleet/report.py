"""Tell what became of a build, and how many schools the usual hosts take."""

from __future__ import annotations

from pathlib import Path

from handbook.fleet import place
from handbook.fleet.build import BUILT, FAILED, UNCHANGED, Outcome, Report
from handbook.fleet.folder import Fleet
from handbook.fleet.limits import allowed
from handbook.ground.paths import shown


def failures(report: Report) -> str:
    """Return why sites could not be built, school by school; what is wrong with several is told once."""
    reasons: dict[str, list[Outcome]] = {}
    for one in report.of(FAILED):
        reasons.setdefault(one.told, []).append(one)
    return "".join(f"{_of(schools)}\n{_indented(told)}\n" for told, schools in reasons.items())


def _of(schools: list[Outcome]) -> str:
    if len(schools) == 1:
        return f"{' '.join(filter(None, (schools[0].urn, schools[0].name)))}: not built; its last site, if any, stands as it was."
    return f"{', '.join(one.urn for one in schools)}: not built; their last sites, if any, stand as they were."


def left_over(fleet: Fleet, out: Path) -> str:
    """Return which sites stand there of schools that the fleet does not have any more; nothing where there is none."""
    left = sorted((site.name for site in place.sites(out) if site.name not in fleet.files), key=int)
    if not left:
        return ""
    return f"Still in {shown(out)}, but of no school of this fleet: {', '.join(left)}. Delete these folders when nobody needs them any more.\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def summary(report: Report, out: Path) -> str:
    """Return what became of the fleet in a few lines."""
    built, unchanged, failed = (report.of(state) for state in (BUILT, UNCHANGED, FAILED))
    sites = f"{len(built)} site{'s' * (len(built) != 1)} written to {shown(out)}"
    lines = [f"{sites}, {len(unchanged)} unchanged, {len(failed)} failed, in {report.seconds:.1f} seconds."]
    slow = [one for one in built if one.by_itself]
    if slow:
        reasons: dict[str, list[str]] = {}
        for one in slow:
            reasons.setdefault(one.by_itself, []).append(one.urn)
        lines.append(f"{len(slow)} could not be stamped and were rendered by themselves, which takes longer:")
        lines += [f"  {reason}: {', '.join(urns[:8])}{' …' if len(urns) > 8 else ''}" for reason, urns in reasons.items()]
    if built:
        files, size = max(one.files for one in built), max(one.size for one in built)
        more = f"; {report.beside_files} more files of {report.beside_size / 1e6:.1f} MB are for all" if report.beside_files else ""
        most = allowed(len(report.outcomes), files, size, report.beside_files, report.beside_size)
        lines.append(f"The largest site has {files} files and {size / 1e6:.1f} MB{more}. {most}")
    if report.stopped:
        lines.append(report.stopped)
    return "\n".join(lines)
