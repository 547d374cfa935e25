# Words that only Telegram has: the button that sends a place, and the menu of commands (each
# at most 256 characters).

telegram-send-place = 📍 Send my location

telegram-menu-start = Start
telegram-menu-report = Report a problem
telegram-menu-status = Ask by number
telegram-menu-my = My reports
telegram-menu-tasks = My tasks
telegram-menu-help = Help
telegram-menu-cancel = Drop what you were filling in
telegram-menu-language = Language / 切换语言
