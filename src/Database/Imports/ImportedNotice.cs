using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.Database.Imports;

/// <summary>A message to a user that another system was to send.</summary>
/// <param name="Id">The id there.</param>
/// <param name="OpenId">The user's openid.</param>
/// <param name="Order">The message; the user's id in it says nothing.</param>
public sealed record ImportedNotice(long Id, string OpenId, NewNotice Order)
{
    /// <summary>Returns the id only: the message is personal.</summary>
    public override string ToString() => $"notice {Id}";
}
