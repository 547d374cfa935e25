# What is said when one of the district's own files is wrong.

data-no-file = { $file } is missing. Put it into the data folder, or run xiaohao init for a sample.
data-syntax = { $file } cannot be read: { $why }. Please mend it and start again.
data-missing = { $file } lacks { $field }. Please add it.
data-unknown-field = { $file } has an unknown field { $field }. Is it misspelt? Please correct or remove it.
data-field = { $field } in { $file } is wrong: { $why }. Please correct it.
data-code-twice = { $code } stands twice in { $file }. Each code may be used once.
data-unknown-code = { $file }: { $wanted_by } refers to the code { $code }, which does not exist. Please check it.
data-prefix = { $file }: { $prefix } cannot begin issue numbers. Use one to six capital letters.
data-zone = { $file }: the time zone { $value } is unknown. Write +08:00 or Asia/Shanghai.
data-hours = { $file }: working hours must follow each other without overlap, like 08:30 to 12:00 and 14:30 to 17:30.
data-limit = { $file }: a limit of { $amount } cannot be used. The least is 1.
data-category-missing = { $file } lacks the category { $category }. All five are needed.
data-clue = { $file }: the clue "{ $clue }" has an empty part.
data-simplified = { $file }: Traditional and Simplified characters must stand one for one.
data-one-district = { $file } must have exactly one district (kind "district").
data-parent = { $file }: the parent "{ $parent }" of { $area } is wrong. A district has none; every other area needs an existing, wider one.
data-polygon = { $file }: the outline of { $area } is drawn wrongly ({ $why }). Please draw it again.
data-calendar-day = { $file }: "{ $value }" in { $field } is no date. Write it like 2027-01-01, in square brackets.
data-calendar-twice = { $file }: { $day } is both off and worked. Please remove one.
data-calendar-year = { $file }: "{ $value }" in days.until is no year. Write four digits, like 2027.

# Why a report waits for a supervisor.
unrouted-outside = the place lies outside the district
unrouted-no-duty = no unit answers for this kind of problem here
unrouted-no-place = street and community are unknown
unrouted-no-staff = nobody works for the responsible unit at present

refuse-place = This place cannot be read. Please send the place again, or write its name, like "Hepu Street, behind the market".
refuse-no-such-area = No area has the code { $code }. Please choose from the list.
refuse-no-such-unit = No unit has the code { $code }. Please choose from the list.
refuse-no-such-category = There is no category "{ $code }". Please choose from the list.

data-newer-ledger = This ledger was written by a newer program (version { $ledger }; this one knows { $program }). Start the newer program, or restore the backup made before the upgrade.
data-migration = An upgrade step is not written to its end (its last statement has no semicolon): { $statement }. Please use a whole copy of the program.
