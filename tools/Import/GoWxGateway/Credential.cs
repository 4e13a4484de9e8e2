using System.Buffers;
using WxYarpGateway.Import.Configuration;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Reads the credentials of an account. A wrong value is kept, so that nothing is lost; a sample's hint is not.</summary>
internal static class Credential
{
    private const string Console = "from the WeChat console";
    private const string NoSpaces = "it must be printable text without spaces";

    /// <summary>The most characters that the gateway takes for a token.</summary>
    private const int LongestToken = 64;

    /// <summary>The length of an EncodingAESKey: base64 of 32 bytes without its closing "=".</summary>
    private const int AesKeyLength = 43;

    private static readonly SearchValues<char> InAesKeys
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

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
        value => IsToken(value) ? null : $"{NoSpaces}, at most {LongestToken} characters");

    /// <summary>Returns the EncodingAESKey; empty when there is none.</summary>
    public static Found<string> AesKeyOf(SourceObject wxParams) => Of(
        wxParams.Text(GoGatewayKeys.AesKey), $"the EncodingAESKey {Console}, unless it is in plaintext mode (明文模式)", isRequired: false,
        value => IsAesKey(value) ? null : $"it must be {AesKeyLength} letters, digits, + and /; go-wx-gateway did not start with it");

    private static bool IsToken(string value)
        => value.Length <= LongestToken && !value.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter));

    private static bool IsAesKey(string value) => value.Length == AesKeyLength && !value.AsSpan().ContainsAnyExcept(InAesKeys);

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
