"""The six invented provinces and their branches."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Branch:
    """A city with a branch of the operator."""

    code: str
    name_zh: str
    name_en: str
    is_capital: bool


@dataclass(frozen=True)
class Province:
    """A province: its branches, and what part of the business lies there."""

    code: str
    name_zh: str
    name_en: str
    branches: tuple[Branch, ...]
    key_accounts: int
    leased_share: float
    gain_share: float
    # Lost ÷ gained of leased lines in the first and in the second year.
    ratios: tuple[float, float]
    is_pilot: bool = False


def _branches(capital: str, *others: str) -> tuple[Branch, ...]:
    made = []
    for place in (capital, *others):
        name_zh, name_en = place.split()
        made.append(Branch(name_en.upper(), name_zh, name_en, is_capital=place is capital))
    return tuple(made)


PROVINCES: tuple[Province, ...] = (
    Province(
        code="DONGYU",
        name_zh="东屿省",
        name_en="Dongyu",
        branches=_branches(
            "屿城 Yucheng", "望潮 Wangchao", "锦塘 Jintang", "泉湾 Quanwan", "青堰 Qingyan"
        ),
        key_accounts=520,
        leased_share=28,
        gain_share=27,
        ratios=(0.47, 0.34),
        is_pilot=True,
    ),
    Province(
        code="LANJIANG",
        name_zh="澜江省",
        name_en="Lanjiang",
        branches=_branches(
            "澜城 Lancheng", "桥陵 Qiaoling", "云汀 Yunting", "鹿鸣 Luming", "丰渡 Fengdu"
        ),
        key_accounts=440,
        leased_share=24,
        gain_share=26,
        ratios=(0.38, 0.27),
        is_pilot=True,
    ),
    Province(
        code="ZHONGYUAN",
        name_zh="中沅省",
        name_en="Zhongyuan",
        branches=_branches(
            "沅都 Yuandu", "柏原 Boyuan", "双驿 Shuangyi", "稻岭 Daoling", "南驿 Nanyi"
        ),
        key_accounts=360,
        leased_share=17,
        gain_share=18,
        ratios=(0.49, 0.40),
    ),
    Province(
        code="NANPU",
        name_zh="南浦省",
        name_en="Nanpu",
        branches=_branches("浦港 Pugang", "椰湾 Yewan", "赤屿 Chiyu", "月汐 Yuexi", "珠渡 Zhudu"),
        key_accounts=280,
        leased_share=13,
        gain_share=13,
        ratios=(0.46, 0.42),
    ),
    Province(
        code="BEILU",
        name_zh="北麓省",
        name_en="Beilu",
        branches=_branches(
            "麓都 Ludu", "霜原 Shuangyuan", "铁泉 Tiequan", "白桦 Baihua", "松岗 Songgang"
        ),
        key_accounts=240,
        leased_share=11,
        gain_share=9,
        ratios=(0.76, 0.66),
    ),
    Province(
        code="XILING",
        name_zh="西岭省",
        name_en="Xiling",
        branches=_branches(
            "岭都 Lingdu", "雪垭 Xueya", "沙泉 Shaquan", "金沟 Jingou", "胡杨 Huyang"
        ),
        key_accounts=160,
        leased_share=7,
        gain_share=7,
        ratios=(0.44, 0.41),
    ),
)
PROVINCE_OF: dict[str, Province] = {
    branch.code: province for province in PROVINCES for branch in province.branches
}
BRANCH: dict[str, Branch] = {
    branch.code: branch for province in PROVINCES for branch in province.branches
}
