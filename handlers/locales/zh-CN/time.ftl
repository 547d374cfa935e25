# Dates: why a day, more time, parking, the calendar.
label-why = 为什么是这天
alias-why = 为什么是这一天|为什么是这天？|期限怎么算
label-ask-park = 申请挂账
alias-ask-park = 要挂账
label-recompute = 重算期限
days-n = { $n } 天
reason-true = 情况属实

# 为什么是这天
why-head = { $no } 应于{ $due }前整改，是这样算的：
why-none = { $no } 还没有派单，所以还没有期限。
why-dispatch = { $start }派单，时限 { $amount } 个工作日，派单当天不算：
why-dispatch-hours = { $start } { $hour } 派单，时限 { $amount } 个工作小时：
why-verify-fail = { $start }核查不通过、重新整改，时限 { $amount } 个工作日，当天不算：
why-verify-fail-hours = { $start } { $hour } 核查不通过、重新整改，时限 { $amount } 个工作小时：
why-look-back-fail = { $start }回头看发现反弹，时限 { $amount } 个工作日，当天不算：
why-look-back-fail-hours = { $start } { $hour } 回头看发现反弹，时限 { $amount } 个工作小时：
why-extend = { $at }同意延期 { $amount } 个工作日，接着往后算：
why-resume = { $parked }挂账，{ $at }恢复，停了 { $amount } 个工作日，接着往后顺延：
why-resume-same-day = { $at }恢复整改，挂账没有占用工作日，期限不变。
why-day = { $n }　{ $first }{ $has-note ->
    [no] {""}
   *[yes] 　{ $note }
}{ $guess ->
    [yes] （暂定）
   *[no] {""}
}
why-days = { $n }　{ $first }至{ $last }{ $has-note ->
    [no] {""}
   *[yes] 　{ $note }
}{ $guess ->
    [yes] （暂定）
   *[no] {""}
}
why-span = { $day }　{ $opens }–{ $closes }
why-start = 起算日，不算
why-weekend = 周末
why-holiday = { $has-holiday ->
    [no] 放假
   *[yes] { $holiday }放假
}
why-makeup = { $has-holiday ->
    [no] 调休上班
   *[yes] { $holiday }调休上班
}
why-recategorise = 改过类别，时限按“{ $category }”算，仍从原来那天起。
why-recompute = { $at }按新公布的工作日重新算过。
why-parked-now = 现在挂账，期限停着；恢复时按停的工作日顺延。
why-provisional = 标“暂定”的日子，国务院的放假通知还没有公布，公布后会重算并告诉您。
why-differs = 按现在的工作日算应是{ $due }，台账很快会更正。

# 申请和同意
ask-more-days = { $no } 要延几个工作日？最多还能延 { $most } 天。点一个，或者写数字；写上原因更快，比如“2 天，等挖机”。
ask-more-review = { $no } 挂到哪天再复看？点一个，或者写日期，比如“4月10日”。
ask-ask-reason = 为什么？写一句，督查会看。
ask-extend-why = { $has-why ->
    [no] { $no } 延期 { $days } 个工作日。写一句原因，单位会看到。
   *[asked] { $no } 延期 { $days } 个工作日，单位说：“{ $why }”
    写一句同意的原因，或者点“情况属实”。
}
ask-park-why = { $has-why ->
    [no] { $no } 挂账到{ $review }。写一句原因，单位和反映人会看到。
   *[asked] { $no } 挂账到{ $review }，单位说：“{ $why }”
    写一句同意的原因，或者点“情况属实”。单位和反映人会看到。
}
done-ask = { $no } 已申请，督查 1 个工作日内答复。答复前期限不变：{ $due }前。
done-extend = { $no } 已同意延期，{ $due }前整改。已告诉{ $unit }和反映人。
done-park = { $no } 已挂账，期限停着，到期自动恢复。已告诉{ $unit }和反映人。
done-resume = { $no } 已恢复整改，{ $due }前。已告诉{ $unit }和反映人。
status-request-days = 单位申请延期 { $days } 个工作日，等督查答复。
status-request-park = 单位申请挂账到{ $review }，等督查答复。
status-parked-until = 挂账到{ $review }复看，期限停着。
entry-refuse-ask = 延期、挂账的申请未同意
entry-recompute = 按新公布的工作日重算期限

# 通知
tray-ask-days = 申请延期 { $no } · { $sub }
    { $community }
    { $unit }申请延期 { $days } 个工作日：“{ $why }”
    现在是{ $due }前，{ $left }。请您答复；答复前期限照走。
tray-ask-park = 申请挂账 { $no } · { $sub }
    { $community }
    { $unit }申请挂账到{ $review }：“{ $why }”
    现在是{ $due }前，{ $left }。请您答复；答复前期限照走。
tray-resumed = { $no } 挂账到期，已恢复整改，{ $due }前，{ $left }。
task-extended = { $no } 同意延期 { $days } 个工作日：{ $why }
    改为{ $due }前整改，{ $left }。
task-parked = { $no } 已挂账，期限停着：{ $why }
    { $review }复看，之后第一个工作日自动恢复，期限按停的工作日顺延。
task-resumed = { $no } 恢复整改，期限已顺延：{ $due }前，{ $left }。
task-time-refused = { $no } 延期、挂账的申请没有同意：{ $why }
    期限不变：{ $due }前整改，{ $left }。
task-recomputed = { $no } 按新公布的工作日重新算了期限：{ $due }前整改，{ $left }。
task-confirmed = { $no } 的期限按新公布的工作日核过：{ $due }前整改，{ $left }。
news-extended = { $no } 督查同意{ $unit }延期，改为{ $due }前整改。原因：{ $why }
news-parked = { $no } 暂时没法整改，先挂账，{ $review }复看。原因：{ $why }
    没有销号，恢复时会告诉您。
news-resumed = { $no } 恢复整改，{ $due }前。
news-recomputed = { $no } 按新公布的工作日重算了期限：{ $due }前整改。
calendar-missing = { $year } 年的工作日还没有加入，跨年的期限只能暂定。国务院的放假通知公布后，请升级程序，或者运行：xiaohao calendar add 文件

# 不能延、不能挂
refuse-extended-out = { $no } 延期已经用完（最多两次，合计不超过原时限），期限不变。办不了可以申请挂账，或者直接联系督查。
refuse-extension-days = { $no } 最多还能延 { $most } 个工作日（最多两次，合计不超过原时限）。请写 1 到 { $most }。
refuse-park-accept-first = { $no } 要先签收，才能挂账。请先点“签收”；只是时间不够，可以申请延期。
refuse-parked-out = 挂账合计已满 { $days } 天，不能再挂。请申请延期，或者直接联系督查。
refuse-review-past = 复看日期要在今天以后。请重新写一个，比如“4月10日”。
refuse-review-late = 挂账合计最多 180 天，最晚到{ $last }。请写早一点的日期。
refuse-not-days = 没看懂要延几天。请写数字，比如“3”或“3 天”；不延了就点“取消”。
refuse-not-a-day = 没看懂是哪一天。请写日期，比如“4月10日”；不挂了就点“取消”。

# 命令行
cli-workday-day = “{ $value }”不是日期。请写成 2024-04-22 这样。
cli-workday-length = “{ $value }”看不懂。请写 +5（五个工作日）或 +3m（三个月），十年以内。
cli-workday-provisional = 工作日只知道到 { $year } 年底，这个日子是暂定的。
cli-calendar-added = { $n ->
    [0] 已加入，没有期限因此变动。
   *[some] 已加入，{ $n } 件在办问题的期限重算了，已记入各件的记录并告诉单位。
}
refuse-calendar-empty = 这个文件里没有一个日子。请写 [days] 和下面的 off、on、until。
refuse-calendar-empty-year = until 说 { $year } 年已经齐全，可是没有一个 { $year } 年的放假日子。请补上，或者把 until 改小。
