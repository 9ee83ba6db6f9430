"""The loops are compiled wherever the engine runs, with or without a place to keep them."""

from ecosystem.matching.engine import compiled


def test_without_a_place_to_keep_it_a_loop_is_compiled_all_the_same(monkeypatch):
    asked = []

    def njit(**options):
        asked.append(options)
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(compiled, "njit", njit)
    assert compiled.compiled(abs) is abs
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]
