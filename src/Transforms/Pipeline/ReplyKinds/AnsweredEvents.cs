namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Knows what WeChat does with the answer to an event: show it to the user, read it as an object, or ignore it.</summary>
/// <remarks>Source: PROTOCOL 2.6, the rows of replies and their groups; "Official-account events"; virtual payment; mini games.</remarks>
internal static class AnsweredEvents
{
    // For these WeChat waits for an object such as {"ErrCode":0,"ErrMsg":"success"}.
    private static readonly HashSet<string> WithObject = new(StringComparer.OrdinalIgnoreCase)
    {
        "add_single_waybill", "cancel_single_waybill", "notify_single_waybill_pay", "query_single_waybill", "query_single_waybill_fee",
        "query_single_waybill_pay", "remind_waybill", "waybill_complaint", "waybill_evaluate_agent", "waybill_query_expect_time_range",
        "add_waybill", "cancel_waybill", "check_biz", "get_quota",
        "cancel_auth_account", "get_auth_info", "get_pre_auth_code",
        "open_product_receive_coupon",
    };

    // Actions of a user in a chat. WeChat takes an object in answer for a broken message and shows the user an error.
    private static readonly HashSet<string> OfChat = new(StringComparer.OrdinalIgnoreCase)
    {
        "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "view_miniprogram", "scancode_push", "scancode_waitmsg",
        "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "user_enter_tempsession", "ENTER",
    };

    // Actions in a chat whose answer WeChat shows to the user.
    private static readonly HashSet<string> WithMessage = new(StringComparer.Ordinal)
    {
        "subscribe", "SCAN", "scan", "CLICK", "scancode_waitmsg",
    };

    /// <summary>Returns whether WeChat waits for an object in answer to the event. WeChat may misread <c>success</c> there.</summary>
    public static bool WantAnswer(MessageHead head)
        => IsEvent(head)
            && (WithObject.Contains(head.Event)
                || head.Event.StartsWith("xpay_", StringComparison.OrdinalIgnoreCase)
                || head.Event.StartsWith("transport_", StringComparison.OrdinalIgnoreCase)
                || (head.Event.StartsWith("minigame_", StringComparison.OrdinalIgnoreCase)
                    && head.Event.Contains("deliver", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Returns whether WeChat may read an object in answer: true for every event, known or not, outside of a chat.</summary>
    public static bool MayHaveAnswer(MessageHead head) => IsEvent(head) && !OfChat.Contains(head.Event);

    /// <summary>Returns whether WeChat shows the answer to the user: true for messages and for some actions in a chat.</summary>
    public static bool IsAnswerShown(MessageHead head)
        => head.MsgType.Length > 0 && (head.MsgType != "event" || WithMessage.Contains(head.Event));

    private static bool IsEvent(MessageHead head) => head.Event.Length > 0 && (head.MsgType is "" or "event");
}
