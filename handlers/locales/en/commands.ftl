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
