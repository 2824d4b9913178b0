from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def make_cache_table(_apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("base", "0001_initial")]

    operations: ClassVar = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop, elidable=False)
    ]
