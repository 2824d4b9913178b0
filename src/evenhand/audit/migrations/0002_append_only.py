from django.db import migrations

from evenhand.base.append_only import append_only


class Migration(migrations.Migration):
    """No event is changed or taken away."""

    dependencies = [("audit", "0001_initial")]

    operations = [append_only("audit_event")]
