using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>The JSON answer to a call, with the content type that WeChat gives it.</summary>
internal sealed record ApiAnswer(JsonObject Body, string ContentType = ApiAnswer.OddJson)
{
    // As live answers have them: WeChat writes "encoding" where "charset" belongs, and some APIs label their JSON as plain text.
    public const string OddJson = "application/json; encoding=utf-8";
    public const string PlainText = "text/plain";

    /// <summary>Gets whether the connection is cut instead: WeChat did it, and the caller never hears of it.</summary>
    public bool IsLost { get; init; }

    public int ErrorCode => Body["errcode"]?.GetValue<int>() ?? 0;

    public static implicit operator ApiAnswer(ApiError error) => Of(error);

    public static ApiAnswer Of(ApiError error) => new(new JsonObject { ["errcode"] = error.Code, ["errmsg"] = error.Message });

    public static ApiAnswer PlainOf(ApiError error) => Of(error) with { ContentType = PlainText };

    public ApiAnswer And(string name, JsonNode? value)
    {
        Body[name] = value;
        return this;
    }

    public static ApiAnswer Ok() => new(new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok" });
}
