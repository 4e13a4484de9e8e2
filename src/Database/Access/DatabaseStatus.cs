namespace WxYarpGateway.Database.Access;

/// <summary>How the database is.</summary>
public enum DatabaseStatus
{
    /// <summary>Nobody needed it yet.</summary>
    Closed,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It cannot be reached, or takes no writes; the gateway tries again.</summary>
    Away,

    /// <summary>It must not be used as it is: it is newer than the program, lacks migrations, or has another key.</summary>
    Refused,
}
