"""Fields that several targets have."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.targets.field import Field, Kind

ACCOUNT: Final = Field(
    name="customer",
    label=_("Account number"),
    kind=Kind.REFERENCE,
    most=64,
    is_required=True,
    synonyms="客户编号|客户编码|客户号|客户标识|集团编号|账户编号|external id|customer id"
    "|customer number|customer no|customer|account number|account id|account|custid|account no",
    example="KH-000123",
)

LINE_WORDS: Final = (
    "业务条线|业务类型|业务类别|业务种类|产品|产品类型|产品名称|业务|line of business|line|product"
    "|product type|service type|service"
)
