"""How often one address may send a form."""

from limits.storage import MovingWindowSupport, Storage

from myproject.site.ratelimit import RateLimit


class Away(Storage, MovingWindowSupport):
    """A storage that does not answer."""

    STORAGE_SCHEME = ["away"]
    base_exceptions = ConnectionError

    def fail(self, *args, **options):
        raise ConnectionError("nobody there")

    incr = get = get_expiry = check = reset = clear = fail
    acquire_entry = get_moving_window = clear_moving_window = fail


def test_each_sender_is_counted_alone():
    limit = RateLimit("2/minute", "memory://")
    assert [limit.wait("anna") for _ in range(2)] == [0, 0]
    assert 0 < limit.wait("anna") <= 60
    assert limit.wait("bert") == 0


def test_nobody_is_turned_away_because_the_storage_is(caplog):
    limit = RateLimit("1/minute", "away://")
    assert [limit.wait("anna") for _ in range(3)] == [0, 0, 0]
    assert "Rates are not limited" in caplog.text
