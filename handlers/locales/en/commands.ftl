# What the command line says to whoever runs the program.

# Settings. Each sentence about a value names the setting and does not repeat the value.
setting-unknown = { $name } is not a setting. Did you mean { $nearest }?
setting-file = The settings file { $file } cannot be read: { $why }.
setting-table = { $name } is a group of settings, not a setting. Set one inside it.
setting-missing = { $mode } is webhook, and that needs { $name }, which is not set.
setting-webhook-only = { $name } is set, but { $mode } is polling. Set the mode to webhook, or remove { $name }.
setting-https = { $name } must begin with https://, because updates and the secret travel to it.
setting-data-dir = { $name } must be the path of a folder.
setting-demo = { $name } must be 1 or 0.
setting-language = { $name } must be zh-CN or en.
setting-web-host = { $name } must be an address of this machine, such as 127.0.0.1.
setting-web-port = { $name } must be a number from 0 to 65535; 0 takes any free port.
setting-web-public-url = { $name } must be an address that begins with http:// or https://.
setting-web-tiles = { $name } must be an address of map tiles with {"{"}z{"}"}, {"{"}x{"}"} and {"{"}y{"}"} in it.
setting-telegram-token = { $name } is no bot token. Copy it whole from @BotFather: digits, a colon, letters.
setting-telegram-username = { $name } must be the bot's name, 4 to 32 letters, digits or underscores.
setting-telegram-base-url = { $name } must begin with http:// or https:// and end in /bot.
setting-telegram-base-file-url = { $name } must begin with http:// or https:// and end in /file/bot.
setting-telegram-mode = { $name } must be polling or webhook.
setting-telegram-webhook-url = { $name } must be an address that begins with https://.
setting-telegram-webhook-secret = { $name } must be 1 to 256 letters, digits, - or _.
setting-telegram-poll-seconds = { $name } must be a number from 0 to 300.
setting-log-level = { $name } must be DEBUG, INFO, WARNING or ERROR.
setting-log-json = { $name } must be 1 or 0.

# Who holds the ledger, and the running program.
held-by = The ledger in { $folder } is in use by process { $pid }, since { $since }. Only one program may write to it.
held-by-unknown = The ledger in { $folder } is in use by another process. Only one program may write to it.
control-no-answer = The running program did not answer. Its log says why.
control-too-long = The path of the data folder is too long for a Unix socket ({ $path }). Use a shorter one.
control-unknown = The running program does not know the command { $command }. It is another version: restart it.

# The command line itself.
cli-wrong-role = { $role } is no role that can be given. Give one of { $roles }.
cli-invited-once = The links work once, within 48 hours.
cli-bot-unknown = The bot's name is not known here: put it in place of BOT, or set { $name }.
cli-left = { $person } is switched off: roles, buttons and links ended, open tasks are back in the tray.
cli-released = { $n ->
    [one] One held message is sent now.
   *[other] { $n } held messages are sent now.
 }
cli-dropped = { $n ->
    [one] One held message was dropped.
   *[other] { $n } held messages were dropped.
 }
cli-no-ledger = There is no ledger in { $folder } yet. Make one: xiaohao init
cli-made = Made in { $folder }: { $files }.
cli-nothing-made = { $folder } has everything already.
cli-migrated = { $n ->
    [0] The ledger is up to date.
    [one] The ledger took one step and is up to date.
   *[other] The ledger took { $n } steps and is up to date.
 }
cli-port-taken = Port { $port } at { $host } cannot be had: { $why }. Set { $name } to another.
cli-backing-up = Photos
cli-backed-up = Backed up to { $folder }: { $issues } issues, { $files } files.
cli-backup-missing = { $n ->
    [one] One photo was missing or damaged already, and is not in the backup: { $first }.
   *[other] { $n } photos were missing or damaged already, and are not in the backup; the first is { $first }.
 }
cli-restored = Restored into { $folder }: { $issues } issues, { $files } files, all checked.
cli-restored-held = { $n ->
    [one] One message may have been sent after the backup and is held. Let it go: xiaohao release. Drop it: xiaohao release --drop.
   *[other] { $n } messages may have been sent after the backup and are held. Let them go: xiaohao release. Drop them: xiaohao release --drop.
 }
cli-people-none = No roles are given yet. Give one: xiaohao invite --help

backup-no-ledger = There is no ledger in { $folder }, so nothing to back up.
backup-exists = { $folder } exists already. Give a folder that does not.
backup-not-empty = { $folder } is not empty. A restore goes into an empty folder only.
backup-no-backup = { $folder } is no backup: its manifest.json is missing or is none.
backup-damaged = The backup is not whole: { $file } is missing or was changed. Nothing was restored; use an older backup.

# What doctor finds.
doctor-good = ok
doctor-note = note
doctor-bad = BAD
doctor-python = Python { $version }.
doctor-sqlite = SQLite { $version }.
doctor-sqlite-one-writer = SQLite { $version } can lose commits when two connections write at once (mended in 3.51.3, 3.50.7 and 3.44.6). Xiaohao writes on one connection only, so this cannot happen as long as no other program writes to the ledger.
doctor-no-folder = There is no data folder { $folder }. Make one: xiaohao init
doctor-not-writable = The data folder { $folder } cannot be written to by this user.
doctor-disk = { $mb } MB free on the disk of the data folder.
doctor-file-system = The data folder is on { $kind }.
doctor-file-system-network = The data folder is on { $kind }, over the network, where SQLite's locks cannot be trusted. Move it to a disk of this machine.
doctor-file-system-unknown = What file system the data folder is on is not known here. It must not be a network drive.
doctor-no-ledger = There is no ledger in { $folder } yet. Make one: xiaohao init
doctor-unreadable = The ledger cannot be read: { $why }. Restore a backup: xiaohao restore
doctor-version = The ledger has version { $found }, as this program.
doctor-version-older = The ledger has version { $found }, this program { $ours }. It is brought up to date at the next start.
doctor-version-newer = The ledger has version { $found }, this program only { $ours }. Start the newer program.
doctor-whole = The ledger's file is sound.
doctor-damaged = The ledger's file is damaged: { $why }. Stop the program and restore a backup: xiaohao restore
doctor-photos = { $n } photos, each with its file.
doctor-photos-missing = { $n } photos have no file; the first is { $first }. Copy them back from a backup.
doctor-outbox = Outbox: { $waiting } waiting, { $failed } failed, { $unknown } perhaps not delivered, { $held } held.
doctor-outbox-held = Outbox: { $held } messages are held since a restore. Let them go: xiaohao release. Drop them: xiaohao release --drop. Besides: { $waiting } waiting, { $failed } failed, { $unknown } perhaps not delivered.
doctor-clock = The clock says { $now }, after the newest entry.
doctor-clock-behind = The newest entry is of { $newest }, which is still to come by this clock. Set the clock.
doctor-district = The district's files agree: { $areas } areas, { $units } units.
doctor-calendar = Working days are known to the end of { $year }.
doctor-calendar-ending = Working days are known to the end of { $year } only. Add next year's to calendar.toml, or update the program.
doctor-calendar-over = Working days are known to the end of { $year } only, so due dates are provisional. Add this year's to calendar.toml, or update the program.

# What serve says when it runs.
serve-web = Xiaohao runs. Web chat: { $address }
serve-demo = Demo: on the page you can be, one per tab: { $people }.
serve-first-admin = The first admin comes in by a link: xiaohao invite --role admin
serve-telegram-none = To add Telegram, set { $name } to the token from @BotFather and start again.
serve-telegram-polling = Telegram is connected; updates are fetched.
serve-telegram-webhook = Telegram is connected; updates come by webhook.
