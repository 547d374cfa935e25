# Why a photo was not kept, and what to send instead. $kind is what the file seems to be (.apk), or "other".
photo-not-a-picture = { $kind ->
    [other] 这个文件不是照片。请发照片，或者用文字说明。
   *[known] 这个文件不是照片（收到的是 { $kind }）。请发照片，或者用文字说明。
}
photo-heic = { $kind ->
    [other] 这种格式的照片我打不开。请发 JPG 照片；截一张图再发也可以。
   *[known] 这张照片是 { $kind } 格式，我打不开。请发 JPG 照片；截一张图再发也可以。
}
photo-damaged = 这张照片打不开，可能没有传完整。请再发一次，或者换一张。
photo-empty = 收到的照片是空的，一个字节也没有。请再发一次。
photo-too-large = 这张照片的尺寸太大（超过 4000 万像素），我打不开。截一张图再发就可以。
photo-too-big = 这个文件超过 20 MB，我收不下。请按普通照片发（不选“原图”或“文件”）。
photo-gone = 有一张照片取不到了，可能已经过期或者被撤回。方便的话请再发一次。

# A photo that is long in coming; it is fetched again without anybody's doing.
photo-late = 照片没收全（网络断了），我会再取一次；您不用重发。
photo-no-room = 现在存不下新的照片了。文字已经记上，照片我晚一点再存；您不用重发。
