import uuid
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 500
LEVELS = [
    ("convergence", "Convergence"),
    ("emerging_convergence", "Emerging convergence"),
    ("shared_question", "Shared question"),
    ("clarified_divergence", "Clarified divergence"),
    ("open", "Open"),
]
KINDS = [
    ("near", "where the banks come near"),
    ("divides", "what divides the camps"),
    ("rejected", "what every camp rejects"),
    ("open", "what is still open"),
    ("too_few", "what too few have answered"),
]
LEADS = ["raised_by", "is_decided_by_one", "is_unclear"]


def draw_maps_anew(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Places were kept by the cells of another picture; what a map remembers of axes and letters stays."""
    apps.get_model("dialogue", "DrawnMap").objects.update(
        data={"notices": [], "picture": None}, record_count=0
    )


def find_leads(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Tell of the figures there are what they lead to, from what is stored in them."""
    Figure = apps.get_model("dialogue", "Figure")
    some = []
    for figure in Figure.objects.exclude(level="").iterator(chunk_size=AT_ONCE):
        for name, value in leads_of(figure.data).items():
            setattr(figure, name, value)
        some.append(figure)
        if len(some) == AT_ONCE:
            Figure.objects.bulk_update(some, LEADS)
            some = []
    Figure.objects.bulk_update(some, LEADS)


def leads_of(data: dict[str, Any]) -> dict[str, Any]:
    camps, changes = data["camps"], data["changes"]
    people = [(people_of(each, data), each) for each in changes if each["code"] != "more_answers_needed"]
    ways = [number for number, each in people if number is not None and not each["together"]]
    together = [number for number, each in people if each["together"]]
    if together and None not in together:
        ways.append(sum(together))
    needed = sum(each["number"] or 0 for each in changes if each["code"] == "more_answers_needed")
    out_of_reach = any(
        (camp["answers_missing_for_quorum"] or 0) > (camp["missing"] or 0) for camp in camps
    )
    return {
        "raised_by": min(ways, default=None),
        "is_decided_by_one": any(each["code"] == "one_more_no" for each in changes)
        or (needed == 1 and not out_of_reach),
        "is_unclear": any(
            camp["answered"] >= 5 and 5 * camp["counts"]["pass"] > 2 * camp["answered"] for camp in camps
        ),
    }


def people_of(change: dict[str, Any], data: dict[str, Any]) -> int | None:
    if change["code"] == "objection_withdrawn":
        return data["standing_objections"]
    return change["number"] if change["code"] in ("more_agreements", "switches_needed") else None


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0010_conversation_files")]

    operations = [
        migrations.RunPython(draw_maps_anew, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="figure", name="raised_by", field=models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="figure", name="is_decided_by_one", field=models.BooleanField(default=False)
        ),
        migrations.AddField(model_name="figure", name="is_unclear", field=models.BooleanField(default=False)),
        migrations.RunPython(find_leads, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="SessionFigure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("data", models.JSONField()),
                ("level", models.CharField(choices=LEVELS, max_length=20)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("bridge_percent", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="dialogue.session",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="session_figures",
                        to="dialogue.positionversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "version"), name="session_figure_one_per_version"
                    )
                ]
            },
        ),
    ]
