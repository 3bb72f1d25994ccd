"""Which archive a project has: a folder of this machine, or shared storage."""

from __future__ import annotations

from mjq_report.archive.briefings import Archive, Folder
from mjq_report.settings.paths import Root


def archive(root: Root, below: str = "") -> Archive:
    """Where the briefings of a root go; `below` is the one folder in it that will be asked about, if it is one."""
    if not root.target:
        return Folder(root.out)
    from mjq_report.archive.objects import Bucket

    return Bucket(root.target, below)
