"""What a proposed claim says, until its curator says it better."""

from __future__ import annotations

from collections.abc import Mapping

PROPOSALS: Mapping[str, str] = {
    "sum": "{name}等于所列各部分之和",
    "share": "{name}等于部分与总体之比",
    "growth_rate": "{name}与本期和上年同期的数相符",
    "average_growth": "{name}与起止两年的数相符",
}
