"""Packages come whole and as pinned, or not at all."""

import base64
import hashlib
import io
import json
import tarfile

import pytest

from . import fetch


@pytest.fixture
def tarball() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        content = b"export default 1"
        entry = tarfile.TarInfo("package/index.js")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def integrity(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def test_what_is_pinned_comes(tarball, tmp_path):
    fetch.verify(tarball, integrity(tarball), "somewhere")
    fetch.unpack(tarball, tmp_path / "store" / "one-1.0")
    assert (tmp_path / "store" / "one-1.0" / "index.js").read_bytes() == b"export default 1"
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["one-1.0"]


def test_anything_else_is_refused(tarball):
    with pytest.raises(ValueError, match=r"somewhere: sha512 is .*, but packages\.json pins"):
        fetch.verify(tarball + b"x", integrity(tarball), "somewhere")


def test_a_broken_tarball_leaves_nothing(tarball, tmp_path):
    with pytest.raises(EOFError):
        fetch.unpack(tarball[:60], tmp_path / "store" / "one-1.0")
    assert list((tmp_path / "store").iterdir()) == []


def test_every_package_is_pinned_by_sha512():
    for name, pin in json.loads(fetch.LOCK.read_text(encoding="utf-8")).items():
        assert set(pin) == {"version", "integrity"}, name
        assert pin["integrity"].startswith("sha512-"), name


def test_the_configured_registry_is_asked(monkeypatch, tmp_path):
    monkeypatch.delenv("npm_config_registry", raising=False)
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\ntest "$*" = "config get registry" && echo https://registry.example/npm/\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert fetch.registry() == "https://registry.example/npm"
    monkeypatch.setenv("npm_config_registry", "https://other.example")
    assert fetch.registry() == "https://other.example"
