using System.Security.Cryptography;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Issues codes and users' tokens by WeChat's rules, and knows every one it issued.</summary>
internal sealed class OAuthRegister(TimeProvider clock)
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly Lock _gate = new();
    private readonly Queue<IssuedCode> _inOrder = new();
    private readonly Dictionary<string, IssuedCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OAuthGrant> _grants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OAuthGrant> _refreshes = new(StringComparer.Ordinal);

    public IReadOnlyList<CodeUse> Codes
    {
        get
        {
            lock (_gate)
            {
                return [.. _inOrder.Select(code => new CodeUse(code.Value, code.AppId, code.OpenId, code.Scope, code.Exchanges))];
            }
        }
    }

    public string IssueCode(string appId, string openId, string scope)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            while (_inOrder.TryPeek(out var oldest) && now - oldest.IssuedAt > OAuthRules.CodeMemory)
            {
                _codes.Remove(_inOrder.Dequeue().Value);
            }

            // Real codes have 32 letters and digits, the first of which is a 0.
            var code = new IssuedCode($"0{RandomNumberGenerator.GetString(Alphanumeric, 31)}", appId, openId, scope, now);
            _inOrder.Enqueue(code);
            _codes[code.Value] = code;
            return code.Value;
        }
    }

    /// <summary>Exchanges a code; another account's is as good as unknown. Returns what is wrong, or null and the grant.</summary>
    public ApiError? Exchange(string appId, string value, out OAuthAnswer? answer)
    {
        lock (_gate)
        {
            answer = null;
            if (!_codes.TryGetValue(value, out var code))
            {
                return ApiError.InvalidCode;
            }

            code.Exchanges++;
            var now = clock.GetUtcNow();
            var error = code.AppId != appId ? ApiError.InvalidCode
                : code.IsUsed ? ApiError.CodeUsed
                : now - code.IssuedAt >= OAuthRules.CodeLifetime ? ApiError.CodeExpired
                : null;
            if (error is null)
            {
                code.IsUsed = true;
                var grant = new OAuthGrant(appId, code.OpenId, code.Scope, NewToken(), now);
                _refreshes[grant.RefreshToken] = grant;
                answer = GiveToken(grant, now);
            }

            return error;
        }
    }

    /// <summary>Renews a token: one that is still valid stays the same and lives longer, one that expired is replaced.</summary>
    public ApiError? Refresh(string appId, string refreshToken, out OAuthAnswer? answer)
    {
        lock (_gate)
        {
            answer = null;
            var now = clock.GetUtcNow();
            if (!_refreshes.TryGetValue(refreshToken, out var grant) || grant.AppId != appId)
            {
                return ApiError.InvalidRefreshToken;
            }

            if (now >= grant.RefreshExpiresAt)
            {
                return ApiError.RefreshTokenExpired;
            }

            answer = GiveToken(grant, now);
            return null;
        }
    }

    /// <summary>Returns what is wrong with a user's token, or null and what it stands for.</summary>
    public ApiError? Check(string accessToken, out OAuthGrant? grant)
    {
        lock (_gate)
        {
            return !_grants.TryGetValue(accessToken, out grant) ? (accessToken.Length < OAuthRules.ShortestToken ? ApiError.InvalidAccessToken : ApiError.InvalidCredential)
                : accessToken != grant.AccessToken || clock.GetUtcNow() >= grant.AccessExpiresAt ? ApiError.AccessTokenExpired
                : null;
        }
    }

    public string? FindAppId(string accessToken)
    {
        lock (_gate)
        {
            return _grants.GetValueOrDefault(accessToken)?.AppId;
        }
    }

    // They look like the account's own token, which they are not: a number and base64url.
    private static string NewToken() =>
        $"9{RandomNumberGenerator.GetInt32(10)}_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(66)).Replace('+', '-').Replace('/', '_')}";

    private OAuthAnswer GiveToken(OAuthGrant grant, DateTimeOffset now)
    {
        if (now >= grant.AccessExpiresAt)
        {
            grant.AccessToken = NewToken();
            _grants[grant.AccessToken] = grant;
        }

        grant.AccessExpiresAt = now + OAuthRules.TokenLifetime;
        return new OAuthAnswer(grant.AccessToken, (int)OAuthRules.TokenLifetime.TotalSeconds, grant.RefreshToken, grant.OpenId, grant.Scope);
    }
}
