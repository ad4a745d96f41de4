"""Chinese of ``data/datapackage.json``: what the data files and their columns are."""

_SECTION = (
    "Section of the paper: 4.2 is part (2) of its fourth section, 二、(三) is written 2.3; "
    "title: head of the article."
)

TEXTS: dict[str, str] = {
    # files
    "Numbers stated by the paper": "论文给出的数字",
    "Every number that the text of the paper states. Cells of Table 1 and Figure 4 that the text "
    "does not repeat are not in it.": (
        "论文文字给出的每一个数字。表1和图4中未在文字中重述的单元格不在其内。"
    ),
    "Types of demand": "诉求类型",
    "Shares, size, urgency and window of each type of demand. Ranks are stated by the paper, "
    "shares are assumed.": (
        "每类诉求的占比、大小、紧急程度和发生时段。位次由论文给出，占比为设定值。"
    ),
    "Public facts from other sources": "其他来源的公开事实",
    "Published figures on the hotline and on comparable ones, each with its source in the columns "
    "source_title, source_url and quote. Short quotations belong to their authors.": (
        "关于该热线及同类热线的公开数字，来源见source_title、source_url和quote三列。"
        "所引短句的权利归其作者。"
    ),
    "Parameters of the model": "模型参数",
    "Default, range, validity, provenance and reason of each parameter.": (
        "每个参数的默认值、取值范围、有效界限、来源和理由。"
    ),
    # columns of more than one file
    _SECTION: "论文的节：4.2即第四部分的（二），二（三）写作2.3；title指篇首。",
    "Unit of the value; percent means per hundred.": "数值的单位；percent即百分之一。",
    # paper_facts.csv
    "Identifier, in the order of the text.": "编号，按文中出现的顺序。",
    "Name by which programs look the fact up.": "程序查找该事实时所用的名称。",
    "The number, in the unit of column unit; empty where the text gives a date only.": (
        "数值，单位见unit列；文中只给出日期时为空。"
    ),
    "ISO 8601 date or interval (2020, 2020-08, 2020-01/2020-06) where the text gives one.": (
        "文中给出的日期或时段，按ISO 8601书写（2020、2020-08、2020-01/2020-06）。"
    ),
    "Time that the fact is about; a..b is an interval, an open end means from or until. "
    "Empty: none.": "事实所指的时间；a..b为时段，缺一端表示自某时起或到某时止。空：无。",
    "Place that the fact is about, with the paper's anonymous names. Empty: none.": (
        "事实所指的地点，用论文的匿名称谓。空：无。"
    ),
    "The words of the paper that state it.": "论文中的原句。",
    "What is stated, in English.": "所述内容，英文。",
    "calibration target: what the calibration is held against; input: a parameter or a rule of "
    "the model; shown: appears in figures or prose; context: background.": (
        "calibration target：校准目标；input：模型的参数或规则；shown：见于图或正文；"
        "context：背景。"
    ),
    # demand_types.csv
    "Identifier.": "编号。",
    "English name.": "英文名称。",
    "Chinese name, as in the paper.": "中文名称，与论文一致。",
    "Share of the type among reasonable potential problems; sums to 1 over types without a "
    "window, 0 for a type with one. Unit: 1.": (
        "该类型占有理潜在问题的比例；无时段限制的类型合计为1，有时段限制的类型为0。单位：1。"
    ),
    "Share of the type among unreasonable demands; sums to 1, 0 for a type with a window. "
    "Unit: 1.": "该类型占无理诉求的比例；合计为1，有时段限制的类型为0。单位：1。",
    "Odds of being a big matter (大事) over those of the average type; positive. Unit: 1.": (
        "属于大事的几率与平均类型之比，大于0。单位：1。"
    ),
    "Probability of the 2 h deadline class; d_1 to d_4 sum to 1. Unit: 1.": (
        "办理期限为2小时的概率；d_1至d_4合计为1。单位：1。"
    ),
    "Probability of the 7 h deadline class. Unit: 1.": "办理期限为7小时的概率。单位：1。",
    "Probability of the 7 d deadline class. Unit: 1.": "办理期限为7天的概率。单位：1。",
    "Probability of the 15 d deadline class. Unit: 1.": "办理期限为15天的概率。单位：1。",
    "Whether special governance can take the type up; false for the rest category, which is no "
    "one problem.": "能否列入专项治理；“其他”不是单一问题，取false。",
    "Arrival rate inside the window of months; such a type does not exist outside it. Empty: no "
    "window. Unit: multiple of lambda_pot.": (
        "时段内的到达率；时段之外该类型不存在。空：无时段限制。单位：lambda_pot的倍数。"
    ),
    "First month of the window. Empty: no window.": "时段的第一个月。空：无时段限制。",
    "Last month of the window, included. Empty: no window.": (
        "时段的最后一个月，含该月。空：无时段限制。"
    ),
    "Rank by number of orders in Y street, January to June 2020, as the text states it. Empty: "
    "not stated.": "文中给出的Y街道2020年1—6月工单数位次。空：未给出。",
    "Where weights (or the window rate) and deadline classes come from.": (
        "占比（或时段内到达率）和期限分类的来源。"
    ),
    "Where big_odds_ratio comes from.": "big_odds_ratio的来源。",
    "The words of the paper on the type.": "论文中涉及该类型的原句。",
    "Why these numbers; what is stated and what is not.": (
        "取这些数值的理由；哪些由论文给出，哪些没有。"
    ),
    # external_facts.csv
    "Identifier; a letter is added where one entry holds several numbers (V15a, V15b).": (
        "编号；一个条目含多个数字时后加字母（V15a、V15b）。"
    ),
    "Identifier of the entry that the row was split from.": "该行所出自的条目编号。",
    "What is counted or measured.": "所统计或测量的对象。",
    "The number in the unit of column unit, multiplied out (万件, 亿件, million). Empty for a "
    "range and for what is not a number.": (
        "数值，单位见unit列，万件、亿件、million已换算。区间和非数值内容为空。"
    ),
    "Unit; percent means per hundred; date and text: see value_text.": (
        "单位；percent即百分之一；date和text见value_text列。"
    ),
    "exact; about; at_least (the source says more than, over, +, 余); at_most; nearly (a little "
    "below); range. Empty: no number.": (
        "exact：准确；about：约；at_least：不少于（来源写作超过、余、+等）；at_most：不多于；"
        "nearly：略低于；range：区间。空：无数值。"
    ),
    "Lower bound. Of an about: half a unit of the last digit that the source gives, none for "
    "fractions in words.": ("下界。“约”取来源所给末位数字的半个单位；以文字表述的分数不取。"),
    "Upper bound, by the same rule.": "上界，规则同上。",
    "The number or numbers as first noted from the source, for all rows of the entry.": (
        "最初摘自来源的数字，供该条目各行共用。"
    ),
    "The unit as first noted.": "最初摘录的单位。",
    "Time that the fact is about, as the source has it.": "事实所指的时间，照录来源。",
    "First month. Empty: open or not determined (fiscal years among them). For growth over a "
    "year: the later year.": (
        "第一个月。空：不限或无法确定（包括财政年度）。同比增长取较晚的一年。"
    ),
    "Last month, included. Empty: open or not determined.": (
        "最后一个月，含该月。空：不限或无法确定。"
    ),
    "Place that the fact is about.": "事实所指的地点。",
    "Whether the place is Beijing or a part of it. The paper's B city (B市) counts as such: its "
    "volume and growth of 2020 are those of the city's published report (V13, V14).": (
        "地点是否为北京或其一部分。论文的B市按此计：其2020年的来电量和增幅与该市公开报告一致"
        "（V13、V14）。"
    ),
    "validation: held out, never used to calibrate, compared with afterwards; input: a parameter "
    "rests on it; paper: states again what paper_facts.csv has, so it validates nothing; context: "
    "background.": (
        "validation：留出，不用于校准，事后对照；input：某个参数以此为据；"
        "paper：重述paper_facts.csv已有的内容，故不能用于验证；context：背景。"
    ),
    "How sure the reading of the source is.": "对来源解读的把握程度。",
    "Title or description of the source, with its date where known.": (
        "来源的标题或说明，已知日期的附日期。"
    ),
    "Address of the source.": "来源的网址。",
    "The words of the source that state it, for all rows of the entry.": (
        "来源中的原句，供该条目各行共用。"
    ),
    # types of columns
    "string": "字符串",
    "number": "数值",
    "integer": "整数",
    "boolean": "布尔值",
    "yearmonth": "年月",
    # the licence
    "Creative Commons Attribution 4.0 International": "知识共享 署名 4.0 国际许可协议",
}

PATTERNS: list[tuple[str, str]] = []
