# Words that only Telegram has: the button that sends a place, and the menu of commands (each
# at most 256 characters).

telegram-send-place = 📍 Send my location

