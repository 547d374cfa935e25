# 只有 Telegram 才有的字：发送位置的按钮，和命令菜单（每条不超过 256 个字）。

telegram-send-place = 📍 发送我的位置

