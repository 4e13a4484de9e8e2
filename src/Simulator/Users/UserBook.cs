using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Knows the users of every account, in the order they were added; an openid means something to one account only.</summary>
internal sealed class UserBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderedDictionary<string, SimulatedUser>> _users = new(StringComparer.Ordinal);

    public void Add(string appId, SimulatedUser user)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(appId, out var users))
            {
                _users[appId] = users = new OrderedDictionary<string, SimulatedUser>(StringComparer.Ordinal);
            }

            users[user.OpenId] = user.WithRawFields();
        }
    }

    public bool TryFind(string appId, string? openId, [NotNullWhen(true)] out SimulatedUser? user)
    {
        lock (_gate)
        {
            user = null;
            return openId is not null && _users.TryGetValue(appId, out var users) && users.TryGetValue(openId, out user);
        }
    }

    public IReadOnlyList<SimulatedUser> Of(string appId)
    {
        lock (_gate)
        {
            return _users.TryGetValue(appId, out var users) ? [.. users.Values] : [];
        }
    }

    /// <summary>Returns whether the openid belongs to another account, and not to this one.</summary>
    public bool IsForeign(string appId, string openId)
    {
        lock (_gate)
        {
            return _users.Any(account => account.Value.ContainsKey(openId)) && !(_users.TryGetValue(appId, out var own) && own.ContainsKey(openId));
        }
    }
}
