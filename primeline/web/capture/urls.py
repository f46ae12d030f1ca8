"""Addresses of quick capture; the worker on the device answers for these alone."""

from django.urls import path

from primeline.web.capture import device, views

app_name = "capture"
urlpatterns = [
    path("", views.capture, name="capture"),
    path("accounts/", views.accounts, name="accounts"),
    path("person/", device.person, name="person"),
    path("shell/", device.shell, name="shell"),
    path("worker.js", device.worker, name="worker"),
]
