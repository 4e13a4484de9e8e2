using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Issues codes and users' tokens by WeChat's rules, and remembers them.</summary>
internal sealed class OAuthRegister(TimeProvider clock)
{
    private const int TokenBytes = 66;

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

            // Like real codes: 32 letters and digits, 0 first.
            var code = new IssuedCode($"0{RandomIds.Base62(31)}", appId, openId, scope, now);
            _inOrder.Enqueue(code);
            _codes[code.Value] = code;
            return code.Value;
        }
    }

    /// <summary>Exchanges a code of this account. Returns the error, or null and the tokens.</summary>
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

    /// <summary>Renews a token: extends a valid one, replaces an expired one.</summary>
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

    /// <summary>Returns the error of a user's token, or null and its grant.</summary>
    public ApiError? Check(string accessToken, out OAuthGrant? grant)
    {
        lock (_gate)
        {
            return !_grants.TryGetValue(accessToken, out grant)
                ? (accessToken.Length < OAuthRules.ShortestToken ? ApiError.InvalidAccessToken : ApiError.InvalidCredential)
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

    // Users' tokens look like the account's own token.
    private static string NewToken() => RandomIds.Token(TokenBytes);

    private OAuthAnswer GiveToken(OAuthGrant grant, DateTimeOffset now)
    {
        if (now >= grant.AccessExpiresAt)
        {
            grant.AccessToken = NewToken();
            _grants[grant.AccessToken] = grant;
        }

        grant.AccessExpiresAt = now + OAuthRules.TokenLifetime;
        return new OAuthAnswer(
            grant.AccessToken,
            (int)OAuthRules.TokenLifetime.TotalSeconds,
            grant.RefreshToken,
            grant.OpenId,
            grant.Scope);
    }
}
