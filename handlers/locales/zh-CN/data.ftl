# 区里自己维护的文件（district.toml、areas.geojson、categories.toml、calendar.toml）有错时说的话。

data-no-file = 找不到 { $file }。请放到数据目录里，或运行 xiaohao init 取一份示例。
data-syntax = { $file } 读不出来：{ $why }。请改好再启动。
data-missing = { $file } 缺少 { $field }。请补上。
data-unknown-field = { $file } 里的 { $field } 不认识，是不是写错了？请改正或删掉。
data-field = { $file } 里的 { $field } 不对：{ $why }。请改正。
data-code-twice = { $file } 里的 { $code } 出现了两次。每个编码只能用一次。
data-unknown-code = { $file }：{ $wanted_by } 用到的编码 { $code } 不存在。请核对。
data-prefix = { $file }：编号前缀 { $prefix } 不能用。请用 1 到 6 个大写字母。
data-zone = { $file }：时区 { $value } 不认识。请写成 +08:00 或 Asia/Shanghai。
data-hours = { $file }：工作时间要有先后，不能重叠，比如 08:30 到 12:00、14:30 到 17:30。
data-limit = { $file }：时限 { $amount } 不能用，至少是 1。
data-category-missing = { $file } 缺少大类 { $category }。五个大类都要有。
data-clue = { $file }：线索词“{ $clue }”里有空的部分。
data-simplified = { $file }：繁简对照要一个字对一个字。
data-one-district = { $file } 里要有且只有一个区（kind 为 district）。
data-parent = { $file }：{ $area } 的上级“{ $parent }”不对。区没有上级，其他属地的上级要存在，而且级别更高。
data-polygon = { $file }：{ $area } 的边界画得不对（{ $why }）。请重画。
data-calendar-day = { $file } 里 { $field } 的“{ $value }”不是日期。请写成 2027-01-01 这样，放在方括号里。
data-calendar-twice = { $file } 里 { $day } 又放假又上班。请删掉一个。
data-calendar-year = { $file } 里 days.until 的“{ $value }”不是年份。请写四位数，比如 2027。

# 派不出去的原因，督查在待派单里看到。
unrouted-outside = 位置在本区范围外
unrouted-no-duty = 这里的这类问题没有明确责任单位
unrouted-no-place = 不知道在哪个街道、社区
unrouted-no-staff = 责任单位暂时没有经办人

refuse-place = 这个位置看不懂。请重新发送位置，或写地名，比如“河浦街道 市场后面”。
refuse-no-such-area = 没有编码为 { $code } 的属地。请从列表里选。
refuse-no-such-unit = 没有编码为 { $code } 的责任单位。请从列表里选。
refuse-no-such-category = 没有“{ $code }”这个类别。请从列表里选。

data-newer-ledger = 这本台账是新版程序写的（第 { $ledger } 版，本程序只到第 { $program } 版）。请用新版程序启动，或恢复升级前的备份。
data-migration = 升级步骤没有写完（最后一句没有分号）：{ $statement }。请换一份完整的程序。
