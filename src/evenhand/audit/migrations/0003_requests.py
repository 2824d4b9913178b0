from django.db import migrations, models

from evenhand.base.append_only import changed


class Migration(migrations.Migration):
    """Events name the request in which they happened."""

    dependencies = [("audit", "0002_append_only")]

    operations = changed(
        "audit_event",
        migrations.AddField(
            model_name="event",
            name="request",
            field=models.CharField(blank=True, default="", max_length=16),
            preserve_default=False,
        ),
    )
