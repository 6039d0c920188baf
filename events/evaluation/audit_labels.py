"""Labels of evaluation's entries in the audit log."""

from django.utils.translation import gettext_lazy as _

from gpx_site.privacy import audit_labels

audit_labels.register_labels(
    {
        "evaluation.published": _("Results published"),
        "evaluation.withdrawn": _("Results withdrawn"),
    }
)
