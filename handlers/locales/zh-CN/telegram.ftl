# 只有 Telegram 才有的字：发送位置的按钮，和命令菜单（每条不超过 256 个字）。

telegram-send-place = 📍 发送我的位置

telegram-menu-start = 开始
telegram-menu-report = 上报问题
telegram-menu-status = 按编号查询
telegram-menu-my = 我的上报
telegram-menu-tasks = 我的任务
telegram-menu-help = 帮助
telegram-menu-cancel = 取消正在填写的内容
telegram-menu-language = 切换语言 / Language
