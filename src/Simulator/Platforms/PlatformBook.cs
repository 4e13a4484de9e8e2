using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Keeps the platforms by AppId.</summary>
internal sealed class PlatformBook(AccountBook accounts, TokenRegister tokens, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, PlatformState> _platforms = new(StringComparer.Ordinal);

    public IReadOnlyList<PlatformState> All => [.. _platforms.Values.OrderBy(state => state.AppId, StringComparer.Ordinal)];

    /// <summary>Adds a platform, or replaces its settings; its tickets, tokens and authorizers stay.</summary>
    public PlatformState Add(SimulatedPlatform platform)
    {
        var state = _platforms.GetOrAdd(platform.AppId, _ => new PlatformState(platform, tokens, clock));
        state.Settings = platform;
        foreach (var authorizer in platform.Authorizers.Where(authorizer => !state.IsAuthorized(authorizer.AppId)))
        {
            state.AuthorizeSilently(accounts.Find(authorizer.AppId), authorizer);
        }

        return state;
    }

    public bool TryFind(string? appId, [NotNullWhen(true)] out PlatformState? state)
    {
        state = null;
        return appId is not null && _platforms.TryGetValue(appId, out state);
    }

    public PlatformState Find(string appId) =>
        TryFind(appId, out var state)
            ? state
            : throw new ArgumentException($"No platform '{appId}' was added to the simulator.", nameof(appId));

    public bool IsAuthorized(string platform, string appId) => TryFind(platform, out var state) && state.IsAuthorized(appId);

    /// <summary>Returns a platform that the account is authorized to, or null.</summary>
    public PlatformState? FirstOf(string appId) => All.FirstOrDefault(state => state.IsAuthorized(appId));

    /// <summary>Returns whether the account's messages have a URL to go to: its own server's, or that of a platform.</summary>
    public bool HasUrlFor(SimulatedAccount account) =>
        account.GatewayUrl is not null || FirstOf(account.AppId)?.Settings.MessageUrl is not null;
}
