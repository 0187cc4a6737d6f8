from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def draw_maps_anew(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Places were kept by the cells of another picture; what a map remembers of axes and letters stays."""
    apps.get_model("dialogue", "DrawnMap").objects.update(
        data={"notices": [], "picture": None}, record_count=0
    )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0008_opinion_maps")]

    operations = [
        migrations.RunPython(draw_maps_anew, migrations.RunPython.noop, elidable=True),
    ]
