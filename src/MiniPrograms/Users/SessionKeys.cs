namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>The keys with which WeChat seals what it gives the phone for the backend (<c>session_key</c>).</summary>
/// <param name="Current">The one of the last login; empty when there is none.</param>
/// <param name="Previous">
/// The one before, which may still be the phone's: <c>wx.login</c> changes the key only sometimes. Empty when there is none.
/// </param>
public sealed record SessionKeys(string Current, string Previous)
{
    /// <summary>Returns a mask.</summary>
    public override string ToString() => "***";
}
