# Reporting a problem.
report-ask-what = 哪里有什么问题？发张照片，或者写一句话。
report-ask-what-here = 位置收到了。这里有什么问题？发张照片，或者写一句话。
report-ask-place = { $extra ->
    [0] 收到 { $photos_n } 张照片。
   *[more] 收到 { $photos_n } 张照片，一次最多这么多，另外 { $extra } 张没有收。
}在哪里？发定位最快，写地名也行，比如“河浦街道 河北社区”。
report-ask-place-no-photo = 记下了。在哪里？发定位最快，写地名也行，比如“河浦街道 河北社区”。
report-ask-place-more = { $extra ->
    [0] 又收到了，现在共 { $photos_n } 张照片。
   *[more] 一次最多 { $photos_n } 张照片，另外 { $extra } 张没有收。
}还差地点：发定位，或者写地名。
report-ask-new-place = 好，换个地点。在哪里？发定位最快，写地名也行，比如“河浦街道 河北社区”。
report-ask-place-said = 记下了，可我还没认出是哪个社区。请发定位，或者点“从列表选”。
report-ask-photo = 有照片吗？有就发过来，没有就点“没有照片”。
answer-no-photo = 没有|没|没了|没有了|无|没拍|没有拍|no|none|no photo|nope
report-ask-category = 这是哪一类问题？
report-no-category = 记下了，只是还看不出是哪一类。
report-add-more = 请接着发照片或文字，发完点“提交”。
report-say-submit = 没问题的话，请点“提交”，提交了才算数。
report-goes-on = 您还有一件没提交的上报，接着来：
between-quotes = ”“
report-words-cut = 文字超过 { $most } 字，后面的没有记下。要紧的请再写一句短的。
report-photo-place = 照片里带着拍摄地点：{ $area }。问题就在那里吗？
choose-street = 在哪个街道？点一个，或者写个字来找。
choose-community = { $area }的哪个社区？点一个，或者写个字来找。
choose-not-found = 没找到“{ $find }”。
choose-no-number = 没有第 { $n } 个可选。
choose-not-found-kept = 没找到“{ $find }”，先记在文字里了。
choose-dispatch = { $no } 派给哪个单位？点一个，或者写个字来找。
choose-reassign = { $no } 改派给哪个单位？点一个，或者写个字来找。
choose-recategorise = { $no } 改成哪一类？点一个，或者写个字来找。
choose-sub-category = 具体是哪一种？点一个，或者写个字来找。

summary-head = 请看一遍，没问题就提交：
summary-category = 类别　{ $category }
summary-category-because = 类别　{ $category }（提到“{ $because }”）
summary-place = { $has-place ->
    [no] 地点　{ $area }
   *[named] 地点　{ $area }　{ $place }
}
summary-place-outside = 地点　在{ $area }范围以外，会由督查分派
summary-photos = { $extra ->
    [0] { $n ->
        [0] 照片　没有
       *[some] 照片　{ $n } 张
    }
   *[more] 照片　{ $n } 张（一次最多这么多，另外 { $extra } 张没有收）
}

filed = { $no } 已受理。
    交给{ $unit }，{ $due }前整改。
    地点：{ $area }
    回执码 { $receipt }，请留好：别人查这件事要用它。
    有变化会马上告诉您。
filed-unrouted = { $no } 已受理。
    { $why }，已请督查分派，定了单位和期限马上告诉您。
    地点：{ $area }
    回执码 { $receipt }，请留好：别人查这件事要用它。
submit-lacks = 还差一点，补上就能提交。
submit-already = { $no } 已经受理了，不用再点。
submit-nothing = 现在没有等着提交的上报。要上报，直接发照片或写一句话。

cancelled-report = 已取消，刚才的{ $parts ->
    [photos] 照片
    [words] 文字
    [place] 位置
    [photos-words] 照片和文字
    [photos-place] 照片和位置
    [words-place] 文字和位置
   *[all] 照片、文字和位置
}没有保存。要重新上报，直接发照片。
cancelled-empty = 好，先不报了。什么时候想报，直接发照片。
cancelled-nothing = 现在没有要取消的事。
not-filed-misconduct = 这段话像是反映某个人的违纪问题。这里只管环境整治，没有登记，也没有保存。
    反映干部违纪请打 12388，或者上“12388”举报网站，那里依法保密。
which-issue = { $many ->
    [0] 这张照片是新问题，还是您手上哪一件的？
   *[1] 这张照片是新问题，还是您手上哪一件的？也可以写个字来找。
}
which-verdict = { $no } 现场看得怎么样？
