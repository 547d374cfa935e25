# What people are told without having asked: units, checkers, supervisors, then residents.
no-unit-yet = no unit yet
time-left = { $days ->
    [1] 1 working day left
   *[other] { $days } working days left
}
time-today = due today
time-over-today = just past its date
time-over = { $days ->
    [1] 1 working day overdue
   *[other] { $days } working days overdue
}
day-and-hour = { $day }, { $hour }
day-provisional = { $day } (provisional)
short-day = { $month ->
    [1] { $day } Jan
    [2] { $day } Feb
    [3] { $day } Mar
    [4] { $day } Apr
    [5] { $day } May
    [6] { $day } Jun
    [7] { $day } Jul
    [8] { $day } Aug
    [9] { $day } Sep
    [10] { $day } Oct
    [11] { $day } Nov
   *[12] { $day } Dec
}

# What the reporter wrote, on a line of its own; nothing where there was only a photo.
quote-line = { $has-words ->
    [no] {""}
   *[some] {"\u000A"}“{ $words }”
}

task-new = New: { $no } · { $sub }
    { $area }{ quote-line }
    Due { $due }, { $left }.
task-reassigned = Now your unit's: { $no } · { $sub }
    { $area }{ quote-line }
    Why: { $why }
    Due { $due }, { $left }. The date did not move.
task-taken-away = { $no } went to { $unit }; your unit is rid of it. Why: { $why }
task-withdrawn = { $no } was withdrawn by its reporter; nothing is to be done.
task-added = { $photos ->
    [0] Added to { $no }: “{ $words }”
   *[some] { $has-words ->
        [no] Added to { $no }: { $photos } photo(s).
       *[both] Added to { $no }: “{ $words }”
    }
}
task-refused = { $no } stays with your unit: { $why }
    Due { $due }, { $left }.
task-void = { $no } is not accepted; nothing is to be done. Why: { $why }
task-recategorised = { $no } is now { $category }, with that category's date: { $due }, { $left }.
task-struck-off = { $no } passed the check and is struck off.
task-sent-back = { $has-words ->
    [no] { $no } did not pass (rework { $rework }). See the photo.
   *[said] { $no } did not pass (rework { $rework }): “{ $words }”
}
    { $community }, due { $due }, { $left }. When it is right, send another photo from there.
task-objection = { $no }: the reporter says it is not solved. Somebody looks again; you will hear the result.

check-new = Please go and check { $no } · { $sub }
    { $area }{ quote-line }
    Tap when you have seen it on the spot:
check-objection = The reporter says it is not solved. Please go and check { $no } again · { $sub }
    { $area }{ quote-line }
    Tap when you have seen it on the spot:

tray-unrouted = To dispatch: { $no } · { $sub }
    { $area }{ quote-line }
    Not sent by itself: { $why }. Please choose the unit.
tray-declined = Declined: { $no } · { $sub }
    { $community }
    { $unit } says: “{ $why }”
    Please reassign it or refuse. The date runs on: { $due }, { $left }.
tray-no-verifier = Nobody may check { $no } · { $sub }
    { $area }{ quote-line }
    Please have somebody of another unit look, or check it yourself.
tray-no-staff = { $no }: nobody works for { $unit } any more. Please reassign it, or have the unit invited again.

news-dispatched = { $no } goes to { $unit }, due { $due }.
news-accepted = { $no }: { $unit } is on it, due { $due }.
news-fixed = { $no }: { $unit } says it is fixed. Somebody of another unit goes and looks.
news-sent-back = { $no } did not pass the check; { $unit } goes on fixing it.
news-struck-off = { $no } is struck off.
    Fixed { $fixed }; checked on the spot by a { $role } { $checked }.
    Is it solved? You can say so within 7 days.
news-void = { $no } is not accepted. Why: { $why }
    If you do not agree, { $has-phone ->
        [yes] call { $phone }, or{" "}
       *[no] {""}
    }report it again in other words.
solved-thanks = { $no }: good to hear, thank you. If it comes back within 7 days, tap “Still not solved”.
solved-not-yet = { $no } is now { $status }. Thank you for saying so; it is struck off once a check is passed.
news-objection = Somebody says { $no } is still not solved; it is being looked at again on the spot.
news-recategorised = { $has-due ->
    [no] { $no } is now { $category }.
   *[set] { $no } is now { $category }, due { $due }.
}
