# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write every example page to a folder: ``python -m tests.theme.preview [folder]``.

Links to the theme and to pictures become relative, so that the files open without a server.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.theme.examples import PAGES
from tests.theme.render import THEME, environment, render

CONTENT = THEME.parent / "content"


def preview(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for link, target in (("theme", THEME / "static"), ("images", CONTENT / "images")):
        if not (folder / link).is_symlink():
            (folder / link).symlink_to(target)
    env, written = environment(), []
    for name in PAGES:
        path = folder / f"{name}.html"
        path.write_text(re.sub(r'(src|href)="/(theme|images)/', r'\1="\2/', render(name, env)))
        written.append(path)
    return written


if __name__ == "__main__":
    for path in preview(Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/preview")):
        print(path)
