import primeline.privacy.textfields
from django.db import migrations

from primeline.kit.migrating import WidenText


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0007_units_at_ends'),
    ]

    operations = [
        WidenText(
            model_name='feechange',
            name='why',
            field=primeline.privacy.textfields.FreeTextField(blank=True, max_length=300),
        ),
        WidenText(
            model_name='subscription',
            name='label',
            field=primeline.privacy.textfields.FreeTextField(blank=True, max_length=100),
        ),
    ]
