# The words of the web chat page. Plain one-line patterns with { $name } variables only: the
# browser fills them in (bot/web/words.py).

web-title = Xiaohao
web-tagline = Take a photo. Somebody fixes it, somebody else checks.
web-noscript = This page needs JavaScript. Please switch it on in your browser.
web-language = 中文
web-language-label = 切换到中文

## Entering

web-notice-title = Before you start
web-notice-phone = Duty phone { $phone }
web-enter = I have read this, start
web-enter-new = Enter as a new resident
web-enter-invited = You were invited to work here. The invitation takes effect when you enter.
web-demo-title = Demo: choose who to be
web-demo-hint = Each tab can be another person. Open one more tab to see what the other side receives.
web-demo-notice = Privacy notice
web-role-resident = Resident
web-role-grid_worker = Grid worker
web-role-unit_staff = Unit staff
web-role-supervisor = Supervisor
web-role-admin = Administrator

## Header and states

web-you-are = You are: { $who }
web-leave = Leave
web-leave-ask = After leaving, this conversation can no longer be seen here. Leave?
web-leave-ask-demo = Be somebody else? The conversation is kept.
web-leave-yes = Leave
web-leave-yes-demo = Change person
web-leave-no = Stay
web-lost = Connection lost, trying again…
web-ended = This session has ended. Please enter again.
web-unread = { $count } new
web-older = Earlier messages
web-typing = Answering
web-bot = Xiaohao
web-me = Me

## Messages

web-today = Today
web-yesterday = Yesterday
web-sending = Sending
web-sent = Delivered
web-failed = Not sent
web-resend = Send again
web-photo = Photo
web-photo-of = Photo { $n } of { $count }
web-photo-coming = Photo on its way
web-photo-gone = This photo cannot be opened
web-place = Place
web-place-open = Show on the map

## Writing

web-write = Say what is wrong…
web-send = Send
web-add-photo = Take or choose photos
web-add-place = Send a place
web-remove = Remove photo { $n }
web-drop = Let go to add the photos
web-ask-photo = Take or choose a photo
web-ask-place = Send my location
web-ask-map = Point on the map
web-menu = Shortcuts
web-menu-report = Report a problem
web-menu-mine = My reports
web-menu-tasks = My tasks
web-menu-help = Help

## Place

web-map-title = Point to the place
web-map-hint = Tap the map to drop the pin
web-map-view = Place
web-map-here = Use where I am now
web-map-send = Send this place
web-map-outside = This is outside the district
web-map-label = Map of the areas. Move with the arrow keys, press Enter to drop the pin in the middle.
web-locating = Finding you…
web-locate-denied = The browser did not allow it. Please tap the map instead.
web-locate-failed = Your place could not be found. Please tap the map instead.
web-close = Close
web-previous = Previous
web-next = Next

## Refusals

web-error-request = Something is wrong with this request. Please reload the page and try again.
web-error-ours = Something went wrong on our side and was noted. Please try again later.
web-error-seat = This session has ended. Please enter again.
web-error-empty = There is nothing in the message yet.
web-error-text = The text is too long. Please send it in parts.
web-error-photos = At most 9 photos at once. Please send the others in another message.
web-error-photo = One photo is larger than 20 MB. Please choose a smaller one.
web-error-too-much = The photos are more than 60 MB together. Please send them in parts.
web-error-full = New photos cannot be stored right now. Send the words first and the photos later.
web-error-photo-gone = This photo cannot be opened.
