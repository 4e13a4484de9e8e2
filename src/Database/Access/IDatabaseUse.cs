namespace WxYarpGateway.Database.Access;

/// <summary>
/// A part of the gateway that keeps something in the database. Register it as a singleton: while no part needs the database, the gateway
/// opens none and loads nothing of it.
/// </summary>
public interface IDatabaseUse
{
    /// <summary>
    /// Returns why the configuration in force needs the database, such as "service 'saas' is a platform"; <see langword="null"/> when it
    /// does not. Asked at start and every second after.
    /// </summary>
    string? WhyNeeded();
}
