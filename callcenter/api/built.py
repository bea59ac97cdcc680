"""One file of the built front end, with everything about it that need not be asked twice."""

import gzip
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

NEVER_CHANGES = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PACKING = 6
TEXTS = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}
OTHERS = {
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


class BuiltFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is and, when that is shorter, as gzip has it; each form has a tag of its own."""

    media_type: str
    keep: str
    plain: bytes
    packed: bytes | None
    tag: str

    def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The file in the form the visitor takes, or 304 when they have it already."""
        packed = self.packed if takes_gzip(request.headers) else None
        body = self.plain if packed is None else packed
        tag = f'"{self.tag}"' if packed is None else f'"{self.tag}-gzip"'
        told = {**headers, "Cache-Control": self.keep, "ETag": tag}
        if self.packed is not None:
            told["Vary"] = "Accept-Encoding"
        if has_tag(request.headers, tag):
            return Response(status_code=304, headers=told)
        if packed is not None:
            told["Content-Encoding"] = "gzip"
        told["Content-Length"] = str(len(body))
        return Response(b"" if request.method == "HEAD" else body, headers=told, media_type=self.media_type)


def read_built(folder: Path) -> dict[str, BuiltFile]:
    """Every file of the folder by its path there, without the hidden ones."""
    paths = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    seen = {name: path for name, path in paths.items() if not any(part.startswith(".") for part in name.parts)}
    return {name.as_posix(): _read(name, path.read_bytes()) for name, path in seen.items()}


def _read(name: Path, plain: bytes) -> BuiltFile:
    text = TEXTS.get(name.suffix)
    packed = gzip.compress(plain, PACKING, mtime=0) if text else plain
    return BuiltFile(
        media_type=f"{text}; charset=utf-8" if text else OTHERS.get(name.suffix, "application/octet-stream"),
        keep=NEVER_CHANGES if name.parts[0] == "assets" else ASK_AGAIN,
        plain=plain,
        packed=packed if len(packed) < len(plain) else None,
        tag=sha256(plain).hexdigest()[:32],
    )


def takes_gzip(headers: Headers) -> bool:
    """True when the visitor unpacks gzip and has not ruled it out."""
    for coding in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = coding.replace(" ", "").partition(";q=")
        if name in {"gzip", "*"}:
            return weight == "" or weight.strip("0.") != ""
    return False


def has_tag(headers: Headers, tag: str) -> bool:
    """True when the visitor says that they have this very form."""
    known = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    return tag in known or "*" in known
