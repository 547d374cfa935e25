# 命令行对运行程序的人说的话。

# 设置。说到某个值时写出设置的名字，不重复它的值。
setting-unknown = 没有 { $name } 这个设置。是不是 { $nearest }？
setting-file = 设置文件 { $file } 读不了：{ $why }。
setting-table = { $name } 是一组设置，不是一个设置。请设置其中的一项。
setting-missing = { $mode } 是 webhook，还需要设置 { $name }。
setting-webhook-only = 设置了 { $name }，但 { $mode } 是 polling。请改成 webhook，或者去掉 { $name }。
setting-https = { $name } 必须以 https:// 开头，因为消息和口令都要发到那里。
setting-data-dir = { $name } 必须是一个文件夹的路径。
setting-demo = { $name } 只能是 1 或 0。
setting-language = { $name } 只能是 zh-CN 或 en。
setting-web-host = { $name } 必须是本机的一个地址，例如 127.0.0.1。
setting-web-port = { $name } 必须是 0 到 65535 的数；0 表示任选一个空闲端口。
setting-web-public-url = { $name } 必须是以 http:// 或 https:// 开头的网址。
setting-web-tiles = { $name } 必须是地图瓦片的网址，其中要有 {"{"}z{"}"}、{"{"}x{"}"}、{"{"}y{"}"}。
setting-telegram-token = { $name } 不是机器人令牌。请从 @BotFather 完整复制：数字、冒号、字母。
setting-telegram-username = { $name } 必须是机器人的用户名：4 到 32 个字母、数字或下划线。
setting-telegram-base-url = { $name } 必须以 http:// 或 https:// 开头，以 /bot 结尾。
setting-telegram-base-file-url = { $name } 必须以 http:// 或 https:// 开头，以 /file/bot 结尾。
setting-telegram-mode = { $name } 只能是 polling 或 webhook。
setting-telegram-webhook-url = { $name } 必须是以 https:// 开头的网址。
setting-telegram-webhook-secret = { $name } 必须是 1 到 256 个字母、数字、- 或 _。
setting-telegram-poll-seconds = { $name } 必须是 0 到 300 的数。
setting-log-level = { $name } 只能是 DEBUG、INFO、WARNING 或 ERROR。
setting-log-json = { $name } 只能是 1 或 0。

# 谁占着台账，和正在运行的程序。
held-by = { $folder } 里的台账正由进程 { $pid } 使用（自 { $since } 起）。同一时间只能有一个程序写台账。
held-by-unknown = { $folder } 里的台账正由另一个进程使用。同一时间只能有一个程序写台账。
control-no-answer = 正在运行的程序没有答复，原因见它的日志。
control-too-long = 数据文件夹的路径太长，放不了 Unix 套接字（{ $path }）。请换一个短一些的路径。
control-unknown = 正在运行的程序不认识命令 { $command }：版本不同，请重新启动它。
