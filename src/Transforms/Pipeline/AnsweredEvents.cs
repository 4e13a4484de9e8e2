namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Knows the events that WeChat wants an object of its own for, such as <c>{"ErrCode":0,"ErrMsg":"success"}</c>.</summary>
/// <remarks>Source: PROTOCOL 2.6, the rows of replies and the groups they stand in; virtual payment; mini games that deliver goods.</remarks>
internal static class AnsweredEvents
{
    private static readonly HashSet<string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        "add_single_waybill", "cancel_single_waybill", "notify_single_waybill_pay", "query_single_waybill", "query_single_waybill_fee",
        "query_single_waybill_pay", "remind_waybill", "waybill_complaint", "waybill_evaluate_agent", "waybill_query_expect_time_range",
        "add_waybill", "cancel_waybill", "check_biz", "get_quota",
        "cancel_auth_account", "get_auth_info", "get_pre_auth_code",
        "open_product_receive_coupon",
    };

    // What a user does in a chat. An object in answer to it would be a broken message, and the user would see an error.
    private static readonly HashSet<string> OfChats = new(StringComparer.OrdinalIgnoreCase)
    {
        "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "view_miniprogram", "scancode_push", "scancode_waitmsg",
        "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "user_enter_tempsession", "ENTER",
    };

    /// <summary>Returns whether WeChat waits for an object in answer to the event: what it takes <c>success</c> for is not known, or wrong.</summary>
    public static bool WantAnswer(MessageHead head)
        => IsEvent(head)
            && (Named.Contains(head.Event)
                || head.Event.StartsWith("xpay_", StringComparison.OrdinalIgnoreCase)
                || head.Event.StartsWith("transport_", StringComparison.OrdinalIgnoreCase)
                || (head.Event.StartsWith("minigame_", StringComparison.OrdinalIgnoreCase)
                    && head.Event.Contains("deliver", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Returns whether WeChat may read an object in answer to the event: each one, also of a name that is new, that is no part of a chat.</summary>
    public static bool MayHaveAnswer(MessageHead head) => IsEvent(head) && !OfChats.Contains(head.Event);

    private static bool IsEvent(MessageHead head) => head.Event.Length > 0 && (head.MsgType is "" or "event");
}
