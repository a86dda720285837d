"""A bucket in S3 or in a storage that speaks its protocol (MinIO, Ceph, R2...), with bytes under names.

Credentials come from where S3's own tools look for them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of
the machine. Nobody waits for a storage that hangs longer than some seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from myproject.settings import BucketPlace

_TIMES = {"connect_timeout": "2s", "timeout": "10s"}
_RETRIES = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


class BucketAway(OSError):
    """The storage does not answer, or refuses; the message says what it said."""


@dataclass(frozen=True)
class Bucket:
    place: BucketPlace

    def get(self, name: str) -> bytes | None:
        """The bytes kept under `name`; None where there are none."""
        import obstore

        try:
            return bytes(obstore.get(self._store, name).bytes())
        except FileNotFoundError:
            return None
        except obstore.exceptions.BaseError as error:
            raise BucketAway(_said(error)) from None

    def put(self, name: str, data: bytes) -> None:
        import obstore

        try:
            obstore.put(self._store, name, data)
        except (OSError, obstore.exceptions.BaseError) as error:
            raise BucketAway(_said(error)) from None

    def names(self, folder: str) -> Iterator[str]:
        """What is kept below `folder`, by the name in it."""
        import obstore

        try:
            for batch in obstore.list(self._store, folder):
                yield from (each["path"].removeprefix(f"{folder}/") for each in batch)
        except (OSError, obstore.exceptions.BaseError) as error:
            raise BucketAway(_said(error)) from None

    @cached_property
    def _store(self) -> Any:
        # Made at first use: it has threads of its own, which do not live on in the workers that a server forks.
        from obstore.store import S3Store

        return S3Store(
            self.place.name,
            prefix=self.place.prefix or None,
            endpoint=self.place.endpoint or None,
            region=self.place.region,
            # Other storages than Amazon's have one host name for all buckets.
            virtual_hosted_style_request=not self.place.endpoint,
            client_options={**_TIMES, "allow_http": self.place.endpoint.startswith("http:")},
            retry_config=_RETRIES,
        )


def _said(error: Exception) -> str:
    """The first line; the others repeat it for developers of the library."""
    return str(error).partition("\n")[0].strip()
