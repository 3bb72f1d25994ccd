"""Puts the tables and templates of this checkout into the wheel, so that an installed copy works from any folder.

Only into a wheel that is shipped: an editable install reads them where they are, and must not keep a copy that ages.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DefaultsHook(BuildHookInterface[Any]):
    """Adds `data/` and `templates/` as `mjq_report/defaults/` (see `mjq_report.settings.paths.installed`)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is built; `version` is "standard" or "editable"."""
        if version == "standard":
            for folder in ("data", "templates"):
                build_data["force_include"][folder] = f"mjq_report/defaults/{folder}"
