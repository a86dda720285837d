from myproject.design.compiling import try_compile


def test_a_good_template():
    assert try_compile('<p data-tal-content="name">x</p>').ok


def test_a_broken_template_names_the_place():
    result = try_compile("<p>\n<b>${1 +}</b></p>")
    assert not result.ok
    assert (result.line, result.column) == (2, 6)
    assert "invalid syntax" in result.reason.lower()


def test_time_is_limited():
    slow = "<p>${x}</p>" * 40_000
    result = try_compile(slow, seconds=1)
    assert not result.ok
    assert "1 seconds" in result.reason


def test_memory_is_limited():
    result = try_compile("<p>${x}</p>" * 2_000, megabytes=60, seconds=20)
    assert not result.ok
    assert "memory" in result.reason or "120 MB" in result.reason or "failed" in result.reason


def test_depth_is_limited():
    result = try_compile("<b tal:condition='x'>" * 400 + "</b>" * 400)
    assert not result.ok
    assert "deep" in result.reason or "nested" in result.reason
