# SPDX-License-Identifier: AGPL-3.0-or-later
"""docs/answers.md says what a real nginx answers."""

from __future__ import annotations

from pathlib import Path

from newsroom.deploy import moved
from newsroom.deploy.policy import page_policy
from tests.deploy.answers import PATHS, VARYING, address, make, told
from tests.deploy.servers import running


def test_each_answer_is_the_documented_one(tmp_path: Path) -> None:
    site, known = make(tmp_path / "site"), told()
    assert tuple(known) == PATHS
    found = moved.moved(site.settings, site.now)
    with running("nginx", site.settings, tmp_path / "server", site.output, found) as server:
        for path, (status, headers) in known.items():
            answer = server.get(address(site, path))
            # Of HTTP/1.1 alone.
            own = {n: v for n, v in answer.headers.items() if n not in ("connection", "keep-alive")}
            assert answer.status == status, path
            assert set(own) - {"transfer-encoding"} == set(headers), path
            for name in set(headers) - VARYING:
                assert own[name] == headers[name], f"{path}: {name}"
    assert known["/"][1]["content-security-policy"] == page_policy(site.settings)
    uploads = {path for path, (_status, of) in known.items() if "sandbox" in _policy(of)}
    assert uploads == {path for path in PATHS if path.startswith(("/images/", "/anh/"))}


def _policy(headers: dict[str, str]) -> str:
    return headers["content-security-policy"]
