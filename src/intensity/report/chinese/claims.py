"""Chinese of ``data/claims.yml``: titles, statements, refuting outcomes, caveats, parts."""

TEXTS: dict[str, str] = {
    # C01
    "First order leads": "一阶治理为主",
    "At regular intensity few demands go straight to second order.": (
        "常规强度下，很少有诉求直接进入二阶治理。"
    ),
    "a fifth or more of voiced demands go straight to the hotline at regular intensity": (
        "常规强度下，提出的诉求有五分之一或更多直接进入热线"
    ),
    'direct entries, of all voiced demands, at regular intensity; "few" is read as below '
    "a fifth": "常规强度下，直接进入占全部提出的诉求的比例；“只占少数”读作低于五分之一",
    "the stricter reading, direct entries and overflow together, of all voiced demands; "
    "below a half": "较严格的读法：常规强度下，直接进入与溢出合计占全部提出的诉求的比例；低于一半",
    # C02
    "Second order gets what first order failed at": "二阶治理承接一阶治理未能解决的诉求",
    "At regular intensity most orders are overflow from first order.": (
        "常规强度下，多数工单是一阶治理的溢出。"
    ),
    "direct entries are half or more of non-repeat orders at regular intensity": (
        "常规强度下，直接进入占非重复工单的一半或更多"
    ),
    "B city was chosen, among other facts, so that overflow is the majority in 2018.": (
        "2018年溢出占多数，是选择B市时所依据的事实之一。"
    ),
    "overflow, of non-repeat orders, at regular intensity": "常规强度下，溢出占非重复工单的比例",
    # C03
    "A little second order mobilises": "少量的二阶治理产生行政动员",
    "From no to regular intensity diligence and first-order efficiency rise, and they do "
    "so because of the pressure.": (
        "从零强度到常规强度，勤勉度和一阶治理效率都上升，而且上升是由治理压力引起的。"
    ),
    "no rise of diligence or of first-order efficiency, or the same rise with "
    "mobilisation switched off": "勤勉度或一阶治理效率不上升，或者关闭行政动员后上升幅度相同",
    "That pressure raises diligence is assumed; whether it shows in first-order "
    "efficiency is not.": "治理压力提高勤勉度是设定；一阶治理效率是否随之提高则不是。",
    "first-order efficiency at regular intensity, over intensity 0, less one": (
        "一阶治理效率，常规强度与强度0之比，减一"
    ),
    "diligence at regular intensity, less that at intensity 0": "勤勉度，常规强度减强度0",
    "first-order efficiency at regular intensity, over the same city without "
    "mobilisation, less one": "常规强度下的一阶治理效率，与同一城市没有行政动员时之比，减一",
    "the same gain as in the first part where mobilisation is switched off": (
        "关闭行政动员时，第一分项中的同一增幅"
    ),
    # C04
    "Responsiveness rises with intensity": "回应性随强度上升",
    "Acceptance, response in time and the effectiveness that residents perceive rise "
    "from regular to high intensity.": (
        "从常规强度到高强度，受理概率、及时签收和居民感知的有效性都上升。"
    ),
    "one of the three does not rise": "三者之一不上升",
    "Acceptance rises by assumption as long as operators keep up with the calls.": (
        "只要话务员应付得了来电，受理概率上升就是设定的结果。"
    ),
    "residents' belief in the hotline, high less regular intensity": (
        "居民对热线的信任，高强度减常规强度"
    ),
    "probability that a call becomes an order, high less regular intensity": (
        "来电成为工单的概率，高强度减常规强度"
    ),
    "orders signed in time, of completed ones, high less regular intensity": (
        "及时签收占办结工单的比例，高强度减常规强度"
    ),
    # C05
    "Response is easy, resolution harder": "响应较易，解决较难",
    "At every intensity more orders are signed in time than resolved. The paper calls "
    "satisfaction the hardest of the three.": (
        "在任何强度下，及时签收的工单都多于已解决的工单。论文称满意率是三个指标中最难的。"
    ),
    "at some intensity fewer orders are signed in time than resolved": (
        "在某一强度下，及时签收的工单少于已解决的工单"
    ),
    "Satisfaction follows from resolution by two assumed chances; Figure 4 of the paper "
    "has orders that are unresolved and yet satisfied.": (
        "满意与否取决于是否解决，并按两个设定的概率发生；论文的图4中有“未解决但满意”的工单。"
    ),
    "smallest lead of the response rate over the resolution rate at any level": (
        "各强度水平上响应率领先解决率的最小幅度"
    ),
    "lead of the resolution rate over the satisfaction rate at high intensity": (
        "高强度下解决率领先满意率的幅度"
    ),
    # C06
    "Substitution": "替代效应",
    "At high intensity most orders go straight to the hotline, and among them are "
    "problems that first order would have solved.": (
        "高强度下，多数工单直接进入热线，其中有一阶治理本可解决的问题。"
    ),
    "direct entries are half or fewer of non-repeat orders at high intensity, or no "
    "problem is substituted": "高强度下，直接进入占非重复工单的一半或更少，或者没有任何问题被替代",
    "B city was chosen, among other facts, so that direct entry is the majority in 2020.": (
        "2020年直接进入占多数，是选择B市时所依据的事实之一。"
    ),
    "direct entries, of non-repeat orders, at high intensity": (
        "高强度下，直接进入占非重复工单的比例"
    ),
    "problems resolved in first order at regular intensity that go direct at high, of "
    "all reasonable ones": (
        "常规强度下由一阶治理解决、高强度下直接进入热线的问题，占全部有理问题的比例"
    ),
    # C07
    "From first-order-led to second-order-led": "从一阶治理为主转变为二阶治理为主",
    "The share of voiced demands that go straight to the hotline crosses one half "
    "between regular and high intensity.": (
        "直接进入热线的诉求占提出的诉求的比例，在常规强度与高强度之间越过一半。"
    ),
    "the share is on the same side of one half at both intensities": (
        "该比例在两种强度下处于一半的同一侧"
    ),
    "direct entries, of all voiced demands, at high intensity": (
        "高强度下，直接进入占全部提出的诉求的比例"
    ),
    "direct entries, of all voiced demands, at regular intensity": (
        "常规强度下，直接进入占全部提出的诉求的比例"
    ),
    # C08
    "Volume grows as trust spreads": "诉求规模随信任扩散而增长",
    "On B city's path calls grow by 55.24 % from 2019 to 2020 and orders by 25 % from "
    "2019H2 to 2020H1, and volume still grows in the second year.": (
        "在B市轨迹上，2020年的来电比2019年增长55.24%，2020年上半年的工单比2019年下半年增长25%，并且"
        "第二年规模仍在增长。"
    ),
    "a growth rate outside the band of what was observed, or no growth from the second "
    "half of 2019 to that of 2020": (
        "有一个增长率落在观测值的区间之外，或者从2019年下半年到2020年下半年没有增长"
    ),
    "Both growth rates were among the facts that B city was chosen by; the third part was not.": (
        "两个增长率都是选择B市时所依据的事实；第三个分项不是。"
    ),
    "growth of answered calls, 2019 to 2020; the band is twice the spread of the target": (
        "接听来电的增长率，2019年至2020年；区间取该目标允许偏差的两倍"
    ),
    "growth of orders, July-December 2019 to January-June 2020; the band follows from "
    "those of the two counts": (
        "工单的增长率，2019年7—12月至2020年1—6月；区间由两个工单数的区间推得"
    ),
    "growth of orders, July-December 2019 to July-December 2020, both without an epidemic": (
        "工单的增长率，2019年7—12月至2020年7—12月，两段时间都没有疫情"
    ),
    # C09
    "Big matters suit second order": "大事适宜于二阶治理",
    "At regular intensity more big reasonable problems are resolved per hour spent on "
    "them with the hotline than without it.": (
        "常规强度下，每投入一个工时所解决的有理大事，有热线时多于没有热线时。"
    ),
    "no more big problems per hour with the hotline than without": (
        "有热线时每工时解决的大事不多于没有热线时"
    ),
    "big problems resolved per hour on them, upper level included, with the hotline over "
    "without, less one": "每工时（含上级政府工时）解决的大事，有热线与无热线之比，减一",
    "what special governance (专项治理) adds at high intensity, in big problems "
    "prevented or resolved": "高强度下，专项治理所增加的已预防或已解决的大事",
    "big problems resolved per hour in second order over first order, at regular "
    "intensity, less one": "常规强度下，二阶治理与一阶治理每工时解决的大事之比，减一",
    # C10
    "Small matters flood in": "小事大量涌入",
    "Orders about small matters grow faster than orders about big ones from regular to "
    "high intensity.": "从常规强度到高强度，小事工单比大事工单增长得更快。",
    "the share of small matters among orders does not rise": "小事占工单的比例不上升",
    "small matters, of all orders, high less regular intensity; the unreasonable count as small": (
        "小事占全部工单的比例，高强度减常规强度；无理诉求计作小事"
    ),
    "the same among reasonable orders alone": "同上，只计有理诉求的工单",
    # C11
    "A better first order no longer keeps calls away": "一阶治理的改善不再能减少来电",
    "A better first order saves a share of orders at regular intensity, and a smaller "
    "one at high intensity.": (
        "一阶治理得到改善，在常规强度下节省一部分工单，在高强度下节省的比例较小。"
    ),
    "a better first order saves no orders at regular, or no smaller share at high intensity": (
        "一阶治理的改善在常规强度下不节省工单，或者在高强度下节省的比例并不更小"
    ),
    "share of orders saved when first order succeeds more often (a quarter of the way to "
    "always), regular less high intensity": (
        "一阶治理更常成功（向必然成功靠近四分之一）时节省的工单比例，常规强度减高强度"
    ),
    "the share saved at regular intensity": "常规强度下节省的工单比例",
    # C12
    "Responsiveness draws in the unreasonable": "回应性刺激无理诉求",
    "Unreasonable orders, and their share of all orders, rise with responsiveness over "
    "the levels of intensity.": "在各强度水平上，无理诉求工单及其占全部工单的比例都随回应性上升。",
    "unreasonable orders or their share do not rise with responsiveness": (
        "无理诉求工单或其比例不随回应性上升"
    ),
    "That an unreasonable demand is called in more often the more responsive the hotline "
    "is assumed; the share is not.": (
        "热线回应性越高，无理诉求来电越多，这是设定；其所占比例则不是。"
    ),
    "slope of unreasonable orders in responsiveness (acceptance times belief), per 0.1, "
    "over all orders at high intensity": (
        "无理诉求工单对回应性（受理概率乘以信任）的斜率，按回应性每0.1计，除以高强度下的全部工单"
    ),
    "slope of the share of unreasonable orders in responsiveness, per 0.1": (
        "无理诉求工单比例对回应性的斜率，按回应性每0.1计"
    ),
    # C13
    "Exclusion picks by difficulty": "剔除看难易，不看合理与否",
    "The quota of exclusion leaves most unreasonable orders in and mostly takes out "
    "reasonable ones, and a choice by reasonableness would do better.": (
        "在剔除比例之内，多数无理诉求工单没有被剔除，被剔除的多为有理诉求；若按合理与否剔除，效果会"
        "更好。"
    ),
    "half or more of unreasonable orders are excluded, or half or more of excluded "
    "orders are unreasonable, or a choice by reasonableness does no better": (
        "无理诉求工单有一半或更多被剔除，或者被剔除的工单有一半或更多是无理诉求，或者按合理与否剔除"
        "并不更好"
    ),
    "That streets choose by difficulty is assumed; recall is bounded by the quota of 13 %.": (
        "街道按难易程度选择是设定；覆盖率受13%的剔除比例限制。"
    ),
    'excluded, of unreasonable orders, at high intensity (recall); "cannot make sure" is '
    "read as below a half": (
        "高强度下，无理诉求工单被剔除的比例（覆盖率）；“不能确保”读作低于一半"
    ),
    "unreasonable, of excluded orders, at high intensity (precision); read in the same way": (
        "高强度下，被剔除的工单中无理诉求的比例（准确率）；读法相同"
    ),
    "gain of recall if the quota went to unreasonable orders": (
        "剔除比例用于无理诉求工单时，覆盖率的增加"
    ),
    # C14
    "Second order costs more": "二阶治理成本更高",
    "At high intensity a resolved order takes more hours than a demand resolved in first "
    "order, and total cost rises with intensity.": (
        "高强度下，解决一件工单所用的工时多于一阶治理解决一件诉求所用的工时，总成本随强度上升。"
    ),
    "a resolved order takes no more hours, or total cost does not rise": (
        "解决一件工单所用的工时并不更多，或者总成本不上升"
    ),
    "That an order takes more time than the same demand in first order is assumed; how "
    "much a resolved one takes is not.": (
        "同一诉求作为工单办理比在一阶治理中费时，这是设定；解决一件工单实际用时多少则不是。"
    ),
    "hours per resolved order over hours per demand resolved in first order, at high "
    "intensity, less one": "高强度下，解决一件工单与一阶治理解决一件诉求的工时之比，减一",
    "cost per paid street hour, high less regular intensity": (
        "每个付酬街道工时的成本，高强度减常规强度"
    ),
    "the first part for small reasonable matters alone, like with like": (
        "第一分项，只计有理小事，同类相比"
    ),
    # C15
    "The system idles": "治理体系空转",
    "The share of order hours that goes into unreasonable and repeat orders rises with "
    "intensity, and repeat orders come from few callers.": (
        "用于无理诉求和重复工单的工时占工单工时的比例随强度上升，并且重复工单来自少数来电人。"
    ),
    "idling does not rise, or the tenth of callers with the most repeat orders has half "
    "of them or fewer": "空转不上升，或者重复工单最多的十分之一来电人占重复工单的一半或更少",
    "Callers cannot come back more often than the model's limit, which bounds the "
    "concentration.": "来电人重复来电的次数不能超过模型的上限，这限制了集中程度。",
    "hours on unreasonable and repeat orders, of all order hours, high less regular intensity": (
        "用于无理诉求和重复工单的工时占全部工单工时的比例，高强度减常规强度"
    ),
    "repeat orders from the tenth of callers with the most of them, at high intensity; "
    '"few" is read as a tenth having most': (
        "高强度下，重复工单最多的十分之一来电人占重复工单的比例；“少数居民”读作十分之一的人占多数"
    ),
    # C16
    "46 % unresolved, many of them unreasonable repeats": "46%未解决，多为无理的重复投诉",
    "From July to October 2020 the share of unresolved orders is near 46 %, and "
    "unreasonable and repeat orders are over-represented among them.": (
        "2020年7—10月，未解决工单的比例接近46%，其中无理诉求工单和重复工单的比例偏高。"
    ),
    "a share outside the band, or unreasonable or repeat orders no more frequent among "
    "unresolved ones": "该比例落在区间之外，或者无理诉求工单或重复工单在未解决工单中并不更多见",
    "The 46 % were among the facts that B city was chosen by; the composition was not.": (
        "46%是选择B市时所依据的事实之一；其构成不是。"
    ),
    "unresolved, of completed orders, July-October 2020; the band is twice the spread of the "
    "target": "2020年7—10月，未解决占办结工单的比例；区间取该目标允许偏差的两倍",
    "over-representation of unreasonable orders among unresolved ones, logarithm": (
        "无理诉求工单在未解决工单中的偏高程度，取对数"
    ),
    "over-representation of repeat orders among unresolved ones, logarithm": (
        "重复工单在未解决工单中的偏高程度，取对数"
    ),
    # C17
    "The centre of gravity moves up": "治理重心上移",
    "From regular to high intensity a larger share of worked hours goes into orders, and "
    "routine quality falls.": "从常规强度到高强度，工单占实际工时的比例上升，常规工作质量下降。",
    "the share of hours on orders does not rise, or routine quality does not fall": (
        "工单工时的比例不上升，或者常规工作质量不下降"
    ),
    "hours on orders, of all hours worked, high less regular intensity": (
        "工单工时占全部实际工时的比例，高强度减常规强度"
    ),
    "routine quality, high less regular intensity": "常规工作质量，高强度减常规强度",
    # C18
    "Pre-emptive work loses its effect": "未诉先办失去效果",
    "Time kept for routine work saves at least one order in a hundred at regular "
    "intensity, and a smaller share of them at high intensity.": (
        "为常规工作保留时间，在常规强度下至少节省百分之一的工单，在高强度下节省的比例较小。"
    ),
    "it saves less than one order in a hundred at regular, or no smaller share at high "
    "intensity": "在常规强度下节省的工单不足百分之一，或者在高强度下节省的比例并不更小",
    "share of orders saved by a fifth of handlers' time kept free for routine work, "
    "regular less high intensity": (
        "为常规工作保留处置人员五分之一的时间所节省的工单比例，常规强度减高强度"
    ),
    "the share saved at regular intensity, at least one order in a hundred (our reading)": (
        "常规强度下节省的工单比例，至少百分之一（本书的读法）"
    ),
    # C19
    "The vicious circle": "恶性循环",
    "At high intensity neglected routine work adds orders and unresolved problems, and "
    "it adds more orders than at regular intensity.": (
        "高强度下，常规工作弱化使工单和未解决的问题增多，所增加的工单多于常规强度下。"
    ),
    "with routine quality held at its regular level orders or unresolved problems are no "
    "fewer, or the difference is no larger than at regular intensity": (
        "把常规工作质量保持在常规强度的水平上，工单或未解决的问题并不减少，或者差别并不大于常规强度"
        "下"
    ),
    "orders at high intensity with the feedback, over without, less one": (
        "高强度下的工单数，有此反馈与无此反馈之比，减一"
    ),
    "unresolved, of reasonable potential problems at high intensity, with the feedback "
    "less without": "高强度下，未解决占潜在有理问题的比例，有此反馈减无此反馈",
    "effect of the feedback on orders, difference of logarithms, high less regular intensity": (
        "此反馈对工单的影响（对数之差），高强度减常规强度"
    ),
    "tipping, the largest fall of efficiency between neighbouring levels over its "
    "maximum; a tenth is read as tipping": (
        "骤降：相邻强度水平之间治理效率的最大跌幅，除以其最大值；十分之一视为骤降"
    ),
    # C20
    "What stays outside the hotline is neglected": "热线之外的诉求受到忽视",
    "From regular to high intensity a smaller share of the demands in first order is "
    "resolved there, and they wait longer.": (
        "从常规强度到高强度，一阶治理中的诉求得到解决的比例下降，等待时间变长。"
    ),
    "the share resolved does not fall, or the wait does not rise": (
        "得到解决的比例不下降，或者等待时间不变长"
    ),
    "resolved, of demands that end in first order, high less regular intensity": (
        "在一阶治理中了结的诉求得到解决的比例，高强度减常规强度"
    ),
    "mean wait of demands served in first order, high less regular intensity": (
        "在一阶治理中得到办理的诉求的平均等待时间，高强度减常规强度"
    ),
    # C21
    "Both orders lose efficiency": "一阶治理与二阶治理效率同时降低",
    "At high intensity efficiency as a whole, first-order efficiency and second-order "
    "efficiency are all below their best.": (
        "高强度下，总体治理效率、一阶治理效率和二阶治理效率都低于各自的最佳值。"
    ),
    "one of the three is at its best at high intensity": "三者之一在高强度下达到最佳值",
    "efficiency at high intensity over its best level, less one; streets that judge do "
    "not pick the level": "治理效率，高强度与最佳强度之比，减一；用于评判的街道不参与选定最佳强度",
    "the same for first-order efficiency": "一阶治理效率，计算方法相同",
    "the same for second-order efficiency": "二阶治理效率，计算方法相同",
    # C22
    "The paradox": "效率悖论",
    "Efficiency has a maximum inside the range of intensity, while the dashboard score rises.": (
        "治理效率在强度范围的内部有最大值，而考核得分上升。"
    ),
    "efficiency is highest at either end of the range, or the score does not rise": (
        "治理效率在强度范围的某一端最高，或者考核得分不上升"
    ),
    "efficiency at its best level over intensity 0, less one": (
        "治理效率，最佳强度与强度0之比，减一"
    ),
    "dashboard score, high less regular intensity": "考核得分，高强度减常规强度",
    "efficiency at high over regular intensity, less one": "治理效率，高强度与常规强度之比，减一",
    "largest drop of the dashboard score between neighbouring levels; below 0.01 is read "
    "as rising throughout": "相邻强度水平之间考核得分的最大跌幅；低于0.01视为始终上升",
    "the level at which efficiency is highest; below high intensity": (
        "治理效率最高的强度水平；低于高强度"
    ),
    # C23
    "Raise it where detached, lower it where overloaded": "悬浮则加大，负担过重则降低",
    "The best intensity falls in diligence and in load, and a rule that follows them "
    "beats every fixed intensity.": (
        "勤勉度越高、负荷越重，最佳强度越低；按二者调整的规则优于一切固定强度。"
    ),
    "the best intensity does not fall in diligence or in load, or some fixed intensity "
    "does as well as the rule": "最佳强度不随勤勉度或负荷降低，或者某一固定强度与该规则不相上下",
    "efficiency under the adaptive rule over that of the best fixed intensity, less one": (
        "治理效率，自适应规则与最佳固定强度之比，减一"
    ),
    "best intensity of the city with a more diligent base (by 0.2) less that with a less "
    "diligent one (by 0.2)": "基层较勤勉（高0.2）时的最佳强度，减基层较不勤勉（低0.2）时的最佳强度",
    "best intensity of the city with a heavier load (1.25 times) less that with a "
    "lighter one (as many times less)": (
        "负荷较重（1.25倍）时的最佳强度，减负荷较轻（1/1.25）时的最佳强度"
    ),
    # C24
    "The loss can be undone": "损耗可以挽回",
    "After four years of high intensity a return to regular intensity restores efficiency.": (
        "高强度持续四年之后回到常规强度，治理效率得以恢复。"
    ),
    "two to four years after the return efficiency is 2 % or more below that of the same "
    "city without the detour": (
        "回到常规强度两至四年后，治理效率仍比没有走这段弯路的同一城市低2%或更多"
    ),
    "efficiency two to four years after the return, over the city that was regular "
    "throughout, less one; within 2 % is read as restored": (
        "回到常规强度两至四年后的治理效率，与始终处于常规强度的城市之比，减一；相差2%以内视为恢复"
    ),
    "efficiency in the third and fourth year of high intensity, over regular throughout, "
    "less one; there is a loss to undo": (
        "高强度第三、四年的治理效率，与始终处于常规强度时之比，减一；即有损耗可挽回"
    ),
    "months until efficiency is within 2 % of regular throughout; within two years": (
        "治理效率回到与始终处于常规强度时相差2%以内所需的月数；两年以内"
    ),
    # C25
    "Petitioning substitutes less": "信访的替代效应较小",
    "With the entry cost of petitioning fewer demands go straight to second order and "
    "more of its orders are relief; so it is with the centre as terminal level.": (
        "进入成本与信访相当时，直接进入二阶治理的诉求较少，其工单中救济所占比例较高；终端层级为中央"
        "时也是如此。"
    ),
    "no fewer direct entries or no more relief with petitioning, or with the centre as "
    "terminal level": "信访或终端层级为中央时，直接进入并不更少，或者救济并不更多",
    "That a dearer entry keeps direct callers out is assumed; what becomes of the mix is not.": (
        "进入成本较高会挡住直接来电的人，这是设定；工单构成随之如何变化则不是。"
    ),
    "direct entries, of voiced demands, at high intensity, petitioning less hotline": (
        "高强度下，直接进入占提出的诉求的比例，信访减热线"
    ),
    "overflow, of non-repeat orders, at high intensity, petitioning less hotline": (
        "高强度下，溢出占非重复工单的比例，信访减热线"
    ),
    "direct entries, of voiced demands, at high intensity, the centre as terminal level "
    "less the city": "高强度下，直接进入占提出的诉求的比例，终端层级为中央减终端层级为市",
    "overflow, of non-repeat orders, at high intensity, the centre as terminal level "
    "less the city": "高强度下，溢出占非重复工单的比例，终端层级为中央减终端层级为市",
    "the first part if every entry is dearer by the same amount, the unreasonable ones too": (
        "第一分项，但一切进入（包括无理诉求）的成本都提高同样的幅度"
    ),
    "the second part if every entry is dearer by the same amount, the unreasonable ones too": (
        "第二分项，但一切进入（包括无理诉求）的成本都提高同样的幅度"
    ),
    "resolved in second order at regular intensity, of reasonable problems, petitioning "
    "less hotline": "常规强度下，由二阶治理解决的有理问题的比例，信访减热线",
    # C26
    "The rival explanations do not suffice": "竞争性解释不足以说明问题",
    "None of the four rival explanations, as a variant of the model, leaves the marks "
    "that the paper's facts show.": (
        "四种竞争性解释作为模型的变体，没有一种留下论文事实所显示的全部特征。"
    ),
    "a rival produces all the marks, or as many as the paper's own explanation": (
        "某一竞争性解释产生全部特征，或者与论文自己的解释一样多"
    ),
    "Three of the rivals hold residents' choice and streets' effort fixed, as their "
    "authors do not speak of them.": (
        "其中三种解释使居民的选择和街道的努力保持不变，因为其提出者没有论及这些。"
    ),
    "share of five marks (most orders direct at high intensity; efficiency falls, score, "
    "orders and centre of gravity rise) that the best of the four rivals produces; not "
    "all": (
        "四种竞争性解释中最好的一种所产生的特征，占五个特征（高强度下多数工单为直接进入；治理效率下"
        "降；考核得分、工单数和治理重心上升）的比例；并非全部"
    ),
    "share of the five marks under the paper's own explanation, less that of the best rival": (
        "论文自己的解释所产生的特征占五个特征的比例，减最好的竞争性解释的比例"
    ),
}
