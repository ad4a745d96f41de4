"""Chinese of recorded texts about engine, calibration, sensitivity: parameters, verdicts, lists."""

from __future__ import annotations

import re

from intensity.evidence.shortnames import SHORT
from intensity.model.parameters import parameters
from intensity.report.chinese import facts, scale

_UNNAMED = {"s_excl": "剔除工单的工时比例"}  # no term in data/parameters.toml
PARAMETERS = {name: p.chinese or _UNNAMED[name] for name, p in parameters().items()}

MEASURES: dict[str, str] = {
    # names in tables of warm-up and precision
    "efficiency": "治理效率",
    "dashboard score": "考核得分",
    "orders per month": "每月工单数",
    "share of direct orders": "直接进入占比",
    "share of orders unresolved": "未解决工单占比",
    "routine quality": "常规工作质量",
    "trust in first order": "对基层的信任",
    "trust in the hotline": "对热线的信任",
    # `intensity.model.measures.MEASURES`
    "治理效能: value of prevented and resolved reasonable problems, of all": (
        "治理效能：已预防和已解决的有理诉求的价值，占全部有理诉求价值的比例"
    ),
    "治理效率: effectiveness per cost; cost without any order is 1": (
        "治理效率：治理效能除以治理成本；没有工单时成本为1"
    ),
    "paid street hours plus upper-level hours, per paid street hour": (
        "治理成本：街道付酬工时加上级政府工时，除以街道付酬工时"
    ),
    "official score 0.2 response + 0.4 resolution + 0.4 satisfaction": (
        "考核得分：0.2响应率+0.4解决率+0.4满意率"
    ),
    "orders signed before their deadline, of completed ones": (
        "响应率：期限内签收的工单，占办结工单的比例"
    ),
    "resolved, of call-backs": "解决率：回访中已解决的比例",
    "satisfied, of call-backs": "满意率：回访中表示满意的比例",
    "demands entering the hotline directly, of all voiced demands": (
        "直接进入热线的诉求，占全部提出的诉求的比例"
    ),
    "supplement (补充): orders that first order had failed, of non-repeat orders": (
        "补充：一阶治理失效后溢出的工单，占非重复工单的比例"
    ),
    "substitution (替代): direct entries, of non-repeat orders": (
        "替代：直接进入的工单，占非重复工单的比例"
    ),
    "repeat orders, of all orders": "重复工单，占全部工单的比例",
    "事务细碎性: small orders, of all orders": "事务细碎性：小事工单，占全部工单的比例",
    "unreasonable orders, of all orders": "无理诉求工单，占全部工单的比例",
    "空转: hours on unreasonable and on repeat orders, of all street hours on orders": (
        "空转：用于无理诉求和重复工单的工时，占街道工单工时的比例"
    ),
    "治理重心: hours on orders, of all hours worked": "治理重心：工单工时，占全部工作工时的比例",
    "1 − centre_of_gravity": "自主性：1−centre_of_gravity",
    "busy handler hours, of paid ones (routine work not counted as busy)": (
        "处置人员忙碌率：忙碌工时占付酬工时的比例（常规工作不计为忙碌）"
    ),
    "e1, mean over street-months": "勤勉度e1，街道与月份的均值",
    "routine quality M, mean over street-months": "常规工作质量M，街道与月份的均值",
    "belief B1 in first order, mean over street-months": "对基层的信任B1，街道与月份的均值",
    "belief B2 in the hotline, mean over street-months": "对热线的信任B2，街道与月份的均值",
    "probability that a call becomes an order, mean over street-months": (
        "来电转为工单的概率，街道与月份的均值"
    ),
    "work orders per street and month": "每街道每月工单数",
    "calls about street matters per street and month": "每街道每月涉及街道事务的来电数",
    "unresolved, of completed orders": "未解决的工单，占办结工单的比例",
    "of completed orders": "占办结工单的比例",
    "value resolved in first order per hour spent there": "一阶治理每工时所解决的价值",
    "value resolved in second order per hour there, upper level included": (
        "二阶治理每工时（含上级政府）所解决的价值"
    ),
    "street and upper-level hours per resolved order": "每件已解决工单的街道工时与上级政府工时",
    "hours per demand resolved in first order": "一阶治理中每件已解决诉求的工时",
    "mean wait of first-order demands that were served, hours": (
        "得到办理的一阶诉求的平均等待时长，小时"
    ),
    "mean wait of orders until taken up, hours": "工单开始办理前的平均等待时长，小时",
    "prevented, of reasonable potential problems": "已预防的，占有理潜在问题的比例",
    "resolved in first order, of reasonable potential problems": (
        "一阶治理解决的，占有理潜在问题的比例"
    ),
    "resolved in second order, of reasonable potential problems": (
        "二阶治理解决的，占有理潜在问题的比例"
    ),
    "ended unresolved, of reasonable potential problems": ("以未解决告终的，占有理潜在问题的比例"),
}

RUNS: dict[str, str] = {
    # small runs with a digest, and cities given to both implementations
    "regular intensity": "常规强度",
    "middle intensity": "中等强度",
    "high intensity": "高强度",
    "instruments that change monthly": "两种手段逐月变化",
    "calendar with an epidemic": "含疫情的日历",
    "log-normal service": "对数正态办理工时",
    "overload": "超负荷",
    "many handlers": "处置人员众多",
    "every path traced": "记录每条路径",
    "without substitution": "关闭替代效应",
    "without overhead": "关闭工单附加成本",
    "without unreasonable": "关闭无理诉求",
    "without crowding": "关闭时间挤占",
    "without feedback": "关闭恶性循环",
    "without mobilisation": "关闭行政动员",
    "without special": "关闭专项治理",
    "fates at two intensities": "两种强度下的结局",
    "small experiment": "小型实验",
    "one handler": "一名处置人员",
    "regular, then high, with an epidemic": "先常规、后高强度，含疫情",
    "orders with handlers' time of their own": "工单另有专用处置时间",
}

FAULTS: dict[str, str] = {
    "priority of urgent orders ignored": "不理会紧急工单的优先权",
    "patience ignored": "不理会等待耐心",
    "the lost cost the handler a turn": "失效的诉求占去处置人员一个轮次",
    "order takes kappa, not 1 + kappa, times as long": "工单工时取κ倍而非1+κ倍",
    "order takes as long as first order": "工单工时与一阶治理相同",
    "big matters take twice as long": "大事工时加倍",
    "log-normal law not centred on its mean": "对数正态分布未以均值为中心",
    "one repeat too many": "重复来电多一次",
    "one repeat too few": "重复来电少一次",
    "freed handler picks before what it caused has joined": (
        "处置人员空出后，在其引起的工单入列之前就取件"
    ),
    "one handler fewer": "少一名处置人员",
    "quota compared with < for <=": "剔除比例以<代替<=比较",
    "deadline of the next class": "取下一类的办理期限",
    "lateness counted from the start of service": "从开始办理起计算逾期",
    "credit not updated": "不更新优先积分",
    "overflow whether first order failed or not": "不论一阶治理是否失效都溢出",
    "callers' patience inverted": "来电人的等待耐心取倒数",
    # checks that notice them
    "erlang c": "Erlang C公式",
    "utilisation": "忙碌率",
    "small and big": "大事与小事",
    "cobham": "Cobham优先级",
    "urgent repeats": "紧急的重复工单",
    "impatience": "等待中放弃",
    "repeats": "重复来电",
    "deadlines": "办理期限",
    "turns": "轮次",
    "quota": "剔除比例",
    "overflow": "溢出",
    "call centre": "热线服务中心",
}

OTHER: dict[str, str] = {
    "none": "无",
    "enough": "足够",
    "not enough": "不够",
    "not enough for every measure": "并非对每个指标都足够",
    "more than were run": "多于所运行的次数",
    "no parameter": "无",
    "prior": "先验",
    "posterior": "后验",
    "draws from the posterior": "后验抽样",
    "no draw": "不在抽样之列",
    # verdicts on claims
    "holds": "成立",
    "holds only if": "有条件成立",
    "fails": "不成立",
    "undecided": "未定",
    "undefined": "无定义",
    "not yet evaluated": "尚未评估",
    "not evaluated": "未评估",
    "load": "负荷",
    "below": "低于",
    "above": "高于",
    # provenance of parameters
    "stated": "论文给出",
    "calibrated": "校准",
    "assumed": "设定",
    "external": "外部来源",
}

_NAMED = {
    text: f"{PARAMETERS[name]}（{p.symbol}）"
    for name, p in parameters().items()
    for text in (f"{SHORT.get(name) or p.title} ({p.symbol})",)
}
_SHORT = {SHORT.get(name) or p.title: PARAMETERS[name] for name, p in parameters().items()}
_TITLES = {p.title: PARAMETERS[name] for name, p in parameters().items()}

TEXTS: dict[str, str] = {
    **_TITLES, **_SHORT, **_NAMED, **MEASURES, **RUNS, **FAULTS, **OTHER,
    **facts.TARGETS, **facts.ERRORS, **facts.RECORD, **scale.TEXTS,
}  # fmt: skip

# Names that hold a comma or "and" cannot be split by rule, so lists take off one known name at a
# time: the first, then the rest.
_NAMES = (*_NAMED, *_SHORT, *_TITLES, *MEASURES, *FAULTS, *facts.TARGETS)
_MEMBER = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))

PATTERNS: list[tuple[str, str]] = [
    (rf"(?P<first_t>{_MEMBER})(?:, | and |; )(?P<rest_t>.+)", "{first_t}、{rest_t}"),
    (r"draw (?P<n>\d+)", "第{n}个抽样"),
    (r"(?P<run_t>.+), (?P<n>\d+) threads", "{run_t}，{n}个线程"),
    *facts.PATTERNS,
    *scale.PATTERNS,
]  # fmt: skip
