"""Wagtail's admin: pictures, documents, collections and records."""

from django.utils.translation import gettext_noop, ngettext_lazy

MESSAGES = (
    # Pictures, documents, collections and records
    gettext_noop("Add a document"),
    gettext_noop("Add documents"),
    gettext_noop("Add multiple documents"),
    gettext_noop("Choose a document"),
    gettext_noop("Choose another document"),
    gettext_noop("Choose an image"),
    gettext_noop("Add an image"),
    gettext_noop("Add multiple images"),
    gettext_noop("Edit this image"),
    gettext_noop("Edit this document"),
    gettext_noop("Latest documents"),
    gettext_noop("Latest images"),
    gettext_noop("Drag and drop documents into this area to upload immediately."),
    gettext_noop("Drag and drop images into this area to upload immediately."),
    gettext_noop("Or choose from your computer"),
    gettext_noop(
        "Upload successful. Please update this document with a more appropriate title, if "
        "necessary. You may also delete the document completely if the upload wasn't required."
    ),
    gettext_noop(
        "Upload successful. Please update this image with a more appropriate title, if "
        "necessary. You may also delete the image completely if the upload wasn't required."
    ),
    gettext_noop(
        "Upload successful. However, your new image seems to be a duplicate of this existing "
        "image. You may delete it if it wasn't required."
    ),
    gettext_noop("Sorry, upload failed."),
    gettext_noop("Server Error"),
    gettext_noop("Report this error to your website administrator with the following information:"),
    gettext_noop("Document updated."),
    gettext_noop("Image updated."),
    gettext_noop("Document '%(document_title)s' added."),
    gettext_noop("Document '%(document_title)s' updated"),
    gettext_noop("Document '%(document_title)s' deleted."),
    gettext_noop("The document could not be created due to errors."),
    gettext_noop("The document could not be saved due to errors."),
    gettext_noop("The file could not be found. Please change the source or delete the document."),
    gettext_noop("Delete document"),
    gettext_noop("Change document:"),
    gettext_noop("Change image file:"),
    gettext_noop("Maximum filesize: %(max_upload_size)s."),
    gettext_noop(
        "You haven't uploaded any documents. Why not <a "
        'href="%(wagtaildocs_add_document_url)s">upload one now</a>?'
    ),
    gettext_noop("You haven't uploaded any documents."),
    gettext_noop("You haven't uploaded any documents in this collection."),
    gettext_noop(
        "You haven't uploaded any images. Why not <a "
        'href="%(wagtailimages_add_image_url)s">upload one now</a>?'
    ),
    gettext_noop(
        'Why not <a class="upload-one-now" href="#tab-upload" '
        'data-action="w-tabs#select:prevent" data-w-tabs-target="trigger" '
        'data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    gettext_noop('Sorry, no documents match "<em>%(query_string)s</em>"'),
    gettext_noop('Sorry, no documents match "<em>%(search_query)s</em>"'),
    ngettext_lazy("%(count)s document", "%(count)s documents", "count"),
    ngettext_lazy(
        "%(num_parent_objects)d document has been deleted",
        "%(num_parent_objects)d documents have been deleted",
        "num_parent_objects",
    ),
    ngettext_lazy("Delete 1 document", "Delete %(counter)s documents", "counter"),
    ngettext_lazy("Add tags to 1 document", "Add tags to %(counter)s documents", "counter"),
    ngettext_lazy(
        "Add 1 document to new collection",
        "Add %(counter)s documents to new collection",
        "counter",
    ),
    gettext_noop("Select all documents in listing"),
    gettext_noop("Select all images in listing"),
    gettext_noop("Add tags to the selected documents"),
    gettext_noop("Add tags to the selected images"),
    gettext_noop("Add selected documents to collection"),
    gettext_noop("Add selected images to collection"),
    gettext_noop("Add to collection"),
    gettext_noop("Delete selected documents"),
    gettext_noop("Delete selected images"),
    gettext_noop(
        "Please provide an image description to comply with best practices for accessibility.",
    ),
    gettext_noop("Image is decorative"),
    gettext_noop("Image focal point"),
    gettext_noop("Focal point"),
    gettext_noop("To define this image's most important region, drag a box over the image above."),
    gettext_noop("Remove focal area"),
    gettext_noop("Max dimensions"),
    gettext_noop("Filesize"),
    gettext_noop(
        "Not a valid .%(extension)s image. The extension does not match the file format "
        "(%(image_format)s)"
    ),
    gettext_noop(
        "Supported formats: %(supported_formats)s. Maximum filesize: %(max_upload_size)s.",
    ),
    gettext_noop("Not a supported image format. Supported formats: %(supported_formats)s."),
    gettext_noop("This file is too big. Maximum filesize %(max_filesize)s."),
    gettext_noop("Usage count"),
    gettext_noop("Usage count: (low to high)"),
    gettext_noop("Usage count: (high to low)"),
    gettext_noop("File size: (low to high)"),
    gettext_noop("File size: (high to low)"),
    gettext_noop("A comma-separated list of tags."),
    gettext_noop(
        'Multi-word tags with spaces will automatically be enclosed in double quotes (").',
    ),
    gettext_noop("Tags can only consist of a single word, no spaces allowed."),
    gettext_noop("Tag(s) %(value_too_long)s are over %(max_tag_length)d characters."),
    gettext_noop("collection"),
    gettext_noop("All collections"),
    gettext_noop("Add a collection"),
    gettext_noop("Add collection"),
    gettext_noop("Delete collection"),
    gettext_noop("Are you sure you want to delete this collection?"),
    gettext_noop("Collection '%(object)s' created."),
    gettext_noop("Collection '%(object)s' updated."),
    gettext_noop("Collection '%(object)s' deleted."),
    gettext_noop("Choose an item"),
    gettext_noop("Choose another"),
    gettext_noop("Choose another item"),
    gettext_noop("Delete selected snippets"),
    gettext_noop("Select all snippets in listing"),
    gettext_noop("One or more references to this %(model_name)s prevent it from being deleted."),
    gettext_noop("If you confirm deletion"),
    gettext_noop("prevents deletion"),
    gettext_noop("may prevent deletion"),
    gettext_noop("will unset the reference"),
    gettext_noop("None"),
    gettext_noop("(blank)"),
    gettext_noop("- Select an option -"),
    gettext_noop("The maximum number of items is %(max_num)d"),
    gettext_noop("The minimum number of items is %(min_num)d"),
    gettext_noop("Delete"),
    gettext_noop("Edit"),
)
