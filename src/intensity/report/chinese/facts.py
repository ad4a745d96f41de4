"""Chinese of facts: what the paper and the public record state, and how exactly it is known."""

TARGETS: dict[str, str] = {
    "work orders of Y street, July to December 2019": "Y街道工单数，2019年7—12月",
    "work orders of Y street, January to June 2020": "Y街道工单数，2020年1—6月",
    "growth of the city's calls, 2019 to 2020": "全市来电增长率，2019年至2020年",
    "unresolved orders of S community, July to October 2020": ("S社区未解决工单占比，2020年7—10月"),
    "overflow, of non-repeat orders in 2018: the majority": (
        "2018年溢出工单占非重复工单的比例：居多数"
    ),
    "demands straight to the hotline in 2018: a small share": (
        "2018年直接进入热线的诉求占比：占少数"
    ),
    "busy handlers in 2018: effective on the whole": "2018年处置人员忙碌率：总体有效",
    "direct entries, of non-repeat orders in 2020: the majority": (
        "2020年直接进入占非重复工单的比例：居多数"
    ),
}

ERRORS: dict[str, str] = {
    # parts of an error
    "one street about its city": "单个街道与全市之差",
    "counting": "计数口径",
    "which calls": "来电口径",
    "sample of S community": "S社区的样本量",
    "one community about its street": "单个社区与街道之差",
    "slack of the word": "措辞的余地",
    # scales
    "log": "对数",
    "log of 1 + growth": "1+增长率的对数",
    "log-odds": "对数几率",
    # reasons
    "chance and baseline diligence of a single street, as the simulated streets of size one "
    "scatter about their city; shared between the half-years by half": (
        "单个街道的偶然因素和基础勤勉度，取模拟中规模为1的街道围绕全市的离散程度；两个半年各有一半"
        "相同"
    ),
    "demands handled (承办诉求) need not be orders one to one": "承办诉求与工单未必一一对应",
    "the city counts all calls, the model those about matters of streets": (
        "全市统计全部来电，模型只统计涉及街道事务的来电"
    ),
    "assumed; the paper does not say how typical S community is": (
        "设定；论文没有说明S社区有多大代表性"
    ),
    "half-normal beyond the bound; assumed": "界限之外为半正态；设定",
}

RECORD: dict[str, str] = {
    # what the public record states
    "growth 2019 over 2018: phone calls": "2019年比2018年增长：电话来电",
    "growth 2019 over 2018: accepted appeals": "2019年比2018年增长：受理的诉求",
    "cumulative volume Jan 2019 - Nov 2021": "2019年1月至2021年11月累计受理量",
    "annual volume 2023": "2023年全年受理量",
    "cumulative volume Jan 2019 - Jun 2024": "2019年1月至2024年6月累计受理量",
    "volume first half 2024": "2024年上半年受理量",
    "volume Jan-Sep 2024": "2024年1—9月受理量",
    "annual volume 2024": "2024年全年受理量",
    "growth 2024 over 2023": "2024年比2023年增长",
    "annual volume 2025": "2025年全年受理量",
    "daily calls early 2025": "2025年初日均来电",
    "daily calls early 2026": "2026年初日均来电",
    "resolution rate January 2019": "2019年1月解决率",
    "resolution rate October 2019": "2019年10月解决率",
    "satisfaction rate January 2019": "2019年1月满意率",
    "satisfaction rate October 2019": "2019年10月满意率",
    "response rate 2019": "2019年响应率",
    "average satisfaction Jan-May 2019": "2019年1—5月平均满意率",
    "2019 full-year report: resolution": "2019年年度报告：解决率",
    "2019 full-year report: satisfaction": "2019年年度报告：满意率",
    "covid appeals 2020: resolution": "2020年疫情诉求：解决率",
    "covid appeals 2020: satisfaction": "2020年疫情诉求：满意率",
    "five-year statement: resolution": "五年来的总结：解决率",
    "five-year statement: satisfaction": "五年来的总结：满意率",
    "annual report 2024: resolution": "2024年年度报告：解决率",
    "annual report 2024: satisfaction": "2024年年度报告：满意率",
    "at the Dec 2024 forum: resolution, start": "2024年12月论坛：解决率，起点",
    "at the Dec 2024 forum: resolution, end": "2024年12月论坛：解决率，终点",
    "at the Dec 2024 forum: satisfaction, start": "2024年12月论坛：满意率，起点",
    "at the Dec 2024 forum: satisfaction, end": "2024年12月论坛：满意率，终点",
    "early 2026: resolution": "2026年初：解决率",
    "early 2026: satisfaction": "2026年初：满意率",
    "monthly complaints under 治理类 supervision: May": "治理类街乡镇每月诉求量：5月",
    "monthly complaints under 治理类 supervision: June": "治理类街乡镇每月诉求量：6月",
    "monthly complaints under 治理类 supervision: September": "治理类街乡镇每月诉求量：9月",
    "monthly complaints under 治理类 supervision: October": "治理类街乡镇每月诉求量：10月",
    "dispatched orders per day around a local first-order hotline: peak": (
        "街道自设热线前后每日派单量：高峰"
    ),
    "dispatched orders per day around a local first-order hotline: later course": (
        "街道自设热线前后每日派单量：此后的走势"
    ),
    # periods
    "2019 vs 2018": "2019年比2018年",
    "2024 vs 2023": "2024年比2023年",
    "to 2026-04": "至2026-04",
    "by 2022": "至2022年",
    # notes on the comparison
    "all calls of the city, whatever about": "全市全部来电，不论何事",
    "appeals to all bodies, not to streets alone": "派往各类单位的诉求，不限于街道",
    "the paper's 2019 is 2 % above this source's": "论文推算的2019年数值比该来源高2%",
    "includes the surge of 2022, see the text": "含2022年的激增，见正文",
    "calls only; the volume of 2020 counts the internet": "仅电话；2020年受理量含网络渠道",
    "the same as R01": "与R01相同",
    "the same as R03": "与R03相同",
    "period not stated; a year taken": "未说明时段；取一年",
    "the model's street signs when it starts": "模型中街道在开始办理时签收",
    "one type only; outcomes by type are not kept": "仅涉及一个类型；模型不分类型保存办理结果",
    "share of draws where it is the first of the types": "该类型居首位的后验抽样占比",
    "categories of the city's report are not the types of the model": (
        "市级报告的分类与模型的诉求类型不对应"
    ),
    "existence: the deepest fall of any of the streets": "存在性检验：全部街道中最大的降幅",
    "part of the fall in P01d": "属于P01d的降幅",
    "a course in words, of a hotline of the street's own": "街道自设热线，只有文字描述的走势",
    # verdicts
    "inside": "在区间内",
    "outside": "在区间外",
    "not comparable": "不可比",
    # whether something that is counted tells two mechanisms apart
    "can be told apart": "可以区分",
    "cannot be told apart": "无法区分",
}

PATTERNS: list[tuple[str, str]] = [
    (r"2020 category rank (?P<rank>\d+): (?P<name>.+)", "2020年诉求分类第{rank}位：{name}"),
    (
        r"binomial; the number of orders is not stated: a street is taken to have (?P<n>\d+) "
        r"communities of equal size",
        "二项分布；工单数未说明：设一个街道有{n}个规模相同的社区",
    ),
    (r"(?P<first>[\d-]+)\.\.(?P<last>[\d-]+)", "{first}至{last}"),
    (r"(?P<first>\d{4})-(?P<last>\d{4})", "{first}至{last}"),
]
