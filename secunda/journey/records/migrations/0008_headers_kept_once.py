from itertools import batched

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SOME = 200


def keep_headers(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the headers out of the readings that were kept so far; those stay as they are."""
    item, header = apps.get_model("records", "Item"), apps.get_model("imaging", "Header")
    read = item.objects.filter(reading__isnull=False, blob__isnull=False)
    rows = read.values_list("blob_id", "reading").iterator(SOME)
    images = ((blob, one) for blob, reading in rows if (one := (reading or {}).get("dicom")))
    for some in batched(images, SOME, strict=False):
        header.objects.bulk_create(
            [header(blob_id=blob, attributes=one.get("metadata") or {}) for blob, one in some],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0007_counted_changes"),
        ("imaging", "0003_headers_kept_once"),
    ]

    operations = [migrations.RunPython(keep_headers, migrations.RunPython.noop)]
