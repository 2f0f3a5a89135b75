/** Words of a government hall and of forms that a general dictionary has too rarely or not at all. */
export const LEXICON: readonly string[] = [
  ..."身份证 居住证 户口本 户口簿 结婚证 离婚证 出生证明 营业执照 个体工商户 社保卡 社会保障卡 医保卡 医保 社保 公积金 住房公积金 缴存证明 参保证明 无房证明 完税证明".split(
    " ",
  ),
  ..."不动产 不动产权证 房产证 驾驶证 行驶证 残疾证 老年证 优待证 残疾人证 退休证 护照 港澳通行证 电子证照 办事指南 法定代表人 统一社会信用代码 经办人 委托人 监护人 申请人".split(
    " ",
  ),
  ..."街道办事处 居委会 居民委员会 村委会 社区 示例市 示例区 示例路 小区 单元 号楼 号院 室 弄 栋 幢 组 巷 里 新村 花园 家园 公寓 大厦 广场".split(
    " ",
  ),
  ..."一网通办 自助办理 免证办 帮办 代办 补办 换领 补领 遗失补办 变更登记 注销登记 设立登记 复印件 原件 盖章 签字 预约 取号 窗口 凭条 受理 办结".split(
    " ",
  ),
  ..."张伟 王伟 李伟 刘洋 王芳 李娜 张敏 李静 王静 刘伟 张丽 王磊 李强 张勇 陈静 杨洋 赵敏 黄磊 周杰 吴刚 李明 王明 张明 小明 建国 建华 志强 秀英 桂英 玉兰".split(
    " ",
  ),
  ..."配偶 父亲 母亲 子女 儿子 女儿 祖父 祖母 其他 无 本人 朋友 同事 亲属 务农 个体 退休 学生 教师 医生 工人 农民 自由职业 企业职工".split(
    " ",
  ),
];

/** As if each had been counted this often in the corpus of the general dictionary. */
export const LEXICON_FREQUENCY = 12_000;
