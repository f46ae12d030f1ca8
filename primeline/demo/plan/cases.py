"""Cases that the example tells of: what they are about, how far they came, and how they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# What a step is answered with: a number of days is a day as seen from today, a time a moment so
# long after the step.
Said = Mapping[str, str | int | timedelta]
Step = tuple[str, Said]


class Then(Enum):
    """What happened to a case after the last step that was done."""

    STANDS = auto()
    TAKEN = auto()
    # Taken by somebody, and given on to the seat at headquarters.
    HANDED = auto()
    SENT_BACK = auto()
    CANCELLED = auto()


@dataclass(frozen=True, kw_only=True)
class CaseStory:
    """One case: where its account is, when it began, what was done, and how long nothing since."""

    process: str
    # The printed login in whose care or branch its account is, and which of those accounts.
    near: str
    place: int
    title: str
    reference: str = ""
    is_on_circuit: bool = False
    """Whether it names the best assured circuit of the account."""
    began: timedelta
    since: timedelta
    done: Sequence[Step] = ()
    then: Then = Then.STANDS
    why: str = ""


FIRST_MANAGER, SECOND_MANAGER = "lin.zhixia", "he.mingchuan"
LEAD, TECHNICIAN, SEAT = "cheng.lifeng", "batur", "su.wanqing"


def _need(need: str, address: str, speed: str) -> Step:
    said = {"service": "internet", "need": need, "address": address, "speed": speed}
    return "need_taken", said


def _signed(need: str, address: str) -> tuple[Step, ...]:
    """An opening over a leased line, whose contract is signed and whose papers lie on file."""
    return (
        _need(need, address, "200"),
        ("precheck", {"line": "leased", "leased_kind": "fiber"}),
        ("solution", {"equipment": "branch", "monthly_fee": "6800"}),
        ("agreement", {"outcome": "won"}),
        ("contract", {"contract_number": "KT-2026-1126", "promised_day": 21}),
        ("register", {}),
        ("upload", {}),
    )


def _fault(symptom: str, circuits: str, priority: str, *, is_green: str = "false") -> Step:
    said = {"symptom": symptom, "circuits": circuits, "priority": priority, "is_green": is_green}
    return "accept", said


def _repaired(part: str, place: str, cause: str, *, is_recurrent: str) -> tuple[Step, ...]:
    found = {"part": part, "place": place, "cause": cause, "is_recurrent": is_recurrent}
    return (
        ("locate", {"expected_at": 6 * HOUR}),
        ("repair", found),
        ("test", {"test_passed": "true"}),
        ("confirm", {"is_restored": "true", "needs_report": "false"}),
    )


_COMPLAINED: Step = ("accept", {"content": "上月账单多计一条已拆专线的月租，要求更正并说明原因。"})
_REFUSED: Said = {
    "reply": "已核减并致歉，拟补偿一个月月租。",
    "first_day": -2,
    "first_way": "call",
    "answer": "refused",
}
_UNSOLVED_AT_DESK: Step = ("desk", {"solved_by_desk": "false", "cause": "计费与资源数据不一致"})

STORIES: tuple[CaseStory, ...] = (
    CaseStory(
        process="OPENING", near=FIRST_MANAGER, place=0, title="新增研发楼互联网专线",
        began=2 * HOUR, since=2 * HOUR,
    ),
    CaseStory(
        process="OPENING", near=FIRST_MANAGER, place=1, title="总部互联网专线扩容至 500M",
        began=4 * DAY, since=20 * HOUR,
        done=(_need("现有 200M 扩容至 500M", "新区软件大道 18 号", "500"),
              ("precheck", {"line": "own"})),
    ),
    CaseStory(
        process="OPENING", near=FIRST_MANAGER, place=2, title="灾备机房互联网专线",
        began=8 * DAY, since=5 * HOUR,
        done=(_need("灾备机房新开 1000M，要求双路由", "经开区云谷路 6 号", "1000"),
              ("precheck", {"line": "own"}),
              ("solution", {"equipment": "branch", "monthly_fee": "9800"})),
        then=Then.SENT_BACK, why="客户要求双路由，方案未写第二路由的走向和费用。",
    ),
    CaseStory(
        process="OPENING", near=FIRST_MANAGER, place=3, title="物流园互联网专线",
        began=25 * DAY, since=16 * DAY,
        done=(_need("园区新开 100M", "港区物流园 3 号库", "100"),
              ("precheck", {"line": "own"}),
              ("solution", {"equipment": "branch", "monthly_fee": "4200"})),
    ),
    CaseStory(
        process="CHANGE", near=FIRST_MANAGER, place=4, title="申请拆除旧厂区专线",
        began=3 * DAY, since=26 * HOUR,
        done=(("accept", {"kind": "terminate", "what": "旧厂区搬迁，拆除一条专线",
                          "wanted_day": 14}),),
    ),
    CaseStory(
        process="FAULT", near=FIRST_MANAGER, place=5, title="专线当月第三次中断",
        is_on_circuit=True, began=2 * DAY, since=9 * HOUR,
        done=(_fault("专线中断，业务全停", "城东至数据中心", "P1"),
              *_repaired("光缆接头", "城东七号人井", "地铁施工挖断", is_recurrent="true")),
    ),
    CaseStory(
        process="COMPLAINT", near=SECOND_MANAGER, place=0, title="投诉：已拆专线仍在计费",
        began=6 * DAY, since=30 * HOUR,
        done=(_COMPLAINED, _UNSOLVED_AT_DESK,
              ("technicians", {"solved_by_technicians": "false", "finding": "资源已释放，"
                               "计费侧未停，需总部账务处理"})),
    ),
    CaseStory(
        process="OPENING", near=SECOND_MANAGER, place=1, title="新校区互联网专线",
        began=12 * DAY, since=26 * HOUR,
        done=(_need("新校区 200M，开学前开通", "大学城南路 2 号", "200"),
              ("precheck", {"line": "own"}),
              ("solution", {"equipment": "headquarters", "monthly_fee": "6100"})),
    ),
    CaseStory(
        process="FAULT", near=SECOND_MANAGER, place=2, title="专线时延升高",
        began=5 * DAY, since=4 * DAY,
        done=(_fault("时延由 8 毫秒升至 60 毫秒", "总部至分支机构", "P3"),
              *_repaired("端口模块", "客户机房", "模块老化", is_recurrent="false")),
    ),
    CaseStory(
        process="CHANGE", near=SECOND_MANAGER, place=3, title="办公楼专线移机",
        began=7 * DAY, since=2 * DAY,
        done=(("accept", {"kind": "move", "what": "移至新办公楼 12 层", "wanted_day": 10}),),
        then=Then.CANCELLED, why="客户推迟搬迁，明年重新申请。",
    ),
    CaseStory(
        process="COMPLAINT", near=SECOND_MANAGER, place=4, title="投诉：开通工期一再推迟",
        began=26 * HOUR, since=3 * HOUR,
        done=(("accept", {"content": "新开专线三次改期，两次未提前告知。"}),), then=Then.HANDED,
    ),
    CaseStory(
        process="COMPLAINT", near=LEAD, place=0, title="投诉：中断补偿未达成一致",
        began=9 * DAY, since=28 * HOUR,
        done=(_COMPLAINED, ("desk", {"solved_by_desk": "true", "cause": "施工断缆"}),
              ("reply", _REFUSED)),
    ),
    CaseStory(
        process="FAULT", near=LEAD, place=1, title="生产网专线中断", is_on_circuit=True,
        began=3 * HOUR, since=HOUR,
        done=(_fault("生产网中断，产线停工", "一厂至总部", "P1", is_green="true"),),
    ),
    CaseStory(
        process="CHANGE", near=LEAD, place=2, title="二厂专线移机",
        began=15 * DAY, since=14 * DAY,
        done=(("accept", {"kind": "move", "what": "由旧机房移至新机房", "wanted_day": 3}),),
    ),
    CaseStory(
        process="FAULT", near=TECHNICIAN, place=0, title="专线闪断", is_on_circuit=True,
        # So long that it is to be reported as major: the circuit is an AAA one.
        began=3.2 * HOUR, since=0.7 * HOUR,
        done=(_fault("每小时闪断两三次", "厂区至总部", "P2"),),
    ),
    CaseStory(
        process="OPENING", near=TECHNICIAN, place=1, title="矿区互联网专线",
        began=30 * DAY, since=13 * DAY,
        done=_signed("矿区新开 200M", "矿区路 1 号"),
        then=Then.TAKEN,
    ),
)  # fmt: skip
