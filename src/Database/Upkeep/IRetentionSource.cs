namespace WxYarpGateway.Database.Upkeep;

/// <summary>Says how long rows are kept whose time is configured. Register it as a singleton.</summary>
internal interface IRetentionSource
{
    /// <summary>Returns what holds now, in the order in which rows are removed.</summary>
    IEnumerable<Retention> Now();
}
