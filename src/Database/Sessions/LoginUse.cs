using WxYarpGateway.Database.Access;
using WxYarpGateway.MiniPrograms.Apps;

namespace WxYarpGateway.Database.Sessions;

/// <summary>Says that logins need the database.</summary>
internal sealed class LoginUse(LoginCatalog? catalog) : IDatabaseUse
{
    /// <inheritdoc/>
    public string? WhyNeeded() => catalog?.WhyDatabase();
}
