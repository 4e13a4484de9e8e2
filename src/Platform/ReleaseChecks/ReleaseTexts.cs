using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Platform.ReleaseChecks;

/// <summary>The texts of the release check, as WeChat's page writes them.</summary>
internal static class ReleaseTexts
{
    private const string Text = "TESTCOMPONENT_MSG_TYPE_TEXT";
    private const string TextReply = "TESTCOMPONENT_MSG_TYPE_TEXT_callback";
    private const string Query = "QUERY_AUTH_CODE:";
    private const string ApiReply = "_from_api";
    private const string EventReply = "from_callback";

    /// <summary>Returns the code of the step that asks for a reply by the API; <see langword="null"/> for another step.</summary>
    public static string? CodeOf(MessageContext message)
        => ContentOf(message) is var text && text.StartsWith(Query, StringComparison.Ordinal) ? text[Query.Length..] : null;

    /// <summary>Returns the text that the user must see at once; <see langword="null"/> for a message that is no step.</summary>
    public static string? ReplyTo(MessageContext message)
        => ContentOf(message) == Text ? TextReply : message is { MsgType: "event", Event.Length: > 0 } ? message.Event + EventReply : null;

    /// <summary>Returns the text that the user must see by the API.</summary>
    public static string ReplyByApi(string code) => code + ApiReply;

    private static string ContentOf(MessageContext message)
        => message.MsgType == "text" ? message.GetString("Content")?.Trim() ?? "" : "";
}
