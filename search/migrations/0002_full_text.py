"""Full text over the documents' keys, kept by the database itself: FTS5 or tsvector.

SQLite drops a table's triggers when a migration remakes it: one that alters a field of
SearchDocument must run ``remove`` before and ``create`` after.
"""

from django.db import migrations

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
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, remove)]
