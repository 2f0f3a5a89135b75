export const TEXTS_ZH = {
  usage: `用法：zizhu face <动作> [参数]

  status                       人脸摄像头和引擎的状态
  calibrate                    实时显示距离、光线、清晰度和位置，最后给出安装建议
       --seconds <N>           看清人脸满 N 秒后结束，默认 20；也可随时按 Ctrl-C

  --settings <文件>            配置文件；默认取 ZIZHU_SETTINGS，其次 /etc/zizhu/settings.json
  --lang zh-CN|en              语言；默认随 LANG
  --json                       每行输出一个 JSON，供程序读取

只显示数字，不显示也不保存画面。有人办事时不测量；测量中有人来办事，测量立即停止。

退出码：0 正常；1 需要调整，或摄像头不可用；2 用法错误；69 人脸引擎没有运行；70 程序缺陷；75 正有人办事；78 配置有误`,
  "usage.unknown": "不认识“{what}”。运行 zizhu face --help 查看用法。",
  "settings.none": "找不到配置文件。请用 --settings 指明，或设置 ZIZHU_SETTINGS。",
  "settings.wrong": "配置有误，请改正后再试：\n{problem}",
  away: "连不上人脸引擎（{socket}）。请确认它已启动，并用有权使用该套接字的用户运行。",
  lost: "与人脸引擎的连接断了：{what}。请查看它的日志后再试。",
  bug: "程序缺陷：{cause}",

  "status.camera": "摄像头",
  "status.ready": "空闲",
  "status.ready.yes": "是",
  "status.ready.no": "否，正在看人",
  "status.stored": "留存人脸数",
  "status.assurance": "可达保证等级",
  "status.engine": "引擎",

  "calibrate.started":
    "请站到机器前，看着摄像头：先按常人的位置，再试最高和最低的人（也试坐轮椅的高度），再前后走动。看清人脸满 {seconds} 秒后给出建议。",
  "calibrate.busy": "正有人办事，群众优先。请稍后再试。",
  "calibrate.no-camera": "摄像头不可用。运行 zizhu face status 查看原因。",

  "line.face": "{cm} 厘米  位置 {across}、{up}  脸部亮度 {light}（画面 {scene}）  清晰度 {sharpness}  {told}",
  "line.nobody": "没有可测量的人脸  画面亮度 {scene}  {told}",
  "place.middle": "居中",
  "place.left": "偏左 {percent}%",
  "place.right": "偏右 {percent}%",
  "place.up": "偏上 {percent}%",
  "place.down": "偏下 {percent}%",

  "guidance.good": "合适",
  "guidance.look-at-camera": "请看摄像头",
  "guidance.come-closer": "太远",
  "guidance.move-back": "太近",
  "guidance.centre-face": "脸不在中间",
  "guidance.face-straight": "脸没有正对",
  "guidance.more-light": "太暗",
  "guidance.less-light": "太亮",
  "guidance.hold-still": "不清晰",
  "guidance.one-person-only": "不止一人",
  "guidance.turn-left": "请向左转头",
  "guidance.turn-right": "请向右转头",
  "guidance.blink": "请眨眼",
  "guidance.checking": "正在核对",

  "advice.good": "摄像头安装合适（依据 {measures} 次测量）。",
  "advice.work": "需要调整（依据 {measures} 次测量）：",
  "advice.nobody": "只量到 {measures} 次人脸，不足以给出建议。请站到机器前看着摄像头，再试一次。",
  "advice.height.good": "高度合适：从上往下，人脸中心在画面高度的 {top}% 到 {bottom}% 处。",
  "advice.height.lower": "人脸总体偏下 {percent}%：把摄像头向下俯一点，或降低安装高度。",
  "advice.height.raise": "人脸总体偏上 {percent}%：把摄像头向上仰一点，或升高安装高度。",
  "advice.height.range":
    "高矮相差太大（人脸中心在画面高度的 {top}% 到 {bottom}% 处），两端的人照不全：把摄像头竖过来装，或换视角更大的镜头。",
  "advice.side.good": "左右居中（偏 {percent}%）。",
  "advice.side.right": "人脸偏在画面右边 {percent}%：面对机器，把摄像头转向您的左手边。",
  "advice.side.left": "人脸偏在画面左边 {percent}%：面对机器，把摄像头转向您的右手边。",
  "advice.roll.askew": "画面歪了 {degrees} 度：把摄像头装正。",
  "advice.distance.good": "距离合适：{from} 到 {to} 厘米之间都可以核对。",
  "advice.distance.here.good": "在 {cm} 厘米处距离合适；前后走动，可以看到从多远到多近都能核对。",
  "advice.distance.never": "没有一个位置可以核对：请按上面的提示逐项调整后再试。",
  "advice.distance.too-far": "站在 {cm} 厘米处就被提示太远：把摄像头移近，或换视角更小的镜头。",
  "advice.distance.too-near": "站在 {cm} 厘米处就被提示太近：把摄像头移远，或换视角更大的镜头。",
  "advice.light.good": "光线合适：脸部亮度 {face}，画面 {scene}。",
  "advice.light.backlit": "逆光：脸部亮度 {face}，画面 {scene}。请遮住背后的窗或灯，或在脸的前方补光。",
  "advice.light.dark": "脸部太暗：亮度 {face}。请在脸的前方补光。",
  "advice.light.bright": "脸部太亮：亮度 {face}。请减弱正面的灯光，或避开直射阳光。",
  "advice.sharpness.good": "画面清晰：清晰度 {value}。",
  "advice.sharpness.low": "画面不清晰：清晰度 {value}。请擦净镜头和护罩，检查对焦；光线太暗也会模糊。",
  "advice.speed.good": "速度正常：每秒 {fps} 帧，每帧计算 {ms} 毫秒。",
  "advice.speed.camera": "摄像头每秒只有 {fps} 帧：检查帧率设置和 USB 口；光线太暗时摄像头也会自动降低帧率。",
  "advice.speed.machine": "每帧计算要 {ms} 毫秒，核对会变慢：检查主机是否被其他程序占用。",
} as const;
