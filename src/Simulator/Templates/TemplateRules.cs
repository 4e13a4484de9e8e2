using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>Checks the body of a template message as WeChat does.</summary>
internal sealed partial class TemplateRules(UserBook users, TemplateBook templates)
{
    /// <summary>Returns the error of the body, or null.</summary>
    public ApiError? Check(SimulatedAccount account, ApiCall call) =>
        call.HasEscapes ? ApiError.EscapedCharacters
        : ErrorOfUser(account.AppId, call.Field("touser")) is { } error ? error
        : call.Field("template_id") is not { } template || !templates.MaySend(account, template) ? ApiError.InvalidTemplate
        : ErrorOfWords(call.Json!["data"]);

    // Live answers name the keyword: "argument invalid! data.thing1.value invalid".
    private static ApiError? ErrorOfWords(JsonNode? data) =>
        data is not JsonObject words ? Invalid("data")
        : words.FirstOrDefault(word => !IsText((word.Value as JsonObject)?["value"])).Key is { } wrong ? Invalid($"data.{wrong}.value")
        : null;

    private static ApiError Invalid(string what) =>
        ApiError.InvalidArgument with { Message = $"{ApiError.InvalidArgument.Message} {what} invalid" };

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);

    // As with customer-service messages, an unknown user counts as a follower.
    private ApiError? ErrorOfUser(string appId, string? openId) =>
        openId is null || !OpenId().IsMatch(openId) || users.IsForeign(appId, openId) ? ApiError.InvalidOpenId
        : users.TryFind(appId, openId, out var user) && !user.IsSubscribed ? ApiError.RequiresSubscription
        : null;

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex OpenId();
}
