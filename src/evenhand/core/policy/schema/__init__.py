"""The shape of a policy file, as pydantic models.

Checked when a file is read, and written out as JSON Schema for editors.
"""

from evenhand.core.policy.schema.examples import Example, Expect, ExpectedRemedy, Flip
from evenhand.core.policy.schema.facts import Define, Derive, EntryDeclarations, Fact, Param, Typed
from evenhand.core.policy.schema.file import (
    Article,
    Calendar,
    PolicyFile,
    Version,
    json_schema,
)
from evenhand.core.policy.schema.outcomes import Conduct, Consequence, Procedure, Stage
from evenhand.core.policy.schema.parts import Part, Scalar, Wording
from evenhand.core.policy.schema.remedies import (
    Compensation,
    Divide,
    Priority,
    Remedy,
    RemedyDo,
    Share,
    Stake,
)
from evenhand.core.policy.schema.steps import Best, Otherwise, ScoreItem, Step

__all__ = [
    "Article",
    "Best",
    "Calendar",
    "Compensation",
    "Conduct",
    "Consequence",
    "Define",
    "Derive",
    "Divide",
    "EntryDeclarations",
    "Example",
    "Expect",
    "ExpectedRemedy",
    "Fact",
    "Flip",
    "Otherwise",
    "Param",
    "Part",
    "PolicyFile",
    "Priority",
    "Procedure",
    "Remedy",
    "RemedyDo",
    "Scalar",
    "ScoreItem",
    "Share",
    "Stage",
    "Stake",
    "Step",
    "Typed",
    "Version",
    "Wording",
    "json_schema",
]
