"""The checklist that a new installation starts with. People edit it afterwards."""

from typing import Final, NamedTuple


class ShippedPoint(NamedTuple):
    code: str
    name_zh: str
    name_en: str


POINTS: Final = (
    ShippedPoint("CUSTOMER_TOLD", "已告知客户更换客户经理", "Customer told of the new manager"),
    ShippedPoint("JOINT_VISIT", "新老客户经理共同走访", "Joint visit of both managers"),
    ShippedPoint("CONTACTS_EXPLAINED", "关键联系人情况已介绍", "Key contacts explained"),
    ShippedPoint("CONTRACTS_HANDED", "合同与资料已移交", "Contracts and papers handed over"),
    ShippedPoint("PROMISES_EXPLAINED", "未了承诺已说明", "Open promises explained"),
    ShippedPoint("MATTERS_EXPLAINED", "在途工单与投诉已说明", "Matters under way explained"),
    ShippedPoint("MONEY_EXPLAINED", "欠费与账务情况已说明", "Arrears and billing explained"),
    ShippedPoint("GROUPS_JOINED", "客户群与联络渠道已交接", "Groups and channels handed over"),
)  # fmt: skip
