# Reporting a problem.
report-ask-what = What is wrong, and where? Send a photo, or write a sentence.
report-ask-what-here = I have the place. What is wrong there? Send a photo, or write a sentence.
report-ask-place = { $extra ->
    [0] { $photos_n ->
        [1] I have 1 photo.
       *[other] I have { $photos_n } photos.
    }
   *[more] I have { $photos_n } photos, the most a report can have; { $extra } more were not taken.
} Where is it? Sending your place is quickest; a name will do too, such as “Hepu Street, Hebei Community”.
report-ask-place-no-photo = Noted. Where is it? Sending your place is quickest; a name will do too, such as “Hepu Street, Hebei Community”.
report-ask-place-more = { $extra ->
    [0] Got it, { $photos_n } photos now.
   *[more] A report can have { $photos_n } photos; { $extra } more were not taken.
} The place is still missing: send it, or write its name.
report-ask-new-place = All right, another place. Where is it? Sending your place is quickest; a name will do too, such as “Hepu Street, Hebei Community”.
report-ask-place-said = Noted, but I do not know which community that is. Please send the place, or choose it from a list.
report-ask-photo = Is there a photo? Send it, or tap “No photo”.
answer-no-photo = no|none|nope|no photo|没有|没|无
report-ask-category = What kind of problem is it?
report-no-category = Noted, but I do not see yet what kind it is.
report-add-more = Go on sending photos or words, then tap “Submit”.
report-say-submit = If it is right, please tap “Submit”; it counts only then.
report-goes-on = You have a report that is not submitted yet. Going on with it:
between-quotes = ”, “
report-words-cut = That is more than { $most } characters; the rest was not noted. If it matters, write it again in short.
report-photo-place = The photo carries the place it was taken: { $area }. Is the problem there?
choose-street = In which street? Tap one, or write a word to find it.
choose-community = Which community of { $area }? Tap one, or write a word to find it.
choose-not-found = I did not find “{ $find }”.
choose-no-number = There is no choice { $n }.
choose-not-found-kept = I did not find “{ $find }”; it is noted in the text.
choose-dispatch = { $no }: to which unit? Tap one, or write a word to find it.
choose-reassign = { $no }: to which other unit? Tap one, or write a word to find it.
choose-recategorise = { $no }: which category? Tap one, or write a word to find it.
choose-sub-category = What exactly is it? Tap one, or write a word to find it.

summary-head = Please look it over, then submit it:
summary-category = Category: { $category }
summary-category-because = Category: { $category } (you wrote “{ $because }”)
summary-place = { $has-place ->
    [no] Place: { $area }
   *[named] Place: { $area }, { $place }
}
summary-place-outside = Place: outside { $area }; a supervisor will find the right unit
summary-photos = { $extra ->
    [0] { $n ->
        [0] Photos: none
       *[some] Photos: { $n }
    }
   *[more] Photos: { $n } (the most a report can have; { $extra } more were not taken)
}

filed = { $no } is filed.
    It goes to { $unit }, due { $due }.
    Place: { $area }
    Receipt code { $receipt }. Keep it: anyone else needs it to ask about this report.
    You will hear at once when something changes.
filed-unrouted = { $no } is filed.
    { $why }. A supervisor has been asked to find the unit; you will hear its name and the date at once.
    Place: { $area }
    Receipt code { $receipt }. Keep it: anyone else needs it to ask about this report.
submit-lacks = Almost there; one thing is missing.
submit-already = { $no } is filed already; no need to tap again.
submit-nothing = Nothing is waiting to be submitted. To report, just send a photo or write a sentence.

cancelled-report = Cancelled. Your { $parts ->
    [photos] photos were
    [words] words were
    [place] place was
    [photos-words] photos and words were
    [photos-place] photos and place were
    [words-place] words and place were
   *[all] photos, words and place were
} not kept. To report again, just send a photo.
cancelled-empty = All right, nothing is reported. Whenever you want to, just send a photo.
cancelled-nothing = There is nothing to cancel.
not-filed-misconduct = This reads like a complaint about somebody's misconduct. Only the state of places is dealt with here; it was neither filed nor kept.
    To report misconduct of an official call 12388 or use the 12388 website; they must keep it confidential.
which-issue = { $many ->
    [0] Is this photo a new problem, or does it belong to one of yours?
   *[1] Is this photo a new problem, or does it belong to one of yours? You can also write a word to find it.
}
which-verdict = { $no }: what did you find there?
