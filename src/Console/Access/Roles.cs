namespace WxYarpGateway.Console.Access;

/// <summary>The roles, each of which may do what the one before may.</summary>
internal static class Roles
{
    /// <summary>Sees what goes on, but no bodies and no openids.</summary>
    public const string Viewer = nameof(Viewer);

    /// <summary>Sees bodies, and changes what is not secret.</summary>
    public const string Operator = nameof(Operator);

    /// <summary>Does everything.</summary>
    public const string Admin = nameof(Admin);

    /// <summary>Gets all roles, the weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Admin];
}
