"""How problems look in the OpenAPI description, so that clients and checkers know every answer a door may give."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"
REFERENCE = {"$ref": "#/components/schemas/Problem"}


class Flaw(BaseModel):
    """Where a request cannot be understood, and why."""

    loc: list[str | int]
    message: str


class Problem(BaseModel):
    """RFC 9457: `code` is stable and made for programs, `detail` is made for people; some codes bring more members."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Flaw] | None = Field(default=None, description="Only with the code `malformed`.")


Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """For a route's `responses`: these statuses answer with a problem."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": REFERENCE}}}
        for status in statuses
    }


SIGNED_IN_PROBLEMS = problems(401, 403, 422, 503)


def describe_problems(app: FastAPI) -> None:
    """Put `Problem` into the description of `app`, in place of FastAPI's own form of a malformed request."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            description = describe()
            schemas = description.setdefault("components", {}).setdefault("schemas", {})
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs"))
            schemas["Problem"] = schema
            for operation in _operations(description):
                _replace_own_form(operation)
        return describe()

    app.openapi = described  # type: ignore[method-assign]


def _operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        operation
        for path in description.get("paths", {}).values()
        for operation in path.values()
        if isinstance(operation, dict)
    ]


def _replace_own_form(operation: dict[str, Any]) -> None:
    answers = operation.get("responses", {})
    content = answers.get("422", {}).get("content", {})
    own = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    if own.endswith("/HTTPValidationError"):
        answers["422"] = problems(422)[422]
