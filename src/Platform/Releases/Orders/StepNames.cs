namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>The names of steps in an order.</summary>
public static class StepNames
{
    private static readonly string[] Names =
        ["commit", "check", "submit", "release", "undo", "rollback", "visit-open", "visit-close", "speed-up"];

    /// <summary>Gets all names.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Returns the name of a step.</summary>
    /// <param name="step">The step.</param>
    public static string Of(ReleaseStep step) => Names[(int)step];

    /// <summary>Reads a step; <see langword="null"/> when there is none of that name.</summary>
    /// <param name="name">The name.</param>
    public static ReleaseStep? Find(string? name)
        => Array.IndexOf(Names, name) is >= 0 and var index ? (ReleaseStep)index : null;
}
