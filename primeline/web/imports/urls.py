"""Addresses of imports."""

from django.urls import path

from primeline.web.imports import downloads, mapping, streaming, views

urlpatterns = [
    path("", views.batches, name="imports"),
    path("new/", views.new_batch, name="import_new"),
    path("templates/<slug:target>.<slug:form>", downloads.template, name="import_template"),
    path("mappings/<int:mapping_id>/", mapping.saved_mapping, name="import_saved_mapping"),
    path("<int:batch_id>/", views.batch, name="import_batch"),
    path("<int:batch_id>/mapping/", mapping.mapping, name="import_mapping"),
    path("<int:batch_id>/commit/", views.commit, name="import_commit"),
    path("<int:batch_id>/abandonment/", views.abandonment, name="import_abandonment"),
    path("<int:batch_id>/progress/", streaming.progress, name="import_progress"),
    path("<int:batch_id>/reversal/", views.reversal, name="import_reversal"),
    path("<int:batch_id>/errors.<slug:form>", downloads.errors, name="import_errors"),
]
