"""Every page of the product. A topic adds one line."""

from django.urls import URLPattern, URLResolver, include, path

from primeline.web import health, languages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("primeline.web.home.urls")),
    path("access/", include("primeline.web.access.urls")),
    path("accounts/", include("primeline.web.accounts.urls")),
    path("accounts/<str:number>/group/", include("primeline.web.groups.urls")),
    path("accounts/<str:number>/sites/", include("primeline.web.sites.urls")),
    path("capture/", include("primeline.web.capture.urls")),
    path("cases/", include("primeline.web.cases.urls")),
    path("contracts/", include("primeline.web.contracts.urls")),
    path("directory/", include("primeline.web.competences.urls")),
    path("equipment/", include("primeline.web.equipment.urls")),
    path("figures/", include("primeline.web.figures.urls")),
    path("handovers/", include("primeline.web.handovers.urls")),
    path("hours/", include("primeline.web.hours.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("audit/", include("primeline.web.audit.urls")),
    path("matters/", include("primeline.web.matters.urls")),
    path("named-accounts/", include("primeline.web.named_list.urls")),
    path("operations/", include("primeline.web.operations.urls")),
    path("plans/", include("primeline.web.plans.urls")),
    path("papers/", include("primeline.web.papers.urls")),
    path("addresses/", include("primeline.web.addresses.urls")),
    path("partners/", include("primeline.web.partners.urls")),
    path("processes/logs/", include("primeline.web.replays.urls")),
    path("processes/", include("primeline.web.processes.urls")),
    path("policies/", include("primeline.web.policy.urls")),
    path("quality/", include("primeline.web.quality.urls")),
    path("reference/", include("primeline.web.reference.urls")),
    path("rights/", include("primeline.web.rights.urls")),
    path("rosters/", include("primeline.web.rosters.urls")),
    path("search/", include("primeline.web.search.urls")),
    path("standards/", include("primeline.web.standards.urls")),
    path("staff/", include("primeline.web.staff.urls")),
    path("visits/", include("primeline.web.visits.urls")),
    path("imports/", include("primeline.web.imports.urls")),
    path("language/", languages.language, name="language"),
    path("", include("primeline.web.session.urls")),
]
