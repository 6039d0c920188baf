"""Wagtail's admin: messages whose own Welsh is mistaken."""

from django.utils.translation import gettext_noop, ngettext_lazy

MESSAGES = (
    # Publishing
    gettext_noop("Locked"),
    gettext_noop("Submit for moderation"),
    gettext_noop("Restart workflow "),
    gettext_noop("Cancel workflow "),
    gettext_noop("Publish this version"),
    gettext_noop("Replace current draft"),
    gettext_noop("Inspect"),
    gettext_noop("Update"),
    gettext_noop("created at"),
    gettext_noop("Parent page"),
    gettext_noop("Go to Wagtail admin"),
    gettext_noop("Enter your email address to reset your password"),
    gettext_noop("File not found"),
    # Copying pages
    ngettext_lazy(
        "This will copy %(count)s subpage.",
        "This will copy %(count)s subpages.",
        "count",
    ),
    gettext_noop("Publish copies"),
    ngettext_lazy(
        "%(count)s of the pages being copied is live. Would you like to publish its copy?",
        "%(count)s of the pages being copied are live. Would you like to publish their copies?",
        "count",
    ),
    gettext_noop('You do not have permission to copy to page "%(page_title)s"'),
    gettext_noop(
        'This slug is already in use within the context of its parent page "%(parent_page_title)s"'
    ),
    gettext_noop("You cannot copy a page into itself when copying subpages"),
    # Snippets
    gettext_noop("%(model_name)s '%(object)s' created."),
    gettext_noop("%(model_name)s '%(object)s' updated."),
    gettext_noop("%(model_name)s '%(object)s' deleted."),
    ngettext_lazy(
        "%(count)d %(model_name)s deleted.",
        "%(count)d %(model_name)s deleted.",
        "count",
    ),
    gettext_noop("The %(model_name)s could not be created due to errors."),
    gettext_noop("The %(model_name)s could not be saved due to errors."),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    gettext_noop("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
    gettext_noop("You don't have permission to delete this %(snippet_type_name)s"),
    gettext_noop("You don't have permission to delete these %(snippet_plural_name)s"),
    gettext_noop('Sorry, no snippets match "<em>%(search_query)s</em>"'),
    gettext_noop("Snippets"),
    gettext_noop("Edit this %(object)s"),
    gettext_noop("%(setting_type)s updated."),
    gettext_noop("The setting could not be saved due to errors."),
    # Pictures
    gettext_noop("Image '%(image_title)s' added."),
    gettext_noop("Image '%(image_title)s' updated."),
    gettext_noop("Image '%(image_title)s' deleted."),
    gettext_noop("Delete image"),
    gettext_noop("Choose another image"),
    gettext_noop("Choose a format"),
    gettext_noop("Use new image"),
    gettext_noop("Use existing and delete new"),
    gettext_noop("Copy URL"),
    gettext_noop("Insert image"),
    gettext_noop(
        "The source image file could not be found. Please change the source or delete the image."
    ),
    gettext_noop(
        "Upload successful. However, your new image seems to be a duplicate of an existing "
        "image. You may delete it if it wasn't required."
    ),
    gettext_noop("You haven't uploaded any images."),
    gettext_noop("You haven't uploaded any images in this collection."),
    gettext_noop(
        "You haven't uploaded any images in this collection. Why not <a "
        'href="%(wagtailimages_add_image_url)s">upload one now</a>?'
    ),
    gettext_noop('Sorry, no images match "<em>%(query_string)s</em>"'),
    gettext_noop("This file is too big (%(file_size)s). Maximum filesize %(max_filesize)s."),
    gettext_noop(
        "This file has too many pixels (%(num_pixels)s). Maximum pixels %(max_pixels_count)s."
    ),
    ngettext_lazy(
        "%(count)s image",
        "%(count)s images",
        "count",
    ),
    ngettext_lazy(
        "Delete 1 image",
        "Delete %(counter)s images",
        "counter",
    ),
    ngettext_lazy(
        "%(num_parent_objects)d image has been deleted",
        "%(num_parent_objects)d images have been deleted",
        "num_parent_objects",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this image?",
        "Are you sure you want to delete these images?",
    ),
    ngettext_lazy(
        "You don't have permission to delete this image",
        "You don't have permission to delete these images",
    ),
    # Tags and collections
    gettext_noop("Add tags to images"),
    gettext_noop("Add tags to documents"),
    gettext_noop("Add images to collection"),
    gettext_noop("Add documents to collection"),
    gettext_noop("Yes, add"),
    gettext_noop("No, don't add"),
    ngettext_lazy(
        "Add tags to 1 image",
        "Add tags to %(counter)s images",
        "counter",
    ),
    ngettext_lazy(
        "Add 1 image to new collection",
        "Add %(counter)s images to new collection",
        "counter",
    ),
    ngettext_lazy(
        "New tags have been added to %(num_parent_objects)d image",
        "New tags have been added to %(num_parent_objects)d images",
        "num_parent_objects",
    ),
    ngettext_lazy(
        "%(num_parent_objects)d image has been added to %(collection)s",
        "%(num_parent_objects)d images have been added to %(collection)s",
        "num_parent_objects",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following image?",
        "Are you sure you want to tag the following images?",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following document?",
        "Are you sure you want to tag the following documents?",
    ),
    ngettext_lazy(
        "Are you sure you want to add the following image to the selected collection?",
        "Are you sure you want to add the following images to the selected collection?",
    ),
    ngettext_lazy(
        "Are you sure you want to add the following document to the selected collection?",
        "Are you sure you want to add the following documents to the selected collection?",
    ),
    ngettext_lazy(
        "You don't have permission to add tags to this image",
        "You don't have permission to add tags to these images",
    ),
    ngettext_lazy(
        "You don't have permission to add tags to this document",
        "You don't have permission to add tags to these documents",
    ),
    ngettext_lazy(
        "You don't have permission to add this image to a collection",
        "You don't have permission to add these images to a collection",
    ),
    ngettext_lazy(
        "You don't have permission to add this document to a collection",
        "You don't have permission to add these documents to a collection",
    ),
)
