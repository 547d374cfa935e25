# Asking for what a step must show, and saying that it is done.
ask-unit = 交给哪个单位？
ask-reason = { $no } 请写一句原因。
ask-photo = { $no } 请发一张现场照片。
ask-said-or-shown = { $no } 请写一句，或者发张照片。
ask-decline-reason = { $no } 为什么不是您单位的？写一句，督查会看。
ask-report-fix-photo = { $no } 请发一张现在的现场照片，最好和原照片同一个角度。
ask-verify-pass-photo = { $no } 请在现场拍一张照片发来，有了它才能销号。
ask-verify-fail-said-or-shown = { $no } 哪里没到位？写一句，或者发张照片。
ask-reassign-reason = { $no } 为什么改派？写一句，两边单位都会看到。
ask-refuse-reason = { $no } 为什么不同意？写一句，单位会看到。
ask-void-reason = { $no } 为什么不予受理？写一句，反映人会看到。
ask-add-said-or-shown = { $no } 要补充什么？写一句，或者发张照片。

done-accept = { $no } 已签收，{ $due }前整改。整改好了发一张现场照片给我。
done-decline = { $no } 已申请退单，请等督查答复。答复前这件还由您单位负责，期限不变。
done-report-fix = { $no } 已转核查。别的单位的人到现场看过才销号。
done-verify-pass = { $no } 核查通过，已销号。辛苦了。
done-verify-fail = { $no } 退回整改（第 { $rework } 次返工），已通知{ $unit }。
done-object = { $no } 会换一位核查员去看。方便的话发张照片，或者写一句哪里没好。
done-dispatch = { $no } 已派给{ $unit }，{ $due }前整改。
done-reassign = { $no } 已改派给{ $unit }，期限不变：{ $due }前。
done-refuse = { $no } 已答复不同意，仍由{ $unit }负责。
done-void = { $no } 不予受理，已把原因告诉反映人。
done-recategorise = { $has-due ->
    [no] { $no } 已改为{ $category }。
   *[set] { $no } 已改为{ $category }，{ $due }前整改。
}
done-withdraw = { $no } 已撤回，不再办理。
done-add = { $no } 补充收到了，已转给办这件事的人。
cancelled-step = { $no } 的“{ $step }”先不办了。
pick-of-another = 那个选项是 { $other } 的，现在办的是 { $no }。
step-noted = 记下了。
photo-coming = { $no } 照片收到了，正在存，存好就办，您不用等。
photo-not-needed = 这几张也收到了，{ $no } 用第一张就够了。
