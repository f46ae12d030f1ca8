from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from django.db import migrations


def make_readable(apps: Any, schema_editor: Any) -> None:
    """Write the words of kept filters as people do, so that whoever they name is found there."""

    def readable(text: str) -> str:
        return "".join(one if one.isalnum() or one in " -._~" else quote(one) for one in text)

    for view in apps.get_model("customers", "SavedView").objects.exclude(query=""):
        pairs = parse_qsl(view.query)
        view.query = "&".join(f"{readable(name)}={readable(said)}" for name, said in pairs)
        view.save(update_fields=["query"])


def make_addresses(apps: Any, schema_editor: Any) -> None:
    for view in apps.get_model("customers", "SavedView").objects.exclude(query=""):
        view.query = urlencode(parse_qsl(view.query))[:2000]
        view.save(update_fields=["query"])


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_keep_when_lists_are_opened")]

    operations = [migrations.RunPython(make_readable, make_addresses)]
