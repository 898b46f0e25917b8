"""Fetches Plotly's bundle of charts with two axes from the npm registry, for `dateline.draw.script`.

    python tools/fetch_plotly.py        # as `make run` does

1.5 MB in the place of 4.8. The version and the hash of the package are pinned here; a test holds the version and the
installed Python package together. Where the registry does not answer, says so in one line and leaves with 0: all works
without it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
import tarfile
import urllib.request
from pathlib import Path

VERSION = "4.1.1"
SHA512 = "o8GrFeusncwBIxbBynRJpY4pkgVB6caM+JLpwrLYbbsO7dZ8FJ+SVN2Fr+L7kiG/Z6w4P5O0Jus/Qr5EefHVeg=="
NAME = "plotly.js-cartesian-dist-min"
URL = f"https://registry.npmjs.org/{NAME}/-/{NAME}-{VERSION}.tgz"
FILE = "package/plotly-cartesian.min.js"
FOLDER = Path(__file__).resolve().parent.parent / "dateline" / "draw" / "assets" / "fetched"
SECONDS, MOST_BYTES = 20, 4_000_000


def script_of(packed: bytes) -> bytes:
    """The JavaScript in the package; ValueError where the package is not the one that is pinned here."""
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != SHA512:
        raise ValueError("the registry gave another package than the one pinned")
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        inside = archive.extractfile(FILE)
        assert inside is not None
        return inside.read()


def main() -> None:
    """Writes the bundle beside the drawing code, unless it is there."""
    target = FOLDER / f"plotly-cartesian-{VERSION}.min.js"
    if target.exists():
        return
    try:
        with urllib.request.urlopen(URL, timeout=SECONDS) as answer:
            script = script_of(answer.read(MOST_BYTES))
    except (OSError, ValueError) as error:
        print(f"Plotly's smaller bundle was not fetched ({error}); charts use the whole one.", file=sys.stderr)
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".part")
    aside.write_bytes(script)
    aside.replace(target)


if __name__ == "__main__":
    main()
