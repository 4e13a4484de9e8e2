namespace WxYarpGateway.Console.Pages.Releases;

/// <summary>The states of mini programs in a release.</summary>
internal static class ItemStates
{
    /// <summary>Gets the states in the order of the way, the ends last.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "Released", "Done", "Approved", "Releasing", "Auditing", "Submitting", "Checking", "Committing", "Queued", "Skipped", "Cancelled",
        "Rejected", "Failed",
    ];

    /// <summary>Gets those that may be begun anew.</summary>
    public static IReadOnlyList<string> Retriable { get; } = ["Failed", "Rejected", "Skipped", "Cancelled"];

    /// <summary>Gets those that somebody should look at.</summary>
    public static IReadOnlyList<string> Bad { get; } = ["Failed", "Rejected", "Skipped"];

    /// <summary>Returns the class of a state's color: green for what is good, red for what is not, and others on the way.</summary>
    public static string ColorOf(string state) => state switch
    {
        "Released" or "Done" => "fill-0",
        "Approved" or "Releasing" => "fill-5",
        "Auditing" => "fill-1",
        "Submitting" or "Checking" or "Committing" => "fill-4",
        "Failed" => "fill-2",
        "Rejected" => "fill-6",
        "Skipped" => "fill-3",
        _ => "fill-7",
    };
}
