"""The kinds of files that are kept. What does not stand here is not taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    PDF = "PDF", "PDF"
    OFD = "OFD", "OFD"
    DOCX = "DOCX", _("Word document")
    XLSX = "XLSX", _("Excel workbook")
    PPTX = "PPTX", _("PowerPoint slides")
    PNG = "PNG", _("Picture (PNG)")
    JPEG = "JPEG", _("Picture (JPEG)")
