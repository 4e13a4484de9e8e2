using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Import;

/// <summary>Reads what an account shares with WeChat. A value that is wrong stays, so that nothing is lost; a hint does not.</summary>
internal static class Credential
{
    private const string Console = "from the WeChat console";
    private const string NoSpaces = "it must be printable text without spaces";

    /// <summary>Returns the AppId.</summary>
    public static Found<string> AppIdOf(SourceObject wxParams) => Of(
        wxParams.Text(GoGatewayKeys.AppId), $"the AppId {Console}", isRequired: true,
        value => AppId.TryParse(value, out _) ? null : NoSpaces);

    /// <summary>Returns the AppSecret.</summary>
    public static Found<string> AppSecretOf(SourceObject wxParams) => Of(
        wxParams.Text(GoGatewayKeys.AppSecret), $"the AppSecret {Console}", isRequired: false,
        value => AppSecret.TryParse(value, out _) ? null : NoSpaces);

    /// <summary>Returns the token of the server configuration.</summary>
    public static Found<string> TokenOf(SourceObject wxParams) => Of(
        wxParams.Text(GoGatewayKeys.Token), $"the Token {Console}", isRequired: true,
        value => CallbackToken.Parse(value) is not null ? null : $"{NoSpaces}, at most {CallbackToken.LongestLength} characters");

    /// <summary>Returns the EncodingAESKey; empty when there is none.</summary>
    public static Found<string> AesKeyOf(SourceObject wxParams) => Of(
        wxParams.Text(GoGatewayKeys.AesKey), $"the EncodingAESKey {Console}, unless it is in plaintext mode (明文模式)", isRequired: false,
        value => EncodingAesKey.Parse(value) is not null ? null : $"it must be {EncodingAesKey.TextLength} letters, digits, + and /; go-wx-gateway did not start with it");

    private static Found<string> Of(Found<string> found, string what, bool isRequired, Func<string, string?> whatIsWrong)
    {
        if (found.Value.Length == 0)
        {
            return isRequired ? found.Noting($"fill in {what}: there was none") : found;
        }

        if (Hints.IsForCredential(found.Value))
        {
            return found.Becoming("", $"fill in {what}: what stood here was a hint");
        }

        return whatIsWrong(found.Value) is { } problem ? found.Noting($"fill in again: {problem}") : found;
    }
}
