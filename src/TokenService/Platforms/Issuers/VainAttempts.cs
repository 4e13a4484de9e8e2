using System.Text;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Platforms.Issuers;

/// <summary>
/// Remembers for a day that WeChat gives no token for an authorizer, for all replicas: only another refresh token is worth an attempt.
/// </summary>
internal sealed class VainAttempts(IExpiringStore store, TimeProvider timeProvider)
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    // For while the store is away.
    private readonly ExpiringValues _own = new(timeProvider);

    /// <summary>Returns why trying with this refresh token is in vain; null when it may be worth it.</summary>
    public async ValueTask<WeChatError?> FindAsync(AuthorizerKey key, string refreshToken, CancellationToken cancellationToken)
    {
        var name = NameOf(key);
        StoredValue? found;
        try
        {
            found = await store.GetAsync(name, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            found = _own.Get(name);
        }

        var (broken, needsCode) = (ValueOf(RefreshTokenSearch.Broken, refreshToken), ValueOf(RefreshTokenSearch.NeedsCode, refreshToken));
        return found?.Text is not { } text ? null
            : text == broken ? RefreshTokenSearch.Broken
            : text == needsCode ? RefreshTokenSearch.NeedsCode
            : null;
    }

    /// <summary>Notes that an attempt was in vain.</summary>
    public async ValueTask NoteAsync(AuthorizerKey key, string refreshToken, WeChatError error, CancellationToken cancellationToken)
    {
        var value = StoredValue.OfText(ValueOf(error, refreshToken), Pause);
        _own.Set(NameOf(key), value);
        try
        {
            await store.SetAsync(NameOf(key), value, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The other replicas find out by themselves, once each.
        }
    }

    /// <summary>Forgets it: the account authorized the platform again.</summary>
    public async ValueTask ForgetAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        _own.Remove(NameOf(key));
        try
        {
            await store.RemoveAsync(NameOf(key), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The new refresh token is another one, as a rule.
        }
    }

    private static string NameOf(AuthorizerKey key) =>
        $"v1:{Uri.EscapeDataString(key.Component.Value)}:{Uri.EscapeDataString(key.AppId.Value)}:vain";

    private static string ValueOf(WeChatError error, string refreshToken) =>
        $"{error.Obstacle} {StoreChange.FingerprintOf(Encoding.UTF8.GetBytes(refreshToken))}";
}
