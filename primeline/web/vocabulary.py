"""The choices whose labels pages show, by the names that templates call them."""

from typing import Any

from primeline.addresses import choices as addresses
from primeline.approaches import choices as approaches
from primeline.audit import choices as audit
from primeline.customers import choices as customers
from primeline.files import choices as files
from primeline.papers import choices as papers
from primeline.partners import choices as partners
from primeline.privacy import choices as privacy
from primeline.products import choices as products
from primeline.rights import choices as rights
from primeline.rosters import choices as rosters
from primeline.staff.choices import Permission
from primeline.standards import choices as standards
from primeline.tiers import choices as tiers
from primeline.visits import choices as visits

VOCABULARY: dict[str, Any] = {
    "Permission": Permission,
    **{
        choices.__name__: choices
        for choices in (
            addresses.AllocationStatus,
            approaches.ApproachPurpose,
            approaches.ApproachStatus,
            approaches.Channel,
            audit.LookBasis,
            customers.AttachmentKind,
            customers.BillStatus,
            customers.BranchPart,
            customers.BusinessKind,
            customers.CustomerKind,
            customers.CustomerStatus,
            customers.Attitude,
            customers.ConsentProof,
            customers.ConsentPurpose,
            customers.DecisionRole,
            customers.IdentifierKind,
            customers.PaymentMethod,
            customers.PaymentMode,
            customers.PaymentStatus,
            customers.PreferredChannel,
            customers.Scale,
            customers.SiteKind,
            customers.Tier,
            customers.TimelineKind,
            customers.TimelineTopic,
            files.FileKind,
            papers.EntryState,
            papers.LifeEvent,
            partners.PartnerKind,
            partners.PartnerStatus,
            partners.RetailGrade,
            privacy.PersonalKind,
            privacy.Purpose,
            rosters.RunStatus,
            rosters.Speciality,
            visits.ConversationKind,
            products.AccessKind,
            products.AgreementStatus,
            products.ContractState,
            products.Distance,
            products.EquipmentExit,
            products.EquipmentKind,
            products.EquipmentOwner,
            products.KnowledgeSource,
            products.MatchedBy,
            products.MilestoneKind,
            products.OutsideOutcome,
            products.PartyRole,
            products.RenewalKind,
            products.ReplacementKind,
            products.SubscriptionStatus,
            rights.Proof,
            rights.RequestStatus,
            rights.RightKind,
            standards.PauseParty,
            standards.Tells,
            tiers.CountOf,
            tiers.Grade,
            tiers.KeyRuleKind,
            tiers.ListLevel,
            tiers.LoadLevel,
            tiers.OrganizationKind,
        )
    },
}
