"""Ends of lines and places of devices are looked through for people from now on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0009_keep_when_lists_are_opened"),
        ("products", "0008_more_people_in_texts"),
    ]
    operations = []
