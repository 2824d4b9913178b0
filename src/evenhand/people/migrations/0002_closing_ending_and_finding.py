from django.apps.registry import Apps
from django.db import migrations, models

from evenhand.base.folding import folded


def fold_names(apps: Apps, _schema_editor: object) -> None:
    user_model = apps.get_model("people", "User")
    for user in user_model.objects.all():
        user.name_folded = folded(user.name)
        user.save(update_fields=["name_folded"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="department",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="ended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="name_folded",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
