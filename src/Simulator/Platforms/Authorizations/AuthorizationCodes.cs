using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>A platform's authorization codes; each can be exchanged once. The platform's state locks it.</summary>
internal sealed class AuthorizationCodes
{
    // Real codes have "queryauthcode@@@" and some 43 characters.
    private const string Head = "queryauthcode@@@";
    private const int CodeBytes = 32;
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly OrderedDictionary<string, Code> _codes = new(StringComparer.Ordinal);

    public IReadOnlyList<AuthorizationCodeUse> All(string platform) =>
        [.. _codes.Select(pair => new AuthorizationCodeUse(pair.Key, platform, pair.Value.AppId, pair.Value.Exchanges, pair.Value.IsUsed))];

    public string Issue(string appId, TimeSpan lifetime, DateTimeOffset now)
    {
        while (_codes.Count > 0 && now - _codes.GetAt(0).Value.IssuedAt > Memory)
        {
            _codes.RemoveAt(0);
        }

        var value = $"{Head}{RandomIds.Base64UrlOf(CodeBytes)}";
        _codes[value] = new Code(appId, now, now + lifetime);
        return value;
    }

    /// <summary>Uses a code up. Returns the error, or null and the authorizer's AppId.</summary>
    public ApiError? Take(string value, DateTimeOffset now, out string? appId)
    {
        appId = null;
        if (!_codes.TryGetValue(value, out var code))
        {
            return ApiError.InvalidAuthorizationCode;
        }

        code.Exchanges++;
        if (code.IsUsed || now >= code.ExpiresAt)
        {
            // Both are reported for used codes; WeChat documents neither.
            return code.IsUsed ? ApiError.InvalidAuthorizationCode : ApiError.AuthorizationCodeExpired;
        }

        (code.IsUsed, appId) = (true, code.AppId);
        return null;
    }

    private sealed class Code(string appId, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        public string AppId => appId;

        public DateTimeOffset IssuedAt => issuedAt;

        public DateTimeOffset ExpiresAt => expiresAt;

        public bool IsUsed { get; set; }

        public int Exchanges { get; set; }
    }
}
