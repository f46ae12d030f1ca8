"""One text has one translation, whichever topic shows it."""

from primeline.web.management.commands.build_translations import TOPICS, assembled, disagreements


def test_topics_agree() -> None:
    assert disagreements(sorted(TOPICS.glob("*.po"))) == []


def test_all_texts_of_all_topics_are_in_the_whole() -> None:
    whole = assembled(sorted(TOPICS.glob("*.po")))

    said = {(message.id, message.context): message.string for message in whole}
    assert said["Accounts", None] == "客户"
    assert said["Diamond", "badge"] == "钻"
    assert said["Service tier", None] == "客户服务等级"
