namespace WxYarpGateway.Architecture;

/// <summary>
/// Which rooms each room of a project may import. Nothing else is allowed; a room may always use what lies beside its rooms.
/// </summary>
internal static class RoomTable
{
    /// <summary>Gets, by project and room, the rooms of the same project that it may import.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, string[]>> Allowed { get; } = new Dictionary<string, Dictionary<string,
        string[]>>
    {
        ["Database"] = new()
        {
            ["Access"] = ["Encryption", "Settings", "Tables"],
            ["Authorizers"] = ["Access", "Tables"],
            ["Backups"] = ["Access", "Encryption", "Settings"],
            ["Encryption"] = [],
            ["Events"] = ["Access", "Encryption", "Settings", "Tables"],
            ["Exports"] = ["Access", "Encryption", "Tables"],
            ["Notices"] = ["Access", "Tables", "Users"],
            ["Records"] = ["Access", "Tables"],
            ["Releases"] = ["Access", "Events", "Tables"],
            ["Rules"] = ["Access", "Tables"],
            ["Sessions"] = ["Access", "Tables", "Upkeep", "Users"],
            ["Settings"] = ["Encryption"],
            ["Tables"] = ["Encryption"],
            ["Upkeep"] = ["Access", "Backups", "Encryption", "Exports", "Settings", "Tables"],
            ["Users"] = ["Access", "Encryption", "Tables"],
            ["Vault"] = ["Access", "Encryption", "Settings", "Tables"],
        },
        ["Gateway"] = new()
        {
            ["Access"] = ["Answers", "Configuration", "Hosting"],
            ["Answers"] = [],
            ["ApiProxy"] = ["Access", "Answers", "Configuration", "Hosting"],
            ["Certificates"] = ["Configuration"],
            ["Commands"] = ["Configuration", "Health", "Hosting"],
            ["Configuration"] = [],
            ["Endpoints"] = ["Access", "Answers", "Configuration", "Health", "Hosting"],
            ["Health"] = ["Access", "Answers", "Certificates", "Hosting", "Storage"],
            ["Hosting"] = ["Certificates", "Configuration", "Logging"],
            ["Logging"] = [],
            ["Logins"] = ["Access", "Answers", "Configuration", "Endpoints", "Hosting"],
            ["Overview"] = ["Access", "Answers", "Certificates", "Configuration", "Endpoints", "Health", "Hosting", "Storage"],
            ["Platforms"] = ["Access", "Answers", "Configuration", "Endpoints", "Hosting"],
            ["Records"] = ["Answers", "Configuration", "Endpoints", "Hosting", "Platforms"],
            ["Storage"] = ["Configuration"],
            ["Telemetry"] = ["Hosting"],
        },
        ["Import"] = new()
        {
            ["Configuration"] = [],
            ["GoWxGateway"] = ["Configuration"],
        },
        ["MiniPrograms"] = new()
        {
            ["Answers"] = [],
            ["Apps"] = [],
            ["Configuration"] = ["Apps", "Endpoints"],
            ["ContentChecks"] = ["Answers", "Apps", "Proxy", "Sessions", "Users"],
            ["Endpoints"] = ["Answers", "Apps", "Sessions", "Users"],
            ["Logins"] = ["Answers", "Apps", "Endpoints", "Sessions", "Users"],
            ["Notices"] = ["Answers", "Apps", "Endpoints", "Logins", "Users"],
            ["Profiles"] = ["Answers", "Apps", "ContentChecks", "Endpoints", "Sessions", "Users"],
            ["ProgramCodes"] = ["Answers", "Apps", "Endpoints"],
            ["Proxy"] = ["Answers", "Apps", "Endpoints", "Sessions", "Users"],
            ["Replies"] = ["Answers", "Apps", "Endpoints"],
            ["Sessions"] = ["Answers", "Apps", "Users"],
            ["Users"] = [],
        },
        ["Platform"] = new()
        {
            ["AuthorizationPages"] = ["Platforms"],
            ["Authorizers"] = ["Platforms"],
            ["Code"] = ["Authorizers", "Platforms"],
            ["Configuration"] = ["AuthorizationPages", "Authorizers", "Platforms", "Rules"],
            ["Events"] = ["Authorizers", "Messages", "Platforms", "Records", "Sync"],
            ["Forms"] = ["Messages"],
            ["Messages"] = ["Authorizers", "Platforms", "Records"],
            ["Platforms"] = [],
            ["Records"] = [],
            ["ReleaseChecks"] = ["Authorizers", "Platforms"],
            ["Releases"] = ["Authorizers", "Code", "Platforms"],
            ["Rules"] = ["Authorizers", "Forms", "Messages", "Platforms"],
            ["Sync"] = ["Authorizers", "Platforms"],
        },
        ["PlatformImport"] = new()
        {
            ["Commands"] = ["Found", "WxComponent", "WxJava", "Writing"],
            ["Found"] = [],
            ["WxComponent"] = ["Found"],
            ["WxJava"] = ["Found"],
            ["Writing"] = ["Found"],
        },
        ["PostgreSqlMigrations"] = [],
        ["Simulator"] = new()
        {
            ["Accounts"] = [],
            ["Calls"] = [],
            ["Code"] = ["Accounts", "Calls", "Links", "Media", "Platforms", "Pushes", "Tokens"],
            ["Commands"] = ["Accounts", "Platforms", "Pushes", "ReleaseChecks", "Users"],
            ["CustomerService"] = ["Accounts", "Calls", "Pushes", "Tokens"],
            ["Links"] = ["Accounts", "Calls", "Tokens"],
            ["Media"] = ["Accounts", "Calls", "Publishing", "Tokens"],
            ["MiniPrograms"] = ["Accounts", "Calls", "Platforms", "Pushes", "Tokens", "Users"],
            ["OAuth"] = ["Accounts", "Calls", "Users"],
            ["Platforms"] = ["Accounts", "Calls", "OAuth", "Pushes", "Tokens"],
            ["Publishing"] = ["Accounts", "Calls", "Pushes", "Tokens", "Users"],
            ["Pushes"] = ["Accounts", "Calls"],
            ["ReleaseChecks"] = ["Accounts", "Calls", "CustomerService", "Platforms", "Pushes"],
            ["Shop"] = ["Calls", "Tokens"],
            ["Templates"] = ["Accounts", "Calls", "Pushes", "Tokens", "Users"],
            ["Tokens"] = ["Accounts", "Calls"],
            ["Users"] = ["Accounts", "Calls", "Tokens"],
        },
        ["SqliteMigrations"] = [],
        ["TokenService"] = new()
        {
            ["Accounts"] = [],
            ["Api"] = ["Accounts", "Telemetry"],
            ["Codes"] = ["Accounts", "Api", "Platforms", "Store"],
            ["JsSdk"] = [],
            ["Platforms"] = ["Accounts", "Api", "Store", "Tokens"],
            ["Store"] = ["Telemetry"],
            ["Telemetry"] = [],
            ["Tokens"] = ["Accounts", "Api", "Store", "Telemetry"],
        },
        ["Transforms"] = new()
        {
            ["CallbackIps"] = ["Services"],
            ["Configuration"] = ["Exchange", "Minutes", "Pipeline", "Services"],
            ["Conversion"] = ["Pipeline", "Xml"],
            ["Deadlines"] = [],
            ["Deduplication"] = ["KeptReplies", "LateReplies", "Pipeline", "Redelivery", "Replies", "Services"],
            ["Envelopes"] = ["Pipeline", "Services", "Xml"],
            ["Exchange"] = ["CallbackIps", "Deadlines", "Minutes", "Pipeline", "Services"],
            ["Journal"] = [],
            ["KeptReplies"] = ["Deadlines", "Pipeline", "Replies", "Services"],
            ["LateReplies"] = ["Deadlines", "KeptReplies", "Pipeline", "Redelivery", "Replies", "Services"],
            ["Minutes"] = ["Pipeline"],
            ["OAuth"] = ["Exchange", "Pipeline", "Services"],
            ["Pages"] = [],
            ["Pipeline"] = ["Services", "Xml"],
            ["QrLogin"] = ["Exchange", "OAuth", "Pages", "Pipeline", "Services"],
            ["Redelivery"] = ["Journal", "Pipeline", "Services"],
            ["RedeliveryAttempts"] = ["Exchange", "LateReplies", "Pipeline", "Redelivery", "Replies", "Services"],
            ["Replies"] = ["Pipeline", "Services", "Xml"],
            ["Services"] = [],
            ["UserInfo"] = ["Pipeline", "Services"],
            ["Xml"] = [],
        },
    };
}
