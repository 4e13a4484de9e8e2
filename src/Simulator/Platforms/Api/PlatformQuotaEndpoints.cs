using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Answers <c>POST /cgi-bin/component/clear_quota/v2</c>, which takes the platform's secret instead of a token.</summary>
internal sealed class PlatformQuotaEndpoints(PlatformBook platforms, TimeProvider clock)
{
    public ApiAnswer Clear(ApiCall call)
    {
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (call.Json is not { } json)
        {
            return call.Body.Length == 0 ? ApiError.EmptyBody : ApiError.InvalidBody;
        }

        // Without appid the platform's own calls are cleared; else those of an authorizer.
        var platform = json.Text("component_appid");
        var appId = json.Text("appid") ?? platform;
        platforms.TryFind(platform, out var state);
        return platform is null ? ApiError.ComponentAppIdMissing
            : state is null ? ApiError.InvalidAppId
            : json.Text("appsecret") is not { } secret ? ApiError.SecretMissing
            : secret != state.Settings.AppSecret ? ApiError.InvalidSecret
            : state.RefusalOf(call) is { } refusal ? refusal
            : appId != platform && !state.IsAuthorized(appId!) ? ApiError.InvalidAppId
            : state.Quotas.Clear(appId!, isPlatform: appId == platform, clock.GetUtcNow()) is { } error ? error
            : ApiAnswer.Ok();
    }
}
