"""The Jinja2 environment that every page is written in."""

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from primeline.web import formats, loads, navigation, statics
from primeline.web.matters import words as matter_words
from primeline.web.matters.lines import owner_words, role_words, rule_of
from primeline.web.matters.ticking import counted_until
from primeline.web.rosters.lines import span_words
from primeline.web.vocabulary import VOCABULARY


def environment(**options: Any) -> Environment:
    """Return the environment; Django calls this with the options of the settings.

    A name that a template misspells is an error, not an empty place on the page.
    """
    options["undefined"] = StrictUndefined
    pages = Environment(  # noqa: S701 - Django switches autoescape on in `options`
        **options,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    pages.policies["ext.i18n.trimmed"] = True
    pages.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    pages.filters.update(formats.FILTERS, over_words=loads.over_words)
    pages.globals.update(
        url=_url,
        static=statics.address,
        language=get_language,
        navigation=navigation.entries_for,
        ways_of_person=lambda: navigation.WAYS,
        postings=navigation.postings_of,
        is_example=navigation.is_example,
        messages_of=get_messages,
        query_with=navigation.query_with,
        kept_values=navigation.kept_values,
        label_of=formats.label_of,
        tier_words=formats.tier_words,
        counted_until=counted_until,
        group_words=matter_words.group_words,
        role_words=role_words,
        rule_of=rule_of,
        span_words=span_words,
        state_tones=matter_words.TONES,
        owner_words=owner_words,
        state_words=matter_words.state_words,
        unruled_words=matter_words.unruled_words,
        **VOCABULARY,
    )
    return pages


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
