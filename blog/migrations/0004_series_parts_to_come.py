"""Parts to come have names and dates; series have an address in each language."""

import json
import uuid

import wagtail.fields
from django.db import migrations, models
from django.utils.text import slugify


def name_parts_to_come(apps, schema_editor):
    """Turn the number of parts into parts without posts, and titles into Welsh addresses."""
    Series, BlogPage = apps.get_model('blog', 'Series'), apps.get_model('blog', 'BlogPage')
    taken = set()
    for series in Series.objects.order_by('pk'):
        posts = BlogPage.objects.filter(series=series)
        written = set(posts.values_list('series_part', flat=True))
        series.coming = json.dumps([
            {
                'id': str(uuid.uuid4()),
                'type': 'part',
                'value': {
                    'part': part,
                    'title_en': f'Part {part}',
                    'title_cy': f'Rhan {part}',
                    'expected_on': None,
                },
            }
            for part in range(1, series.announced + 1)
            if part not in written
        ])
        slug = slugify(series.title_cy)[:100] or series.slug
        series.slug_cy = slug if slug not in taken else f'{slug}-{series.pk}'
        taken.add(series.slug_cy)
        series.save()


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0003_post_blocks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='series',
            name='slug',
            field=models.SlugField(max_length=120, unique=True, verbose_name='slug in English'),
        ),
        migrations.AddField(
            model_name='series',
            name='slug_cy',
            field=models.CharField(max_length=120, null=True, verbose_name='slug in Welsh'),
        ),
        migrations.AddField(
            model_name='series',
            name='coming',
            field=wagtail.fields.StreamField([('part', 4)], blank=True, block_lookup={0: ('wagtail.blocks.IntegerBlock', (), {'label': 'Part', 'min_value': 1}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Title in English', 'max_length': 200}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Title in Welsh', 'max_length': 200}), 3: ('wagtail.blocks.DateBlock', (), {'help_text': 'Shown until that day. Leave empty if it is not known.', 'label': 'Expected on', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('part', 0), ('title_en', 1), ('title_cy', 2), ('expected_on', 3)]], {})}, help_text='A part gives way to its post when that is published.', verbose_name='parts to come'),
        ),
        migrations.RunPython(name_parts_to_come, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='series',
            name='slug_cy',
            field=models.SlugField(max_length=120, unique=True, verbose_name='slug in Welsh'),
        ),
        migrations.RemoveField(
            model_name='series',
            name='announced',
        ),
    ]
