# Why a photo was not kept, and what to send instead. $kind is what the file seems to be (.apk), or "other".
photo-not-a-picture = { $kind ->
    [other] This file is not a photo. Please send a photo, or describe it in words.
   *[known] This file is not a photo (it is { $kind }). Please send a photo, or describe it in words.
}
photo-heic = { $kind ->
    [other] I cannot open this kind of photo. Please send a JPG; a screenshot of it will do.
   *[known] I cannot open { $kind } photos. Please send a JPG; a screenshot of it will do.
}
photo-damaged = I cannot open this photo; part of it may be missing. Please send it again, or send another.
photo-empty = The photo arrived empty. Please send it again.
photo-too-large = This photo is too large for me (over 40 megapixels). A screenshot of it will do.
photo-too-big = This file is over 20 MB, more than I can take. Please send it as an ordinary photo, not as a file.
photo-gone = One photo cannot be fetched any more; it may have expired or been deleted. Please send it again if you can.

# A photo that is long in coming; it is fetched again without anybody's doing.
photo-late = The photo did not arrive whole (the connection broke). I will fetch it again; no need to resend it.
photo-no-room = There is no room for new photos at the moment. Your words are kept and the photo will be stored later; no need to send it again.
