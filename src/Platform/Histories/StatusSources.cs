namespace WxYarpGateway.Platform.Histories;

/// <summary>What tells the status of an account.</summary>
public static class StatusSources
{
    /// <summary>An authorization event of WeChat's.</summary>
    public const string Event = "event";

    /// <summary>An authorization code, which WeChat exchanged.</summary>
    public const string Code = "code";

    /// <summary>WeChat's list of accounts, or what WeChat answered about one.</summary>
    public const string List = "list";

    /// <summary>The renewal of the account's token.</summary>
    public const string Token = "token";

    /// <summary>The test before a platform's release.</summary>
    public const string Check = "check";

    /// <summary>A call of the internal API.</summary>
    public const string Api = "api";

    /// <summary>A file that was imported.</summary>
    public const string Import = "import";
}
