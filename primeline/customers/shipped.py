"""The industries that a new installation starts with. People edit them afterwards."""

from typing import Final, NamedTuple


class ShippedIndustry(NamedTuple):
    code: str
    name_zh: str
    name_en: str


INDUSTRIES: Final = (
    ShippedIndustry("GOVERNMENT", "党政军", "Government and military"),
    ShippedIndustry("FINANCE", "金融保险", "Finance and insurance"),
    ShippedIndustry("MANUFACTURING", "制造业", "Manufacturing"),
    ShippedIndustry("EDUCATION", "教育科研", "Education and research"),
    ShippedIndustry("HEALTH", "医疗卫生", "Health"),
    ShippedIndustry("LOGISTICS", "交通物流", "Logistics and transport"),
    ShippedIndustry("ENERGY", "能源公用", "Energy and utilities"),
    ShippedIndustry("RETAIL", "商贸酒店餐饮", "Retail, hotels and restaurants"),
    ShippedIndustry("INTERNET", "互联网与数据中心", "Internet, IT and data centers"),
    ShippedIndustry("CONSTRUCTION", "建筑地产", "Construction and property"),
    ShippedIndustry("MEDIA", "传媒文化", "Media and culture"),
    ShippedIndustry("AGENT", "代理商", "Agents"),
    ShippedIndustry("OTHER", "其他", "Other"),
)
