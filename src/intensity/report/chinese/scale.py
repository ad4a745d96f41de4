"""Chinese of recorded texts about large experiments: times, sizes, limits, faults."""

FAULTS: dict[str, str] = {
    "SIGKILL at each call to the disk": "每次磁盘调用时SIGKILL",
    "each call to the disk fails": "每次磁盘调用都失败",
    "files cannot grow": "文件无法增大",
    "disk full": "磁盘已满",
    "folder read-only": "文件夹只读",
    "clock set back": "时钟倒拨",
    "other numbers of threads": "其他线程数",
    "two processes on one store": "两个进程使用同一存储",
    "two processes, no locks": "两个进程，没有锁",
    "files damaged": "文件损坏",
    "Dask instead of threads": "以Dask代替线程",
    "SIGKILL of the process that submits to Dask": "向Dask提交任务的进程遭SIGKILL",
    "SIGKILL of Dask workers": "Dask工作进程遭SIGKILL",
    "SIGKILL of the Dask scheduler": "Dask调度进程遭SIGKILL",
    "malformed designs": "格式错误的实验设计",
    "malformed parameters": "格式错误的参数",
    "malformed tables": "格式错误的表格",
    "malformed claims": "格式错误的论断",
    "malformed stores": "格式错误的存储",
    "malformed commands": "格式错误的命令",
    "malformed commands, forked": "格式错误的命令，派生进程",
    "malformed commands, started afresh": "格式错误的命令，全新启动",
}

HOW: dict[str, str] = {
    "a run kills itself before its nth mkdir, open, write, truncation, sync, rename or "
    "removal, or halfway through its nth write, for every n": (
        "运行在第n次建目录、打开、写入、截断、同步、改名或删除之前，或在第n次写入的中途终止自身，n"
        "取遍所有值"
    ),
    "from its nth call on a run is told that the disk is full, the quota used up, or the "
    "device broken, for every n": (
        "自第n次调用起，运行得到的答复是磁盘已满、配额用尽或设备损坏，n取遍所有值"
    ),
    "RLIMIT_FSIZE at random sizes: SHA256SUMS, manifest or units cannot be written in full": (
        "RLIMIT_FSIZE取随机大小：SHA256SUMS、清单或单元无法完整写入"
    ),
    "a bind mount without writing (permissions do not bind root): empty, half full, complete; "
    "later writable again": (
        "不可写的绑定挂载（权限对root无效）：空的、半满的、完整的；此后恢复可写"
    ),
    "a run is killed, all file times are set to 1970 or 2096, and the run goes on under a "
    "clock that is years off or stands still": (
        "运行被终止，全部文件时间改为1970年或2096年，然后在偏差数年或停走的时钟下继续运行"
    ),
    "1, 2, 3, 4 and 16 threads": "1、2、3、4和16个线程",
    "the second begins up to 0.2 s later; the first holds a lock": (
        "第二个至多晚0.2秒开始；第一个持有锁"
    ),
    "the same on a file system that knows no locks, so that both write at once": (
        "同上，所在文件系统不支持锁，因而二者同时写入"
    ),
    "one to three of the files (units, SHA256SUMS, manifest, lock): bits flipped, cut, zeroed, "
    "overwritten, doubled, grown, emptied, removed, swapped, a folder in their place; read, "
    "then run again": (
        "一至三个文件（单元、SHA256SUMS、清单、锁）：位翻转、截短、清零、覆盖、重复、增长、清空、"
        "删除、"
        "互换，或代之以文件夹；先读取，再次运行"
    ),
    "a scheduler and two workers, nothing killed": "一个调度进程和两个工作进程，没有终止任何进程",
    "twice in the middle; the same scheduler and workers take the run that goes on": (
        "中途两次；继续的运行仍由原调度进程和工作进程承担"
    ),
    "one of two; then all, while the run waits for a new one": (
        "先是二者之一，再是全部，运行等待新的工作进程"
    ),
    "in the middle; the run goes on in threads afterwards": "中途；此后改以线程继续运行",
    "Design.load of shipped designs with faults put in": (
        "以Design.load读取植入错误的随书实验设计"
    ),
    "tables of parameters.toml with faults put in": "parameters.toml中植入错误的表",
    "demand_types.csv, paper_facts.csv, external_facts.csv with faults put in": (
        "植入错误的demand_types.csv、paper_facts.csv、external_facts.csv"
    ),
    "claims.yml with faults put in": "植入错误的claims.yml",
    "wrong words, each in a process of its own: exit code, output, files left behind": (
        "错误的命令行，各在独立进程中运行：退出码、输出、遗留文件"
    ),
    "a store with a damaged file, or a forged manifest under a right seal, is read": (
        "读取含有损坏文件的存储，或封印正确而清单系伪造的存储"
    ),
    "intensity simulate, run, info with wrong words": "以错误的词运行intensity simulate、run、info",
    "the same in processes of their own: exit code, output, files left behind": (
        "同上，各在自己的进程中：退出码、输出、遗留的文件"
    ),
    "the same, Python started anew for each": "同上，每次重新启动Python",
}

TEXTS: dict[str, str] = {
    **FAULTS,
    **HOW,
    "less than 1 s": "不到1秒",
    "drawing again what is done delays going on by a minute": "重新抽取已完成部分使续跑延迟一分钟",
    "the Sobol sequence ends": "Sobol序列用尽",
}

_SIZE = r"(?P<size_t>[\d.e+]+ (?:bytes|kB|MB|GB|TB|PB))"
PATTERNS: list[tuple[str, str]] = [
    (r"(?P<n>[\d.e+]+) s", "{n}秒"),
    (r"(?P<n>[\d.e+]+) min", "{n}分钟"),
    (r"(?P<n>[\d.e+]+) hours", "{n}小时"),
    (r"(?P<n>[\d.e+]+) days", "{n}天"),
    (r"(?P<n>[\d.e+]+) years", "{n}年"),
    (r"(?P<n>[\d.e+]+) bytes", "{n}字节"),
    (r"(?P<n>[\d.e+]+) (?P<unit>kB|MB|GB|TB|PB)", "{n} {unit}"),
    (r"a run asks for --yes: (?P<n>\d+) core hours", "运行要求--yes：{n}核小时"),
    (rf"a run asks for --yes: {_SIZE} of disk", "运行要求--yes：磁盘{size_t}"),
    (r"(?P<n>\d+) files; from here on units grow instead", "{n}个文件；此后改为单元增大"),
    (rf"the panel read whole takes {_SIZE} of memory", "整体读入的面板占用内存{size_t}"),
    (r"(?P<name>SIG[A-Z]+) at a random moment", "在随机时刻{name}"),
    (
        r"the process of a run of (?P<n>\d+) units in 2 threads is sent (?P<name>SIG[A-Z]+) "
        r"and the run started again, until it is complete",
        "以2个线程运行{n}个单元，向其进程发送{name}，再重新运行，直至完成",
    ),
    (
        r"a tmpfs with room for less than the (?P<n>\d+) units, or with too few inodes; "
        r"later larger",
        "容不下{n}个单元或inode过少的tmpfs；此后扩大",
    ),
    # a machine: names only
    (r"(?P<cpu>[^,]+), (?P<os>Linux [^,]+), (?P<python>CPython [\d.]+)", "{cpu}，{os}，{python}"),
]
