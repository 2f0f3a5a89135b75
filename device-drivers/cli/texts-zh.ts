export const TEXTS_ZH = {
  usage: `用法：zizhu device <动作> [参数]

  list                         列出全部设备和状态
  watch                        持续显示状态变化，Ctrl-C 结束
  info <设备>                  一台设备的详细信息和计数
  test <设备>                  检测设备；默认只做无人察觉的检查
       --external              也做会打印、发光或动作的检查
       --interactive           也做需要人在设备旁动手的检查
  trace <设备> --out <文件>    录制设备通信（先停止 device-host）
       --seconds <N>           N 秒后结束；不写则到 Ctrl-C
       --run '<命令> <JSON>'   录制中执行一条命令，可写多次
  replay <文件>                不接设备，重放一份录制

  --settings <文件>            配置文件；默认取 ZIZHU_SETTINGS，其次 /etc/zizhu/settings.json
  --lang zh-CN|en              语言；默认随 LANG
  --json                       每行输出一个 JSON，供程序读取

人脸摄像头：zizhu face --help

退出码：0 正常；1 检查未通过或重放不一致；2 用法错误；65 录制无法重放；69 不可用；70 程序缺陷；
73 文件无法写入；75 设备正被占用；78 配置有误；130 被中断`,
  "usage.unknown": "不认识“{what}”。运行 zizhu --help 查看用法。",
  "usage.missing": "缺少{what}。运行 zizhu --help 查看用法。",
  "usage.device": "设备编号",
  "usage.file": "文件名",
  "usage.out": "--out <文件>",
  "usage.seconds": "--seconds 要写 1 到 86400 之间的整数秒，不能是“{found}”。",
  "usage.run": "--run 要写成“命令 {JSON 参数}”，不能是“{found}”。",

  "settings.none": "找不到配置文件。请用 --settings 指明，或设置 ZIZHU_SETTINGS。",
  "settings.wrong": "配置有误，请改正后再试：\n{problem}",

  "reach.own": "device-host 没有运行，由本命令直接打开设备。",
  "reach.away": "连不上 device-host（{socket}）。请确认它已启动后再试。",
  "reach.lost": "与 device-host 的连接断了：{what}。请查看它的日志后再试。",
  "reach.not-permitted": "当前用户无权使用 {socket}。请用设备维护用户运行，或加 sudo。",
  "reach.running": "device-host 正在运行，端口由它占用。请先停止它，再录制。",
  "reach.link-lost": "与 device-host 的连接断开，正在等它恢复……",
  "reach.link-back": "已重新连上 device-host。",
  "device.unknown": "配置中没有设备“{device}”。现有：{known}。",
  "device.locked": "“{device}”的端口正被另一个程序占用（{reason}）。请先结束那个程序（可用 fuser 查看），再试。",
  "device.away": "“{device}”现在是{state}：{reason}。什么也没有检测；请检查电源和连线。",
  "device.no-contract": "{kind}这一类还没有检测项目。",
  failure: "“{device}”的命令 {command} 失败：{code}（是否已执行：{sent}）{facts}。建议：{recovery}。",

  "mode.asking": "正在请求进入维护模式，等待办事人结束……",
  "mode.entered": "已进入维护模式。",
  "mode.left": "已退出维护模式。",
  "mode.taken": "{by} 正在使用设备。请等它结束后再试。",
  "mode.refused": "{by} 不同意进入维护模式：{why}。",
  "mode.not-answered": "等待超时，还没有让出设备的：{who}。请稍后再试。",
  "mode.withdrawn": "已撤回请求。",

  "list.empty": "配置中没有设备。",
  "column.id": "设备",
  "column.kind": "类别",
  "column.state": "状态",
  "column.supplies": "耗材与传感器",
  "column.reasons": "原因",
  "column.since": "自",
  "watch.started": "正在监视 {count} 台设备，Ctrl-C 结束。",
  "info.cover": "盖子",

  "test.started": "检测“{device}”（{kind}），级别：{level}。",
  "test.level.internal": "无察觉",
  "test.level.external": "含打印、发光或动作",
  "test.level.interactive": "含人工操作",
  "test.passed": "通过",
  "test.failed": "未通过",
  "test.skipped": "跳过",
  "test.needs": "需要 --{level}",
  "test.skipped-by-hand": "由检测人跳过",
  "test.summary": "通过 {passed}，未通过 {failed}，跳过 {skipped}。",
  "test.act": "请动手：{act}\n  做好后按回车；输入 s 跳过：",
  "test.see": "请看：{what}？\n  输入 y 是、n 否、s 跳过：",
  "test.interrupted": "已中断，其余项目没有检测。",
  "test.bug": "检测项目本身出错：{cause}。这是程序缺陷，请报告。",

  "trace.recording": "正在录制“{device}”到 {file}，Ctrl-C 结束。",
  "trace.redaction.none": "录制含全部通信字节。",
  "trace.redaction.by-driver": "录制中的个人信息已去除。",
  "trace.redaction.lengths": "这类设备会读到个人信息，又没有去除规则，所以只录字节数；不能重放。",
  "trace.exists": "{file} 已存在。录制从不覆盖文件，请换一个名字。",
  "trace.cannot-write": "无法写入 {file}：{cause}。",
  "trace.full": "录制已到大小上限，停止。",
  "trace.done": "录制完成：{file}，{lines} 行。",
  "trace.ran": "{command}：{result}",

  "replay.started": "重放“{device}”的录制（{driver}，{started}）。",
  "replay.status": "状态 {status}",
  "replay.lost": "连接断开：{reason}",
  "replay.answer": "{command}：{result}",
  "replay.same": "与录制一致，共 {lines} 行。",
  "replay.departs": "第 {line} 行（{atMs} 毫秒，{way}）起与录制不同：\n  录制中：{expected}\n  重放中：{found}",
  "replay.nothing": "（什么也没有做）",
  "replay.unreadable": "{file} 不是可读的录制：\n{problem}",
  "replay.lengths": "{file} 只录了字节数，没有字节，不能重放。",
  "replay.no-driver": "找不到录制所用的驱动“{driver}”：{cause}。",

  bug: "程序缺陷：{cause}",

  "state.online": "正常",
  "state.offline": "离线",
  "state.powerOff": "断电",
  "state.noDevice": "未接设备",
  "state.hardwareError": "硬件故障",
  "state.userError": "需人工处理",
  "state.deviceBusy": "忙",
  "state.potentialFraud": "疑被动手脚",
  "state.starting": "启动中",
  "kind.id-card-reader": "身份证阅读器",
  "kind.smart-card-reader": "社保卡读写器",
  "kind.code-scanner": "扫码器",
  "kind.receipt-printer": "凭条打印机",
  "kind.ticket-printer": "取号打印机",
  "kind.certificate-printer": "证照打印机",
  "kind.document-camera": "高拍仪",
  "kind.signature-pad": "签字板",
  "kind.auxiliaries": "灯与传感器板",
  "kind.locker": "证照柜",
  "kind.stamp": "盖章机",
  "kind.camera": "摄像头",
  "supply.full": "足",
  "supply.low": "将尽",
  "supply.out": "已空",
  "supply.jammed": "卡纸",
  "supply.unknown": "未知",
  "cover.open": "开",
  "cover.closed": "合",
  "cover.unknown": "未知",
  "recovery.retry": "重试",
  "recovery.clear": "清除后重试",
  "recovery.operator": "到设备旁处理",
  "recovery.maintenance": "报修",
};
