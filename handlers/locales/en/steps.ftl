# Asking for what a step must show, and saying that it is done.
ask-unit = To which unit?
ask-reason = { $no }: please write why, in a sentence.
ask-photo = { $no }: please send a photo from the place.
ask-said-or-shown = { $no }: please write a sentence, or send a photo.
ask-decline-reason = Why is { $no } not your unit's? Write a sentence; the supervisor will read it.
ask-report-fix-photo = { $no }: please send a photo of how it looks now, best from the same angle as the first one.
ask-verify-pass-photo = { $no }: please take a photo there and send it; it cannot be struck off without one.
ask-verify-fail-said-or-shown = { $no }: what is not right? Write a sentence, or send a photo.
ask-reassign-reason = { $no }: why does it go elsewhere? Write a sentence; both units will read it.
ask-refuse-reason = { $no }: why not? Write a sentence; the unit will read it.
ask-void-reason = { $no }: why is it not accepted? Write a sentence; the reporter will read it.
ask-add-said-or-shown = { $no }: what would you like to add? Write a sentence, or send a photo.

done-accept = { $no } is accepted, due { $due }. Send me a photo when it is fixed.
done-decline = { $no }: asked to be taken from you; a supervisor will answer. Until then it stays with your unit, and so does the date.
done-report-fix = { $no } goes to be checked. It is struck off when somebody of another unit has seen it.
done-verify-pass = { $no } passed and is struck off. Thank you.
done-verify-fail = { $no } goes back (rework { $rework }); { $unit } has been told.
done-object = { $no }: another checker will go and look. If you can, send a photo or write what is not right.
done-dispatch = { $no } goes to { $unit }, due { $due }.
done-reassign = { $no } goes to { $unit }; the date stays: { $due }.
done-refuse = { $no }: refused; it stays with { $unit }.
done-void = { $no } is not accepted; the reporter has been told why.
done-recategorise = { $has-due ->
    [no] { $no } is now { $category }.
   *[set] { $no } is now { $category }, due { $due }.
}
done-withdraw = { $no } is withdrawn; nothing more is done about it.
done-add = Added to { $no } and passed on to whoever deals with it.
cancelled-step = { $no }: “{ $step }” is left undone for now.
pick-of-another = That choice belongs to { $other }; this is about { $no }.
step-noted = Noted.
photo-coming = { $no }: I have the photo and am saving it; the rest follows by itself.
photo-not-needed = The other photos arrived too; { $no } needed only the first.
