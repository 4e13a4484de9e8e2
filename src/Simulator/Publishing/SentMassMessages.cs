using System.Globalization;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Records the mass messages that WeChat accepted, in order.</summary>
public sealed class SentMassMessages
{
    private readonly AccountShelf<MassMessage> _all = new();

    /// <summary>Returns the messages of an account, oldest first.</summary>
    public IReadOnlyList<MassMessage> Of(string appId) => _all.Of(appId);

    internal void Put(MassMessage message) => _all.Put(message.AppId, KeyOf(message.MsgId), message);

    internal bool TryFind(string appId, long? id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MassMessage? message)
    {
        message = null;
        return id is { } number && _all.TryFind(appId, KeyOf(number), out message);
    }

    private static string KeyOf(long id) => id.ToString(CultureInfo.InvariantCulture);
}
