namespace WxYarpGateway.Chaos.Plan;

/// <summary>What the chaos run does to the gateways and to what is around them.</summary>
internal enum FaultKind
{
    /// <summary>A replica is killed (SIGKILL), and started again.</summary>
    KillReplica,

    /// <summary>A replica is told to stop (SIGTERM), and started again.</summary>
    StopReplica,

    /// <summary>A replica's wall clock is set ahead or back, by less than <c>MaxClockSkew</c>, and later right again.</summary>
    SkewClock,

    /// <summary>Redis is killed, and started again from its append-only file.</summary>
    StopRedis,

    /// <summary>Redis is frozen (SIGSTOP): connections stay, nothing is answered.</summary>
    FreezeRedis,

    /// <summary>All keys are deleted.</summary>
    EmptyRedis,

    /// <summary>PostgreSQL is killed, and started again with what it had.</summary>
    StopDatabase,

    /// <summary>PostgreSQL is frozen (SIGSTOP): connections stay, nothing is answered.</summary>
    FreezeDatabase,

    /// <summary>A backend is gone: connections are cut and new ones refused.</summary>
    KillBackend,

    /// <summary>A backend answers rightly, but mostly after WeChat's timeout.</summary>
    SlowBackend,

    /// <summary>A backend takes messages and answers nothing, until it cuts the connections.</summary>
    HangingBackend,

    /// <summary>A backend answers 500.</summary>
    FailingBackend,

    /// <summary>A backend answers 503, as a proxy before it does.</summary>
    UnavailableBackend,

    /// <summary>A backend answers 200 with what is no reply.</summary>
    LyingBackend,

    /// <summary>A backend breaks off in the middle of its answer.</summary>
    BreakingBackend,

    /// <summary>WeChat takes an account's token no longer (40001).</summary>
    RevokeToken,

    /// <summary>An account's token expires before its time (42001).</summary>
    ExpireToken,

    /// <summary>Ops change the configuration.</summary>
    EditConfiguration,

    /// <summary>Ops save a configuration with faults, or half of one, and fix it later.</summary>
    SpoilConfiguration,

    /// <summary>Ops rotate the EncodingAESKey of the encrypted account, as docs/operations.md says.</summary>
    RotateAesKey,

    /// <summary>Ops rotate the Token of an account, as docs/operations.md says.</summary>
    RotateToken,
}
