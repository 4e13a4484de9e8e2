using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Knows the users of every account; an openid means something to one account only.</summary>
internal sealed class UserBook
{
    private readonly ConcurrentDictionary<(string AppId, string OpenId), SimulatedUser> _users = new();

    public void Add(string appId, SimulatedUser user) => _users[(appId, user.OpenId)] = user;

    public bool TryFind(string appId, string? openId, [NotNullWhen(true)] out SimulatedUser? user) =>
        _users.TryGetValue((appId, openId ?? ""), out user);
}
