from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('blog', '0005_alphabetical_order')]

    operations = [
        migrations.RemoveConstraint(
            model_name='blogpage',
            name='post_in_a_series_has_a_part',
        ),
        migrations.AddConstraint(
            model_name='blogpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('series', None), ('series_part', None)), models.Q(('series__isnull', False), ('series_part__gte', 1), ('series_part__isnull', False)), _connector='OR'), name='post_in_a_series_has_a_part', violation_error_message='Give both the series and the part, or neither.'),
        ),
    ]
