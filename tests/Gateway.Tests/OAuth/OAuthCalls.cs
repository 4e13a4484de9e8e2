using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>Reads what WeChat was asked, and what a backend was told.</summary>
internal static class OAuthCalls
{
    public static string? Text(this BackendCall call, string name) => call.Json.GetProperty(name).GetString();

    public static string CodeOfOAuth(this BackendCall call) => System.Web.HttpUtility.ParseQueryString(call.Query)["code"] ?? "";
}
