namespace WxYarpGateway.Database.Access;

/// <summary>What a write outlives.</summary>
internal enum Durability
{
    /// <summary>A loss of power: it is on disk when the call returns.</summary>
    PowerLoss,

    /// <summary>
    /// The end of the process; SQLite may lose the last of it when the power fails. For what may be lost, such as records.
    /// </summary>
    ProcessEnd,
}
