"""For schemathesis, which loads this by name: a well-formed Idempotency-Key is used once, as people do."""

from typing import Any
from uuid import UUID, uuid4

import schemathesis

HEADER = "Idempotency-Key"


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """The generator likes one key so much that it would send it with every body."""
    del context, kwargs
    try:
        UUID(case.headers[HEADER])
    except (KeyError, TypeError, ValueError):
        return
    case.headers[HEADER] = str(uuid4())
