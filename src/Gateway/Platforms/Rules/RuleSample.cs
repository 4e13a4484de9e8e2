using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Rules;

namespace WxYarpGateway.Gateway.Platforms.Rules;

/// <summary>A message such as a rule may take, for a trial.</summary>
/// <param name="AppId">The AppId of the account that it is for.</param>
/// <param name="Json">The message, as a backend gets it.</param>
internal sealed record RuleSample(string AppId, ReadOnlyMemory<byte> Json)
{
    private const string SomeAccount = "wx0000000000000000";
    private const string SomeUser = "oSample0000000000000000000000";

    /// <summary>Returns a sample of what is asked for; else of what the rule's conditions name in full.</summary>
    public static RuleSample Of(Rule rule, string appId, string msgType, string eventName, DateTimeOffset now)
    {
        appId = First(appId, rule.When.AppId, SomeAccount);
        eventName = First(eventName, rule.When.Event, "");
        msgType = First(msgType, rule.When.MsgType, eventName.Length > 0 ? "event" : "text");
        if (msgType == "event" && eventName.Length == 0)
        {
            eventName = "CLICK";
        }

        return new RuleSample(appId, JsonBody.Of(json =>
        {
            json.WriteString("ToUserName"u8, "gh_000000000000");
            json.WriteString("FromUserName"u8, SomeUser);
            json.WriteNumber("CreateTime"u8, now.ToUnixTimeSeconds());
            json.WriteString("MsgType"u8, msgType);
            switch (msgType)
            {
                case "event":
                    json.WriteString("Event"u8, eventName);
                    json.WriteString("EventKey"u8, "sample");
                    return;
                case "text":
                    json.WriteString("Content"u8, "sample");
                    break;
                case "image":
                    json.WriteString("PicUrl"u8, "https://example.com/sample.jpg");
                    json.WriteString("MediaId"u8, "sample");
                    break;
                default:
                    json.WriteString("MediaId"u8, "sample");
                    break;
            }

            json.WriteString("MsgId"u8, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }));
    }

    // The sample has no words of a user's.
    public override string ToString() => AppId;

    private static string First(string asked, IReadOnlyList<string> patterns, string usual)
        => asked.Length > 0 ? asked : patterns.FirstOrDefault(pattern => !pattern.AsSpan().ContainsAny('*', '?')) ?? usual;
}
