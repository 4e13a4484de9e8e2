namespace WxYarpGateway.PlatformImport.WxJava;

/// <summary>
/// A key of WxJava's storage: a prefix of the application's, what it is, the component, and for a refresh token the account.
/// </summary>
/// <remarks>Source: WxJava 46bca6d, AbstractWxOpenInRedisConfigStorage.</remarks>
/// <param name="Component">The component's AppId.</param>
/// <param name="AppId">The account's AppId; empty for the component's ticket.</param>
internal sealed record WxJavaKey(string Component, string AppId)
{
    /// <summary>The beginning of the key of a ticket.</summary>
    public const string Ticket = "wechat_component_verify_ticket:";

    /// <summary>The beginning of the key of a refresh token.</summary>
    public const string RefreshToken = "wechat_authorizer_refresh_token:";

    /// <summary>Gets a value indicating whether the key is a ticket's.</summary>
    public bool IsTicket => AppId.Length == 0;

    /// <summary>Reads a key; returns <see langword="null"/> when it is neither.</summary>
    public static WxJavaKey? Read(string key)
        => After(key, RefreshToken) is { } token
            ? token.Split(':') is [{ Length: > 0 } component, { Length: > 0 } appId] ? new WxJavaKey(component, appId) : null
            : After(key, Ticket) is { Length: > 0 } platform && !platform.Contains(':', StringComparison.Ordinal)
                ? new WxJavaKey(platform, "") : null;

    // The application may put a prefix before it.
    private static string? After(string key, string what)
        => key.IndexOf(what, StringComparison.Ordinal) is var at and >= 0 && (at == 0 || key[at - 1] == ':')
            ? key[(at + what.Length)..] : null;
}
