"""What to do at an invented home for each kind of call, in the words of a care plan of the district (处置要点)."""

from callcenter.domain.district import Contact
from callcenter.domain.ids import CallKind
from callcenter.flow.drawing import Draw

TALK_FIRST = "先通话；无应答立即派人并拨打 120"
BY_MARK = {
    "stroke": "问清发作时间，口角歪斜、肢体无力、言语不清任一项即拨 120",
    "heart": "胸痛超过 15 分钟拨 120；硝酸甘油在床头，含服前先量血压",
    "breathing": "气促时先开制氧机（2 升/分），嘴唇发紫拨 120",
    "diabetes": "出汗、手抖、说话含糊先按低血糖处理：给糖水，测血糖",
    "fall": "跌倒后不要急于扶起，先问疼痛部位和能否活动",
    "dementia": "本人可能说不清，以派人到场为准，同时联系家属",
    "hearing": "电话里听不清，通话不畅即按无应答处理",
    "sight": "进门先报姓名和单位，移动物品要放回原处",
    "wheelchair": "转移需两人，派人时说明",
}
NOBODY_ELSE = "独居，无人应门时用钥匙盒或备用钥匙，都没有就请社区和 119 协助开门"
ERRANDS = (
    "常为买菜、送餐；能等的约当天上门",
    "常为取药；让服务人员带上医保卡",
    "常为助浴；提前一天约，需两人",
    "常为理发、打扫；约好时间再派",
    "常为陪同就医；先问科室和时间",
)
ERRANDS_END = "说不清需要什么时派人上门看"
EQUIPMENT = ("路由器旁的插座常被拔掉，先请本人查看", "主机在客厅电视柜", "主机在卧室床头柜", "主机在门厅鞋柜上")
VISITS = ("每周二、五通话问候", "每周一、四通话问候，冬季问取暖", "每两周上门一次，顺带量血压", "每天早饭后通话")


def plans(draw: Draw, who: str, marks: tuple[str, ...], first: Contact, *, lives_alone: bool) -> dict[CallKind, str]:
    """A plan for every kind of call; the most dangerous comes first in an emergency, the family last."""
    then_family = f"随后通知{first.relation}{first.name}"
    urgent = [TALK_FIRST, *(told for mark, told in BY_MARK.items() if mark in marks)]
    if lives_alone:
        urgent.append(NOBODY_ELSE)
    place, visit = draw.one_of(f"{who} plan equipment", EQUIPMENT), draw.one_of(f"{who} plan visits", VISITS)
    return {
        CallKind.EMERGENCY: "；".join([*urgent, then_family]),
        CallKind.ASSISTANCE: f"{draw.one_of(f'{who} plan errands', ERRANDS)}；{ERRANDS_END}",
        CallKind.TECHNICAL: f"先电话确认本人平安，再查电源和电池；{place}；无人接听按关怀上门",
        CallKind.WELFARE: f"{visit}；两次无人接听派人上门，{then_family}",
    }
