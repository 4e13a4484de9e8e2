namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>The kinds of problems. The console's <c>Languages/gateway.zh-CN.json</c> has each in Chinese.</summary>
internal static class ProblemKinds
{
    private const string Silent = "messages are not deduplicated between replicas, and tokens not shared.";
    private const string StoreFix = "See whether {0} runs and whether this machine reaches it; the gateway goes on by itself.";
    private const string TicketFix
        = "See in the platform's console (open.weixin.qq.com) whether 授权事件接收URL leads to {1} of this gateway, and whether the pushes show "
            + "as Forged in the minutes: then compare Token and EncodingAesKey.";

    private const string Authorize = "Have the account's administrator authorize the platform again";

    /// <summary>Gets an error or a warning of a configuration: its file, what is wrong, and what ends it.</summary>
    public static ProblemKind Configuration { get; } = new("configuration", "{0}: {1}.", "{2}", 3);

    /// <summary>Gets a store that does not answer any more: its kind, since when, and why.</summary>
    public static ProblemKind StoreAway { get; } = new("store_away", "{0} does not answer, since {1}: " + Silent + "{2}", StoreFix, 3);

    /// <summary>Gets a store that has never answered: its kind, and why.</summary>
    public static ProblemKind StoreNever { get; }
        = new("store_never", "{0} does not answer, and has not since the start: " + Silent + "{1}", StoreFix, 2);

    /// <summary>Gets a database that is being opened: why it is needed.</summary>
    public static ProblemKind DatabaseOpening { get; } = new(
        "database_opening", "The database is not open yet, and is needed: {0}.", "Wait some seconds; if it stays, see the log.", 1);

    /// <summary>Gets a database that must not be used: why.</summary>
    public static ProblemKind DatabaseRefused { get; } = new(
        "database_refused",
        "{0} Pushes are served without it.",
        "Do what the sentence says and restart the gateway; `database status` tells more.",
        1);

    /// <summary>Gets a database that is away: why.</summary>
    public static ProblemKind DatabaseAway { get; } = new(
        "database_away",
        "{0} Pushes are served without it.",
        "See whether the database runs and whether this machine reaches it; the gateway goes on by itself.",
        1);

    /// <summary>Gets another replica with a SQLite database of its own: its machine.</summary>
    public static ProblemKind DatabaseOfItsOwn { get; } = new(
        "database_of_its_own",
        "Another gateway with the same Redis, on '{0}', has a SQLite database of its own.",
        "Configure Gateway:Database with Kind PostgreSql on all of them, or run one gateway only.",
        1);

    /// <summary>Gets a backup that failed: its time, and why.</summary>
    public static ProblemKind BackupFailed { get; } = new(
        "backup_failed", "The backup of {0} failed: {1}", "End the cause, and back up again.", 2);

    /// <summary>Gets a certificate whose new files cannot be served: why.</summary>
    public static ProblemKind CertificateUnreadable { get; } = new(
        "certificate_unreadable",
        "The certificate's files cannot be served, so the one before is: {0}",
        "Correct the files; the gateway reads them again when they change.",
        1);

    /// <summary>Gets a certificate that has expired: when.</summary>
    public static ProblemKind CertificateExpired { get; } = new(
        "certificate_expired", "The certificate expired at {0}; clients refuse it.", "Replace its files.", 1);

    /// <summary>Gets a certificate that expires soon: when.</summary>
    public static ProblemKind CertificateExpiring { get; } = new(
        "certificate_expiring", "The certificate expires at {0}.", "Renew it, and replace its files before then.", 1);

    /// <summary>Gets refresh tokens that the database has yet to take: how many.</summary>
    public static ProblemKind TokensSpilled { get; } = new(
        "tokens_spilled",
        "The database has yet to take {0} refresh tokens; this replica keeps them.",
        "Make the database answer, and do not delete this replica's data folder before.",
        1);

    /// <summary>Gets a platform without a ticket: the sentence, the path for tickets, and the platform.</summary>
    public static ProblemKind TicketMissing { get; } = new("ticket_missing", "{0}", TicketFix, 3);

    /// <summary>Gets a platform whose ticket is late: the sentence, the path for tickets, the platform, and the minutes.</summary>
    public static ProblemKind TicketLate { get; } = new("ticket_late", "{0}", TicketFix, 4);

    /// <summary>Gets a platform whose ticket has expired: the sentence, the path for tickets, and the platform.</summary>
    public static ProblemKind TicketExpired { get; } = new("ticket_expired", "{0}", TicketFix, 3);

    /// <summary>Gets an account whose refresh token WeChat refuses: the account, and the platform's endpoint.</summary>
    public static ProblemKind AccountBroken { get; } = new(
        "account_broken",
        "WeChat refuses the refresh token of {0}, so the platform cannot act for it.",
        Authorize + ": GET {1}/authorization-url makes the link.",
        2)
    {
        FixWithout = Authorize + ".",
    };

    /// <summary>Gets an account without a refresh token: the account, and the platform's endpoint.</summary>
    public static ProblemKind AccountNeedsCode { get; } = new(
        "account_needs_code",
        "There is no refresh token of {0}, so the platform cannot act for it.",
        Authorize + ": GET {1}/authorization-url makes the link.",
        2)
    {
        FixWithout = Authorize + ".",
    };

    /// <summary>Gets accounts that are not listed: how many, and the platform's endpoint.</summary>
    public static ProblemKind AccountsMore { get; } = new(
        "accounts_more",
        "{0} more accounts have to authorize the platform again.",
        "See GET {1}/authorizers?status=Broken and ?status=NeedsCode.",
        2)
    {
        FixWithout = "Begin with those above.",
    };

    /// <summary>Gets rules that were not read: the platform.</summary>
    public static ProblemKind RulesUnread { get; } = new(
        "rules_unread",
        "The rules of platform '{0}' that were made at run time have not been read yet.",
        "Make the database answer; those of the configuration are in force meanwhile.",
        1);

    /// <summary>Gets a rule that takes nothing: its name, and why.</summary>
    public static ProblemKind RuleBroken { get; } = new(
        "rule_broken", "Rule '{0}' takes nothing: {1}.", "Correct the rule, or remove it.", 2);

    /// <summary>Gets dead letters of a platform's accounts: how many, and the platform's endpoint.</summary>
    public static ProblemKind AccountsDead { get; } = new(
        "accounts_dead",
        "{0} messages of the platform's accounts could not be delivered in time.",
        "See with GET {1}/redelivery whose they are; each queue has a requeue of its own.",
        2)
    {
        FixWithout = "Make the backend take messages.",
    };

    /// <summary>Gets dead letters of a service: how many, and its endpoint.</summary>
    public static ProblemKind Dead { get; } = new(
        "dead",
        "Messages that could not be delivered in time: {0}.",
        "See them with GET {1}/dead; when the backend takes messages again, send POST {1}/dead/requeue.",
        2)
    {
        FixWithout = "Make the backend take messages; a retried delivery needs the endpoint Redelivery.",
    };

    /// <summary>Gets a token that WeChat does not give: its kind, why, and what ends that.</summary>
    public static ProblemKind TokenMissing { get; } = new("token_missing", "WeChat gives no new {0}: {1}", "{2}", 3);

    /// <summary>Gets a token that WeChat does not renew: its kind, why, and what ends that.</summary>
    public static ProblemKind TokenOld { get; } = new(
        "token_old", "WeChat gives no new {0}; the old one is served until it expires: {1}", "{2}", 3);

    /// <summary>Gets a backend that takes no calls: its name.</summary>
    public static ProblemKind BackendAway { get; } = new(
        "backend_away",
        "No destination of '{0}' takes calls, so the service fails.",
        "See whether the backend runs and whether its health checks succeed.",
        1);

    /// <summary>Gets problems that are not listed: how many.</summary>
    public static ProblemKind More { get; } = new("more", "{0} more problems are not listed.", "Begin with those that are.", 1);

    /// <summary>Gets all kinds.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        Configuration, StoreAway, StoreNever, DatabaseOpening, DatabaseRefused, DatabaseAway, DatabaseOfItsOwn, BackupFailed,
        CertificateUnreadable, CertificateExpired, CertificateExpiring, TokensSpilled, TicketMissing, TicketLate, TicketExpired,
        AccountBroken, AccountNeedsCode, AccountsMore, RulesUnread, RuleBroken, AccountsDead, Dead, TokenMissing, TokenOld, BackendAway,
        More,
    ];
}
