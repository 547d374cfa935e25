# Dates: why a day, more time, parking, the calendar.
label-why = Why this day
alias-why = why that day|why this date|why is it due then
label-ask-park = Ask to park it
alias-ask-park = ask to park|ask for parking
label-recompute = Date counted anew
days-n = { $n ->
    [1] 1 day
   *[other] { $n } days
}
reason-true = It is as they say

# Why this day
why-head = { $no } is due { $due }. This is how it was counted:
why-none = { $no } has not been dispatched yet, so it has no due date.
why-dispatch = Dispatched { $start }; the limit is { $amount ->
    [1] 1 working day
   *[other] { $amount } working days
}, the day itself not counted:
why-dispatch-hours = Dispatched { $start } { $hour }; the limit is { $amount } working hours:
why-verify-fail = Failed its check { $start } and begun anew; the limit is { $amount ->
    [1] 1 working day
   *[other] { $amount } working days
}, the day itself not counted:
why-verify-fail-hours = Failed its check { $start } { $hour } and begun anew; the limit is { $amount } working hours:
why-look-back-fail = Found again { $start }; the limit is { $amount ->
    [1] 1 working day
   *[other] { $amount } working days
}, the day itself not counted:
why-look-back-fail-hours = Found again { $start } { $hour }; the limit is { $amount } working hours:
why-extend = Extended { $at } by { $amount ->
    [1] 1 working day
   *[other] { $amount } working days
}, counted on from there:
why-resume = Parked { $parked }, resumed { $at }: { $amount ->
    [1] 1 working day
   *[other] { $amount } working days
}, counted on from there:
why-resume-same-day = Resumed { $at }; parking took no working day, so the date stayed.
why-day = { $n }  { $first }{ $has-note ->
    [no] {""}
   *[yes] {"  "}{ $note }
}{ $guess ->
    [yes] {" (provisional)"}
   *[no] {""}
}
why-days = { $n }  { $first } to { $last }{ $has-note ->
    [no] {""}
   *[yes] {"  "}{ $note }
}{ $guess ->
    [yes] {" (provisional)"}
   *[no] {""}
}
why-span = { $day }  { $opens }–{ $closes }
why-start = start, not counted
why-weekend = weekend
why-holiday = { $has-holiday ->
    [no] day off
   *[yes] { $holiday }, day off
}
why-makeup = { $has-holiday ->
    [no] make-up working day
   *[yes] make-up working day for { $holiday }
}
why-recategorise = Its category was changed; the limit is that of “{ $category }”, still counted from the same start.
why-recompute = Counted anew { $at } by the working days published since.
why-parked-now = It is parked now and the clock stands still; when it is resumed the date moves by the working days parked.
why-provisional = Days marked provisional are not published yet; when they are, the date is counted anew and you are told.
why-differs = By today's calendar it would be { $due }; the ledger will follow shortly.

# Asking and giving
ask-more-days = How many more working days for { $no }? At most { $most }. Tap one or type a number; with the reason it is quicker, as in “2 days, waiting for a digger”.
ask-more-review = Until which day should { $no } rest? Tap one or type a date, such as “10 April”.
ask-ask-reason = Why? Write a sentence; the supervisor will read it.
ask-extend-why = { $has-why ->
    [no] { $no }: { $days ->
        [1] 1 working day
       *[other] { $days } working days
    } more. Write why; the unit will read it.
   *[asked] { $no }: { $days ->
        [1] 1 working day
       *[other] { $days } working days
    } more. The unit says: “{ $why }”
    Write why you agree, or tap “It is as they say”.
}
ask-park-why = { $has-why ->
    [no] { $no } rests until { $review }. Write why; the unit and the reporter will read it.
   *[asked] { $no } rests until { $review }. The unit says: “{ $why }”
    Write why you agree, or tap “It is as they say”. The unit and the reporter will read it.
}
done-ask = { $no }: asked. A supervisor answers within 1 working day. Until then the date stays: { $due }.
done-extend = { $no } has more time, now due { $due }. { $unit } and the reporter have been told.
done-park = { $no } is parked and its clock stands still; it resumes by itself. { $unit } and the reporter have been told.
done-resume = { $no } goes on, due { $due }. { $unit } and the reporter have been told.
status-request-days = { $days ->
    [1] The unit asks for 1 working day more
   *[other] The unit asks for { $days } working days more
}; a supervisor has to answer.
status-request-park = The unit asks to park it until { $review }; a supervisor has to answer.
status-parked-until = Parked until { $review }; its clock stands still.
entry-refuse-ask = more time refused
entry-recompute = date counted anew by newly published working days

# News
tray-ask-days = More time? { $no } · { $sub }
    { $community }
    { $unit } asks for { $days ->
        [1] 1 working day
       *[other] { $days } working days
    } more: “{ $why }”
    Now due { $due }, { $left }. Please answer; until then the date stays.
tray-ask-park = Park it? { $no } · { $sub }
    { $community }
    { $unit } asks to park it until { $review }: “{ $why }”
    Now due { $due }, { $left }. Please answer; until then the date stays.
tray-resumed = { $no } was parked and goes on now, due { $due }, { $left }.
task-extended = { $no } has { $days ->
        [1] 1 working day
       *[other] { $days } working days
    } more: { $why }
    Now due { $due }, { $left }.
task-parked = { $no } is parked and its clock stands still: { $why }
    It is looked at again { $review } and goes on the first working day after; the date moves by the working days parked.
task-resumed = { $no } goes on; its date has moved: due { $due }, { $left }.
task-time-refused = { $no }: no more time: { $why }
    The date stays: { $due }, { $left }.
task-recomputed = { $no }: counted anew by newly published working days: due { $due }, { $left }.
task-confirmed = { $no }: the date was checked against newly published working days: due { $due }, { $left }.
news-extended = { $no }: a supervisor gave { $unit } more time; it is now due { $due }. Why: { $why }
news-parked = { $no } cannot be fixed for now and rests until { $review }. Why: { $why }
    It is not struck off; you will be told when it goes on.
news-resumed = { $no } goes on, due { $due }.
news-recomputed = { $no }: counted anew by newly published working days, due { $due }.
calendar-missing = The working days of { $year } are not there yet, so dates that reach into it are provisional. Once the State Council has published them, please update the program or run: xiaohao calendar add FILE

# No more time
refuse-extended-out = { $no } has had all its extensions (two at most, together at most its first limit); the date stays. If it cannot be done, ask to park it, or ring the supervisor.
refuse-extension-days = { $no } can have at most { $most ->
    [1] 1 more working day
   *[other] { $most } more working days
} (two extensions, together at most its first limit). Please type a number from 1 to { $most }.
refuse-park-accept-first = { $no } has to be accepted before it can be parked. Please tap “Accept” first; if only time is short, ask for more time.
refuse-parked-out = It has been parked for { $days } days in all and cannot be parked again. Please ask for more time, or ring the supervisor.
refuse-review-past = The day has to be after today. Please type another one, such as “10 April”.
refuse-review-late = All parkings together last at most 180 days, so until { $last }. Please type an earlier day.
refuse-not-days = How many days? Please type a number, such as “3” or “3 days”; to leave it, tap “Cancel”.
refuse-not-a-day = Which day? Please type a date, such as “10 April”; to leave it, tap “Cancel”.

# Command line
cli-workday-day = “{ $value }” is no date. Please write it like 2024-04-22.
cli-workday-length = “{ $value }” is not understood. Please write +5 (five working days) or +3m (three months), ten years at most.
cli-workday-provisional = Working days are known up to the end of { $year }; this date is provisional.
cli-calendar-added = { $n ->
    [0] Added; no date changed.
    [1] Added; the date of 1 open issue was counted anew, entered in its history, and the unit told.
   *[other] Added; the dates of { $n } open issues were counted anew, entered in their histories, and the units told.
}
refuse-calendar-empty = There is no day in this file. Please write off, on and until under [days].
refuse-calendar-empty-year = until says that { $year } is complete, but there is no day off of { $year }. Please add them, or lower until.
