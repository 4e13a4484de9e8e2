namespace WxYarpGateway.Console.Pages.Keys;

/// <summary>What a key of the internal API can be good for. <c>Languages/SettingsTexts</c> says what each opens.</summary>
internal static class ApiScopes
{
    /// <summary>Gets all scopes, those that read before those that change.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "api", "tokens", "secrets", "overview:read", "platform:read", "platform:write", "login:read", "login:write", "try:read",
        "try:write", "settings:read", "settings:write", "vault:export", "actor:name",
    ];
}
