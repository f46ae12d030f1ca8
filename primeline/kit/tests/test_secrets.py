"""Secrets come back to those who have the key, and to nobody else."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.secrets import SecretUnreadable, seal, unseal


class TestSeal:
    @given(st.text())
    def test_what_is_sealed_comes_back(self, text: str) -> None:
        assert unseal(seal(text, purpose="test"), purpose="test") == text

    def test_the_same_text_never_looks_the_same(self) -> None:
        assert seal("telephone", purpose="test") != seal("telephone", purpose="test")

    def test_one_purpose_does_not_open_another(self) -> None:
        with pytest.raises(SecretUnreadable):
            unseal(seal("telephone", purpose="test"), purpose="other")

    def test_another_key_does_not_open_it(self) -> None:
        sealed = seal("telephone", purpose="test")

        with override_settings(SECRET_KEY="another"), pytest.raises(SecretUnreadable):
            unseal(sealed, purpose="test")

    def test_a_former_key_still_opens_it(self) -> None:
        with override_settings(SECRET_KEY="former"):
            sealed = seal("telephone", purpose="test")

        with override_settings(SECRET_KEY_FALLBACKS=["former"]):
            assert unseal(sealed, purpose="test") == "telephone"

    def test_a_change_is_noticed(self) -> None:
        name, body = seal("telephone", purpose="test").split(".")
        changed = body[:20] + ("A" if body[20] != "A" else "B") + body[21:]

        with pytest.raises(SecretUnreadable):
            unseal(f"{name}.{changed}", purpose="test")
