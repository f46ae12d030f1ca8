"""The front door: every page of the product."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("primeline.web.urls"))]

handler400 = "primeline.web.errors.bad_request"
handler403 = "primeline.web.errors.forbidden"
handler404 = "primeline.web.errors.not_found"
handler500 = "primeline.web.errors.server_error"
