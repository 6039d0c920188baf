"""The documents, and full text over their keys, kept by the database itself: FTS5 or tsvector.

SQLite drops a table's triggers when a migration remakes it: one that alters a field of
SearchDocument must run ``remove`` before and ``create`` after.
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    # The keys stay in the documents' own table: FTS5 holds the index alone.
    """
    CREATE VIRTUAL TABLE search_fulltext USING fts5(
        title_keys, body_keys,
        content='search_searchdocument', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    "INSERT INTO search_fulltext(search_fulltext, rank) VALUES ('rank', 'bm25(5.0, 1.0)')",
    """
    CREATE TRIGGER search_fulltext_insert AFTER INSERT ON search_searchdocument BEGIN
        INSERT INTO search_fulltext(rowid, title_keys, body_keys)
        VALUES (new.id, new.title_keys, new.body_keys);
    END
    """,
    """
    CREATE TRIGGER search_fulltext_delete AFTER DELETE ON search_searchdocument BEGIN
        INSERT INTO search_fulltext(search_fulltext, rowid, title_keys, body_keys)
        VALUES ('delete', old.id, old.title_keys, old.body_keys);
    END
    """,
    """
    CREATE TRIGGER search_fulltext_update AFTER UPDATE ON search_searchdocument BEGIN
        INSERT INTO search_fulltext(search_fulltext, rowid, title_keys, body_keys)
        VALUES ('delete', old.id, old.title_keys, old.body_keys);
        INSERT INTO search_fulltext(rowid, title_keys, body_keys)
        VALUES (new.id, new.title_keys, new.body_keys);
    END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION search_fill_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.vector := setweight(to_tsvector('simple', NEW.title_keys), 'A')
            || setweight(to_tsvector('simple', NEW.body_keys), 'D');
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER search_vector BEFORE INSERT OR UPDATE ON search_searchdocument
    FOR EACH ROW EXECUTE FUNCTION search_fill_vector()
    """,
    "CREATE INDEX search_vector_gin ON search_searchdocument USING gin (vector)",
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER search_fulltext_insert",
        "DROP TRIGGER search_fulltext_delete",
        "DROP TRIGGER search_fulltext_update",
        "DROP TABLE search_fulltext",
    ],
    "postgresql": [
        "DROP INDEX search_vector_gin",
        "DROP TRIGGER search_vector ON search_searchdocument",
        "DROP FUNCTION search_fill_vector",
    ],
}


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    _run(schema_editor, SQLITE if vendor == "sqlite" else POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, UNDO[schema_editor.connection.vendor])


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('version', models.PositiveBigIntegerField()),
                ('type', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('text_language', models.CharField(max_length=2)),
                ('source_language', models.CharField(max_length=4)),
                ('source', models.CharField(blank=True, max_length=255)),
                ('url', models.CharField(max_length=500)),
                ('date', models.DateField()),
                ('title_keys', models.TextField()),
                ('body_keys', models.TextField(blank=True)),
                ('vector', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-date', '-id'],
            },
        ),
        migrations.CreateModel(
            name='IndexedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('version', models.PositiveBigIntegerField(default=0)),
                ('mirrored_version', models.PositiveBigIntegerField(default=0)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='FullText',
            fields=[
                ('document', models.OneToOneField(db_column='rowid', on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='full_text', serialize=False, to='search.searchdocument')),
                ('entry', models.TextField(db_column='search_fulltext')),
                ('rank', models.FloatField()),
            ],
            options={
                'db_table': 'search_fulltext',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('facet', models.CharField(max_length=16)),
                ('value', models.CharField(max_length=80)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='search.searchdocument')),
            ],
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='search.indexeditem'),
        ),
        migrations.AddIndex(
            model_name='indexeditem',
            index=models.Index(condition=models.Q(('mirrored_version__lt', models.F('version'))), fields=['updated_at'], name='search_unmirrored'),
        ),
        migrations.AddIndex(
            model_name='documentfacet',
            index=models.Index(fields=['language', 'facet', 'value'], name='search_facet_counts'),
        ),
        migrations.AddConstraint(
            model_name='documentfacet',
            constraint=models.UniqueConstraint(fields=('document', 'facet', 'value'), name='facet_value_once_per_document'),
        ),
        migrations.AddIndex(
            model_name='searchdocument',
            index=models.Index(fields=['language', '-date', '-id'], name='search_newest'),
        ),
        migrations.AddConstraint(
            model_name='searchdocument',
            constraint=models.UniqueConstraint(fields=('item', 'language'), name='document_once_per_language'),
        ),
        migrations.RunPython(create, remove),
    ]
