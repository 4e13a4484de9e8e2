using System.Globalization;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>Builds the events of notices, which differ in JSON and XML by more than the notation.</summary>
internal static class NoticeEvents
{
    /// <summary>Returns the event of the question whether a user accepts notices.</summary>
    public static PushedMessage Answered(SimulatedAccount account, string openId, IReadOnlyList<NoticeAnswer> answers) =>
        EventOf(account, openId, "subscribe_msg_popup_event", "SubscribeMsgPopupEvent", answers.Select(answer =>
        {
            var item = StatusOf(answer);
            item["PopupScene"] = 0;
            return item;
        }));

    /// <summary>Returns the event of a change in the mini program's settings.</summary>
    public static PushedMessage Changed(SimulatedAccount account, string openId, IReadOnlyList<NoticeAnswer> answers) =>
        EventOf(account, openId, "subscribe_msg_change_event", "SubscribeMsgChangeEvent", answers.Select(StatusOf));

    /// <summary>Returns the event of a notice that was sent, or was not.</summary>
    public static PushedMessage Sent(SimulatedAccount account, string openId, string templateId, long messageId, int error) =>
        EventOf(account, openId, "subscribe_msg_sent_event", "SubscribeMsgSentEvent",
        [
            new JsonObject
            {
                ["TemplateId"] = templateId,
                ["MsgID"] = messageId,
                ["ErrorCode"] = error,
                ["ErrorStatus"] = error == 0 ? "success" : "failed",
            },
        ]);

    // Documented: XML wraps the list; JSON has it bare, as an object when there is one item, and writes numbers as text.
    private static PushedMessage EventOf(
        SimulatedAccount account,
        string openId,
        string name,
        string wrapper,
        IEnumerable<JsonObject> items)
    {
        var list = items.ToList();
        var isJson = account.Format == DataFormat.Json && account.GatewayUrl is not null;
        var message = PushedMessage.Event(name).From(openId);
        if (!isJson)
        {
            return message.With(wrapper, new JsonObject { ["List"] = new JsonArray([.. list]) });
        }

        var texts = list.Select(item => new JsonObject(item.Select(field =>
            KeyValuePair.Create(field.Key, (JsonNode?)Convert.ToString(field.Value, CultureInfo.InvariantCulture))))).ToList();
        return message.With("List", texts is [var only] ? only : new JsonArray([.. texts]));
    }

    private static JsonObject StatusOf(NoticeAnswer answer) =>
        new() { ["TemplateId"] = answer.TemplateId, ["SubscribeStatusString"] = answer.IsAccepted ? "accept" : "reject" };
}
