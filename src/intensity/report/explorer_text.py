"""What the explorer says, in both languages; ``say`` goes to its script, with places in braces."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, dict[str, Any]] = {
    "en": {
        "label": "Explorer: a city of your own beside B city",
        "noscript": "The sliders need JavaScript. Without it, the table below shows B city.",
        "tools": "The two instruments",
        "city": "The city",
        "modes": "Curves over",
        "both": "both together (intensity)",
        "resources": "resources alone",
        "assessment": "assessment alone",
        "reset": "Back to B city",
        "sliders": {
            "resources": ("Resources", "calls wait", "all answered"),
            "assessment": ("Assessment", "none", "strictest"),
            "diligence": ("Diligence without pressure", "detached", "diligent"),
            "load": ("Offered load", "light", "heavy"),
            "delta": ("Cost of the channel", "cheap", "dear"),
        },
        "heads": ("", "Your city", "Its best level", "B city"),
        "measures": {
            "efficiency": ("Efficiency", "effectiveness per cost"),
            "effectiveness": ("Effectiveness", "share of the value of problems"),
            "dashboard": ("Dashboard score", "the official score, 0 to 1"),
            "orders_per_month": ("Work orders", "per street and month"),
            "prevented_share": ("Prevented", ""),
            "first_share": ("Solved, first order", ""),
            "second_share": ("Solved, second order", ""),
            "rest_share": ("Unresolved or open", ""),
        },
        "fates": ("What becomes of problems", "share of reasonable problems"),
        "axis": "Horizontal axis of all curves: {moved}.",
        "key": (
            "Solid: your city. Dashed: B city. Dotted: your setting. Diamond: the most efficient "
            "level (hollow: B city's). Blue: levels whose efficiency cannot be told from your best "
            "(within {tolerance})."
        ),
        "table": "B city as a table",
        "level": "Intensity",
        "say": {
            "yours": "your city",
            "theirs": "B city",
            "prevented_share": "prevented",
            "first_share": "first order",
            "second_share": "second order",
            "rest_share": "unresolved",
            "percent": "\u202f%",
            "comma": ", ",
            "moved": {
                "both": "intensity (both instruments)",
                "resources": "resources",
                "assessment": "assessment",
            },
            "status": (
                "At your setting of {x} on {moved}, efficiency is {now}. It is highest, {most}, "
                "at {best} (cannot be told from it: {near}). Set apart, the best pair is "
                "resources {resources}, assessment {assessment}, with {pair}."
            ),
            "line": (
                "Your city: {now} at {x}; from {from} at 0 to {to} at 1. B city at {x}: {other}."
            ),
            "fates": (
                "Your city at {x}: prevented {prevented_share}, solved in first order "
                "{first_share}, in second order {second_share}, unresolved or open {rest_share}."
            ),
        },
    },
    "zh": {
        "label": "探索器：您的城市与B市对照",
        "noscript": "滑块需要 JavaScript；未启用时，可看下方B市的数值表。",
        "tools": "两个手段",
        "city": "城市条件",
        "modes": "曲线的横轴",
        "both": "二者同步（应用强度）",
        "resources": "仅受理能力",
        "assessment": "仅考核强度",
        "reset": "恢复为B市",
        "sliders": {
            "resources": ("受理能力", "来电等候", "悉数接听"),
            "assessment": ("考核强度", "不考核", "最严"),
            "diligence": ("基础勤勉度", "悬浮", "勤勉"),
            "load": ("工作负荷", "轻", "重"),
            "delta": ("渠道进入成本", "低", "高"),
        },
        "heads": ("", "您的城市", "其最佳强度", "B市"),
        "measures": {
            "efficiency": ("治理效率", "单位成本的治理效能"),
            "effectiveness": ("治理效能", "占全部价值，0至1"),
            "dashboard": ("考核得分", "官方得分，0至1"),
            "orders_per_month": ("工单数", "每街道每月"),
            "prevented_share": ("已预防", ""),
            "first_share": ("一阶解决", ""),
            "second_share": ("二阶解决", ""),
            "rest_share": ("未解决或在办", ""),
        },
        "fates": ("诉求去向", "占有理诉求"),
        "axis": "各曲线的横轴：{moved}。",
        "key": (
            "实线：您的城市；虚线：B市；点线：当前设定；菱形：效率最高处（空心为B市）；"
            "蓝色区间：效率与最高处难以区分（相差不超过{tolerance}）。"
        ),
        "table": "B市数值表",
        "level": "应用强度",
        "say": {
            "yours": "您的城市",
            "theirs": "B市",
            "prevented_share": "已预防",
            "first_share": "一阶治理",
            "second_share": "二阶治理",
            "rest_share": "未解决",
            "percent": "%",
            "comma": "、",
            "moved": {
                "both": "应用强度（两个手段同步）",
                "resources": "受理能力",
                "assessment": "考核强度",
            },
            "status": (
                "{moved}设为{x}时，治理效率为{now}；效率在{best}处最高，为{most}"
                "（与之难以区分的区间：{near}）。若两个手段分别设定，最佳组合为"
                "受理能力{resources}、考核强度{assessment}，效率为{pair}。"
            ),
            "line": "您的城市：在{x}处为{now}；由0处的{from}变为1处的{to}。B市在{x}处为{other}。",
            "fates": (
                "您的城市在{x}处：已预防{prevented_share}，一阶解决{first_share}，"
                "二阶解决{second_share}，未解决或在办{rest_share}。"
            ),
        },
    },
}
