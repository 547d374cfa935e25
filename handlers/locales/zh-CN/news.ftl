# What people are told without having asked: units, checkers, supervisors, then residents.
no-unit-yet = 还没有定的单位
time-left = 还有 { $days } 个工作日
time-today = 今天到期
time-over-today = 刚过期限
time-over = 超期 { $days } 个工作日
day-and-hour = { $day }{ $hour }{" "}
day-provisional = { $day }（暂定）
short-day = { $month } 月 { $day } 日

# What the reporter wrote, on a line of its own; nothing where there was only a photo.
quote-line = { $has-words ->
    [no] {""}
   *[some] {"\u000A"}“{ $words }”
}

task-new = 新派单 { $no } · { $sub }
    { $area }{ quote-line }
    { $due }前整改，{ $left }。
task-reassigned = 改派给您单位 { $no } · { $sub }
    { $area }{ quote-line }
    改派原因：{ $why }
    { $due }前整改，{ $left }。期限不因改派变动。
task-taken-away = { $no } 已改派给{ $unit }，您单位不用办了。原因：{ $why }
task-withdrawn = { $no } 反映人已撤回，不用办了。
task-added = { $photos ->
    [0] { $no } 有补充：“{ $words }”
   *[some] { $has-words ->
        [no] { $no } 补充了 { $photos } 张照片。
       *[both] { $no } 有补充：“{ $words }”
    }
}
task-refused = { $no } 退单没有同意：{ $why }
    仍由您单位负责，{ $due }前整改，{ $left }。
task-void = { $no } 不予受理，您单位不用办了。原因：{ $why }
task-recategorised = { $no } 改为{ $category }，期限按新类别算：{ $due }前，{ $left }。
task-struck-off = { $no } 核查通过，已销号。
task-sent-back = { $has-words ->
    [no] { $no } 核查不通过，退回整改（第 { $rework } 次返工）。看照片。
   *[said] { $no } 核查不通过，退回整改（第 { $rework } 次返工）：“{ $words }”
}
    { $community }，{ $due }前，{ $left }。改好了再发一张现场照片。
task-objection = { $no } 反映人说仍未解决，已请人重新核查，结果会告诉您。

check-new = 请到现场核查 { $no } · { $sub }
    { $area }{ quote-line }
    到现场看过再点：
check-objection = 反映人说仍未解决，请到现场重新核查 { $no } · { $sub }
    { $area }{ quote-line }
    到现场看过再点：

tray-unrouted = 待派单 { $no } · { $sub }
    { $area }{ quote-line }
    没能自动派：{ $why }。请您派单。
tray-declined = 退单 { $no } · { $sub }
    { $community }
    { $unit }说：“{ $why }”
    请您改派或答复不同意。期限照走：{ $due }前，{ $left }。
tray-no-verifier = 没有人能核查 { $no } · { $sub }
    { $area }{ quote-line }
    请您安排别的单位的人去看，或者亲自核查。
tray-no-staff = { $no } 的责任单位{ $unit }现在没有经办人了。请您改派，或者请管理员给单位发邀请。

news-dispatched = { $no } 已派给{ $unit }，{ $due }前整改。
news-accepted = { $no } { $unit }已签收，{ $due }前整改。
news-fixed = { $no } { $unit }说整改好了，已请别的单位的人到现场核查。
news-sent-back = { $no } 核查没有通过，已退回{ $unit }继续整改。
news-struck-off = { $no } 已销号。
    { $fixed }整改，{ $checked }{ $role }现场核查通过。
    解决了吗？7 天内都可以说。
news-void = { $no } 不予受理。原因：{ $why }
    不同意的话，可以{ $has-phone ->
        [yes] 打 { $phone }，或者
       *[no] {""}
    }换个说法重新上报。
solved-thanks = { $no } 解决了就好，谢谢您。7 天内又不行了，还可以点“仍未解决”。
solved-not-yet = { $no } 现在是{ $status }。谢谢您告诉我，核查通过就销号。
news-objection = { $no } 有人说仍未解决，已请人重新到现场核查。
news-recategorised = { $has-due ->
    [no] { $no } 改为{ $category }。
   *[set] { $no } 改为{ $category }，{ $due }前整改。
}
