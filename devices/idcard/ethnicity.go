package idcard

import (
	"strconv"
	"strings"
)

// ethnicGroups is GB/T 3304 in order, 01 to 56.
const ethnicGroups = "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 " +
	"佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 " +
	"塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"

// EthnicGroup names the code of GB/T 3304, "" where no list has it. 97 and 98
// are 57 and 58 in some lists; both are known here.
func EthnicGroup(code string) string {
	n, err := strconv.Atoi(code)
	switch groups := strings.Fields(ethnicGroups); {
	case err != nil || len(code) != 2:
		return ""
	case n >= 1 && n <= len(groups):
		return groups[n-1]
	case n == 97 || n == 57:
		return "其他"
	case n == 98 || n == 58:
		return "外国血统中国籍人士"
	}
	return ""
}

// EthnicCode is the code of GB/T 3304 for a people's name without 族, "" for
// none.
func EthnicCode(name string) string {
	for n := 1; n < 100; n++ {
		code := strconv.Itoa(n/10) + strconv.Itoa(n%10)
		if name != "" && n != 57 && n != 58 && EthnicGroup(code) == name {
			return code
		}
	}
	return ""
}
