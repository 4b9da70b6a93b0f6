"""What the first team said may be taken from a series, such as a structured report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_counted_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="firstitem",
            name="series",
            field=models.UUIDField(null=True),
        ),
    ]
