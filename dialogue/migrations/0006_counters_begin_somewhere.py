import dialogue.models.threads
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def begin_somewhere(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Move the counters of the threads there are: pages that are open draw anew when a number leaps."""
    Thread = apps.get_model("dialogue", "Thread")
    for pk in Thread.objects.values_list("pk", flat=True).iterator(chunk_size=2000):
        Thread.objects.filter(pk=pk).update(
            room_changes=F("room_changes") + dialogue.models.threads.somewhere(),
            desk_changes=F("desk_changes") + dialogue.models.threads.somewhere(),
        )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0005_indexes_for_scale")]

    operations = [
        migrations.AlterField(
            model_name="thread",
            name="room_changes",
            field=models.PositiveBigIntegerField(
                default=dialogue.models.threads.somewhere,
                editable=False,
                help_text="counts on with what everybody may read",
            ),
        ),
        migrations.AlterField(
            model_name="thread",
            name="desk_changes",
            field=models.PositiveBigIntegerField(
                default=dialogue.models.threads.somewhere,
                editable=False,
                help_text="counts on with what the desk may read",
            ),
        ),
        migrations.RunPython(begin_somewhere, migrations.RunPython.noop, elidable=True),
    ]
