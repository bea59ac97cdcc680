"""Types of all that goes over the wire, `src/core/wire.ts`, from the service's own description of itself.

python -m frontend.wire           write the file
python -m frontend.wire --check   only say whether it is what would be written
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from frontend import build, node

WIRE = node.FOLDER / "src" / "core" / "wire.ts"
OPTIONS = ("--root-types", "--root-types-no-schema-prefix")


def generate() -> str:
    """The file as it should be."""
    build.install()
    description = subprocess.check_output([sys.executable, "-m", "callcenter", "describe"], cwd=node.FOLDER.parent)
    with tempfile.TemporaryDirectory() as folder:
        document, written = Path(folder, "openapi.json"), Path(folder, "wire.ts")
        document.write_text(json.dumps(without_discriminators(json.loads(description))), encoding="utf-8")
        words = ["exec", "--", "openapi-typescript", str(document), "--output", str(written), *OPTIONS]
        if code := node.run("npm", *words):
            raise SystemExit(code)
        return written.read_text(encoding="utf-8")


def without_discriminators(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Each kind names itself already; told twice, openapi-typescript takes the kind for the name of the union."""
    match part:
        case dict():
            return {name: without_discriminators(inner) for name, inner in part.items() if name != "discriminator"}
        case list():
            return [without_discriminators(inner) for inner in part]
        case _:
            return part


def main(*options: str) -> None:
    """Write or check."""
    fresh = generate()
    if not options:
        WIRE.write_text(fresh, encoding="utf-8")
    elif not WIRE.is_file() or WIRE.read_text(encoding="utf-8") != fresh:
        raise SystemExit(f"{WIRE.name} is not what the service says of itself: run `make wire`.")


if __name__ == "__main__":
    main(*sys.argv[1:])
