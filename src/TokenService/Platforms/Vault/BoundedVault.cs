using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>
/// A vault that answers within two seconds or throws <see cref="VaultUnavailableException"/>, whatever its client throws. A write that was
/// given up may still happen.
/// </summary>
internal sealed class BoundedVault(IAuthorizerVault vault, TimeProvider timeProvider) : IAuthorizerVault
{
    // A renewal has the lease for 15 s, of which WeChat may take 10.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    public ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken) =>
        AskAsync(token => vault.ReadAsync(key, token).AsTask(), cancellationToken);

    public ValueTask<bool> TryWriteAsync(AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken)
    {
        // Nothing overwrites a refresh token by nothing.
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        return AskAsync(token => vault.TryWriteAsync(key, refreshToken, seenVersion, token).AsTask(), cancellationToken);
    }

    public async ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken) =>
        await DoAsync(token => vault.WipeAsync(key, seenVersion, token), cancellationToken);

    public async ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken) =>
        await DoAsync(token => vault.MarkAsync(key, state, why, token), cancellationToken);

    public async ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken) =>
        await DoAsync(token => vault.AuthorizeAsync(key, token), cancellationToken);

    public ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken) =>
        AskAsync(token => vault.ReadTicketAsync(component, token).AsTask(), cancellationToken);

    public async ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken) =>
        await DoAsync(token => vault.WriteTicketAsync(component, ticket, token), cancellationToken);

    private async ValueTask DoAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken) =>
        await AskAsync(
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken);

    private async ValueTask<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Bound, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // Not every client heeds a cancellation token, so the wait itself ends too.
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new VaultUnavailableException("it did not answer in time");
        }
        catch (Exception e) when (e is not VaultUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            throw new VaultUnavailableException("it failed unexpectedly", e);
        }
    }
}
