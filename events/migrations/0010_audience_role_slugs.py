from django.db import migrations, models
from django.utils.text import slugify


def fill(apps, schema_editor):
    """Give each role its address in Welsh."""
    taken = {""}
    for role in apps.get_model("events", "AudienceRole").objects.order_by("pk"):
        slug = slugify(role.name_cy)[:70].strip("-") or "audiencerole"
        role.slug_cy = f"{slug}-{role.pk}" if slug in taken else slug
        taken.add(role.slug_cy)
        role.save()


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0009_events_of_others"),
    ]

    operations = [
        migrations.AddField(
            model_name="audiencerole",
            name="slug_cy",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.AlterField(
            model_name="audiencerole",
            name="slug",
            field=models.SlugField(unique=True, verbose_name="slug in English"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="audiencerole",
            name="slug_cy",
            field=models.SlugField(
                blank=True,
                help_text="Left empty, it is made from the name.",
                max_length=80,
                unique=True,
                verbose_name="slug in Welsh",
            ),
        ),
    ]
