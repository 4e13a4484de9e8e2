namespace WxYarpGateway.TokenService.Codes;

/// <summary>Tells what WeChat sends in the place of a code.</summary>
public static class OAuthCode
{
    // WeChat's page sends it for a user who refused, beside the documented way of sending no code at all. Real codes have 32 characters.
    private const string Refused = "authdeny";

    /// <summary>Returns whether a code says that the user did not consent, so that there is nothing to exchange.</summary>
    /// <param name="code">The code, decoded, as the browser brought it.</param>
    public static bool SaysRefused(string code) => code.AsSpan().Trim().Equals(Refused, StringComparison.OrdinalIgnoreCase);
}
