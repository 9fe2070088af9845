"""The phrases of why: what made a character think, who decided, and which rule it was, in both languages."""

from sim.text import Text

STATES = {
    "idle": Text("闲了下来", "was at leisure"),
    "working": Text("忙了起来", "went to work"),
    "chatting": Text("停下来说话", "stopped to talk"),
    "sleeping": Text("睡下了", "fell asleep"),
}
STATE_CHANGES = {
    "wake_up": Text("到了起床的时候", "it was time to get up"),
    "fall_asleep": Text("一天过完了，该睡觉了", "the day was over, and it was time to sleep"),
    "receive_task": Text("有活要干了", "there was work to be done"),
    "finish_task": Text("手上的活到点了", "the time for the work was over"),
    "be_interrupted": Text("有客人来，先放下手里的活", "a visitor came, and work had to wait"),
    "begin_talk": Text("碰上了人，停下来说话", "somebody was met, and a talk began"),
    "end_talk": Text("话说完了", "all was said"),
}
VISITORS = {
    "visitor_refused": Text("客人想说话，这会儿不方便", "a visitor wanted to talk, and it could not be now"),
    "visitor_talk_started": Text("有客人走过来搭话", "a visitor came up to talk"),
    "visitor_spoke": Text("客人说了一句话", "the visitor said something"),
    "visitor_talk_ended": Text("和客人的谈话结束了", "the talk with the visitor was over"),
    "whispered": Text("有客人在心里悄悄递了句话", "a visitor whispered something"),
    "command_answered": Text("客人又说了别的，前一件事作罢", "the visitor said something else before the answer"),
}
RULES = {
    "task_finished": Text("这件事的时间到了", "the time for it was over"),
    "task_interrupted": Text("有客人来，先放下手里的活", "a visitor came, and it had to wait"),
    "walk_started": Text("眼下没有别的事，走到该去的地方", "nothing else was due, and this was the place to be"),
    "arrived": Text("路走完了", "the way was at its end"),
    "conversation_started": Text("两个人碰了面，都闲着", "two met, and both were at leisure"),
    "conversation_ended": Text("话说完了", "all was said"),
    "relationship_changed": Text("聊过一回，就更熟一点", "a talk makes two people closer"),
    "news_told": Text("聊天里说起了一件新鲜事", "a piece of news came up in the talk"),
    "walk_stopped": Text("有事停了下来", "something made the walk end early"),
    "planned": Text("照平日的作息安排一天", "the day was planned the usual way"),
    "happened": Text("有人从村外让它发生", "somebody outside the village let it happen"),
    "happening_ended": Text("到时候了，或者被别的事接替了", "its time was over, or something else took its place"),
    "waited": Text("眼下没有要做的，等一等", "there was nothing to do for now"),
}
SCHEDULED = Text("剧本里写好的", "the scenario has it so")
MEMORIES = {
    "happening": Text("村里的事会记住", "what happens in the village is remembered"),
    "seen": Text("看在眼里，记一笔", "what was seen is remembered"),
    "talk": Text("聊过的事会记住", "a talk is remembered"),
    "visit": Text("有客人来过，会记住", "a visit is remembered"),
    "plan": Text("当天的打算会记住", "the day's plan is remembered"),
    "reflection": Text("睡前想过的事会记住", "what was thought before sleep is remembered"),
    "news": Text("新鲜事会记住", "news are remembered"),
}
TRIGGERS = {
    "plan": Text("新的一天，要想想空闲的时候做什么", "A new day: what to do with its free hours?"),
    "next": Text("这会儿闲着，身边有人，想想接下来做什么", "At leisure with people around: what next?"),
    "meet": Text("路上碰见了{other}", "Came across {other} on the way"),
    "react": Text("正忙着，看见{other}来到近旁", "At work when {other} came by"),
    "dialogue": Text("和{other}聊了起来", "Fell into talk with {other}"),
    "reply": Text("有客人在等一句话", "A visitor was waiting for words"),
    "command": Text("客人托办一件事", "A visitor asked for something to be done"),
    "reflect": Text("一天过完，躺下来想想", "The day was over, and there was time to think it over"),
}
SOURCES = {
    "model": Text("语言模型想出来的。", "A language model decided it."),
    "rule": Text("按规则：在给出的选项里照角色的脾性选了一个。", "By the rules: an option that suits the character."),
    "fallback": Text("模型没给出可用的回答，由规则代答。", "The model gave no usable answer, so the rules decided."),
    "recorded": Text("导入的历史里就是这样记的。", "The imported history has it so; what was thought is not in it."),
}
