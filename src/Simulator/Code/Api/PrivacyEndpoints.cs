using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers the calls for the privacy guide. Their path looks like a platform's, but they take the mini program's token.</summary>
internal sealed class PrivacyEndpoints(CodeGate gate, CodeBook book)
{
    private const int Online = 1;
    private const int Development = 2;

    private static readonly string[] Contacts = ["contact_email", "contact_phone", "contact_qq", "contact_weixin"];

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/cgi-bin/component/getprivacysetting"] = gate.Post(Get),
        ["/cgi-bin/component/setprivacysetting"] = call => gate.Post((caller, json) => Set(caller, AsSent(call, json)))(call),
    };

    private ApiAnswer Get(CodeCaller caller, JsonObject json)
    {
        if (VersionOf(json) is not { } version)
        {
            return CodeErrors.InvalidPrivacyVersion;
        }

        var program = book.Of(caller.Account.AppId);
        var setting = program.Privacy(version == Online);
        return ApiAnswer.Ok()
            .And("code_exist", program.Report.Committed is null ? 0 : 1)
            .And("privacy_list", new JsonArray("UserInfo", "Location", "PhoneNumber"))
            .And("setting_list", setting is null ? new JsonArray() : JsonNode.Parse(setting.Purposes))
            .And("update_time", setting?.UpdatedAt.ToUnixTimeSeconds() ?? 0)
            .And("owner_setting", setting is null ? new JsonObject() : JsonNode.Parse(setting.Owner))
            .And("privacy_desc", new JsonObject { ["privacy_desc_list"] = new JsonArray() });
    }

    private ApiAnswer Set(CodeCaller caller, JsonObject json)
    {
        var (owner, purposes) = (json["owner_setting"] as JsonObject, json["setting_list"] as JsonArray);
        if (VersionOf(json) is not { } version)
        {
            return CodeErrors.InvalidPrivacyVersion;
        }

        if (owner is null || (version == Online) != (purposes is null) || (purposes ?? []).Any(item => item is not JsonObject))
        {
            return ApiError.InvalidBody;
        }

        var setting = new PrivacySetting(owner.ToJsonString(), (purposes ?? []).ToJsonString());
        return !Contacts.Any(name => owner.Text(name) is not null) ? CodeErrors.OwnerIncomplete
            : owner.Text("notice_method") is null ? CodeErrors.NoNotice
            : book.Of(caller.Account.AppId).SetPrivacy(setting, version == Online) is { } error ? error
            : ApiAnswer.Ok();
    }

    // Documented: escaped Chinese is shown to users as it was sent, \u4f60 and all.
    private static JsonObject AsSent(ApiCall call, JsonObject json) => call.HasEscapes
        ? ApiCall.ParseObject(System.Text.Encoding.UTF8.GetBytes(call.Text.Replace(@"\u", @"\\u", StringComparison.Ordinal))) ?? json
        : json;

    private static long? VersionOf(JsonObject json) =>
        json["privacy_ver"] is null ? Development : json.Number("privacy_ver") is (Online or Development) and var version ? version : null;
}
