//! Rules about the advisory database and the history (practices 9, 15, 16, 17).

use super::rule_words;

rule_words! {
    "missing-database"
        title "No advisory database" "没有公告数据库"
        help "give one with `--db`: an index made by `cullis db import`, or a folder or zip of OSV records" "用 `--db` 指定：由 `cullis db import` 生成的索引，或 OSV 记录的文件夹或 zip"
        why "The gate judges offline, by a database that somebody brought to the machine. Without one, nothing is known of any component, and nobody may call them clean."
            "门禁离线判定，依据预先放到机器上的数据库。没有数据库就对任何组件一无所知，不能视为无问题。";
    "unusable-database"
        title "Advisory database can't be used" "公告数据库无法使用"
        help "fetch the index again, or build it again with `cullis db import`" "重新获取索引，或用 `cullis db import` 重新生成"
        why "Every byte that decides is verified before it is used. What can't be verified may have been damaged or altered, so nothing was judged by it."
            "凡用于判定的数据都先经校验。无法校验的数据可能已损坏或被篡改，因此未据以判定。";
    "empty-database"
        title "Advisory database is empty" "公告数据库为空"
        help "import the advisories of the ecosystems that you use" "导入所用生态系统的公告"
        why "A database without advisories finds nothing in any component. That looks like a clean result and isn't one."
            "没有公告的数据库在任何组件中都查不出问题。这看似无问题，实则不然。";
    "stale-database"
        title "Advisory data is out of date" "公告数据已过时"
        help "import newer data with `cullis db import --as-of DATE`, or ask for an extension (`[[database.extension]]`)"
            "用 `cullis db import --as-of 日期` 导入更新的数据，或申请宽限期（`[[database.extension]]`）"
        why "Vulnerabilities are published every day. Data older than the policy allows doesn't know what was found since."
            "漏洞每天都在公布。超过策略允许期限的数据不包含此后的发现。";
    "aging-database"
        title "Advisory data is getting old" "公告数据即将过时"
        help "import newer data with `cullis db import --as-of DATE` before it blocks" "在其造成阻断之前，用 `cullis db import --as-of 日期` 导入更新的数据"
        why "The data still counts, and will not for long: because of its age, or because the time of grace ends. Then nothing is judged by it any more."
            "数据目前仍有效，但不会太久：或因已接近期限，或因宽限期将尽。届时将不再据以判定。";
    "future-database"
        title "Advisory data is dated in the future" "公告数据的日期在未来"
        help "import the data again with the day that it stands for; look at the machine's clock, too"
            "按数据实际代表的日期重新导入；同时检查机器时钟"
        why "A day that has begun nowhere on Earth (14 hours ahead of UTC is the earliest) can't be the day of the data. Its real age isn't known, and a wrong date would keep it fresh for as long as somebody likes."
            "全球任何地方都尚未开始的日期（最早比 UTC 早 14 小时）不可能是数据的日期。其真实新旧无从得知，而错误的日期会让它看似一直有效。";
    "missing-source"
        title "Advisory database lacks a required source" "公告数据库缺少必需的数据源"
        help "import the ecosystem's own export (`<ecosystem>/all.zip`) into the database" "将该生态系统的完整导出（`<生态>/all.zip`）导入数据库"
        why "The policy asks for this source. A database that was built without it, or with too little of it, finds nothing there and looks clean."
            "策略要求具备此数据源。若数据库构建时缺少它或内容不足，便什么也查不出，看似无问题。";
    "untrusted-database"
        title "Advisory database isn't signed by a trusted key" "公告数据库未经受信任的密钥签名"
        help "fetch the database together with its `.sig`, or have one of the keys in `database.keys` sign it"
            "连同 `.sig` 文件一起获取数据库，或由 `database.keys` 中的密钥之一签名"
        why "Whoever can change the database decides what is found. Policy names the keys of those who may, and none of them vouches for this one."
            "能改动数据库的人就能决定查出什么。策略列出了有权者的密钥，而其中没有一个为此数据库背书。";
    "undated-database"
        title "Nothing says how old the advisory data is" "公告数据未注明日期"
        help "say the day with `cullis db import --as-of DATE`" "用 `cullis db import --as-of 日期` 注明数据的日期"
        why "The dates of files and records don't tell on what day the data was whole. Unless whoever imports it says so, its age isn't known."
            "文件和记录的日期都不能说明数据完整到哪一天。除非导入者注明，否则其新旧无从得知。";
    "unwritten-report"
        title "Report or record could not be written" "报告或记录无法写入"
        help "make room or give a path that can be written, and run again" "释放空间或指定可写入的路径，然后重新运行"
        why "The run came to a conclusion and could not leave what shows it. A conclusion that nobody can look at later is not one to act on."
            "此次运行得出了结论，却无法留下凭据。日后无法查证的结论，不应据以行动。";
    "unfinished-run"
        title "Previous run left no end" "上一次运行没有结束记录"
        help "find out why it stopped (a killed job, a full disk), and keep the finding of this run as the answer to it"
             "查明其中断的原因（任务被终止、磁盘已满等），并以本次运行的记录作为说明"
        why "A run that begins and never ends may have been stopped because of what it was about to say. The history shows the gap; somebody has to explain it."
            "一次运行有开始而无结束，可能正是因为它即将给出的结论而被中止。历史记录显示了这一缺口，需要有人作出解释。";
    "unkept-history"
        title "No history is kept" "没有保存历史记录"
        help "leave out `--history none`, or name a folder that outlives the job with `--history`"
             "去掉 `--history none`，或用 `--history` 指定一个在任务结束后仍保留的文件夹"
        why "Without a history nobody can show later that this run took place, what it judged by, or that no run is missing."
            "没有历史记录，日后就无法证明此次运行确曾进行、依据是什么，也无法证明没有遗漏任何一次运行。";
    "unusable-history"
        title "History can't be read or written" "历史记录无法读取或写入"
        help "do what the message says; `cullis history verify` shows what is whole"
             "按提示处理；`cullis history verify` 可显示哪些内容完好"
        why "A run that can't be recorded can't be shown later, and a history that can't be read may hide what happened before."
            "无法记录的运行日后无从查证；无法读取的历史可能掩盖先前发生的事情。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.database";
        /// None was named, and there is none in the default places.
        missing()
            "there is no advisory database: no component was judged by advisories"
            "没有公告数据库：未按公告判定任何组件";
        /// It has no advisories.
        empty(path)
            "the advisory database `{path}` has no advisories"
            "公告数据库 `{path}` 中没有公告";
        /// Data without a date.
        undated(ecosystems)
            "the advisory data for {ecosystems} has no as-of date"
            "{ecosystems} 的公告数据未注明日期";
        /// Old data.
        stale(ecosystem, date, age, allowed)
            "the {ecosystem} advisories stand for {date}, {age} {age:day|days} ago; the policy allows {allowed} (`database.max-age-days`)"
            "{ecosystem} 公告数据截至 {date}，已过 {age} 天；策略允许 {allowed} 天（`database.max-age-days`）";
        /// Data that will soon be too old.
        aging(ecosystem, date, age, allowed)
            "the {ecosystem} advisories stand for {date}, {age} {age:day|days} ago; after {allowed} days they block (`database.max-age-days`)"
            "{ecosystem} 公告数据截至 {date}，已过 {age} 天；超过 {allowed} 天即会阻断（`database.max-age-days`）";
        /// Data that is too old, and has a time of grace.
        extended(ecosystem, date, age, until, approver)
            "the {ecosystem} advisories stand for {date}, {age} {age:day|days} ago, which {approver} allows until {until}"
            "{ecosystem} 公告数据截至 {date}，已过 {age} 天；经 {approver} 批准，宽限至 {until}";
        /// Why there is a time of grace.
        extension_reason(reason)
            "the extension's reason: {reason}"
            "宽限理由：{reason}";
        /// A required source isn't there.
        source_absent(ecosystem)
            "the policy requires advisories for {ecosystem}, and the database has no such source"
            "策略要求具备 {ecosystem} 的公告，而数据库没有该数据源";
        /// A required source has too few records.
        source_short(ecosystem, found, least)
            "the database has {found} {found:advisory|advisories} for {ecosystem}; the policy requires {least}"
            "数据库中 {ecosystem} 的公告有 {found} 条；策略要求至少 {least} 条";
        /// A required source isn't whole.
        source_partial(ecosystem)
            "the database has only a part of the advisories for {ecosystem}; the policy requires all of them"
            "数据库只含 {ecosystem} 的部分公告；策略要求完整";
        /// The line of policy that asks for a source.
        required_here()
            "this asks for it"
            "此处提出要求";
        /// No signature that counts.
        untrusted(path)
            "no key of `database.keys` vouches for the advisory database `{path}`"
            "`database.keys` 中没有任何密钥为公告数据库 `{path}` 背书";
        /// Nobody looked for a signature.
        signature_unread(path)
            "no signature was read for `{path}`"
            "没有为 `{path}` 读取签名";
        /// Data from the future.
        from_the_future(ecosystem, date)
            "the {ecosystem} advisories stand for {date}, which is still to come: the date is wrong"
            "{ecosystem} 公告数据注明的日期 {date} 尚未到来：日期有误";
        /// The previous run left no end.
        unfinished_run(number)
            "the previous run of this pipeline began as number {number} of its history and left no end"
            "此流水线的上一次运行在历史中以第 {number} 号记录开始，但没有结束记录";
        /// Nothing is kept.
        unkept_history()
            "no history is kept of this run"
            "本次运行不保留历史记录";
    }
}

pub(super) use say::all;
