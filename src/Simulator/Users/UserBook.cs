using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Keeps the users of every account, in the order they were added. An openid belongs to one account.</summary>
internal sealed class UserBook
{
    private readonly AccountShelf<SimulatedUser> _users = new();

    public void Add(string appId, SimulatedUser user) => _users.Put(appId, user.OpenId, user.WithRawFields());

    public bool TryFind(string appId, string? openId, [NotNullWhen(true)] out SimulatedUser? user) =>
        _users.TryFind(appId, openId, out user);

    public IReadOnlyList<SimulatedUser> Of(string appId) => _users.Of(appId);

    /// <summary>Returns whether the openid belongs to another account, and not to this one.</summary>
    public bool IsForeign(string appId, string openId) => !_users.TryFind(appId, openId, out _) && _users.HasAnywhere(openId);
}
