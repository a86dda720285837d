"""Images in a bucket: all machines see the same ones, and what a machine has once it need not ask for again."""

from io import BytesIO
from urllib.request import Request, urlopen

import pytest
from PIL import Image

from myproject.content import NotFound, images
from myproject.content.bucket import Bucket, BucketAway
from myproject.content.images import Store, keep_original, variant_path
from myproject.settings import BucketPlace
from tests.content.test_images import picture
from tests.servers import free_port, s3_server


class Shelf:
    """A bucket in memory, which can be away."""

    def __init__(self):
        self.kept = {}
        self.asked = []
        self.away = False

    def _ask(self, name):
        self.asked.append(name)
        if self.away:
            raise BucketAway("gone")

    def get(self, name):
        self._ask(name)
        return self.kept.get(name)

    def put(self, name, data):
        self._ask(name)
        self.kept[name] = data

    def names(self, folder):
        self._ask(folder)
        return [name.removeprefix(f"{folder}/") for name in self.kept if name.startswith(f"{folder}/")]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """The address of a running S3."""
    server = s3_server(tmp_path_factory.mktemp("s3")).start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture(params=["shelf", pytest.param("s3", marks=pytest.mark.integration)])
def bucket(request, monkeypatch):
    if request.param == "shelf":
        return Shelf()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    endpoint = request.getfixturevalue("endpoint")
    name = f"b{abs(hash(request.node.name))}"
    urlopen(Request(f"{endpoint}/{name}", method="PUT")).close()
    return Bucket(BucketPlace(name, "club/images", endpoint))


@pytest.fixture
def machine(tmp_path, bucket):
    """Makes the store of a machine: a folder of its own, the bucket of all."""
    return lambda name: Store(tmp_path / name, bucket)


def test_an_original_is_kept_for_all(machine, bucket):
    data = picture()
    kept = keep_original(machine("one"), data)
    other = machine("two")
    assert other.has(other.original(kept.digest))
    assert other.original(kept.digest).read_bytes() == data
    assert list(bucket.names("originals")) == [kept.digest]


def test_a_size_is_made_on_one_machine_and_fetched_by_others(machine, bucket, monkeypatch):
    kept = keep_original(machine("one"), picture())
    first = variant_path(machine("one"), kept.digest, 320, "webp").read_bytes()
    monkeypatch.setattr(images, "_made", None)
    path = variant_path(machine("two"), kept.digest, 320, "webp")
    assert path.read_bytes() == first
    assert not machine("two").original(kept.digest).exists()
    with Image.open(path) as variant:
        assert variant.size == (320, 160)


def test_a_machine_without_the_original_makes_a_size_nevertheless(machine):
    kept = keep_original(machine("one"), picture())
    assert variant_path(machine("two"), kept.digest, 160, "jpeg").exists()


def test_what_nobody_has_is_not_found(machine, tmp_path):
    with pytest.raises(NotFound):
        variant_path(machine("one"), "0" * 32, 160, "webp")
    assert not (tmp_path / "one").exists()


def test_originals_travel_both_ways(machine, bucket, tmp_path):
    """As a backup and a restore need it."""
    digests = [keep_original(machine("one"), picture(colour=colour)).digest for colour in ("red", "blue")]
    machine("two").fetch_originals()
    assert {each.name for each in (tmp_path / "two" / "originals").iterdir()} == set(digests)
    only_here = keep_original(Store(tmp_path / "two"), picture(colour="green")).digest
    machine("two").send_originals()
    assert set(bucket.names("originals")) == {*digests, only_here}
    machine("none").send_originals()


def test_a_damaged_original_is_not_shown(machine, bucket):
    kept = keep_original(machine("one"), picture())
    bucket.put(f"originals/{kept.digest}", b"something else")
    with pytest.raises(BucketAway, match="damaged"):
        variant_path(machine("two"), kept.digest, 160, "webp")
    assert not machine("two").original(kept.digest).exists()


class TestAway:
    @pytest.fixture
    def bucket(self):
        return Shelf()

    def test_what_the_machine_has_keeps_coming_and_the_bucket_is_not_asked(self, machine, bucket):
        kept = keep_original(machine("one"), picture())
        path = variant_path(machine("one"), kept.digest, 160, "webp")
        bucket.away, bucket.asked = True, []
        assert variant_path(machine("one"), kept.digest, 160, "webp") == path
        assert bucket.asked == []

    def test_what_only_the_bucket_has_is_away(self, machine, bucket):
        kept = keep_original(machine("one"), picture())
        bucket.away = True
        with pytest.raises(BucketAway):
            variant_path(machine("two"), kept.digest, 160, "webp")

    def test_an_upload_that_the_bucket_did_not_take_is_refused(self, machine, bucket, tmp_path):
        bucket.away = True
        with pytest.raises(BucketAway):
            keep_original(machine("one"), picture())
        assert not (tmp_path / "one").exists()

    def test_a_size_that_the_bucket_does_not_take_is_shown(self, machine, bucket, monkeypatch, caplog):
        kept = keep_original(machine("one"), picture())

        def refuse(name, data):
            raise BucketAway("full")

        monkeypatch.setattr(bucket, "put", refuse)
        assert variant_path(machine("one"), kept.digest, 160, "webp").exists()
        assert "did not take: full" in caplog.text


@pytest.mark.integration
def test_a_storage_that_is_not_there_says_so(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    bucket = Bucket(BucketPlace("club", "", f"http://127.0.0.1:{free_port()}"))
    for ask in (lambda: bucket.get("a"), lambda: bucket.put("a", b""), lambda: list(bucket.names("a"))):
        with pytest.raises(BucketAway, match=r"127\.0\.0\.1") as caught:
            ask()
        assert "\n" not in str(caught.value)


@pytest.mark.integration
def test_a_bucket_that_is_not_there_says_so(endpoint, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    bucket = Bucket(BucketPlace("nobodys", "", endpoint))
    for ask in (lambda: bucket.put("a", b""), lambda: list(bucket.names("a"))):
        with pytest.raises(BucketAway):
            ask()


def test_bytes_of_any_kind_come_back(bucket):
    data = bytes(range(256)) * 1000
    bucket.put("originals/x", data)
    out = BytesIO(bucket.get("originals/x"))
    assert out.read() == data
    assert bucket.get("originals/y") is None
