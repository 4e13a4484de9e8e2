namespace WxYarpGateway.Architecture;

/// <summary>Which rooms each room of a project may import. Nothing else is allowed; a room may always use what lies beside its rooms.</summary>
internal static class RoomTable
{
    /// <summary>Gets, by project and room, the rooms of the same project that it may import.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, string[]>> Allowed { get; } = new Dictionary<string, Dictionary<string, string[]>>
    {
        ["Gateway"] = new()
        {
            ["Access"] = ["Answers", "Configuration", "Hosting"],
            ["Answers"] = [],
            ["ApiProxy"] = ["Access", "Answers", "Configuration", "Hosting"],
            ["Certificates"] = ["Configuration"],
            ["Commands"] = ["Configuration", "Health", "Hosting", "Import"],
            ["Configuration"] = [],
            ["Endpoints"] = ["Access", "Answers", "Configuration", "Health", "Hosting"],
            ["Health"] = ["Access", "Answers", "Certificates", "Hosting"],
            ["Hosting"] = ["Certificates", "Configuration", "Logging"],
            ["Import"] = ["Configuration"],
            ["Logging"] = [],
            ["Telemetry"] = ["Hosting"],
        },
        ["Simulator"] = new()
        {
            ["Accounts"] = ["Tokens"],
            ["Addresses"] = ["Calls"],
            ["Articles"] = ["Accounts", "Calls", "Pushes"],
            ["Calls"] = ["Accounts", "Faults", "Tokens"],
            ["Cipher"] = [],
            ["Commands"] = ["Accounts", "Pushes", "Replies"],
            ["Control"] = ["Accounts", "Addresses", "OAuth", "Pushes", "Shop", "Users"],
            ["CustomerService"] = ["Accounts", "Calls", "Pushes", "Replies"],
            ["Faults"] = ["Calls"],
            ["MassMessages"] = ["Accounts", "Articles", "Calls", "Pushes", "Users"],
            ["Media"] = ["Accounts", "Articles", "Calls"],
            ["Menus"] = ["Accounts", "Calls"],
            ["OAuth"] = ["Accounts", "Calls", "Users"],
            ["Pushes"] = ["Accounts", "Cipher", "Replies"],
            ["QrCodes"] = ["Calls"],
            ["Replies"] = ["Accounts", "Cipher", "Pushes"],
            ["Shop"] = ["Calls"],
            ["ShortUrls"] = ["Accounts", "Calls"],
            ["Tags"] = ["Accounts", "Calls", "Users"],
            ["Templates"] = ["Accounts", "Calls", "Pushes", "Users"],
            ["Tickets"] = ["Calls"],
            ["Tokens"] = ["Accounts", "Calls"],
            ["Users"] = ["Accounts", "Calls"],
        },
        ["TokenService"] = new()
        {
            ["Accounts"] = [],
            ["Api"] = ["Accounts", "Telemetry", "Tokens"],
            ["Codes"] = ["Accounts", "Api", "Store", "Tokens"],
            ["JsSdk"] = [],
            ["Store"] = ["Accounts", "Telemetry", "Tokens"],
            ["Telemetry"] = [],
            ["Tokens"] = ["Accounts", "Api", "Store", "Telemetry"],
        },
        ["Transforms"] = new()
        {
            ["CallbackIps"] = ["Services"],
            ["Configuration"] = ["Exchange", "Services"],
            ["Conversion"] = ["Pipeline", "Xml"],
            ["Deadlines"] = [],
            ["Deduplication"] = ["KeptReplies", "Pipeline", "Services"],
            ["Envelopes"] = ["Pipeline", "Services", "Xml"],
            ["Exchange"] = ["CallbackIps", "Deadlines", "Pipeline", "Services"],
            ["Journal"] = [],
            ["KeptReplies"] = ["Pipeline", "Services"],
            ["LateReplies"] = ["Deadlines", "KeptReplies", "Pipeline", "Services"],
            ["OAuth"] = ["Exchange", "Pipeline", "Services"],
            ["Pipeline"] = ["Services", "Xml"],
            ["Redelivery"] = ["Journal", "Pipeline", "Services"],
            ["Replies"] = ["Pipeline", "Services"],
            ["Services"] = [],
            ["UserInfo"] = ["Pipeline", "Services"],
            ["Xml"] = [],
        },
    };
}
