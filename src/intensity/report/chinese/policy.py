"""Chinese of recorded texts about claims, estimates, explanations, policy."""

from __future__ import annotations

from intensity.model.parameters import parameters
from intensity.report.chinese import claims
from intensity.report.chinese.engine import PARAMETERS

VERDICTS: dict[str, str] = {
    "holds": "成立",
    "holds only if": "有条件成立",
    "fails": "不成立",
    "undecided": "未定",
    "undefined": "无定义",
    "not yet evaluated": "尚未评估",
    "not evaluated": "未评估",
    # units of parts of claims
    "share": "比例",
    "ratio": "比值",
    "ratio - 1": "比值减1",
    "log ratio": "比值的对数",
    "points": "分",
    "intensity": "强度",
    "months": "个月",
    # what decides
    "load": "负荷",
    "holds in every city": "在每个城市都成立",
    "holds in no city": "在任何城市都不成立",
}

# why a part of a claim has no value in some city (`intensity.evidence.claims`)
REASONS: dict[str, str] = {
    "undefined as soon as one street is left out": "去掉任一街道后即无定义",
    "without a hotline no big problem is resolved": "没有热线时没有解决任何大事",
    "first order resolves no big problem": "一阶治理没有解决任何大事",
    "responsiveness does not differ between levels": "各强度水平之间回应性没有差别",
    "first order spends no hour on small matters": "一阶治理没有在小事上花费工时",
    "no level below regular intensity": "没有低于常规强度的强度水平",
    "no level has a completed order": "任何强度水平上都没有办结工单",
    "a single level has no neighbour": "只有一个强度水平，没有相邻水平",
    "a panel has measures, not counts": "面板中有指标而没有计数",
    "a panel has no single problems": "面板中没有逐个问题的记录",
    "no hour of work on big problems": "没有用于大事的工时",
    "no order on a big problem": "没有大事工单",
    "no first-order work on big ones": "没有大事的一阶治理",
    "no big problem": "没有大事",
    "no reasonable order": "没有有理诉求的工单",
    "no unreasonable order": "没有无理诉求的工单",
    "no excluded order": "没有被剔除的工单",
    "no order": "没有工单",
    "no orders": "没有工单",
    "no calls answered": "没有接听的来电",
    "no repeat order": "没有重复工单",
    "no completed order": "没有办结工单",
    "no unresolved order": "没有未解决的工单",
    "no order at the highest level": "最高强度水平上没有工单",
    "no small matter resolved by order": "没有以工单解决的小事",
    "no small matter resolved in first": "没有由一阶治理解决的小事",
    "no reasonable problem": "没有有理问题",
    "no demand in first order": "一阶治理中没有诉求",
    "no demand voiced": "没有提出的诉求",
}

ESTIMATES: dict[str, str] = {
    "higher": "较高",
    "lower": "较低",
    "not clearly different": "没有明显差异",
    "better": "较好",
    "worse": "较差",
    "neither clearly better nor worse": "没有明显的好坏之分",
    "maximum": "最大值",
    "minimum": "最小值",
    "inside": "在区间内",
    "outside": "在区间外",
    "unbounded": "无界",
    "an inverse U": "是倒U形",
    "no inverse U": "不是倒U形",
    "holds its size on every curve": "在每一条曲线上都守住了显著性水平",
    "does not hold its size": "没有守住显著性水平",
    # samples of the specification curve
    "replications of the default city": "基准城市的重复模拟",
    "cities of the parameter space": "参数空间中的城市",
    "posterior draws": "后验抽样",
    "cities that meet the facts": "符合论文事实的城市",
    # estimators and measures of fit
    "fractional logit": "分数Logit",
    "Poisson": "泊松",
    "Poisson, effects": "泊松，含城市效应",
    "negative binomial": "负二项",
    "logit": "Logit",
    "R\N{SUPERSCRIPT TWO} of fitted shares": "拟合占比的R\N{SUPERSCRIPT TWO}",
    "share of deviance": "解释的偏差比例",
    "log likelihood": "对数似然",
    "McFadden R\N{SUPERSCRIPT TWO}": "McFadden R\N{SUPERSCRIPT TWO}",
    "pseudo R\N{SUPERSCRIPT TWO}": "伪R\N{SUPERSCRIPT TWO}",
    "Dependent variable": "因变量",
    "City effects": "城市效应",
    "yes": "有",
    "Observations": "观测数",
    "Clusters (cities)": "聚类数（城市）",
    "R\N{SUPERSCRIPT TWO} within": "组内R\N{SUPERSCRIPT TWO}",
    # curves on which the tests are tried
    "no effect": "无影响",
    "a straight rise": "直线上升",
    "slope zero at the upper end, a quadratic": "二次曲线，上端斜率为零",
    "rises ever more slowly": "上升越来越慢",
    "rises and flattens": "先上升后趋平",
    "rises to 0.4, then stays": "升至0.4后不变",
    "falls ever faster, never rises": "下降越来越快，从不上升",
    "quadratic, best at 0.5": "二次曲线，0.5处最高",
    "best at 0.2, then a slow fall": "0.2处最高，随后缓慢下降",
    "slow rise, best at 0.8, then a fall": "缓慢上升，0.8处最高，随后下降",
    "slow rise, a drop at 0.6, then flat": "缓慢上升，0.6处骤降，随后不变",
    "a hump of a sixth": "高度为六分之一的隆起",
    "half rise to 0.5 and stay, half stay and fall from 0.5: no city has a peak": (
        "一半城市升至0.5后不变，一半不变而从0.5起下降：没有一个城市有峰值"
    ),
    # definitions of efficiency
    "per paid hour (default)": "按付酬工时（本书的定义）",
    "per worked hour, routine work included": "按实际工时，含常规工作",
    "per hour of handling, routine work left out": "按办理工时，不含常规工作",
    "big and small problems count the same": "大事与小事同等计算",
    "a big problem counts as eight small ones": "一件大事计作八件小事",
    "effectiveness alone, at whatever cost": "只看治理效能，不计成本",
    "upper-level hours at twice their cost": "上级政府工时按两倍计",
    "hours on unreasonable orders not charged": "无理诉求工单的工时不计入成本",
    "net benefit, waiting priced": "净收益，等待计价",
    "what residents see: first order resolved, or order resolved and satisfied": (
        "居民所见：一阶治理已解决，或工单已解决且满意"
    ),
    "what residents see, per paid hour": "居民所见，按付酬工时",
    "[G(v)/D(v)] / [(first order + screening + orders + routine + U)/P]": (
        "[G(v)/D(v)] / [(一阶治理+甄别+工单+常规工作+U)/P]"
    ),
    "[G(v)/D(v)] / [(first order + screening + orders + U)/P]": (
        "[G(v)/D(v)] / [(一阶治理+甄别+工单+U)/P]"
    ),
    "[G(v)/D(v)] / [(P + U - hours on unreasonable orders)/P]": (
        "[G(v)/D(v)] / [(P+U\N{MINUS SIGN}无理诉求工单工时)/P]"
    ),
    "(first-order resolved + orders resolved and satisfied) / demands voiced": (
        "（一阶治理已解决+工单已解决且满意）/提出的诉求"
    ),
    "as above / [(P+U)/P]": "同上/[(P+U)/P]",
    # choices where the paper is silent
    "excluded orders take no time": "被剔除的工单不费工时",
    "no exclusion": "没有剔除机制",
    "upper-level hours at two fifths": "上级政府工时取五分之二",
    "no upper-level hours": "不计上级政府工时",
    "no special governance": "没有专项治理",
    "no unreasonable demands": "没有无理诉求",
}

EXPLANATIONS: dict[str, str] = {
    "technical limit": "技术限度",
    "technical defect": "技术缺陷",
    "institutional supply": "制度供给",
    "application boundary": "应用边界",
    "none": "无",
    "unknown": "未知",
    "cannot be asked": "无从提问",
    # marks
    "efficiency is lower at high than at regular intensity, by more than noise": (
        "高强度下的治理效率低于常规强度，差距超出噪声"
    ),
    "efficiency is highest at a level inside the range, above both ends by more than noise": (
        "治理效率在强度范围内部最高，高出两端的幅度超出噪声"
    ),
    "the dashboard score is higher at high intensity": "高强度下的考核得分较高",
    "of first orders about reasonable demands, most are overflow at regular intensity, most are "
    "direct entries at high intensity": (
        "有理诉求的首次工单，常规强度下多为溢出，高强度下多为直接进入"
    ),
    "a street's orders at least double from regular to high intensity": (
        "从常规强度到高强度，街道的工单数至少翻倍"
    ),
    "value resolved per hour of second-order work is lower at high intensity": (
        "高强度下，二阶治理每工时解决的价值较低"
    ),
    "value resolved per hour of first-order work is lower at high intensity": (
        "高强度下，一阶治理每工时解决的价值较低"
    ),
    "orders take more of the hours worked, and routine quality is lower, at high intensity": (
        "高强度下，工单占实际工时的比例较高，常规工作质量较低"
    ),
    "inside its proper domain the hotline resolves something, and no less per hour at high "
    "intensity": "在适宜领域内，热线能解决问题，且高强度下每工时解决的不减少",
    "of the efficiency lost, at least half is back two years after intensity is lowered again": (
        "强度降回两年后，损耗的治理效率至少恢复一半"
    ),
    # mechanisms
    "substitution": "替代效应",
    "overhead": "工单附加成本",
    "unreasonable": "无理诉求",
    "crowding": "时间挤占",
    "feedback": "常规工作弱化",
    "mobilisation": "行政动员",
    "special": "专项治理",
    "the cost of orders": "工单成本",
    "neglected routine": "常规工作弱化",
    "cost more together than apart": "合在一起比分开时代价更大",
    "cost less together than apart": "合在一起比分开时代价更小",
    "do not clearly interact": "没有明显的交互作用",
}

POLICY: dict[str, str] = {
    # map
    "few": "少数",
    "some": "一部分",
    "most": "多数",
    "everywhere": "处处成立",
    "in most lines and nowhere the other way": "在多数行列成立，且没有一处相反",
    "in some lines, the other way in others": "在一部分行列成立，在另一部分行列相反",
    "in some lines only": "仅在一部分行列成立",
    # two instruments: what lowers efficiency
    "in between": "居于中间",
    "at an end": "处于一端",
    "each of the two by itself": "是两者之中的每一个",
    "resources by itself, and not the other one": "单是资源投入，而不是考核强度",
    "assessment by itself, and not the other one": "单是考核强度，而不是资源投入",
    "neither of the two by itself, but both together": "不是其中任何一个，而是两者合在一起",
    "neither of the two, nor both together": "既不是其中任何一个，也不是两者合在一起",
    # adaptive rule, contest
    "does better": "更好",
    "does worse": "更差",
    "does no better and no worse": "不相上下",
    "even without error it does not beat the best fixed level": (
        "即使没有误差，规则也不优于最佳固定强度"
    ),
    "in most cities": "在多数城市成立",
    "in a minority of cities": "只在少数城市成立",
    "in hardly any city": "几乎在所有城市都不成立",
    "is worth something": "有一定价值",
    "is worth less than nothing": "得不偿失",
    "is not clearly worth anything": "没有明显的价值",
    "posterior": "后验抽样",
    # there and back
    "in nearly all of these cities": "在几乎所有这类城市",
    "in most of these cities": "在多数这类城市",
    "in a minority of these cities": "只在少数这类城市",
    "at no level": "在任何强度水平上都没有差异",
    # time kept free
    "saves a smaller share of orders at high than at regular intensity": (
        "在高强度下节省的工单比例小于常规强度"
    ),
    "saves a larger share of orders at high than at regular intensity": (
        "在高强度下节省的工单比例大于常规强度"
    ),
    "saves about the same share of orders at both intensities": (
        "在两种强度下节省的工单比例大致相同"
    ),
    "saves orders": "节省工单",
    "adds orders": "增加工单",
    "saves none either": "同样不节省工单",
    "against the paper, pre-emptive work does bring orders down at high intensity": (
        "与论文相反，未诉先办在高强度下确实能减少工单"
    ),
    "the paper is right that pre-emptive work does not bring orders down at high intensity, but "
    "prevention itself is not what fails": (
        "论文说未诉先办在高强度下不能减少工单，这是对的，但失灵的并不是预防本身"
    ),
    "pre-emptive work neither prevents problems nor brings orders down at high intensity": (
        "在高强度下，未诉先办既不能预防问题，也不能减少工单"
    ),
}

# parameters by the names that conditions give them
CODES = {name: f"{PARAMETERS[name]}（{p.symbol}）" for name, p in parameters().items()}

TEXTS: dict[str, str] = {
    **claims.TEXTS, **VERDICTS, **REASONS, **ESTIMATES, **EXPLANATIONS, **POLICY, **CODES,
}  # fmt: skip

_RULE = r"[A-Za-z]\w* (?:<=|>) \S+"
_HOW = r"(?P<inside>\d+)% of those (?P<n>\d+) cities, (?P<outside>\d+)% of the rest"
_SAID = "（这样的{n}个城市中{inside}%成立，其余城市中{outside}%成立）"

PATTERNS: list[tuple[str, str]] = [
    # what decides whether a claim holds (`intensity.evidence.claims.conditions`)
    (r"(?P<name_t>[A-Za-z]\w*) > (?P<bound>[-\d.e+]+)", "{name_t}>{bound}"),
    (r"(?P<name_t>[A-Za-z]\w*) <= (?P<bound>[-\d.e+]+)", "{name_t}≤{bound}"),
    *(
        (f"{head} (?P<one_t>{_RULE}){more}: {_HOW}", f"{{one_t}}{and_more}时{so}{_SAID}")
        for head, so in (("holds where", "较多成立"), ("holds less where", "较少成立"))
        for more, and_more in (("", ""), (f" and (?P<two_t>{_RULE})", "且{two_t}"))
    ),
    (
        r"holds in only (?P<few>\d+) of (?P<n>\d+) cities: too few to separate",
        "在{n}个城市中仅{few}个成立，太少而无从区分",
    ),
    (
        r"holds in all but (?P<few>\d+) of (?P<n>\d+) cities: too few to separate",
        "在{n}个城市中仅{few}个不成立，太少而无从区分",
    ),
    (
        r"no condition separates \(balanced accuracy (?P<accuracy>[\d.]+)\)",
        "没有能够区分的条件（平衡准确率{accuracy}）",
    ),
    # why a part has no value
    (r"(?P<name>\w+) has no value at any level", "{name}在任何强度水平上都没有值"),
    (
        r"(?P<name>\w+) has no value at (?P<at>\S+) \((?P<variant>[^)]+)\)",
        "{name}在{at}处没有值（{variant}）",
    ),
    (r"(?P<name>\w+) is nought at (?P<at>\S+)", "{name}在{at}处为零"),
    (r"efficiency is not back within (?P<months>\d+) months", "治理效率在{months}个月内没有恢复"),
    (r"(?P<none_t>no [a-z ]+) in (?P<when>\d{4}(?:H[12])?)", "{when}{none_t}"),
    (r"the model has no '(?P<name>\w+)' yet", "模型尚无{name}"),
    # estimates
    (r"quantile (?P<q>[\d.]+)", "分位数{q}"),
    (
        r"G\(v\)/D\(v\) - (?P<price>[\d.]+) \(P\+U\)/P - (?P<day>[\d.]+) days waited / D\(v\)",
        "G(v)/D(v)\N{MINUS SIGN}{price}(P+U)/P\N{MINUS SIGN}{day}×等待天数/D(v)",
    ),
    # facts that an explanation misses
    (r"(?P<first_t>[^;]+); (?P<rest_t>.+)", "{first_t}；{rest_t}"),
    # policy
    (
        r"an error of (?P<amount>[\d.]+) is enough to lose the lead",
        "{amount}的误差就足以使规则失去优势",
    ),
    (
        r"it keeps the lead with errors of up to (?P<amount>[\d.]+)",
        "误差不超过{amount}时规则仍保有优势",
    ),
    (
        r"saves no orders at regular intensity, so that there is nothing to lose, and "
        r"(?P<then_t>.+) at high intensity",
        "在常规强度下不节省工单，因而无可失去，在高强度下则{then_t}",
    ),
    (r"(?P<months>\d+) months", "{months}个月"),
    (r"not within (?P<months>\d+) months", "{months}个月内没有恢复"),
    (r"from (?P<low>[\d.]+) to (?P<high>[\d.]+)", "在强度{low}至{high}之间有差异"),
]
