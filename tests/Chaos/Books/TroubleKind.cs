namespace WxYarpGateway.Chaos.Books;

/// <summary>What a trouble means for the promises.</summary>
internal enum TroubleKind
{
    /// <summary>Redis does not answer.</summary>
    StoreAway,

    /// <summary>Redis forgot what it knew.</summary>
    StoreEmptied,

    /// <summary>PostgreSQL does not answer.</summary>
    DatabaseAway,

    /// <summary>A replica was killed: what it had in hand is gone, until it listens again.</summary>
    ReplicaKilled,

    /// <summary>A replica was told to stop: it refuses connections until the next one listens.</summary>
    ReplicaStopped,

    /// <summary>A backend is gone or does not take what it gets.</summary>
    BackendFailing,

    /// <summary>A backend takes longer than WeChat waits.</summary>
    BackendSlow,

    /// <summary>WeChat refuses a token that it gave out.</summary>
    TokenRefused,

    /// <summary>This machine is too busy to answer even what costs nothing.</summary>
    MachineBusy,

    /// <summary>This process stood still, which is WeChat, its backends and the clock of it all.</summary>
    WeChatStalled,
}
