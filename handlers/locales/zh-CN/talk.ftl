# Greetings, help, lists, and what cannot be used.
greeting = 您好，这里是{ $district }问题上报。
    看到哪里脏了、堵了、坏了，直接发照片，或者写一句话。没整改好，不销号。
small-greeting = 您好！要上报问题，直接发照片或写一句话；查进度发“查询 编号”。
small-greeting-words = 你好|您好|hello|hi|hey|在吗|在不在|早上好|下午好|晚上好|早|早安|喂|您好啊|你好啊|你好呀|您们好|你们好|有人吗|有人在吗|请问|您好，请问|你好，请问
small-thanks = 不客气。有变化我会马上告诉您。
small-thanks-words = 谢谢|谢谢你|谢谢您|谢谢啦|谢谢了|多谢|感谢|谢了|辛苦了|thanks|thank you|thx
small-yes = 好的。要上报问题，直接发照片或写一句话；查进度发“查询 编号”。
small-yes-words = 好|好的|好吧|好呀|好啊|收到|知道了|明白|明白了|嗯|嗯嗯|行|行吧|可以|可以的|对|对的|是|是的|没错|没问题|没有了|没了|不用了|再见|ok|okay
small-greeting-short = 您好！
small-thanks-short = 不客气。
small-yes-short = 好的。
language-set = 好，以后用中文。
language-unknown = 我会说中文和英文。
welcome-staff = 欢迎，您现在是：{ $title }。
    有您的任务会发到这里；发“我的任务”随时看。
device-linked = 好了，这个设备和您原来的是同一个人了，没写完的上报可以接着写。
link-ask = 这个链接会让这个设备和做链接的人成为同一个人：两边看到一样的上报和任务。
    链接是您自己刚做的，就点“绑定”；别人发来的，不要点。
link-head = 用您的另一个设备打开下面的链接（15 分钟内，只能用一次），就是同一个人：

help-resident = 上报：直接发照片、写一句话、发定位，顺序随意，我缺什么问什么，最后点“提交”。
    查进度：发“查询 编号”，或者点“我的上报”。查别人的件要加 6 位回执码。
    写错了发“取消”。{ $has-phone ->
        [yes] 人工电话 { $phone }。
       *[no] {""}
    }
help-grid-worker = 网格员：整改好了会请您到现场看。点“核查通过”要发一张现场照片，点“核查不通过”写一句哪里没到位。
help-unit-staff = 经办人：新派单点“签收”；不是您单位的点“退单”写明原因，一件只能退一次；整改好了点“整改完成”发一张现场照片；时间不够点“申请延期”，一时办不了点“申请挂账”。
help-supervisor = 督查：发“我的任务”看待派单、退单、申请延期和没人核查的件；“派单”“改派”“不同意”“不予受理”“改类别”后面可以加编号；“人员”可以停用离开的人。
help-admin = 管理员：发“人员”看名单，“停用 编号”停用离开的人。发邀请用命令行 xiaohao invite。

sent-again = （补发）
group-private = 群里不方便说，请私聊我。
edited = 改过的消息我看不到原来那条了。要补充或更正，请再发一条。
not-understood = 没看懂。要上报就发照片或写一句哪里有什么问题；查进度发“查询 编号”。
our-mistake = 对不起，我这边出了差错，您刚才说的已经留下，值班员会看。请过一会儿再试，或者换个说法。
button-unknown = 这个按钮已经不能用了。要看现在的情况：
button-old = 这个按钮是 { $at }那条消息上的，{ $no } 后来有了变化，现在是{ $status }。
button-again = { $no } 您已经办过“{ $step }”了，现在是{ $status }。
button-of-another = 那个按钮是 { $at }另一件上报的。现在这件还没提交：
button-gone = 这个按钮是{ $at }那条消息上的，{ $no } 已经不归您办了。
button-not-now = { $no } 现在是{ $status }，这个按钮用不上了。

odd-sticker = 表情收到了。要上报问题，请发照片或写一句话。
odd-voice = 语音我听不懂，请写一句话或者发张照片。
odd-video = 视频我看不了，请截一张图，或者拍张照片发来。
odd-file = { $has-name ->
    [no] 这个文件不是照片。请发照片，或者用文字说明。
   *[yes] 这个文件不是照片（收到的是 { $name }）。请发照片，或者用文字说明。
}
odd-contact = 名片我用不上。要上报问题，请发照片或写一句话。
odd-too-long = 文字太长，只收下前面一部分。要紧的请再写一句短的。
odd-other = 这个我看不懂。要上报问题，请发照片、写一句话或者发定位。

my-head = { $pages ->
    [1] 您上报的 { $total } 件：
   *[more] 您上报的 { $total } 件，第 { $page }/{ $pages } 页：
}
tasks-head = { $pages ->
    [1] 您手上 { $total } 件：
   *[more] 您手上 { $total } 件，第 { $page }/{ $pages } 页：
}
list-line = { $has-waits ->
    [no] { $n }　{ $no }　{ $sub }　{ $community }　{ $status }
   *[some] { $n }　{ $no }　{ $sub }　{ $community }　{ $status }，{ $waits }
}
list-foot = 点序号看详情。
list-foot-long = 点序号看详情；后面加个词可以找，比如“{ $label } 河北”。
list-not-found = 没有找到“{ $word }”。
my-nothing = 您还没有上报过。看到问题，直接发照片。
tasks-nothing = 现在没有您要办的事。
tasks-none-for-residents = 任务是给网格员和单位的。您上报的在“我的上报”里。
waits-for-checker = 没有人能核查
undelivered = 有 { $dead } 条消息没送到，{ $blocked } 个人联系不上。
undelivered-head = 没送到或拿不准的消息，最近 { $total } 条：
undelivered-line = { $at }　{ $no }　{ $why }
undelivered-blocked = 对方停用了机器人或注销了账号
undelivered-too-late = 试了一天没送出去
undelivered-no-answer-twice = 发了两次，拿不准收到没有
undelivered-dropped-after-restore = 恢复备份后没有再发
undelivered-mistake = 平台不收这条消息，值班员可看日志
staff-head = { $total } 人可以由您停用：
staff-line = { $id }　{ $title }
staff-nobody = 没有您可以停用的人。
staff-switched-off = 已停用：{ $title }（{ $id }）。角色、按钮和链接都已失效，没办完的回到待办。

status-which = 要查哪一件？请写“查询 编号”，比如“查询 HJ-20240312-0007”。
status-needs-receipt = 查别人的件要用 6 位回执码，请写：查询 { $no } 回执码
status-wrong-receipt = 没有查到 { $no }，请核对编号和回执码。
status-head = { $no }　{ $status }
status-subject = { $sub } · { $community }
status-line = { $day } { $what }
status-due = 应于 { $due }前整改，{ $left }。
status-request-decline = 单位申请退单，等督查答复。
status-request-ask = 单位有申请，等督查答复。
status-request-appeal = 反映人不服，等督查答复。
entry-file = 受理
entry-file-dispatch = 受理并派给{ $unit }
entry-file-fixed = { $by }发现并随手处理
entry-dispatch = 派给{ $unit }
entry-accept = { $unit }签收
entry-decline = { $unit }申请退单
entry-reassign = 改派给{ $unit }
entry-refuse = 退单未同意
entry-report-fix = { $unit }报告整改完成
entry-verify-pass = { $by }现场核查通过，销号
entry-verify-fail = { $by }现场核查不通过，退回整改
entry-object = 群众说仍未解决
entry-void = 不予受理
entry-withdraw = 反映人撤回
entry-recategorise = 更改类别
entry-extend = 同意延期
entry-park = 挂账
entry-resume = 恢复整改
entry-restore = 恢复受理
entry-merge = 并案
entry-unmerge = 撤并
entry-look-back-fail = 回头看发现反弹
