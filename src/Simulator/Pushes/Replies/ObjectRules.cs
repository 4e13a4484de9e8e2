using System.Globalization;

namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>Checks an answer that is a result object (PROTOCOL 2.6, the rows of replies).</summary>
internal static class ObjectRules
{
    // The code's name differs between groups of events; 'get_quota' is answered with the quota alone.
    private static readonly string[] CodeNames = ["ErrCode", "ResultCode", "ret_code"];
    private const string Quota = "Quota";

    /// <summary>Returns whether the fields are a result object and not a message.</summary>
    public static bool IsObject(IReadOnlyDictionary<string, string> fields) =>
        fields.Count > 0 && fields.GetValueOrDefault("MsgType", "event") == "event";

    public static MalformedReplyException Missing(string? eventName) =>
        new($"The event '{eventName}' must be answered with a result object, such as ErrCode 0 and ErrMsg 'success', "
            + "in the push's own format; WeChat retries until it comes.");

    public static SimulatedReply Check(SimulatedReply reply, string? eventName, bool isWanted)
    {
        var code = CodeOf(reply.Fields);
        return IsObject(reply.Fields) && (!isWanted || code is not null || reply.Fields.ContainsKey(Quota))
            ? reply with { IsObject = true, ResultCode = code, MsgType = "" }
            : throw Missing(eventName);
    }

    private static int? CodeOf(IReadOnlyDictionary<string, string> fields) =>
        fields.Where(field => CodeNames.Contains(field.Key, StringComparer.OrdinalIgnoreCase))
            .Select(field => NumberIn(field.Value))
            .FirstOrDefault(code => code is not null);

    private static int? NumberIn(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
