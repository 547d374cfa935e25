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

# 命令行本身。
cli-wrong-role = 没有 { $role } 这个可授予的角色。请用 { $roles } 之一。
cli-invited-once = 链接只能用一次，48 小时内有效。
cli-bot-unknown = 这里不知道机器人的用户名：请替换链接里的 BOT，或者设置 { $name }。
cli-left = { $person } 已停用：角色、按钮和链接即刻失效，未完的任务退回待派。
cli-released = { $n } 条暂停的消息现在发出。
cli-dropped = { $n } 条暂停的消息已放弃。
cli-no-ledger = { $folder } 里还没有台账。请先建立：xiaohao init
cli-made = 已在 { $folder } 建立：{ $files }。
cli-nothing-made = { $folder } 里已经齐全。
cli-migrated = { $n ->
    [0] 台账已经是最新的。
   *[other] 台账升级了 { $n } 步，已经是最新的。
 }
cli-port-taken = { $host } 的端口 { $port } 用不了：{ $why }。请把 { $name } 设成别的端口。
cli-backing-up = 照片
cli-backed-up = 已备份到 { $folder }：{ $issues } 件问题，{ $files } 个文件。
cli-backup-missing = 有 { $n } 张照片在备份之前就缺失或损坏，没有进入备份；第一张是 { $first }。
cli-restored = 已恢复到 { $folder }：{ $issues } 件问题，{ $files } 个文件，全部核对无误。
cli-restored-held = 有 { $n } 条消息可能在备份之后已经发出，现在暂停发送。要发出：xiaohao release；要放弃：xiaohao release --drop。
cli-people-none = 还没有授予任何角色。授予：xiaohao invite --help

backup-no-ledger = { $folder } 里没有台账，没有可备份的。
backup-exists = { $folder } 已经存在。请给一个不存在的文件夹。
backup-not-empty = { $folder } 不是空的。只能恢复到空文件夹。
backup-no-backup = { $folder } 不是备份：没有可用的 manifest.json。
backup-damaged = 备份不完整：{ $file } 缺失或被改动过。没有恢复，请用更早的备份。

# doctor 的发现。
doctor-good = 正常
doctor-note = 注意
doctor-bad = 要处理
doctor-python = Python { $version }。
doctor-sqlite = SQLite { $version }。
doctor-sqlite-one-writer = SQLite { $version } 在两个连接同时写入时可能丢失已提交的数据（3.51.3、3.50.7、3.44.6 起修复）。销号只用一个连接写入；只要没有别的程序写台账，就不会发生。
doctor-no-folder = 没有数据文件夹 { $folder }。请先建立：xiaohao init
doctor-not-writable = 当前用户不能写数据文件夹 { $folder }。
doctor-disk = 数据文件夹所在的磁盘还有 { $mb } MB。
doctor-file-system = 数据文件夹在 { $kind } 上。
doctor-file-system-network = 数据文件夹在网络文件系统 { $kind } 上，SQLite 的锁不可靠。请移到本机磁盘。
doctor-file-system-unknown = 这里看不出数据文件夹在什么文件系统上。它不能在网络盘上。
doctor-no-ledger = { $folder } 里还没有台账。请先建立：xiaohao init
doctor-unreadable = 台账读不了：{ $why }。请恢复备份：xiaohao restore
doctor-version = 台账版本 { $found }，与程序一致。
doctor-version-older = 台账版本 { $found }，程序版本 { $ours }。下次启动时自动升级。
doctor-version-newer = 台账版本 { $found }，比程序的 { $ours } 新。请启动更新的程序。
doctor-whole = 台账文件完好。
doctor-damaged = 台账文件损坏：{ $why }。请停下程序并恢复备份：xiaohao restore
doctor-photos = { $n } 张照片，文件齐全。
doctor-photos-missing = 有 { $n } 张照片缺文件；第一张是 { $first }。请从备份里拷回来。
doctor-outbox = 发件箱：待发 { $waiting }，失败 { $failed }，不确定是否送达 { $unknown }，暂停 { $held }。
doctor-outbox-held = 发件箱：恢复之后有 { $held } 条消息暂停发送。要发出：xiaohao release；要放弃：xiaohao release --drop。另有待发 { $waiting }，失败 { $failed }，不确定是否送达 { $unknown }。
doctor-clock = 时钟是 { $now }，在最新一条记录之后。
doctor-clock-behind = 最新一条记录是 { $newest }，比时钟还晚。请校准时钟。
doctor-district = 本区的文件相互一致：{ $areas } 个属地，{ $units } 个单位。
doctor-calendar = 工作日已知到 { $year } 年底。
doctor-calendar-ending = 工作日只知道到 { $year } 年底。请把明年的写进 calendar.toml，或者升级程序。
doctor-calendar-over = 工作日只知道到 { $year } 年底，截止日期只能暂定。请把今年的写进 calendar.toml，或者升级程序。

# serve 启动后说的话。
serve-web = 销号已启动。网页聊天：{ $address }
serve-demo = 演示：在页面上可以扮演下面任何一位，一个标签页一位：{ $people }。
serve-first-admin = 第一位管理员用链接进入：xiaohao invite --role admin
serve-telegram-none = 接上 Telegram：把 { $name } 设成 @BotFather 给的令牌，再启动。
serve-telegram-polling = 已接上 Telegram，由程序取消息。
serve-telegram-webhook = 已接上 Telegram，由 webhook 收消息。
