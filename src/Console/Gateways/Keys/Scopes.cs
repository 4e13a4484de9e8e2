namespace WxYarpGateway.Console.Gateways.Keys;

/// <summary>The scopes of keys that the console's buttons need.</summary>
public static class Scopes
{
    /// <summary>Changes what concerns platforms.</summary>
    public const string Platforms = "platform:write";

    /// <summary>Changes what concerns people of mini programs.</summary>
    public const string Logins = "login:write";

    /// <summary>Tests services.</summary>
    public const string Tries = "try:write";

    /// <summary>Calls WeChat's API, replays pushes and works on queues.</summary>
    public const string Api = "api";

    /// <summary>Makes backups.</summary>
    public const string Settings = "settings:write";

    /// <summary>Exports the vault.</summary>
    public const string Vault = "vault:export";
}
