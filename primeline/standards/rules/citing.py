"""Where rules say they come from, in the reader's language."""

from typing import Final

from primeline.kit.words import in_language

# What the shipped rules cite, in English; what people have written stays as they wrote it.
ENGLISH: Final = {
    "第 32 条": "Article 32",
    "第 34 条": "Article 34",
    "第 10 条第 4 项": "Article 10, item 4",
    "第 35 条；电信服务规范：提前 72 小时": "Article 35; telecom service rules: 72 hours ahead",
    "客户服务中心应答": "Answering at the customer service center",
    "附录 1": "Appendix 1",
    "AAA 中断": "AAA circuit down",
    "AA 级及以下": "AA and below",
}


def citation_words(citation: str) -> str:
    """Return a citation in the reader's language, where it is kept in both."""
    return in_language(zh=citation, en=ENGLISH.get(citation, citation))
