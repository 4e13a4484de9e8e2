using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>A platform's authorizers in the order of their authorization, and the life of their tokens. The state locks it.</summary>
internal sealed class Authorizers(Func<Authorizer, TokenGrant> issue, TokenRegister tokens)
{
    // Real refresh tokens have "refreshtoken@@@" and 43 characters.
    private const string Head = "refreshtoken@@@";
    private const int TokenBytes = 32;

    // Not documented for authorizers; the overlap of the other tokens.
    private static readonly TimeSpan Overlap = TokenRules.Overlap;

    private readonly OrderedDictionary<string, Authorizer> _authorizers = new(StringComparer.Ordinal);

    public int Count => _authorizers.Count;

    public Authorizer? Find(string appId) => _authorizers.GetValueOrDefault(appId);

    public IEnumerable<Authorizer> Page(int offset, int count)
    {
        for (var index = offset; index < Math.Min(_authorizers.Count, (long)offset + count); index++)
        {
            yield return _authorizers.GetAt(index).Value;
        }
    }

    /// <summary>Adds an authorizer, or changes its permissions. Returns the InfoType of the event that WeChat pushes, or null.</summary>
    public string? Authorize(SimulatedAccount account, IReadOnlyList<int> sets, RefreshTokenMode mode, DateTimeOffset now)
    {
        if (Find(account.AppId) is not { } known)
        {
            _authorizers[account.AppId] =
                new Authorizer(account) { PermissionSets = sets, RefreshToken = NewToken(), AuthorizedAt = now };
            return "authorized";
        }

        // A user's report: scanning again ends the access token in use at once.
        EndTokens(known);
        if (mode != RefreshTokenMode.Stable)
        {
            known.RefreshToken = NewToken();
        }

        var isSame = known.PermissionSets.Order().SequenceEqual(sets.Order());
        (known.PermissionSets, known.AuthorizedAt) = (sets, now);

        // Documented: updateauthorized is not sent when the sets are the same.
        return isSame ? null : "updateauthorized";
    }

    public ApiError? Query(string appId, out AuthorizerGrant? grant)
    {
        grant = null;
        if (Find(appId) is not { } authorizer)
        {
            return ApiError.NotAuthorizedByAccount;
        }

        authorizer.WasQueried = true;
        grant = GrantOf(authorizer);
        return null;
    }

    public ApiError? Renew(string appId, string? refreshToken, RefreshTokenMode mode, out AuthorizerGrant? grant)
    {
        grant = null;
        if (Find(appId) is not { } authorizer)
        {
            return ApiError.NotAuthorizedByAccount;
        }

        if (refreshToken != authorizer.RefreshToken)
        {
            return ApiError.InvalidAuthorizerRefreshToken;
        }

        if (mode != RefreshTokenMode.Stable)
        {
            authorizer.RefreshToken = NewToken();
        }

        // Counted from 1, so that the first answer is lost, the second is not.
        authorizer.Renewals++;
        authorizer.WasQueried = true;
        var isLost = mode == RefreshTokenMode.RotateAndForgetAnswer && authorizer.Renewals % 2 == 1;
        grant = GrantOf(authorizer) with { IsLost = isLost };
        return null;
    }

    public bool Remove(string appId)
    {
        if (Find(appId) is { } authorizer)
        {
            EndTokens(authorizer);
        }

        return _authorizers.Remove(appId);
    }

    private static string NewToken() => $"{Head}{RandomIds.Base64UrlOf(TokenBytes)}";

    private void EndTokens(Authorizer authorizer)
    {
        foreach (var token in authorizer.AccessTokens)
        {
            tokens.Invalidate(token, TimeSpan.Zero);
        }

        authorizer.AccessTokens.Clear();
    }

    private AuthorizerGrant GrantOf(Authorizer authorizer)
    {
        if (authorizer.AccessTokens is [.., var last])
        {
            tokens.Invalidate(last, Overlap);
        }

        var token = issue(authorizer);
        authorizer.AccessTokens.Add(token.Value);
        return new AuthorizerGrant(authorizer.Account.AppId, token, authorizer.RefreshToken, authorizer.PermissionSets);
    }
}
