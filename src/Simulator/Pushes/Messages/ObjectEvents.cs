namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>Lists the events that must be answered with a result object, such as <c>{"ErrCode":0,"ErrMsg":"success"}</c>.</summary>
internal static class ObjectEvents
{
    // PROTOCOL 2.6: the groups of events with documented replies, virtual payment, and mini games that deliver goods.
    private static readonly HashSet<string> Named = new(StringComparer.Ordinal)
    {
        "add_single_waybill", "cancel_single_waybill", "notify_single_waybill_pay", "query_single_waybill", "query_single_waybill_fee",
        "query_single_waybill_pay", "remind_waybill", "waybill_complaint", "waybill_evaluate_agent", "waybill_query_expect_time_range",
        "add_waybill", "cancel_waybill", "check_biz", "get_quota",
        "cancel_auth_account", "get_auth_info", "get_pre_auth_code",
        "open_product_receive_coupon",
    };

    private static readonly HashSet<string> OfChats = new(StringComparer.OrdinalIgnoreCase)
    {
        "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "view_miniprogram", "scancode_push", "scancode_waitmsg",
        "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "user_enter_tempsession", "ENTER",
    };

    public static bool Want(string eventName) =>
        Named.Contains(eventName)
        || eventName.StartsWith("xpay_", StringComparison.Ordinal)
        || eventName.StartsWith("transport_", StringComparison.Ordinal)
        || (eventName.StartsWith("minigame_", StringComparison.Ordinal) && eventName.Contains("deliver", StringComparison.Ordinal));

    /// <summary>Returns whether the event belongs to a chat, so that its answer is a message.</summary>
    public static bool IsOfChat(string eventName) => OfChats.Contains(eventName);
}
