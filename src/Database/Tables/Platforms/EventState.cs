namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>How far an authorization event is.</summary>
internal enum EventState
{
    /// <summary>It is still to be done.</summary>
    Waiting,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It could not be done in time; the reconciliation decides.</summary>
    GivenUp,
}
