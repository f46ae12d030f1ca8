"""Addresses of accounts."""

from django.urls import path

from primeline.web.accounts import (
    account,
    approaches,
    attachments,
    changes,
    consents,
    contacts,
    contract_page,
    contracts,
    equipment,
    export,
    looks,
    matching,
    milestones,
    outside,
    papers,
    posts,
    subscriptions,
    timeline,
    views,
)

SUBSCRIPTION = "<str:number>/subscriptions/<str:subscription>/"
ATTACHMENT = "<str:number>/attachments/<int:attachment_id>/"
CONTRACT = "<str:number>/contracts/<int:contract_id>/"
OUTSIDE = "<str:number>/outside/<int:service_id>/"
DEVICE = "<str:number>/equipment/<int:equipment_id>/"
MILESTONE = f"{CONTRACT}milestones/<int:milestone_id>/"

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="list"),
    path("views/", views.kept_views, name="views"),
    path("views/<int:view_id>/", views.kept_view, name="view"),
    path("exports/people/<slug:form>/", export.people, name="people_export"),
    path("exports/<slug:form>/", export.export, name="export"),
    path("new/", changes.new_account, name="new"),
    path("<str:number>/", account.account, name="account"),
    *(
        path(f"<str:number>/{pane}/", account.view_of(pane), {"pane": pane}, name=pane)
        for pane in account.PANES
        if pane != "overview"
    ),
    path("<str:number>/looks/", looks.looks, name="looks"),
    path("<str:number>/timeline/older/", timeline.older_lines, name="older_lines"),
    path("<str:number>/identity/", changes.identity, name="identity"),
    path("<str:number>/status/", changes.status, name="status"),
    path("<str:number>/managers/", changes.managers, name="managers"),
    path("<str:number>/named-list/", changes.listing, name="listing"),
    path("<str:number>/owner-unit/", changes.owner_unit, name="owner_unit"),
    path("<str:number>/contacts/new/", contacts.new_contact, name="new_contact"),
    path("<str:number>/contacts/<int:contact_id>/", contacts.contact, name="contact"),
    path("<str:number>/clear/", contacts.clear_individual, name="clear_individual"),
    path(
        "<str:number>/contacts/<int:contact_id>/approaches/<slug:channel>/",
        approaches.approach,
        name="approach",
    ),
    path(
        "<str:number>/contacts/<int:contact_id>/clear/",
        contacts.clear_contact,
        name="clear_contact",
    ),
    path(
        "<str:number>/contacts/<int:contact_id>/former/",
        contacts.former_contact,
        name="former_contact",
    ),
    path(
        "<str:number>/contacts/<int:contact_id>/returned/",
        contacts.returned_contact,
        name="returned_contact",
    ),
    path(
        "<str:number>/subscriptions/new/", subscriptions.new_subscription, name="new_subscription"
    ),
    path(SUBSCRIPTION, subscriptions.subscription, name="subscription"),
    path(f"{SUBSCRIPTION}facts/", subscriptions.facts, name="subscription_facts"),
    path(f"{SUBSCRIPTION}fee/", subscriptions.fee, name="subscription_fee"),
    path(f"{SUBSCRIPTION}suspension/", subscriptions.suspension, name="suspension"),
    path(f"{SUBSCRIPTION}ending/", subscriptions.ending, name="ending"),
    path(f"{SUBSCRIPTION}reason/", subscriptions.verified_reason, name="verified_reason"),
    path(f"{SUBSCRIPTION}replacement/", subscriptions.replacement, name="replacement"),
    path("<str:number>/outside/new/", outside.new_outside, name="new_outside"),
    path(OUTSIDE, outside.outside_service, name="outside_service"),
    path(f"{OUTSIDE}end/", outside.outside_end, name="outside_end"),
    path("<str:number>/equipment/new/", equipment.new_device, name="new_device"),
    path(DEVICE, equipment.device, name="device"),
    path(f"{DEVICE}exit/", equipment.device_gone, name="device_gone"),
    path("<str:number>/papers/new/", papers.new_checklist, name="new_checklist"),
    path("<str:number>/papers/<int:entry_id>/", papers.entry, name="paper_entry"),
    path("<str:number>/contracts/new/", contracts.new_contract, name="new_contract"),
    path("<str:number>/attachments/new/", attachments.new_attachment, name="new_attachment"),
    path(ATTACHMENT, attachments.attachment, name="attachment"),
    path(f"{ATTACHMENT}withdrawal/", attachments.withdrawal, name="withdrawal"),
    path(CONTRACT, contract_page.contract, name="contract"),
    path(
        f"{CONTRACT}editions/<int:edition>/",
        contract_page.contract_edition,
        name="contract_edition",
    ),
    path(f"{CONTRACT}terms/", contracts.contract_terms, name="contract_terms"),
    path(f"{CONTRACT}amendment/", contracts.amendment, name="amendment"),
    path(f"{CONTRACT}attachments/new/", milestones.new_contract_file, name="new_contract_file"),
    path(f"{CONTRACT}parties/new/", milestones.new_party, name="new_party"),
    path(f"{CONTRACT}parties/<int:party_id>/end/", milestones.party_end, name="party_end"),
    path(f"{CONTRACT}milestones/new/", milestones.new_milestone, name="new_milestone"),
    path(MILESTONE, milestones.milestone, name="milestone"),
    path(f"{MILESTONE}done/", milestones.milestone_done, name="milestone_done"),
    path(f"{MILESTONE}reopened/", milestones.milestone_reopened, name="milestone_reopened"),
    path(f"{MILESTONE}payment/", matching.payment, name="milestone_payment"),
    path(f"{MILESTONE}payment/undo/", matching.payment_undone, name="milestone_payment_undone"),
    path(f"{MILESTONE}dropped/", milestones.milestone_dropped, name="milestone_dropped"),
    path(f"{CONTRACT}filing/", contracts.filing, name="filing"),
    path(f"{CONTRACT}end/", contracts.contract_end, name="contract_end"),
    path("<str:number>/contacts/<int:contact_id>/post/", posts.post, name="post"),
    path(
        "<str:number>/contacts/<int:contact_id>/consents/new/",
        consents.new_consent,
        name="new_consent",
    ),
    path(
        "<str:number>/contacts/<int:contact_id>/consents/<int:consent_id>/withdrawn/",
        consents.withdrawn_consent,
        name="withdrawn_consent",
    ),
]
