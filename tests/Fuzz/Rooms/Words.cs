namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Names and texts that mean something to WeChat or to us.</summary>
internal static class Words
{
    public static readonly string[] MessageFields =
    [
        "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "MsgID", "Event", "EventKey", "Content", "Count", "Scale",
            "TotalCount", "SentCount", "ErrorCount", "FilterCount", "item", "PicList",
        "SendPicsInfo", "ScanCodeInfo", "ScanType", "ScanResult", "CopyrightCheckResult", "ResultList", "Ticket", "Encrypt", "xml", "a",
            "名", "a:b", "_x.y-z", "userInfo", "tousername", "MSGTYPE", "\"", "a b",
    ];

    public static readonly string[] Xml =
    [
        "<xml>", "</xml>", "<a>", "</a>", "<a/>", "<item>", "</item>", "<![CDATA[", "]]>", "<!--", "-->", "--",
            "<?xml version=\"1.0\" encoding=\"gb2312\"?>", "<?", "?>", "<!DOCTYPE xml [<!ENTITY a \"b\">]>",
        "<!DOCTYPE xml SYSTEM \"file:///etc/passwd\">", "&a;", "&lt;", "&#", "&#x", ";", "&amp;", "\"", "'", "=", "/", ">", "<", "]", "]]",
            " ", "\r\n", "xmlns:a='x'", "{", "}",
    ];

    public static readonly string[] Json =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "null", "true", "1e999", "-", ".", "0", "//",
            "/*", "*/", " ", "\n", "\"MsgType\":", "\"a\":1,", "<xml>", "'", "NaN",
    ];
}
