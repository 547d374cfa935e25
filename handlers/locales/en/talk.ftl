# Greetings, help, lists, and what cannot be used.
greeting = Hello, this is where problems of { $district } are reported.
    Something dirty, blocked or broken? Just send a photo, or write a sentence. Nothing is struck off before its fix was seen.
small-greeting = Hello! To report a problem just send a photo or write a sentence; to ask how far one is, write “status” and its number.
small-greeting-words = hello|hi|hey|hello there|good morning|good afternoon|good evening
small-thanks = You are welcome. You will hear at once when something changes.
small-thanks-words = thanks|thank you|thank you very much|thanks a lot|many thanks|thx
small-yes = All right. To report a problem just send a photo or write a sentence; to ask how far one is, write “status” and its number.
small-yes-words = ok|okay|great|fine|good|yes|yes please|right|correct|all right|no|bye|got it|that's all
small-greeting-short = Hello!
small-thanks-short = You are welcome.
small-yes-short = All right.
language-set = All right, English from now on.
language-unknown = I speak Chinese and English.
welcome-staff = Welcome. You are now: { $title }.
    Your tasks arrive here; “My tasks” shows them at any time.
device-linked = Done: this device and your other one are the same person now. A half-written report can go on here.
link-ask = This link makes this device and whoever made it the same person: both see the same reports and tasks.
    If you have just made it yourself, tap “Link a device”. If somebody sent it to you, do not.
link-head = Open this link on your other device (within 15 minutes, works once) to be the same person there:

help-resident = To report: send photos, a sentence and the place in any order. I ask for what is missing; then tap “Submit”.
    To ask how far it is: “status” and its number, or “My reports”. For somebody else's report add the 6-digit receipt code.
    “Cancel” drops what you are writing.{ $has-phone ->
        [yes] {" "}A person answers at { $phone }.
       *[no] {""}
    }
help-grid-worker = Grid workers: when something is fixed you are asked to go and look. “Check passed” needs a photo taken there; “Check failed” a sentence about what is not right.
help-unit-staff = Case officers: “Accept” a new issue; “Decline” what is not your unit's, once, with the reason; “Fixed” with a photo from the place; “Ask for more time” when days are short, “Ask to park it” when it cannot be done for now.
help-supervisor = Supervisors: “My tasks” shows what waits for dispatch, was declined, asks for more time, or has nobody to check it. “Dispatch”, “Reassign”, “Refuse”, “Not accepted” and “Change category” may be followed by a number; “People” switches off who leaves.
help-admin = Administrators: “People” lists staff, “Switch off” and a number ends their roles. Invites are made with the command xiaohao invite.

sent-again = (sent again) {""}
group-private = Not in a group, please: write to me privately.
edited = I cannot follow changes to an earlier message. To add or correct something, please send another one.
not-understood = I did not understand. To report, send a photo or write what is wrong and where; to ask how far it is, write “status” and the number.
our-mistake = Sorry, something went wrong here. What you said has been kept and will be looked at. Please try again in a while, or in other words.
button-unknown = This button cannot be used any more. To see how things are:
button-old = This button is from the message of { $at }; { $no } has moved on since and is now { $status }.
button-again = { $no }: you have done “{ $step }” already; it is now { $status }.
button-of-another = That button belongs to an earlier report, of { $at }. This one is not submitted yet:
button-gone = This button is from the message of { $at }; { $no } is no longer yours to deal with.
button-not-now = { $no } is now { $status }; this button does not apply any more.

odd-sticker = Thank you for the sticker. To report a problem please send a photo or write a sentence.
odd-voice = I cannot listen to voice messages; please write a sentence or send a photo.
odd-video = I cannot watch videos; please send a photo or a screenshot.
odd-file = { $has-name ->
    [no] This file is not a photo. Please send a photo, or say it in words.
   *[yes] This file is not a photo (I got { $name }). Please send a photo, or say it in words.
}
odd-contact = I cannot use a contact card. To report a problem please send a photo or write a sentence.
odd-too-long = That was too long; only the first part was taken. If the rest matters, write it again in short.
odd-other = I cannot use this. To report a problem please send a photo, a sentence or a place.

my-head = { $pages ->
    [1] Your reports, { $total } in all:
   *[more] Your reports, { $total } in all, page { $page } of { $pages }:
}
tasks-head = { $pages ->
    [1] Your tasks, { $total } in all:
   *[more] Your tasks, { $total } in all, page { $page } of { $pages }:
}
list-line = { $has-waits ->
    [no] { $n }  { $no }  { $sub }, { $community }, { $status }
   *[some] { $n }  { $no }  { $sub }, { $community }, { $status }, { $waits }
}
list-foot = Tap a number to see one.
list-foot-long = Tap a number to see one; add a word to search, as in “{ $label } Hebei”.
list-not-found = Nothing found for “{ $word }”.
my-nothing = You have not reported anything yet. When you see a problem, just send a photo.
tasks-nothing = There is nothing for you to do now.
tasks-none-for-residents = Tasks are for grid workers and units. What you reported is in “My reports”.
waits-for-checker = nobody may check it
undelivered = { $dead } message(s) did not arrive; { $blocked } person(s) cannot be reached.
undelivered-head = Messages that did not arrive or may not have, { $total } latest:
undelivered-line = { $at }  { $no }  { $why }
undelivered-blocked = they blocked the bot or closed the account
undelivered-too-late = tried for a day
undelivered-no-answer-twice = sent twice, perhaps not received
undelivered-dropped-after-restore = not sent again after a restore
undelivered-mistake = the platform did not take it; the log says more
staff-head = You may switch off { $total }:
staff-line = { $id }  { $title }
staff-nobody = There is nobody you may switch off.
staff-switched-off = Switched off: { $title } ({ $id }). Roles, buttons and links have ended; what was open is back in the tray.

status-which = Which one? Write “status” and its number, such as “status HJ-20240312-0007”.
status-needs-receipt = To ask about somebody else's report you need its 6-digit receipt code: status { $no } code
status-wrong-receipt = { $no } was not found; please check the number and the receipt code.
status-head = { $no }: { $status }
status-subject = { $sub } · { $community }
status-line = { $day }: { $what }
status-due = Due { $due }, { $left }.
status-request-decline = The unit has declined it; a supervisor will answer.
status-request-ask = The unit has asked for something; a supervisor will answer.
status-request-appeal = The reporter does not agree; a supervisor will answer.
entry-file = filed
entry-file-dispatch = filed and sent to { $unit }
entry-file-fixed = found and fixed on the spot by a { $by }
entry-dispatch = sent to { $unit }
entry-accept = accepted by { $unit }
entry-decline = declined by { $unit }
entry-reassign = reassigned to { $unit }
entry-refuse = the unit keeps it
entry-report-fix = { $unit } reports it fixed
entry-verify-pass = checked on the spot by a { $by } and struck off
entry-verify-fail = checked on the spot by a { $by }: not right, back to the unit
entry-object = said to be still not solved
entry-void = not accepted
entry-withdraw = withdrawn by its reporter
entry-recategorise = category changed
entry-extend = given more time
entry-park = parked
entry-resume = resumed
entry-restore = taken up again
entry-merge = merged
entry-unmerge = merge undone
entry-look-back-fail = a look-back found it again
