using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Database.Histories;

/// <summary>How the audit log names what was done, and to what.</summary>
internal static class HistoryTargets
{
    /// <summary>How a change of a rule begins.</summary>
    public const string Rule = "rule.";

    /// <summary>How what concerns an account begins.</summary>
    public const string Account = "authorizer.";

    /// <summary>A change of an account's status.</summary>
    public const string Status = Account + StatusNote.StatusChanged;

    // The character behind the slash, which ends a range of names.
    private const string Behind = "0";

    /// <summary>Returns the name of a rule.</summary>
    public static string OfRule(string platform, string rule) => $"rule/{platform}/{rule}";

    /// <summary>Returns the name of an account.</summary>
    public static string OfAccount(string platform, string appId) => $"authorizer/{platform}/{appId}";

    /// <summary>Returns what all names of a platform's rules lie between.</summary>
    public static (string From, string To) OfRules(string platform) => ($"rule/{platform}/", $"rule/{platform}{Behind}");

    /// <summary>Returns the rule of a name.</summary>
    public static string RuleOf(string target) => target.Split('/', 3) is [_, _, var rule] ? rule : "";
}
