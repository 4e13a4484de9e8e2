namespace WxYarpGateway.Database.Tables.Meta;

/// <summary>The names of single values.</summary>
internal static class MetaNames
{
    /// <summary>What the names of sealed values begin with.</summary>
    public const string Sealed = "sealed:";

    /// <summary>A known text, sealed: it tells whether the configured key is the database's.</summary>
    public const string KeyCheck = $"{Sealed}key_check";

    /// <summary>The key that signs invitations.</summary>
    public const string InvitationKey = $"{Sealed}invitation_key";

    /// <summary>Returns the name of the revision of a platform's rules.</summary>
    public static string RulesRevision(string platform) => $"rules_revision:{platform}";

    /// <summary>Returns the name of the ids that another system's users have here.</summary>
    public static string ImportedUsers(string source) => $"imported_users:{source}";

    /// <summary>Returns the name of the ids that another system's notices have here.</summary>
    public static string ImportedNotices(string source) => $"imported_notices:{source}";

    /// <summary>Returns the name of a lease on regular work.</summary>
    public static string Lease(string work) => $"lease:{work}";
}
