using System.Collections.Frozen;

namespace WxYarpGateway.Platform.Events;

/// <summary>The InfoTypes that the gateway knows. Source: PROTOCOL 3.8 and WeChat's pages on authorization and registration.</summary>
public static class EventTypes
{
    /// <summary>The ticket, every ten minutes.</summary>
    public const string Ticket = "component_verify_ticket";

    /// <summary>An account authorized the platform.</summary>
    public const string Authorized = "authorized";

    /// <summary>An account changed what it grants.</summary>
    public const string UpdateAuthorized = "updateauthorized";

    /// <summary>An account withdrew its authorization.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>A mini program was registered for an enterprise; so spelt. With a code it is an authorization.</summary>
    public const string FastRegistration = "notify_third_fasteregister";

    /// <summary>A trial mini program was registered.</summary>
    public const string TrialRegistration = "notify_third_fastregisterbetaapp";

    /// <summary>
    /// What rules and <c>EventBackend</c> get when an account is authorized and its row complete. It is the gateway's own.
    /// </summary>
    public const string Completed = "authorizer.authorized";

    /// <summary>What metrics call every InfoType that nobody knows: anybody's names would be a label each.</summary>
    internal const string Other = "other";

    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.Ordinal, Authorized, UpdateAuthorized, Unauthorized, FastRegistration, TrialRegistration);

    /// <summary>Returns whether an event is worked on after its answer, and so is kept first.</summary>
    /// <param name="infoType">The InfoType; its case counts.</param>
    internal static bool IsKept(string infoType) => Kept.Contains(infoType);

    /// <summary>Returns what metrics call an InfoType.</summary>
    internal static string LabelOf(string infoType) => IsKept(infoType) || infoType == Ticket ? infoType : Other;
}
