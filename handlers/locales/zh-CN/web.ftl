# The words of the web chat page. Plain one-line patterns with { $name } variables only: the
# browser fills them in (bot/web/words.py).

web-title = 销号
web-tagline = 随手拍，有人管，改好才销号
web-noscript = 这个页面需要打开浏览器的 JavaScript 才能使用。
web-language = English
web-language-label = Switch to English

## Entering

web-notice-title = 开始之前
web-notice-phone = 值班电话 { $phone }
web-enter = 知道了，开始
web-enter-new = 以新居民身份进入
web-enter-invited = 您收到了工作邀请，进入后自动生效。
web-demo-title = 演示：选一个人试试
web-demo-hint = 每个标签页可以是不同的人。再开一个标签页，就能看到另一边收到了什么。
web-demo-notice = 隐私说明
web-role-resident = 居民
web-role-grid_worker = 网格员
web-role-unit_staff = 责任单位经办人
web-role-supervisor = 督查
web-role-admin = 管理员

## Header and states

web-you-are = 您是{ $who }
web-leave = 退出
web-leave-ask = 退出后，这里的聊天记录就看不到了。确定退出吗？
web-leave-ask-demo = 换一个人？聊天记录会保留。
web-leave-yes = 退出
web-leave-yes-demo = 换人
web-leave-no = 留下
web-lost = 连接断了，正在重连…
web-ended = 这次会话已结束，请重新进入。
web-unread = { $count } 条新消息
web-older = 更早的消息
web-typing = 正在回复
web-bot = 销号
web-me = 我

## Messages

web-today = 今天
web-yesterday = 昨天
web-sending = 正在发送
web-sent = 已送达
web-failed = 没发出去
web-resend = 重发
web-photo = 照片
web-photo-of = 第 { $n } 张，共 { $count } 张
web-photo-coming = 照片马上就到
web-photo-gone = 照片打不开了
web-place = 位置
web-place-open = 在地图上看

## Writing

web-write = 说说哪里有什么问题…
web-send = 发送
web-add-photo = 拍照或选照片
web-add-place = 发送位置
web-remove = 去掉第 { $n } 张照片
web-drop = 松开就能加上照片
web-ask-photo = 拍照或选照片
web-ask-place = 发送我的位置
web-ask-map = 在地图上点
web-menu = 常用
web-menu-report = 上报问题
web-menu-mine = 我的上报
web-menu-tasks = 我的任务
web-menu-help = 帮助

## Place

web-map-title = 在地图上点出位置
web-map-hint = 点一下地图，放下图钉
web-map-view = 位置
web-map-here = 用我现在的位置
web-map-send = 发送这个位置
web-map-outside = 这里不在本区范围内
web-map-label = 区域地图。用方向键移动，按回车在中间放下图钉。
web-locating = 正在定位…
web-locate-denied = 浏览器没有允许定位。请在地图上点一下。
web-locate-failed = 没能定到位。请在地图上点一下。
web-close = 关闭
web-previous = 上一张
web-next = 下一张

## Refusals

web-error-request = 这个请求有问题，请刷新页面再试。
web-error-ours = 我们这边出了错，已经记下。请稍后再试。
web-error-seat = 这次会话已结束，请重新进入。
web-error-empty = 还没写内容。
web-error-text = 文字太长了，请分几次发。
web-error-photos = 一次最多 9 张照片，其余的请再发一条。
web-error-photo = 有一张照片超过 20 MB，请换一张小一点的。
web-error-too-much = 照片加起来超过 60 MB，请分几次发。
web-error-full = 现在存不下新的照片了。文字可以先发，照片请晚一点补发。
web-error-photo-gone = 照片打不开了。
