"""Labels of feedback's entries in the audit log."""

from django.utils.translation import gettext_lazy as _

from gpx_site.privacy import audit_labels

audit_labels.register_labels(
    {
        "feedback.reworded": _("Wording corrected"),
        "feedback.replaced": _("Question replaced"),
    }
)
