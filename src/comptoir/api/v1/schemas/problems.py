"""What went wrong (RFC 9457)."""

from pydantic import BaseModel, ConfigDict


class FieldProblem(BaseModel):
    field: str
    code: str
    message: str


class Problem(BaseModel):
    """RFC 9457. ``code`` names the fact; further members hold its values."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] | None = None
