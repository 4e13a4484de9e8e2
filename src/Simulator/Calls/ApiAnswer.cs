using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Holds the JSON that a call is answered with and the content type that WeChat gives it.</summary>
internal sealed record ApiAnswer(JsonObject Body, string ContentType = ApiAnswer.OddJson)
{
    // Seen on live answers: "encoding" is no parameter of application/json, and some APIs call their JSON plain text.
    public const string OddJson = "application/json; encoding=utf-8";
    public const string PlainText = "text/plain";

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
