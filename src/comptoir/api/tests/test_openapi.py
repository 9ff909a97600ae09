from tools.openapi import COPY, described


def test_the_committed_description_is_that_of_the_code() -> None:
    assert COPY.read_text("utf-8") == described(), "run make openapi, and look at what changed for those who call it"
