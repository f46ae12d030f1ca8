"""Two hundred surnames and three hundred given names, with their spelling."""


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read `林 lin, 贺 he` as names with their spelling."""
    made = []
    for entry in text.split(","):
        name, spelling = entry.split()
        made.append((name, spelling))
    return tuple(made)


SURNAMES = pairs(
    """
    王 wang, 李 li, 张 zhang, 刘 liu, 陈 chen, 杨 yang, 黄 huang, 赵 zhao, 吴 wu, 周 zhou, 徐 xu,
    孙 sun, 马 ma, 朱 zhu, 胡 hu, 郭 guo, 何 he, 林 lin, 罗 luo, 高 gao, 郑 zheng, 梁 liang,
    谢 xie, 宋 song, 唐 tang, 许 xu, 韩 han, 冯 feng, 邓 deng, 曹 cao, 彭 peng, 曾 zeng, 肖 xiao,
    田 tian, 董 dong, 袁 yuan, 潘 pan, 于 yu, 蒋 jiang, 蔡 cai, 余 yu, 杜 du, 叶 ye, 程 cheng,
    苏 su, 魏 wei, 吕 lv, 丁 ding, 任 ren, 沈 shen, 姚 yao, 卢 lu, 姜 jiang, 崔 cui, 钟 zhong,
    谭 tan, 陆 lu, 汪 wang, 范 fan, 金 jin, 石 shi, 廖 liao, 贾 jia, 夏 xia, 韦 wei, 付 fu,
    方 fang, 白 bai, 邹 zou, 孟 meng, 熊 xiong, 秦 qin, 邱 qiu, 江 jiang, 尹 yin, 薛 xue, 闫 yan,
    段 duan, 雷 lei, 侯 hou, 龙 long, 史 shi, 陶 tao, 黎 li, 贺 he, 顾 gu, 毛 mao, 郝 hao,
    龚 gong, 邵 shao, 万 wan, 钱 qian, 严 yan, 覃 qin, 武 wu, 戴 dai, 莫 mo, 孔 kong, 向 xiang,
    汤 tang, 温 wen, 康 kang, 施 shi, 文 wen, 牛 niu, 樊 fan, 葛 ge, 邢 xing, 安 an, 齐 qi, 易 yi,
    乔 qiao, 伍 wu, 庞 pang, 颜 yan, 倪 ni, 庄 zhuang, 聂 nie, 章 zhang, 鲁 lu, 岳 yue, 翟 zhai,
    殷 yin, 詹 zhan, 申 shen, 欧 ou, 耿 geng, 关 guan, 兰 lan, 焦 jiao, 俞 yu, 左 zuo, 柳 liu,
    甘 gan, 祝 zhu, 包 bao, 宁 ning, 尚 shang, 符 fu, 舒 shu, 阮 ruan, 柯 ke, 纪 ji, 梅 mei,
    童 tong, 凌 ling, 毕 bi, 单 shan, 季 ji, 裴 pei, 霍 huo, 涂 tu, 苗 miao, 谷 gu, 盛 sheng,
    曲 qu, 翁 weng, 冉 ran, 骆 luo, 蓝 lan, 路 lu, 游 you, 辛 xin, 靳 jin, 管 guan, 柴 chai,
    蒙 meng, 鲍 bao, 华 hua, 喻 yu, 祁 qi, 蒲 pu, 房 fang, 滕 teng, 屈 qu, 饶 rao, 解 xie, 牟 mou,
    艾 ai, 尤 you, 阳 yang, 穆 mu, 农 nong, 司 si, 卓 zhuo, 吉 ji, 缪 miao, 简 jian, 车 che,
    项 xiang, 连 lian, 芦 lu, 欧阳 ouyang, 司马 sima, 上官 shangguan, 诸葛 zhuge, 东方 dongfang,
    令狐 linghu, 慕容 murong, 皇甫 huangfu
    """
)

GIVEN_NAMES = pairs(
    """
    建国 jianguo, 秀英 xiuying, 志强 zhiqiang, 秀兰 xiulan, 伟 wei, 桂英 guiying, 军 jun,
    桂芳 guifang, 勇 yong, 玉兰 yulan, 磊 lei, 玉梅 yumei, 涛 tao, 丽 li, 鹏 peng, 丽华 lihua,
    浩 hao, 丽娟 lijuan, 宇航 yuhang, 丽萍 liping, 子轩 zixuan, 敏 min, 俊杰 junjie, 静 jing,
    明远 mingyuan, 静怡 jingyi, 立峰 lifeng, 静雯 jingwen, 思远 siyuan, 婷 ting, 文博 wenbo,
    婷婷 tingting, 嘉诚 jiacheng, 雪 xue, 家豪 jiahao, 雪梅 xuemei, 天佑 tianyou, 雪莹 xueying,
    一鸣 yiming, 霞 xia, 浩然 haoran, 晓霞 xiaoxia, 梓睿 zirui, 红 hong, 泽宇 zeyu, 红梅 hongmei,
    博文 bowen, 红霞 hongxia, 国栋 guodong, 艳 yan, 海涛 haitao, 艳红 yanhong, 海波 haibo, 燕 yan,
    洪涛 hongtao, 春燕 chunyan, 建华 jianhua, 海燕 haiyan, 建平 jianping, 芳 fang, 建军 jianjun,
    芳芳 fangfang, 建新 jianxin, 小芳 xiaofang, 建峰 jianfeng, 莉 li, 永强 yongqiang, 莉莉 lili,
    永刚 yonggang, 娜 na, 永健 yongjian, 丽娜 lina, 永胜 yongsheng, 娟 juan, 志刚 zhigang,
    秀娟 xiujuan, 志勇 zhiyong, 玲 ling, 志远 zhiyuan, 美玲 meiling, 志明 zhiming, 慧 hui,
    志伟 zhiwei, 慧敏 huimin, 志鹏 zhipeng, 慧琳 huilin, 晓东 xiaodong, 佳 jia, 晓峰 xiaofeng,
    佳怡 jiayi, 晓明 xiaoming, 佳慧 jiahui, 晓波 xiaobo, 欣怡 xinyi, 少华 shaohua, 欣然 xinran,
    少峰 shaofeng, 雨桐 yutong, 少波 shaobo, 雨涵 yuhan, 卫国 weiguo, 梓涵 zihan, 卫东 weidong,
    诗涵 shihan, 卫平 weiping, 诗琪 shiqi, 国强 guoqiang, 诗雨 shiyu, 国华 guohua, 思涵 sihan,
    国平 guoping, 思琪 siqi, 国庆 guoqing, 思雨 siyu, 庆华 qinghua, 若溪 ruoxi, 庆生 qingsheng,
    若兰 ruolan, 春生 chunsheng, 若楠 ruonan, 春雷 chunlei, 晚晴 wanqing, 春明 chunming,
    知夏 zhixia, 长江 changjiang, 知秋 zhiqiu, 长青 changqing, 清越 qingyue, 长林 zhanglin,
    清雅 qingya, 大伟 dawei, 清荷 qinghe, 大鹏 dapeng, 小满 xiaoman, 大勇 dayong, 小雨 xiaoyu,
    德明 deming, 小燕 xiaoyan, 德华 dehua, 晓燕 xiaoyan, 德胜 desheng, 晓丽 xiaoli, 世杰 shijie,
    晓红 xiaohong, 世豪 shihao, 晓琳 xiaolin, 世昌 shichang, 文静 wenjing, 学文 xuewen,
    文婷 wenting, 学军 xuejun, 文慧 wenhui, 学峰 xuefeng, 文娟 wenjuan, 学林 xuelin, 淑芬 shufen,
    振华 zhenhua, 淑华 shuhua, 振宇 zhenyu, 淑珍 shuzhen, 振东 zhendong, 淑敏 shumin,
    振国 zhenguo, 凤英 fengying, 正阳 zhengyang, 凤霞 fengxia, 正华 zhenghua, 凤仪 fengyi,
    正平 zhengping, 金凤 jinfeng, 宏伟 hongwei, 银花 yinhua, 宏宇 hongyu, 春花 chunhua,
    宏亮 hongliang, 春梅 chunmei, 宏达 hongda, 冬梅 dongmei, 启明 qiming, 秋菊 qiuju, 启航 qihang,
    秋月 qiuyue, 启东 qidong, 月华 yuehua, 承志 chengzhi, 月娥 yuee, 承宇 chengyu, 月英 yueying,
    景行 jingxing, 明珠 mingzhu, 景明 jingming, 明霞 mingxia, 景辉 jinghui, 珍珍 zhenzhen,
    弘毅 hongyi, 珊珊 shanshan, 弘文 hongwen, 琳 lin, 彦博 yanbo, 琳琳 linlin, 彦军 yanjun, 琪 qi,
    彦峰 yanfeng, 瑶 yao, 昊天 haotian, 瑶瑶 yaoyao, 昊然 haoran, 瑾 jin, 晨阳 chenyang,
    瑾瑜 jinyu, 晨曦 chenxi, 璐 lu, 逸飞 yifei, 璐瑶 luyao, 逸群 yiqun, 蓉 rong, 云飞 yunfei,
    芙蓉 furong, 云峰 yunfeng, 莹 ying, 云龙 yunlong, 莹莹 yingying, 鸿飞 hongfei, 萌 meng,
    鸿志 hongzhi, 蕾 lei, 鹏程 pengcheng, 薇 wei, 鹏飞 pengfei, 薇薇 weiwei, 翔宇 xiangyu, 蓓 bei,
    翔飞 xiangfei, 倩 qian, 凯 kai, 倩倩 qianqian, 凯旋 kaixuan, 倩雯 qianwen, 超 chao, 岚 lan,
    超群 chaoqun, 云 yun, 斌 bin, 云霞 yunxia, 斌武 binwu, 彩云 caiyun, 刚 gang, 彩霞 caixia,
    辉 hui, 虹 hong, 亮 liang, 嘉怡 jiayi, 平 ping, 嘉琪 jiaqi, 明川 mingchuan, 可欣 kexin,
    旭东 xudong, 可心 kexin, 旭阳 xuyang, 乐瑶 leyao, 旭辉 xuhui, 依依 yiyi, 光明 guangming,
    依诺 yinuo, 光辉 guanghui, 一诺 yinuo, 广平 guangping, 一丹 yidan, 广林 guanglin, 紫萱 zixuan,
    江涛 jiangtao, 紫薇 ziwei, 江河 jianghe, 雅琴 yaqin, 松涛 songtao, 雅静 yajing, 松林 songlin,
    雅文 yawen, 柏林 bolin, 雅丽 yali, 树人 shuren, 怡 yi, 树林 shulin, 怡然 yiran, 森 sen,
    悦 yue, 林峰 linfeng, 悦然 yueran, 峰 feng, 妍 yan, 岩 yan, 妍妍 yanyan, 岩松 yansong, 婉 wan,
    坤 kun, 婉清 wanqing, 乾 qian, 沁 qin, 乐天 letian, 沁怡 qinyi
    """
)
