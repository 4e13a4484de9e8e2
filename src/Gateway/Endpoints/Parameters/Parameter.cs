using System.Text.Json;

namespace WxYarpGateway.Gateway.Endpoints.Parameters;

/// <summary>One value as the caller sent it: text in a query or a form, anything in JSON.</summary>
/// <param name="Text">The text; <see langword="null"/> when it came in JSON.</param>
/// <param name="Json">What came in JSON.</param>
internal readonly record struct Parameter(string? Text, JsonElement Json)
{
    // It may be a code or an openid.
    public override string ToString() => "***";
}
