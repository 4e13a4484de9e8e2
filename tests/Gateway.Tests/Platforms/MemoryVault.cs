using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>The database's part in tokens, in the memory of one test.</summary>
internal sealed class MemoryVault : IAuthorizerVault, ISpillCipher, ISoleRenewer
{
    private readonly ConcurrentDictionary<AuthorizerKey, VaultedToken> _rows = [];
    private readonly ConcurrentDictionary<AppId, ComponentTicket> _tickets = [];

    /// <summary>Gets or sets a value indicating whether writes of refresh tokens fail.</summary>
    public bool TakesNoWrites { get; set; }

    /// <summary>Has a gateway use this vault in the place of its database's.</summary>
    public void Replace(IServiceCollection services)
        => services.Replace(ServiceDescriptor.Singleton<IAuthorizerVault>(this))
            .Replace(ServiceDescriptor.Singleton<ISpillCipher>(this))
            .Replace(ServiceDescriptor.Singleton<ISoleRenewer>(this));

    public void Put(AuthorizerKey key, string refreshToken) => _rows[key] = new VaultedToken(refreshToken, 1, AuthorizerState.Authorized);

    public ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(_rows.GetValueOrDefault(key));

    public ValueTask<bool> TryWriteAsync(AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken)
    {
        if (TakesNoWrites)
        {
            throw new VaultUnavailableException("the test took it away");
        }

        _rows[key] = new VaultedToken(refreshToken, seenVersion + 1, AuthorizerState.Authorized);
        return ValueTask.FromResult(true);
    }

    public ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken)
    {
        if (_rows.TryGetValue(key, out var row))
        {
            _rows[key] = row with { State = state };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken)
        => ValueTask.FromResult(_tickets.GetValueOrDefault(component));

    public ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken)
    {
        _tickets[component] = ticket;
        return ValueTask.CompletedTask;
    }

    public byte[] Seal(ReadOnlySpan<byte> plain, string row) => plain.ToArray();

    public byte[]? Open(ReadOnlySpan<byte> @sealed, string row) => @sealed.ToArray();

    public ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
