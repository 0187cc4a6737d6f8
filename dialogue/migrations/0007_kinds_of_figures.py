from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 500


def sort_figures(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Put the figures there are on their lists, from what is stored in them."""
    Figure = apps.get_model("dialogue", "Figure")
    some = []
    for figure in Figure.objects.exclude(level="").iterator(chunk_size=AT_ONCE):
        for name, value in sorted_by(figure.data).items():
            setattr(figure, name, value)
        some.append(figure)
        if len(some) == AT_ONCE:
            Figure.objects.bulk_update(some, ["kind", "joint", "polarised", "answered"])
            some = []
    Figure.objects.bulk_update(some, ["kind", "joint", "polarised", "answered"])


def sorted_by(data: dict[str, Any]) -> dict[str, Any]:
    camps = data["camps"]
    shares = [over / under for over, under in (camp["majority_probability"] for camp in camps)]
    polarised = max(shares) * (1 - min(shares)) if len(shares) > 1 else None
    return {
        "kind": kind_of(data, shares),
        "joint": data["joint_probability_display"],
        "polarised": polarised,
        "answered": {camp["key"]: camp["answered"] for camp in camps},
    }


def kind_of(data: dict[str, Any], shares: list[float]) -> str:
    camps = data["camps"]
    if data["bridge"] is None or not all(camp["quorum"] for camp in camps):
        return "too_few"
    if data["level"] in ("convergence", "emerging_convergence"):
        return "near"
    if any(camp["answered"] < min(5, camp["members"]) for camp in camps):
        return "open"
    if max(shares) >= 0.9 and min(shares) <= 0.1:
        return "divides"
    return "rejected" if max(shares) <= 0.1 else "open"


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0006_counters_begin_somewhere")]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("near", "where the banks come near"),
                    ("divides", "what divides the camps"),
                    ("rejected", "what every camp rejects"),
                    ("open", "what is still open"),
                    ("too_few", "what too few have answered"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="figure", name="joint", field=models.FloatField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="figure", name="polarised", field=models.FloatField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="figure", name="answered", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.RunPython(sort_figures, migrations.RunPython.noop, elidable=True),
    ]
