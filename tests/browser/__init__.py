"""Tests in a real browser."""

import pytest

# Its questions are asked by the tests of two files: their answers are to be shown when they are wrong.
pytest.register_assert_rewrite("tests.browser.every_page")
